"""How each engine is started. All take the options of `vicinal bench ann` and print its lines."""

import importlib.metadata
import os
import pathlib
import subprocess
import sys

from ann import java
from ann.errors import Refused, Unavailable, cause

ROOT = pathlib.Path(__file__).resolve().parents[5]
REQUIREMENTS = pathlib.Path(__file__).with_name("requirements.txt")

PEER_SOURCES = ROOT / "benchmarks" / "src" / "main" / "peers"
WORK = ROOT / "target" / "benchmarks"

# What a peer of Python's is called where it is installed from.
DISTRIBUTIONS = {"hnswlib": "hnswlib", "faiss": "faiss-cpu", "usearch": "usearch"}


# Pinned to one processor a JVM would choose other defaults than it has for users.
USUAL_PROCESSORS = f"-XX:ActiveProcessorCount={os.cpu_count()}"

# Vicinal's own, and where Lucene may put its files.
JAVA_FLAGS = [USUAL_PROCESSORS, "-XX:+UseTransparentHugePages", "--add-modules=jdk.incubator.vector",
              "--enable-native-access=ALL-UNNAMED", f"-Djava.io.tmpdir={WORK}"]


class Vicinal:
    """A measurement of `vicinal bench` with options of its own."""

    name = "vicinal"

    def __init__(self, measurement="ann", options=(), name=name):
        self.measurement = measurement
        self.name = name
        self.options = options

    def prepare(self):
        """Builds the server on first use; returns the version."""
        done = subprocess.run([ROOT / "bin" / "vicinal", "--version"], stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Refused("bin/vicinal does not run")
        return done.stdout.strip().removeprefix("vicinal ")

    def command(self, options):
        return [ROOT / "bin" / "vicinal", "bench", self.measurement, *options, *self.options,
                *(["--threads", "1"] if self.measurement == "ann" else []), "--build-threads", "1"]

    def environment(self):
        return {"VICINAL_JAVA_OPTS": f"{USUAL_PROCESSORS} {os.environ.get('VICINAL_JAVA_OPTS', '')}".strip()}


class PythonPeer:
    def __init__(self, name):
        self.name = name

    def prepare(self):
        """Installs the peer in this virtual environment; returns its version."""
        return installed(DISTRIBUTIONS[self.name])

    def command(self, options):
        return [sys.executable, "-m", "ann.driver", self.name, *options]

    def environment(self):
        # Huge pages, which Vicinal's launcher asks for as well; and one thread.
        return {"PYTHONPATH": str(pathlib.Path(__file__).parents[1]), "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


class FilteredHnswlib(PythonPeer):
    """Measures under filters, with the options of `vicinal bench filter` that are not of Vicinal alone."""

    def __init__(self):
        super().__init__("hnswlib")

    def command(self, options):
        return [sys.executable, "-m", "ann.filter_driver", *options]


class JavaPeer:
    def __init__(self, name, artifact, main):
        self.name = name
        self.artifact = artifact
        self.main = main
        self.libraries = WORK / "peers" / "libraries"
        self.classes = WORK / "peers" / name
        self.jdk = None

    def prepare(self):
        """Fetches the library and compiles the driver; returns the versions of library and JDK."""
        self.jdk = java.newest(java.homes())
        java.libraries(ROOT, self.libraries)
        sources = [PEER_SOURCES / f"{name}.java" for name in ("PeerDriver", self.main)]
        java.compile(self.jdk.tool("javac"), sources, self.libraries, self.classes)
        return f"{java.version_of(self.artifact, self.libraries)} on Java {self.jdk.version}"

    def command(self, options):
        return [self.jdk.tool("java"), *JAVA_FLAGS, "-cp", f"{self.classes}:{self.libraries}/*", self.main, *options]

    def environment(self):
        return {}


PEERS = {peer.name: peer for peer in (
    *map(PythonPeer, DISTRIBUTIONS), JavaPeer("lucene", "lucene-core", "LucenePeer"),
    JavaPeer("jvector", "jvector", "JvectorPeer"))}


def pinned(distribution):
    """The version that the file of requirements names."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").split()
    return next(line.split("==")[1] for line in lines if line.split("==")[0] == distribution)


def installed(distribution):
    """Installs a package in this virtual environment; returns its version."""
    wanted = pinned(distribution)
    if _version(distribution) != wanted:
        print(f"installing {distribution} {wanted}", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "-c", REQUIREMENTS, distribution],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Unavailable(f"pip cannot install it: {cause(done.stderr)}")
    return wanted


def _version(distribution):
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None
