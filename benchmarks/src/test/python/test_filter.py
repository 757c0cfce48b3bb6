"""Filtered searches: the figures of several rounds, and an index that does not always answer."""

import numpy
import pytest

import filter
from ann import exact, filter_driver


def line(number, mode, qps, **more):
    return {"filter": "few", "round": number, "mode": mode, "qps": qps, "rows": 7, "share": 0.01, "recall": 0.98,
            "plans": {"exact_scan": 9, "two_hop_walk": 1}} | more


LINES = [line(1, "own", 100), line(1, "scan", 50), line(1, "evaluated", 80), line(1, "marked", 40), line(1, "callback", 9),
         line(2, "own", 90), line(2, "scan", 50), line(2, "evaluated", 60), line(2, "marked", 180), line(2, "callback", 9)]


def test_the_ratio_is_to_the_best_other_of_the_same_round():
    found = filter.Figures(LINES).ratio("few")
    assert (found.median, found.least, found.greatest) == (1.25, 0.5, 2)


def test_the_table_has_a_row_for_each_filter():
    [heads, rule, row] = filter.table(filter.Figures(LINES))
    assert heads.count("|") == rule.count("|") == row.count("|")
    assert row == ("| few | 7 | 1.0% | exact_scan 90%, two_hop_walk 10% | 0.980 | 95 | 70 | 50"
                   " | 0.980 | 110 | 9 | 1.25 (0.50–2.00) |")


def test_without_hnswlib_the_scan_is_the_other():
    own = [line for line in LINES if line["mode"] not in ("marked", "callback")]
    assert filter.table(filter.Figures(own))[2].endswith("| 50 | – | – | – | 1.90 (1.80–2.00) |")


class Exact:
    """An index that answers no query whose first component is negative."""

    def __init__(self, base):
        self.base = base

    def search(self, queries, k):
        if (queries[:, 0] < 0).any():
            raise RuntimeError("Cannot return the results in a contiguous 2D array. Probably ef or M is too small")
        return exact.nearest(self.base, queries, "euclidean", k)


def test_a_query_without_an_answer_finds_nothing(random, monkeypatch):
    monkeypatch.setattr(filter_driver.driver, "MEASURED_SECONDS", 0)
    monkeypatch.setattr(filter_driver.driver, "WARM_UP_SECONDS", 0)
    base, queries = random.standard_normal((50, 4), "f4"), random.standard_normal((8, 4), "f4")
    queries[:, 0] = [1, -1, 1, 1, 1, 1, 1, -1]
    truth = exact.Truth(base, queries, exact.nearest(base, queries, "euclidean", 5), "euclidean", 5)
    found = filter_driver.measure(Exact(base), queries, truth, 10)
    assert (found["recall"], found["answered"], found["queries"]) == (0.75, 6, 8) and found["qps"] > 0
    assert "qps" not in filter_driver.measure(Exact(base), -abs(queries), truth, 10)


def test_the_nearest_of_some_rows_are_named_by_their_numbers(random):
    base = random.standard_normal((60, 4), "f4")
    rows = numpy.array([3, 30, 31, 59])
    found = filter_driver.nearest_among(rows, base, base[[30, 59]], "euclidean", 2)
    assert found[:, 0].tolist() == [30, 59] and set(found.ravel()) <= set(rows)


@pytest.mark.parametrize("k, words", [("0", "argument --k: '0'"), ("65", "--ef 64 is narrower than --k 65")])
def test_mistakes_are_refused(k, words):
    with pytest.raises(filter.Refused, match=words) as refused:
        filter.parse(["--k", k])
    assert refused.value.status == 2


def test_names_the_file_that_a_folder_lacks(tmp_path):
    (tmp_path / "movies.parquet").touch()
    with pytest.raises(filter.Refused, match="has no movie_embeddings.parquet; expected movies.parquet, movie_emb"):
        filter.parse(["--data", str(tmp_path)])
