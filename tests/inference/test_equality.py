"""What equality does: replacement everywhere, for keys and asserted equals, and no more."""

from __future__ import annotations

from lcgraph.inference import Closure
from tests.inference.worlds import closed, expect, triple, triples, world

KEY = "lcg:Unit owl:hasKey ( lcg:isoCode ) ."


def test_what_is_said_of_a_thing_is_said_of_its_equal() -> None:
    closure = closed("", ":a owl:sameAs :b ; lcg:p :x , 'text' . :y lcg:q :a .")
    assert closure.facts == triples(":b owl:sameAs :a ; lcg:p :x , 'text' . :y lcg:q :b .")


def test_equality_is_transitive_and_never_reflexive() -> None:
    closure = closed("", ":a owl:sameAs :b . :b owl:sameAs :c . :d owl:sameAs :d .")
    assert closure.facts == triples(":b owl:sameAs :a . :c owl:sameAs :b , :a . :a owl:sameAs :c .")


def test_an_equal_takes_part_in_every_other_rule() -> None:
    closure = closed(
        "lcg:leads owl:propertyChainAxiom ( lcg:has lcg:lead ) .",
        ":c lcg:has :p . :q lcg:lead :o ; owl:sameAs :p .",
    )
    assert triple(":c lcg:leads :o .") in closure.facts


def test_units_of_two_suppliers_merge_by_their_code() -> None:
    """The second supplier is the record; what reference data say of the first is said of it too."""
    rules, background = world(KEY, ':a a lcg:Unit ; lcg:isoCode "TH-57" ; lcg:inCountry :th .')
    record = triples(':b a lcg:Unit ; lcg:isoCode "TH-57" . :c lcg:inProvince :b .')
    closure = expect(Closure, rules.closure(record, background))
    assert closure.facts == triples(
        ":a owl:sameAs :b . :b owl:sameAs :a ; lcg:inCountry :th . :c lcg:inProvince :a ."
    )


def test_equals_among_reference_data_hold_for_records() -> None:
    rules, background = world(
        KEY, ':a a lcg:Unit ; lcg:isoCode "TH-57" . :b a lcg:Unit ; lcg:isoCode "TH-57" .'
    )
    assert background.facts == triples(":a owl:sameAs :b . :b owl:sameAs :a .")
    closure = expect(Closure, rules.closure(triples(":c lcg:inProvince :b ."), background))
    assert closure.facts == triples(":c lcg:inProvince :a .")


def test_facts_no_axiom_speaks_of_count_once_there_is_an_equal() -> None:
    """Such facts are set aside while there is no equality; one that comes late must find them."""
    closure = closed(KEY, ':a a lcg:Unit ; lcg:isoCode "1" ; lcg:note "n" . :b a lcg:Unit ; '
                     'lcg:isoCode "1" .')  # fmt: skip
    assert triple(':b lcg:note "n" .') in closure.facts


def test_a_merge_in_one_record_does_not_reach_the_next() -> None:
    rules, background = world(KEY, ':a a lcg:Unit ; lcg:isoCode "TH-57" .')
    merging = triples(':b a lcg:Unit ; lcg:isoCode "TH-57" .')
    plain = triples(":c lcg:inProvince :a .")
    before = expect(Closure, rules.closure(plain, background)).facts
    expect(Closure, rules.closure(merging, background))
    assert expect(Closure, rules.closure(plain, background)).facts == before == frozenset()


def test_an_equality_leads_to_the_key_it_comes_from() -> None:
    record = ':a a lcg:Unit ; lcg:isoCode "1" ; lcg:p :x . :b a lcg:Unit ; lcg:isoCode "1" .'
    derivation = closed(KEY, record).explain(triple(":b lcg:p :x ."))
    assert derivation is not None
    assert derivation.rules == ("eq-rep-s",)
    assert derivation.axiom is None
    assert [axiom.statement for axiom in derivation.axioms] == ["HasKey(lcg:Unit (lcg:isoCode) ())"]
    assert derivation.asserted == triples(record)
