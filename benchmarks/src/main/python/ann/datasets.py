"""The data sets there are, and their files as every engine reads them."""

import dataclasses
import gzip
import pathlib
import zlib

from ann.errors import Refused

FASHION_MNIST = pathlib.Path("/usr/share/datasets/fashion-mnist")
FASHION_MNIST_QUERIES = 1_000

# Neighbours of a query in a list of truth.
LISTED = 100

IMAGES = {"base": "train-images-idx3-ubyte.gz", "query": "t10k-images-idx3-ubyte.gz"}

# The metric that the part of a truth file's name stands for.
METRICS = {"l2": "euclidean", "cos": "cosine", "ip": "dot"}


@dataclasses.dataclass(frozen=True)
class DataSet:
    """Vectors with a metric. The truth is None where it has to be computed."""

    source: str
    metric: str
    base: pathlib.Path
    query: pathlib.Path
    truth: pathlib.Path | None

    @property
    def name(self):
        return f"{self.source}-{self.metric}"


@dataclasses.dataclass(frozen=True)
class Files:
    """What the engines read."""

    base: pathlib.Path
    query: pathlib.Path
    truth: pathlib.Path
    rows: int
    dimension: int
    queries: int


def shared_folder(start, name="ann"):
    """shared/data/NAME in a folder or the nearest one above it that has it; None if there is none."""
    for folder in [start, *start.parents]:
        found = folder / "shared" / "data" / name
        if found.is_dir():
            return found
    return None


def find(root, fashion_mnist):
    """The data sets there are, in the order of their names."""
    found = []
    shared = shared_folder(root)
    for folder in sorted(shared.iterdir()) if shared else []:
        base = sorted(folder.glob("base.?vecs"))
        query = sorted(folder.glob("query.?vecs"))
        for truth in sorted(folder.glob("gt_*_k100.ivecs")):
            metric = METRICS.get(truth.name.split("_")[1])
            if base and query and metric:
                found.append(DataSet(folder.name, metric, base[0], query[0], truth))
    if all((fashion_mnist / name).is_file() for name in IMAGES.values()):
        images = [fashion_mnist / name for name in IMAGES.values()]
        found += [DataSet("fashion-mnist", metric, *images, None) for metric in ("cosine", "euclidean")]
    return sorted(found, key=lambda data: data.name)


def select(names, root, fashion_mnist):
    """The data sets of the names; a source stands for all its metrics, 'all' for what there is."""
    there = find(root, fashion_mnist)
    chosen = []
    for name in names:
        matching = [data for data in there if name in ("all", data.source, data.name)]
        if not matching:
            raise Refused(_missing(name, there, fashion_mnist), 2)
        chosen += [data for data in matching if data not in chosen]
    return chosen


def _missing(name, there, fashion_mnist):
    if name.startswith("fashion-mnist") and not name.startswith("fashion-mnist-10k"):
        return (f"'{name}' needs the files of Debian's package dataset-fashion-mnist in"
                f" {fashion_mnist}; install it, or name their folder with --fashion-mnist DIR")
    if name == "all":
        return ("there is no data set; expected shared/data/ann in or above the checkout, or"
                " Debian's package dataset-fashion-mnist")
    known = ", ".join(data.name for data in there) or "none"
    return f"unknown data set '{name}'; expected all or one of those that are here: {known}"


def prepare(data, folder, limit_rows=None):
    """The files of a data set; what its source does not have as it is wanted is written to a folder."""
    from ann import exact, texmex

    folder = folder / _key(data)
    folder.mkdir(parents=True, exist_ok=True)
    base, query, truth = data.base, data.query, data.truth
    if base.suffix == ".gz":
        base, query = _images(data, folder)
    rows = texmex.read(base)
    queries = texmex.read(query)
    if limit_rows is not None and limit_rows < len(rows):
        rows, truth = rows[:limit_rows], None
        base = folder / f"base-{limit_rows}{base.suffix}"
        if not base.exists():
            texmex.write(base, rows)
    if truth is None:
        truth = folder / f"truth-{data.metric}-{len(rows)}.ivecs"
        if not truth.exists():
            texmex.write(truth, exact.nearest(rows, queries, data.metric, min(LISTED, len(rows))))
    return Files(base, query, truth, *rows.shape, len(queries))


def truth(data, files, k):
    """What counts as found."""
    from ann import exact, texmex

    return exact.Truth(texmex.read(files.base), texmex.read(files.query).astype("f4"),
                       texmex.read(files.truth), data.metric, k)


def _key(data):
    """Tells what was made of other files of the same name."""
    files = [(str(path.resolve()), path.stat().st_size, path.stat().st_mtime_ns) for path in (data.base, data.query)]
    return f"{data.source}-{zlib.crc32(repr(files).encode()):08x}"


def _images(data, folder):
    """Images of IDX files as vectors of float32."""
    from ann import texmex

    base = folder / "base.fvecs"
    query = folder / f"query-{FASHION_MNIST_QUERIES}.fvecs"
    if not base.exists():
        texmex.write(base, read_idx(data.base))
    if not query.exists():
        texmex.write(query, read_idx(data.query)[:FASHION_MNIST_QUERIES])
    return base, query


def read_idx(path):
    """The images of a gzipped IDX file of unsigned bytes, one a row."""
    import numpy

    with gzip.open(path) as file:
        content = file.read()
    if content[:4] != b"\x00\x00\x08\x03":
        raise Refused(f"{path} begins with {content[:4].hex()}; expected 00000803, an IDX file of images")
    images, height, width = numpy.frombuffer(content, ">i4", 3, offset=4)
    pixels = numpy.frombuffer(content, "u1", offset=16)
    if len(pixels) != images * height * width:
        raise Refused(f"{path} has {len(pixels)} pixels; expected {images} x {height} x {width}")
    return pixels.reshape(images, height * width)
