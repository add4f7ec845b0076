"""What a page says, once more in schema.org, for readers that know no other vocabulary.

Which class and which property of schema.org fit is stated in ``queries/embedding`` (see
:mod:`lcgraph.pages.schema_terms`). What has no property there is a ``PropertyValue`` under the IRI
of its own property, so that all that the page says is in it; and nothing else is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from lcgraph.pages.schema_terms import THING, SchemaTerms, schema_terms
from lcgraph.pages.schema_values import (
    add_values,
    all_of,
    literal_value,
    one_or_all,
    term_name,
    texts_value,
)
from lcgraph.pages.words import WORDS
from lcgraph.records.triples import TripleIndex
from lcgraph.vocabulary import RDF, SCHEMA, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from lcgraph.service.resources import Resource
    from lcgraph.store.interface import Term

    Texts = Mapping[str, str]

_ANYTHING: Final = frozenset({THING})
_NAME: Final = (SCHEMA.name,)
_NOTES: Final = ("notes", "unknown", "would_change")
_DEEPEST: Final = 6


def embedded_of(
    resource: Resource,
    *,
    shows_content: bool = False,
    more: Iterable[Triple] = (),
    names: Mapping[str, Texts] | None = None,
) -> dict[str, Any]:
    """Describe a thing for the page that shows it.

    Args:
        resource: What the graph says of it.
        shows_content: Whether its page lists what it holds rather than what refers to it.
        more: Further published statements that its page shows.
        names: Names by IRI, of things that have none in the graph.

    Returns:
        A JSON-LD document with the context of schema.org: what is published, nested down to the
        passages; what is inferred and derived, marked as such; and what refers to the thing.
    """
    stated = {*(resource.asserted or resource.derived), *more}
    if shows_content:
        stated |= resource.content
    beside = resource.triples() | resource.inferred | resource.derived
    terms = schema_terms()
    stated.update(t for t in beside if terms.path(t.predicate, _ANYTHING) == _NAME)
    writer = _Writer(TripleIndex(stated), terms, names or {}, is_full=shows_content)
    depth = 1 if shows_content else _DEEPEST
    written = writer.node(resource.iri, depth, is_main=True, is_graph=bool(resource.content))
    document = {"@context": "https://schema.org", **written, "url": resource.iri.value}
    if shows_content:
        return document
    if resource.content:
        document.setdefault("additionalProperty", []).append(_size(len(resource.content)))
    writer.add_references(document, resource.iri, resource.incoming)
    writer.add_references(document, resource.iri, resource.derived, "derived")
    if resource.asserted:
        writer.add_layer(document, resource.iri, resource.derived, "derived")
    writer.add_layer(document, resource.iri, resource.inferred, "inferred")
    return document


def worded(document: dict[str, Any], explained: Mapping[str, Any]) -> dict[str, Any]:
    """Add to the document of a recommendation what its page says of it in words.

    Args:
        document: The document.
        explained: ``sentence``, and lists of texts under ``notes``, ``unknown`` and
            ``would_change``.

    Returns:
        The document with a name and a description.
    """
    notes = [note for key in _NOTES for note in explained[key]]
    described = [text for note in notes for text in texts_value(note)]
    return {
        **document,
        "name": texts_value(explained["sentence"]),
        **({"description": described} if described else {}),
    }


class _Writer:
    """Writes things once each; what was written before is referred to."""

    def __init__(
        self,
        stated: TripleIndex,
        terms: SchemaTerms,
        names: Mapping[str, Texts],
        *,
        is_full: bool,
    ) -> None:
        self._stated = stated
        self._is_full = is_full
        self._terms = terms
        self._named = names
        self._written: set[NamedNode] = set()
        self._introduced: set[NamedNode] = set()
        self._passed = {steps[0] for steps in terms.chains.values()}

    def node(
        self, iri: NamedNode, depth: int, *, is_main: bool = False, is_graph: bool = False
    ) -> dict[str, Any]:
        self._written.add(iri)
        self._introduced.add(iri)
        said = self._stated.properties(iri)
        classes = [term for term in said.get(RDF.type, []) if isinstance(term, NamedNode)]
        kinds = classes or ([VOID.Dataset] if is_graph else [])
        types = self._terms.types(kinds, said)
        above = self._terms.all_above(types)
        node: dict[str, Any] = {
            "@id": iri.value,
            "@type": one_or_all([term_name(term) for term in types]),
        }
        is_full = is_main or self._is_full
        if classes and is_full:
            node["additionalType"] = one_or_all([{"@id": term.value} for term in classes])
        others: list[dict[str, Any]] = []
        for predicate, values in said.items():
            # What a chain passes through is said at its end, of a thing within another only there.
            is_passed = predicate in self._passed
            if predicate == RDF.type or (is_passed and not is_full):
                continue
            path = self._terms.path(predicate, above)
            if path and not self._terms.takes_texts(path[-1]) and _has_texts(values):
                path = ()
            term = path[-1] if path else None
            written = self._values(term, values, 0 if is_passed else depth)
            if path:
                add_values(node, path, written)
            else:
                others.append(self._property_value(predicate, written))
        if "name" not in node and (names := self._names(iri)):
            node["name"] = names
        self._follow(node, iri, above)
        self._look_back(node, iri, above, depth)
        if others:
            node["additionalProperty"] = others
        return node

    def _follow(self, node: dict[str, Any], iri: NamedNode, above: frozenset[NamedNode]) -> None:
        for term, steps in self._terms.chains.items():
            if self._terms.path(term, above):
                reached: list[Term] = [iri]
                for step in steps:
                    things = [thing for thing in reached if isinstance(thing, NamedNode)]
                    reached = [o for thing in things for o in self._stated.objects(thing, step)]
                add_values(node, (term,), self._values(term, reached, 0))

    def _look_back(
        self, node: dict[str, Any], iri: NamedNode, above: frozenset[NamedNode], depth: int
    ) -> None:
        for predicate, term in self._terms.inverses(above).items():
            if found := self._stated.subjects(predicate, iri):
                add_values(node, (term,), self._values(term, found, depth))

    def _values(self, term: NamedNode | None, values: Iterable[Term], depth: int) -> list[Any]:
        return [self._value(term, value, depth) for value in values]

    def _value(self, term: NamedNode | None, value: Term, depth: int) -> Any:
        if isinstance(value, Literal):
            return literal_value(value)
        if not isinstance(value, NamedNode):
            return str(value)
        if term is not None and self._terms.is_address(term):
            return value.value
        if depth > 0 and value not in self._written and self._is_described(value):
            return self.node(value, depth - 1)
        return self.reference(value)

    def _is_described(self, iri: NamedNode) -> bool:
        return any(
            self._terms.path(predicate, _ANYTHING) != _NAME
            for predicate in self._stated.properties(iri)
        )

    def reference(self, iri: NamedNode) -> dict[str, Any]:
        names = self._names(iri) if iri not in self._introduced else []
        self._introduced.add(iri)
        return {"@id": iri.value, **({"name": names} if names else {})}

    def _names(self, iri: NamedNode) -> list[dict[str, str]]:
        if iri.value in self._named:
            return texts_value(self._named[iri.value])
        return [
            literal_value(value)
            for predicate, values in self._stated.properties(iri).items()
            if self._terms.path(predicate, _ANYTHING) == _NAME
            for value in values
            if isinstance(value, Literal)
        ]

    def _property_value(self, predicate: NamedNode, values: list[Any]) -> dict[str, Any]:
        # Like that of a thing, the name of a property is said once.
        is_new = predicate not in self._introduced
        names = texts_value(self._stated.labels(predicate)) if is_new else []
        self._introduced.add(predicate)
        return {
            "@type": "PropertyValue",
            "propertyID": predicate.value,
            **({"name": names} if names else {}),
            "value": one_or_all(values),
        }

    def add_references(
        self,
        document: dict[str, Any],
        iri: NamedNode,
        triples: Iterable[Triple],
        note: str | None = None,
    ) -> None:
        inverses = self._terms.inverses(
            self._terms.all_above(SCHEMA[name] for name in all_of(document["@type"]))
        )
        referring: dict[NamedNode, list[NamedNode]] = {}
        for triple in sorted(triples, key=str):
            if triple.object == iri and isinstance(triple.subject, NamedNode):
                referring.setdefault(triple.predicate, []).append(triple.subject)
        for predicate, subjects in referring.items():
            term = inverses.get(predicate) if note is None else None
            if term is not None:
                add_values(document, (term,), [self.reference(subject) for subject in subjects])
                continue
            # What refers to a thing has the property, not the thing: JSON-LD 1.1, section 4.8.
            statement = self._property_value(predicate, [])
            del statement["value"]
            statement["@reverse"] = {"additionalProperty": [self.reference(s) for s in subjects]}
            if note is not None:
                statement["description"] = texts_value(WORDS[note])
            document.setdefault("@reverse", {}).setdefault("value", []).append(statement)

    def add_layer(
        self, document: dict[str, Any], iri: NamedNode, triples: Iterable[Triple], note: str
    ) -> None:
        for predicate, values in TripleIndex(triples).properties(iri).items():
            statement = self._property_value(predicate, self._values(None, values, 0))
            statement["description"] = texts_value(WORDS[note])
            document.setdefault("additionalProperty", []).append(statement)


def _has_texts(values: Iterable[Term]) -> bool:
    return any(isinstance(value, Literal) for value in values)


def _size(triples: int) -> dict[str, Any]:
    return {
        "@type": "PropertyValue",
        "propertyID": VOID.triples.value,
        "name": texts_value(WORDS["contents"]),
        "value": triples,
    }
