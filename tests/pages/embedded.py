"""What a page embeds, read as other readers of schema.org do, offline."""

from __future__ import annotations

import json
import re
from typing import Any

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import RDF
from rdflib.term import Node

SCHEMA = "https://schema.org/"
ADDRESSES = (
    "inDefinedTermSet", "isBasedOn", "isPartOf", "license", "mainEntityOfPage", "sameAs", "url",
)  # fmt: skip
# What the published context does, as far as it is needed here: no network.
CONTEXT: dict[str, Any] = {"@vocab": SCHEMA, **{name: {"@type": "@id"} for name in ADDRESSES}}
for _name in ADDRESSES:
    CONTEXT[_name]["@id"] = SCHEMA + _name
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def document_of(page: str) -> dict[str, Any]:
    """The only document that a page embeds."""
    (block,) = BLOCK.findall(page)
    document: dict[str, Any] = json.loads(block)
    assert document["@context"] == "https://schema.org"
    return document


def graph_of(document: dict[str, Any]) -> Graph:
    """The triples that it states."""
    text = json.dumps({**document, "@context": CONTEXT})
    return Graph().parse(data=text, format="json-ld", publicID="http://localhost/")


def types_of(graph: Graph, iri: str) -> set[str]:
    """The local names of the types of a thing; all of them are of schema.org."""
    found = {str(term) for term in graph.objects(URIRef(iri), RDF.type)}
    assert {term for term in found if not term.startswith(SCHEMA)} == set()
    return {term.removeprefix(SCHEMA) for term in found}


def said_of(graph: Graph, iri: str) -> set[tuple[str | None, str, str | None]]:
    """What is said of a thing: the property if it is not of schema.org, text and language.

    A value in a node without a name, as the coordinates of a place, is said of the thing.
    """
    said: set[tuple[str | None, str, str | None]] = set()
    for predicate, value in graph.predicate_objects(URIRef(iri)):
        if str(predicate) == SCHEMA + "additionalProperty":
            for name in graph.objects(value, URIRef(SCHEMA + "propertyID")):
                values = graph.objects(value, URIRef(SCHEMA + "value"))
                said |= {(str(name), *_text(term)) for term in values}
        elif isinstance(value, BNode):
            said |= {(None, *_text(term)) for term in graph.objects(value)}
        else:
            said.add((None, *_text(value)))
    return said


def _text(term: Node) -> tuple[str, str | None]:
    return str(term), term.language if isinstance(term, RdfLiteral) else None
