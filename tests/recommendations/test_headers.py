"""Headers of rules: complete, in both languages, and never stronger than a source."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from lcgraph.recommendations import InvalidRule, Kind, RuleSet
from lcgraph.recommendations.rules import LANGUAGES
from lcgraph.recommendations.wording import PLACEHOLDER
from lcgraph.store import Layer
from lcgraph.vocabulary import DCAT, LCG, RDF, RDFS, RULE, SH, SKOS
from tests.recommendations.support import SHIPPED, rules, wording

MODALITIES = ["prescribed", "needed", "possible", "reported", "relayed"]
CASES = {
    "R01": {*MODALITIES, "stated", "editorial"},
    "R02": {*MODALITIES, "narrower", "broader"},
    "R03": {"no-guidance"},
    "R04": {"factor-note"},
    "R05": {"systemic"},
    "R06": {"no-evidence-for-step"},
    "R07": {"strength", "narrower", "peer-limited"},
    "R08": {"practice", "offer", "narrower", "peer-limited"},
    "R09": {"declared-mentor"},
    "R10": {"reconcile"},
    "R11": {"no-peer"},
    "R12": {"mutual"},
    "R13": {"missing-observation"},
    "R14": {"no-evaluation"},
    "R15": {"stale"},
    "R16": {"validation-gap"},
    "R17": {"confirm-reading"},
    "R18": {"new-record"},
    "R19": {"many-peers", "peers"},
}
GIVEN = """\
#+ id: R99
#+ name: {th: กฎ, en: Rule}
#+ version: "3"
#+ summary: {th: สรุป, en: Summary}
#+ rationale: {th: เหตุผล, en: Rationale}
#+ kind: action
#+ stratum: 2
#+ reads: [asserted, derived]
#+ sentences:
#+   possible: {th: "{action}", en: "{action}"}
CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }
"""


def test_every_rule_has_the_sentences_it_needs() -> None:
    assert {rule.identifier: set(rule.sentences) for rule in rules()} == CASES


@pytest.mark.parametrize("identifier", CASES)
def test_templates_say_the_same_in_both_languages(identifier: str) -> None:
    for case, texts in rules()[identifier].sentences.items():
        placeholders = {
            language: set(PLACEHOLDER.findall(texts[language])) for language in LANGUAGES
        }
        assert placeholders["th"] == placeholders["en"], case


def test_only_what_is_prescribed_is_told_with_should() -> None:
    told = {
        f"{rule.identifier} {case}"
        for rule in rules()
        for case, texts in rule.sentences.items()
        if "should" in texts["en"] or "ควร" in texts["th"]
    }
    assert told == {"R01 prescribed", "R02 prescribed"}
    for identifier in ("R01", "R02"):
        prescribed = rules()[identifier].sentences["prescribed"]
        assert "should" in prescribed["en"]
        assert "ควร" in prescribed["th"]


def test_remarks_on_the_unknown_are_in_both_languages() -> None:
    for case, texts in wording().items():
        found = {language: set(PLACEHOLDER.findall(texts[language])) for language in LANGUAGES}
        assert found["th"] == found["en"], case
        assert "should" not in texts["en"]
        assert "ควร" not in texts["th"]


def test_a_header_is_read() -> None:
    (rule,) = RuleSet.of([GIVEN])
    assert rule.iri == RULE.R99
    assert (rule.kind, rule.stratum, rule.version) == (Kind.ACTION, 2, "3")
    assert rule.layers == (Layer.DERIVED,)
    assert rule.sentences == {"possible": {"th": "{action}", "en": "{action}"}}
    assert rule.query == "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }\n"


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("id: R99", "id: first", "give it an id such as R07"),
        ('#+ version: "3"\n', "", "add version to the header"),
        ('version: "3"', "version: 3", "version is a text"),
        ("{th: สรุป, en: Summary}", "{en: Summary}", "summary has exactly the languages"),
        ("{th: สรุป, en: Summary}", '{th: "", en: Summary}', "summary needs a text"),
        ("kind: action", "kind: wish", "kind is one of"),
        ("stratum: 2", "stratum: 0", "stratum is a whole number from 1"),
        ("[asserted, derived]", "[derived]", "with asserted in it"),
        ("[asserted, derived]", "[asserted, secret]", "reads is a list of"),
        ("#+ kind: action", "#+ kind: action\n#+ weight: 5", "take weight out"),
        ("#+ kind: action", "#+ kind: [", "the header is not YAML"),
        ("CONSTRUCT { ?s ?p ?o } WHERE", "ASK", "the query is a CONSTRUCT"),
        ('th: "{action}", ', "", "sentences.possible has exactly the languages"),
    ],
)
def test_a_bad_header_is_named(before: str, after: str, problem: str) -> None:
    assert before in GIVEN
    with pytest.raises(InvalidRule, match=problem.replace("[", r"\[")):
        RuleSet.of([GIVEN.replace(before, after)])


def test_a_text_without_header_is_refused() -> None:
    with pytest.raises(InvalidRule, match="begin the text with"):
        RuleSet.of(["CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"])


def test_two_rules_cannot_share_an_id() -> None:
    with pytest.raises(InvalidRule, match="R99: the id is taken"):
        RuleSet.of([GIVEN, GIVEN])


def test_rules_run_by_stratum() -> None:
    strata = [[rule.identifier for rule in stratum] for stratum in rules().strata()]
    assert strata[1:] == [["R05", "R09", "R11", "R19"], ["R17"]]
    assert rules()["R12"].is_on_request
    assert len(strata[0]) == 13


def test_a_file_is_named_after_its_rule() -> None:
    names = {path.name.split("-")[0] for path in SHIPPED.glob("*.rq")}
    assert names == {rule.identifier for rule in rules()}


def test_a_rule_is_described_for_the_reference_data() -> None:
    (rule,) = RuleSet.of([GIVEN])
    described = RuleSet((rule,)).described()

    def said(predicate: NamedNode) -> set[str]:
        return {str(t.object) for t in described if t.predicate == predicate}

    assert {t.subject for t in described} == {RULE.R99}
    assert said(RDF.type) == {str(LCG.DerivationRule), str(SH.SPARQLConstructExecutable)}
    assert said(RDFS.label) == {'"กฎ"@th', '"Rule"@en'}
    assert said(SKOS.definition) == {'"สรุป"@th', '"Summary"@en'}
    assert said(LCG.rationale) == {'"เหตุผล"@th', '"Rationale"@en'}
    assert said(LCG.ruleKind) == {'"action"'}
    assert Triple(RULE.R99, DCAT.version, Literal("3")) in described
    assert Triple(RULE.R99, SH.construct, Literal(rule.query)) in described
