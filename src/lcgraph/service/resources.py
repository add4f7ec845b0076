"""What the graph says of one IRI, kept apart by where it comes from."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode, Triple

from lcgraph.service.asking import AskedGraph
from lcgraph.service.graph import triples_of
from lcgraph.service.problems import Problem
from lcgraph.service.texts import text
from lcgraph.store import Layer
from lcgraph.vocabulary import ADMS, BASE, DCTERMS, GRAPH, RDFS, SKOS, STATUS

if TYPE_CHECKING:
    from collections.abc import Sequence


MOST_INCOMING: Final = 200
"""How many statements that refer to a thing are shown with it."""

_NAMING: Final = (RDFS.label, SKOS.prefLabel, DCTERMS.title)
# What describes the shapes is not in the default graph; the ontology names its terms.
_BESIDE: Final = tuple(GRAPH[name].value for name in ("shapes", "quality", "ontology"))
_DOCUMENT_OF_A_GRAPH: Final = re.compile(
    re.escape(BASE) + r"(?:(?P<release>ontology|shapes)(?:/[^/]+)?|graph/.+|record/[^/]+-v\d+)"
)
_SCHEME: Final = re.compile(re.escape(BASE) + r"concept/[^/]+")


@dataclass(frozen=True)
class Resource:
    """A thing, a concept or a document of the graph.

    Attributes:
        iri: What it is called.
        asserted: What the published view says of it, with the names of everything mentioned, and
            with its passages, their words and readings.
        inferred: What is said of it only in ``g:inferred-owl``, with names.
        derived: What is said of it only in ``g:derived`` or ``g:quality``, with names.
        incoming: Published statements that refer to it, with names; never more than
            :data:`MOST_INCOMING` statements.
        is_cut: Whether more refer to it than are shown.
        content: What the graph or the concept scheme that it is holds.
        version: The data version.
    """

    iri: NamedNode
    asserted: frozenset[Triple]
    inferred: frozenset[Triple]
    derived: frozenset[Triple]
    incoming: frozenset[Triple]
    is_cut: bool
    content: frozenset[Triple]
    version: int

    def triples(self, layers: Sequence[Layer] = ()) -> frozenset[Triple]:
        """Return the graph to serialize.

        Args:
            layers: What to add to the published statements.

        Returns:
            What is published of it; of a thing that only a layer knows, what that layer says.
        """
        found = self.asserted | self.incoming | self.content
        if Layer.INFERRED in layers or not found:
            found |= self.inferred
        if {Layer.DERIVED, Layer.QUALITY} & set(layers) or not found:
            found |= self.derived
        return found

    @property
    def successor(self) -> NamedNode | None:
        """What has taken its place, if anything has."""
        for triple in self.asserted:
            if triple.subject == self.iri and triple.predicate == DCTERMS.isReplacedBy:
                return triple.object if isinstance(triple.object, NamedNode) else None
        return None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is a record that is no longer there to be used."""
        standing = {t.object for t in self.asserted if t.predicate == ADMS.status}
        superseded = STATUS["superseded"] in standing and self.successor is None
        return STATUS["withdrawn"] in standing or superseded


async def resource_of(graph: AskedGraph, iri: NamedNode) -> Resource:
    """Ask for everything about an IRI.

    Args:
        graph: The graph; the layers are read too.
        iri: An IRI of our own.

    Returns:
        What is known of it.

    Raises:
        Problem: ``not-found`` for an IRI that the graph does not mention; ``gone`` for a record
            that was withdrawn, or that was superseded by nothing, and for what only such records
            mention.
    """
    resource = await _resource_of(graph, iri)
    if resource.is_withdrawn:
        raise _gone(iri)
    return resource


async def _resource_of(graph: AskedGraph, iri: NamedNode) -> Resource:
    asserted, inferred, derived, incoming, with_derived, content = await asyncio.gather(
        _asked(graph, "description", iri),
        _asked(graph, "description", iri, (Layer.INFERRED,)),
        _asked(graph, "description", iri, (Layer.DERIVED, Layer.QUALITY)),
        _asked(graph, "incoming", iri),
        _asked(graph, "incoming", iri, (Layer.DERIVED, Layer.QUALITY)),
        _content(graph, iri),
    )
    if not (asserted or inferred or derived or incoming or content):
        asserted, beside = await asyncio.gather(
            _asked(graph, "description", iri, default=_BESIDE),
            _asked(graph, "incoming", iri, default=_BESIDE),
        )
        if not asserted | beside | with_derived:
            raise await _absent(graph, iri)
        incoming = beside - with_derived
    shown, is_cut = _bounded(iri, incoming)
    referring, _ = _bounded(iri, with_derived)
    return Resource(
        iri=iri,
        asserted=asserted,
        inferred=inferred - asserted,
        derived=(derived | referring) - asserted - incoming,
        incoming=shown,
        is_cut=is_cut,
        content=content,
        version=graph.version,
    )


