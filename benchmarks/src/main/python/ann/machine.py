"""The facts of a machine that a figure depends on; nothing that tells where it is."""

import os
import pathlib
import platform
import re
import subprocess


def facts():
    """Pairs of a name and a value."""
    return [("Processor", f"{_processor()}, {os.cpu_count()} cores"),
            ("Memory", _memory()),
            ("System", _system()),
            ("Huge pages", _huge_pages())]


class Steal:
    """What other machines on the same hardware took of this one's processors since some time."""

    def __init__(self):
        self.start = _processor_ticks()

    def part(self):
        """The part until now; None where the system does not say."""
        if self.start is None:
            return None
        passed = [now - then for now, then in zip(_processor_ticks(), self.start)]
        return passed[7] / max(1, sum(passed[:8]))


def _processor_ticks():
    """user, nice, system, idle, iowait, irq, softirq and steal, of all processors together."""
    stat = pathlib.Path("/proc/stat")
    return list(map(int, stat.read_text().split("\n", 1)[0].split()[1:])) if stat.exists() else None


def java_version(java):
    """Version and vendor of a Java."""
    done = subprocess.run([java, "-XshowSettings:properties", "-version"], capture_output=True, text=True)
    properties = dict(re.findall(r"^ +(java\.[a-z.]+) = (.*)$", done.stderr, re.MULTILINE))
    return f"{properties['java.runtime.version']} ({properties['java.vendor']})"


def _processor():
    return _field("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()


def _system():
    # What follows the version of a kernel often names the machine.
    version = re.match(r"[0-9.]*[0-9]", platform.release())
    return ", ".join(filter(None, [f"{platform.system()} {version[0] if version else ''}".strip(),
                                   " ".join(platform.libc_ver()).strip()]))


def _memory():
    total = _field("/proc/meminfo", "MemTotal")
    return f"{int(total.split()[0]) / (1 << 20):.0f} GiB" if total else "unknown"


def _huge_pages():
    setting = pathlib.Path("/sys/kernel/mm/transparent_hugepage/enabled")
    chosen = re.search(r"\[(\w+)\]", setting.read_text()) if setting.exists() else None
    return chosen[1] if chosen else "unknown"


def _field(path, name):
    path = pathlib.Path(path)
    text = path.read_text() if path.exists() else ""
    found = re.search(rf"^{name}\s*:\s*(.*)$", text, re.MULTILINE)
    return found[1] if found else None
