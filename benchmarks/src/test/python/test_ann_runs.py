"""Runs of engines: faiss, which needs no compiler, on 500 rows, and small programs in the place of engines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ann import comparison, datasets, driver, engines, options, process
from ann.errors import Refused, cause

ROOT = Path(__file__).resolve().parents[4]
KEYS = {"ef", "recall", "qps", "p50_us", "p99_us", "build_seconds", "index_bytes"}


class Program:
    """An engine that runs a program in Python."""

    def __init__(self, name, text):
        self.name = name
        self.text = text

    def command(self, arguments):
        return [sys.executable, "-c", self.text, *map(str, arguments)]

    def environment(self):
        return {}


LINE = '{"ef": 10, "recall": 0.9, "qps": 5.0}'
GOOD = f"print('{LINE}'); print('{LINE}')"
BAD = "import sys; print('cannot', file=sys.stderr); sys.exit(3)"


@pytest.fixture
def settings(tmp_path):
    return options.parse(["--rounds", "2", "--ef", "10,500", "--out", str(tmp_path / "out")])


@pytest.fixture
def files(folder):
    return datasets.Files(folder / "base.fvecs", folder / "query.fvecs", folder / "gt_l2_k100.ivecs", 500, 12, 20)


@pytest.fixture
def data(files):
    return datasets.DataSet("made", "euclidean", files.base, files.query, files.truth)


def test_measures_faiss(data, files, settings):
    peer = engines.PEERS["faiss"]
    arguments = comparison.arguments(data, files, settings)
    outcome = process.run(peer.command(arguments), peer.environment())
    assert outcome.error is None
    assert [line["ef"] for line in outcome.lines] == [500, 10, 500]
    for line in outcome.lines:
        assert line.keys() == KEYS | {"build_cpu_seconds", "resident_bytes", "processor_share", "grown_bytes"}
        assert line["index_bytes"] > 500 * (12 + 32) * 4 and line["resident_bytes"] > line["index_bytes"]
        assert line["p50_us"] <= line["p99_us"] and line["qps"] > 0
    assert outcome.lines[1]["recall"] < outcome.lines[2]["recall"] == 1


@pytest.mark.parametrize("metric", ["cosine", "dot"])
def test_finds_the_nearest_under_other_metrics(folder, files, metric, monkeypatch, capsys):
    from ann import exact, texmex

    monkeypatch.setattr(driver, "MEASURED_SECONDS", 0)
    monkeypatch.setattr(driver, "WARM_UP_SECONDS", 0)
    truth = folder / "truth.ivecs"
    texmex.write(truth, exact.nearest(texmex.read(files.base), texmex.read(files.query), metric, 10))
    driver.main(["faiss", "--base", str(files.base), "--query", str(files.query), "--truth", str(truth)]
                + ["--metric", metric, "--k", "10", "--ef", "500", "--m", "16", "--ef-construction", "200"])
    assert json.loads(capsys.readouterr().out)["recall"] == pytest.approx(1, abs=0.02)


def test_reads_what_building_took_of_the_processor():
    outcome = process.run([sys.executable, "-c", f"""
