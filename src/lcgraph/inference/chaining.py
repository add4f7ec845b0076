"""Forward chaining over numbered facts, one layer upon another.

A fact is taken from the agenda once, put into the index, and matched against the rest of the index
through every clause it can set off; so each way to a conclusion is met when its last premise
arrives (semi-naive evaluation). The first way is kept as the fact's support, whose premises were
all known before it: explanations cannot run in circles.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, Triple

from lcgraph.inference.conclusions import Clash, Conclusions
from lcgraph.inference.datatypes import is_well_formed
from lcgraph.inference.layers import Fact, Layer
from lcgraph.inference.matching import Matching
from lcgraph.inference.program import EQUALITY_RULES, Program
from lcgraph.inference.reading import states_axiom
from lcgraph.vocabulary import OWL, RDF

_EQ_REP_S, _EQ_REP_O = EQUALITY_RULES


class Chaining:
    """One run: facts go in, the layer fills up, and what went wrong is noted.

    Attributes:
        program: The clauses that are run.
        layer: The facts of this run with their supports.
        clashes: The contradictions met.
        refused: Triples that are no plain facts: axioms, or types without a name.
        equated: Equalities between a class or property and something else, with the term in
            question.
    """

    def __init__(self, program: Program, layer: Layer, budget: int) -> None:
        """Prepare a run.

        Args:
            program: The clauses.
            layer: An empty layer; the one below it is only read.
            budget: Steps allowed: facts taken from the agenda, plus matches looked at.
        """
        self.layer = layer
        self.refused: list[Triple] = []
        self.equated: list[tuple[Fact, int]] = []
        self.program = program
        self._conclusions = Conclusions(program, layer, budget)
        self._matching = Matching(program, self._conclusions)
        self.clashes = self._conclusions.clashes
        self._type, self._same = program.ids[RDF.type], program.ids[OWL.sameAs]
        self._guarded = {self._type, self._same}

    @property
    def exhausted(self) -> bool:
        """Whether the budget ran out, which leaves the layer incomplete."""
        return self._conclusions.left < 0

    def load(self, triples: Iterable[Triple], *, lazily: bool) -> None:
        """Put asserted triples on the agenda.

        Args:
            triples: Plain facts; others are noted as refused.
            lazily: Whether facts that no clause speaks of may wait until an equality makes them
                matter.
        """
        number, predicates = self.layer.number, self.layer.predicates
        active = self.program.active
        for triple in triples:
            _, predicate, value = triple
            known = number(predicate)
            if known not in predicates:
                if known != self._type and states_axiom(triple):
                    self.refused.append(triple)
                    continue
                predicates.add(known)
            if isinstance(value, Literal):
                self._check_form(triple, value)
            if known in self._guarded and _is_no_fact(triple):
                self.refused.append(triple)
            elif lazily and known not in active:
                self.layer.inert.append(triple)
            else:
                self._conclusions.assume(triple)

    def _check_form(self, triple: Triple, value: Literal) -> None:
        if value.language is None and not is_well_formed(value):
            fact = self.layer.numbered(triple)
            self._conclusions.facts.setdefault(fact)
            self.clashes.append(Clash("dt-not-type", None, (fact,), value, value.datatype))

    def run(self) -> None:
        """Chain until nothing new follows or the budget is spent."""
        if self.layer.mentions is not None:
            self._wake()
        conclusions = self._conclusions
        for fact in conclusions.agenda:
            conclusions.left -= 1
            if conclusions.left < 0:
                return
            if fact[1] == self._same:
                if not self._equate(fact):
                    continue
            elif self.layer.mentions is not None:
                self._replace(fact)
            self.layer.index(fact)
            self._matching.match(fact)

    def _equate(self, fact: Fact) -> bool:
        """Let an equality take effect, unless it is impossible.

        Args:
            fact: A fact of ``owl:sameAs`` between two nodes.

        Returns:
            False if it contradicts something or touches the vocabulary; such an equality does not
            spread.
        """
        one, _, other = fact
        before = len(self.clashes)
        falsehoods = [join for join in self.program.joins[self._same] if join.head is None]
        self._matching.join(fact, falsehoods)
        if len(self.clashes) > before:
            return False
        for node in (one, other):
            if node in self.program.vocabulary or self.layer.is_predicate(node):
                self.equated.append((fact, node))
                return False
        self.layer.has_equality = True
        self._wake()
        for mention in list(self.layer.mentions_of(one)):
            self._conclusions.left -= 1
            subject, predicate, object_ = mention
            if subject == one:
                self._conclusions.derive((other, predicate, object_), _EQ_REP_S, (fact, mention))
            if object_ == one:
                self._conclusions.derive((subject, predicate, other), _EQ_REP_O, (fact, mention))
        return True

    def _wake(self) -> None:
        """Make every fact count, now that any of them may be said of an equal."""
        self.layer.note_mentions(self._same)
        for triple in self.layer.inert:
            self._conclusions.assume(triple)
        self.layer.inert.clear()

    def _replace(self, fact: Fact) -> None:
        """Say a fact of everything that equals its subject or its object."""
        subject, predicate, object_ = fact
        self.layer.mention(fact)
        for equal in self.layer.objects(self._same, subject):
            premises = ((subject, self._same, equal), fact)
            self._conclusions.derive((equal, predicate, object_), _EQ_REP_S, premises)
        for equal in self.layer.objects(self._same, object_):
            premises = ((object_, self._same, equal), fact)
            self._conclusions.derive((subject, predicate, equal), _EQ_REP_O, premises)


def _is_no_fact(triple: Triple) -> bool:
    """Tell whether a type has no name or states an axiom, or an equality is one with a literal."""
    value = triple.object
    if triple.predicate == OWL.sameAs:
        return isinstance(value, Literal)
    return isinstance(value, BlankNode) or states_axiom(triple)
