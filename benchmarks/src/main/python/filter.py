"""The command bin/bench filter: searches under filters, beside a scan of the matches and hnswlib."""

import json
import os
import pathlib
import statistics
import sys
import zlib

from ann import commandline, datasets, engines, environment, options
from ann.commandline import positive, say
from ann.errors import Refused, Unavailable
from ann.results import Spread

PROG = "bin/bench filter"
FILES = ("movies.parquet", "movie_embeddings.parquet", "queries.parquet", "filters.json")
METRIC = "cosine"


def parser():
    made = commandline.Parser(
        PROG,
        "Measures searches under filters: Vicinal by the plan that it chooses, Vicinal scanning the\n"
        "rows that pass, and hnswlib. Every round runs both engines once, in a process of its own, on\n"
        "one processor and with one thread; rounds take turns.",
        "Writes filter.md, and the lines of all runs to target/benchmarks/filter.jsonl.\n\n"
        "Example: bin/bench filter --rounds 5")
    add = made.add_argument
    add("--data", type=pathlib.Path, metavar="DIR",
        help=f"a folder with {', '.join(FILES)}, as in shared/data/movies in or above the checkout,"
        " which is the default")
    add("--rounds", type=positive, default=3, metavar="N", help="runs of each engine; default 3")
    add("--ef", type=positive, default=64, metavar="N", help="width of the search; default 64")
    options.add_index(add)
    options.add_out(add, "filter.md goes")
    return made


def parse(arguments):
    settings = parser().parse_args(arguments)
    options.check(settings)
    folder = settings.data or datasets.shared_folder(engines.ROOT, "movies")
    if folder is None:
        raise Refused("there is no shared/data/movies in or above the checkout; name such a folder with --data DIR", 2)
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise Refused(f"{folder} has no {missing[0]}; expected {', '.join(FILES)}", 2)
    return settings, folder


def prepare(folder):
    """The files of the engines: base and attributes row by row, queries, filters."""
    import numpy
    import pyarrow
    import pyarrow.compute
    import pyarrow.parquet
    from ann import texmex

    sources = [folder / name for name in FILES]
    key = zlib.crc32(repr([(str(path.resolve()), path.stat().st_mtime_ns) for path in sources]).encode())
    made = engines.WORK / "data" / f"filter-{key:08x}"
    made.mkdir(parents=True, exist_ok=True)
    attributes, embeddings, queries = map(pyarrow.parquet.read_table, sources[:3])
    places = pyarrow.compute.index_in(embeddings["id"], value_set=attributes["id"])
    if places.null_count:
        raise Refused(f"{sources[1]} has {places.null_count} rows whose id is not in {sources[0]}")
    for name, table in (("base", embeddings), ("query", queries)):
        texmex.write(made / f"{name}.fvecs", numpy.stack(table["embedding"].to_numpy()).astype("f4"))
    pyarrow.parquet.write_table(attributes.take(places), made / "attributes.parquet")
    return made


def measure(made, filters, settings, peers):
    """The lines of all rounds, with engine, round and the name of the filter."""
    shared = ["--base", made / "base.fvecs", "--query", made / "query.fvecs", "--metric", METRIC,
              "--k", str(settings.k), "--ef", str(settings.ef), "--m", str(settings.m),
              "--ef-construction", str(settings.ef_construction), "--matches", made / "matches.bvecs"]
    own = engines.Vicinal("filter", ["--attributes", made / "attributes.parquet", "--filters", filters])
    lines = []
    for number in range(1, settings.rounds + 1):
        for engine in [own, *peers]:
            say(f"round {number} of {settings.rounds}, {engine.name}")
            lines += [{"engine": engine.name, "round": number} | line for line in _run(engine, shared)]
    names = list(json.loads(filters.read_text(encoding="utf-8")))
    for line in lines:
        if isinstance(line["filter"], int):
            line["filter"] = names[line["filter"]]
    return lines


def _run(engine, arguments):
    from ann import process

    outcome = process.run(engine.command(arguments), engine.environment())
    if outcome.error:
        raise Refused(f"{engine.name} failed: {outcome.error}")
    return outcome.lines


