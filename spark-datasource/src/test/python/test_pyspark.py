"""What users of PySpark do: with the packaged jar alone, against a real node."""

import math
import random

import pandas
import pytest
from pyspark.sql import functions as F

SEED = 20260117
DIMENSION = 16


@pytest.fixture(scope="module")
def points(spark):
    """A table of 500 random points, and the same points here."""
    print(f"seed {SEED}")
    generator = random.Random(SEED)
    rows = [(number, [generator.gauss(0, 1) for _ in range(DIMENSION)],
             "even" if number % 2 == 0 else "odd") for number in range(500)]
    spark.sql(
        "CREATE TABLE vec.default.points (id BIGINT NOT NULL, v ARRAY<FLOAT> NOT NULL, kind STRING)"
        f" TBLPROPERTIES ('vector.v.dimension' = '{DIMENSION}', 'vector.v.metric' = 'euclidean',"
        " 'shards' = '2')")
    frame = spark.createDataFrame(rows, "id bigint, v array<float>, kind string")
    frame.writeTo("vec.default.points").append()
    yield rows
    spark.sql("DROP TABLE vec.default.points")


def nearest(rows, query, k):
    return [row[0] for row in sorted(rows, key=lambda row: math.dist(row[1], query))[:k]]


def test_reads_what_was_written(spark, points):
    table = spark.table("vec.default.points")
    assert table.count() == 500
    assert table.rdd.getNumPartitions() == 2
    row = table.where("id = 17").collect()[0]
    assert row.kind == "odd"
    assert row.v == pytest.approx(points[17][1], rel=1e-6)


def test_reads_without_a_catalog_into_pandas(spark, node, points):
    frame = (spark.read.format("vicinal").option("uri", node).option("collection", "points").load()
             .where("kind = 'even'").select("id").toPandas())
    assert isinstance(frame, pandas.DataFrame)
    assert sorted(frame["id"]) == list(range(0, 500, 2))


def test_joins_with_the_nearest_in_sql(spark, points):
    queries = points[:20]
    (spark.createDataFrame(queries, "id bigint, v array<float>, kind string")
     .createOrReplaceTempView("queries"))
    joined = spark.sql(
        "SELECT q.id AS query, t.id AS neighbor"
        " FROM queries q JOIN (SELECT * FROM vec.default.points WHERE kind = 'odd') t"
        " EXACT NEAREST 3 BY DISTANCE vector_l2_distance(q.v, t.v)")
    assert "VicinalNearestJoin" in plan(joined)
    found = {}
    for row in joined.collect():
        found.setdefault(row.query, []).append(row.neighbor)
    odd = [row for row in points if row[2] == "odd"]
    assert found == {row[0]: nearest(odd, row[1], 3) for row in queries}


def test_joins_with_the_nearest_of_data_frames(spark, points):
    queries = spark.createDataFrame([(1, points[7][1])], "n int, q array<float>")
    target = spark.table("vec.default.points")
    joined = queries.nearestByJoin(
        target, F.expr("vector_l2_distance(q, v)"), 5, "approx", "distance")
    assert "VicinalNearestJoin" in plan(joined)
    rows = joined.collect()
    assert rows[0].id == 7
    assert len({row.id for row in rows} & set(nearest(points, points[7][1], 5))) >= 4


def test_names_the_record_that_cannot_be_written(spark, points):
    frame = spark.createDataFrame([(900, [1.0, 2.0], "odd")], "id bigint, v array<float>, kind string")
    with pytest.raises(Exception, match="record 900, vector field 'v': dimension 2; expected 16"):
        frame.writeTo("vec.default.points").append()


def plan(frame):
    return frame._jdf.queryExecution().toString()
