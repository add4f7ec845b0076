"""What owlrl infers from the shipped axioms: chains, facets, defined classes, keys."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.inference.oracle import Verdict, owlrl_closure
from tests.ontology import shipped
from tests.ontology.worlds import triples

if TYPE_CHECKING:
    from pyoxigraph import Triple

_WORLD = """
theme:digital-options skos:broader theme:technology .
theme:credit-bank skos:broader theme:skills-recognition .
theme:vulnerable-groups skos:broader theme:equal-access .

city:limited a lcg:LearningCity .
obs:limited lcg:aboutPlace city:limited ; lcg:onFactor factor:flexibility ;
  lcg:hasLimitation find:few-digital-options , find:no-credits , find:unequal .
find:few-digital-options lcg:hasTheme theme:digital-options ; lcg:evidencedBy psg:cell .
find:no-credits lcg:hasTheme theme:credit-bank .
find:unequal lcg:hasTheme theme:equal-access .

# Near misses: a strength is no limitation; a country is no city; a partner is no university.
city:strong a lcg:LearningCity ;
  lcg:hasDesignation <https://w3id.org/lcgraph/id/designation/creative> ;
  lcg:hasParticipation part:company .
<https://w3id.org/lcgraph/id/designation/creative> lcg:underScheme net:uccn .
part:company lcg:partner agent:company .
agent:company lcg:sector sector:company .
obs:strong lcg:aboutPlace city:strong ; lcg:hasStrength find:many-options ;
  lcg:hasPractice find:recognises-skills .
find:many-options lcg:hasTheme theme:digital-options .
find:recognises-skills lcg:hasTheme theme:credit-bank .
obs:country lcg:aboutPlace place:country ; lcg:hasLimitation find:country-gap .
find:country-gap lcg:hasTheme theme:technology , theme:skills-recognition , theme:equal-access .

city:member a lcg:LearningCity ;
  lcg:hasDesignation <https://w3id.org/lcgraph/id/designation/gnlc> ;
  lcg:hasParticipation part:lead , part:university ;
  lcg:offersProgramme prog:course ; lcg:hasLearningSpace space:park ; lcg:hostsEvent prog:fair ;
  lcg:providesService service:app ; lcg:mentors city:strong ;
  lcg:orientation theme:health ; lcg:inCountry place:country .
<https://w3id.org/lcgraph/id/designation/gnlc> lcg:underScheme net:gnlc .
part:lead lcg:lead agent:municipality .
agent:municipality lcg:sector sector:city-municipality .
part:university lcg:partner agent:university .
agent:university lcg:sector sector:university .
prog:course lcg:targetGroup group:older-people ; lcg:hasTheme theme:credit-bank .
space:park lcg:hasTheme theme:vulnerable-groups .
service:app lcg:hasTheme theme:digital-options .
prog:fair lcg:hasTheme theme:events-festivals .