class Figures:
    """What the lines of several rounds say of each filter."""

    def __init__(self, lines):
        self.lines = lines

    def filters(self):
        return list(dict.fromkeys(line["filter"] for line in self.lines))

    def of(self, name, mode):
        return [line for line in self.lines if (line["filter"], line["mode"]) == (name, mode)]

    def median(self, name, mode, key):
        """None where a round does not say."""
        values = [line.get(key) for line in self.of(name, mode)]
        return None if None in values or not values else statistics.median(values)

    def ratio(self, name, mode="own", others=("scan", "callback", "marked")):
        """The speed over the best of others in the same round."""
        best = {}
        for line in (line for other in others for line in self.of(name, other)):
            best[line["round"]] = max(best.get(line["round"], 0), line.get("qps", 0))
        return Spread.of([line["qps"] / best[line["round"]] for line in self.of(name, mode)])

    def plans(self, name):
        """The plans, the most frequent first."""
        counts = {}
        for line in self.of(name, "own"):
            for plan, count in line["plans"].items():
                counts[plan] = counts.get(plan, 0) + count
        total = sum(counts.values())
        plans = sorted(counts, key=counts.get, reverse=True)
        return ", ".join(plan if len(plans) == 1 else f"{plan} {counts[plan] / total:.0%}" for plan in plans)


HEADS = ["filter", "rows", "share", "plan", "recall", "queries/s", "filter evaluated", "scan, queries/s",
         "hnswlib recall", "rows marked, queries/s", "callback, queries/s", "to the best other"]


def table(figures):
    from ann import tables

    def row(name):
        [share, rows] = [figures.median(name, "own", key) for key in ("share", "rows")]
        speeds = {mode: tables.number(figures.median(name, mode, "qps"))
                  for mode in ("own", "evaluated", "scan", "marked", "callback")}
        return [name, f"{rows:,.0f}", f"{share:.1%}", figures.plans(name), f"{figures.median(name, 'own', 'recall'):.3f}",
                speeds["own"], speeds["evaluated"], speeds["scan"],
                tables.number(figures.median(name, "marked", "recall"), ".3f"), speeds["marked"],
                speeds["callback"], tables.spread(figures.ratio(name))]

    return tables.table(HEADS, [row(name) for name in figures.filters()])


def words(made, settings):
    from ann import tables, texmex

    base, queries = texmex.read(made / "base.fvecs"), texmex.read(made / "query.fvecs")
    return (f"{len(base):,} vectors of dimension {base.shape[1]}, {METRIC}, {len(queries):,} queries,"
            f" k = {settings.k}, ef = {settings.ef}, M = {settings.m}, efConstruction = {settings.ef_construction},"
            f" one thread, {tables.rounds(settings.rounds)}.")


def main():
    settings, folder = parse(sys.argv[1:])
    environment.enter("filter")
    from ann import machine, tables

    environment.install("pyarrow")
    vicinal, peers = engines.Vicinal("filter"), []
    versions = {vicinal.name: vicinal.prepare()}
    try:
        versions["hnswlib"] = engines.PEERS["hnswlib"].prepare()
        peers.append(engines.FilteredHnswlib())
    except Unavailable as e:
        say(f"without hnswlib: {e}")
    made = prepare(folder)
    lines = measure(made, folder / "filters.json", settings, peers)
    (engines.WORK / "filter.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = table(Figures(lines))
    facts = [*machine.facts(), ("Java", machine.java_version(os.environ["BENCH_JAVA"])),
             ("Engines", ", ".join(f"{name} {version}" for name, version in versions.items())),
             ("Command", f"`{commandline.command(parser(), settings, {'out', 'data'})}`"), tables.processor_time(lines)]
    settings.out.mkdir(parents=True, exist_ok=True)
    (settings.out / "filter.md").write_text(
        tables.page("Filtered search", words(made, settings), found, facts, "filters-binbench-filter"),
        encoding="utf-8")
    print("\n".join(found))


if __name__ == "__main__":
    sys.exit(commandline.run(PROG, main))
