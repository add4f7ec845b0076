"""Short names for the vocabularies that are met in documents, queries and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lcgraph.queries.names import PREFIXES
from lcgraph.vocabulary import BIBO, DOAP, DQV, EARL, LCS, SH, SOSA, VANN, VOID, WGS, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

ALL_PREFIXES: Final[Mapping[str, str]] = {
    **PREFIXES,
    "bibo": str(BIBO),
    "doap": str(DOAP),
    "dqv": str(DQV),
    "earl": str(EARL),
    "lcs": str(LCS),
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": str(SH),
    "sosa": str(SOSA),
    "vann": str(VANN),
    "void": str(VOID),
    "wgs": str(WGS),
    "xsd": str(XSD),
}
"""The prefixes that documents are abbreviated with."""
