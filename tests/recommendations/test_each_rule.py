"""Each rule: where it fires and what it makes, where it nearly fires, where it does not."""

from __future__ import annotations

import hashlib
import re

import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Triple

from lcgraph.vocabulary import LCG, RECOMMENDATION, Namespace
from tests.recommendations.support import (
    HERE,
    background,
    constructed,
    fully_derived,
    rules,
    turtle_file,
)

IDENTIFIERS = [rule.identifier for rule in rules()]
BASE = "https://w3id.org/lcgraph/"
ASKER, HELPER = f"{BASE}id/city/th-asker", f"{BASE}id/city/th-helper"
TECHNOLOGY = f"{BASE}concept/theme/technology"

# What a recommendation is named after: kind, city, target (section 4.1 of the model).
NAMED_AFTER = {
    "R01": {f"action|{ASKER}|{BASE}concept/action/coordinator"},
    "R02": {f"action|{ASKER}|{BASE}concept/action/coordinator"},
    "R03": {f"no-guidance|{ASKER}|{BASE}concept/theme/digital-options"},
    "R04": {f"factor-note|{ASKER}|{BASE}concept/guideline/monitoring-evaluation|{TECHNOLOGY}"},
    "R05": {f"action|{ASKER}|{BASE}concept/action/coordinator"},
    "R06": {f"step|{ASKER}|{BASE}concept/step/plan"},
    "R07": {f"candidate|{HELPER}|{TECHNOLOGY}"},
    "R08": {f"candidate|{HELPER}|{TECHNOLOGY}"},
    "R09": {f"candidate|{HELPER}|{TECHNOLOGY}"},
    "R10": {f"reconcile|{ASKER}|{TECHNOLOGY}"},
    "R11": {f"no-peer|{ASKER}|{TECHNOLOGY}"},
    "R12": {
        f"peers|{ASKER}|{TECHNOLOGY}",
        f"peers|{HELPER}|{BASE}concept/theme/skills-recognition",
    },
    "R13": {f"observation|{ASKER}|{BASE}concept/factor/flexibility"},
    "R14": {f"evaluation|{ASKER}|{BASE}concept/factor/flexibility"},
    "R15": {
        f"stale|{ASKER}|{BASE}ontology#reviewedOn",
        f"stale|{ASKER}|http://www.w3.org/ns/sosa/resultTime",
    },
    "R16": {f"gap|{ASKER}|{BASE}shapes#C16"},
    "R17": {
        f"action|{ASKER}|{BASE}concept/action/coordinator",
        f"reading|{ASKER}|{BASE}id/emendation/e1",
    },
    "R18": {f"record|{ASKER}", f"record|{HELPER}"},
    "R19": {f"peers|{ASKER}|{TECHNOLOGY}"},
}

NAMESPACES = dict.fromkeys(("R07", "R08", "R09"), Namespace(f"{BASE}id/peer-candidate/"))


def outcome(identifier: str, case: str) -> set[Triple]:
    triples = background() | turtle_file(HERE / identifier / f"{case}.ttl")
    return constructed(fully_derived(triples), rules()[identifier])


def nameless(triples: set[Triple]) -> str:
    """Forget how recommendations are named, and keep everything else."""
    quads = [
        Quad(BlankNode(re.sub(r"\W", "-", t.subject.value)), t.predicate, t.object)
        if isinstance(t.subject, NamedNode)
        else Quad(t.subject, t.predicate, t.object)
        for t in triples
    ]
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return "\n".join(sorted(map(str, dataset)))


def test_every_rule_is_tried() -> None:
    assert sorted(IDENTIFIERS) == [f"R{number:02}" for number in range(1, 20)]
    assert {path.name for path in HERE.glob("R*") if path.is_dir()} == set(IDENTIFIERS)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_it_fires(identifier: str) -> None:
    expected = turtle_file(HERE / identifier / "expected.ttl")
    assert nameless(outcome(identifier, "fires")) == nameless(expected)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_it_nearly_fires(identifier: str) -> None:
    expected = HERE / identifier / "near-miss-expected.ttl"
    made = turtle_file(expected) if expected.exists() else set()
    assert nameless(outcome(identifier, "near-miss")) == nameless(made)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_it_does_not_fire(identifier: str) -> None:
    assert outcome(identifier, "does-not-fire") == set()


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_recommendations_are_named_after_kind_city_and_target(identifier: str) -> None:
    names = {t.subject for t in outcome(identifier, "fires") if isinstance(t.subject, NamedNode)}
    keys = {hashlib.sha1(key.encode()).hexdigest() for key in NAMED_AFTER[identifier]}  # noqa: S324
    assert {NamedNode(name.value.partition("#")[0]) for name in names} == {
        NAMESPACES.get(identifier, RECOMMENDATION)[key] for key in keys
    }


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_one_city_at_a_time_gives_the_same(identifier: str) -> None:
    triples = background() | turtle_file(HERE / identifier / "fires.ttl")
    store = fully_derived(triples)
    cities = {t.object for t in triples if t.predicate == LCG.aboutPlace} | {
        quad.object
        for predicate in (LCG.forCity, LCG.peerCity)
        for quad in store.match(None, predicate)
    }
    one_by_one = set().union(*(constructed(store, rules()[identifier], city) for city in cities))
    assert one_by_one == constructed(store, rules()[identifier])


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_there_are_no_blank_nodes(identifier: str) -> None:
    assert not [
        t
        for t in outcome(identifier, "fires")
        if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)
    ]
