"""What the queries in shapes may not do: reach beyond the data, or undo what is bound before.

They are read by the parser whose result is evaluated: nothing can hide from it, in escapes of
characters or in comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pyparsing import ParseBaseException, ParseResults

from lcgraph.validation.ill_formed import IllFormed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.plugins.sparql.parserutils import CompValue

_HOLDERS: Final = ("sparql", "validator", "nodeValidator", "propertyValidator")
_QUERIES: Final = {"select": "SelectQuery", "ask": "AskQuery"}
_BOUND: Final = {"this", "shapesGraph", "currentShape"}
_PREFIX: Final = re.compile(r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?")
_NAMESPACE: Final = re.compile(r'[^\x00-\x20<>"{}|^`\\]*')

_FORBIDDEN: Final = {
    "ServiceGraphPattern": {
        "th": "ใช้ SERVICE ไม่ได้ (SHACL ภาคผนวก A) บริการไม่ถามที่อื่น",
        "en": "SERVICE may not be used (SHACL, appendix A); nothing else is asked.",
    },
    "MinusGraphPattern": {
        "th": "ใช้ MINUS ไม่ได้ (SHACL ภาคผนวก A) ใช้ FILTER NOT EXISTS แทน",
        "en": "MINUS may not be used (SHACL, appendix A); FILTER NOT EXISTS may.",
    },
    "InlineData": {
        "th": "ใช้ VALUES ไม่ได้ (SHACL ภาคผนวก A) ใช้ FILTER กับ IN แทน",
        "en": "VALUES may not be used (SHACL, appendix A); FILTER with IN may.",
    },
    "DatasetClause": {
        "th": "ใช้ FROM ไม่ได้ แบบสอบถามทำกับข้อมูลที่ส่งมาเท่านั้น",
        "en": "FROM may not be used: such a query is asked of the data that are sent, of nothing "
        "else.",
    },
    "GraphGraphPattern": {
        "th": "ใช้ GRAPH ไม่ได้ ข้อมูลที่ตรวจเป็นกราฟเดียว และไม่รองรับ $shapesGraph",
        "en": "GRAPH may not be used: the data are one graph, and $shapesGraph is not supported.",
    },
}
_FORBIDDEN["ValuesClause"] = _FORBIDDEN["InlineData"]
_ASSIGNED: Final = {
    "th": "กำหนดค่าใหม่ให้ตัวแปรที่มีค่าอยู่แล้วด้วย AS ไม่ได้ (SHACL ภาคผนวก A)",
    "en": "AS may not be used for a variable that is bound before (SHACL, appendix A).",
}
_NOT_PASSED_ON: Final = {
    "th": "แบบสอบถามย่อยต้องคืนตัวแปร $this (SHACL ภาคผนวก A)",
    "en": "a query within another has to return $this (SHACL, appendix A).",
}
_WITHOUT_THIS: Final = {
    "th": "SELECT ต้องคืนตัวแปร $this (SHACL 5.2.1)",
    "en": "SELECT has to return $this (SHACL 5.2.1).",
}
_TOO_DEEP: Final = {"th": "ซ้อนลึกเกินไป", "en": "the query is nested too deeply."}
_PREFIXES: Final = {
    "th": "ไม่ใช่คำนำหน้าหรือเนมสเปซที่ใช้ใน SPARQL ได้",
    "en": "this is no prefix or namespace that SPARQL can have.",
}


def wrong_queries(shapes: Graph) -> IllFormed | None:
    """Look for queries that may not be run.

    Args:
        shapes: A shapes graph.

    Returns:
        What is wrong with one of its constraints or validators in SPARQL (SHACL 5.2.1, 6.2 and
        appendix A), or with a prefix that is declared for them; None if there is nothing.
    """
    from rdflib import SH

    for what, pattern in (("prefix", _PREFIX), ("namespace", _NAMESPACE)):
        for declaration, value in shapes.subject_objects(SH[what]):
            if not pattern.fullmatch(str(value)):
                return IllFormed.at(shapes, declaration, f"sh:{what}", _PREFIXES)
    for holding in _HOLDERS:
        for owner, holder in shapes.subject_objects(SH[holding]):
            for name, kind in _QUERIES.items():
                for text in shapes.objects(holder, SH[name]):
                    reason = _reason(str(text), kind)
                    if reason is not None:
                        return IllFormed.at(shapes, owner, f"sh:{name}", reason)
    return None


def _reason(text: str, kind: str) -> dict[str, str] | None:
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        query = parseQuery(text)[1]
    except ParseBaseException as fault:
        place = f"{fault.lineno}:{fault.column}"
        return {
            "th": f"ไม่ใช่แบบสอบถาม SPARQL ผิดที่ {place} (บรรทัด:อักขระ)",
            "en": f"this is no query of SPARQL: error at {place} (line:column).",
        }
    except RecursionError:
        return _TOO_DEEP
    if query.name != kind:
        wanted = kind.removesuffix("Query").upper()
        return {"th": f"ต้องเป็นแบบสอบถาม {wanted}", "en": f"this must be a query of {wanted}."}
    bound = _BOUND | ({"value"} if kind == "AskQuery" else set())
    for part in _parts(query):
        if part.name in _FORBIDDEN:
            return _FORBIDDEN[part.name]
        if part.name in ("Bind", "GroupAs", "vars") and _assigned(part) in bound:
            return _ASSIGNED
        if part.name in ("SelectQuery", "SubSelect") and not _returns_this(part):
            return _WITHOUT_THIS if part is query else _NOT_PASSED_ON
    return None


def _parts(query: CompValue) -> Iterator[CompValue]:
    from rdflib.plugins.sparql.parserutils import CompValue

    left: list[Any] = [query]
    while left:
        part = left.pop()
        if isinstance(part, CompValue):
            yield part
            left.extend(part.values())
        elif isinstance(part, list | ParseResults):
            left.extend(part)


def _assigned(part: CompValue) -> str | None:
    """Return the variable that AS gives a value; in a SELECT it is named otherwise."""
    name = "evar" if part.name == "vars" else "var"
    return str(part[name]) if name in part else None


def _returns_this(query: CompValue) -> bool:
    # Without any variable it is SELECT *, of which pySHACL decides.
    if "projection" not in query:
        return True
    return any(
        str(each[name]) == "this"
        for each in query["projection"]
        for name in ("var", "evar")
        if name in each
    )
