"""Every axiom that can be contradicted: the rule, the triples that clash, and a sentence."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from lcgraph.inference import Inconsistent
from tests.inference.worlds import clashing, closed, expect, rules_of, triples


class Case(NamedTuple):
    ontology: str
    record: str
    rule: str
    clashing: str
    near_miss: str
    th: str
    en: str


LABELS = """
lcg:LearningCity rdfs:label "เมืองแห่งการเรียนรู้"@th , "learning city"@en .
lcg:LearningSpace rdfs:label "พื้นที่เรียนรู้"@th , "learning space"@en .
lcg:mentors rdfs:label "เป็นพี่เลี้ยงให้"@th , "mentors"@en .
lcg:onFactor rdfs:label "ว่าด้วยปัจจัย"@th , "on factor"@en .
factor:mindset skos:prefLabel "กรอบความคิด"@th , "mindset"@en .
factor:capacity skos:prefLabel "สมรรถนะ"@th , "capacity"@en .
:yala rdfs:label "ยะลา"@th , "Yala"@en .
"""

CASES = {
    "disjointWith": Case(
        "lcg:LearningCity owl:disjointWith lcg:LearningSpace .",
        ":yala a lcg:LearningCity , lcg:LearningSpace .",
        "cax-dw",
        ":yala a lcg:LearningCity , lcg:LearningSpace .",
        ":yala a lcg:LearningCity . :park a lcg:LearningSpace .",
        "“ยะลา” เป็นทั้ง “เมืองแห่งการเรียนรู้” และ “พื้นที่เรียนรู้” ซึ่งเป็นพร้อมกันไม่ได้",
        "“Yala” is both “learning city” and “learning space”, which exclude each other.",
    ),
    "AllDisjointClasses, first and last (O10)": Case(
        """[] a owl:AllDisjointClasses ;
             owl:members ( lcg:LearningCity lcg:Finding lcg:LearningSpace ) .""",
        ":yala a lcg:LearningCity , lcg:LearningSpace .",
        "cax-adc",
        ":yala a lcg:LearningCity , lcg:LearningSpace .",
        ":yala a lcg:LearningCity , lcg:Territory .",
        "“ยะลา” เป็นทั้ง “เมืองแห่งการเรียนรู้” และ “พื้นที่เรียนรู้” ซึ่งเป็นพร้อมกันไม่ได้",
        "“Yala” is both “learning city” and “learning space”, which exclude each other.",
    ),
    "disjointWith an inferred type": Case(
        """lcg:LearningCity owl:disjointWith lcg:LearningSpace .
           lcg:mentors rdfs:domain lcg:LearningCity .""",
        ":yala a lcg:LearningSpace ; lcg:mentors :trang .",
        "cax-dw",
        ":yala a lcg:LearningCity , lcg:LearningSpace .",
        ":yala a lcg:LearningSpace . :trang lcg:mentors :tak .",
        "“ยะลา” เป็นทั้ง “เมืองแห่งการเรียนรู้” และ “พื้นที่เรียนรู้” ซึ่งเป็นพร้อมกันไม่ได้",
        "“Yala” is both “learning city” and “learning space”, which exclude each other.",
    ),
    "disjointWith an expression": Case(
        """lcg:LearningCity owl:disjointWith
             [ a owl:Restriction ; owl:onProperty lcg:kind ; owl:hasValue :agency ] .""",
        ":yala a lcg:LearningCity ; lcg:kind :agency .",
        "cax-dw",
        ":yala a lcg:LearningCity ; lcg:kind :agency .",
        ":yala a lcg:LearningCity ; lcg:kind :province .",
        "ข้อความที่ระบุเกี่ยวกับ “ยะลา” ขัดกับสัจพจน์ DisjointClasses(lcg:LearningCity"
        " ObjectHasValue(lcg:kind id:agency))",
        "What is stated of “Yala” goes against the axiom DisjointClasses(lcg:LearningCity"
        " ObjectHasValue(lcg:kind id:agency)).",
    ),
    "complementOf": Case(
        "lcg:LearningCity rdfs:subClassOf [ owl:complementOf lcg:LearningSpace ] .",
        ":yala a lcg:LearningCity , lcg:LearningSpace .",
        "cls-com",
        ":yala a lcg:LearningCity , lcg:LearningSpace .",
        ":yala a lcg:LearningSpace .",
        "ข้อความที่ระบุเกี่ยวกับ “ยะลา” ขัดกับสัจพจน์"
        " SubClassOf(lcg:LearningCity ObjectComplementOf(lcg:LearningSpace))",
        "What is stated of “Yala” goes against the axiom"
        " SubClassOf(lcg:LearningCity ObjectComplementOf(lcg:LearningSpace)).",
    ),
    "owl:Nothing as a superclass": Case(
        "lcg:LearningCity rdfs:subClassOf owl:Nothing .",
        ":yala a lcg:LearningCity .",
        "cls-nothing2",
        ":yala a lcg:LearningCity .",
        ":yala a lcg:LearningSpace .",
        "“ยะลา” ถูกจัดเข้าในคลาสที่มีสมาชิกไม่ได้",
        "“Yala” falls into a class that can have no members.",
    ),
    "IrreflexiveProperty (O12)": Case(
        "lcg:mentors a owl:IrreflexiveProperty .",
        ":yala lcg:mentors :yala .",
        "prp-irp",
        ":yala lcg:mentors :yala .",
        ":yala lcg:mentors :trang . :trang lcg:mentors :yala .",
        "“ยะลา” มีความสัมพันธ์ “เป็นพี่เลี้ยงให้” กับตัวเองไม่ได้",
        "“Yala” cannot be related to itself by “mentors”.",
    ),
    "AsymmetricProperty": Case(
        "lcg:mentors a owl:AsymmetricProperty .",
        ":yala lcg:mentors :trang . :trang lcg:mentors :yala .",
        "prp-asyp",
        ":yala lcg:mentors :trang . :trang lcg:mentors :yala .",
        ":yala lcg:mentors :trang . :trang lcg:mentors :tak .",
        "ความสัมพันธ์ “เป็นพี่เลี้ยงให้” ระหว่าง “id:trang” กับ “ยะลา” เป็นจริงทั้งสองทิศทางไม่ได้",
        "“mentors” cannot hold in both directions between “id:trang” and “Yala”.",
    ),
    "propertyDisjointWith": Case(
        "lcg:mentors owl:propertyDisjointWith lcg:mentoredBy .",
        ":yala lcg:mentors :yala ; lcg:mentoredBy :yala .",
        "prp-pdw",
        ":yala lcg:mentors :yala ; lcg:mentoredBy :yala .",
        ":yala lcg:mentors :trang ; lcg:mentoredBy :tak .",
        "“เป็นพี่เลี้ยงให้” และ “lcg:mentoredBy” เชื่อม “ยะลา” กับ “ยะลา” พร้อมกันไม่ได้",
        "“mentors” and “lcg:mentoredBy” cannot both relate “Yala” to “Yala”.",
    ),
    "AllDisjointProperties, first and last": Case(
        "[] a owl:AllDisjointProperties ; owl:members ( lcg:mentors lcg:p lcg:q ) .",
        ":yala lcg:mentors :yala ; lcg:q :yala .",
        "prp-adp",
        ":yala lcg:mentors :yala ; lcg:q :yala .",
        ":yala lcg:mentors :trang ; lcg:p :tak ; lcg:q :yala .",
        "“เป็นพี่เลี้ยงให้” และ “lcg:q” เชื่อม “ยะลา” กับ “ยะลา” พร้อมกันไม่ได้",
        "“mentors” and “lcg:q” cannot both relate “Yala” to “Yala”.",
    ),
    "FunctionalProperty with differentFrom (O11)": Case(
        """lcg:onFactor a owl:FunctionalProperty .
           factor:capacity owl:differentFrom factor:mindset .""",
        ":yala lcg:onFactor factor:mindset , factor:capacity .",
        "eq-diff1",
        "factor:capacity owl:sameAs factor:mindset ; owl:differentFrom factor:mindset .",
        ":yala lcg:onFactor factor:mindset . :trang lcg:onFactor factor:capacity .",
        "“ยะลา” มี “ว่าด้วยปัจจัย” ได้ค่าเดียว แต่ข้อมูลให้ไว้ทั้ง “สมรรถนะ” และ “กรอบความคิด”",
        "“Yala” can have only one “on factor”, but “capacity” and “mindset” are both given.",
    ),
    "FunctionalProperty with AllDifferent, first and last": Case(
        """lcg:onFactor a owl:FunctionalProperty . [] a owl:AllDifferent ;
             owl:members ( factor:mindset factor:culture factor:capacity ) .""",
        ":yala lcg:onFactor factor:mindset , factor:capacity .",
        "eq-diff2",
        "factor:capacity owl:sameAs factor:mindset .",
        ":yala lcg:onFactor factor:mindset .",
        "“ยะลา” มี “ว่าด้วยปัจจัย” ได้ค่าเดียว แต่ข้อมูลให้ไว้ทั้ง “สมรรถนะ” และ “กรอบความคิด”",
        "“Yala” can have only one “on factor”, but “capacity” and “mindset” are both given.",
    ),
    "sameAs what is different": Case(
        "",
        ":yala owl:sameAs :trang ; owl:differentFrom :trang .",
        "eq-diff1",
        ":yala owl:sameAs :trang ; owl:differentFrom :trang .",
        ":yala owl:sameAs :trang ; owl:differentFrom :tak .",
        "“ยะลา” และ “id:trang” ต้องเป็นสิ่งเดียวกันตามข้อมูล แต่ระบุไว้ว่าต่างกัน",
        "“Yala” and “id:trang” would have to be one thing, but they are declared different.",
    ),
    "different from itself": Case(
        "",
        ":yala owl:differentFrom :yala .",
        "eq-diff1",
        ":yala owl:differentFrom :yala .",
        ":yala owl:differentFrom :trang .",
        "“ยะลา” และ “ยะลา” ต้องเป็นสิ่งเดียวกันตามข้อมูล แต่ระบุไว้ว่าต่างกัน",
        "“Yala” and “Yala” would have to be one thing, but they are declared different.",
    ),
    "FunctionalProperty with two literals": Case(
        "lcg:population a owl:FunctionalProperty .",
        ":yala lcg:population 61250 , 61251 .",
        "dt-diff",
        ":yala lcg:population 61250 , 61251 .",
        ':yala lcg:population 61250 , "061250"^^xsd:integer .',
        "“ยะลา” มี “lcg:population” ได้ค่าเดียว แต่ข้อมูลให้ไว้ทั้ง “61250” และ “61251”",
        "“Yala” can have only one “lcg:population”, but “61250” and “61251” are both given.",
    ),
    "InverseFunctionalProperty of one literal for different things": Case(
        "lcg:code a owl:InverseFunctionalProperty . :yala owl:differentFrom :trang .",
        ':yala lcg:code "95" . :trang lcg:code "95" .',
        "eq-diff1",
        ":trang owl:sameAs :yala . :yala owl:differentFrom :trang .",
        ':yala lcg:code "95" . :trang lcg:code "92" .',
        "“id:trang” และ “ยะลา” ต้องเป็นสิ่งเดียวกันตามข้อมูล แต่ระบุไว้ว่าต่างกัน",
        "“id:trang” and “Yala” would have to be one thing, but they are declared different.",
    ),
    "hasKey for different things": Case(
        "lcg:Unit owl:hasKey ( lcg:isoCode ) . :yala owl:differentFrom :trang .",
        """:yala a lcg:Unit ; lcg:isoCode "TH-95" . :trang a lcg:Unit ; lcg:isoCode "TH-95" .""",
        "eq-diff1",
        ":trang owl:sameAs :yala . :yala owl:differentFrom :trang .",
        """:yala a lcg:Unit ; lcg:isoCode "TH-95" . :trang a lcg:Unit ; lcg:isoCode "TH-92" .""",
        "“id:trang” และ “ยะลา” ต้องเป็นสิ่งเดียวกันตามข้อมูล แต่ระบุไว้ว่าต่างกัน",
        "“id:trang” and “Yala” would have to be one thing, but they are declared different.",
    ),
    "NegativePropertyAssertion of a thing": Case(
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :yala ;
             owl:assertionProperty lcg:mentors ; owl:targetIndividual :trang .""",
        ":yala lcg:mentors :trang .",
        "prp-npa1",
        ":yala lcg:mentors :trang .",
        ":trang lcg:mentors :yala . :yala lcg:mentors :tak .",
        "ออนโทโลยีระบุว่า “ยะลา” ไม่มีความสัมพันธ์ “เป็นพี่เลี้ยงให้” กับ “id:trang”",
        "The ontology says that “Yala” is not related by “mentors” to “id:trang”.",
    ),
    "NegativePropertyAssertion of a value": Case(
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :yala ;
             owl:assertionProperty lcg:code ; owl:targetValue "57" .""",
        ':yala lcg:code "57" .',
        "prp-npa2",
        ':yala lcg:code "57" .',
        ':yala lcg:code "95" .',
        "ออนโทโลยีระบุว่า “ยะลา” ไม่มีความสัมพันธ์ “lcg:code” กับ “57”",
        "The ontology says that “Yala” is not related by “lcg:code” to “57”.",
    ),
    "range of another datatype": Case(
        "lcg:sinceYear rdfs:range xsd:gYear .",
        ":yala lcg:sinceYear 2022 .",
        "dt-not-type",
        ":yala lcg:sinceYear 2022 .",
        ':yala lcg:sinceYear "2022"^^xsd:gYear .',
        "“2022” ไม่ใช่ค่าที่ถูกต้องของชนิดข้อมูล xsd:gYear",
        "“2022” is not a valid value of the datatype xsd:gYear.",
    ),
    "no value of its own datatype (T13)": Case(
        "",
        ':yala lcg:accepted "2026-02-30"^^xsd:date .',
        "dt-not-type",
        ':yala lcg:accepted "2026-02-30"^^xsd:date .',
        ':yala lcg:accepted "2026-02-28"^^xsd:date ; lcg:dateAsStated "30/02/2026" .',
        "“2026-02-30” ไม่ใช่ค่าที่ถูกต้องของชนิดข้อมูล xsd:date",
        "“2026-02-30” is not a valid value of the datatype xsd:date.",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_contradiction_is_named_with_rule_triples_and_sentence(case: Case) -> None:
    (contradiction,) = clashing(case.ontology, case.record, LABELS).contradictions
    assert contradiction.rule == case.rule
    assert set(contradiction.clashing) == triples(case.clashing)
    assert (contradiction.message.th, contradiction.message.en) == (case.th, case.en)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_contradiction_leads_to_what_was_asserted(case: Case) -> None:
    (contradiction,) = clashing(case.ontology, case.record).contradictions
    stated = triples(case.record) | rules_of(case.ontology).ontology
    assert contradiction.asserted
    assert contradiction.asserted <= stated
    assert [derivation.fact for derivation in contradiction.derivations] == list(
        contradiction.clashing
    )


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_near_miss_is_no_contradiction(case: Case) -> None:
    closed(case.ontology, case.near_miss)


def test_the_names_that_a_record_gives_are_used() -> None:
    (contradiction,) = clashing(
        "lcg:mentors a owl:IrreflexiveProperty .",
        ":tak lcg:mentors :tak ; rdfs:label 'ตาก'@th , 'Tak'@en .",
    ).contradictions
    assert contradiction.message.th == "“ตาก” มีความสัมพันธ์ “lcg:mentors” กับตัวเองไม่ได้"
    assert contradiction.message.en == "“Tak” cannot be related to itself by “lcg:mentors”."


def test_every_contradiction_is_told_once() -> None:
    told = clashing(
        "lcg:mentors a owl:IrreflexiveProperty . lcg:A owl:disjointWith lcg:B .",
        ":a lcg:mentors :a ; a lcg:A , lcg:B . :b lcg:mentors :b . :c lcg:mentors :d .",
    ).contradictions
    assert sorted(contradiction.rule for contradiction in told) == ["cax-dw", "prp-irp", "prp-irp"]


def test_three_factors_of_one_observation_are_three_contradictions_and_merge_nothing() -> None:
    told = clashing(
        """lcg:onFactor a owl:FunctionalProperty .
           factor:a owl:differentFrom factor:b , factor:c . factor:b owl:differentFrom factor:c
           .""",
        ":o lcg:onFactor factor:a , factor:b , factor:c .",
        "factor:a lcg:typicalOf :x .",
    ).contradictions
    assert [contradiction.rule for contradiction in told] == ["eq-diff1"] * 3


def test_an_ontology_that_contradicts_its_reference_data_gives_no_background() -> None:
    rules = rules_of("lcg:Theme owl:disjointWith lcg:SupportingFactor .")
    outcome = expect(
        Inconsistent, rules.background(triples("theme:x a lcg:Theme , lcg:SupportingFactor ."))
    )
    assert outcome.contradictions[0].asserted == triples(
        "theme:x a lcg:Theme , lcg:SupportingFactor ."
    )
