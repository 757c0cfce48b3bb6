"""Opens the rows of sealed segments with pyarrow, as any reader of Arrow files would.

Two segments with the same rows: the golden file of version 1, and the one that the Java tests have
written just now.
"""

import datetime
import pathlib

import pyarrow as pa
import pytest

CORE = pathlib.Path(__file__).parents[3]
GOLDEN = CORE / "src/test/resources/golden/segment/v1/rows.arrow"
WRITTEN = CORE / "target/interchange/segment-7/rows.arrow"

FIRST = {
    "_seq": 1,
    "id": "a",
    "v": [0.0, 2.0],
    "boolean": True,
    "int32": -5,
    "int64": 1 << 40,
    "float32": 0.5,
    "float64": 0.1,
    "string": "grün",
    "date": datetime.date(2024, 2, 29),
    "timestamp": datetime.datetime(2024, 2, 29, 12, 0, 0, 1, datetime.timezone.utc),
    "binary": b"\x00\xff",
    "json": '{"a": [1]}',
    "strings": ["x", ""],
}


@pytest.fixture(params=[GOLDEN, WRITTEN], ids=["golden", "written"])
def rows(request):
    if not request.param.exists():
        pytest.skip(f"{request.param} is not there; run the Java tests of core first")
    return request.param


def read(rows):
    return pa.ipc.open_file(pa.memory_map(str(rows))).read_all()


def test_has_the_columns_that_the_page_of_the_format_names(rows):
    schema = read(rows).schema
    assert schema.names == list(FIRST)
    assert schema.field("_seq").type == pa.int64() and not schema.field("_seq").nullable
    assert schema.field("id").type == pa.string() and not schema.field("id").nullable
    vector = schema.field("v")
    assert pa.types.is_fixed_size_list(vector.type)
    assert (vector.type.list_size, vector.type.value_type) == (2, pa.float32())
    assert vector.metadata == {b"vicinal.metric": b"cosine"}
    assert schema.field("json").metadata == {b"vicinal.type": b"json"}
    assert schema.field("timestamp").type == pa.timestamp("us", "UTC")
    assert schema.field("strings").type.value_type == pa.string()


def test_has_every_value_and_every_null(rows):
    found = read(rows).to_pylist()
    assert found[0] == FIRST
    null = dict.fromkeys(FIRST)
    assert found[1] == null | {"_seq": 2, "id": "b", "v": [1.0, 1.0]}
    assert found[2] == null | {"_seq": 3, "id": "ü", "v": [-3.0, 4.0], "strings": []}


def test_is_mapped_and_not_copied(rows):
    before = pa.total_allocated_bytes()
    table = read(rows)
    assert pa.total_allocated_bytes() == before
    assert table["v"].num_chunks == 2
    vectors = table["v"].chunk(0).flatten().to_numpy(zero_copy_only=True)
    assert vectors.tolist() == [0.0, 2.0, 1.0, 1.0]
