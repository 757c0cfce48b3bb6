"""Runs the examples of README.md. The one in Flink SQL runs in the Flink connector's tests."""

import contextlib
import io
import json
import re
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).resolve().parents[4]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECORDS = [
    {"id": "a", "vectors": {"embedding": [1, 0, 0]}, "attributes": {"lang": "en"}},
    {"id": "b", "vectors": {"embedding": [1, 0.1, 0]}, "attributes": {"lang": "de"}},
    {"id": "c", "vectors": {"embedding": [0, 1, 0]}, "attributes": {"lang": "en"}},
]


def block(language, word):
    """The example of that language that contains the word."""
    [found] = [text for name, text in re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
               if name == language and word in text]
    return found


def post(url, document):
    request = Request(url, data=json.dumps(document).encode(), headers={"Content-Type": "application/json"})
    with urlopen(request) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def docs(node):
    """The collection that the examples speak of; returns the address of REST."""
    rest = node[0]
    post(f"{rest}/v1/collections", {
        "name": "docs", "id": "string", "vectors": {"embedding": {"dimension": 3, "metric": "cosine"}},
        "attributes": {"lang": "string"}})
    post(f"{rest}/v1/collections/docs/records", {"records": RECORDS})
    return rest


@pytest.fixture
def queries(spark, docs):
    spark.createDataFrame([("east", [1.0, 0.0, 0.0]), ("north", [0.0, 1.0, 0.0])], "word string, embedding array<float>") \
        .createOrReplaceTempView("queries")


def test_the_search_with_curl(docs):
    script = block("bash", "curl").replace("http://127.0.0.1:8740", docs)
    done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, check=True, timeout=60)
    neighbors = json.loads(done.stdout)["results"][0]["neighbors"]
    assert [(n["id"], n["attributes"]) for n in neighbors] == [("a", {"lang": "en"}), ("c", {"lang": "en"})]


def test_the_join_in_spark_sql(spark, queries):
    assert {(row.word, row.id) for row in spark.sql(block("sql", "APPROX NEAREST")).collect()} == {
        ("east", "a"), ("north", "c")}


def test_the_join_of_data_frames(spark, queries):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(block("python", "nearestByJoin"), "README.md", "exec"), {"spark": spark})
    assert re.search(r"east\s+a", printed.getvalue()) and re.search(r"north\s+c", printed.getvalue())


def test_what_it_points_to_exists():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_commands_it_names_exist():
    for command in re.findall(r"\bbin/\w+", README):
        assert (ROOT / command).is_file(), command
