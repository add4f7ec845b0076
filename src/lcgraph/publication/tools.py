"""What publications are made with: rules, shapes and reference data, made ready once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from lcgraph.inference import Background, CompiledRules, compile
from lcgraph.publication.refusals import Refused, reasons_of
from lcgraph.recommendations import RuleSet, affected_cities, derivation_patch
from lcgraph.validation import CompiledShapes, ReportContext, Severity, report_triples
from lcgraph.vocabulary import GRAPH, ID, OWL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from pyoxigraph import Triple

    from lcgraph.records import CityRecord
    from lcgraph.store import Patch, StagedStore
    from lcgraph.validation import ValidationResult


_VALIDATION: Final = ID["activity/validation"]


@dataclass(frozen=True)
class Check:
    """What validation found in a record.

    Attributes:
        violations: What forbids publication, by language tag.
        warnings: How many warnings there are.
        triples: The report, for ``g:quality``.
    """

    violations: tuple[dict[str, str], ...]
    warnings: int
    triples: frozenset[Triple]


class Tools:
    """The compiled ontology, its background, the shapes and the rules of a release."""

    def __init__(
        self,
        rules: CompiledRules,
        background: Background,
        graphs: Mapping[NamedNode, Iterable[Triple]],
        recommendations: RuleSet,
    ) -> None:
        """Keep what :meth:`of` has made.

        Args:
            rules: The ontology, compiled.
            background: What every record stands on.
            graphs: Graph name to triples, for the shapes and what they refer to.
            recommendations: The rules of section 4 of the model.
        """
        self.rules = rules
        self.background = background
        self.recommendations = recommendations
        self._graphs = graphs

    @classmethod
    def of(
        cls, graphs: Mapping[NamedNode, Iterable[Triple]], recommendations: RuleSet
    ) -> Tools | Refused:
        """Make the tools of a release.

        Args:
            graphs: Graph name to triples: ontology, reference data, shapes and sources.
            recommendations: The rules of section 4 of the model.

        Returns:
            The tools, or why the ontology and the reference data cannot be used.
        """
        rules = compile(graphs[GRAPH["ontology"]])
        if not isinstance(rules, CompiledRules):
            return Refused(GRAPH["ontology"].value, reasons_of(rules))
        background = rules.background(_described(graphs))
        if not isinstance(background, Background):
            return Refused(GRAPH["reference"].value, reasons_of(background))
        return cls(rules, background, graphs, recommendations)

    @cached_property
    def shapes(self) -> CompiledShapes:
        """The compiled shapes; compiling them takes a moment, so it is done when first needed."""
        return CompiledShapes(self._graphs[GRAPH["shapes"]], _described(self._graphs))

    def checked(self, record: CityRecord, staged: StagedStore) -> Check:
        """Validate a record as it is asserted.

        Args:
            record: The record.
            staged: The graph that it is to join; the published view is looked at.

        Returns:
            What forbids publication, and the whole report as triples.
        """
        triples = record.description | record.content
        report = self.shapes.validate(triples, view=staged)
        violations = tuple(_reason(result) for result in report.of(Severity.VIOLATION))
        warnings = len(report.of(Severity.WARNING))
        context = ReportContext(record.iri, _VALIDATION, self._shapes_version)
        return Check(violations, warnings, frozenset(report_triples(report, context)))

    @cached_property
    def _shapes_version(self) -> NamedNode:
        for triple in self._graphs[GRAPH["shapes"]]:
            if triple.predicate == OWL.versionIRI and isinstance(triple.object, NamedNode):
                return triple.object
        raise ValueError("the shapes state no owl:versionIRI")

    def derivation(self, staged: StagedStore, changed: Patch | None, at: datetime) -> Patch:
        """Derive the recommendations.

        Args:
            staged: The graph: published view, inferred view and validation results.
            changed: What has changed since they were last derived, where it concerns records
                only; None computes everything.
            at: When this is, for what depends on the age of evidence.

        Returns:
            The change of ``g:derived``.
        """
        cities = None if changed is None else affected_cities(staged, changed)
        return derivation_patch(staged, self.recommendations, cities, at=at)


def _reason(result: ValidationResult) -> dict[str, str]:
    where = str(result.focus_node)
    if result.value is not None:
        where = f"{where} → {result.value}"
    return {tag: f"{result.identifier} {where}: {result.messages[tag]}" for tag in ("th", "en")}


def _described(graphs: Mapping[NamedNode, Iterable[Triple]]) -> frozenset[Triple]:
    apart = {GRAPH["ontology"], GRAPH["shapes"]}
    return frozenset(t for graph, triples in graphs.items() if graph not in apart for t in triples)
