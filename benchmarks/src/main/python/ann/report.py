"""The results of a data set as a page in Markdown."""

from ann import tables
from ann.results import REFERENCE
from ann.tables import MIB, NONE, number, spread

RECALLS = (0.95, 0.99)


def page(data, files, settings, results, facts):
    """The page; facts are pairs of a name and a value."""
    return "\n".join([
        f"# {data.source}, {data.metric}",
        "",
        f"{files.rows:,} vectors of dimension {files.dimension}, {files.queries:,} queries,"
        f" k = {settings.k}, M = {settings.m}, efConstruction = {settings.ef_construction},"
        f" one thread, {tables.rounds(settings.rounds)}.",
        "",
        f"![Recall and queries a second]({data.name}.svg)",
        "",
        *table(results),
        "",
        *(f"* {name}: {value}" for name, value in facts),
        f"* {': '.join(tables.processor_time(results.lines))}",
        "",
        "[What the columns mean](README.md)",
        "",
    ])


def table(results):
    """The lines of the table."""
    heads = ["engine"]
    for recall in RECALLS:
        heads += [f"queries/s at {recall}", f"to {REFERENCE}"]
    heads += ["build s", "build CPU s", "index MiB", "resident MiB"]
    return tables.table(heads, [_row(results, engine) for engine in results.engines()])


def _row(results, engine):
    row = [engine]
    for recall in RECALLS:
        row += [_speed(results, engine, recall), spread(results.ratio(engine, recall))]
    row += [number(results.median(engine, "build_seconds"), ".2f"),
            number(results.median(engine, "build_cpu_seconds"), ".2f"),
            number(results.median(engine, "index_bytes"), ",.1f", MIB),
            number(results.median(engine, "resident_bytes"), ",.0f", MIB)]
    return row


def _speed(results, engine, recall):
    speed = results.speed(engine, recall)
    if speed is None:
        return f"{NONE} (recall {results.best_recall(engine):.3f} at most)"
    return ("≥ " if speed.at_least else "") + f"{speed.qps:,.0f}"
