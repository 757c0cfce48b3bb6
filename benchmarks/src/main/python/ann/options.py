"""The command line of bin/bench ann."""

import pathlib

from ann import commandline, datasets, engines
from ann.commandline import names, numbers, positive
from ann.errors import Refused

PROG = "bin/bench ann"

# Where its files lie says nothing about a figure.
PLACES = {"out", "fashion_mnist"}

WIDTHS = [10, 16, 24, 32, 48, 64, 96, 128, 192, 256]


def parse(arguments):
    """The options; data and peers as lists of names."""
    options = _parser().parse_args(arguments)
    check(options)
    return options


def command(options):
    """The command with these options, but for those that only name places."""
    return commandline.command(_parser(), options, PLACES)


def _parser():
    parser = commandline.Parser(
        PROG,
        "Measures recall and speed of Vicinal and of other libraries on the same vectors.\n\n"
        "Every round runs each engine once, in a process of its own, on one processor and with one\n"
        "thread: it builds its index and searches it at each width ef. Rounds of all engines take\n"
        "turns, so that what else the machine does meets all of them.",
        epilog="For each data set it writes a page in Markdown with a picture (SVG), and the lines of all\n"
        "runs to target/benchmarks/NAME.jsonl. A peer that cannot be installed is left out.\n\n"
        "Example: bin/bench ann --data sift-5k,fashion-mnist --peers hnswlib,faiss --rounds 3")
    add = parser.add_argument
    add_data(add)
    add("--peers", type=peers, default=list(engines.PEERS), metavar="NAME,...",
        help=f"what Vicinal is compared with; default {','.join(engines.PEERS)}; or none")
    add("--rounds", type=positive, default=3, metavar="N", help="runs of each engine; default 3")
    add("--ef", type=numbers, default=WIDTHS, metavar="N,...",
        help=f"widths of the search; default {','.join(map(str, WIDTHS))}")
    add_index(add)
    add_out(add, "pages and pictures go")
    return parser


def add_data(add):
    """The options that choose data sets."""
    add("--data", type=names, default=["all"], metavar="NAME,...",
        help="data sets, as in sift-5k or fashion-mnist-10k-cosine; default all that are here:"
        " shared/data/ann in or above the checkout, and fashion-mnist")
    add("--limit-rows", type=positive, metavar="N", help="use the first N vectors of each data set only")
    add("--fashion-mnist", type=pathlib.Path, default=datasets.FASHION_MNIST, metavar="DIR",
        help="where the files of Debian's package dataset-fashion-mnist are; default %(default)s")


def add_index(add):
    """The options of an index and of the neighbours that are wanted."""
    add("--k", type=positive, default=10, metavar="N", help="neighbours of a query; default 10")
    add("--m", type=positive, default=16, metavar="N", help="links of a vector; default 16")
    add("--ef-construction", type=positive, default=200, metavar="N",
        help="width of the search while building; default 200")


def add_out(add, what):
    add("--out", type=pathlib.Path, default=engines.ROOT / "docs" / "benchmarks", metavar="DIR",
        help=f"where {what}; default docs/benchmarks")


def check(options):
    """Refuses more neighbours than truth lists, and searches that are narrower."""
    if options.k > datasets.LISTED:
        raise Refused(f"--k is {options.k}; expected 1..{datasets.LISTED}, as many as the truth lists", 2)
    too_narrow = [ef for ef in (options.ef if isinstance(options.ef, list) else [options.ef]) if ef < options.k]
    if too_narrow:
        raise Refused(f"--ef {too_narrow[0]} is narrower than --k {options.k}; expected {options.k} or more", 2)


def peers(text):
    """Names of peers; they may be none."""
    found = [] if text == "none" else names(text)
    for name in found:
        if name not in engines.PEERS:
            raise Refused(f"unknown peer '{name}'; expected none or some of {', '.join(engines.PEERS)}", 2)
    return found
