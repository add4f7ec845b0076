"""Recommendations computed from what is published: every rule, stratum by stratum.

Nothing here reads a clock. Two runs over the same graph give the same triples, in whatever order
the graph was written, and a run for some cities gives what a run for all would (section 4.6 of the
model).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Triple, Variable

from lcgraph.recommendations.facets import distinguishing_facets
from lcgraph.store import Patch
from lcgraph.store.interface import Queryable
from lcgraph.vocabulary import ADMS, GRAPH, ID, LCG, PROV, RDF, RDFS, STATUS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.recommendations.rules import DerivationRule, RuleSet
    from lcgraph.store.interface import Term

ACTIVITY: Final = ID["activity/recommendations"]
"""The run of the rules that all recommendations of a graph come from."""

_DERIVED: Final = GRAPH["derived"]
_CITY: Final = Variable("_city_iri")
_TODAY: Final = Variable("_today_date")
_FOR_CITY: Final = LCG.forCity
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
    store: StagedStore,
    rules: RuleSet,
    cities: Collection[NamedNode] | None = None,
    *,
    at: datetime.datetime | None = None,
) -> frozenset[Triple]:
    """Compute the recommendations.

    Args:
        store: The graph. The rules read the published view, ``g:inferred-owl``, ``g:quality`` and
            ``g:derived``, into which the strata are staged; it is put back as it was.
        rules: The rules.
        cities: The cities to compute again, as :func:`affected_cities` names them; what
            ``g:derived`` holds for the others is kept. None computes everything.
        at: When the run takes place, with its time zone. Without it no data count as stale and
            the activity has no time.

    Returns:
        The whole content that ``g:derived`` is to have: recommendations, each of one city, and
        the activity they come from with the digest of the records it read.
    """
    if at is not None:
        at = at.astimezone(datetime.UTC)
    before = frozenset(store.match(graph=_DERIVED))
    facets = distinguishing_facets(store)
    if cities is not None and facets != _facets_of(before):
        # What tells cities apart has changed, so any peer may share something new.
        cities = None
    kept = _kept(before, cities)
    with _restored(store, before):
        store.stage(Patch.between(before, kept))
        for stratum in rules.strata():
            _stage_stratum(store, stratum, cities, at)
        derived = {quad.triple for quad in store.match(graph=_DERIVED)}
    recommendations = {triple.subject for triple in derived if triple.predicate == _FOR_CITY}
    generated = (Triple(each, PROV.wasGeneratedBy, ACTIVITY) for each in recommendations)
    return frozenset(derived).union(generated, _activity(store, facets, at))


def input_digest(store: Queryable) -> str:
    """Return the digest of the published records.

    Args:
        store: The graph; its published view is read.

    Returns:
        ``sha256:`` and 64 hexadecimal digits, over the sorted content digests of the published
        record versions (section 4.6 of the model).
    """
    digests = sorted(
        entry.object.value
        for published in store.match(None, ADMS.status, STATUS.published, GRAPH["catalogue"])
        if isinstance(published.subject, NamedNode)
        for entry in store.match(published.subject, LCG.contentDigest, None, GRAPH["catalogue"])
        if isinstance(entry.object, Literal)
    )
    return "sha256:" + hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _stage_stratum(
    store: StagedStore,
    stratum: Iterable[DerivationRule],
    cities: Collection[NamedNode] | None,
    at: datetime.datetime | None,
) -> None:
    found: set[Quad] = set()
    for rule in stratum:
        for city in [None] if cities is None else sorted(cities, key=str):
            found.update(
                Quad(triple.subject, triple.predicate, triple.object, _DERIVED)
                for triple in _constructed(store, rule, city, at)
            )
    store.stage(Patch(added=frozenset(found)))


def _constructed(
    store: Queryable,
    rule: DerivationRule,
    city: NamedNode | None,
    at: datetime.datetime | None,
) -> Iterator[Triple]:
    bound: dict[Variable, Term] = {}
    if city is not None:
        bound[_CITY] = city
    if at is not None and f"?{_TODAY.value}" in rule.query:
        bound[_TODAY] = Literal(at.date().isoformat(), datatype=XSD.date)
    results = store.query(rule.query, layers=rule.layers, substitutions=bound or None)
    if not isinstance(results, QueryTriples):
        raise TypeError(f"rule {rule.identifier} is not a CONSTRUCT query")
    yield from results


def _kept(before: frozenset[Quad], cities: Collection[NamedNode] | None) -> frozenset[Quad]:
    """Return what earlier runs derived for cities that are not computed again."""
    if cities is None:
        return frozenset()
    ours = {
        quad.subject for quad in before if quad.predicate == _FOR_CITY and quad.object not in cities
    }
    return frozenset(quad for quad in before if quad.subject in ours)


@contextmanager
def _restored(store: StagedStore, before: frozenset[Quad]) -> Iterator[None]:
    try:
        yield
    finally:
        store.stage(Patch.between(store.match(graph=_DERIVED), before))


def _facets_of(derived: frozenset[Quad]) -> frozenset[Term]:
    return frozenset(
        quad.object
        for quad in derived
        if quad.subject == ACTIVITY and quad.predicate == LCG.distinguishingFacet
    )


def _activity(
    store: Queryable, facets: Iterable[Term], at: datetime.datetime | None
) -> Iterator[Triple]:
    yield Triple(ACTIVITY, RDF.type, PROV.Activity)
    for label in _LABELS:
        yield Triple(ACTIVITY, RDFS.label, label)
    yield Triple(ACTIVITY, LCG.inputDigest, Literal(input_digest(store)))
    for facet in facets:
        yield Triple(ACTIVITY, LCG.distinguishingFacet, facet)
    if at is not None:
        stamp = at.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
        yield Triple(ACTIVITY, PROV.endedAtTime, Literal(stamp, datatype=XSD.dateTime))
