"""The peers in Java: their libraries, by Maven, and a JDK that is new enough for them."""

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys

from ann.errors import Unavailable, cause

# Lucene 10 runs on 21; JVector's kernels are for 22 and newer.
LEAST_VERSION = 22


@dataclasses.dataclass(frozen=True)
class Jdk:
    home: pathlib.Path
    version: str

    def tool(self, name):
        return self.home / "bin" / name

    def number(self):
        return int(re.match(r"\d+", self.version)[0])


def newest(homes):
    """The newest JDK in these folders that is new enough."""
    found = [jdk for jdk in map(_jdk, homes) if jdk and jdk.number() >= LEAST_VERSION]
    if not found:
        raise Unavailable(f"no JDK {LEAST_VERSION} or newer was found; set JAVA25_HOME to one")
    return max(found, key=Jdk.number)


def homes():
    """Where JDKs are looked for; the one that is named first wins among equals."""
    named = [os.environ[name] for name in ("JAVA25_HOME", "JAVA_HOME") if os.environ.get(name)]
    return [*map(pathlib.Path, named), *sorted(pathlib.Path("/usr/lib/jvm").glob("*"))]


def _jdk(home):
    release = home / "release"
    if not release.is_file() or not (home / "bin" / "javac").exists():
        return None
    version = re.search(r'^JAVA_VERSION="(\d[^"]*)"', release.read_text(encoding="utf-8"), re.MULTILINE)
    return Jdk(home, version[1]) if version else None


def libraries(root, folder):
    """Copies the jars to a folder; they are named after their versions."""
    pom = root / "benchmarks" / "src" / "main" / "peers" / "pom.xml"
    if folder.is_dir() and folder.stat().st_mtime > (root / "pom.xml").stat().st_mtime:
        return
    shutil.rmtree(folder, ignore_errors=True)
    print("fetching the peers in Java", file=sys.stderr)
    done = subprocess.run(
        [root / "mvnw", "--batch-mode", "--no-transfer-progress", "--quiet", "-f", pom,
         "dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}"],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise Unavailable(f"Maven cannot fetch it: {cause(done.stdout)}")
    os.utime(folder)


def version_of(artifact, folder):
    """The version of a library in a folder."""
    [jar] = folder.glob(f"{artifact}-[0-9]*.jar")
    return jar.stem.removeprefix(f"{artifact}-")


def compile(javac, sources, libraries_folder, classes):
    """Compiles source files to a folder."""
    done = subprocess.run(
        [javac, "-Xlint:none", "-proc:none", "-d", classes, "-cp", f"{libraries_folder}/*", *sources],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise Unavailable(f"its driver cannot be compiled: {done.stdout.splitlines()[0]}")
