"""The virtual environment of the peers, below target/."""

import os
import subprocess
import sys

from ann.engines import REQUIREMENTS, ROOT, installed, pinned
from ann.errors import Refused, Unavailable, cause

FOLDER = ROOT / "target" / "bench-venv"
PYTHON = FOLDER / "bin" / "python"


def enter(module):
    """Goes on with a program in the virtual environment, which is made where there is none."""
    if sys.prefix == str(FOLDER):
        return
    ready = FOLDER / "ready"
    if not ready.exists() or ready.read_text(encoding="utf-8") != pinned("numpy"):
        print("making a virtual environment in target/bench-venv", file=sys.stderr)
        _run([sys.executable, "-m", "venv", "--clear", FOLDER])
        _run([PYTHON, "-m", "pip", "install", "--quiet", "-c", REQUIREMENTS, "numpy"])
        ready.write_text(pinned("numpy"), encoding="utf-8")
    os.execv(PYTHON, [PYTHON, "-m", module, *sys.argv[1:]])


def install(distribution):
    """Sees to a package without which there is nothing to measure."""
    try:
        installed(distribution)
    except Unavailable as e:
        raise Refused(f"{distribution} is needed: {e}") from e


def _run(command):
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Refused(f"the virtual environment in target/bench-venv cannot be made: {cause(done.stderr)}")
