"""OWL axioms and expressions as values, written out in OWL 2 functional-style syntax.

The forms kept here are those that rules can be made of; `reading` takes them from triples and
`clauses` turns them into rules. Source: OWL 2 Structural Specification, sections 8 and 9; OWL 2
Profiles, 4.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lcgraph import vocabulary
from lcgraph.vocabulary import Namespace

Term = NamedNode | BlankNode | Literal | Triple
"""A node of a graph, as pyoxigraph gives it."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property, or its inverse where the axiom says so without naming one."""

    iri: NamedNode
    inverted: bool = False

    def __str__(self) -> str:
        """Return the property in functional-style syntax."""
        return f"ObjectInverseOf({short(self.iri)})" if self.inverted else short(self.iri)


@dataclass(frozen=True, slots=True)
class Named:
    """A class, or a datatype where the axiom speaks of values, by its IRI."""

    iri: NamedNode

    def __str__(self) -> str:
        """Return the abbreviated IRI."""
        return short(self.iri)


@dataclass(frozen=True, slots=True)
class Intersection:
    """Everything that belongs to all operands."""

    operands: tuple[ClassExpression, ...]

    def __str__(self) -> str:
        """Return the expression in functional-style syntax."""
        return f"ObjectIntersectionOf({_spaced(self.operands)})"


@dataclass(frozen=True, slots=True)
class Union:
    """Everything that belongs to at least one operand."""

    operands: tuple[ClassExpression, ...]

    def __str__(self) -> str:
        """Return the expression in functional-style syntax."""
        return f"ObjectUnionOf({_spaced(self.operands)})"


@dataclass(frozen=True, slots=True)
class Complement:
    """Everything that does not belong to the operand."""

    operand: ClassExpression

    def __str__(self) -> str:
        """Return the expression in functional-style syntax."""
        return f"ObjectComplementOf({self.operand})"


@dataclass(frozen=True, slots=True)
class HasValue:
    """Everything that the property relates to one given value."""

    property: Property
    value: NamedNode | Literal

    def __str__(self) -> str:
        """Return the expression in functional-style syntax."""
        return f"ObjectHasValue({self.property} {short(self.value)})"


@dataclass(frozen=True, slots=True)
class SomeValues:
    """Everything that the property relates to at least one member of the filler."""

    property: Property
    filler: ClassExpression

    def __str__(self) -> str:
        """Return the expression in functional-style syntax."""
        return f"ObjectSomeValuesFrom({self.property} {self.filler})"


@dataclass(frozen=True, slots=True)
class AllValues:
    """Everything that the property relates to members of the filler only."""

    property: Property
    filler: ClassExpression

    def __str__(self) -> str:
        """Return the expression in functional-style syntax."""
        return f"ObjectAllValuesFrom({self.property} {self.filler})"


ClassExpression = Named | Intersection | Union | Complement | HasValue | SomeValues | AllValues


class AxiomKind(StrEnum):
    """The axioms that rules are made of, by their name in functional-style syntax."""

    SUB_CLASS = "SubClassOf"
    EQUIVALENT_CLASSES = "EquivalentClasses"
    DISJOINT_CLASSES = "DisjointClasses"
    SUB_PROPERTY = "SubObjectPropertyOf"
    PROPERTY_CHAIN = "ObjectPropertyChain"
    EQUIVALENT_PROPERTIES = "EquivalentObjectProperties"
    INVERSE_PROPERTIES = "InverseObjectProperties"
    DISJOINT_PROPERTIES = "DisjointObjectProperties"
    DOMAIN = "ObjectPropertyDomain"
    RANGE = "ObjectPropertyRange"
    FUNCTIONAL = "FunctionalObjectProperty"
    INVERSE_FUNCTIONAL = "InverseFunctionalObjectProperty"
    SYMMETRIC = "SymmetricObjectProperty"
    ASYMMETRIC = "AsymmetricObjectProperty"
    TRANSITIVE = "TransitiveObjectProperty"
    IRREFLEXIVE = "IrreflexiveObjectProperty"
    HAS_KEY = "HasKey"
    DIFFERENT_INDIVIDUALS = "DifferentIndividuals"
    NEGATIVE_ASSERTION = "NegativeObjectPropertyAssertion"


Operand = ClassExpression | Property | NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Axiom:
    """One axiom of an ontology.

    Attributes:
        kind: Which form of axiom it is.
        operands: Its parts in the order of the functional-style syntax. A property chain has its
            steps first and the property they lead to last; a key has its class first.
        construct: The OWL term that states it in RDF, e.g. ``owl:propertyChainAxiom`` or
            ``owl:FunctionalProperty``.
    """

    kind: AxiomKind
    operands: tuple[Operand, ...]
    construct: NamedNode

    @property
    def terms(self) -> tuple[NamedNode, ...]:
        """The IRIs that the axiom names, each once, in reading order."""
        return tuple(dict.fromkeys(iri for operand in self.operands for iri in _terms(operand)))

    @property
    def statement(self) -> str:
        """The axiom in OWL 2 functional-style syntax with the usual prefixes."""
        parts = [
            operand if isinstance(operand, _WRITTEN) else short(operand)
            for operand in self.operands
        ]
        if self.kind is AxiomKind.PROPERTY_CHAIN:
            return f"SubObjectPropertyOf(ObjectPropertyChain({_spaced(parts[:-1])}) {parts[-1]})"
        if self.kind is AxiomKind.HAS_KEY:
            return f"HasKey({parts[0]} ({_spaced(parts[1:])}) ())"
        return f"{self.kind}({_spaced(parts)})"


_WRITTEN = (Property, Named, Intersection, Union, Complement, HasValue, SomeValues, AllValues)

_PREFIXES = sorted(
    (
        (str(namespace), prefix.lower())
        for prefix, namespace in vars(vocabulary).items()
        if isinstance(namespace, Namespace)
    ),
    key=lambda entry: len(entry[0]),
    reverse=True,
)


def short(term: Term) -> str:
    """Abbreviate a term for people to read.

    Args:
        term: Any node.

    Returns:
        ``prefix:name`` with the longest known namespace, else the term in N-Triples syntax.
    """
    if isinstance(term, NamedNode):
        for namespace, prefix in _PREFIXES:
            if term.value.startswith(namespace) and "/" not in term.value[len(namespace) :]:
                return f"{prefix}:{term.value[len(namespace) :]}"
    return str(term)


def _spaced(parts: Iterable[object]) -> str:
    return " ".join(str(part) for part in parts)


def _terms(operand: Operand) -> Iterator[NamedNode]:
    match operand:
        case NamedNode():
            yield operand
        case Property(iri) | Named(iri):
            yield iri
        case Intersection(operands) | Union(operands):
            for part in operands:
                yield from _terms(part)
        case Complement(part):
            yield from _terms(part)
        case HasValue(on, value):
            yield on.iri
            yield from _terms(value)
        case SomeValues(on, filler) | AllValues(on, filler):
            yield on.iri
            yield from _terms(filler)
        case _:
            return