place:unit-by-one a lcg:AdministrativeUnit ; lcg:isoCode "TH-57" .
place:unit-by-other a lcg:AdministrativeUnit ; lcg:isoCode "TH-57" .
place:elsewhere a lcg:AdministrativeUnit ; lcg:isoCode "TH-56" .
"""


@cache
def _closed() -> Verdict:
    return owlrl_closure(shipped.axioms() | triples(_WORLD))


def _holds(fact: str) -> bool:
    wanted: frozenset[Triple] = triples(fact + " .")
    return wanted <= _closed().facts


def test_the_world_is_consistent() -> None:
    assert _closed().errors == frozenset()


@pytest.mark.parametrize(
    "fact",
    [
        "city:limited lcg:hasObservation obs:limited",
        "psg:cell lcg:isEvidenceFor find:few-digital-options",
        "find:unequal lcg:findingOf obs:limited",
        "part:lead lcg:participationIn city:member",
        "agent:university lcg:involvedIn city:member",
        "city:strong lcg:mentoredBy city:member",
        "space:park lcg:locatedInCity city:member",
        "prog:course lcg:offeredIn city:member",
        "service:app lcg:serviceOf city:member",
        "prog:fair lcg:hostedIn city:member",
    ],
)
def test_o1_reads_from_either_end(fact: str) -> None:
    assert _holds(fact)


@pytest.mark.parametrize(
    "fact",
    [
        "city:member lcg:leadOrganization agent:municipality",
        "city:member lcg:partnerOrganization agent:university",
        "city:member lcg:involvesOrganization agent:municipality , agent:university",
        "city:member lcg:leadSector sector:city-municipality",
        "city:member lcg:involvesSector sector:city-municipality , sector:university",
        "city:member lcg:designatedUnder net:gnlc",
        "city:member lcg:servesGroup group:older-people",
    ],
)
def test_o2_o3_shortcuts_skip_the_node(fact: str) -> None:
    assert _holds(fact)


def test_a_partner_does_not_become_a_lead() -> None:
    assert not _holds("city:member lcg:leadOrganization agent:university")
    assert not _holds("city:member lcg:leadSector sector:university")


@pytest.mark.parametrize(
    "fact",
    [
        "find:few-digital-options lcg:themeWithin theme:digital-options , theme:technology",
        "city:limited lcg:limitedIn theme:digital-options , theme:technology",
        "city:strong lcg:strongIn theme:digital-options , theme:technology",
        "city:strong lcg:practisesIn theme:credit-bank , theme:skills-recognition",
        "place:country lcg:limitedIn theme:technology",
        "city:member lcg:practisesIn theme:credit-bank , theme:skills-recognition",
        "city:member lcg:practisesIn theme:vulnerable-groups , theme:equal-access",
        "city:member lcg:practisesIn theme:digital-options , theme:technology",
    ],
)
def test_o4_o5_themes_reach_the_place_and_the_broader_theme(fact: str) -> None:
    assert _holds(fact)


def test_a_broad_limitation_is_not_a_narrow_one() -> None:
    assert not _holds("city:limited lcg:limitedIn theme:vulnerable-groups")


@pytest.mark.parametrize(
    ("defined", "member", "near_miss"),
    [
        ("CityWithTechnologyGap", "city:limited", "city:strong"),
        ("CityWithTechnologyGap", "city:limited", "place:country"),
        ("CityWithSkillsRecognitionGap", "city:limited", "city:strong"),
        ("CityWithSkillsRecognitionGap", "city:limited", "place:country"),
        ("CityWithEqualAccessGap", "city:limited", "place:country"),
        ("CityWithEqualAccessGap", "city:limited", "city:member"),
        ("CityWithLimitation", "city:limited", "city:strong"),
        ("CityWithLimitation", "city:limited", "place:country"),
        ("GnlcMemberCity", "city:member", "city:strong"),
        ("UniversityAnchoredCity", "city:member", "city:strong"),
    ],
)
def test_o6_o7_o8_defined_classes(defined: str, member: str, near_miss: str) -> None:
    assert _holds(f"{member} a lcg:{defined}")
    assert not _holds(f"{near_miss} a lcg:{defined}")


def test_a_country_with_limitations_is_no_city() -> None:
    assert not _holds("place:country a lcg:LearningCity")


@pytest.mark.parametrize(
    "facet",
    [
        "sector:city-municipality",
        "theme:health",
        "group:older-people",
        "net:gnlc",
        "place:country",
    ],
)
def test_o9_facets(facet: str) -> None:
    assert _holds(f"city:member lcg:contextFacet {facet}")


def test_a_partners_sector_is_no_facet() -> None:
    assert not _holds("city:member lcg:contextFacet sector:university")


def test_o13_units_with_one_code_are_one_unit() -> None:
    assert _holds("place:unit-by-one owl:sameAs place:unit-by-other")
    assert not _holds("place:unit-by-one owl:sameAs place:elsewhere")


@pytest.mark.parametrize(
    "fact",
    [
        "part:lead a lcg:Participation",
        "agent:university a org:Organization",
        "obs:limited a lcg:FactorObservation",
        "find:unequal a lcg:Limitation , lcg:Finding",
        "psg:cell a lcg:Passage",
    ],
)
def test_o14_types_come_from_relators(fact: str) -> None:
    assert _holds(fact)


def test_the_shipped_ontology_and_concepts_are_consistent() -> None:
    assert owlrl_closure(shipped.statements()).errors == frozenset()
