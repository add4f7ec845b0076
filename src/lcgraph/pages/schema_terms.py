"""Which terms of schema.org fit things: read from Turtle, so that a new class needs no code.

The statements are in ``queries/embedding``; those of the ontology and its alignments are read
with them (RDFS 1.1, section 2; OWL 2 RL, Table 5, for ``owl:hasValue`` and property chains).
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Triple

from lcgraph.knowledge import Knowledge, parse_turtle
from lcgraph.vocabulary import OWL, RDF, RDFS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lcgraph.store.interface import Term

_FILES: Final = ("ontology/*.ttl", "ontology/alignments/*.ttl", "queries/embedding/*.ttl")
THING: Final = SCHEMA.Thing


class SchemaTerms:
    """Classes and properties of schema.org by those of other vocabularies."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Read what is stated of classes and properties.

        Args:
            triples: ``rdfs:subClassOf``, ``rdfs:subPropertyOf``, ``rdfs:domain``,
                ``owl:inverseOf``, ``owl:propertyChainAxiom``, ``schema:domainIncludes`` and
                ``schema:rangeIncludes``; whatever else is stated is left alone.
        """
        said: dict[NamedNode, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in sorted(set(triples), key=str):
            if not isinstance(triple.subject, Triple):
                said[triple.predicate][triple.subject].append(triple.object)
        self._above = _iris_by_iri(said[RDFS.subClassOf])
        self._subject_classes = _iris_by_iri(said[RDFS.domain])
        self._properties = _iris_by_iri(said[RDFS.subPropertyOf])
        self._domains = _iris_by_iri(said[SCHEMA.domainIncludes])
        self._ranges = _iris_by_iri(said[SCHEMA.rangeIncludes])
        self._inverses = {
            term: others
            for term, others in _iris_by_iri(said[OWL.inverseOf]).items()
            if term in SCHEMA
        }
        self.chains = {
            term: tuple(step for head in heads for step in _list(said, head))
            for term, heads in said[OWL.propertyChainAxiom].items()
            if isinstance(term, NamedNode) and term in SCHEMA
        }
        self._by_value = _by_value(said)
        self._closed: dict[NamedNode, frozenset[NamedNode]] = {}
        self._back: dict[frozenset[NamedNode], dict[NamedNode, NamedNode]] = {}
        self._paths: dict[tuple[NamedNode, frozenset[NamedNode]], tuple[NamedNode, ...]] = {}

    def types(
        self, kinds: Iterable[NamedNode], said: Mapping[NamedNode, list[Term]]
    ) -> list[NamedNode]:
        """Choose the types of a thing.

        Args:
            kinds: The classes that it is stated to be in; the domains of its properties when
                none is.
            said: Property to values.

        Returns:
            The narrowest classes of schema.org that it belongs to, sorted; ``Thing`` alone when
            no other is known.
        """
        stated = set(kinds) or {term for p in said for term in self._subject_classes.get(p, ())}
        found = {above for kind in stated for above in self._nearest(kind, frozenset())}
        for predicate in self._by_value.keys() & said.keys():
            for value in said[predicate]:
                found.update(self._by_value[predicate].get(value, ()))
        below = {
            term for term in found if not any(term in self.closure(o) - {o} for o in found - {term})
        }
        return sorted(below, key=str) or [THING]

    def _nearest(self, kind: NamedNode, seen: frozenset[NamedNode]) -> set[NamedNode]:
        if kind in SCHEMA:
            return {kind}
        above = self._above.get(kind, [])
        direct = {term for term in above if term in SCHEMA}
        if direct:
            return direct
        return {
            found
            for term in above
            if term not in seen
            for found in self._nearest(term, seen | {kind})
        }

    def closure(self, term: NamedNode) -> frozenset[NamedNode]:
        """Return a class of schema.org with all classes above it.

        Args:
            term: The class.

        Returns:
            It, what it is below of, and ``Thing``.
        """
        if term not in self._closed:
            found = {term, THING}
            waiting = [term]
            while waiting:
                new = set(self._above.get(waiting.pop(), [])) - found
                found |= new
                waiting += new
            self._closed[term] = frozenset(found)
        return self._closed[term]

    def all_above(self, types: Iterable[NamedNode]) -> frozenset[NamedNode]:
        """Return several classes of schema.org with all classes above them.

        Args:
            types: The classes.

        Returns:
            What things of these classes are in.
        """
        return frozenset(above for term in types for above in self.closure(term))

    def path(self, predicate: NamedNode, kinds: frozenset[NamedNode]) -> tuple[NamedNode, ...]:
        """Find what states the same as a property.

        Args:
            predicate: The property.
            kinds: All classes of schema.org that the thing is in.

        Returns:
            A property of schema.org; or a property, a class and a property of that class, through
            which the value is reached; nothing if there is none for these classes.
        """
        key = (predicate, kinds)
        if key not in self._paths:
            self._paths[key] = self._path(predicate, kinds)
        return self._paths[key]

    def _path(self, predicate: NamedNode, kinds: frozenset[NamedNode]) -> tuple[NamedNode, ...]:
        offered = [predicate] if predicate in SCHEMA else self._properties.get(predicate, [])
        fitting = [(self._narrowness(term, kinds), term) for term in offered if term in SCHEMA]
        fitting = [(depth, term) for depth, term in fitting if depth]
        if fitting:
            # Of those with the same domain the first by name, so that every answer is the same.
            return (min(fitting, key=lambda found: (-found[0], found[1].value))[1],)
        for term in offered:
            for domain in self._domains.get(term, []):
                for step, ranges in self._ranges.items():
                    if domain in ranges and self._narrowness(step, kinds):
                        return (step, domain, term)
        return ()

    def _narrowness(self, term: NamedNode, kinds: frozenset[NamedNode]) -> int:
        domains = self._domains.get(term)
        if domains is None:
            return 1
        return max((len(self.closure(kind)) for kind in domains if kind in kinds), default=0)

    def inverses(self, kinds: frozenset[NamedNode]) -> Mapping[NamedNode, NamedNode]:
        """Find what is stated of a thing by that which refers to it.

        Args:
            kinds: All classes of schema.org that the thing is in.

        Returns:
            The properties that lead to it, each with that of schema.org which leads back.
        """
        if kinds not in self._back:
            self._back[kinds] = {
                predicate: term
                for term, others in self._inverses.items()
                if self._narrowness(term, kinds)
                for predicate in others
            }
        return self._back[kinds]

    def is_address(self, term: NamedNode) -> bool:
        """Tell whether the values of a property are written as addresses.

        Args:
            term: A property of schema.org.

        Returns:
            True for those whose range is ``URL``.
        """
        return SCHEMA.URL in self._ranges.get(term, ())

    def takes_texts(self, term: NamedNode) -> bool:
        """Tell whether the values of a property may be literals.

        Args:
            term: A property of schema.org.

        Returns:
            False for those whose range is ``Thing``.
        """
        return THING not in self._ranges.get(term, ())


def _iris_by_iri(said: Mapping[Term, list[Term]]) -> dict[NamedNode, list[NamedNode]]:
    found = {
        subject: [value for value in values if isinstance(value, NamedNode)]
        for subject, values in said.items()
        if isinstance(subject, NamedNode)
    }
    return {subject: values for subject, values in found.items() if values}


def _by_value(
    said: Mapping[NamedNode, Mapping[Term, list[Term]]],
) -> dict[NamedNode, dict[Term, list[NamedNode]]]:
    found: dict[NamedNode, dict[Term, list[NamedNode]]] = defaultdict(lambda: defaultdict(list))
    for node, properties in said[OWL.onProperty].items():
        classes = [
            term
            for term in said[RDFS.subClassOf].get(node, [])
            if isinstance(term, NamedNode) and term in SCHEMA
        ]
        for predicate in properties:
            for value in said[OWL.hasValue].get(node, []):
                if classes and isinstance(predicate, NamedNode):
                    found[predicate][value] += classes
    return {predicate: dict(values) for predicate, values in found.items()}


def _list(said: Mapping[NamedNode, Mapping[Term, list[Term]]], head: Term) -> list[NamedNode]:
    members: list[NamedNode] = []
    while isinstance(head, BlankNode):
        members += [m for m in said[RDF.first].get(head, []) if isinstance(m, NamedNode)]
        head = next(iter(said[RDF.rest].get(head, [])), RDF.nil)
    return members


@cache
def schema_terms() -> SchemaTerms:
    """Return what is shipped, read once.

    Returns:
        The terms.
    """
    knowledge = Knowledge()
    paths = [path for pattern in _FILES for path in knowledge.files(pattern)]
    return SchemaTerms(triple for path in paths for triple in parse_turtle(path))
