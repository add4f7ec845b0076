"""Reads the axioms of an ontology from its triples.

Every triple that carries OWL or RDFS meaning must be understood as part of an axiom; what is left
over is refused by name, so that no axiom is silently without effect. Source: OWL 2 Mapping to RDF
Graphs, section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import ClassVar

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lcgraph.inference import messages
from lcgraph.inference.axioms import Axiom, AxiomKind, Operand, Term, short
from lcgraph.inference.expressions import ExpressionReader
from lcgraph.inference.outcomes import Refusal
from lcgraph.vocabulary import OWL, RDF, RDFS


def _owl(names: str) -> frozenset[NamedNode]:
    return frozenset(OWL[name] for name in names.split())


DECLARATIONS = _owl(
    "AnnotationProperty Axiom Class DatatypeProperty DeprecatedClass DeprecatedProperty"
    " NamedIndividual ObjectProperty Ontology OntologyProperty Thing"
)
"""Types that say what a term is and have no consequences among the facts."""

ANNOTATIONS = _owl(
    "annotatedProperty annotatedSource annotatedTarget backwardCompatibleWith deprecated"
    " incompatibleWith priorVersion versionIRI versionInfo"
)
"""OWL properties that speak of axioms and ontologies, not of things."""

ASSERTIONS = _owl("sameAs differentFrom")
"""OWL properties that speak of individuals: facts, not axioms."""

_SCHEMA = frozenset(
    {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDF.first, RDF.rest}
)

_MEANING = frozenset({RDF.type}) | ASSERTIONS | _SCHEMA
"""Terms whose meaning the rules themselves are made of, so that no axiom may add to it."""

_SKOLEM = "/.well-known/genid/"

_TWO_CLASSES = {
    RDFS.subClassOf: AxiomKind.SUB_CLASS,
    OWL.equivalentClass: AxiomKind.EQUIVALENT_CLASSES,
    OWL.disjointWith: AxiomKind.DISJOINT_CLASSES,
}
_TWO_PROPERTIES = {
    RDFS.subPropertyOf: AxiomKind.SUB_PROPERTY,
    OWL.equivalentProperty: AxiomKind.EQUIVALENT_PROPERTIES,
    OWL.inverseOf: AxiomKind.INVERSE_PROPERTIES,
    OWL.propertyDisjointWith: AxiomKind.DISJOINT_PROPERTIES,
}
_PROPERTY_AND_CLASS = {RDFS.domain: AxiomKind.DOMAIN, RDFS.range: AxiomKind.RANGE}
_CHARACTERISTICS = {
    OWL.FunctionalProperty: AxiomKind.FUNCTIONAL,
    OWL.InverseFunctionalProperty: AxiomKind.INVERSE_FUNCTIONAL,
    OWL.SymmetricProperty: AxiomKind.SYMMETRIC,
    OWL.AsymmetricProperty: AxiomKind.ASYMMETRIC,
    OWL.TransitiveProperty: AxiomKind.TRANSITIVE,
    OWL.IrreflexiveProperty: AxiomKind.IRREFLEXIVE,
}


def states_axiom(triple: Triple) -> bool:
    """Tell whether a triple carries OWL or RDFS meaning beyond a plain fact.

    Args:
        triple: Any triple.

    Returns:
        True for axioms and for the parts that axioms are written with (lists, restrictions).
    """
    predicate = triple.predicate
    if predicate == RDF.type:
        return triple.object in OWL and triple.object not in DECLARATIONS
    if predicate in OWL:
        return predicate not in ANNOTATIONS and predicate not in ASSERTIONS
    return predicate in _SCHEMA


def read_axioms(triples: Iterable[Triple]) -> tuple[tuple[Axiom, ...], tuple[Refusal, ...]]:
    """Read every axiom of an ontology.

    Args:
        triples: The ontology; blank nodes must be named alike throughout, as one parse gives them,
            or be replaced by Skolem IRIs (below ``/.well-known/genid/``).

    Returns:
        The axioms in the order of their statements, which no naming of blank nodes changes, and
        what could not be understood.
    """
    meaningful = [_unnamed(triple) for triple in triples if states_axiom(triple)]
    if not meaningful:
        return (), ()
    reader = _AxiomReader(meaningful)
    reader.read()
    axioms = sorted(set(reader.axioms), key=lambda axiom: axiom.statement)
    return tuple(axioms), tuple(dict.fromkeys(reader.refusals))


class _AxiomReader(ExpressionReader):
    """One pass over an ontology that ticks off each triple an axiom accounts for."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        super().__init__(triples)
        self.axioms: list[Axiom] = []

    def read(self) -> None:
        for triple in list(self.pending):
            construct = _construct(triple)
            read = self._readers.get(construct)
            if read is None or (
                construct in self._within and isinstance(triple.subject, BlankNode)
            ):
                continue
            self.at = triple
            self.pending.pop(triple, None)
            read(self, construct, triple.subject, triple.object)
        self._refuse_leftovers()

    def _refuse_leftovers(self) -> None:
        """Refuse what no axiom accounts for, but not the pieces of one already refused."""
        pieces = []
        for triple in self.pending:
            self.at = triple
            construct = _construct(triple)
            if construct == OWL.imports:
                self.refuse(messages.IMPORTS)
            elif isinstance(triple.subject, NamedNode):
                self.refuse(messages.OUTSIDE.filled(construct=short(construct)))
            else:
                pieces.append(triple)
        if not self.refusals:
            self.refusals += (Refusal(piece, messages.UNUSED) for piece in pieces)

    def _keep(self, kind: AxiomKind, construct: NamedNode, *operands: Operand | None) -> None:
        """Keep an axiom, unless a part of it was refused or is reserved."""
        parts = tuple(operand for operand in operands if operand is not None)
        if len(parts) < len(operands):
            return
        axiom = Axiom(kind, parts, construct)
        reserved = [short(term) for term in axiom.terms if term in _MEANING]
        if reserved:
            self.refuse(messages.RESERVED.filled(term=" ".join(reserved)))
        else:
            self.axioms.append(axiom)

    def _two_classes(self, construct: NamedNode, subject: Term, value: Term) -> None:
        kind = _TWO_CLASSES[construct]
        self._keep(kind, construct, self.expression(subject), self.expression(value))

    def _two_properties(self, construct: NamedNode, subject: Term, value: Term) -> None:
        kind = _TWO_PROPERTIES[construct]
        self._keep(kind, construct, self.property(subject), self.property(value))

    def _property_and_class(self, construct: NamedNode, subject: Term, value: Term) -> None:
        kind = _PROPERTY_AND_CLASS[construct]
        self._keep(kind, construct, self.property(subject), self.expression(value))

    def _defined(self, construct: NamedNode, subject: Term, value: Term) -> None:
        """A class that is itself the subject of an expression, as OWL 1 wrote definitions."""
        form = self._forms[construct](self, subject, value)
        self._keep(AxiomKind.EQUIVALENT_CLASSES, construct, self.expression(subject), form)

    def _chain(self, construct: NamedNode, subject: Term, value: Term) -> None:
        steps = self.properties(value)
        operands = (*(steps or (None,)), self.property(subject))
        self._keep(AxiomKind.PROPERTY_CHAIN, construct, *operands)

    def _all_disjoint_classes(self, construct: NamedNode, subject: Term, _value: Term) -> None:
        head = self.part(subject, OWL.members)
        classes = self.expressions(head) if head is not None else None
        self._keep(AxiomKind.DISJOINT_CLASSES, construct, *(classes or (None,)))

    def _all_disjoint_properties(self, construct: NamedNode, subject: Term, _value: Term) -> None:
        head = self.part(subject, OWL.members)
        properties = self.properties(head) if head is not None else None
        self._keep(AxiomKind.DISJOINT_PROPERTIES, construct, *(properties or (None,)))

    def _characteristic(self, construct: NamedNode, subject: Term, _value: Term) -> None:
        self._keep(_CHARACTERISTICS[construct], construct, self.property(subject))

    def _key(self, construct: NamedNode, subject: Term, value: Term) -> None:
        properties = self.properties(value)
        operands = (self.expression(subject), *(properties or (None,)))
        self._keep(AxiomKind.HAS_KEY, construct, *operands)

    def _all_different(self, construct: NamedNode, subject: Term, _value: Term) -> None:
        predicate = OWL.members if self.states(subject, OWL.members) else OWL.distinctMembers
        head = self.part(subject, predicate)
        individuals = self.members(head) if head is not None else None
        if individuals is not None and not all(isinstance(i, NamedNode) for i in individuals):
            self.refuse(messages.MALFORMED.filled(construct="owl:AllDifferent"))
            return
        names = [i for i in individuals or () if isinstance(i, NamedNode)]
        self._keep(AxiomKind.DIFFERENT_INDIVIDUALS, construct, *(names or (None,)))

    def _negative(self, construct: NamedNode, subject: Term, _value: Term) -> None:
        on = self.part(subject, OWL.assertionProperty)
        source = self.part(subject, OWL.sourceIndividual)
        literal = self.states(subject, OWL.targetValue)
        target = self.part(subject, OWL.targetValue if literal else OWL.targetIndividual)
        if on is None or source is None or target is None:
            return
        if isinstance(source, NamedNode) and isinstance(target, NamedNode | Literal):
            self._keep(AxiomKind.NEGATIVE_ASSERTION, construct, self.property(on), source, target)
        else:
            self.refuse(messages.MALFORMED.filled(construct=short(construct)))

    _readers: ClassVar[dict[NamedNode, Callable[[_AxiomReader, NamedNode, Term, Term], None]]] = {
        **dict.fromkeys(_TWO_CLASSES, _two_classes),
        **dict.fromkeys(_TWO_PROPERTIES, _two_properties),
        **dict.fromkeys(_PROPERTY_AND_CLASS, _property_and_class),
        **dict.fromkeys(_CHARACTERISTICS, _characteristic),
        **dict.fromkeys((OWL.intersectionOf, OWL.unionOf, OWL.complementOf), _defined),
        OWL.AllDisjointClasses: _all_disjoint_classes,
        OWL.AllDisjointProperties: _all_disjoint_properties,
        OWL.AllDifferent: _all_different,
        OWL.NegativePropertyAssertion: _negative,
        OWL.hasKey: _key,
        OWL.propertyChainAxiom: _chain,
    }

    _within: ClassVar[frozenset[NamedNode]] = _owl("intersectionOf unionOf complementOf inverseOf")
    """Constructs that state an axiom of a named term and an expression of a blank node."""


def _unnamed(triple: Triple) -> Triple:
    """Take Skolem IRIs for the blank nodes they stand for (RDF 1.1 Concepts, section 3.5)."""
    subject, predicate, value = triple
    return Triple(_blank(subject) or subject, predicate, _blank(value) or value)


def _blank(term: Term) -> BlankNode | None:
    if not isinstance(term, NamedNode) or _SKOLEM not in term.value:
        return None
    # Hashed, because not every IRI's letters can name a blank node.
    return BlankNode(sha256(term.value.encode()).hexdigest())


def _construct(triple: Triple) -> NamedNode:
    value = triple.object
    return (
        value if triple.predicate == RDF.type and isinstance(value, NamedNode) else triple.predicate
    )
