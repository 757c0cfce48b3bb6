"""The command bin/bench allocation: the bytes that a search allocates."""

import json
import os
import sys

from ann import commandline, datasets, engines, environment, options
from ann.commandline import positive, say
from ann.errors import Refused

PROG = "bin/bench allocation"


def parser():
    made = commandline.Parser(
        PROG,
        "Counts the bytes that a search of Vicinal allocates when it is warm: on vectors, on codes,\n"
        "among some of the rows and of all rows, and how many of them are its result.",
        "Writes allocation.md, and the lines of all runs to target/benchmarks/allocation.jsonl.\n\n"
        "Example: bin/bench allocation --data fashion-mnist-10k-euclidean")
    add = made.add_argument
    options.add_data(add)
    add("--ef", type=positive, default=64, metavar="N", help="width of the search; default 64")
    options.add_index(add)
    options.add_out(add, "allocation.md goes")
    return made


def parse(arguments):
    settings = parser().parse_args(arguments)
    options.check(settings)
    return settings, datasets.select(settings.data, engines.ROOT, settings.fashion_mnist)


def measure(data, files, settings):
    from ann import process

    arguments = ["--base", files.base, "--query", files.query, "--metric", data.metric, "--k", str(settings.k),
                 "--ef", str(settings.ef), "--m", str(settings.m), "--ef-construction", str(settings.ef_construction)]
    outcome = process.run([engines.ROOT / "bin" / "vicinal", "bench", "allocation", *arguments], {}, pinned=False)
    if outcome.error:
        raise Refused(f"vicinal failed on {data.name}: {outcome.error}")
    return [{"data": data.name} | line for line in outcome.lines]


def table(lines):
    from ann import tables

    return tables.table(
        ["data", "index", "rows", "plan", "bytes a search", "result", "beyond"],
        [[line["data"], line["index"], line["search"], line["plan"], f"{line['bytes']:,.1f}",
          f"{line['result_bytes']:,}", f"{line['beyond_bytes']:,.1f}"] for line in lines])


def main():
    settings, chosen = parse(sys.argv[1:])
    environment.enter("allocation")
    from ann import machine, tables

    version = engines.Vicinal().prepare()
    (engines.WORK / "data").mkdir(parents=True, exist_ok=True)
    lines = []
    for data in chosen:
        say(f"{data.name}: counting")
        lines += measure(data, datasets.prepare(data, engines.WORK / "data", settings.limit_rows), settings)
    (engines.WORK / "allocation.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    words = f"k = {settings.k}, ef = {settings.ef}, M = {settings.m}, efConstruction = {settings.ef_construction}."
    facts = [*machine.facts(), ("Java", machine.java_version(os.environ["BENCH_JAVA"])), ("Engines", f"vicinal {version}"),
             ("Command", f"`{commandline.command(parser(), settings, options.PLACES)}`")]
    settings.out.mkdir(parents=True, exist_ok=True)
    (settings.out / "allocation.md").write_text(
        tables.page("Allocation", words, table(lines), facts, "allocation-binbench-allocation"), encoding="utf-8")
    print("\n".join(table(lines)))


if __name__ == "__main__":
    sys.exit(commandline.run(PROG, main))
