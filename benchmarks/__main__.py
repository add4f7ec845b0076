"""``python -m benchmarks``: measure lcgraph against others and write down what came out."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import inferring, loading, publishing, querying, report, starting, validating
from benchmarks.figures import Figure
from benchmarks.processes import tell

BENCHMARKS: dict[str, tuple[Callable[[int], Figure], int]] = {
    "load": (loading.run, 3),
    "start": (starting.run, 7),
    "queries": (querying.run, 3),
    "validate": (validating.run, 3),
    "infer": (inferring.run, 3),
    "publish": (publishing.run, 5),
}
"""What can be measured, and how often it is unless told otherwise."""

_EPILOG = """\
load      first load of the shipped data, against rdflib reading the same files
start     second start of the service, against a bare FastAPI application on the same store
queries   the query library on the graph in memory, against rdflib in memory
validate  one record with the shapes loaded, against pyshacl.validate
infer     one record on its background, against owlrl
publish   one record into a graph of 1,000 cities, against loading that graph anew

Exit code 1 if a demanded ratio is missed or answers differ.
See also: python -m benchmarks.generate --help, python -m benchmarks.http --help
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for.

    Args:
        arguments: The command line without the program; that of the process when None.

    Returns:
        The exit code.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    run = report.circumstances(shlex.join(["python", "-m", "benchmarks", *given]))
    figures = []
    for name in chosen.only or BENCHMARKS:
        measure, repetitions = BENCHMARKS[name]
        figures.append(measure(chosen.repetitions or repetitions))
        # Written after each, so that an interrupted run keeps what it has.
        report.write(figures, run, chosen.output)
        tell(f"{name}: {figures[-1].ratio:.2f} {figures[-1].sense.value}")
    print(report.markdown([{**figure.to_dict(), "run": run} for figure in figures]), end="")
    return 0 if all(figure.is_met for figure in figures) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure lcgraph against others on the same work, as ratios within one run.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=list(BENCHMARKS),
        metavar="NAME",
        help="measure only this; may be repeated",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path(__file__).parent / "RESULTS.md",
        metavar="FILE",
        help="the table to write, benchmarks/RESULTS.md unless told otherwise; what is not "
        "measured anew stays in it",
    )
    parser.add_argument(
        "--repetitions", type=_positive, metavar="N", help="how often, instead of the usual"
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
