"""Axioms of OWL, written for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape
from pyoxigraph import Literal, NamedNode

from lcgraph.pages.rendering import short
from lcgraph.vocabulary import BASE, OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from lcgraph.pages.rendering import Page
    from lcgraph.records.triples import TripleIndex
    from lcgraph.store.interface import Term

_GENID: Final = BASE + ".well-known/genid/"
_DEEPEST: Final = 8
_CHAIN: Final = " ∘ "
_SAID_ELSEWHERE: Final = {
    RDFS.label,
    RDFS.comment,
    RDFS.isDefinedBy,
    SKOS.definition,
    SKOS.scopeNote,
    RDF.first,
    RDF.rest,
}
_KINDS: Final = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
_NAMES: Final[dict[NamedNode, dict[str, str]]] = {
    RDF.type: {"th": "ประเภท", "en": "is"},
    RDFS.subClassOf: {"th": "เป็นคลาสย่อยของ", "en": "subclass of"},
    RDFS.subPropertyOf: {"th": "เป็นคุณสมบัติย่อยของ", "en": "subproperty of"},
    RDFS.domain: {"th": "โดเมน", "en": "domain"},
    RDFS.range: {"th": "เรนจ์", "en": "range"},
    RDFS.seeAlso: {"th": "ดูเพิ่ม", "en": "see also"},
    OWL.equivalentClass: {"th": "เทียบเท่ากับ", "en": "equivalent to"},
    OWL.equivalentProperty: {"th": "เทียบเท่ากับ", "en": "equivalent to"},
    OWL.inverseOf: {"th": "ผกผันกับ", "en": "inverse of"},
    OWL.propertyChainAxiom: {"th": "ได้จากลูกโซ่", "en": "follows from the chain"},
    OWL.disjointWith: {"th": "ไม่มีสมาชิกร่วมกับ", "en": "disjoint with"},
    OWL.members: {"th": "ไม่มีสมาชิกร่วมกัน", "en": "mutually disjoint"},
    OWL.distinctMembers: {"th": "ต่างกันทั้งหมด", "en": "all different"},
    OWL.hasKey: {"th": "กุญแจ", "en": "key"},
    OWL.intersectionOf: {"th": "ส่วนร่วมของ", "en": "intersection of"},
    OWL.differentFrom: {"th": "ต่างจาก", "en": "different from"},
}
_RESTRICTIONS: Final = {
    OWL.hasValue: "value",
    OWL.someValuesFrom: "some",
    OWL.allValuesFrom: "only",
}


def axioms_of(page: Page, index: TripleIndex, iri: NamedNode) -> list[tuple[Markup, list[Markup]]]:
    """Write the axioms that begin with a term.

    Args:
        page: The page they are written on.
        index: The triples of the ontology; class expressions and lists have names below
            ``/.well-known/genid/``.
        iri: The term.

    Returns:
        The name of each kind of axiom, and what it states in the manner of the Manchester syntax.
    """
    found = []
    for predicate, values in index.properties(iri).items():
        if predicate in _SAID_ELSEWHERE:
            continue
        shown = [value for value in values if not (predicate == RDF.type and value in _KINDS)]
        if shown:
            sign = _CHAIN if predicate == OWL.propertyChainAxiom else ", "
            written = [expression(page, index, value, 0, sign) for value in shown]
            found.append((_name(page, index, predicate), written))
    return found


def _name(page: Page, index: TripleIndex, predicate: NamedNode) -> Markup:
    texts = _NAMES.get(predicate) or index.labels(predicate)
    return page.text(texts) if texts else Markup("<code>{}</code>").format(short(predicate.value))


def expression(page: Page, index: TripleIndex, term: Term, depth: int, sign: str = ", ") -> Markup:
    """Write a class expression, a list, a term or a literal.

    Args:
        page: The page it is written on.
        index: The triples of the ontology.
        term: What to write.
        depth: How many expressions it stands in.
        sign: What stands between the members of a list.

    Returns:
        It, with links.
    """
    if isinstance(term, Literal):
        return page.marked(term.value, term.language)
    if not isinstance(term, NamedNode):
        return escape(str(term))
    if not term.value.startswith(_GENID) or depth > _DEEPEST:
        return page.link(term.value, index.labels(term))
    members = _list(index, term)
    if members:
        return escape(sign).join(expression(page, index, m, depth + 1) for m in members)
    for predicate, between in ((OWL.intersectionOf, " ⊓ "), (OWL.unionOf, " ⊔ ")):
        for value in index.iris(term, predicate):
            parts = [expression(page, index, m, depth + 1) for m in _list(index, value)]
            return Markup("({})").format(escape(between).join(parts))
    return _restriction(page, index, term, depth)


def _restriction(page: Page, index: TripleIndex, term: NamedNode, depth: int) -> Markup:
    restricted = index.iri(term, OWL.onProperty)
    for predicate, word in _RESTRICTIONS.items():
        for value in index.objects(term, predicate):
            if restricted is not None:
                return Markup("{} <em>{}</em> {}").format(
                    page.link(restricted.value, index.labels(restricted)),
                    word,
                    expression(page, index, value, depth + 1),
                )
    inverse = index.iri(term, OWL.inverseOf)
    if inverse is not None:
        return Markup("<em>inverse</em> {}").format(page.link(inverse.value, index.labels(inverse)))
    return page.link(term.value, index.labels(term))


def _list(index: TripleIndex, head: NamedNode) -> list[Term]:
    members: list[Term] = []
    seen: set[NamedNode] = set()
    at: NamedNode | None = head
    while at is not None and at != RDF.nil and at not in seen:
        seen.add(at)
        members.extend(index.objects(at, RDF.first)[:1])
        at = index.iri(at, RDF.rest)
    return members
