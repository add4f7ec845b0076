"""Layers of numbered facts: what all records share below, one record above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from lcgraph.inference.axioms import Term
from lcgraph.inference.program import Program

Fact = tuple[int, int, int]
"""Subject, predicate and object by number."""

Support = tuple[int, tuple[Fact, ...]]
"""Why a fact holds: the number of a clause (below zero for a rule without one) and the premises."""


_Index = dict[int, dict[int, list[int]]]


class Layer:
    """Facts with what is needed to look them up; a layer upon another sees both.

    Attributes:
        facts: The facts of this layer in the order they became known; None supports an asserted
            one.
        inert: Asserted triples that no clause speaks of, set aside as long as there are no equals.
        below: The layer that this one stands on; finished, and only read.
        literals: Numbers of the literals of this layer.
        predicates: Numbers of the predicates in use here, besides those of the layer below.
        mentions: The facts that mention a node; None as long as no equality asks for them.
        has_equality: Whether two different nodes of this layer are the same thing.
    """

    def __init__(self, program: Program, below: Layer | None = None) -> None:
        """Start an empty layer.

        Args:
            program: Says which predicates are looked up in which direction, and numbers its own
                terms.
            below: The layer to stand on, itself standing on none.
        """
        self.facts: dict[Fact, Support | None] = {}
        self.below = below
        self.predicates: set[int] = set(below.predicates) if below else set()
        self.mentions: dict[int, dict[Fact, None]] | None = None
        self.literals: set[int] = set()
        self._offset = len(below._terms) if below else 0
        self._ids: dict[Term, int] = {} if below else dict(program.ids)
        self._ids_below: dict[Term, int] = below._ids if below else {}
        self._terms: list[Term] = [] if below else list(program.terms)
        self._objects: _Index = {predicate: defaultdict(list) for predicate in program.by_subject}
        self._subjects: _Index = {predicate: defaultdict(list) for predicate in program.by_object}
        self.inert: list[Triple] = []
        self.has_equality = False
        if below is not None and below.has_equality:
            self.mentions = defaultdict(dict)

    # --- terms ---

    def number(self, term: Term) -> int:
        """Return the number of a term, giving it the next one if it is new.

        Args:
            term: Any node.

        Returns:
            Its number, the same in this layer and the one below.
        """
        known = self._ids_below.get(term)
        if known is None:
            known = self._ids.get(term)
            if known is None:
                known = self._ids[term] = self._offset + len(self._terms)
                self._terms.append(term)
                if isinstance(term, Literal):
                    self.literals.add(known)
        return known

    def find(self, triple: Triple) -> Fact | None:
        """Return a triple by numbers if it holds.

        Args:
            triple: Any triple.

        Returns:
            The fact, or None if it holds neither here nor below.
        """
        numbers = [self._ids_below.get(term, self._ids.get(term)) for term in triple]
        fact = numbers[0], numbers[1], numbers[2]
        below = self.below.facts if self.below else {}
        return fact if fact in self.facts or fact in below else None

    def numbered(self, triple: Triple) -> Fact:
        """Return a triple by numbers.

        Args:
            triple: Any triple.

        Returns:
            The fact, whether it holds or not.
        """
        subject, predicate, object_ = triple
        return self.number(subject), self.number(predicate), self.number(object_)

    def term(self, number: int) -> Term:
        """Return the term of a number.

        Args:
            number: As `number` gave it.

        Returns:
            The term.
        """
        if number >= self._offset:
            return self._terms[number - self._offset]
        return self.below._terms[number] if self.below else self._terms[number]

    def triple(self, fact: Fact) -> Triple:
        """Return a fact as a triple.

        Args:
            fact: A fact whose subject is no literal.

        Returns:
            The triple.

        Raises:
            TypeError: If no triple of RDF begins like this.
        """
        subject, predicate, object_ = map(self.term, fact)
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
            raise TypeError(f"{subject} {predicate} begins no triple")
        return Triple(subject, predicate, object_)

    def is_predicate(self, node: int) -> bool:
        """Tell whether a node is in use as a predicate.

        Args:
            node: The number of a term.

        Returns:
            True if some asserted triple here or below has it as its predicate.
        """
        return node in self.predicates

    # --- facts ---

    def support(self, fact: Fact) -> Support | None:
        """Return what a fact rests on.

        Args:
            fact: A fact of this layer or the one below.

        Returns:
            Its support, or None for an asserted fact.

        Raises:
            KeyError: If the fact does not hold.
        """
        if self.below is not None and fact not in self.facts:
            return self.below.facts[fact]
        return self.facts[fact]

    def index(self, fact: Fact) -> None:
        """Make a fact of this layer findable.

        Args:
            fact: The fact, not indexed before.
        """
        subject, predicate, object_ = fact
        if predicate in self._objects:
            self._objects[predicate][subject].append(object_)
        if predicate in self._subjects:
            self._subjects[predicate][object_].append(subject)

    def objects(self, predicate: int, subject: int) -> Iterable[int]:
        """Return the objects that a subject is related to.

        Args:
            predicate: One that the program looks up by subject.
            subject: The number of a node.

        Returns:
            The objects in this layer and the one below.
        """
        here = self._objects[predicate].get(subject, ())
        below = self.below._objects[predicate].get(subject, ()) if self.below else ()
        return (*here, *below) if here and below else here or below

    def subjects(self, predicate: int, object_: int) -> Iterable[int]:
        """Return the subjects that are related to an object.

        Args:
            predicate: One that the program looks up by object.
            object_: The number of a node.

        Returns:
            The subjects in this layer and the one below.
        """
        here = self._subjects[predicate].get(object_, ())
        below = self.below._subjects[predicate].get(object_, ()) if self.below else ()
        return (*here, *below) if here and below else here or below

    def pairs(self, predicate: int) -> Iterator[tuple[int, Iterable[int]]]:
        """Go through all facts of a predicate.

        Args:
            predicate: One that the program looks up by subject.

        Yields:
            Each subject with its objects, layer by layer.
        """
        below = self.below._objects[predicate].items() if self.below else ()
        yield from chain(self._objects[predicate].items(), below)

    # --- mentions, once there are equals ---

    def note_mentions(self, same: int) -> None:
        """Begin to keep the facts that mention a node, if that has not begun.

        Args:
            same: The predicate whose facts do not count.
        """
        if self.mentions is None:
            mentions: dict[int, dict[Fact, None]] = defaultdict(dict)
            for fact in self.facts:
                if fact[1] != same:
                    mentions[fact[0]][fact] = None
                    mentions[fact[2]][fact] = None
            self.mentions = mentions
        if self.below is not None:
            self.below.note_mentions(same)

    def mention(self, fact: Fact) -> None:
        """Note a fact under its subject and its object.

        Args:
            fact: A fact of this layer.
        """
        if self.mentions is not None:
            self.mentions[fact[0]][fact] = None
            self.mentions[fact[2]][fact] = None

    def mentions_of(self, node: int) -> Iterator[Fact]:
        """Go through the facts that mention a node.

        Args:
            node: The number of a term.

        Yields:
            Facts of this layer and the one below.
        """
        for layer in (self, self.below):
            if layer is not None and layer.mentions is not None:
                yield from layer.mentions.get(node, ())
