"""Reads class and property expressions from triples, ticking off what has been understood.

Source: OWL 2 Mapping to RDF Graphs, section 3.2.4 and table 13.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import ClassVar

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lcgraph.inference import messages
from lcgraph.inference.axioms import (
    AllValues,
    ClassExpression,
    Complement,
    HasValue,
    Intersection,
    Named,
    Property,
    SomeValues,
    Term,
    Union,
    short,
)
from lcgraph.inference.messages import Message
from lcgraph.inference.outcomes import Refusal
from lcgraph.vocabulary import OWL, RDF


class ExpressionReader:
    """The triples of an ontology that carry meaning, and which of them are accounted for.

    Attributes:
        pending: The triples that no axiom accounts for yet, in the order given.
        refusals: What could not be understood so far.
        at: The triple that starts the axiom being read; refusals point to it.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index the triples.

        Args:
            triples: Those triples of an ontology that carry OWL or RDFS meaning; at least one.
        """
        self.pending = dict.fromkeys(triples)
        self.refusals: list[Refusal] = []
        self.at = next(iter(self.pending))
        self._values: dict[Term, dict[NamedNode, list[Term]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for triple in self.pending:
            self._values[triple.subject][triple.predicate].append(triple.object)

    def refuse(self, reason: Message) -> None:
        """Note that the axiom being read cannot be honoured.

        Args:
            reason: Why.
        """
        self.refusals.append(Refusal(self.at, reason))

    def states(self, node: Term, predicate: NamedNode) -> bool:
        """Tell whether a node has a part.

        Args:
            node: The subject.
            predicate: The part.

        Returns:
            True if at least one triple gives it.
        """
        return bool(self._values[node][predicate])

    def part(self, node: Term, predicate: NamedNode) -> Term | None:
        """Return the one value of a part and tick it off.

        Args:
            node: The subject.
            predicate: The part.

        Returns:
            The value, or None after refusing a part that is missing or given more than once.
        """
        values = self._values[node][predicate]
        if len(values) != 1 or not isinstance(node, NamedNode | BlankNode):
            self.refuse(messages.MALFORMED.filled(construct=short(predicate)))
            return None
        self.pending.pop(Triple(node, predicate, values[0]), None)
        return values[0]

    def members(self, head: Term) -> list[Term] | None:
        """Return the members of a list and tick it off.

        Args:
            head: The first node of the list.

        Returns:
            One or more members, or None after refusing a list that is empty, broken or endless.
        """
        found: list[Term] = []
        seen: set[Term] = set()
        while head != RDF.nil and head not in seen:
            seen.add(head)
            member, rest = self.part(head, RDF.first), self.part(head, RDF.rest)
            if member is None or rest is None:
                return None
            found.append(member)
            head = rest
        if head != RDF.nil or not found:
            self.refuse(messages.MALFORMED.filled(construct="rdf:List"))
            return None
        return found

    def property(self, node: Term) -> Property | None:
        """Read a property or the inverse of one.

        Args:
            node: Its IRI, or the blank node of ``[ owl:inverseOf p ]``.

        Returns:
            The property, or None after refusing it.
        """
        if isinstance(node, NamedNode):
            return Property(node)
        inverse = self.part(node, OWL.inverseOf)
        if isinstance(inverse, NamedNode):
            return Property(inverse, inverted=True)
        self.refuse(messages.MALFORMED.filled(construct="owl:inverseOf"))
        return None

    def properties(self, head: Term) -> tuple[Property, ...] | None:
        """Read a list of properties.

        Args:
            head: The first node of the list.

        Returns:
            The properties, or None after refusing one of them or the list.
        """
        read = [self.property(member) for member in self.members(head) or ()]
        kept = tuple(on for on in read if on is not None)
        return kept if kept and len(kept) == len(read) else None

    def expression(self, node: Term) -> ClassExpression | None:
        """Read a class expression.

        Args:
            node: The IRI of a class, or the blank node that the expression hangs from.

        Returns:
            The expression, or None after refusing it.
        """
        if isinstance(node, NamedNode):
            return Named(node)
        stated = [
            p
            for p in self._values[node]
            if p in OWL and p != OWL.onProperty and self.states(node, p)
        ]
        if len(stated) != 1:
            names = " ".join(short(p) for p in stated) or "owl:Class"
            self.refuse(messages.MALFORMED.filled(construct=names))
            return None
        read = self._forms.get(stated[0])
        if read is None:
            self.refuse(messages.OUTSIDE.filled(construct=short(stated[0])))
            return None
        value = self.part(node, stated[0])
        return None if value is None else read(self, node, value)

    def expressions(self, head: Term) -> tuple[ClassExpression, ...] | None:
        """Read a list of class expressions.

        Args:
            head: The first node of the list.

        Returns:
            The expressions, or None after refusing one of them or the list.
        """
        read = [self.expression(member) for member in self.members(head) or ()]
        kept = tuple(expression for expression in read if expression is not None)
        return kept if kept and len(kept) == len(read) else None

    def _on(self, node: Term) -> Property | None:
        if self.states(node, RDF.type):
            self.part(node, RDF.type)
        on = self.part(node, OWL.onProperty)
        return None if on is None else self.property(on)

    def _has_value(self, node: Term, value: Term) -> ClassExpression | None:
        on = self._on(node)
        if not isinstance(value, NamedNode | Literal):
            self.refuse(messages.MALFORMED.filled(construct="owl:hasValue"))
            return None
        return None if on is None else HasValue(on, value)

    def _some_values(self, node: Term, value: Term) -> ClassExpression | None:
        on, filler = self._on(node), self.expression(value)
        return None if on is None or filler is None else SomeValues(on, filler)

    def _all_values(self, node: Term, value: Term) -> ClassExpression | None:
        on, filler = self._on(node), self.expression(value)
        return None if on is None or filler is None else AllValues(on, filler)

    def _complement(self, _node: Term, value: Term) -> ClassExpression | None:
        operand = self.expression(value)
        return None if operand is None else Complement(operand)

    def _intersection(self, _node: Term, value: Term) -> ClassExpression | None:
        operands = self.expressions(value)
        return None if operands is None else Intersection(operands)

    def _union(self, _node: Term, value: Term) -> ClassExpression | None:
        operands = self.expressions(value)
        return None if operands is None else Union(operands)

    _forms: ClassVar[
        dict[NamedNode, Callable[[ExpressionReader, Term, Term], ClassExpression | None]]
    ] = {
        OWL.hasValue: _has_value,
        OWL.someValuesFrom: _some_values,
        OWL.allValuesFrom: _all_values,
        OWL.complementOf: _complement,
        OWL.intersectionOf: _intersection,
        OWL.unionOf: _union,
    }
