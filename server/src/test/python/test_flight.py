"""What a user of pyarrow does, without any client of ours."""

import json
import random
import urllib.error
import urllib.request

import pyarrow as pa
import pyarrow.flight as flight
import pytest

DIMENSION = 8
ROWS = 2_000


def rest(node, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(node.rest + path, data)) as answer:
        return json.load(answer)


def vectors(rows):
    return pa.array(rows, pa.list_(pa.float32(), DIMENSION))


def put(client, name, table, chunk=None):
    writer, acknowledgements = client.do_put(flight.FlightDescriptor.for_path(name), table.schema)
    received = []
    with writer:
        for batch in table.to_batches(max_chunksize=chunk):
            writer.write_batch(batch)
            received.append(json.loads(acknowledgements.read().to_pybytes()))
        writer.done_writing()
    return received


def scan(client, name, **options):
    ticket = {"scan": {"collection": name, **options}}
    return client.do_get(flight.Ticket(json.dumps(ticket))).read_all()


def recommend(client, name, schema, batches=(), **search):
    command = json.dumps({"nearest": {"collection": name, "search": search}})
    writer, reader = client.do_exchange(flight.FlightDescriptor.for_command(command))
    with writer:
        writer.begin(schema)
        for batch in batches:
            writer.write_batch(batch)
        writer.done_writing()
        return reader.read_all()


def nearest(client, name, queries, **search):
    command = json.dumps({"nearest": {"collection": name, "search": search}})
    writer, reader = client.do_exchange(flight.FlightDescriptor.for_command(command))
    with writer:
        writer.begin(pa.schema([pa.field("vector", queries.type)]))
        writer.write_batch(pa.record_batch([queries], names=["vector"]))
        writer.done_writing()
        return reader.read_all()


@pytest.fixture(scope="module")
def points(node):
    """A collection made over REST and filled by DoPut: its client, and its rows."""
    rest(
        node,
        "/v1/collections",
        {
            "name": "points",
            "shards": 2,
            "vectors": {"v": {"dimension": DIMENSION, "metric": "euclidean"}},
            "attributes": {"n": "int32", "name": "string", "tags": "list<string>"},
        },
    )
    generator = random.Random(7)
    rows = [[generator.gauss(0, 1) for _ in range(DIMENSION)] for _ in range(ROWS)]
    table = pa.table(
        {
            "name": [f"point {i}" for i in range(ROWS)],
            "v": vectors(rows),
            "id": pa.array(range(ROWS), pa.int64()),
            "n": pa.array([i % 10 for i in range(ROWS)], pa.int32()),
            "tags": pa.array([["even"] if i % 2 == 0 else [] for i in range(ROWS)]),
        }
    )
    client = node.connect()
    received = put(client, "points", table, chunk=500)
    assert [each["batch"] for each in received] == [0, 1, 2, 3]
    assert [each["upserted"] for each in received] == [500] * 4
    assert sorted(each["sequence"] for each in received) == [e["sequence"] for e in received]
    yield client, rows
    client.close()


def test_what_was_put_is_what_is_scanned(node, points):
    client, rows = points

    table = scan(client, "points").sort_by("id")

    assert table.column("id").to_pylist() == list(range(ROWS))
    assert table.column("v").type == pa.list_(pa.field("item", pa.float32(), False), DIMENSION)
    assert table.column("v").to_pylist() == vectors(rows).to_pylist()
    assert table.column("tags").to_pylist()[:2] == [["even"], []]
    assert rest(node, "/v1/collections/points")["statistics"]["records"] == ROWS


def test_scans_filter_project_and_limit(points):
    client, _ = points

    table = scan(client, "points", filter="n = 3 AND ARRAY_CONTAINS(tags, 'even')", fields=["n"])
    few = scan(client, "points", fields="id", limit=10)
    odd = scan(client, "points", filter="n IN (1, 3)", fields=["name"])

    assert table.num_rows == 0
    assert few.column_names == ["id"]
    assert few.num_rows == 10
    assert odd.num_rows == ROWS // 5
    assert set(odd.column_names) == {"id", "name"}


def test_neighbours_come_in_groups_of_one_value(points):
    client, rows = points

    found = nearest(
        client, "points", vectors(rows[:3]), k=4, mode="exact", groupBy="n", groupSize=2
    )

    assert found.column("_group").type == pa.int32()
    assert found.column("_query").to_pylist() == [q for q in range(3) for _ in range(8)]
    groups = found.column("_group").to_pylist()
    ids = found.column("id").to_pylist()
    assert [each % 10 for each in ids] == groups
    assert groups[::2] == groups[1::2]
    assert ids[0::8] == [0, 1, 2]


