"""Small worlds written in Turtle, with the prefixes already declared."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Triple, parse

_ID = "https://w3id.org/lcgraph/id/"
_CONCEPT = "https://w3id.org/lcgraph/concept/"
_PREFIXES = {
    "agent": _ID + "agent/",
    "city": _ID + "city/",
    "find": _ID + "finding/",
    "net": _ID + "network/",
    "obs": _ID + "observation/",
    "part": _ID + "participation/",
    "place": _ID + "place/",
    "prog": _ID + "programme/",
    "psg": _ID + "passage/",
    "service": _ID + "service/",
    "space": _ID + "space/",
    "factor": _CONCEPT + "factor/",
    "group": _CONCEPT + "group/",
    "sector": _CONCEPT + "sector/",
    "theme": _CONCEPT + "theme/",
    "lcg": "https://w3id.org/lcgraph/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def triples(turtle: str) -> frozenset[Triple]:
    """Read Turtle that uses the prefixes of records."""
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items())
    return frozenset(quad.triple for quad in parse(declared + turtle, format=RdfFormat.TURTLE))
