"""Recommendations computed from what is published: every rule, stratum by stratum.

Nothing here reads a clock. Two runs over the same graph give the same triples, in whatever order
the graph was written, and a run for some cities gives what a run for all would (section 4.6 of the
model).
"""

from __future__ import annotations

import datetime
import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Triple, Variable

from lcgraph.recommendations.reach import (
    limited_in,
    possible_peers,
    themes_newly_limited,
    themes_otherwise_served,
)
from lcgraph.recommendations.rules import Kind
from lcgraph.store import Patch
from lcgraph.store.binding import bound
from lcgraph.store.interface import Queryable
from lcgraph.vocabulary import ADMS, GRAPH, ID, LCG, PROV, RDF, RDFS, STATUS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from lcgraph.recommendations.rules import DerivationRule, RuleSet
    from lcgraph.store.interface import Term

ACTIVITY: Final = ID["activity/recommendations"]
"""The run of the rules that all recommendations of a graph come from."""

_DERIVED: Final = GRAPH["derived"]
_CITY: Final = "_city_iri"
_TODAY: Final = Variable("_today_date")
_OWNED_BY: Final = (LCG.forCity, LCG.peerCity)
_LABELS: Final = (
    Literal("การคำนวณข้อแนะนำจากระเบียนที่เผยแพร่", language="th"),
    Literal("Computation of recommendations from the published records", language="en"),
)


class StagedStore(Queryable, Protocol):
    """A store that can hold what earlier strata derived while later ones run."""

    def stage(self, patch: Patch) -> None:
        """Make a change that is not a publication."""
        ...


def derive(
    store: StagedStore, rules: RuleSet, *, at: datetime.datetime | None = None
) -> frozenset[Triple]:
    """Compute all recommendations.

    Args:
        store: The graph. The rules read the published view, ``g:inferred-owl``, ``g:quality`` and
            ``g:derived``, into which the strata are staged; it is put back as it was.
        rules: The rules; those on request are left out.
        at: When the run takes place, with its time zone. Without it no data count as stale and
            the activity has no time.

    Returns:
        The whole content that ``g:derived`` is to have: recommendations and possible peers, each
        of one city, and the activity they come from with the digest of the records it read.
    """
    before = frozenset(store.match(graph=_DERIVED))
    patch = derivation_patch(store, rules, None, at=at)
    return frozenset(quad.triple for quad in (before - patch.removed) | patch.added)


def derivation_patch(
    store: StagedStore,
    rules: RuleSet,
    cities: Collection[NamedNode] | None,
    *,
    at: datetime.datetime | None = None,
) -> Patch:
    """Compute what has to change in ``g:derived``.

    Args:
        store: As for :func:`derive`; ``g:derived`` holds what an earlier run made.
        rules: The rules; for anything but a full run, those of the earlier run.
        cities: The cities of which the graph says something else than at the earlier run, as
            :func:`affected_cities` names them; None computes everything.
        at: As for :func:`derive`.

    Returns:
        The change from the earlier content to the one that :func:`derive` would return, found in
        time that grows with these cities and with those they concern through a theme.
    """
    at = at.astimezone(datetime.UTC) if at is not None else None
    run = _Run(store, rules, at)
    return run.of_all() if cities is None else run.of(frozenset(cities))


def input_digest(store: Queryable) -> str:
    """Return the digest of the published records.

    Args:
        store: The graph; its published view is read.

    Returns:
        ``sha256:`` and 64 hexadecimal digits, over the sorted content digests of the published
        record versions (section 4.6 of the model).
    """
    catalogue = GRAPH["catalogue"]
    entries = store.match(None, ADMS.status, STATUS.published, catalogue)
    published = {entry.subject for entry in entries}
    digests = sorted(
        entry.object.value
        for entry in store.match(None, LCG.contentDigest, None, catalogue)
        if entry.subject in published and isinstance(entry.object, Literal)
    )
    return "sha256:" + hashlib.sha256("\n".join(digests).encode()).hexdigest()


