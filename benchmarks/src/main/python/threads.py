"""The command bin/bench threads: what a second thread gains, and what inserts cost searches."""

import json
import os
import sys

from ann import commandline, datasets, engines, environment, options
from ann.commandline import positive, say
from ann.errors import Refused
from ann.results import Spread

PROG = "bin/bench threads"
TARGETS = {"build": 1.8, "search": 1.85, "insert": 0.6}


def parser():
    made = commandline.Parser(
        PROG,
        "Measures Vicinal alone: building an index and searching it by one thread and by several, and\n"
        "searching by one thread while another inserts into the same index as fast as it can. Needs a\n"
        "machine that does nothing else, with as many processors as threads.",
        "Writes threads.md, and the lines of all runs to target/benchmarks/threads.jsonl.\n\n"
        "Example: bin/bench threads --data fashion-mnist-euclidean --rounds 5")
    add = made.add_argument
    options.add_data(add)
    add("--threads", type=positive, default=2, metavar="N", help="threads that are compared with one; default 2")
    add("--rounds", type=positive, default=3, metavar="N", help="how often everything is measured; default 3")
    add("--ef", type=positive, default=64, metavar="N", help="width of the search; default 64")
    options.add_index(add)
    options.add_out(add, "threads.md goes")
    return made


def parse(arguments):
    settings = parser().parse_args(arguments)
    options.check(settings)
    if settings.threads < 2:
        raise Refused(f"--threads is {settings.threads}; expected 2 or more", 2)
    chosen = datasets.select(settings.data, engines.ROOT, settings.fashion_mnist)
    processors = _processors()
    if processors < settings.threads:
        raise Refused(f"--threads is {settings.threads}, but there are {processors} processors; expected as many", 2)
    return settings, chosen


def _processors():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def measure(data, files, settings):
    from ann import process

    arguments = ["--base", files.base, "--query", files.query, "--metric", data.metric, "--k", str(settings.k),
                 "--ef", str(settings.ef), "--m", str(settings.m), "--ef-construction", str(settings.ef_construction),
                 "--threads", str(settings.threads), "--rounds", str(settings.rounds)]
    command = [engines.ROOT / "bin" / "vicinal", "bench", "threads", *arguments]
    outcome = process.run(command, {}, pinned=False)
    if outcome.error:
        raise Refused(f"vicinal failed on {data.name}: {outcome.error}")
    return [{"data": data.name} | line for line in outcome.lines]


class Figures:
    """What the lines of one data set say."""

    def __init__(self, lines, threads):
        self.lines = lines
        self.threads = threads

    def compared(self, measure):
        """Pairs of a round: the speed of one thread, or of an index at rest, and the other."""
        if measure == "insert":
            return [(line["qps_idle"], line["qps"]) for line in self._of(measure)]
        ones, others = self._speeds(measure, 1), self._speeds(measure, self.threads)
        return [(ones[number], others[number]) for number in ones]

    def ratio(self, measure):
        return Spread.of([other / one for one, other in self.compared(measure)])

    def spread(self, key, measure="insert"):
        return Spread.of([line[key] for line in self._of(measure)])

    def _speeds(self, measure, threads):
        return {line["round"]: line["qps"] if measure == "search" else 1 / line["seconds"]
                for line in self._of(measure) if line["threads"] == threads}

    def _of(self, measure):
        return [line for line in self.lines if line["measure"] == measure]


def table(figures, rows):
    """The lines of the table; rows are those of the data set."""
    from ann import tables

    def row(name, measure, unit):
        before, after = (Spread.of(values).median * unit for values in zip(*figures.compared(measure)))
        recalls = [f"{figures.spread(key).median:.3f}" for key in ("recall_before", "recall_during")]
        share = Spread.of([line["processor_share"] for line in figures.lines if line["measure"] == measure])
        return [name, f"{before:,.0f}", f"{after:,.0f}", tables.spread(figures.ratio(measure)), f"{TARGETS[measure]:g}",
                *(recalls if measure == "insert" else [tables.NONE] * 2), f"{share.least:.0%}"]

    several = f"{figures.threads} threads"
    return tables.table(
        ["figure", "before", "after", "ratio", "wanted", "recall before", "recall after", "processor, least"],
        [row(f"rows/s built, by 1 and by {several}", "build", rows),
         row(f"queries/s, by 1 and by {several}", "search", 1),
         row(f"queries/s by 1, at rest and beside {figures.spread('inserts_per_second').median:,.0f} inserts/s",
             "insert", 1)])


def main():
    settings, chosen = parse(sys.argv[1:])
    environment.enter("threads")
    from ann import machine, tables

    version = engines.Vicinal().prepare()
    steal = machine.Steal()
    (engines.WORK / "data").mkdir(parents=True, exist_ok=True)
    lines, parts = [], []
    for data in chosen:
        say(f"{data.name}: {tables.rounds(settings.rounds)}")
        files = datasets.prepare(data, engines.WORK / "data", settings.limit_rows)
        found = measure(data, files, settings)
        lines += found
        parts += [f"## {data.source}, {data.metric}: {files.rows:,} × {files.dimension}", "",
                  *table(Figures(found, settings.threads), files.rows), ""]
    (engines.WORK / "threads.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    words = (f"k = {settings.k}, ef = {settings.ef}, M = {settings.m}, efConstruction = {settings.ef_construction},"
             f" {tables.rounds(settings.rounds)}.")
    part = steal.part()
    facts = [*machine.facts(), ("Java", machine.java_version(os.environ["BENCH_JAVA"])), ("Engines", f"vicinal {version}"),
             ("Command", f"`{commandline.command(parser(), settings, options.PLACES)}`"),
             ("Steal", tables.NONE if part is None else f"{part:.1%} of the processors' time")]
    settings.out.mkdir(parents=True, exist_ok=True)
    page = tables.page("Threads", words, parts[:-1], facts, "threads-binbench-threads")
    (settings.out / "threads.md").write_text(page, encoding="utf-8")
    print("\n".join(parts))


if __name__ == "__main__":
    sys.exit(commandline.run(PROG, main))
