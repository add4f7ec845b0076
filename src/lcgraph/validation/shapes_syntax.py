"""The syntax rules of SHACL that concern one value, or how many there are.

pySHACL asks some of them, and only of shapes that it has something to validate by.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from lcgraph.validation.ill_formed import IllFormed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rdflib import Graph, URIRef
    from rdflib.term import Node

_KINDS: Final = (
    "BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral".split()  # noqa: SIM905
)
_COUNTS: Final = ("maxCount", "minCount", "qualifiedMaxCount", "qualifiedMinCount")
_RANGES: Final = ("maxExclusive", "maxInclusive", "minExclusive", "minInclusive")
_LENGTHS: Final = ("maxLength", "minLength")
_SWITCHES: Final = ("closed", "deactivated", "qualifiedValueShapesDisjoint", "uniqueLang")
_PATTERNS: Final = ("flags", "pattern")
_IRIS: Final = (
    *("class", "datatype", "disjoint", "equals", "lessThan", "lessThanOrEquals", "severity"),
    *("targetClass", "targetObjectsOf", "targetSubjectsOf"),
)
_DATATYPES: Final[dict[str, tuple[str, ...]]] = {
    "integer": (*_COUNTS, *_LENGTHS),
    "boolean": _SWITCHES,
    "string": _PATTERNS,
}
_SINGLE: Final = (
    *(*_COUNTS, *_RANGES, *_LENGTHS, *_SWITCHES, *_PATTERNS),
    *("datatype", "ignoredProperties", "in", "languageIn", "nodeKind", "path"),
    *("qualifiedValueShape", "severity"),
)
_OF_PROPERTIES: Final = (
    *("lessThan", "lessThanOrEquals", "maxCount", "minCount", "qualifiedValueShape", "uniqueLang"),
)

_SEVERAL: Final = {"th": "มีได้ค่าเดียว", "en": "there can be only one value."}
_NO_IRI: Final = {"th": "ต้องเป็น IRI", "en": "this must be an IRI."}
_NO_LITERAL: Final = {"th": "ต้องเป็นค่าตามตัวอักษร (literal)", "en": "this must be a literal."}
_NO_TEXT: Final = {
    "th": "ต้องเป็นข้อความ มีรหัสภาษาหรือไม่ก็ได้",
    "en": "this must be a text, with or without a language tag.",
}
_NO_KIND: Final = {
    "th": f"ต้องเป็นหนึ่งใน {', '.join(f'sh:{each}' for each in _KINDS)}",
    "en": f"this must be one of {', '.join(f'sh:{each}' for each in _KINDS)}.",
}
_NO_TARGET: Final = {
    "th": "ต้องเป็น IRI หรือค่าตามตัวอักษร (literal)",
    "en": "this must be an IRI or a literal.",
}
_WITHOUT_PATH: Final = {
    "th": "ใช้ได้เฉพาะกับ shape ที่มี sh:path",
    "en": "only a shape that has an sh:path can have this.",
}
_NO_PATH: Final = {
    "th": "shape ของคุณสมบัติต้องมี sh:path",
    "en": "the shape of a property must have an sh:path.",
}


def broken_rule(shapes: Graph) -> IllFormed | None:
    """Look for a rule that is not kept.

    Args:
        shapes: A shapes graph.

    Returns:
        What is wrong with which property of which shape (SHACL, "Summary of SHACL Syntax Rules",
        without those about paths, lists and SPARQL); None if all is right.
    """
    for found in (_wrong_values(shapes), _wrong_numbers(shapes), _wrong_shapes(shapes)):
        for name, shape, reason in found:
            return IllFormed.at(shapes, shape, f"sh:{name}", reason)
    return None


_Found = tuple[str, "Node", dict[str, str]]


def _wrong_values(shapes: Graph) -> Iterator[_Found]:
    from rdflib import SH

    for names, is_right, reason in _kinds():
        for name in names:
            for shape, value in shapes.subject_objects(SH[name]):
                if not is_right(value):
                    yield name, shape, reason


def _kinds() -> Iterator[tuple[Iterable[str], Callable[[Node], bool], dict[str, str]]]:
    """Yield names of properties, what their values must be, and how that is said."""
    from rdflib import SH, XSD, Literal, URIRef

    known = {SH[kind] for kind in _KINDS}
    yield _IRIS, lambda value: isinstance(value, URIRef), _NO_IRI
    yield _RANGES, lambda value: isinstance(value, Literal), _NO_LITERAL
    yield ("targetNode",), lambda value: isinstance(value, URIRef | Literal), _NO_TARGET
    yield ("nodeKind",), lambda value: value in known, _NO_KIND
    yield ("message",), _is_text, _NO_TEXT
    for datatype, names in _DATATYPES.items():
        reason = {
            "th": f"ต้องมีชนิดข้อมูล xsd:{datatype}",
            "en": f"this must be of the datatype xsd:{datatype}.",
        }
        yield names, partial(_is_of, datatype=XSD[datatype]), reason


def _is_of(value: Node, datatype: URIRef) -> bool:
    from rdflib import XSD, Literal

    if not isinstance(value, Literal) or value.language:
        return False
    return (value.datatype or XSD.string) == datatype


def _is_text(value: Node) -> bool:
    from rdflib import XSD, Literal

    return _is_of(value, XSD.string) or (isinstance(value, Literal) and bool(value.language))


def _wrong_numbers(shapes: Graph) -> Iterator[_Found]:
    from rdflib import SH

    for name in _SINGLE:
        seen: set[Node] = set()
        for shape in shapes.subjects(SH[name]):
            if shape in seen:
                yield name, shape, _SEVERAL
            seen.add(shape)


def _wrong_shapes(shapes: Graph) -> Iterator[_Found]:
    from rdflib import RDF, SH

    with_path = set(shapes.subjects(SH.path))
    for name in _OF_PROPERTIES:
        for shape in shapes.subjects(SH[name]):
            if shape not in with_path:
                yield name, shape, _WITHOUT_PATH
    for of_property in (
        shapes.objects(None, SH.property),
        shapes.subjects(RDF.type, SH.PropertyShape),
    ):
        for shape in of_property:
            if shape not in with_path:
                yield "property", shape, _NO_PATH
