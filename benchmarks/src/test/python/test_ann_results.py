"""Interpolation, ratios and the page, on numbers made by hand."""

import math
import xml.etree.ElementTree

import pytest

from ann import chart, report
from ann.results import Results, Speed, Spread, speed_at


def lines(engine, number, points, **more):
    return [{"engine": engine, "round": number, "ef": 10 * (i + 1), "recall": recall, "qps": qps,
             "processor_share": 0.9} | more for i, (recall, qps) in enumerate(points)]


def test_between_two_widths_the_logarithm_of_the_speed_is_a_line():
    assert speed_at(0.95, [(0.9, 1000), (1.0, 10)]).qps == pytest.approx(100)
    assert speed_at(0.925, [(0.9, 1000), (1.0, 10)]).qps == pytest.approx(math.sqrt(1000 * 100))


def test_a_width_that_finds_just_so_much_is_its_own_answer():
    assert speed_at(0.95, [(0.9, 900), (0.95, 700), (0.99, 100)]).qps == pytest.approx(700)
    assert speed_at(0.95, [(0.95, 700), (0.99, 100)]) == Speed(700, at_least=False)


def test_where_every_width_finds_more_the_speed_is_a_bound():
    assert speed_at(0.95, [(0.97, 700), (0.99, 100)]) == Speed(700, at_least=True)


def test_where_no_width_finds_so_much_there_is_no_speed():
    assert speed_at(0.95, [(0.8, 700), (0.9, 100)]) is None
    assert speed_at(0.95, []) is None


def test_a_ratio_is_that_of_engines_in_the_same_round():
    results = Results(
        lines("vicinal", 1, [(0.9, 200), (1.0, 200)]) + lines("hnswlib", 1, [(0.9, 100), (1.0, 100)])
        + lines("vicinal", 2, [(0.9, 30), (1.0, 30)]) + lines("hnswlib", 2, [(0.9, 20), (1.0, 20)])
        + lines("vicinal", 3, [(0.9, 90), (1.0, 90)]) + lines("hnswlib", 3, [(0.9, 90), (1.0, 90)]))
    assert results.ratio("vicinal", 0.95) == Spread(pytest.approx(1.5), pytest.approx(1), pytest.approx(2))
    assert results.speed("vicinal", 0.95).qps == pytest.approx(90)


def test_bounds_have_no_ratio():
    results = Results(lines("vicinal", 1, [(0.97, 200)]) + lines("hnswlib", 1, [(0.97, 100)]))
    assert results.ratio("vicinal", 0.95) is None
    assert Results(lines("vicinal", 1, [(0.9, 2), (1, 1)])).ratio("vicinal", 0.95) is None


def test_the_curve_has_medians_in_the_order_of_the_widths():
    results = Results(lines("a", 1, [(0.8, 10), (0.9, 5)]) + lines("a", 2, [(0.8, 30), (0.9, 7)]))
    assert results.curve("a") == [(pytest.approx(0.8), 20), (pytest.approx(0.9), 6)]


def test_the_table_has_a_row_for_each_engine():
    results = Results(
        lines("vicinal", 1, [(0.9, 4000), (0.96, 2000)], build_seconds=2.5, build_cpu_seconds=None,
              index_bytes=3 << 20, resident_bytes=90 << 20)
        + lines("hnswlib", 1, [(0.95, 2000), (0.995, 1000)], build_seconds=1.25, build_cpu_seconds=1.2,
                index_bytes=2 << 20, resident_bytes=2000 << 20))
    head, rule, vicinal, hnswlib = report.table(results)
    assert head == ("| engine | queries/s at 0.95 | to hnswlib | queries/s at 0.99 | to hnswlib"
                    " | build s | build CPU s | index MiB | resident MiB |")
    assert head.count("|") == rule.count("|")
    assert vicinal == ("| vicinal | 2,245 | 1.12 (1.12–1.12) | – (recall 0.960 at most) | –"
                       " | 2.50 | – | 3.0 | 90 |")
    assert hnswlib == ("| hnswlib | 2,000 | 1.00 (1.00–1.00) | 1,080 | 1.00 (1.00–1.00)"
                       " | 1.25 | 1.20 | 2.0 | 2,000 |")


@pytest.mark.parametrize("curves", [
    {"vicinal": [(0.91, 12000), (0.99, 4000), (0.999, 900)], "a & b": [(0.9, 1000)]},
    {"one": [(1.0, 5.0)]},
    {"slow": [(0.1, 0.02), (0.2, 2e6)]},
])
def test_the_picture_is_well_formed_and_inside_its_frame(curves):
    picture = xml.etree.ElementTree.fromstring(chart.svg("title", curves))
    texts = [element.text for element in picture.iter() if element.tag.endswith("text")]
    assert set(curves) <= set(texts)
    circles = [element.attrib for element in picture.iter() if element.tag.endswith("circle")]
    assert len(circles) == sum(map(len, curves.values()))
    for circle in circles:
        assert chart.LEFT <= float(circle["cx"]) <= chart.WIDTH - chart.RIGHT
        assert chart.TOP <= float(circle["cy"]) <= chart.HEIGHT - chart.BOTTOM


def test_labels_leave_each_other_room():
    heights = sorted(chart._label_heights({"a": 400, "b": 401, "c": 402, "d": 100}).values())
    assert all(below - above >= chart.LABEL_HEIGHT for above, below in zip(heights, heights[1:]))
    assert heights[-1] <= chart.HEIGHT - chart.BOTTOM + 10
