"""Runs the examples of the documentation, and compares what they print with what it says."""

import contextlib
import io
import json
import re
import subprocess
import urllib.request

import pyarrow
import pyarrow.flight
import pytest

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANYTHING = "…"


def blocks(page):
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def documents(text):
    """The JSON documents in a text, one after the other."""
    decoder = json.JSONDecoder()
    found = []
    text = text.strip()
    while text:
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:].strip()
    return found


def assert_matches(found, written, place="answer"):
    if written == ANYTHING:
        return
    if isinstance(written, dict):
        assert isinstance(found, dict) and found.keys() == written.keys(), f"{place}: {found}"
        for key, value in written.items():
            assert_matches(found[key], value, f"{place}.{key}")
    elif isinstance(written, list):
        assert isinstance(found, list) and len(found) == len(written), f"{place}: {found}"
        for i, value in enumerate(written):
            assert_matches(found[i], value, f"{place}[{i}]")
    elif isinstance(written, float):
        assert found == pytest.approx(written), place
    else:
        assert found == written, place


def run_page(page, languages, run):
    """Runs each example; the last documents that it prints are those of the next block."""
    printed = None
    compared = 0
    for language, text in blocks(page):
        if language in languages:
            printed = run(text)
        elif language == "json":
            written = documents(text)
            assert_matches(documents(printed)[-len(written) :], written, page.name)
            compared += 1
        elif language == "text":
            assert printed == text
            compared += 1
    return compared


def test_curl_examples(node, docs):
    def run(script):
        script = script.replace("http://localhost:8740", node.rest)
        done = subprocess.run(
            ["bash", "-euc", script], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run_page(docs / "rest.md", {"bash"}, run) >= 8


def test_pyarrow_examples(node, docs):
    names = {"print": lambda value: print(json.dumps(value))}

    def run(program):
        program = program.replace("grpc://localhost:8741", node.flight)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(program, "flight.md", "exec"), names)
        return printed.getvalue()

    assert run_page(docs / "flight.md", {"python"}, run) >= 6


def test_metrics_are_those_of_the_table(node, docs):
    page = (docs / "rest.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| `(vicinal_\w+)` \|", page, re.MULTILINE)
    collection = {"name": "twice", "vectors": {"v": {"dimension": 1, "metric": "dot"}}}
    client = node.connect()
    create = pyarrow.flight.Action("create-collection", json.dumps(collection).encode())
    list(client.do_action(create))
    with pytest.raises(pyarrow.ArrowException):
        list(client.do_action(create))
    client.close()
    with urllib.request.urlopen(node.rest + "/metrics") as answer:
        metrics = answer.read().decode()
    served = re.findall(r"^# TYPE (vicinal_\w+) ", metrics, re.MULTILINE)
    assert sorted(served) == sorted(names)
