"""Measures one peer in a process of its own: python -m ann.driver PEER --base FILE ...

Takes the options of `vicinal bench ann` and prints lines with the same keys, and `grown_bytes`: how
much more the process had in memory after building than before. Whole rounds over all
queries are timed as one call each, so that Python's part of a call is no part of qps; p50_us and
p99_us are of calls with one query.
"""

import argparse
import json
import pathlib
import re
import sys
import time

import numpy

from ann import texmex
from ann.exact import Truth
from ann.peers import PEERS

BLOCK = 10_000
MEASURED_SECONDS = 1.0
WARM_UP_SECONDS = 0.5
MAX_WARM_UP_ROUNDS = 20

# Searches are warm when a round is not faster than all before by more than this.
STILL_WARMING = 1.03


def main(arguments=None):
    options = parser().parse_args(arguments)
    base = texmex.read(options.base)
    queries = texmex.read(options.query).astype("f4")
    truth = Truth(base, queries, texmex.read(options.truth), options.metric, options.k)
    before = process_memory()
    index, seconds = build(PEERS[options.peer], base, options)
    grown = None if before is None else process_memory() - before
    for ef in options.ef:
        index.set_ef(ef)
        print(json.dumps(measure(index, queries, truth, ef) | {
            "build_seconds": round(seconds, 3), "index_bytes": index.index_bytes(),
            "grown_bytes": grown}), flush=True)


def build(kind, base, options):
    """The index over the base, and the seconds that building it took."""
    index = kind(options.metric, base.shape[1], len(base), options.m, options.ef_construction)
    print(f"indexing {len(base)} vectors", file=sys.stderr, flush=True)
    start = time.perf_counter()
    for first in range(0, len(base), BLOCK):
        index.add(first, base[first:first + BLOCK].astype("f4"))
    seconds = time.perf_counter() - start
    print(f"indexed {len(base)} of {len(base)} vectors", file=sys.stderr, flush=True)
    return index, seconds


def process_memory():
    """Bytes that this process has in memory, mapped files left out; None where the system does not say."""
    status = pathlib.Path("/proc/self/status")
    found = re.search(r"^RssAnon:\s*(\d+) kB", status.read_text(), re.MULTILINE) if status.exists() else None
    return int(found[1]) * 1024 if found else None


def measure(index, queries, truth, ef):
    recall = truth.recall(index.search(queries, truth.k))
    fastest = 0
    for _ in range(MAX_WARM_UP_ROUNDS):
        speed = queries_per_second(index, queries, truth.k, WARM_UP_SECONDS)
        if speed < STILL_WARMING * fastest:
            break
        fastest = max(fastest, speed)
    qps = queries_per_second(index, queries, truth.k, MEASURED_SECONDS)
    p50, p99 = numpy.percentile(latencies(index, queries, truth.k), [50, 99], method="higher")
    return {"ef": ef, "recall": round(recall, 5), "qps": round(qps, 1),
            "p50_us": round(float(p50), 1), "p99_us": round(float(p99), 1)}


def queries_per_second(index, queries, k, at_least):
    searches = 0
    start = time.perf_counter()
    while True:
        index.search(queries, k)
        searches += len(queries)
        elapsed = time.perf_counter() - start
        if elapsed >= at_least:
            return searches / elapsed


def latencies(index, queries, k):
    """Microseconds of a search for each query."""
    micros = []
    for i in range(len(queries)):
        start = time.perf_counter_ns()
        index.search(queries[i:i + 1], k)
        micros.append((time.perf_counter_ns() - start) / 1e3)
    return micros


def parser():
    made = index_parser("ann.driver")
    made.add_argument("peer", choices=sorted(PEERS))
    made.add_argument("--truth", type=pathlib.Path, required=True)
    return made


def index_parser(prog):
    """The options of every driver."""
    made = argparse.ArgumentParser(prog=prog, allow_abbrev=False)
    for name in ("--base", "--query"):
        made.add_argument(name, type=pathlib.Path, required=True)
    made.add_argument("--metric", choices=("euclidean", "cosine", "dot"), required=True)
    made.add_argument("--k", type=int, required=True)
    made.add_argument("--ef", type=lambda text: [int(ef) for ef in text.split(",")], required=True)
    made.add_argument("--m", type=int, required=True)
    made.add_argument("--ef-construction", type=int, required=True)
    return made


if __name__ == "__main__":
    main()
