"""Peers in Java: the JDK that is found for them, and their driver with a peer that is exact."""

import shutil

import pytest

from ann import comparison, datasets, engines, java, options, texmex
from ann.errors import Unavailable


def home(folder, version, compiler=True):
    (folder / "bin").mkdir(parents=True)
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
    if compiler:
        (folder / "bin" / "javac").touch()
    return folder


def test_the_newest_jdk_is_taken(tmp_path):
    homes = [home(tmp_path / "a", "22.0.2"), home(tmp_path / "b", "25"), home(tmp_path / "c", "17.0.1"),
             home(tmp_path / "d", "26.0.1", compiler=False), tmp_path / "nothing"]
    assert java.newest(homes) == java.Jdk(tmp_path / "b", "25")
    assert java.newest([home(tmp_path / "e", "25.0.1"), *homes]).home == tmp_path / "e"


def test_without_a_jdk_the_peer_is_left_out(tmp_path):
    with pytest.raises(Unavailable, match="no JDK 22 or newer was found; set JAVA25_HOME to one"):
        java.newest([home(tmp_path / "a", "17.0.1")])


def test_a_driver_that_does_not_compile_leaves_the_peer_out(tmp_path):
    (tmp_path / "Broken.java").write_text("class Broken {")
    with pytest.raises(Unavailable, match="its driver cannot be compiled: .*Broken.java:1: error"):
        java.compile(shutil.which("javac"), [tmp_path / "Broken.java"], tmp_path, tmp_path)


class ExactPeer:
    name = "vicinal"

    def __init__(self, classes):
        self.classes = classes

    def command(self, arguments):
        return ["java", "-cp", self.classes, "ExactPeer", *arguments]

    def environment(self):
        return {}


@pytest.mark.parametrize("suffix", ["fvecs", "bvecs"])
def test_the_driver_measures_an_exact_peer(tmp_path, monkeypatch, suffix, random):
    from ann import exact

    base = random.integers(0, 256, (60, 12)).astype("f4")
    queries = random.integers(0, 256, (5, 12)).astype("f4")
    texmex.write(tmp_path / f"rows.{suffix}", base)
    texmex.write(tmp_path / f"queries.{suffix}", queries)
    texmex.write(tmp_path / "truth.ivecs", exact.nearest(base, queries, "euclidean", 60))
    files = datasets.Files(tmp_path / f"rows.{suffix}", tmp_path / f"queries.{suffix}", tmp_path / "truth.ivecs",
                           60, 12, 5)
    data = datasets.DataSet("made", "euclidean", files.base, files.query, files.truth)
    monkeypatch.setattr(comparison, "WORK", tmp_path)
    java.compile(shutil.which("javac"), [engines.PEER_SOURCES / "PeerDriver.java",
                                         engines.PEER_SOURCES.parents[1] / "test" / "peers" / "ExactPeer.java"],
                 tmp_path, tmp_path / "classes")

    settings = options.parse(["--ef", "10", "--rounds", "1"])
    [line] = comparison.measure(data, files, settings, [ExactPeer(tmp_path / "classes")]).lines
    assert line["recall"] == 1 and line["index_bytes"] == 60 * 12 * 4 and "found" not in line
    assert 0 < line["p50_us"] <= line["p99_us"] and line["qps"] > 0
