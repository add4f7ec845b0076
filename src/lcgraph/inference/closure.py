"""The closure of a record: what follows from it, from the shared background and from the axioms.

Usage, in the order in which publication needs it::

    rules = compile(ontology)                 # CompiledRules | Unsupported
    background = rules.background(reference)  # Background | Inconsistent | Unsupported | Overflow
    closure = rules.closure(record, background)
    closure.facts                             # for the graph of inferred facts
    closure.explain(fact)                     # why

Asserted data are validated first and closed afterwards: domains and ranges give types that would
make a faulty record look sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from lcgraph.inference import messages
from lcgraph.inference.axiom_clauses import clauses_of
from lcgraph.inference.axioms import Axiom, Term, short
from lcgraph.inference.chaining import Chaining
from lcgraph.inference.clauses import EQUALITY, Clause
from lcgraph.inference.contradictions import contradictions_of
from lcgraph.inference.derivations import Derivation, derivation_of
from lcgraph.inference.layers import Fact, Layer
from lcgraph.inference.outcomes import Inconsistent, Overflow, Refusal, Unsupported
from lcgraph.inference.program import Program, program_of
from lcgraph.inference.reading import read_axioms, states_axiom
from lcgraph.inference.restrictions import broken_restrictions
from lcgraph.inference.unfolding import NotInProfile
from lcgraph.vocabulary import LCG, OWL, RDF, RDFS, SKOS, XSD

RECORD_BUDGET: Final = 200_000
"""Steps a record may take; a record of 1,400 triples takes some five thousand."""

BACKGROUND_BUDGET: Final = 5_000_000
"""Steps the ontology with reference data and sources may take."""


class _Closed:
    """A finished layer as others see it."""

    def __init__(self, layer: Layer, program: Program) -> None:
        self._layer = layer
        self._program = program
        self.facts = frozenset(_useful(layer))

    def explain(self, fact: Triple) -> Derivation | None:
        """Say how a fact follows.

        Args:
            fact: Any triple.

        Returns:
            Its derivation down to asserted triples, or None if it neither is asserted nor follows.
            Facts of the closure that are not among the useful ones are explained too.
        """
        layer = self._layer
        if fact in layer.inert:
            return Derivation(fact, (), None, ())
        if layer.find(fact) is None:
            return None
        return derivation_of(fact, layer, self._program)


class Background(_Closed):
    """What every record stands on: ontology, reference data and sources with their own closure.

    Read only once made; any number of closures, also in threads, may share it.

    Attributes:
        facts: The useful facts that follow without any record.
    """


class Closure(_Closed):
    """What follows from one record on its background.

    Attributes:
        facts: The useful facts that follow and are asserted neither by the record nor by the
            background, and that do not follow from the background alone.
    """


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """An ontology turned into rules.

    Attributes:
        axioms: The axioms, each once.
        clauses: The rules made of them, and the rules of equality, which name no axiom.
        ontology: Every triple of the ontology.
    """

    axioms: tuple[Axiom, ...]
    clauses: tuple[Clause, ...]
    ontology: frozenset[Triple]
    _program: Program = field(repr=False, compare=False)

    def background(
        self, data: Iterable[Triple] = (), *, budget: int = BACKGROUND_BUDGET
    ) -> Background | Inconsistent | Unsupported | Overflow:
        """Prepare what every record stands on.

        Args:
            data: Reference data and sources, each triple once; the ontology's own facts are added
                to them.
            budget: Steps allowed.

        Returns:
            The background, or why there can be none: contradictions, axioms among the data (they
            belong to the ontology), or a spent budget.
        """
        layer = Layer(self._program)
        plain = (triple for triple in self.ontology if not states_axiom(triple))
        stated = (triple for triple in data if triple not in self.ontology)
        run = Chaining(self._program, layer, budget)
        run.load(plain, lazily=False)
        run.load(stated, lazily=False)
        return _outcome(run, budget) or Background(layer, self._program)

    def closure(
        self, record: Iterable[Triple], background: Background, *, budget: int = RECORD_BUDGET
    ) -> Closure | Inconsistent | Unsupported | Overflow:
        """Close one record.

        A pure function of its arguments' triples: nothing is kept between calls, neither the record
        nor the background changes, and no other record is looked at: what a record says of a thing
        that others use too belongs in the reference data. Publication therefore keeps
        one ledger of inferred facts for each current record (and one for the background). The graph
        of inferred facts is the union of the ledgers minus what any current record asserts.
        Replacing or withdrawing a record means: drop its ledger, close the new version, and remove
        those facts that stand in no ledger any more. A change of the ontology, the reference data
        or a source needs a new background, and then every record anew.

        Args:
            record: The asserted triples of one record, validated before.
            background: As these rules prepared it.
            budget: Steps allowed; bounds time and memory whatever the record holds.

        Returns:
            The closure, or why there can be none: contradictions within the record or with the
            background, axioms or equalities that a record has no right to state, or a spent budget.
        """
        layer = Layer(self._program, background._layer)
        run = Chaining(self._program, layer, budget)
        run.load(record, lazily=True)
        return _outcome(run, budget) or Closure(layer, self._program)


def compile(ontology: Iterable[Triple]) -> CompiledRules | Unsupported:
    """Turn an ontology into rules.

    Args:
        ontology: All its triples: declarations, axioms, labels, alignments. Blank nodes must be
            named alike throughout, as one parse or one store gives them. ``owl:imports`` is not
            followed.

    Returns:
        The rules, or every axiom that lies outside what is supported, with the reason. Supported
        are the axioms of OWL 2 RL except cardinalities, enumerations, data ranges, reflexivity and
        disjoint unions, within the limits of `restrictions`.
    """
    ontology = frozenset(ontology)
    axioms, unread = read_axioms(ontology)
    refusals = list(unread)
    clauses: list[Clause] = list(EQUALITY)
    for axiom in axioms:
        try:
            clauses += clauses_of(axiom)
        except NotInProfile as fault:
            refusals.append(_refusal_of(axiom, fault))
    for axiom, reason in broken_restrictions(axioms):
        refusals.append(Refusal(axiom, reason))
    if refusals:
        return Unsupported(tuple(refusals))
    kept = tuple(dict.fromkeys(clauses))
    return CompiledRules(axioms, kept, ontology, program_of(kept))


def _refusal_of(axiom: Axiom, fault: NotInProfile) -> Refusal:
    side = messages.SUBCLASS_SIDE if fault.subclass_side else messages.SUPERCLASS_SIDE
    return Refusal(axiom, side.filled(construct=fault.construct))


def _outcome(run: Chaining, budget: int) -> Inconsistent | Unsupported | Overflow | None:
    """Run the chaining and say what stands in the way of a closure, if anything does."""
    if not run.refused:
        run.run()
    refusals = [Refusal(triple, _reason(triple)) for triple in run.refused]
    for fact, node in run.equated:
        term = short(run.layer.term(node))
        reason = messages.EQUAL_VOCABULARY.filled(term=term)
        refusals.append(Refusal(run.layer.triple(fact), reason))
    if refusals:
        return Unsupported(tuple(refusals))
    if run.clashes:
        return Inconsistent(contradictions_of(run.clashes, run.layer, run.program))
    return Overflow(budget) if run.exhausted else None


def _reason(triple: Triple) -> messages.Message:
    if triple.predicate == OWL.sameAs:
        return messages.EQUAL_LITERAL
    if isinstance(triple.object, BlankNode) and triple.predicate == RDF.type:
        return messages.ANONYMOUS_TYPE
    return messages.AXIOM_IN_DATA


_BUILT_IN = (OWL, RDF, RDFS, XSD)
_TYPE = RDF.type


def _useful(layer: Layer) -> Iterator[Triple]:
    """Choose the facts worth storing.

    Kept are inferred facts between IRIs, or from an IRI to a literal, of four kinds: the predicate
    is a term of our own; it is ``skos:broaderTransitive``; it is ``rdf:type`` and the class is ours
    or of a vocabulary we align with (any but RDF, RDFS, OWL and XML Schema); or it is
    ``owl:sameAs`` between two different IRIs. Source: section 2.3 of the model.

    Args:
        layer: A finished layer.

    Yields:
        Its useful facts.
    """
    worth: dict[Fact, bool] = {}
    for fact, support in layer.facts.items():
        if support is None:
            continue
        subject, predicate, object_ = map(layer.term, fact)
        # One judgement a predicate is enough, but for types each class needs its own.
        kind = (0, fact[1], fact[2] if predicate == _TYPE else 0)
        if kind not in worth:
            worth[kind] = _is_worth_storing(predicate, object_)
        if worth[kind] and isinstance(subject, NamedNode) and not isinstance(object_, BlankNode):
            yield layer.triple(fact)


def _is_worth_storing(predicate: Term, object_: Term) -> bool:
    if predicate == _TYPE:
        return not any(object_ in vocabulary for vocabulary in _BUILT_IN)
    return predicate in LCG or predicate in (SKOS.broaderTransitive, OWL.sameAs)
