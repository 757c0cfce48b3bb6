"""The command bin/bench kernels: runs JMH and writes its figures as a table."""

import json
import os
import pathlib
import subprocess
import sys

from ann import commandline, machine
from ann.errors import Refused

ROOT = pathlib.Path(__file__).resolve().parents[4]
WORK = ROOT / "target" / "benchmarks"
PROG = "bin/bench kernels"
BENCHMARK = "io.vicinal.benchmarks.KernelBenchmark"
HOT = 0

# As bin/vicinal builds the server.
BUILD = """
set -euo pipefail
me=bin/bench home=$1
source "$home/bin/toolchain.sh"
find_java "a JDK" VICINAL_JAVA
built=$home/benchmarks/target/classpath.txt
if [[ ! -f $built ]] || newer_sources "$built" "$home"/{api,arrow,core,simd,benchmarks}; then
  echo "$me: building the benchmarks" >&2
  build benchmarks "$home/target/bench-build.log" >&2
fi
"""
METRICS = ["cosine", "dot", "euclidean", "manhattan"]
KERNELS = ["scalar", "simd"]
DIMENSIONS = [100, 128, 384, 784, 1536]


def parser():
    made = commandline.Parser(
        PROG,
        "Measures the nanoseconds of a distance, by each kernel at each dimension: to one row that\n"
        "stays in the nearest cache, and to rows in random order that do not fit any cache. Takes about\n"
        "10 minutes, and 1 GiB of memory.")
    made.add_argument("--small", action="store_true",
                      help="rows of 32 MiB in place of 512, two dimensions: to see whether it works")
    made.add_argument("--out", type=pathlib.Path, default=ROOT / "docs" / "benchmarks", metavar="DIR",
                      help="where kernels.md goes; default docs/benchmarks")
    return made


def command(java, classpath, settings, raw):
    """How JMH is started."""
    dimensions = [128, 784] if settings.small else DIMENSIONS
    mebibytes = 32 if settings.small else 512
    return [java, "-cp", classpath, "org.openjdk.jmh.Main", BENCHMARK, "-rf", "json", "-rff", str(raw),
            "-p", "dimension=" + ",".join(map(str, dimensions)), "-p", f"mebibytes={HOT},{mebibytes}",
            *(["-i", "2", "-wi", "2"] if settings.small else [])]


def classpath():
    """The class path of the benchmarks, which are built where that is due."""
    if subprocess.run(["bash", "-c", BUILD, "bash", str(ROOT)]).returncode != 0:
        raise Refused("there are no benchmarks to run")
    target = ROOT / "benchmarks" / "target"
    return f"{target / 'classes'}:{(target / 'classpath.txt').read_text(encoding='utf-8').strip()}"


def measure(settings, java):
    """Runs JMH, which says on the way what it does; returns its figures."""
    raw = WORK / "kernels.json"
    WORK.mkdir(parents=True, exist_ok=True)
    raw.unlink(missing_ok=True)
    done = subprocess.run(command(java, classpath(), settings, raw))
    if done.returncode != 0:
        raise Refused(f"JMH ended with status {done.returncode}; what it says is above")
    found = figures(json.loads(raw.read_text(encoding="utf-8")))
    if not found:
        raise Refused("JMH measured nothing; what it says is above")
    return found


def figures(lines):
    """Nanoseconds by metric, kernels, dimension and MiB, from the lines of JMH's JSON."""
    found = {}
    for line in lines:
        params = line["params"]
        key = (params["metric"].lower(), params["kernels"], int(params["dimension"]), int(params["mebibytes"]))
        found[key] = line["primaryMetric"]["score"]
    return found


def table(found):
    """The lines of the table: hot and out of cache in one cell."""
    dimensions = sorted({key[2] for key in found})
    cold = max(key[3] for key in found)
    rows = [["metric", "kernels"] + [f"d = {dimension}" for dimension in dimensions],
            ["---", "---"] + ["--:"] * len(dimensions)]
    for metric in METRICS:
        for kernels in KERNELS:
            cells = [" / ".join(_nanoseconds(found.get((metric, kernels, dimension, mebibytes)))
                                for mebibytes in (HOT, cold)) for dimension in dimensions]
            rows.append([metric, kernels, *cells])
    return ["| " + " | ".join(row) + " |" for row in rows]


def page(found, facts):
    cold = max(key[3] for key in found)
    return "\n".join([
        "# Kernels",
        "",
        f"Nanoseconds of a distance on float32, one thread: to one row in the nearest cache / to rows in"
        f" random order of {cold} MiB.",
        "",
        *table(found),
        "",
        *(f"* {name}: {value}" for name, value in facts),
        "",
        "[How it is measured](README.md#kernels-binbench-kernels)",
        "",
    ])


def _nanoseconds(value):
    return "–" if value is None else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def main():
    settings = parser().parse_args()
    java = os.environ["BENCH_JAVA"]
    found = measure(settings, java)
    words = PROG + (" --small" if settings.small else "")
    facts = [*machine.facts(), ("Java", machine.java_version(java)), ("Command", f"`{words}`")]
    settings.out.mkdir(parents=True, exist_ok=True)
    (settings.out / "kernels.md").write_text(page(found, facts), encoding="utf-8")
    print("\n".join(table(found)))


if __name__ == "__main__":
    sys.exit(commandline.run(PROG, main))
