"""Shapes and reference data made ready once, then asked about one record after another."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from lcgraph.store import MemoryStore, Patch
from lcgraph.validation.as_written import AsWritten
from lcgraph.validation.constraints import ShapeTriples, constraints_of, sections_of
from lcgraph.validation.core import CoreConstraints
from lcgraph.validation.files import file_checks_of
from lcgraph.validation.neighbourhood import EmptyView, neighbourhood
from lcgraph.validation.reporting import Found, Reporting
from lcgraph.validation.sparql import SparqlConstraints
from lcgraph.validation.targets import Targets, candidates_of
from lcgraph.vocabulary import LCG, LCS, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from lcgraph.validation.constraints import Constraint, Section
    from lcgraph.validation.files import FileCheck
    from lcgraph.validation.neighbourhood import PublishedView
    from lcgraph.validation.raw import RawResult
    from lcgraph.validation.results import Node, Report

MAX_RESULTS: Final = 1000
"""How many results of one constraint a report keeps."""

_DEFAULT: Final = DefaultGraph()
_RECORD: Final = LCG.CityRecord
_SILENCE: Final = LCG.notStatedInSource


class CompiledShapes:
    """The constraints of section 3.2 of the model, ready to run.

    Reads nothing from files or the web: no ``owl:imports`` is followed. The ontology is not part
    of what is validated (traps T6 and T11), so that no inference makes a wrong reference pass.
    Safe to share between threads; one record is validated at a time.
    """

    def __init__(
        self,
        shapes: Iterable[Triple],
        reference: Iterable[Triple],
        ontology: Iterable[Triple] = (),
    ) -> None:
        """Load the shapes and the reference data.

        Args:
            shapes: The graph ``g:shapes``.
            reference: Concept schemes, reference data and sources: what records refer to.
            ontology: The graph ``g:ontology``, of which only the names of the terms are kept, so
                that misspelt ones are noticed.

        Raises:
            ValueError: If the shapes are not usable.
        """
        indexed = ShapeTriples(shapes)
        known = frozenset(reference)
        self.constraints: Final[Mapping[NamedNode, Constraint]] = constraints_of(indexed)
        self.sections: Final[Mapping[NamedNode, Section]] = sections_of(indexed)
        self.file_checks: Final[Mapping[str, FileCheck]] = file_checks_of(indexed)
        self.terms: Final = frozenset(
            t.subject for t in ontology if isinstance(t.subject, NamedNode) and t.subject in LCG
        )
        self._reporting: Final = Reporting(self.constraints, self.sections)
        self._targets: Final = Targets(indexed)
        self._core: Final = CoreConstraints(indexed, known)
        self._sparql: Final = SparqlConstraints(indexed)
        self._store: Final = MemoryStore(
            Quad(t.subject, t.predicate, t.object, _DEFAULT) for t in known
        )
        self._reference: Final = known
        self._known: Final = frozenset(t.subject for t in known if isinstance(t.subject, NamedNode))
        self._lock: Final = threading.Lock()

    def constraint(self, identifier: str) -> Constraint:
        """Return a constraint by its identifier.

        Args:
            identifier: For example ``C30``.

        Returns:
            The constraint.

        Raises:
            KeyError: If there is none.
        """
        return self.constraints[LCS[identifier]]

    def is_reference(self, iri: NamedNode) -> bool:
        """Tell whether the reference data describe a thing.

        Args:
            iri: Any IRI.

        Returns:
            True if it is the subject of a triple there.
        """
        return iri in self._known

    def states(self, triple: Triple) -> bool:
        """Tell whether the reference data make a statement.

        Args:
            triple: The statement.

        Returns:
            True if it is one of their triples.
        """
        return triple in self._reference

    def reference_names(self, namespace: str) -> list[str]:
        """Return what the reference data describe in a namespace.

        Args:
            namespace: The beginning of the IRIs.

        Returns:
            The IRIs, sorted.
        """
        return sorted(iri.value for iri in self._known if iri.value.startswith(namespace))

    def validate(
        self,
        triples: Iterable[Triple],
        *,
        view: PublishedView | None = None,
        now: datetime | None = None,
        max_results: int = MAX_RESULTS,
    ) -> Report:
        """Validate what one file says: a city record with its metadata, or a source.

        Args:
            triples: The triples of the file. Shapes or classes among them have no effect.
            view: The published graph, for constraints that look at other records; nothing is
                written to it.
            now: The moment that dates are compared with; by default the present.
            max_results: How many results of one constraint are kept.

        Returns:
            The report. Drafts and declared silence have been taken into account, and a value
            that does not exist is reported once, by C48.
        """
        given = frozenset(
            t
            for t in triples
            if not isinstance(t.object, Triple) and t.predicate != RDFS.subClassOf
        )
        known = self._known | {t.subject for t in given if isinstance(t.subject, NamedNode)}
        # A view that counts its quads to tell whether it is empty would do so for each record.
        others = neighbourhood(given, known, EmptyView() if view is None else view)
        found = self._found(given, others, now or datetime.now(UTC).astimezone(), max_results)
        return self._reporting.report(given, found)

    def raw_results(
        self,
        triples: Iterable[Triple],
        *,
        now: datetime | None = None,
        max_results: int = MAX_RESULTS,
    ) -> set[RawResult]:
        """Return what SHACL alone says of a file, before drafts and silence are considered.

        Args:
            triples: The triples of the file.
            now: The moment that dates are compared with; by default the present.
            max_results: How many results of one constraint are kept.

        Returns:
            The results whose focus node is a subject of the file.
        """
        given = frozenset(triples)
        return set(self._found(given, (), now or datetime.now(UTC), max_results).results)

    def _found(
        self,
        given: Collection[Triple],
        others: Collection[Triple],
        now: datetime,
        max_results: int,
    ) -> Found:
        candidates = candidates_of(t.subject for t in given)
        with self._lock:
            staged = self._stage({*given, *others})
            targets: Patch | None = None
            try:
                focus = self._targets.focus_nodes(self._store, candidates)
                targets = Patch(added=frozenset(self._sparql.target_quads(focus)))
                self._store.stage(targets)
                by_sparql, truncated = self._sparql.results(self._store, focus, now, max_results)
                about = [q.triple for node in candidates for q in self._about(node)]
                by_core = self._core.results({*about, *others}, focus)
                written = AsWritten(given)
                by_sparql = [written.restored(raw) for raw in by_sparql]
                return Found(
                    focus=focus,
                    results=list(dict.fromkeys([*by_sparql, *by_core])),
                    truncated=tuple(
                        self._reporting.by_shape[shape].identifier for shape in truncated
                    ),
                    silent=frozenset(self._silent(focus, given)),
                )
            finally:
                if targets is not None:
                    self._store.stage(targets.inverse())
                self._store.stage(staged.inverse())

    def _stage(self, triples: Iterable[Triple]) -> Patch:
        quads = (Quad(t.subject, t.predicate, t.object, _DEFAULT) for t in triples)
        patch = Patch(added=frozenset(quad for quad in quads if not self._is_stored(quad)))
        self._store.stage(patch)
        return patch

    def _is_stored(self, quad: Quad) -> bool:
        if not isinstance(quad.subject, NamedNode):
            return False
        stored = self._store.match(quad.subject, quad.predicate, quad.object, _DEFAULT)
        return next(stored, None) is not None

    def _about(self, node: Node) -> Iterable[Quad]:
        return self._store.match(node, None, None, _DEFAULT)  # type: ignore[arg-type]

    def _silent(
        self, focus: Mapping[NamedNode, Collection[Node]], given: Collection[Triple]
    ) -> Iterable[tuple[NamedNode, Node]]:
        """Yield property and thing wherever a value is called for and the sources give none.

        The silence is declared by the thing itself, or by the record for all that it describes.
        """
        records = {t.subject for t in given if (t.predicate, t.object) == (RDF.type, _RECORD)}
        by_record = {t.object for t in given if t.predicate == _SILENCE and t.subject in records}
        for shape, nodes in focus.items():
            constraint = self._reporting.by_shape.get(shape)
            if constraint is None or constraint.path is None:
                continue
            for node in nodes:
                declared = constraint.path in by_record or self._holds(
                    node, _SILENCE, constraint.path
                )
                if declared and not self._holds(node, constraint.path):
                    yield constraint.path, node

    def _holds(self, node: Node, path: NamedNode, value: NamedNode | None = None) -> bool:
        found = self._store.match(node, path, value, _DEFAULT)  # type: ignore[arg-type]
        return next(found, None) is not None
