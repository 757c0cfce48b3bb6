"""Recall against queries a second, and what grows with rows, as pictures in SVG."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 76, 124, 44, 56

# Told apart also by those who see fewer colours (Okabe and Ito).
COLORS = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
LABEL_HEIGHT = 15


def svg(title, curves):
    """A line for each name; curves maps a name to its points (recall, queries a second)."""
    points = [point for curve in curves.values() for point in curve]
    x = _RecallAxis([recall for recall, _ in points])
    y = _LogAxis([qps for _, qps in points], "queries a second (higher is better)")
    return _picture(title, curves, x, y)


def growth(title, curves, label):
    """A line for each name; curves maps a name to its points (rows, what they cost)."""
    points = [point for curve in curves.values() for point in curve]
    x = _RowsAxis([rows for rows, _ in points])
    y = _LogAxis([cost for _, cost in points], label)
    return _picture(title, curves, x, y)


def _picture(title, curves, x, y):
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="26" font-size="15" font-weight="bold">{escape(title)}</text>',
        *x.lines(), *y.lines(), *_curves(curves, x, y), "</svg>", ""]
    return "\n".join(parts)


def _marks(values):
    """Round numbers, evenly spaced on a logarithmic axis, that values lie between."""
    mantissas = (1, 2, 5) if max(values) < 1000 * min(values) else (1,)
    marks = [mantissa * 10.0**exponent for exponent in range(-3, 13) for mantissa in mantissas]
    first = max([i for i, mark in enumerate(marks) if mark <= min(values)], default=0)
    last = next(i for i, mark in enumerate(marks) if mark >= max(values) and i > first)
    return marks[first:last + 1]


class _RecallAxis:
    """From left to right, linear."""

    def __init__(self, recalls):
        span = 1 - min(recalls)
        self.step = next(step for step in (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2) if span <= 8 * step)
        self.low = min(math.floor(min(recalls) / self.step + 1e-9) * self.step, 1 - 2 * self.step)

    def at(self, recall):
        return LEFT + (recall - self.low) / (1 - self.low) * (WIDTH - LEFT - RIGHT)

    def lines(self):
        for i in range(round((1 - self.low) / self.step) + 1):
            recall = self.low + i * self.step
            x = self.at(recall)
            yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#e4e4e4"/>'
            yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{round(recall, 3):g}</text>'
        yield (f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">'
               "recall (further right is better)</text>")


class _RowsAxis:
    """From left to right, logarithmic."""

    def __init__(self, rows):
        self.marks = _marks(rows)

    def at(self, rows):
        part = math.log(rows / self.marks[0]) / math.log(self.marks[-1] / self.marks[0])
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def lines(self):
        for mark in self.marks:
            x = self.at(mark)
            yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#e4e4e4"/>'
            yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{mark:,.0f}</text>'
        yield f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">rows</text>'


class _LogAxis:
    """From bottom to top, logarithmic."""

    def __init__(self, values, label):
        self.marks = _marks(values)
        self.label = label

    def at(self, value):
        part = math.log(value / self.marks[0]) / math.log(self.marks[-1] / self.marks[0])
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def lines(self):
        for mark in self.marks:
            y = self.at(mark)
            yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#e4e4e4"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark:,.10g}</text>'
        middle = (TOP + HEIGHT - BOTTOM) / 2
        yield (f'<text transform="translate(18 {middle}) rotate(-90)" text-anchor="middle">'
               f"{escape(self.label)}</text>")


def _curves(curves, x, y):
    ends = _label_heights({name: y.at(curve[-1][1]) for name, curve in curves.items()})
    for (name, curve), color in zip(curves.items(), COLORS):
        places = [(x.at(recall), y.at(qps)) for recall, qps in curve]
        path = " ".join(f"{left:.1f},{top:.1f}" for left, top in places)
        yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>'
        for left, top in places:
            yield f'<circle cx="{left:.1f}" cy="{top:.1f}" r="3" fill="{color}"/>'
        end, height = places[-1], ends[name]
        yield (f'<line x1="{end[0]:.1f}" y1="{end[1]:.1f}" x2="{WIDTH - RIGHT + 10}" y2="{height:.1f}"'
               f' stroke="{color}" stroke-dasharray="2 3"/>')
        yield (f'<text x="{WIDTH - RIGHT + 14}" y="{height + 4:.1f}" fill="{color}" font-weight="bold">'
               f"{escape(name)}</text>")


def _label_heights(wanted):
    """Heights near the wanted ones that leave each label room."""
    heights = {}
    last = -math.inf
    for name, height in sorted(wanted.items(), key=lambda each: each[1]):
        last = heights[name] = max(height, last + LABEL_HEIGHT)
    beyond = max(0, last - (HEIGHT - BOTTOM + 10))
    return {name: height - beyond for name, height in heights.items()}
