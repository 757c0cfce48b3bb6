"""The command bin/bench memory: the bytes of an index, beside hnswlib."""

import os
import sys

from ann import commandline, datasets, engines, environment, options
from ann.commandline import say

PROG = "bin/bench memory"


def parser():
    made = commandline.Parser(
        PROG,
        "Compares the memory of an index of Vicinal, with codes as it chooses them and without, with\n"
        "that of hnswlib, by what each says of itself and, of hnswlib, by what its process grew.",
        "Writes memory.md, and the lines of all runs to target/benchmarks/NAME.jsonl.\n\n"
        "Example: bin/bench memory --data sift-5k,fashion-mnist-euclidean")
    add = made.add_argument
    options.add_data(add)
    add("--peers", type=options.peers, default=["hnswlib"], metavar="NAME,...",
        help="what Vicinal is compared with; default hnswlib; or none")
    options.add_index(add)
    options.add_out(add, "memory.md goes")
    return made


def parse(arguments):
    settings = parser().parse_args(arguments)
    # One search each: what is measured is there before it.
    settings.ef, settings.rounds = [settings.k], 1
    options.check(settings)
    return settings, datasets.select(settings.data, engines.ROOT, settings.fashion_mnist)


def table(results):
    """The lines of the table; results are triples of a data set's name, its files and its results."""
    from ann import tables
    from ann.results import REFERENCE

    def row(name, files, found, engine):
        size, reference = (found.median(each, "index_bytes") if each in found.engines() else None
                           for each in (engine, REFERENCE))
        grown = found.median(engine, "grown_bytes")
        return [name, engine, f"{size / tables.MIB:,.1f}", f"{size / files.rows:,.0f}",
                f"{size / files.rows - 4 * files.dimension:,.0f}",
                tables.NONE if reference is None else f"{size / reference:.2f}",
                tables.number(grown, ",.1f", tables.MIB)]

    return tables.table(
        ["data", "engine", "index MiB", "bytes a row", "beside the vectors", "to hnswlib", "process grew MiB"],
        [row(name, files, found, engine) for name, files, found in results for engine in found.engines()])


def main():
    settings, chosen = parse(sys.argv[1:])
    environment.enter("memory")
    from ann import comparison, machine, tables

    (engines.WORK / "data").mkdir(parents=True, exist_ok=True)
    there, versions = comparison.prepared(
        [engines.Vicinal(), engines.Vicinal(options=["--quantization", "none"], name="vicinal without codes"),
         *(engines.PEERS[name] for name in settings.peers)])
    results = []
    for data in chosen:
        say(f"{data.name}: preparing the vectors")
        files = datasets.prepare(data, engines.WORK / "data", settings.limit_rows)
        results.append((data.name, files, comparison.measure(data, files, settings, there)))
    words = f"M = {settings.m}, efConstruction = {settings.ef_construction}."
    facts = [*machine.facts(), ("Java", machine.java_version(os.environ["BENCH_JAVA"])),
             ("Engines", ", ".join(f"{name} {version}" for name, version in versions.items())),
             ("Command", f"`{commandline.command(parser(), settings, options.PLACES)}`")]
    settings.out.mkdir(parents=True, exist_ok=True)
    (settings.out / "memory.md").write_text(
        tables.page("Memory", words, table(results), facts, "memory-binbench-memory"), encoding="utf-8")
    print("\n".join(table(results)))


if __name__ == "__main__":
    sys.exit(commandline.run(PROG, main))
