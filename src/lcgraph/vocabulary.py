"""The namespaces that lcgraph reads and writes, and nothing else.

Every constant is named after the preferred prefix of its vocabulary, in upper case. A term is taken by
attribute or by item and is a ``pyoxigraph.NamedNode``: ``LCG.LearningCity``, ``CITY["th-yala"]``.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/lcgraph/"


class Namespace(str):
    """An IRI prefix from which terms are taken."""

    __slots__ = ()

    def __getitem__(self, name: object) -> NamedNode:  # type: ignore[override]
        """Return the term with this local name.

        Args:
            name: The local name, appended to the namespace as it is.

        Returns:
            The IRI of the term.
        """
        return NamedNode(f"{self}{name}")

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
        return NamedNode(f"{self}{name}")


LCG: Final = Namespace(BASE + "ontology#")
LCS: Final = Namespace(BASE + "shapes#")
CONCEPT: Final = Namespace(BASE + "concept/")
FACTOR: Final = Namespace(BASE + "concept/factor/")
THEME: Final = Namespace(BASE + "concept/theme/")
STATUS: Final = Namespace(BASE + "concept/status/")
MODALITY: Final = Namespace(BASE + "concept/modality/")
MAPPINGBASIS: Final = Namespace(BASE + "concept/mappingbasis/")
CERTAINTY: Final = Namespace(BASE + "concept/certainty/")
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
DASH: Final = Namespace("http://datashapes.org/dash#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/")
DQV: Final = Namespace("http://www.w3.org/ns/dqv#")
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
VANN: Final = Namespace("http://purl.org/vocab/vann/")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
WGS: Final = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")
