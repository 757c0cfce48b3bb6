"""What the command lines of all measurements share."""

import argparse
import shlex
import signal
import sys

from ann.errors import Refused


class Parser(argparse.ArgumentParser):
    """Options by their whole names; a mistake is one line and status 2."""

    def __init__(self, prog, description, epilog=None):
        super().__init__(prog=prog, allow_abbrev=False, description=description, epilog=epilog,
                         formatter_class=argparse.RawDescriptionHelpFormatter)

    def error(self, message):
        raise Refused(f"{message}; --help lists the options", 2)


def run(prog, program):
    """Runs a program to its end; returns the status of the command."""
    # So that a process of an engine does not outlive the command.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        program()
    except Refused as e:
        print(f"{prog}: {e}", file=sys.stderr)
        return e.status
    except KeyboardInterrupt:
        return 130
    return 0


def command(parser, options, places):
    """The command with these options, but for those that only name places."""
    words = parser.prog.split()
    for action in parser._actions:
        value = getattr(options, action.dest, None)
        if action.dest not in places and value != action.default and action.dest != "help":
            words += [action.option_strings[0], _written(value)]
    return shlex.join(words)


def names(text):
    found = [name for name in text.split(",") if name]
    if not found:
        raise argparse.ArgumentTypeError("names nothing")
    return found


def positive(text):
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}'; expected 1 or more")
    return int(text)


def numbers(text):
    """Numbers without repetition, from small to large."""
    return sorted({positive(part) for part in text.split(",")})


def say(message):
    print(message, file=sys.stderr, flush=True)


def _written(value):
    if isinstance(value, list):
        return ",".join(map(str, value)) or "none"
    return str(value)
