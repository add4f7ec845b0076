"""A city with a stated limitation, and what it is advised."""

from __future__ import annotations

from lcgraph.recommendations import CityAdvice, Explanation, for_city
from lcgraph.vocabulary import CITY
from tests.recommendations.support import (
    background,
    fully_derived,
    read_of,
    rules,
    turtle,
    wording,
)

LIMITED = """
obs:th-asker-1 lcg:aboutPlace city:th-asker ; lcg:onFactor factor:flexibility ;
  lcg:hasLimitation find:th-asker-1 .
find:th-asker-1 a lcg:Limitation ; lcg:hasTheme theme:technology ; lcg:evidencedBy psg:asker-1 ;
  rdfs:label "เทคโนโลยียังจำกัด"@th , "Technology still limited"@en .
psg:asker-1 oa:hasSource src:s ; lcg:section "ตารางที่ 2"@th , "Table 2"@en ;
  lcg:tableRow 1 ; lcg:tableColumn 6 ; lcg:rowLabel "เชียงใหม่"@th ;
  oa:hasSelector psg:asker-1-quote .
psg:asker-1-quote oa:exact "เทคโนโลยี ยังจำกัด"@th .
psg:asker-1-position lcg:positions psg:asker-1-quote ; oa:start 10 ; oa:end 28 .
src:s dcterms:title "บทความ"@th , "Article"@en ; dcterms:issued "2026-03-13" .
emend:e1 a lcg:Emendation ; oa:hasTarget psg:asker-1 ; lcg:certainty certainty:high ;
  rdfs:label "อ่านเป็นเมืองผู้ถาม"@th , "Read as Asker"@en ;
  lcg:sourceReading "เชียงใหม่"@th ; lcg:editorialReading "เมืองผู้ถาม"@th ;
  lcg:rationale "เหตุผล"@th , "Grounds"@en .
"""
MAPPED = """
map:t a lcg:ActionMapping ; lcg:mapsTheme theme:technology ; lcg:mapsAction action:a ;
  lcg:mappingBasis mappingbasis:stated ; lcg:rationale "เพราะ"@th , "Because"@en ;
  <http://www.w3.org/ns/prov#wasAttributedTo> <https://w3id.org/lcgraph/id/agent/editor> .
<https://w3id.org/lcgraph/id/agent/editor> rdfs:label "บรรณาธิการ"@th , "Editor"@en .
action:a a lcg:GuidelineAction ; skos:prefLabel "ดัชนี"@th , "Index"@en ; lcg:evidencedBy psg:r6 .
guideline:g lcg:hasAction action:a ; skos:prefLabel "ข้อเสนอ"@th , "Proposal"@en .
"""
HELPER = """
obs:th-helper-1 lcg:aboutPlace city:th-helper ; lcg:onFactor factor:flexibility ;
  lcg:hasPractice find:th-helper-1 .
find:th-helper-1 lcg:hasTheme theme:digital-options ; lcg:evidencedBy psg:helper-1 ;
  rdfs:label "แอป"@th , "App"@en .
"""
ASKER = CITY["th-asker"]


def advised(text: str, key: str = "th-asker") -> CityAdvice:
    store = fully_derived(background() | turtle(text))
    return for_city(CITY[key], read_of(store, "_city_iri", CITY[key]), rules(), wording())


def action(text: str) -> Explanation:
    (theme,) = advised(LIMITED + MAPPED + text).themes
    (found,) = (*theme.actions, *theme.related_actions)
    return found
