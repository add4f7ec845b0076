"""What one fixture a rule cannot show: distant themes, neighbours, drafts, other frameworks."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from lcgraph.vocabulary import CITY, FACTOR, LCG, PASSAGE, THEME
from tests.recommendations.support import background, constructed, fully_derived, rules, turtle

APPLICATION = THEME["application"]
DEEP = """
theme:application skos:broader theme:digital-options .
"""
MAPPING = """
map:m a lcg:ActionMapping ; lcg:mapsTheme theme:{theme} ; lcg:mapsAction action:{action} ;
  lcg:mappingBasis mappingbasis:editorial .
"""


def found(city: str, polarity: str, theme: str, name: str = "1") -> str:
    return f"""
obs:{city}-{name} lcg:aboutPlace city:th-{city} ; lcg:onFactor factor:flexibility ;
  lcg:has{polarity} find:{city}-{name} .
find:{city}-{name} lcg:hasTheme theme:{theme} ; lcg:evidencedBy psg:{city}-{name} .
"""


def mapped(theme: str, action: str = "coordinator") -> str:
    return MAPPING.format(theme=theme, action=action)


def outcome(identifier: str, *texts: str) -> set[Triple]:
    store = fully_derived(background() | turtle("\n".join([DEEP, *texts])))
    return constructed(store, rules()[identifier])


def values(triples: set[Triple], predicate: NamedNode) -> set[str]:
    return {str(triple.object).strip('<>"') for triple in triples if triple.predicate == predicate}


@pytest.mark.parametrize(
    ("limitation", "mapping", "kind"),
    [("application", "technology", "broader"), ("technology", "application", "narrower")],
)
def test_related_actions_are_found_two_steps_away(limitation: str, mapping: str, kind: str) -> None:
    made = outcome("R02", found("asker", "Limitation", limitation), mapped(mapping))
    assert values(made, LCG.matchKind) == {kind}


@pytest.mark.parametrize("identifier", ["R03", "R04"])
@pytest.mark.parametrize(
    ("limitation", "mapping"), [("application", "technology"), ("technology", "application")]
)
def test_guidance_two_steps_away_is_guidance(
    identifier: str, limitation: str, mapping: str
) -> None:
    stated = found("asker", "Limitation", limitation)
    assert outcome(identifier, stated)
    assert not outcome(identifier, stated, mapped(mapping, "learning-index"))


@pytest.mark.parametrize(
    ("city", "country"), [("application", "technology"), ("technology", "application")]
)
def test_a_limitation_of_the_country_two_steps_away_is_systemic(city: str, country: str) -> None:
    limited = (
        """
        obs:th lcg:aboutPlace <https://w3id.org/lcgraph/id/place/th> ; lcg:hasLimitation find:th .
    """
        + f"find:th lcg:hasTheme theme:{country} ; lcg:evidencedBy psg:th ."
    )
    made = outcome("R05", found("asker", "Limitation", city), limited)
    assert values(made, LCG.systemic) == {'true"^^<http://www.w3.org/2001/XMLSchema#boolean'}


STEPS = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<urn:record> foaf:primaryTopic city:th-asker ;
  adms:status <https://w3id.org/lcgraph/concept/status/published> .
map:a a lcg:StepMapping ; lcg:mapsStep <urn:a> ; lcg:mapsTheme theme:technology ;
  lcg:evidencedBy psg:a .
map:b a lcg:StepMapping ; lcg:mapsStep <urn:b> ; lcg:mapsTheme theme:skills-recognition ;
  lcg:evidencedBy psg:b .
"""


def test_a_trace_two_steps_away_is_one_and_for_its_step_only() -> None:
    made = outcome("R06", STEPS, found("asker", "Practice", "application"))
    assert values(made, LCG.requestsStep) == {"urn:b"}


