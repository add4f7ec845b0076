"""Turns clashes met in forward chaining into contradictions that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from operator import itemgetter
from typing import Final

from pyoxigraph import Literal

from lcgraph.inference.axioms import Term, short
from lcgraph.inference.conclusions import Clash
from lcgraph.inference.derivations import derivation_of
from lcgraph.inference.layers import Fact, Layer
from lcgraph.inference.messages import CONTRADICTIONS, Message
from lcgraph.inference.outcomes import Contradiction
from lcgraph.inference.program import Program
from lcgraph.vocabulary import DCTERMS, OWL, RDF, RDFS, SKOS

MOST: Final = 100
"""Contradictions told at once; a person mends the first ones and looks again."""

_LONGEST_NAME: Final = 80

_ALIKE: Final = {
    "cax-adc": "cax-dw",
    "prp-adp": "prp-pdw",
    "prp-npa2": "prp-npa1",
    "eq-diff2": "eq-diff1",
    "dt-diff": "eq-diff1",
}
"""Rules whose contradictions are said in the words of another."""


def contradictions_of(
    clashes: Iterable[Clash], layer: Layer, program: Program
) -> tuple[Contradiction, ...]:
    """Explain clashes, each problem once.

    Args:
        clashes: As chaining met them.
        layer: The layer it filled.
        program: The clauses it ran.

    Returns:
        At most MOST contradictions in an order that does not depend on the order of the data;
        clashes of one rule that rest on the same asserted triples count as one.
    """
    sentences = _Sentences(layer, program)
    found: dict[object, tuple[str, Contradiction]] = {}
    for clash in islice(clashes, 10 * MOST):
        triples = tuple(layer.triple(premise) for premise in clash.premises)
        derivations = tuple(derivation_of(triple, layer, program) for triple in triples)
        message = sentences.sentence(clash)
        contradiction = Contradiction(clash.rule, clash.axiom, triples, derivations, message)
        entry = (" ".join(map(str, triples)), contradiction)
        key = (clash.rule, contradiction.asserted)
        found[key] = min(entry, found.get(key, entry), key=itemgetter(0))
    ordered = sorted(found.values(), key=itemgetter(0))
    return tuple(contradiction for _, contradiction in ordered[:MOST])


class _Sentences:
    """Says clashes in words, with the labels that the facts give."""

    def __init__(self, layer: Layer, program: Program) -> None:
        self._layer = layer
        self._program = program
        self._labels = _labels(layer)

    def sentence(self, clash: Clash) -> Message:
        if clash.value is not None and clash.datatype is not None:
            template = CONTRADICTIONS["dt-not-type"]
            return template.filled(x=_name(clash.value), datatype=short(clash.datatype))
        facts = clash.premises
        subject, predicate, object_ = facts[0]
        kind = _ALIKE.get(clash.rule, clash.rule)
        if kind == "eq-diff1":
            functional = self._two_values(facts)
            if functional is not None:
                owner, relation, one, other = functional
                return self._filled("prp-fp", s=owner, p=relation, x=one, y=other)
        elif kind == "cax-dw" and len(facts) == 2 and self._are_types(facts):
            return self._filled(kind, x=subject, a=object_, b=facts[1][2])
        elif kind == "prp-pdw":
            return self._filled(kind, x=subject, y=object_, p=predicate, q=facts[1][1])
        if kind in ("cax-dw", "cls-com"):
            axiom = clash.axiom.statement if clash.axiom else clash.rule
            return self._filled("cls-com", axiom=axiom, x=subject)
        return self._filled(kind, x=subject, y=object_, p=predicate)

    def _filled(self, rule: str, **values: int | str) -> Message:
        """Fill a template with labels of nodes, each in the template's language."""
        template = CONTRADICTIONS[rule]

        def words(language: str) -> dict[str, str]:
            return {
                key: value if isinstance(value, str) else self._label(value, language)
                for key, value in values.items()
            }

        return Message(template.th.format(**words("th")), template.en.format(**words("en")))

    def _two_values(self, facts: tuple[Fact, ...]) -> tuple[int, int, int, int] | None:
        """Return owner, property and both values if a functional property was given two."""
        if facts[0][1] == self._program.ids[OWL.sameAs]:
            support = self._layer.support(facts[0])
            if support is None or self._program.rules_of(support[0])[0] != ("prp-fp",):
                return None
            facts = support[1]
        if len(facts) != 2 or facts[0][:2] != facts[1][:2]:
            return None
        (owner, relation, one), (_, _, other) = facts
        return owner, relation, one, other

    def _are_types(self, facts: tuple[Fact, ...]) -> bool:
        return {predicate for _, predicate, _ in facts} == {self._program.ids[RDF.type]}

    def _label(self, node: int, language: str) -> str:
        labels = self._labels.get(node, {})
        found = labels.get(language) or labels.get("en") or labels.get("th")
        return found or _name(self._layer.term(node))


def _name(term: Term) -> str:
    text = term.value if isinstance(term, Literal) else short(term)
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"


def _labels(layer: Layer) -> dict[int, dict[str, str]]:
    """Gather labels by node and language, from the layer and the one below."""
    wanted = {layer.number(predicate) for predicate in (RDFS.label, SKOS.prefLabel, DCTERMS.title)}
    labels: dict[int, dict[str, str]] = {}
    below = layer.below.facts if layer.below else {}
    for node, predicate, value in chain(below, layer.facts, map(layer.numbered, layer.inert)):
        if predicate in wanted:
            term = layer.term(value)
            if isinstance(term, Literal) and term.language:
                labels.setdefault(node, {}).setdefault(term.language, _name(term))
    return labels
