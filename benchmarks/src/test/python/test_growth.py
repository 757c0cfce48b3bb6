"""Growth with the rows, and memory: the rows that are made, and the tables."""

import xml.etree.ElementTree

import numpy
import pytest

import growth
import memory
from ann import chart, datasets, driver
from ann.results import Results


def lines(engine, qps, **more):
    return [{"engine": engine, "round": 1, "ef": 10 * (i + 1), "recall": recall, "qps": speed} | more
            for i, (recall, speed) in enumerate([(0.9, 2 * qps), (0.95, qps)])]


def results(factor):
    return Results(lines("vicinal", 20_000 / factor, build_seconds=factor, build_cpu_seconds=None)
                   + lines("hnswlib", 10_000 / factor, build_seconds=2 * factor, build_cpu_seconds=1.5))


def test_the_rows_are_those_of_the_seed_and_lie_in_clusters():
    base, queries = growth.clusters(10_000, 16, 7)
    assert base.shape == (10_000, 16) and queries.shape == (growth.QUERIES, 16) and base.dtype == numpy.float32
    assert (base == growth.clusters(10_000, 16, 7)[0]).all() and not (base == growth.clusters(10_000, 16, 8)[0]).all()
    assert base[:, 0].std() > 2 * base[:, 15].std()


def test_the_table_has_a_row_for_each_size_and_engine():
    rows = growth.table({10_000: results(1), 100_000: results(4)})
    assert rows[2] == "| 10,000 | vicinal | 1.0 | – | 50.0 | 2.00 (2.00–2.00) |"
    assert rows[5] == "| 100,000 | hnswlib | 8.0 | 1.5 | 400.0 | 1.00 (1.00–1.00) |"


def test_the_pictures_have_logarithmic_axes():
    build, search = growth.curves({1_000: results(1), 10_000: results(3), 100_000: results(10)})
    assert build["vicinal"] == [(1_000, 1), (10_000, 3), (100_000, 10)]
    picture = xml.etree.ElementTree.fromstring(chart.growth("title", search, "µs (lower is better)"))
    circles = [element.attrib for element in picture.iter() if element.tag.endswith("circle")]
    x = sorted({float(circle["cx"]) for circle in circles})
    assert len(circles) == 6 and x[1] - x[0] == pytest.approx(x[2] - x[1], abs=0.2)
    assert {"1,000", "100,000", "rows", "vicinal"} <= {e.text for e in picture.iter() if e.tag.endswith("text")}


def test_memory_is_compared_with_hnswlib():
    files = datasets.Files("", "", "", 1_000, 128, 10)
    found = Results([{"engine": "vicinal", "round": 1, "index_bytes": 1_024_000},
                     {"engine": "hnswlib", "round": 1, "index_bytes": 640_000, "grown_bytes": 3 << 20}])
    assert memory.table([("d", files, found)])[2:] == [
        "| d | vicinal | 1.0 | 1,024 | 512 | 1.60 | – |", "| d | hnswlib | 0.6 | 640 | 128 | 1.00 | 3.0 |"]
    assert memory.table([("d", files, Results(found.lines[:1]))])[2].endswith("| – | – |")


def test_a_process_grows_by_what_it_keeps():
    before = driver.process_memory()
    kept = numpy.ones(8 << 20, "u1")
    if before is not None:
        assert driver.process_memory() - before >= kept.nbytes // 2
