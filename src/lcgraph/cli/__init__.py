"""The command line: ``lcgraph``."""

from __future__ import annotations

import sys

from lcgraph.cli.output import ExitCode


def main() -> None:
    """Run the command line and end with its exit code."""
    from lcgraph.cli.application import application
    from lcgraph.cli.output import tell
    from lcgraph.cli.usage import run
    from lcgraph.store import StoreFault

    try:
        run(application(sys.argv[1] if len(sys.argv) > 1 else None), sys.argv[1:])
    except StoreFault as fault:
        tell(" · ".join(fault.messages.values()))
        sys.exit(ExitCode.FAULT)
    except BrokenPipeError:
        # The reader of a pipe had enough; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(ExitCode.DONE)
