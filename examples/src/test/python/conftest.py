"""A node of this checkout and a PySpark session that knows it."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[4]
READY = re.compile(r"REST (\S+), Flight (\S+),")
START_SECONDS = 600  # a checkout may have to build its server first


def first_line(process):
    """What a process prints first; nothing if it ends before, as it does after START_SECONDS."""
    end = threading.Timer(START_SECONDS, process.kill)
    end.start()
    try:
        return process.stdout.readline()
    finally:
        end.cancel()


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """The addresses, REST and Flight, of a node that runs while the tests do."""
    folder = tmp_path_factory.mktemp("node")
    with open(folder / "log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [ROOT / "bin" / "vicinal", "server", "--data", folder / "data", "--port", "0", "--flight-port", "0"],
            stdout=subprocess.PIPE, stderr=log, text=True,
            env={**os.environ, "VICINAL_JAVA_OPTS": "-Xmx512m"})
    try:
        ready = READY.search(first_line(process))
        assert ready, (folder / "log").read_text()
        yield ready.groups()
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture(scope="module")
def spark(node, tmp_path_factory):
    """A session as README.md describes it."""
    [jar] = [jar for jar in (ROOT / "spark-datasource" / "target").glob("vicinal-spark-*.jar")
             if not jar.stem.endswith(("tests", "sources"))]
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"--jars {jar} --driver-memory 1g pyspark-shell"
    active = SparkSession.getActiveSession()
    if active is not None:
        active.stop()
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .config("spark.sql.catalog.vec", "io.vicinal.spark.VicinalCatalog")
        .config("spark.sql.catalog.vec.uri", node[1])
        .getOrCreate())
    yield session
    session.stop()
