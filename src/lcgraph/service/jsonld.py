"""JSON-LD 1.1 in compact form, with a context of short names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from lcgraph.queries.names import PREFIXES
from lcgraph.vocabulary import DCTERMS, DOAP, EARL, LCG, RDF, RDFS, SKOS, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from lcgraph.store.interface import Term

_TEXTS: Final = {
    "label": RDFS.label,
    "prefLabel": SKOS.prefLabel,
    "altLabel": SKOS.altLabel,
    "definition": SKOS.definition,
    "scopeNote": SKOS.scopeNote,
    "title": DCTERMS.title,
}
_NATIVE: Final = {XSD.boolean: ("true", "false")}
_GENERAL: Final = (
    "adms", "dcat", "dcterms", "foaf", "oa", "org", "owl", "prov", "rdf", "rdfs", "schema", "skos",
)  # fmt: skip
_PREFIXES: Final = {
    **{name: PREFIXES[name] for name in _GENERAL},
    "doap": str(DOAP),
    "earl": str(EARL),
    "void": str(VOID),
    "xsd": str(XSD),
}


@dataclass(frozen=True)
class Context:
    """The short names of JSON-LD documents.

    Attributes:
        links: Local names of those properties of our own whose values are IRIs.
    """

    links: frozenset[str]

    def written(self, used: Iterable[str] | None = None) -> dict[str, Any]:
        """Write the context.

        Args:
            used: The keys that a document uses; all when None.

        Returns:
            The value of ``@context``: names of our own need no prefix; texts are objects from
            language to text.
        """
        terms: dict[str, Any] = {name: {"@type": "@id"} for name in sorted(self.links)}
        for name, iri in _TEXTS.items():
            terms[name] = {"@id": iri.value, "@container": "@language"}
        prefixes = dict(_PREFIXES)
        head: dict[str, Any] = {"@version": 1.1, "@vocab": str(LCG), "id": "@id", "type": "@type"}
        if used is not None:
            keys = set(used)
            starts = {key.partition(":")[0] for key in keys}
            terms = {name: term for name, term in terms.items() if name in keys}
            prefixes = {name: start for name, start in prefixes.items() if name in starts}
        return {**head, **prefixes, **terms}


def compacted(triples: Iterable[Triple], context: Context) -> bytes:
    """Write a graph as compact JSON-LD.

    Args:
        triples: The graph, sorted, without blank nodes.
        context: The short names.

    Returns:
        The document in UTF-8; its context has what it uses of the whole one, so that it can be
        read offline.
    """
    said: dict[str, dict[NamedNode, list[Term]]] = {}
    for triple in triples:
        subject = said.setdefault(_value_of(triple.subject), {})
        subject.setdefault(triple.predicate, []).append(triple.object)
    used: set[str] = set()
    nodes = [_node(iri, properties, context, used) for iri, properties in said.items()]
    document = {"@context": context.written(used), "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _value_of(term: object) -> str:
    if not isinstance(term, NamedNode):
        raise TypeError(term)
    return term.value


def _node(
    iri: str, properties: Mapping[NamedNode, list[Term]], context: Context, used: set[str]
) -> dict[str, Any]:
    node: dict[str, Any] = {"id": iri}
    for predicate, values in properties.items():
        key, value = _entry(predicate, values, context, used)
        used.add(key)
        node[key] = value
    return node


def _entry(
    predicate: NamedNode, values: list[Term], context: Context, used: set[str]
) -> tuple[str, Any]:
    if predicate == RDF.type and all(isinstance(value, NamedNode) for value in values):
        return "type", _one([_class(_value_of(value), used) for value in values])
    for name, iri in _TEXTS.items():
        if predicate == iri and all(isinstance(v, Literal) and v.language for v in values):
            return name, _by_language(values)
    local = LCG.local(predicate) if predicate in LCG else None
    if local in context.links and all(isinstance(value, NamedNode) for value in values):
        return str(local), _one([_value_of(value) for value in values])
    is_plain = local is not None and local not in {*context.links, *_TEXTS, "id", "type"}
    key = str(local) if is_plain else _key(predicate.value)
    return key, _one([_explicit(value, used) for value in values])


def _class(iri: str, used: set[str]) -> str:
    if iri.startswith(str(LCG)):
        return iri.removeprefix(str(LCG))
    key = _key(iri)
    used.add(key)
    return key


def _key(iri: str) -> str:
    """Return a compact IRI that expands to this one, or the IRI itself."""
    for prefix, start in _PREFIXES.items():
        local = iri.removeprefix(start)
        if local != iri and not local.startswith("//"):
            return f"{prefix}:{local}"
    return iri


def _by_language(values: list[Term]) -> dict[str, Any]:
    texts: dict[str, list[str]] = {}
    for value in values:
        if isinstance(value, Literal) and value.language:
            texts.setdefault(value.language, []).append(value.value)
    return {language: _one(found) for language, found in texts.items()}


def _explicit(value: Term, used: set[str]) -> Any:
    if isinstance(value, NamedNode):
        return {"id": value.value}
    if not isinstance(value, Literal):
        raise TypeError(value)
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if value.datatype == XSD.string:
        return value.value
    if value.value in _NATIVE.get(value.datatype, ()):
        return value.value == "true"
    # Numbers stay text: a JSON number would lose how a decimal was written.
    datatype = _key(value.datatype.value)
    used.add(datatype)
    return {"@type": datatype, "@value": value.value}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