class _Run:
    """One run of the rules over a graph."""

    def __init__(self, store: StagedStore, rules: RuleSet, at: datetime.datetime | None) -> None:
        self._store = store
        self._first, *self._later = rules.strata()
        self._at = at

    def of_all(self) -> Patch:
        before = frozenset(self._store.match(graph=_DERIVED))
        return self._completed(before, self._found(self._first, None), None)

    def of(self, cities: frozenset[NamedNode]) -> Patch:
        cities |= self._aged()
        cities |= self._looked_at_otherwise(cities)
        found = self._found(self._first, cities)
        themes = themes_otherwise_served(self._store, self._owned(cities), found)
        others = limited_in(self._store, themes) - cities
        found |= self._found(self._first, others)
        cities |= others
        return self._completed(self._owned(cities), found, cities)

    def _completed(
        self,
        before: frozenset[Quad],
        found: set[Quad],
        cities: frozenset[NamedNode] | None,
    ) -> Patch:
        """Run the later strata on what the first one found, and say what changes."""
        with _staging(self._store) as stage:
            stage(Patch.between(before, found))
            for stratum in self._later:
                made = self._found(stratum, cities) - found
                stage(Patch(added=frozenset(made)))
                found |= made
        made_by_rules = {quad.subject for quad in found if quad.predicate in _OWNED_BY}
        found.update(Quad(each, PROV.wasGeneratedBy, ACTIVITY, _DERIVED) for each in made_by_rules)
        told = frozenset(self._store.match(ACTIVITY, None, None, _DERIVED))
        return Patch.between(before | told, found.union(self._activity()))

    def _found(
        self, stratum: Iterable[DerivationRule], cities: Collection[NamedNode] | None
    ) -> set[Quad]:
        each_of = [None] if cities is None else sorted(cities, key=str)
        return {
            Quad(triple.subject, triple.predicate, triple.object, _DERIVED)
            for rule in stratum
            for city in each_of
            for triple in self._constructed(rule, city)
        }

    def _constructed(self, rule: DerivationRule, city: NamedNode | None) -> Iterator[Triple]:
        # Terms in the text let the engine begin at the city; as substitutions they do not.
        text = rule.query if city is None else bound(rule.query, {_CITY: city})
        today: dict[Variable, Term] = {}
        if self._at is not None and _depends_on_day(rule):
            today[_TODAY] = Literal(self._at.date().isoformat(), datatype=XSD.date)
        results = self._store.query(text, layers=rule.layers, substitutions=today or None)
        if not isinstance(results, QueryTriples):
            raise TypeError(f"rule {rule.identifier} is not a CONSTRUCT query")
        yield from results

    def _owned(self, cities: Collection[NamedNode]) -> frozenset[Quad]:
        """Return what an earlier run made of cities."""
        nodes = {
            quad.subject
            for city in cities
            for predicate in _OWNED_BY
            for quad in self._store.match(None, predicate, city, _DERIVED)
        }
        return frozenset(
            quad
            for node in nodes
            if isinstance(node, NamedNode)
            for quad in self._store.match(node, None, None, _DERIVED)
        )

    def _aged(self) -> frozenset[NamedNode]:
        """Name the cities for which the day alone makes a difference."""
        today = self._at.date().isoformat() if self._at is not None else ""
        ended = (q.object for q in self._store.match(ACTIVITY, PROV.endedAtTime, None, _DERIVED))
        if {end.value[:10] for end in ended if isinstance(end, Literal)} == {today}:
            return frozenset()
        aged: set[NamedNode] = set()
        for rule in filter(_depends_on_day, self._first):
            now = set(self._constructed(rule, None))
            before = {
                quad.subject
                for quad in self._store.match(None, LCG.derivedByRule, rule.iri, _DERIVED)
            }
            turned = before ^ {triple.subject for triple in now}
            aged.update(_owners({t for t in now if t.subject in turned}))
            for node in turned & before:
                if isinstance(node, NamedNode):
                    aged.update(_owners(q.triple for q in self._store.match(node, graph=_DERIVED)))
        return frozenset(aged)

    def _looked_at_otherwise(self, cities: frozenset[NamedNode]) -> frozenset[NamedNode]:
        """Name the possible peers on themes that peers were not looked for on, or no longer are."""
        themes = themes_newly_limited(self._store, cities, self._owned(cities))
        if not themes:
            return frozenset()
        found = self._found([rule for rule in self._first if rule.kind is Kind.PEER], None)
        now = {
            quad.subject
            for quad in found
            if quad.predicate == LCG.onTheme and quad.object in themes
        }
        return possible_peers(self._store, themes).union(
            _owners(quad.triple for quad in found if quad.subject in now)
        )

    def _activity(self) -> Iterator[Quad]:
        told: list[tuple[NamedNode, Term]] = [
            (RDF.type, PROV.Activity),
            *((RDFS.label, label) for label in _LABELS),
            (LCG.inputDigest, Literal(input_digest(self._store))),
        ]
        if self._at is not None:
            stamp = self._at.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
            told.append((PROV.endedAtTime, Literal(stamp, datatype=XSD.dateTime)))
        for predicate, value in told:
            yield Quad(ACTIVITY, predicate, value, _DERIVED)


def _depends_on_day(rule: DerivationRule) -> bool:
    return f"?{_TODAY.value}" in rule.query


@contextmanager
def _staging(store: StagedStore) -> Iterator[Callable[[Patch], None]]:
    """Give a way to change a store that is undone at the end."""
    done = Patch()

    def stage(patch: Patch) -> None:
        nonlocal done
        store.stage(patch)
        done = done.then(patch)

    try:
        yield stage
    finally:
        store.stage(done.inverse())


def _owners(triples: Iterable[Triple]) -> Iterator[NamedNode]:
    for triple in triples:
        if triple.predicate in _OWNED_BY and isinstance(triple.object, NamedNode):
            yield triple.object
