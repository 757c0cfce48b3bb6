"""The command bin/bench growth: building and searching as the rows grow, beside hnswlib."""

import os
import sys

from ann import commandline, datasets, engines, environment, options
from ann.commandline import numbers, positive, say
from ann.errors import Refused

PROG = "bin/bench growth"
RECALL = 0.95
QUERIES = 500
LEAST_ROWS = 10_000

# Rows of a cluster, and how far they are from its centre, in distances of the centres.
CLUSTER_ROWS = 1_000
SPREAD = 0.5


def parser():
    made = commandline.Parser(
        PROG,
        "Measures how building an index and searching it grow with the rows, for Vicinal and for\n"
        "hnswlib, by one thread each, in turns, on rows in Gaussian clusters. A million rows of 128\n"
        "components need 1 GiB of disk, 3 GiB of memory, of which a third is the heap of Java, and half\n"
        "an hour or more for each engine and round.",
        "Writes growth.md and two pictures (SVG) with logarithmic axes.\n\n"
        "Example: bin/bench growth --rows 10000,100000 --rounds 3")
    add = made.add_argument
    add("--rows", type=numbers, default=[10_000, 100_000, 1_000_000], metavar="N,...",
        help="numbers of rows, 10000 or more each; default 10000,100000,1000000")
    add("--dimension", type=positive, default=128, metavar="N", help="components of a row; default 128")
    add("--seed", type=positive, default=1, metavar="N", help="makes the rows what they are; default 1")
    add("--rounds", type=positive, default=1, metavar="N", help="runs of each engine; default 1")
    add("--peers", type=options.peers, default=["hnswlib"], metavar="NAME,...",
        help="what Vicinal is compared with; default hnswlib; or none")
    add("--ef", type=numbers, default=options.WIDTHS, metavar="N,...",
        help=f"widths of the search; default {','.join(map(str, options.WIDTHS))}")
    options.add_index(add)
    options.add_out(add, "page and pictures go")
    return made


def parse(arguments):
    settings = parser().parse_args(arguments)
    options.check(settings)
    too_few = [rows for rows in settings.rows if rows < LEAST_ROWS]
    if too_few:
        raise Refused(f"--rows {too_few[0]}; expected {LEAST_ROWS} or more", 2)
    return settings


def clusters(rows, dimension, seed):
    """Rows and queries of a mixture of Gaussians. Components matter less and less, as in real vectors."""
    import numpy

    random = numpy.random.default_rng([seed, rows, dimension])
    scale = (numpy.arange(1, dimension + 1) ** -0.5).astype("f4")
    centres = random.standard_normal((max(1, rows // CLUSTER_ROWS), dimension), "f4")
    made = []
    for count in (rows, QUERIES):
        vectors = random.standard_normal((count, dimension), "f4")
        vectors *= SPREAD
        vectors += centres[random.integers(0, len(centres), count)]
        vectors *= scale
        made.append(vectors)
    return made


def prepare(rows, settings):
    """The data set of so many rows, and its files."""
    from ann import exact, texmex

    folder = engines.WORK / "data" / f"growth-{settings.dimension}-{rows}-{settings.seed}"
    folder.mkdir(parents=True, exist_ok=True)
    base, query, truth = folder / "base.fvecs", folder / "query.fvecs", folder / "truth.ivecs"
    if not truth.exists():
        vectors, queries = clusters(rows, settings.dimension, settings.seed)
        texmex.write(base, vectors)
        texmex.write(query, queries)
        texmex.write(truth, exact.nearest(vectors, queries, "euclidean", datasets.LISTED))
    return (datasets.DataSet(f"growth-{rows}", "euclidean", base, query, truth),
            datasets.Files(base, query, truth, rows, settings.dimension, QUERIES))


def table(by_rows):
    """The lines of the table; by_rows maps a number of rows to its results."""
    from ann import tables

    def row(rows, results, engine):
        speed = results.speed(engine, RECALL)
        micros = f"{tables.NONE} (recall {results.best_recall(engine):.3f} at most)" if speed is None else (
            ("≤ " if speed.at_least else "") + f"{1e6 / speed.qps:,.1f}")
        return [f"{rows:,}", engine, tables.number(results.median(engine, "build_seconds"), ",.1f"),
                tables.number(results.median(engine, "build_cpu_seconds"), ",.1f"), micros,
                tables.spread(results.ratio(engine, RECALL))]

    return tables.table(
        ["rows", "engine", "build s", "build CPU s", f"µs of a search at {RECALL}", "speed to hnswlib"],
        [row(rows, results, engine) for rows, results in by_rows.items() for engine in results.engines()])


def curves(by_rows):
    """By engine, the points (rows, seconds of building) and (rows, microseconds of a search)."""
    build, search = {}, {}
    for rows, results in by_rows.items():
        for engine in results.engines():
            build.setdefault(engine, []).append((rows, results.median(engine, "build_seconds")))
            speed = results.speed(engine, RECALL)
            if speed:
                search.setdefault(engine, []).append((rows, 1e6 / speed.qps))
    return build, search


def main():
    settings = parse(sys.argv[1:])
    environment.enter("growth")
    from ann import chart, comparison, machine, tables

    there, versions = comparison.prepared([engines.Vicinal(), *(engines.PEERS[name] for name in settings.peers)])
    settings.out.mkdir(parents=True, exist_ok=True)
    by_rows = {}
    for rows in settings.rows:
        say(f"{rows:,} rows × {settings.dimension}, seed {settings.seed}: preparing the vectors")
        data, files = prepare(rows, settings)
        by_rows[rows] = comparison.measure(data, files, settings, there)
    build, search = curves(by_rows)
    title = f"Gaussian clusters × {settings.dimension}, euclidean"
    for name, found, label in (("build", build, "seconds of building (lower is better)"),
                               ("search", search, f"µs of a search at recall {RECALL} (lower is better)")):
        if found:
            (settings.out / f"growth-{name}.svg").write_text(chart.growth(title, found, label), encoding="utf-8")
    words = (f"Gaussian clusters of about {CLUSTER_ROWS:,} rows, dimension {settings.dimension}, euclidean,"
             f" seed {settings.seed}, {QUERIES} queries, k = {settings.k}, M = {settings.m},"
             f" efConstruction = {settings.ef_construction}, one thread, {tables.rounds(settings.rounds)}.")
    lines = [line for results in by_rows.values() for line in results.lines]
    facts = [*machine.facts(), ("Java", machine.java_version(os.environ["BENCH_JAVA"])),
             ("Engines", ", ".join(f"{name} {version}" for name, version in versions.items())),
             ("Command", f"`{commandline.command(parser(), settings, options.PLACES)}`"), tables.processor_time(lines)]
    pictures = [f"![{name}](growth-{name}.svg)" for name, found in (("build", build), ("search", search)) if found]
    (settings.out / "growth.md").write_text(
        tables.page("Growth", words, [*pictures, "", *table(by_rows)], facts, "growth-binbench-growth"),
        encoding="utf-8")
    print("\n".join(table(by_rows)))


if __name__ == "__main__":
    sys.exit(commandline.run(PROG, main))
