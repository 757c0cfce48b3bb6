"""What the lines of several rounds say together."""

import dataclasses
import math
import statistics

REFERENCE = "hnswlib"


@dataclasses.dataclass(frozen=True)
class Speed:
    """Queries a second at a recall. At least so many if every width found more than asked for."""

    qps: float
    at_least: bool = False


@dataclasses.dataclass(frozen=True)
class Spread:
    """The median of the rounds, and the least and the greatest."""

    median: float
    least: float
    greatest: float

    @staticmethod
    def of(values):
        return Spread(statistics.median(values), min(values), max(values)) if values else None


def speed_at(recall, points):
    """The speed of one round at a recall, from its points (recall, qps) in the order of ef.

    Between two widths the logarithm of the speed is a line over the recall. None if no width finds
    that much.
    """
    before = None
    for point in points:
        if point[0] >= recall:
            if before is None:
                return Speed(point[1], at_least=point[0] > recall)
            part = (recall - before[0]) / (point[0] - before[0])
            return Speed(math.exp((1 - part) * math.log(before[1]) + part * math.log(point[1])))
        before = point
    return None


class Results:
    """The lines of one data set."""

    def __init__(self, lines):
        self.lines = lines

    def engines(self):
        """In the order in which they first ran."""
        return list(dict.fromkeys(line["engine"] for line in self.lines))

    def speed(self, engine, recall):
        """The median over the rounds; None if a round does not reach the recall."""
        speeds = [speed_at(recall, points) for points in self._rounds(engine).values()]
        if None in speeds:
            return None
        return Speed(statistics.median(speed.qps for speed in speeds),
                     any(speed.at_least for speed in speeds))

    def ratio(self, engine, recall):
        """The speed over the reference's of the same round; None where one is not known exactly."""
        reference = self._rounds(REFERENCE)
        ratios = []
        for number, points in self._rounds(engine).items():
            speeds = [speed_at(recall, points), speed_at(recall, reference.get(number, []))]
            if any(speed is None or speed.at_least for speed in speeds):
                return None
            ratios.append(speeds[0].qps / speeds[1].qps)
        return Spread.of(ratios)

    def best_recall(self, engine):
        return max(line["recall"] for line in self._of(engine))

    def median(self, engine, key):
        """The median of what each round says once; None if it does not say."""
        by_round = {line["round"]: line.get(key) for line in self._of(engine)}
        return None if None in by_round.values() else statistics.median(by_round.values())

    def curve(self, engine):
        """Recall and queries a second at each ef, medians over the rounds."""
        by_ef = {}
        for line in self._of(engine):
            by_ef.setdefault(line["ef"], []).append(line)
        return [(statistics.median(line["recall"] for line in lines),
                 statistics.median(line["qps"] for line in lines))
                for _, lines in sorted(by_ef.items())]

    def _of(self, engine):
        return [line for line in self.lines if line["engine"] == engine]

    def _rounds(self, engine):
        rounds = {}
        for line in sorted(self._of(engine), key=lambda line: line["ef"]):
            rounds.setdefault(line["round"], []).append((line["recall"], line["qps"]))
        return rounds
