"""The namespaces that lcgraph reads and writes, and nothing else.

Every constant is named after the preferred prefix of its vocabulary, in upper case. A term is
taken by attribute or by item and is a ``pyoxigraph.NamedNode``: ``LCG.LearningCity``,
``CITY["th-yala"]``.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/lcgraph/"
"""Where every IRI of our own begins."""


class Namespace:
    """An IRI prefix from which terms are taken."""

    __slots__ = ("_prefix",)

    def __init__(self, prefix: str) -> None:
        """Keep the prefix.

        Args:
            prefix: The IRI that every term of the vocabulary begins with.
        """
        self._prefix = prefix

    def __str__(self) -> str:
        """Return the IRI prefix.

        Returns:
            The prefix as it was given.
        """
        return self._prefix

    def __contains__(self, term: object) -> bool:
        """Tell whether a term belongs to this namespace.

        Args:
            term: Anything; only an IRI can belong.

        Returns:
            True for an IRI that begins with the prefix.
        """
        return isinstance(term, NamedNode) and term.value.startswith(self._prefix)

    def __getitem__(self, name: object) -> NamedNode:
        """Return the term with this local name.

        Args:
            name: The local name, appended to the prefix as it is.

        Returns:
            The IRI of the term.
        """
        return NamedNode(f"{self._prefix}{name}")

    def __getattr__(self, name: str) -> NamedNode:
        """Return the term with this local name.

        Args:
            name: The local name; Python's own special names are refused.

        Returns:
            The IRI of the term.

        Raises:
            AttributeError: For names such as ``__wrapped__`` that Python asks of any object.
        """
        if name.startswith("__"):
            raise AttributeError(name)
        return NamedNode(f"{self._prefix}{name}")

    def local(self, term: NamedNode) -> str:
        """Return what follows the prefix in a term of this namespace.

        Args:
            term: An IRI of this namespace.

        Returns:
            The local name, which may be empty.

        Raises:
            ValueError: If the IRI does not begin with the prefix.
        """
        if term not in self:
            raise ValueError(f"{term} is not in {self._prefix}")
        return term.value[len(self._prefix) :]


LCG: Final = Namespace(BASE + "ontology#")
LCS: Final = Namespace(BASE + "shapes#")
CONCEPT: Final = Namespace(BASE + "concept/")
FACTOR: Final = Namespace(BASE + "concept/factor/")
THEME: Final = Namespace(BASE + "concept/theme/")
STATUS: Final = Namespace(BASE + "concept/status/")
ID: Final = Namespace(BASE + "id/")
CITY: Final = Namespace(BASE + "id/city/")
AGENT: Final = Namespace(BASE + "id/agent/")
PASSAGE: Final = Namespace(BASE + "id/passage/")
SOURCE: Final = Namespace(BASE + "id/source/")
RECOMMENDATION: Final = Namespace(BASE + "id/recommendation/")
RECORD: Final = Namespace(BASE + "record/")
RULE: Final = Namespace(BASE + "rule/")
QUERY: Final = Namespace(BASE + "query/")
GRAPH: Final = Namespace(BASE + "graph/")

ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
BIBO: Final = Namespace("http://purl.org/ontology/bibo/")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/")
DOAP: Final = Namespace("http://usefulinc.com/ns/doap#")
DQV: Final = Namespace("http://www.w3.org/ns/dqv#")
EARL: Final = Namespace("http://www.w3.org/ns/earl#")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
ORG: Final = Namespace("http://www.w3.org/ns/org#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA: Final = Namespace("https://schema.org/")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
SOSA: Final = Namespace("http://www.w3.org/ns/sosa/")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
VANN: Final = Namespace("http://purl.org/vocab/vann/")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
WGS: Final = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")
