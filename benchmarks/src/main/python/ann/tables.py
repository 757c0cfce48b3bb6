"""Figures as text: the cells and lines of tables, and the page around them."""

NONE = "–"
MIB = 1 << 20


def table(heads, rows):
    """The lines of a table, whose first column is of words and all others of numbers."""
    ruled = [heads, ["---"] + ["--:"] * (len(heads) - 1), *rows]
    return ["| " + " | ".join(row) + " |" for row in ruled]


def number(value, form=",.0f", unit=1):
    return NONE if value is None else format(value / unit, form)


def spread(value):
    """A median with the least and the greatest."""
    return NONE if value is None else f"{value.median:.2f} ({value.least:.2f}–{value.greatest:.2f})"


def page(title, words, lines, facts, section):
    """A page; facts are pairs of a name and a value, section is where the columns are explained."""
    return "\n".join([f"# {title}", "", words, "", *lines, "", *(f"* {name}: {value}" for name, value in facts),
                      "", f"[What the columns mean](README.md#{section})", ""])


def rounds(count):
    return f"{count} round{'s' if count > 1 else ''}"


def processor_time(lines):
    least = min(line["processor_share"] for line in lines)
    return "Processor time", f"every process got {least:.0%} of its processor or more"