import sys
print("[    0.1 s] indexing 5 vectors", file=sys.stderr, flush=True)
print("[    0.2 s] indexed 5 of 5 vectors", file=sys.stderr, flush=True)
print('{LINE}')
"""], {})
    [line] = outcome.lines
    if Path("/proc/self/stat").exists():
        assert line["build_cpu_seconds"] >= 0
    else:
        assert line["build_cpu_seconds"] is None


def test_says_why_an_engine_failed():
    outcome = process.run(Program("x", BAD).command([]), {})
    assert outcome.lines == [] and outcome.error == "status 3: cannot"
    assert process.run([sys.executable, "-c", ""], {}).error == "status 0: it says nothing"


@pytest.mark.parametrize("said, why", [
    ("ERROR: Could not find a version that satisfies x\nERROR: see https://help", "Could not find a version that satisfies x"),
    ("[ERROR] Some problems\n[ERROR] [FATAL] Non-resolvable import POM: x\n[ERROR] Help 1", "Non-resolvable import POM: x"),
    ("a\nError: ensurepip is missing\n", "Error: ensurepip is missing"),
    ("", "it says nothing"),
])
def test_says_the_cause_and_not_where_help_is(said, why):
    assert cause(said) == why


def test_engines_take_turns_and_a_failing_peer_is_left_out(data, files, settings, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(comparison, "WORK", tmp_path)
    there = [Program("vicinal", GOOD), Program("broken", BAD), Program("other", GOOD)]
    results = comparison.measure(data, files, settings, there)
    assert results.engines() == ["vicinal", "other"]
    raw = [json.loads(line) for line in (tmp_path / "made-euclidean.jsonl").read_text().splitlines()]
    assert [(line["round"], line["engine"]) for line in raw] == [
        (1, "vicinal"), (1, "other"), (2, "vicinal"), (2, "other")], "the first line of a run does not count"
    assert capsys.readouterr().err.count("without broken on made-euclidean: status 3: cannot") == 1


def test_nothing_is_compared_with_a_vicinal_that_fails(data, files, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(comparison, "WORK", tmp_path)
    with pytest.raises(Refused, match="vicinal failed on made-euclidean: status 3: cannot"):
        comparison.measure(data, files, settings, [Program("vicinal", BAD)])


def test_the_command_of_a_page_names_no_place():
    settings = options.parse(["--data", "sift-5k", "--ef", "64,10", "--out", "/somewhere", "--peers", "none"])
    assert settings.ef == [10, 64] and settings.peers == []
    assert options.command(settings) == "bin/bench ann --data sift-5k --peers none --ef 10,64"


@pytest.mark.parametrize("arguments, words", [
    ([], "bin/bench: which measurement?"),
    (["nosuch"], "bin/bench: unknown command 'nosuch'"),
    (["ann", "--data", "nosuch"], "bin/bench ann: unknown data set 'nosuch'"),
    (["ann", "--peers", "nosuch"], "bin/bench ann: unknown peer 'nosuch'; expected none or some of hnswlib"),
    (["ann", "--rounds", "0"], "bin/bench ann: argument --rounds: '0'; expected 1 or more"),
    (["ann", "--ef", "5"], "bin/bench ann: --ef 5 is narrower than --k 10"),
    (["ann", "--k", "101"], "bin/bench ann: --k is 101; expected 1..100"),
    (["kernels", "--nosuch"], "bin/bench kernels: unrecognized arguments: --nosuch"),
    (["ann", "--nosuch"], "bin/bench ann: unrecognized arguments: --nosuch"),
    (["filter", "--nosuch"], "bin/bench filter: unrecognized arguments: --nosuch"),
    (["threads", "--threads", "1"], "bin/bench threads: --threads is 1; expected 2 or more"),
    (["allocation", "--data", "nosuch"], "bin/bench allocation: unknown data set 'nosuch'"),
    (["growth", "--rows", "10,0"], "bin/bench growth: argument --rows: '0'; expected 1 or more"),
    (["growth", "--rows", "9999"], "bin/bench growth: --rows 9999; expected 10000 or more"),
    (["memory", "--data", "nosuch"], "bin/bench memory: unknown data set 'nosuch'"),
])
def test_mistakes_are_one_line_and_status_2(arguments, words):
    done = subprocess.run([ROOT / "bin" / "bench", *arguments], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(words) and done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--help"], ["ann", "--help"], ["filter", "--help"], ["threads", "--help"], ["allocation", "--help"],
                                       ["growth", "--help"], ["memory", "--help"], ["kernels", "--help"]])
def test_help_is_printed(arguments):
    done = subprocess.run([ROOT / "bin" / "bench", *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "sage: bin/bench" in done.stdout and done.stderr == ""
