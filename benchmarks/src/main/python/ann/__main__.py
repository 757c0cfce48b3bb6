"""The command bin/bench ann."""

import sys

from ann import commandline, datasets, engines, environment, options


def main():
    # Mistakes are told before anything is installed.
    settings = options.parse(sys.argv[1:])
    chosen = datasets.select(settings.data, engines.ROOT, settings.fashion_mnist)
    environment.enter("ann")
    from ann import comparison

    comparison.compare(settings, chosen)


sys.exit(commandline.run(options.PROG, main))
