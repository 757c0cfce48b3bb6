"""The table of the kernels, from lines as JMH writes them."""

import pathlib

import kernels


def line(metric, name, dimension, mebibytes, score):
    return {"params": {"metric": metric, "kernels": name, "dimension": str(dimension), "mebibytes": str(mebibytes)},
            "primaryMetric": {"score": score, "scoreUnit": "ns/op"}}


def test_the_table_has_a_row_for_each_metric_and_kernel():
    found = kernels.figures([
        line("EUCLIDEAN", "simd", 128, 0, 12.34), line("EUCLIDEAN", "simd", 128, 512, 123.4),
        line("EUCLIDEAN", "simd", 784, 0, 45.6)])
    rows = kernels.table(found)
    assert rows[0] == "| metric | kernels | d = 128 | d = 784 |"
    assert "| euclidean | simd | 12.3 / 123 | 45.6 / – |" in rows
    assert len(rows) == 2 + 4 * 2
    assert len({row.count("|") for row in rows}) == 1


def test_a_page_names_what_was_measured():
    found = kernels.figures([line("DOT", "scalar", 128, 32, 5)])
    page = kernels.page(found, [("Java", "17")])
    assert "random order of 32 MiB" in page and "* Java: 17" in page


def test_small_runs_measure_less():
    settings = kernels.parser().parse_args(["--small"])
    words = kernels.command("java", "classes", settings, pathlib.Path("raw"))
    assert "dimension=128,784" in words and "mebibytes=0,32" in words
    settings = kernels.parser().parse_args([])
    words = kernels.command("java", "classes", settings, pathlib.Path("raw"))
    assert "dimension=100,128,384,784,1536" in words and "mebibytes=0,512" in words
