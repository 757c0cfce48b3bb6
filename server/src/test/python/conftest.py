"""A node of this checkout, started by its launcher on free ports."""

import os
import pathlib
import re
import subprocess
import threading

import pyarrow.flight
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[4]
READY = re.compile(r"vicinal \S+ is ready: REST (\S+), Flight (\S+), data ")


class Node:
    def __init__(self, rest, flight):
        self.rest = rest
        self.flight = flight

    def connect(self):
        return pyarrow.flight.connect(self.flight)


@pytest.fixture(scope="session")
def docs():
    """The folder of the documentation."""
    return ROOT / "docs"


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    folder = tmp_path_factory.mktemp("node")
    with open(folder / "log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [ROOT / "bin" / "vicinal", "server", "--data", folder / "data"]
            + ["--port", "0", "--flight-port", "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "VICINAL_JAVA_OPTS": "-Xmx512m"},
        )
    # A node that says nothing is ended, and with it the wait for its line.
    deadline = threading.Timer(120, process.kill)
    deadline.start()
    try:
        line = process.stdout.readline()
        deadline.cancel()
        ready = READY.match(line)
        assert ready, f"{line!r} is no ready line: {(folder / 'log').read_text()}"
        yield Node(ready[1], ready[2])
        process.terminate()
        assert process.wait(timeout=60) == 0
    finally:
        deadline.cancel()
        process.kill()
        process.wait()
