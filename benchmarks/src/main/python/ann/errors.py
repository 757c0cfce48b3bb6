"""What ends a command, and what only leaves a peer out."""

import re


class Refused(Exception):
    """The command cannot do what it was asked to; the message says what would be right."""

    def __init__(self, message, status=1):
        super().__init__(message)
        self.status = status


class Unavailable(Exception):
    """A peer cannot be measured here; the message says why."""


# What pip and Maven say of the cause, as opposed to of its consequences and of where help is.
CAUSE = re.compile(r"ERROR: (Could not|Cannot|No matching).*|(Could not|Cannot access|Non-resolvable|Failed to execute).*")


def cause(text):
    """The line that says why a program failed: the first one that names a cause, or the last."""
    for line in text.splitlines():
        found = CAUSE.search(line)
        if found:
            return found[0].removeprefix("ERROR: ")
    return (text.strip().splitlines() or ["it says nothing"])[-1]
