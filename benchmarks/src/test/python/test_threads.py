"""What more threads gain, and what a search allocates: the figures, on numbers made by hand."""

import pytest

import allocation
import threads
from ann import machine
from ann.errors import Refused


def line(number, measure, **more):
    return {"round": number, "measure": measure, "processor_share": 0.9} | more


LINES = [
    line(1, "build", threads=1, seconds=10), line(1, "build", threads=2, seconds=5),
    line(1, "search", threads=1, qps=100), line(1, "search", threads=2, qps=190, processor_share=0.8),
    line(1, "insert", qps_idle=100, qps=70, inserts_per_second=50, recall_before=0.98, recall_during=0.97),
    line(2, "build", threads=2, seconds=8), line(2, "build", threads=1, seconds=12),
    line(2, "search", threads=1, qps=120), line(2, "search", threads=2, qps=180),
    line(2, "insert", qps_idle=100, qps=60, inserts_per_second=70, recall_before=0.98, recall_during=0.99)]


def test_ratios_are_of_the_same_round():
    figures = threads.Figures(LINES, 2)
    assert figures.ratio("build").greatest == pytest.approx(2) and figures.ratio("build").least == pytest.approx(1.5)
    assert figures.ratio("search").median == pytest.approx((1.9 + 1.5) / 2)
    assert figures.ratio("insert").median == pytest.approx(0.65)


def test_the_table_has_a_row_for_each_figure():
    heads, rule, build, search, insert = threads.table(threads.Figures(LINES, 2), 1200)
    assert len({row.count("|") for row in (heads, rule, build, search, insert)}) == 1
    assert build == "| rows/s built, by 1 and by 2 threads | 110 | 195 | 1.75 (1.50–2.00) | 1.8 | – | – | 90% |"
    assert search == "| queries/s, by 1 and by 2 threads | 110 | 185 | 1.70 (1.50–1.90) | 1.85 | – | – | 80% |"
    assert insert == ("| queries/s by 1, at rest and beside 60 inserts/s | 100 | 65 | 0.65 (0.60–0.70) | 0.6"
                      " | 0.980 | 0.980 | 90% |")


def test_more_threads_than_processors_are_refused(monkeypatch):
    monkeypatch.setattr(threads, "_processors", lambda: 2)
    monkeypatch.setattr(threads.datasets, "select", lambda *wanted: [])
    assert threads.parse(["--threads", "2"])[0].threads == 2
    with pytest.raises(Refused, match="--threads is 3, but there are 2 processors"):
        threads.parse(["--threads", "3"])


def test_steal_is_a_part_of_the_time_since(monkeypatch):
    ticks = iter([[10, 0, 0, 10, 0, 0, 0, 1, 5], [20, 0, 0, 15, 0, 0, 0, 6, 9]])
    monkeypatch.setattr(machine, "_processor_ticks", lambda: next(ticks))
    assert machine.Steal().part() == 0.25
    monkeypatch.setattr(machine, "_processor_ticks", lambda: None)
    assert machine.Steal().part() is None


def test_allocation_is_the_result_and_the_rest():
    row = allocation.table([{"data": "d", "index": "codes", "search": "half", "plan": "filtered_walk",
                             "bytes": 1144.25, "result_bytes": 144, "beyond_bytes": 1000.25}])[2]
    assert row == "| d | codes | half | filtered_walk | 1,144.2 | 144 | 1,000.2 |"
