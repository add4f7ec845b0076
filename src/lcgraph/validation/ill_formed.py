"""Shapes that cannot be used, found before they are: paths, lists, and shapes within themselves.

pySHACL looks at a part of a shape when it has something to validate by it, takes what it cannot
follow for what is not there, and breaks a recursion off as though all conformed. What a report says
must not depend on that.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib import Graph
    from rdflib.term import Node

_OF_SHAPES: Final = ("and", "or", "xone")
_LISTS: Final = (*_OF_SHAPES, "in", "languageIn", "ignoredProperties")
_OF_A_SHAPE: Final = ("node", "not", "property", "qualifiedValueShape")
_OF_ONE_PATH: Final = ("inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath")
_MOST_NAMED: Final = 5
_FAR: Final = 20
_FEWEST: Final = 2

_NO_PATH: Final = {"th": "ไม่ใช่เส้นทางรูปแบบใดของ SHACL", "en": "this is no path of SHACL."}
_FEW: Final = {
    "th": "เส้นทางแบบลำดับหรือทางเลือกต้องเป็นรายการที่สมบูรณ์และมีสมาชิกอย่างน้อยสองรายการ",
    "en": "a sequence or alternative path is a complete list of at least two members.",
}
_IN_ITSELF: Final = {"th": "เส้นทางวนกลับมาหาตัวเอง", "en": "the path is a part of itself."}
_NO_LIST: Final = {
    "th": "ต้องเป็นรายการที่สมบูรณ์ซึ่งไม่วนกลับมาหาตัวเองและจบด้วย rdf:nil",
    "en": "this must be a complete list, which ends with rdf:nil and is no part of itself.",
}
_NO_SHAPE: Final = {"th": "ค่าตามตัวอักษร (literal) ไม่ใช่ shape", "en": "a literal is no shape."}


@dataclass(frozen=True)
class IllFormed:
    """Why shapes cannot be used.

    Attributes:
        th: The reason, in Thai.
        en: The same in English.
    """

    th: str
    en: str

    @classmethod
    def at(
        cls, shapes: Graph, node: Node | None, what: str, reason: Mapping[str, str]
    ) -> IllFormed:
        """Say where a reason is.

        Args:
            shapes: The shapes.
            node: What is wrong, or what it belongs to.
            what: The property that it is a value of, as ``sh:path``.
            reason: The reason, by language tag.

        Returns:
            Both together.
        """
        place = name_near(shapes, node)
        th, en = (place, place) if place else ("shape ที่ไม่มีชื่อ", "a shape without a name")
        return cls(f"{what} ของ {th}: {reason['th']}", f"{what} of {en}: {reason['en']}")


def name_near(shapes: Graph, node: Node | None) -> str:
    """Find a name by which its author knows a part of a graph.

    Args:
        shapes: The graph.
        node: The part.

    Returns:
        Its IRI, or that of what it is a part of; empty if there is none near.
    """
    from rdflib import BNode, URIRef

    for _ in range(_FAR):
        if isinstance(node, URIRef):
            return f"<{node}>"
        node = next(iter(shapes.subjects(None, node)), None) if isinstance(node, BNode) else None
    return ""


def ill_formed(shapes: Graph) -> IllFormed | None:
    """Look for what pySHACL overlooks.

    Args:
        shapes: A shapes graph.

    Returns:
        The first of: lists that are none, paths that are none (SHACL 2.3.1), and recursive shapes
        (SHACL 3.4.3); None if there is nothing.
    """
    for found in (_broken_lists(shapes), _wrong_paths(shapes), _recursion(shapes)):
        for first in found:
            return first
    return None


def members(graph: Graph, head: Node) -> list[Node] | None:
    """Read a list.

    Args:
        graph: Where it is.
        head: Its first node.

    Returns:
        Its members, or None if it is no SHACL list: each node has one member and one rest,
        none comes twice, and the last is ``rdf:nil``.
    """
    from rdflib import RDF

    found: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        first, rest = list(graph.objects(head, RDF.first)), list(graph.objects(head, RDF.rest))
        if head in seen or (len(first), len(rest)) != (1, 1):
            return None
        seen.add(head)
        found.append(first[0])
        head = rest[0]
    return found


def _broken_lists(shapes: Graph) -> Iterator[IllFormed]:
    from rdflib import SH

    for name in _LISTS:
        for owner, head in shapes.subject_objects(SH[name]):
            if members(shapes, head) is None:
                yield IllFormed.at(shapes, owner, f"sh:{name}", _NO_LIST)


def _wrong_paths(shapes: Graph) -> Iterator[IllFormed]:
    from rdflib import SH, URIRef

    parts: dict[Node, list[Node]] = {}
    for owner, path in shapes.subject_objects(SH.path):
        left = [path]
        while left:
            node = left.pop()
            if isinstance(node, URIRef) or node in parts:
                continue
            given = _parts(shapes, node)
            if isinstance(given, dict):
                yield IllFormed.at(shapes, owner, "sh:path", given)
                return
            parts[node] = given
            left.extend(given)
    circle = _circle(parts)
    if circle:
        yield IllFormed.at(shapes, circle[0], "sh:path", _IN_ITSELF)


def _parts(shapes: Graph, path: Node) -> list[Node] | dict[str, str]:
    """Return what a path is made of, or why it is none.

    Of several forms together the list counts, as the W3C's tests have it (path-strange-002).
    """
    from rdflib import RDF, SH, Literal

    if isinstance(path, Literal):
        return _NO_PATH
    alternatives = list(shapes.objects(path, SH.alternativePath))
    single = [part for form in _OF_ONE_PATH for part in shapes.objects(path, SH[form])]
    if (path, RDF.first, None) in shapes or (path, RDF.rest, None) in shapes:
        several = members(shapes, path)
    elif len(alternatives) + len(single) != 1:
        return _NO_PATH
    elif single:
        return single
    else:
        several = members(shapes, alternatives[0])
    return _FEW if several is None or len(several) < _FEWEST else several


def _recursion(shapes: Graph) -> Iterator[IllFormed]:
    from rdflib import SH, Literal, URIRef

    referred: dict[Node, list[Node]] = defaultdict(list)
    for name in (*_OF_A_SHAPE, *_OF_SHAPES):
        for shape, value in shapes.subject_objects(SH[name]):
            others = (members(shapes, value) or []) if name in _OF_SHAPES else [value]
            if any(isinstance(other, Literal) for other in others):
                yield IllFormed.at(shapes, shape, f"sh:{name}", _NO_SHAPE)
            referred[shape].extend(others)
    circle = _circle(referred)
    if circle:
        names = [f"<{shape}>" for shape in circle if isinstance(shape, URIRef)]
        named = " → ".join(names[:_MOST_NAMED]) or name_near(shapes, circle[0])
        yield IllFormed(
            f"shapes อ้างถึงตัวเอง ({named}) SHACL ข้อ 3.4.3 ไม่ได้กำหนดวิธีตรวจด้วย shapes เช่นนี้",
            f"Shapes refer to themselves ({named}). SHACL (3.4.3) does not define what it means "
            "to validate with such shapes.",
        )


def _circle(referred: Mapping[Node, list[Node]]) -> list[Node]:
    try:
        TopologicalSorter(referred).prepare()
    except CycleError as found:
        circle: list[Node] = found.args[1]
        return circle[::-1]
    return []