@pytest.mark.parametrize(
    ("subject", "described", "asked"),
    [
        ("city:th-asker", "application", {"urn:b"}),
        ("<urn:offer>", "application", {"urn:b"}),
        ("<urn:offer>", "credit-bank", {"urn:a"}),
        ("city:th-helper", "application", {"urn:a", "urn:b"}),
    ],
)
def test_a_description_of_the_city_or_of_an_offer_is_a_trace(
    subject: str, described: str, asked: set[str]
) -> None:
    world = f"""
    city:th-asker lcg:offersProgramme <urn:offer> .
    {subject} lcg:hasDescription <urn:description> .
    <urn:description> lcg:hasTheme theme:{described} .
    """
    assert values(outcome("R06", STEPS, world), LCG.requestsStep) == asked


@pytest.mark.parametrize("theme", ["community-participation", "public-private-cooperation"])
@pytest.mark.parametrize(
    ("participation", "asked"),
    [
        ("city:th-asker lcg:hasParticipation <urn:p> . <urn:p> lcg:partner <urn:o> .", False),
        ("<urn:p> lcg:participationIn city:th-asker ; lcg:partner <urn:o> .", False),
        ("city:th-asker lcg:hasParticipation <urn:p> . <urn:p> lcg:lead <urn:o> .", True),
        ("city:th-helper lcg:hasParticipation <urn:p> . <urn:p> lcg:partner <urn:o> .", True),
    ],
)
def test_a_stated_partner_is_a_trace_of_cooperation_only(
    theme: str, participation: str, asked: bool
) -> None:
    step = f"""
    map:c a lcg:StepMapping ; lcg:mapsStep <urn:c> ; lcg:mapsTheme theme:{theme} ;
      lcg:evidencedBy psg:c .
    """
    wanted = {"urn:a", "urn:b"} | ({"urn:c"} if asked else set())
    assert values(outcome("R06", STEPS, step, participation), LCG.requestsStep) == wanted


@pytest.mark.parametrize(("identifier", "polarity"), [("R07", "Strength"), ("R08", "Practice")])
def test_a_peer_shows_its_own_broader_limitation(identifier: str, polarity: str) -> None:
    made = outcome(
        identifier,
        found("asker", "Limitation", "application"),
        found("helper", polarity, "application"),
        found("helper", "Limitation", "technology", "2"),
    )
    peers = {t.subject for t in made if (t.predicate, t.object) == (LCG.onTheme, APPLICATION)}
    made = {t for t in made if t.subject in peers}
    assert values(made, LCG.counterEvidence) == {PASSAGE["helper-2"].value}


@pytest.mark.parametrize(("identifier", "polarity"), [("R07", "Strength"), ("R08", "Practice")])
def test_a_peer_is_matched_and_excluded_two_steps_away(identifier: str, polarity: str) -> None:
    asked = found("asker", "Limitation", "technology")
    peer = found("helper", polarity, "application")
    assert values(outcome(identifier, asked, peer), LCG.matchKind) == {"narrower"}
    limited = found("helper", "Limitation", "application", "2")
    assert not outcome(identifier, asked, peer, limited)


@pytest.mark.parametrize(("identifier", "polarity"), [("R07", "Strength"), ("R08", "Practice")])
def test_a_city_is_no_peer_of_itself(identifier: str, polarity: str) -> None:
    own = found("asker", polarity, "technology", "2")
    assert not outcome(identifier, found("asker", "Limitation", "technology"), own)


def test_mixed_evidence_is_seen_two_steps_away() -> None:
    own = found("asker", "Strength", "application", "2")
    assert outcome("R10", found("asker", "Limitation", "technology"), own)


