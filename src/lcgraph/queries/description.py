"""The library in RDF, so that other tools find the queries and how to run them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from lcgraph.queries.names import PREFIXES
from lcgraph.queries.parameters import WrongParameter, term_of
from lcgraph.queries.stored import Form, ParameterType
from lcgraph.vocabulary import DCTERMS, LCG, QUERY, RDF, RDFS, SCHEMA, SH, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lcgraph.queries.stored import Parameter, StoredQuery

_CLASS: Final = {
    Form.SELECT: SH.SPARQLSelectExecutable,
    Form.ASK: SH.SPARQLAskExecutable,
    Form.CONSTRUCT: SH.SPARQLConstructExecutable,
}
_TEXT: Final = {
    Form.SELECT: SH["select"],
    Form.ASK: SH.ask,
    Form.CONSTRUCT: SH.construct,
}
_DATATYPE: Final = {
    ParameterType.INTEGER: XSD.integer,
    ParameterType.STRING: XSD.string,
    ParameterType.LANGUAGE: XSD.string,
}
_COMPUTED: Final = ("lcg:Recommendation",)
"""What is named by digest, so that only the data know an example."""


def describe(queries: Iterable[StoredQuery]) -> set[Triple]:
    """Describe queries for ``g:reference``.

    Args:
        queries: The queries of a library.

    Returns:
        For each a ``sh:SPARQLExecutable`` with its text, names, competency questions and
        parameters (SHACL Advanced Features, section 5). Like those of functions there and of
        constraint components (SHACL, section 6.2.1), a parameter has a ``sh:path`` whose local
        name is that of the variable; ``skos:example`` is a term that it can be bound to, where
        one is known before there are data. Nothing is a blank node.
    """
    triples: set[Triple] = set()
    for query in queries:
        triples.update(_query(query))
    return triples


def _query(query: StoredQuery) -> Iterator[Triple]:
    yield Triple(query.iri, RDF.type, SH.SPARQLExecutable)
    yield Triple(query.iri, RDF.type, _CLASS[query.form])
    yield Triple(query.iri, _TEXT[query.form], Literal(query.text))
    yield Triple(query.iri, DCTERMS.identifier, Literal(query.name))
    yield from _texts(query.iri, RDFS.label, query.summary)
    yield from _texts(query.iri, DCTERMS.description, query.description)
    for tag in query.tags:
        yield Triple(query.iri, SCHEMA.keywords, Literal(tag))
    for question in query.answers:
        yield Triple(query.iri, DCTERMS.subject, Literal(question))
    for layer in query.layers:
        yield Triple(query.iri, LCG.requiresLayer, Literal(layer))
    for parameter in query.parameters:
        yield from _parameter(query, parameter)


def _parameter(query: StoredQuery, parameter: Parameter) -> Iterator[Triple]:
    iri = QUERY[f"{QUERY.local(query.iri)}--{parameter.name}"]
    yield Triple(query.iri, SH.parameter, iri)
    yield Triple(iri, RDF.type, SH.Parameter)
    yield Triple(iri, DCTERMS.identifier, Literal(parameter.name))
    yield Triple(iri, SH.path, NamedNode(f"{query.iri.value}#{parameter.variable}"))
    yield Triple(iri, SH.optional, Literal(parameter.optional or parameter.default is not None))
    yield from _texts(iri, RDFS.label, parameter.description)
    if parameter.type in _DATATYPE:
        yield Triple(iri, SH.datatype, _DATATYPE[parameter.type])
    else:
        yield Triple(iri, SH.nodeKind, SH.IRI)
    if parameter.class_name is not None:
        prefix, _, local = parameter.class_name.partition(":")
        yield Triple(iri, SH["class"], NamedNode(PREFIXES[prefix] + local))
    if parameter.default is not None:
        yield from _value(iri, SH.defaultValue, parameter, parameter.default)
    if parameter.class_name not in _COMPUTED:
        yield from _value(iri, SKOS.example, parameter, parameter.example)


def _value(
    iri: NamedNode, predicate: NamedNode, parameter: Parameter, value: str
) -> Iterator[Triple]:
    term = term_of(parameter, value)
    if not isinstance(term, WrongParameter):
        yield Triple(iri, predicate, term)


def _texts(subject: NamedNode, predicate: NamedNode, texts: Mapping[str, str]) -> Iterator[Triple]:
    for language, text in texts.items():
        yield Triple(subject, predicate, Literal(text, language=language))
