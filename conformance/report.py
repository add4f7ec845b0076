"""``python -m conformance.report``: make an EARL report of results, and compare it with the kept.

EARL is the W3C's vocabulary for results of tests (Evaluation and Report Language 1.0 Schema).
Results come as JSON files: an object with ``results``, a list of objects with ``id`` (the folder
of a suite, a slash, the name of a test) and ``verdict`` (one of the keys of :data:`OUTCOMES`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from lcgraph import __version__
from lcgraph.records.triples import TripleIndex
from lcgraph.vocabulary import (
    BASE,
    DCTERMS,
    DOAP,
    EARL,
    FOAF,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    VOID,
    XSD,
    Namespace,
)

HERE: Final = Path(__file__).parent
SUITES: Final = HERE / "suites.ttl"
KEPT: Final = HERE / "earl.ttl"
FRESH: Final = HERE.parent / "build" / "earl.ttl"

REPORT: Final = Namespace(f"{BASE}conformance#")
OUTCOMES: Final = {
    "pass": EARL.passed,
    # Right but for how a literal is written, or only as to sh:conforms: that is not passed.
    "lenient": EARL.failed,
    "fail": EARL.failed,
    "skip": EARL.untested,
}
_SHOWN: Final = 40
_PREFIXES: Final = {
    "dcterms": str(DCTERMS),
    "doap": str(DOAP),
    "earl": str(EARL),
    "foaf": str(FOAF),
    "rdfs": str(RDFS),
    "report": str(REPORT),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    "void": str(VOID),
    "xsd": str(XSD),
}


class Unusable(Exception):
    """Results of which no report can be made."""


@dataclass(frozen=True)
class Suite:
    """A suite of tests.

    Attributes:
        iri: What names it in the report.
        start: What the IRIs of its tests begin with.
        page: The address of what describes a test, with ``{name}`` in place of its name.
    """

    iri: NamedNode
    start: str
    page: str


def read(path: Path) -> set[Triple]:
    """Read a Turtle file.

    Args:
        path: The file.

    Returns:
        Its triples.
    """
    return {quad.triple for quad in pyoxigraph.parse(path=path, format=RdfFormat.TURTLE)}


def suites_of(index: TripleIndex) -> dict[str, Suite]:
    """Find the suites that a graph describes.

    Args:
        index: The graph of ``suites.ttl``.

    Returns:
        The folder that identifiers of tests begin with, to its suite.
    """

    def text(iri: NamedNode, predicate: NamedNode) -> str:
        (found,) = index.literals(iri, predicate)
        return found.value

    return {
        text(iri, SKOS.notation): Suite(
            iri, text(iri, VOID.uriSpace), text(iri, SCHEMA.urlTemplate)
        )
        for iri in index.subjects(RDF.type, EARL.TestRequirement)
    }


def verdicts_in(paths: Iterable[Path]) -> dict[str, str]:
    """Read results.

    Args:
        paths: JSON files.

    Returns:
        The identifier of each test to its verdict.

    Raises:
        Unusable: If a file has no results, or a test has two.
    """
    found: dict[str, str] = {}
    for path in paths:
        try:
            results = json.loads(path.read_text(encoding="utf-8"))["results"]
            read_here = [(str(each["id"]), str(each["verdict"])) for each in results]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Unusable(f"{path} has no results that can be read: {error!r}") from None
        names = Counter([*found, *(name for name, _ in read_here)])
        if twice := sorted(name for name, count in names.items() if count > 1):
            raise Unusable(f"{path} has results that are there already: {', '.join(twice)}")
        found.update(read_here)
    if not found:
        raise Unusable("There are no results.")
    return found


def report_of(
    verdicts: Mapping[str, str], described: set[Triple], version: str, date: dt.date
) -> set[Triple]:
    """Make a report.

    Args:
        verdicts: The identifier of each test to its verdict.
        described: The graph of ``suites.ttl``.
        version: The version of lcgraph that was tested.
        date: When.

    Returns:
        The graph described, without reasons for failures that there are not, with a release and
        for each test an ``earl:TestCase``, an ``earl:Assertion`` and an ``earl:TestResult``. It
        has no blank nodes.

    Raises:
        Unusable: If a suite or a verdict is unknown.
    """
    index = TripleIndex(described)
    suites = suites_of(index)
    triples = {triple for triple in described if triple.predicate != RDFS.comment}
    release = REPORT[f"lcgraph-{version}"]
    triples |= {
        Triple(REPORT.lcgraph, DOAP.release, release),
        Triple(release, RDF.type, DOAP.Version),
        Triple(release, DOAP.revision, Literal(version)),
    }
    day = Literal(date.isoformat(), datatype=XSD.date)
    for identifier, verdict in verdicts.items():
        folder, _, name = identifier.partition("/")
        if folder not in suites or verdict not in OUTCOMES:
            raise Unusable(f"The suite or the verdict of {identifier} ({verdict}) is unknown.")
        triples |= set(_asserted(index, suites[folder], name, OUTCOMES[verdict], day))
    return triples


def _asserted(
    index: TripleIndex, suite: Suite, name: str, outcome: NamedNode, day: Literal
) -> Iterator[Triple]:
    test = NamedNode(suite.start + name)
    key = f"{REPORT.local(suite.iri)}-{re.sub('[^A-Za-z0-9_-]', '-', name)}"
    assertion, result = REPORT[key], REPORT[f"{key}-result"]
    yield Triple(test, RDF.type, EARL.TestCase)
    yield Triple(test, DCTERMS.identifier, Literal(name))
    yield Triple(test, DCTERMS.isPartOf, suite.iri)
    yield Triple(test, FOAF.page, NamedNode(suite.page.replace("{name}", name)))
    yield Triple(assertion, RDF.type, EARL.Assertion)
    yield Triple(assertion, EARL.assertedBy, REPORT["suite-run"])
    yield Triple(assertion, EARL.mode, EARL.automatic)
    yield Triple(assertion, EARL.result, result)
    yield Triple(assertion, EARL.subject, REPORT.lcgraph)
    yield Triple(assertion, EARL.test, test)
    yield Triple(result, RDF.type, EARL.TestResult)
    yield Triple(result, DCTERMS.date, day)
    yield Triple(result, EARL.outcome, outcome)
    if outcome != EARL.passed:
        for reason in index.literals(test, RDFS.comment):
            yield Triple(result, EARL.info, reason)


def written(triples: Iterable[Triple]) -> str:
    """Write a report as Turtle.

    Args:
        triples: The report.

    Returns:
        The text: subjects and prefixes in order, the type of each subject first.
    """
    ordered = sorted(triples, key=_place)
    body = pyoxigraph.serialize(ordered, format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b""
    lines = body.decode().replace("\t", "  ").splitlines()
    declared = sorted(line for line in lines if line.startswith("@prefix "))
    said = [line for line in lines if not line.startswith("@prefix ")]
    spaced = [line + "\n" if line.endswith(" .") else line for line in said]
    return "\n".join([*declared, "", *spaced]).rstrip("\n") + "\n"


def _place(triple: Triple) -> tuple[str, bool, str]:
    return str(triple.subject).strip("<>"), triple.predicate != RDF.type, str(triple)


def differences(kept: set[Triple], fresh: set[Triple]) -> list[str]:
    """Compare two reports, whenever they were made.

    Args:
        kept: One report.
        fresh: Another.

    Returns:
        What only one of them says, in N-Triples, after ``-`` for the first and ``+`` for the
        second; dates are not looked at.
    """
    one, other = ({str(t) for t in each if t.predicate != DCTERMS.date} for each in (kept, fresh))
    return [
        *(f"- {line}" for line in sorted(one - other)),
        *(f"+ {line}" for line in sorted(other - one)),
    ]


def figures(triples: Iterable[Triple]) -> Counter[str]:
    """Count the outcomes of a report.

    Args:
        triples: The report.

    Returns:
        The local name of each outcome to how often it is there.
    """
    return Counter(
        EARL.local(triple.object)
        for triple in triples
        if triple.predicate == EARL.outcome and isinstance(triple.object, NamedNode)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a report, and compare it with the one that is kept.

    Args:
        arguments: The command line without the program; that of the process when None.

    Returns:
        0 if the reports say the same but for their dates, 1 if not, 2 if none can be made.
    """
    parser = argparse.ArgumentParser(
        prog="python -m conformance.report", description="Compare results with the kept report."
    )
    parser.add_argument("results", nargs="+", type=Path, help="JSON files with results")
    parser.add_argument("--kept", type=Path, default=KEPT, help="the report to compare with")
    parser.add_argument("--fresh", type=Path, default=FRESH, help="where to write the new report")
    given = parser.parse_args(arguments)
    today = dt.datetime.now(dt.UTC).date()
    try:
        fresh = report_of(verdicts_in(given.results), read(SUITES), __version__, today)
    except Unusable as unusable:
        sys.stderr.write(f"{unusable}\n")
        return 2
    given.fresh.parent.mkdir(parents=True, exist_ok=True)
    given.fresh.write_text(written(fresh), encoding="utf-8")
    found = differences(read(given.kept) if given.kept.exists() else set(), fresh)
    counted = ", ".join(f"{count} {name}" for name, count in sorted(figures(fresh).items()))
    if found:
        sys.stdout.write("".join(f"{line}\n" for line in found[:_SHOWN]))
        sys.stdout.write(
            f"W3C suites: {counted}. That is not what {given.kept} says.\n"
            f"If the new results are right: mv {given.fresh} {given.kept}, and mend the figures "
            "of the README.\n"
        )
        return 1
    sys.stdout.write(f"W3C suites: {counted}, as {given.kept.name} says.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