def test_silence_is_told_city_by_city_and_theme_by_theme() -> None:
    made = outcome(
        "R11",
        found("asker", "Limitation", "technology"),
        found("helper", "Limitation", "technology"),
        found("helper", "Strength", "credit-bank", "2"),
        found("asker", "Limitation", "credit-bank", "2"),
        found("third", "Limitation", "credit-bank"),
        "city:th-third a lcg:LearningCity .",
    )
    silent = {
        (str(city.object), str(theme.object))
        for city in made
        for theme in made
        if city.subject == theme.subject
        and (city.predicate, theme.predicate) == (LCG.forCity, LCG.matchedTheme)
    }
    technology = "<https://w3id.org/lcgraph/concept/theme/technology>"
    assert silent == {(str(CITY["th-asker"]), technology), (str(CITY["th-helper"]), technology)}


RECORD = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:record> a lcg:CityRecord ; foaf:primaryTopic city:th-asker ;
  lcg:reviewedOn "2001-01-01"^^xsd:date ;
  adms:status <https://w3id.org/lcgraph/concept/status/{status}> .
"""


def test_the_factors_are_those_of_the_framework_of_the_record() -> None:
    other = (
        RECORD.format(status="published")
        + """
        <urn:record> lcg:usesFramework <urn:other> . <urn:other> lcg:hasFactor factor:other .
    """
    )
    assert values(outcome("R13", other), LCG.requestsFactor) == {FACTOR["other"].value}
    default = RECORD.format(status="published")
    assert values(outcome("R13", default), LCG.requestsFactor) == {
        FACTOR["capacity"].value,
        FACTOR["flexibility"].value,
    }


@pytest.mark.parametrize("status", ["draft", "superseded", "withdrawn"])
def test_only_a_published_record_can_be_stale(status: str) -> None:
    assert outcome("R15", RECORD.format(status="published"))
    assert not outcome("R15", RECORD.format(status=status))


@pytest.mark.parametrize("status", ["draft", "superseded", "withdrawn"])
def test_only_a_published_record_is_one(status: str) -> None:
    mentored = "city:th-helper lcg:mentors city:th-asker ."
    assert not outcome("R18", mentored, RECORD.format(status="published"))
    assert outcome("R18", mentored, RECORD.format(status=status))


@pytest.mark.parametrize(("certainty", "asked"), [("high", False), ("medium", True), ("low", True)])
def test_only_a_doubtful_reading_is_asked_about(certainty: str, asked: bool) -> None:
    reading = f"emend:e a lcg:Emendation ; lcg:certainty certainty:{certainty} ;"
    made = outcome(
        "R17",
        found("asker", "Limitation", "technology"),
        reading + " oa:hasTarget psg:asker-1 .",
    )
    assert values(made, LCG.restsOnEmendation) == {"https://w3id.org/lcgraph/id/emendation/e"}
    assert bool(values(made, LCG.requestsReading)) == asked


RESULT = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix lcs: <https://w3id.org/lcgraph/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:record> foaf:primaryTopic city:th-asker ;
  adms:status <https://w3id.org/lcgraph/concept/status/published> .
<urn:report> dcterms:subject <urn:record> ; sh:result <urn:result> .
<urn:result> a sh:ValidationResult ; sh:focusNode city:th-asker .
"""


@pytest.mark.parametrize("silent", ["<urn:record>", "city:th-asker"])
@pytest.mark.parametrize(
    ("result", "asked"),
    [
        ("sh:resultSeverity sh:Info ; sh:sourceShape lcs:C16", False),
        ("sh:resultSeverity sh:Warning ; sh:sourceShape lcs:C16", True),
        ("sh:resultSeverity sh:Warning ; sh:sourceShape lcs:C40", False),
    ],
)
def test_neither_declared_silence_nor_a_low_certainty_is_asked_for(
    silent: str, result: str, asked: bool
) -> None:
    about = f"<urn:result> sh:resultPath lcg:hasLearningSpace ; {result} ."
    declared = f"{silent} lcg:notStatedInSource lcg:hasLearningSpace ."
    made = outcome("R16", RESULT, declared, about)
    assert bool(made) is asked
    assert outcome("R16", RESULT, about) or "C40" in result
