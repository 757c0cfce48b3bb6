"""How each engine is started. All take the options of `vicinal bench ann` and print its lines."""

import importlib.metadata
import os
import pathlib
import subprocess
import sys

from ann.errors import Refused, Unavailable

ROOT = pathlib.Path(__file__).resolve().parents[5]
REQUIREMENTS = pathlib.Path(__file__).with_name("requirements.txt")

# What a peer of Python's is called where it is installed from.
DISTRIBUTIONS = {"hnswlib": "hnswlib", "faiss": "faiss-cpu", "usearch": "usearch"}


class Vicinal:
    name = "vicinal"

    def prepare(self):
        """Builds the server on first use; returns the version."""
        done = subprocess.run([ROOT / "bin" / "vicinal", "--version"], stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Refused("bin/vicinal does not run")
        return done.stdout.strip().removeprefix("vicinal ")

    def command(self, options):
        return [ROOT / "bin" / "vicinal", "bench", "ann", *options,
                "--threads", "1", "--build-threads", "1"]

    def environment(self):
        # Pinned to one processor the JVM would choose other defaults than it has for users.
        flags = os.environ.get("VICINAL_JAVA_OPTS", "")
        return {"VICINAL_JAVA_OPTS": f"-XX:ActiveProcessorCount={os.cpu_count()} {flags}".strip()}


class PythonPeer:
    def __init__(self, name):
        self.name = name

    def prepare(self):
        """Installs the peer in this virtual environment; returns its version."""
        distribution = DISTRIBUTIONS[self.name]
        wanted = pinned(distribution)
        if _installed(distribution) != wanted:
            print(f"installing {distribution} {wanted}", file=sys.stderr)
            done = subprocess.run(
                [sys.executable, "-m", "pip", "install", "--quiet", "-c", REQUIREMENTS, distribution],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            if done.returncode != 0:
                raise Unavailable(f"pip cannot install it: {_last_line(done.stderr)}")
        return wanted

    def command(self, options):
        return [sys.executable, "-m", "ann.driver", self.name, *options]

    def environment(self):
        # Huge pages, which Vicinal's launcher asks for as well; and one thread.
        return {"PYTHONPATH": str(pathlib.Path(__file__).parents[1]), "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


PEERS = {name: PythonPeer(name) for name in DISTRIBUTIONS}


def pinned(distribution):
    """The version that the file of requirements names."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").split()
    return next(line.split("==")[1] for line in lines if line.split("==")[0] == distribution)


def _installed(distribution):
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def _last_line(text):
    return (text.strip().splitlines() or ["it says nothing"])[-1]
