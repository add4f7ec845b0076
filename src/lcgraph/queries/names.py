"""How callers may name a thing: by IRI, by prefixed name, or by its key alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from lcgraph.vocabulary import (
    ADMS,
    AGENT,
    CITY,
    CONCEPT,
    DCAT,
    DCTERMS,
    FACTOR,
    FOAF,
    GRAPH,
    ID,
    LCG,
    LCS,
    OA,
    ORG,
    OWL,
    PASSAGE,
    PROV,
    QUERY,
    RDF,
    RDFS,
    RECOMMENDATION,
    RECORD,
    RULE,
    SCHEMA,
    SKOS,
    SOURCE,
    THEME,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDERS_OF_THINGS: Final = {
    "asp": "aspiration",
    "citation": "citation",
    "city": "city",
    "agent": "agent",
    "desc": "description",
    "emend": "emendation",
    "event": "event",
    "facility": "facility",
    "fig": "figure",
    "find": "finding",
    "framework": "framework",
    "map": "mapping",
    "memb": "designation",
    "net": "network",
    "obs": "observation",
    "part": "participation",
    "place": "place",
    "prog": "programme",
    "psg": "passage",
    "rec": "recommendation",
    "service": "service",
    "space": "space",
    "src": "source",
}
_SCHEMES: Final = (
    "action",
    "aspect",
    "aspirationtype",
    "component",
    "descriptiontype",
    "factor",
    "group",
    "guideline",
    "implication",
    "member",
    "modality",
    "orientation",
    "progtype",
    "role",
    "sector",
    "spacetype",
    "status",
    "step",
    "theme",
    "theory",
    "topic",
    "unittype",
)
_SCHEMES_WITH_A_PREFIX_OF_THEIR_OWN: Final = {"cert": "certainty", "emtype": "emendation"}

PREFIXES: Final[Mapping[str, str]] = {
    "adms": str(ADMS),
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "foaf": str(FOAF),
    "g": str(GRAPH),
    "lcg": str(LCG),
    "lcs": str(LCS),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "query": str(QUERY),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "record": str(RECORD),
    "rule": str(RULE),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    **{prefix: f"{ID}{folder}/" for prefix, folder in _FOLDERS_OF_THINGS.items()},
    **{scheme: f"{CONCEPT}{scheme}/" for scheme in _SCHEMES},
    **{prefix: f"{CONCEPT}{slug}/" for prefix, slug in _SCHEMES_WITH_A_PREFIX_OF_THEIR_OWN.items()},
}
"""The prefixes that values of parameters may use (Annex A of the model)."""

KEYED_CLASSES: Final[Mapping[str, str]] = {
    "lcg:DesignationScheme": PREFIXES["net"],
    "lcg:LearningCity": str(CITY),
    "lcg:Passage": str(PASSAGE),
    "lcg:Recommendation": str(RECOMMENDATION),
    "lcg:Source": str(SOURCE),
    "lcg:SupportingFactor": str(FACTOR),
    "lcg:Theme": str(THEME),
    "org:Organization": str(AGENT),
    "schema:Country": PREFIXES["place"],
    "skos:ConceptScheme": str(CONCEPT),
}
"""The classes whose members can be named by key, and what their IRIs begin with."""

_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_LONGEST: Final = 2000


def named(text: str, keys_at: str | None) -> NamedNode | None:
    """Read the name of a thing.

    Args:
        text: An IRI, a prefixed name such as ``city:th-yala``, or a key such as ``th-yala``.
        keys_at: What the IRI of a key begins with; None where a key alone does not do.

    Returns:
        The IRI, or None if the text names nothing.
    """
    if len(text) > _LONGEST:
        return None
    if _KEY.fullmatch(text):
        return NamedNode(keys_at + text) if keys_at is not None else None
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES:
        return NamedNode(PREFIXES[prefix] + local) if _KEY.fullmatch(local) else None
    try:
        return NamedNode(text)
    except ValueError:
        return None


def key_of(iri: NamedNode) -> str:
    """Return the short name of an IRI, for people to read.

    Args:
        iri: Any IRI.

    Returns:
        A prefixed name if one of the prefixes fits, otherwise the IRI as it is.
    """
    for prefix, start in PREFIXES.items():
        local = iri.value.removeprefix(start)
        if local != iri.value and _KEY.fullmatch(local):
            return f"{prefix}:{local}"
    return iri.value
