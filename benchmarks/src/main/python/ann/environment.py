"""The virtual environment of the peers, below target/."""

import os
import subprocess
import sys

from ann.engines import REQUIREMENTS, ROOT, pinned
from ann.errors import Refused, cause

FOLDER = ROOT / "target" / "bench-venv"
PYTHON = FOLDER / "bin" / "python"


def enter():
    """Goes on in the virtual environment, which is made where there is none."""
    if sys.prefix == str(FOLDER):
        return
    ready = FOLDER / "ready"
    if not ready.exists() or ready.read_text(encoding="utf-8") != pinned("numpy"):
        print("making a virtual environment in target/bench-venv", file=sys.stderr)
        _run([sys.executable, "-m", "venv", "--clear", FOLDER])
        _run([PYTHON, "-m", "pip", "install", "--quiet", "-c", REQUIREMENTS, "numpy"])
        ready.write_text(pinned("numpy"), encoding="utf-8")
    os.execv(PYTHON, [PYTHON, "-m", "ann", *sys.argv[1:]])


def _run(command):
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Refused(f"the virtual environment in target/bench-venv cannot be made: {cause(done.stderr)}")
