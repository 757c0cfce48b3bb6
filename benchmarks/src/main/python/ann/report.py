"""The results of a data set as a page in Markdown."""

from ann.results import REFERENCE

RECALLS = (0.95, 0.99)
NONE = "–"
MIB = 1 << 20


def page(data, files, settings, results, facts):
    """The page; facts are pairs of a name and a value."""
    return "\n".join([
        f"# {data.source}, {data.metric}",
        "",
        f"{files.rows:,} vectors of dimension {files.dimension}, {files.queries:,} queries,"
        f" k = {settings.k}, M = {settings.m}, efConstruction = {settings.ef_construction},"
        f" one thread, {settings.rounds} round{'s' if settings.rounds > 1 else ''}.",
        "",
        f"![Recall and queries a second]({data.name}.svg)",
        "",
        *table(results),
        "",
        *(f"* {name}: {value}" for name, value in facts),
        f"* Processor time: every process got {results.least('processor_share'):.0%} of its processor or more",
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
    rows = [heads, ["---"] + ["--:"] * (len(heads) - 1)]
    rows += [_row(results, engine) for engine in results.engines()]
    return ["| " + " | ".join(row) + " |" for row in rows]


def _row(results, engine):
    row = [engine]
    for recall in RECALLS:
        row += [_speed(results, engine, recall), _ratio(results.ratio(engine, recall))]
    row += [_number(results.median(engine, "build_seconds"), 1, ".2f"),
            _number(results.median(engine, "build_cpu_seconds"), 1, ".2f"),
            _number(results.median(engine, "index_bytes"), MIB, ",.1f"),
            _number(results.median(engine, "resident_bytes"), MIB, ",.0f")]
    return row


def _speed(results, engine, recall):
    speed = results.speed(engine, recall)
    if speed is None:
        return f"{NONE} (recall {results.best_recall(engine):.3f} at most)"
    return ("≥ " if speed.at_least else "") + f"{speed.qps:,.0f}"


def _ratio(spread):
    if spread is None:
        return NONE
    return f"{spread.median:.2f} ({spread.least:.2f}–{spread.greatest:.2f})"


def _number(value, unit, form):
    return NONE if value is None else format(value / unit, form)
