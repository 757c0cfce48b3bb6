"""Measures hnswlib under filters: python -m ann.filter_driver --base FILE ... --matches FILE

Prints two lines for each filter, a line of the file of matches. `callback` gives the search a
function that says whether a row passes. The quickest that Python has is the test of a set, which runs no
bytecode; calling it is still a part of the figure. `marked` marks all other rows as deleted
before, which is not timed: the walk is the same, as hnswlib tests mark and function at the same place, and
Python has no part in it.
"""

import json
import pathlib
import sys

import numpy

from ann import driver, exact, texmex
from ann.peers import Hnswlib


def main(arguments=None):
    options = parser().parse_args(arguments)
    base = texmex.read(options.base)
    queries = texmex.read(options.query).astype("f4")
    index, _ = driver.build(Hnswlib, base, options)
    index.set_ef(options.ef[0])
    for number, passes in enumerate(texmex.read(options.matches)):
        rows = numpy.flatnonzero(passes)
        k = min(options.k, len(rows))
        truth = exact.Truth(base, queries, nearest_among(rows, base, queries, options.metric, k), options.metric, k)
        for mode in (Callback, Marked):
            with mode(index.index, rows, len(base)) as searched:
                line = measure(searched, queries, truth, options.ef[0])
            print(json.dumps({"filter": number, "mode": mode.name} | line), flush=True)


def nearest_among(rows, base, queries, metric, k):
    """The numbers of the nearest of some rows."""
    return rows[exact.nearest(base[rows], queries, metric, k)]


class _Filtered:
    """The index, searched under a filter."""

    def __init__(self, index, rows, count):
        self.index = index
        self.rows = rows
        self.others = numpy.setdiff1d(numpy.arange(count), rows)

    def __exit__(self, *failure):
        pass


class Callback(_Filtered):
    name = "callback"

    def __enter__(self):
        # Where all rows pass there is nothing to ask.
        self.passes = frozenset(self.rows.tolist()).__contains__ if len(self.others) else None
        return self

    def search(self, queries, k):
        return self.index.knn_query(queries, k, num_threads=1, filter=self.passes)[0]


class Marked(_Filtered):
    name = "marked"

    def __enter__(self):
        for row in self.others:
            self.index.mark_deleted(row)
        return self

    def __exit__(self, *failure):
        for row in self.others:
            self.index.unmark_deleted(row)

    def search(self, queries, k):
        return self.index.knn_query(queries, k, num_threads=1)[0]


def measure(searched, queries, truth, ef):
    """Recall and speed; a query for which hnswlib finds fewer than k rows has none, and is not timed."""
    answered = [number for number in range(len(queries)) if _answers(searched, queries[number:number + 1], truth.k)]
    counts = {"answered": len(answered), "queries": len(queries)}
    if not answered:
        return {"ef": ef, "recall": 0.0} | counts
    line = driver.measure(searched, queries[answered], truth.of(answered), ef)
    line["recall"] = round(line["recall"] * len(answered) / len(queries), 5)
    return line | counts


def _answers(searched, query, k):
    try:
        searched.search(query, k)
    except RuntimeError as e:
        if "Cannot return the results" not in str(e):
            raise
        return False
    return True


def parser():
    made = driver.index_parser("ann.filter_driver")
    made.add_argument("--matches", type=pathlib.Path, required=True)
    return made


if __name__ == "__main__":
    sys.exit(main())
