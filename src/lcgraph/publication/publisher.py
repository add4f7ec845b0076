"""The way of a publication: asserted, checked, inferred, derived, then one patch.

A publication is staged on a copy of the graph that nobody else reads. What comes of it is one
patch for the store, or the reasons against it with nothing changed (sections 1 and 4 of the
architecture: validate asserted data, infer, then derive; no way back).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.inference import Closure
from lcgraph.publication.catalogue import (
    entry_patch,
    is_outdated,
    not_to_be_edited,
    published_version,
)
from lcgraph.publication.refusals import Conflict, Refused, reasons_of
from lcgraph.publication.skolem import skolemized
from lcgraph.publication.views import (
    CATALOGUE,
    INFERRED,
    QUALITY,
    graph_patch,
    is_ledger_of,
    is_published,
    ledger,
    view_patch,
)
from lcgraph.records import CityRecord, Status
from lcgraph.store import Patch, StagedStore
from lcgraph.vocabulary import ADMS, LCG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pyoxigraph import Triple

    from lcgraph.publication.tools import Tools

_SHIPPED: Final = LCG["shippedDigest"]


@dataclass(frozen=True)
class Prepared:
    """A publication that only has to be carried out.

    Attributes:
        patch: The change of the store; empty when everything is there already.
        records: The record versions that it enters, and where each stands.
        warnings: How many warnings validation found in each record, by its IRI.
    """

    patch: Patch
    records: Mapping[str, Status] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)


def silent(_message: str) -> None:
    """Tell nobody.

    Args:
        _message: What is being done.
    """


class Publisher:
    """Prepares publications on a staged copy of the graph."""

    def __init__(self, staged: StagedStore, tools: Tools) -> None:
        """Take the copy over.

        Args:
            staged: The graph as it is; the publisher changes it.
            tools: Rules, shapes and reference data, made ready once.
        """
        self._staged = staged
        self._tools = tools
        self._steps: list[Patch] = []

    def shipped(
        self,
        graphs: Mapping[NamedNode, Iterable[Triple]],
        records: Sequence[CityRecord],
        fingerprint: str,
        tell: Callable[[str], None] = silent,
    ) -> Prepared | Refused:
        """Prepare the publication of what a release ships.

        Args:
            graphs: Graph name to triples: ontology, reference data, shapes, sources.
            records: The shipped records; one that stewards have since replaced is left alone.
            fingerprint: The digest of everything shipped, kept in the catalogue.
            tell: Told what is being done, with the name of the record where there is one.

        Returns:
            The publication, or why the release cannot be published.
        """
        self._steps.clear()
        current = [record for record in records if not is_outdated(self._staged, record)]
        patch = Patch()
        for graph, triples in graphs.items():
            name = graph.value.rpartition("/")[2]
            patch = patch.then(self._replace(graph, skolemized(name, triples)))
        concerns_all = bool(patch)
        patch = patch.then(self._fingerprinted(fingerprint))
        if concerns_all:
            facts = self._tools.background.facts
            patch = patch.then(self._replace(ledger(INFERRED, "background"), facts))
        return self._publish(patch, current, tell, concerns_all=concerns_all)

    def record(
        self, record: CityRecord, tell: Callable[[str], None] = silent
    ) -> Prepared | Refused:
        """Prepare the publication of one version of a city's record.

        Args:
            record: The record; its description says whether it is a draft.
            tell: Told what is being done.

        Returns:
            The publication, or why the record cannot be published.
        """
        self._steps.clear()
        return self.edit_refused(record) or self._publish(
            Patch(), [record], tell, concerns_all=False
        )

    def edit_refused(self, record: CityRecord) -> Conflict | None:
        """Tell whether a record would change or undo what has been published.

        Args:
            record: The record.

        Returns:
            Why it is refused, or None.
        """
        return not_to_be_edited(self._staged, record, stated_status(record))

    def _publish(
        self,
        patch: Patch,
        records: Sequence[CityRecord],
        tell: Callable[[str], None],
        *,
        concerns_all: bool,
    ) -> Prepared | Refused:
        done = patch
        try:
            done = Patch.sequence([done, *map(self._entered, records)])
            done = done.then(self._viewed(done, records))
            closed = self._inferred(records, tell)
            if isinstance(closed, Refused):
                return self._undone(done, closed)
            done = done.then(closed)
            done = done.then(self._united(done, INFERRED))
            checked, warnings = self._checked(records, tell)
            if isinstance(checked, Refused):
                return self._undone(done, checked)
            done = done.then(checked)
            done = done.then(self._united(done, QUALITY))
            if done:
                # Time alone is no news: without a change nothing is derived anew.
                tell("recommendations")
                changed = None if concerns_all else done
                derived = self._tools.derivation(self._staged, changed, datetime.now(UTC))
                done = done.then(self._stage(derived))
        except BaseException:
            self._staged.stage(Patch.sequence(self._steps).inverse())
            raise
        standing = {record.iri.value: stated_status(record) for record in records}
        return Prepared(done, standing, warnings)

    def _undone(self, done: Patch, refused: Refused) -> Refused:
        self._stage(done.inverse())
        return refused

    def _stage(self, patch: Patch) -> Patch:
        self._staged.stage(patch)
        self._steps.append(patch)
        return patch

    def _replace(self, graph: NamedNode, triples: Iterable[Triple]) -> Patch:
        return self._stage(graph_patch(self._staged, graph, triples))

    def _fingerprinted(self, fingerprint: str) -> Patch:
        before = frozenset(self._staged.match(CATALOGUE, _SHIPPED, None, CATALOGUE))
        after = {Quad(CATALOGUE, _SHIPPED, Literal(fingerprint), CATALOGUE)}
        return self._stage(Patch.between(before, after))

    def _entered(self, record: CityRecord) -> Patch:
        status = stated_status(record)
        entry = self._stage(entry_patch(self._staged, record, status))
        return entry.then(self._replace(record.iri, record.content))

    def _viewed(self, done: Patch, records: Sequence[CityRecord]) -> Patch:
        """Bring the published view in step, superseded versions included."""
        quads = set(done.added)
        for quad in done.removed | done.added:
            if quad.predicate == ADMS.status and isinstance(quad.subject, NamedNode):
                quads.update(self._staged.match(graph=quad.subject))
        changed = Patch(done.removed, frozenset(quads))
        return self._stage(
            view_patch(
                self._staged,
                changed,
                DefaultGraph(),
                lambda graph: is_published(self._staged, graph),
            )
        )

    def _inferred(
        self, records: Sequence[CityRecord], tell: Callable[[str], None]
    ) -> Patch | Refused:
        patches: list[Patch] = []
        for record in records:
            if self._is_gone(record):
                patches.append(self._replace(ledger(INFERRED, record.key), ()))
            if stated_status(record) is not Status.PUBLISHED:
                continue
            tell(record.key)
            closure = self._tools.rules.closure(record.content, self._tools.background)
            if not isinstance(closure, Closure):
                refused = Refused(record.iri.value, reasons_of(closure))
                return self._undone(Patch.sequence(patches), refused)
            patches.append(self._replace(ledger(INFERRED, record.key), closure.facts))
        return Patch.sequence(patches)

    def _united(self, done: Patch, view: NamedNode) -> Patch:
        """Bring a view in step with its ledgers; what is asserted is not shown as inferred."""
        return self._stage(
            view_patch(
                self._staged,
                done,
                view,
                lambda graph: is_ledger_of(view, graph),
                DefaultGraph(),
            )
        )

    def _checked(
        self, records: Sequence[CityRecord], tell: Callable[[str], None]
    ) -> tuple[Patch | Refused, dict[str, int]]:
        patches: list[Patch] = []
        warnings: dict[str, int] = {}
        for record in records:
            tell(record.key)
            check = self._tools.checked(record, self._staged)
            if check.violations and stated_status(record) is Status.PUBLISHED:
                refused = Refused(record.iri.value, check.violations)
                return self._undone(Patch.sequence(patches), refused), {}
            warnings[record.iri.value] = check.warnings
            kept = () if self._is_gone(record) else check.triples
            patches.append(self._replace(ledger(QUALITY, record.key), kept))
        return Patch.sequence(patches), warnings

    def _is_gone(self, record: CityRecord) -> bool:
        """Tell whether nothing is published of a city any more, now that it was withdrawn."""
        is_withdrawn = stated_status(record) is Status.WITHDRAWN
        return is_withdrawn and published_version(self._staged, record.city) is None


def stated_status(record: CityRecord) -> Status:
    """Return the status that a record's own description states.

    Args:
        record: The record.

    Returns:
        The status; a record that states none is a draft.
    """
    for triple in record.description:
        if triple.predicate == ADMS.status:
            for status in Status:
                if triple.object == status.concept:
                    return status
    return Status.DRAFT
