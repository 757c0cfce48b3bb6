"""One run of an engine: its lines, and what its process used."""

import collections
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time

INDEXING = re.compile(r"indexing \d+ vectors")
INDEXED = re.compile(r"indexed (\d+) of \1 vectors")
PROGRESS = re.compile(r"\[ *[0-9.]+ s\] ")
KEPT_LINES = 5


@dataclasses.dataclass(frozen=True)
class Outcome:
    """The lines of an engine; an error in its own words if it failed."""

    lines: list
    error: str | None = None


def run(command, environment, pinned=True):
    """Runs an engine on the last of the processors that are allowed, or on all of them.

    What building its index took of the processor is read when it says that it begins and ends.
    """
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **environment}, preexec_fn=_pin if pinned else None)
        start = time.monotonic()
        errors = _Errors(process)
        try:
            errors.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            share = (usage.ru_utime + usage.ru_stime) / (time.monotonic() - start)
        finally:
            if process.returncode is None:
                process.terminate()
                process.wait()
        output.seek(0)
        lines = [json.loads(line) for line in output if line.startswith("{")]
    if process.returncode != 0 or not lines:
        said = " / ".join(errors.last) or "it says nothing"
        return Outcome([], f"status {process.returncode}: {said}")
    used = {"build_cpu_seconds": errors.build_cpu_seconds(), "resident_bytes": usage.ru_maxrss * 1024,
            "processor_share": round(share, 3)}
    return Outcome([used | line for line in lines])


def _pin():
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


class _Errors:
    """Reads what a process says of its progress."""

    def __init__(self, process):
        self.process = process
        self.last = collections.deque(maxlen=KEPT_LINES)
        self.began = None
        self.ended = None

    def read(self):
        for line in self.process.stderr:
            if INDEXING.search(line):
                self.began = self._cpu_seconds()
            elif INDEXED.search(line):
                self.ended = self._cpu_seconds()
            elif not PROGRESS.match(line):
                self.last.append(line.strip())

    def build_cpu_seconds(self):
        """None where the system does not say, or the engine did not."""
        return None if self.began is None or self.ended is None else self.ended - self.began

    def _cpu_seconds(self):
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return None
        # The name of the program, in parentheses, may hold blanks.
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
