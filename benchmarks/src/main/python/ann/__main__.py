"""The command bin/bench ann."""

import signal
import sys

from ann import datasets, engines, environment, options
from ann.errors import Refused


def main():
    # So that a process of an engine does not outlive the command.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        # Mistakes are told before anything is installed.
        settings = options.parse(sys.argv[1:])
        chosen = datasets.select(settings.data, engines.ROOT, settings.fashion_mnist)
        environment.enter()
        from ann import comparison

        comparison.compare(settings, chosen)
    except Refused as e:
        print(f"bin/bench ann: {e}", file=sys.stderr)
        return e.status
    except KeyboardInterrupt:
        return 130
    return 0


sys.exit(main())
