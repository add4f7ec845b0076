"""Examples of request bodies, the same one in each format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import RdfFormat, parse, serialize

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLE_GRAPH: Final = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<http://example.org/place> rdfs:label "เชียงใหม่"@th , "Chiang Mai"@en .
"""
"""A graph that an administrator might add."""
EXAMPLE_SHAPES: Final = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

<http://example.org/shape> a sh:NodeShape ;
  sh:targetSubjectsOf rdfs:label ;
  sh:property [ sh:path rdfs:label ; sh:uniqueLang true ] .
"""
"""Shapes to which that graph conforms."""
EXAMPLE_UPDATE: Final = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
INSERT DATA {
  GRAPH <http://example.org/graph> { <http://example.org/place> rdfs:label "เชียงใหม่"@th }
}"""
"""An update that an administrator might carry out."""
_TEXT: Final = {"type": "string"}
_FILE: Final = {"type": "string", "format": "binary", "description": "A graph in any RDF format."}


def bodies(turtle: str, media_types: Iterable[str]) -> dict[str, Any]:
    """Describe the bodies that hold a graph.

    Args:
        turtle: An example in Turtle.
        media_types: The formats that are read.

    Returns:
        OpenAPI media types with the example in each format.
    """
    quads = list(parse(turtle.encode(), format=RdfFormat.TURTLE))
    found: dict[str, Any] = {}
    for media_type in media_types:
        syntax = RdfFormat.from_media_type(media_type)
        if syntax == RdfFormat.TURTLE:
            found[media_type] = {"schema": _TEXT, "example": turtle}
            continue
        written = (serialize(quads, format=syntax) or b"").decode()
        if syntax == RdfFormat.JSON_LD:
            either = {"type": ["object", "array"]}
            found[media_type] = {"schema": either, "example": json.loads(written)}
        else:
            found[media_type] = {"schema": _TEXT, "example": written}
    return found


def form_of_files(examples: dict[str, str], *, open_ended: bool = False) -> dict[str, Any]:
    """Describe a form whose fields are graphs.

    Args:
        examples: An example in Turtle for each field.
        open_ended: Whether other fields are read too, and none is needed.

    Returns:
        An OpenAPI media type.
    """
    schema: dict[str, Any] = {"type": "object", "properties": dict.fromkeys(examples, _FILE)}
    more = {"additionalProperties": _FILE} if open_ended else {"required": list(examples)}
    return {
        "schema": {**schema, **more},
        "encoding": {name: {"contentType": "text/turtle"} for name in examples},
        "example": examples,
    }