async def require(graph: AskedGraph, iri: NamedNode) -> None:
    """Make sure that there is something to say of an IRI.

    Args:
        graph: The published graph; the layers are read too.
        iri: An IRI of our own.

    Raises:
        Problem: ``not-found`` for an IRI that the graph does not mention; ``gone`` for what only
            withdrawn records mention.
    """
    if await _mentioned(graph, iri, (Layer.INFERRED, Layer.DERIVED, Layer.QUALITY)):
        return
    if not await _mentioned(graph, iri, default=_BESIDE):
        raise await _absent(graph, iri)


async def _mentioned(
    graph: AskedGraph,
    iri: NamedNode,
    layers: Sequence[Layer] = (),
    default: Sequence[str] | None = None,
) -> bool:
    answer = await graph.query(
        text("mentioned"), layers=layers, default=default, substitutions={"_thing_iri": iri}
    )
    return b"true" in answer.content


async def _asked(
    graph: AskedGraph,
    name: str,
    iri: NamedNode,
    layers: Sequence[Layer] = (),
    default: Sequence[str] | None = None,
) -> frozenset[Triple]:
    variable = "_scheme_iri" if name == "scheme" else "_thing_iri"
    answer = await graph.query(
        text(name), layers=layers, default=default, substitutions={variable: iri}
    )
    return frozenset(await run_in_threadpool(triples_of, answer))


async def _content(graph: AskedGraph, iri: NamedNode) -> frozenset[Triple]:
    if _SCHEME.fullmatch(iri.value):
        return await _asked(graph, "scheme", iri)
    document = _DOCUMENT_OF_A_GRAPH.fullmatch(iri.value)
    if document is None:
        return frozenset()
    release = document["release"]
    name = GRAPH[release].value if release else iri.value
    answer = await graph.query(text("graph"), default=[name])
    content = frozenset(await run_in_threadpool(triples_of, answer))
    # A release is served under the IRIs that its own graph gives it, and under no other.
    ends = {end for triple in content for end in (triple.subject, triple.object)}
    return content if not release or iri in ends else frozenset()


def _bounded(iri: NamedNode, triples: frozenset[Triple]) -> tuple[frozenset[Triple], bool]:
    # In the order in which the query cuts off what is too much.
    referring = sorted((t for t in triples if t.object == iri), key=_place)
    shown = frozenset(referring[:MOST_INCOMING])
    mentioned = {term for t in shown for term in (t.subject, t.predicate)}
    names = {t for t in triples if t.predicate in _NAMING and t.subject in mentioned}
    return shown | names, len(referring) > MOST_INCOMING


def _place(triple: Triple) -> tuple[str, str]:
    return str(triple.subject).removesuffix(">"), str(triple.predicate).removesuffix(">")


async def _absent(graph: AskedGraph, iri: NamedNode) -> Problem:
    answer = await graph.query(text("withdrawn"), substitutions={"_thing_iri": iri})
    if b"true" in answer.content:
        return _gone(iri)
    return not_found(iri.value)


def not_found(name: str) -> Problem:
    """Say that the graph does not mention something.

    Args:
        name: The IRI, or what was given for one.

    Returns:
        The problem ``not-found``.
    """
    return Problem(
        "not-found",
        {
            "th": f"กราฟนี้ไม่กล่าวถึง {name[:300]}",
            "en": f"The graph does not mention {name[:300]}.",
        },
    )


def _gone(iri: NamedNode) -> Problem:
    return Problem(
        "gone",
        {
            "th": f"{iri.value} ถูกถอนออกแล้ว และไม่มีสิ่งใดมาแทน",
            "en": f"{iri.value} was withdrawn, and nothing has taken its place.",
        },
    )
