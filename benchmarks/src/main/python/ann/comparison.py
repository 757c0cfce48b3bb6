"""Runs the engines in turns and writes down what they did."""

import json
import os

from ann import chart, datasets, engines, machine, options, process, report
from ann.commandline import say
from ann.errors import Refused, Unavailable
from ann.results import Results

WORK = engines.WORK


def compare(settings, chosen):
    """Measures the data sets and writes their pages."""
    files_folder = WORK / "data"
    files_folder.mkdir(parents=True, exist_ok=True)
    settings.out.mkdir(parents=True, exist_ok=True)
    engines_there, versions = prepared([engines.Vicinal(), *(engines.PEERS[name] for name in settings.peers)])
    facts = [*machine.facts(), ("Java", machine.java_version(os.environ["BENCH_JAVA"])),
             ("Engines", ", ".join(f"{name} {version}" for name, version in versions.items())),
             ("Command", f"`{options.command(settings)}`")]
    for data in chosen:
        say(f"{data.name}: preparing the vectors")
        files = datasets.prepare(data, files_folder, settings.limit_rows)
        results = measure(data, files, settings, engines_there)
        page = settings.out / f"{data.name}.md"
        page.write_text(report.page(data, files, settings, results, facts), encoding="utf-8")
        curves = {engine: results.curve(engine) for engine in results.engines()}
        page.with_suffix(".svg").write_text(
            chart.svg(f"{data.source}, {data.metric}: {files.rows:,} × {files.dimension}", curves), encoding="utf-8")
        print(page.name)
        print("\n".join(report.table(results)), flush=True)


def prepared(wanted):
    """The engines that can be run, and their versions."""
    there, versions = [], {}
    for engine in wanted:
        try:
            versions[engine.name] = engine.prepare()
            there.append(engine)
        except Unavailable as e:
            say(f"without {engine.name}: {e}")
    return there, versions


def measure(data, files, settings, engines_there):
    """The results of all rounds; their lines go to a file as well."""
    truth = None
    lines = []
    failed = set()
    raw = WORK / f"{data.name}.jsonl"
    with open(raw, "w", encoding="utf-8") as file:
        for number in range(1, settings.rounds + 1):
            for engine in engines_there:
                if engine.name in failed:
                    continue
                say(f"{data.name}: round {number} of {settings.rounds}, {engine.name}")
                outcome = process.run(engine.command(arguments(data, files, settings)), engine.environment())
                if outcome.error and engine.name.startswith(engines.Vicinal.name):
                    raise Refused(f"{engine.name} failed on {data.name}: {outcome.error}")
                if outcome.error:
                    say(f"without {engine.name} on {data.name}: {outcome.error}")
                    failed.add(engine.name)
                for line in counted(outcome.lines):
                    if "found" in line:
                        truth = truth or datasets.truth(data, files, settings.k)
                        line["recall"] = round(truth.recall(line.pop("found")), 5)
                    lines.append({"data": data.name, "engine": engine.name, "round": number} | line)
                    file.write(json.dumps(lines[-1]) + "\n")
                file.flush()
    return Results([line for line in lines if line["engine"] not in failed])


def counted(lines):
    """All but the first: while it was measured the compiler of a JVM may have been at work."""
    return lines[1:]


def arguments(data, files, settings):
    """The options that every engine takes. The widest search comes first, too: see `counted`."""
    widths = [settings.ef[-1], *settings.ef]
    return ["--base", files.base, "--query", files.query, "--truth", files.truth, "--metric", data.metric,
            "--k", str(settings.k), "--ef", ",".join(map(str, widths)), "--m", str(settings.m),
            "--ef-construction", str(settings.ef_construction)]
