"""Files of vectors, the data sets there are, and what counts as found."""

import gzip
import struct

import numpy
import pytest

from ann import datasets, exact, texmex
from ann.errors import Refused

METRICS = ("euclidean", "cosine", "dot")


@pytest.mark.parametrize("name", ["a.fvecs", "a.bvecs", "a.ivecs"])
def test_a_file_is_read_as_it_was_written(tmp_path, random, name):
    rows = random.integers(0, 256, (7, 5)).astype(texmex.COMPONENTS[name[1:]])
    texmex.write(tmp_path / name, rows)
    assert texmex.read(tmp_path / name).tolist() == rows.tolist()
    assert (tmp_path / name).stat().st_size == 7 * (4 + 5 * rows.itemsize)


def test_a_file_that_is_cut_off_is_refused(tmp_path):
    texmex.write(tmp_path / "a.ivecs", numpy.zeros((2, 3), "i4"))
    (tmp_path / "b.ivecs").write_bytes((tmp_path / "a.ivecs").read_bytes()[:-1])
    with pytest.raises(ValueError, match="31 bytes; expected whole rows of 16"):
        texmex.read(tmp_path / "b.ivecs")


@pytest.mark.parametrize("metric", METRICS)
def test_the_true_neighbours_are_those_of_a_plain_comparison(random, metric, monkeypatch):
    monkeypatch.setattr(exact, "BLOCK_ROWS", 64)
    monkeypatch.setattr(exact, "BLOCK_QUERIES", 3)
    base, queries = random.standard_normal((300, 8)), random.standard_normal((10, 8))
    found = exact.nearest(base, queries, metric, 20)
    for query, neighbors in zip(queries, found):
        distances = {"euclidean": numpy.linalg.norm(base - query, axis=1),
                     "cosine": -(base @ query) / numpy.linalg.norm(base, axis=1),
                     "dot": -(base @ query)}[metric]
        assert neighbors.tolist() == numpy.argsort(distances)[:20].tolist()


@pytest.mark.parametrize("metric", METRICS)
def test_a_row_as_near_as_the_last_true_one_is_a_hit(metric):
    base = numpy.array([[1, 1], [3, 3.1], [1, 1], [9, -9]], "f4")
    queries = numpy.array([[1, 1]], "f4") if metric != "dot" else numpy.array([[-1, 1]], "f4")
    listed = exact.nearest(base, queries, metric, 4)
    truth = exact.Truth(base, queries, listed, metric, 1)
    twins = {"euclidean": [0, 2], "cosine": [0, 2], "dot": [1]}[metric]
    assert [truth.recall(numpy.array([[row]])) for row in range(4)] == [float(row in twins) for row in range(4)]


def test_recall_is_the_part_that_was_found(random):
    base, queries = random.standard_normal((100, 8)), random.standard_normal((2, 8))
    listed = exact.nearest(base, queries, "euclidean", 100)
    truth = exact.Truth(base, queries, listed, "euclidean", 10)
    found = listed[:, :10].copy()
    found[0, :5] = listed[0, 50:55]
    assert truth.recall(found) == pytest.approx(0.75)


def test_truth_for_other_queries_is_refused(random):
    base = random.standard_normal((10, 4))
    with pytest.raises(ValueError, match="3 lists of 10; expected 2 of 5 or more"):
        exact.Truth(base, base[:2], exact.nearest(base, base[:3], "dot", 10), "dot", 5)


@pytest.fixture
def checkout(tmp_path, folder):
    """A checkout below a folder with shared data."""
    ann = tmp_path / "shared" / "data" / "ann"
    ann.mkdir(parents=True)
    made = ann / "made"
    made.mkdir()
    for file in list(folder.glob("*.?vecs")):
        file.rename(made / file.name)
    (made / "gt_cos_k100.ivecs").write_bytes((made / "gt_l2_k100.ivecs").read_bytes())
    (tmp_path / "checkout").mkdir()
    return tmp_path / "checkout"


def test_finds_shared_data_above_the_checkout(checkout):
    nothing = checkout / "nothing"
    assert [data.name for data in datasets.find(checkout, nothing)] == ["made-cosine", "made-euclidean"]
    assert [data.name for data in datasets.select(["made-euclidean", "made"], checkout, nothing)] == [
        "made-euclidean", "made-cosine"]
    assert len(datasets.select(["all"], checkout, nothing)) == 2


@pytest.mark.parametrize("name, words", [
    ("sift", ["unknown data set 'sift'", "made-cosine, made-euclidean"]),
    ("fashion-mnist", ["dataset-fashion-mnist", "--fashion-mnist DIR"]),
])
def test_names_what_would_be_right(checkout, name, words):
    with pytest.raises(Refused) as refused:
        datasets.select([name], checkout, checkout / "nothing")
    assert refused.value.status == 2
    assert all(word in str(refused.value) for word in words)


def test_takes_the_files_as_they_are(checkout):
    [data] = datasets.select(["made-euclidean"], checkout, checkout)
    files = datasets.prepare(data, checkout / "made-here")
    assert (files.base, files.query, files.truth) == (data.base, data.query, data.truth)
    assert (files.rows, files.dimension, files.queries) == (500, 12, 20)


def test_limits_the_rows_and_finds_their_truth(checkout):
    [data] = datasets.select(["made-euclidean"], checkout, checkout)
    files = datasets.prepare(data, checkout / "made-here", 60)
    base, queries = texmex.read(files.base), texmex.read(files.query)
    assert base.tolist() == texmex.read(data.base)[:60].tolist()
    assert texmex.read(files.truth).tolist() == exact.nearest(base, queries, "euclidean", 60).tolist()


def write_images(path, images):
    head = struct.pack(">4i", 0x803, *images.shape)
    path.write_bytes(gzip.compress(head + images.astype("u1").tobytes()))


def test_reads_the_images_of_fashion_mnist(checkout, random):
    train = random.integers(0, 256, (30, 4, 3))
    test = random.integers(0, 256, (5, 4, 3))
    write_images(checkout / datasets.IMAGES["base"], train)
    write_images(checkout / datasets.IMAGES["query"], test)
    chosen = datasets.select(["fashion-mnist"], checkout, checkout)
    assert [data.metric for data in chosen] == ["cosine", "euclidean"]
    files = datasets.prepare(chosen[1], checkout / "made-here")
    base, queries = texmex.read(files.base), texmex.read(files.query)
    assert base.tolist() == train.reshape(30, 12).tolist()
    assert queries.tolist() == test.reshape(5, 12).tolist()
    assert texmex.read(files.truth).tolist() == exact.nearest(base, queries, "euclidean", 30).tolist()


def test_refuses_what_is_no_file_of_images(tmp_path):
    (tmp_path / "labels").write_bytes(gzip.compress(struct.pack(">2i", 0x801, 0)))
    with pytest.raises(Refused, match="begins with 00000801; expected 00000803"):
        datasets.read_idx(tmp_path / "labels")
    (tmp_path / "cut").write_bytes(gzip.compress(struct.pack(">4i", 0x803, 2, 2, 2) + b"1234567"))
    with pytest.raises(Refused, match="7 pixels; expected 2 x 2 x 2"):
        datasets.read_idx(tmp_path / "cut")