def test_examples_take_the_place_of_queries(points):
    client, rows = points
    empty = pa.schema([pa.field("vector", vectors(rows[:1]).type)])
    batch = pa.record_batch([vectors(rows[:1])], schema=empty)
    examples = {"positive": [7, rows[9]], "negative": [8]}
    target = [2 * (a + b) / 2 - c for a, b, c in zip(rows[7], rows[9], rows[8])]

    found = recommend(client, "points", empty, recommend=examples, k=20, mode="exact")
    expected = nearest(
        client, "points", vectors([target]), k=20, mode="exact", filter="id NOT IN (7, 8)"
    )

    assert found.column("id").to_pylist() == expected.column("id").to_pylist()
    with pytest.raises(pa.ArrowException, match="no records .4711. in collection 'points'"):
        recommend(client, "points", empty, recommend={"positive": [4711]}, k=1)
    with pytest.raises(pa.ArrowException, match="query vectors beside the key 'recommend'"):
        recommend(client, "points", empty, [batch], recommend=examples, k=1)


def test_neighbours_are_those_of_a_comparison_with_every_row(points):
    client, rows = points
    queries = rows[:20]

    found = nearest(client, "points", vectors(queries), k=5, mode="exact", fields=["n"])

    assert found.column("_query").to_pylist() == [q for q in range(20) for _ in range(5)]
    assert found.column("_rank").to_pylist() == list(range(5)) * 20
    for q, query in enumerate(queries):
        distances = [
            (sum((a - b) ** 2 for a, b in zip(query, row, strict=True)) ** 0.5, i)
            for i, row in enumerate(rows)
        ]
        expected = sorted(distances)[:5]
        mine = found.slice(q * 5, 5)
        assert mine.column("id").to_pylist() == [i for _, i in expected]
        assert mine.column("_distance").to_pylist() == pytest.approx(
            [distance for distance, _ in expected], abs=1e-3
        )
        assert mine.column("n").to_pylist() == [i % 10 for _, i in expected]


def test_index_finds_almost_all_and_filters_hold(points):
    client, rows = points
    queries = vectors(rows[100:200])

    exact = nearest(client, "points", queries, k=10, mode="exact", filter="n < 5")
    found = nearest(client, "points", queries, k=10, ef=100, filter="n < 5", fields=["n"])

    pairs = zip(exact.column("_query").to_pylist(), exact.column("id").to_pylist(), strict=True)
    truth = set(pairs)
    hits = sum(
        pair in truth
        for pair in zip(
            found.column("_query").to_pylist(), found.column("id").to_pylist(), strict=True
        )
    )
    assert max(found.column("n").to_pylist()) < 5
    assert hits / len(truth) > 0.95


def test_shards_are_scanned_in_parallel_endpoints(points):
    client, _ = points

    info = client.get_flight_info(flight.FlightDescriptor.for_path("points"))
    parts = [client.do_get(endpoint.ticket).read_all() for endpoint in info.endpoints]

    assert len(parts) == 2
    assert all(part.num_rows > 0 for part in parts)
    assert sum(part.num_rows for part in parts) == ROWS
    assert info.total_records == ROWS
    assert parts[0].schema.equals(info.schema)


def test_deletes_and_replaces_in_one_batch(node, points):
    client, _ = points
    rest(
        node,
        "/v1/collections",
        {"name": "changes", "vectors": {"v": {"dimension": 1, "metric": "dot"}}},
    )
    table = pa.table(
        {
            "_op": pa.array([0, 0, 1, 0], pa.int8()),
            "id": pa.array([1, 2, 1, 2], pa.int64()),
            "v": pa.array([[1], [2], None, [3]], pa.list_(pa.float32())),
        }
    )

    (acknowledged,) = put(client, "changes", table)

    assert acknowledged["deleted"] == 1
    assert scan(client, "changes").to_pydict() == {"id": [2], "v": [[3.0]]}


@pytest.mark.parametrize(
    ("column", "values", "reason"),
    [
        ("v", [[1.0] * 7], "dimension 7 in row 0; expected 8"),
        ("v", [[float("nan")] * 8], "component 0 is NaN; expected a finite number"),
        ("w", [[1.0] * 8], "w"),
    ],
)
def test_wrong_batches_are_refused_and_change_nothing(node, points, column, values, reason):
    client, _ = points
    before = rest(node, "/v1/collections/points")["statistics"]
    table = pa.table(
        {"id": pa.array([77], pa.int64()), column: pa.array(values, pa.list_(pa.float32()))}
    )

    with pytest.raises(pa.ArrowException, match=reason):
        put(client, "points", table)

    assert rest(node, "/v1/collections/points")["statistics"] == before


def test_errors_over_rest_are_problem_documents(node):
    with pytest.raises(urllib.error.HTTPError) as refused:
        rest(node, "/v1/collections/nowhere")

    problem = json.load(refused.value)
    assert refused.value.code == problem["status"] == 404
    assert problem["code"] == "UNKNOWN_COLLECTION"
    assert refused.value.headers["Content-Type"] == "application/problem+json"
