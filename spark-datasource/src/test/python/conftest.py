"""A node as a process of its own, and a PySpark session that knows it by one jar."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[4]
READY = re.compile(r"grpc://[0-9.]+:\d+")
START_SECONDS = 600  # a checkout may have to build its server first


def first_line(process):
    """What a process prints first; nothing if it ends before, as it does after START_SECONDS."""
    end = threading.Timer(START_SECONDS, process.kill)
    end.start()
    try:
        return process.stdout.readline()
    finally:
        end.cancel()


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """The address of a node that runs while the tests do."""
    directory = tmp_path_factory.mktemp("node")
    with open(directory / "log", "w") as log:
        process = subprocess.Popen(
            [ROOT / "bin" / "vicinal", "server", "--data", directory / "data",
             "--port", "0", "--flight-port", "0"],
            stdout=subprocess.PIPE, stderr=log, text=True,
            env={**os.environ, "VICINAL_JAVA_OPTS": "-Xmx512m"})
        try:
            ready = first_line(process)
            address = READY.search(ready)
            assert address, f"expected the node's address, found {ready!r}; see {log.name}"
            yield address.group()
        finally:
            process.terminate()
            process.wait(timeout=60)


@pytest.fixture(scope="session")
def spark(node, tmp_path_factory):
    """A session whose catalog `vec` is the node."""
    others = ("-tests", "-sources", "-shaded")  # the last is left by a build that was stopped
    jars = [jar for jar in (ROOT / "spark-datasource" / "target").glob("vicinal-spark-*.jar")
            if not any(other in jar.name for other in others)]
    assert len(jars) == 1, f"expected one packaged jar, found {jars}"
    # PySpark starts a JVM of its own, with nothing of ours but the jar.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYSPARK_SUBMIT_ARGS"] = (
        f"--jars {jars[0]} --driver-memory 1g --conf spark.driver.host=127.0.0.1 pyspark-shell")
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .config("spark.sql.catalog.vec", "io.vicinal.spark.VicinalCatalog")
        .config("spark.sql.catalog.vec.uri", node)
        .getOrCreate())
    yield session
    session.stop()
