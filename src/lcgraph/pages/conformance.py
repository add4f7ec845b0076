"""The page that shows how the service fares in test suites."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from lcgraph.pages.rendering import rendered
from lcgraph.records.triples import TripleIndex
from lcgraph.vocabulary import DCTERMS, DOAP, EARL, FOAF, RDF, RDFS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyoxigraph import NamedNode, Triple
    from starlette.requests import Request


def page(request: Request, report: Collection[Triple]) -> str:
    """Make the page.

    Args:
        request: The request.
        report: An EARL report, whose tests are part of ``earl:TestRequirement``.

    Returns:
        The outcomes counted by suite, the tests that are not passed with the reasons given, and
        each test with a link to what it is.
    """
    index = TripleIndex(report)
    results = [_result(index, iri) for iri in index.subjects(RDF.type, EARL.Assertion)]
    suites = [
        _suite(index, iri, [result for result in results if result["suite"] == iri])
        for iri in index.subjects(RDF.type, EARL.TestRequirement)
    ]
    return rendered(
        request,
        "conformance.html",
        suites=sorted(suites, key=lambda suite: suite["place"]),
        totals=_counted(results),
        recorded=max(result["date"] for result in results),
        release=" ".join(
            revision
            for version in index.subjects(RDF.type, DOAP.Version)
            for revision in index.texts(version, DOAP.revision).values()
        ),
    )


def _result(index: TripleIndex, assertion: NamedNode) -> dict[str, Any]:
    (test,) = index.iris(assertion, EARL.test)
    (result,) = index.iris(assertion, EARL.result)
    (outcome,) = index.iris(result, EARL.outcome)
    (suite,) = index.iris(test, DCTERMS.isPartOf)
    (name,) = index.texts(test, DCTERMS.identifier).values()
    (date,) = index.texts(result, DCTERMS.date).values()
    (about,) = index.iris(test, FOAF.page)
    return {
        "name": name,
        "about": about.value,
        "suite": suite,
        "outcome": EARL.local(outcome),
        "reasons": index.texts(result, EARL.info),
        "date": date,
    }


def _suite(index: TripleIndex, iri: NamedNode, results: list[dict[str, Any]]) -> dict[str, Any]:
    specification, source = index.iri(iri, RDFS.seeAlso), index.iri(iri, DCTERMS.source)
    return {
        "key": iri.value.rpartition("#")[2],
        "labels": index.texts(iri, RDFS.label),
        "place": "".join(index.texts(iri, SCHEMA.position).values()),
        "specification": specification.value if specification else "",
        "source": source.value if source else "",
        "results": results,
        "counts": _counted(results),
    }


def _counted(results: list[dict[str, Any]]) -> dict[str, int]:
    counts = Counter(result["outcome"] for result in results)
    return {"passed": counts["passed"], "failed": counts["failed"], "all": len(results)}
