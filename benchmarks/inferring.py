"""What follows from one record, against owlrl on the record with ontology and reference data."""

from __future__ import annotations

from typing import Any

from benchmarks.figures import Figure, Sense, compared
from benchmarks.processes import ROOT, sample, sides, tell

RECORD = "th-phayao"
_LIMIT = 1200.0


def _given(path: str) -> tuple[set[Any], set[Any], set[Any]]:
    """Read ontology, reference data and one record."""
    from lcgraph.knowledge import Knowledge, parse_turtle
    from lcgraph.knowledge.loading import shipped_graphs
    from lcgraph.vocabulary import GRAPH

    graphs = shipped_graphs(Knowledge())
    record = set(parse_turtle(ROOT / path))
    return graphs[GRAPH["ontology"]], graphs[GRAPH["reference"]], record


class Ours:
    """Compiled rules and their background; a record in, its closure out."""

    def __init__(self, path: str) -> None:
        """Compile the ontology and close ontology and reference data.

        Args:
            path: The record, from the root of the project.

        Raises:
            TypeError: If the shipped ontology or reference data cannot be used.
        """
        from lcgraph.inference import Background, CompiledRules, compile

        ontology, reference, self._record = _given(path)
        rules = compile(ontology)
        if not isinstance(rules, CompiledRules):
            raise TypeError(rules)
        background = rules.background(reference)
        if not isinstance(background, Background):
            raise TypeError(background)
        self._rules = rules
        self._background = background

    def prepare(self, work: str) -> None:
        """Do nothing.

        Args:
            work: Not looked at.
        """

    def run(self, work: str) -> Any:
        """Close the record.

        Args:
            work: Not looked at.
        """
        return self._rules.closure(self._record, self._background)

    def answer(self, result: Any) -> list[str]:
        """Write the inferred facts.

        Args:
            result: The closure.
        """
        return sorted(str(fact) for fact in result.facts)


class Theirs:
    """owlrl; a graph in, the same graph with its closure out."""

    def __init__(self, path: str) -> None:
        """Read the same triples.

        Args:
            path: The record, from the root of the project.
        """
        import rdflib
        from pyoxigraph import RdfFormat, serialize

        self._text = serialize(set().union(*_given(path)), format=RdfFormat.N_TRIPLES) or b""
        self._graph = rdflib.Graph()

    def prepare(self, work: str) -> None:
        """Read the graph anew: owlrl changes it.

        Args:
            work: Not looked at.
        """
        import rdflib

        self._graph = rdflib.Graph().parse(data=self._text, format="nt")

    def run(self, work: str) -> Any:
        """Close the graph.

        Args:
            work: Not looked at.
        """
        import owlrl

        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(self._graph)
        return self._graph

    def answer(self, result: Any) -> list[str]:
        """Write every triple between IRIs, or from an IRI to a literal.

        Args:
            result: The graph.
        """
        import rdflib
        from pyoxigraph import RdfFormat, parse

        kept = rdflib.Graph()
        for triple in result:
            if isinstance(triple[0], rdflib.URIRef) and not isinstance(triple[2], rdflib.BNode):
                kept.add(triple)
        lines = parse(kept.serialize(format="nt"), format=RdfFormat.N_TRIPLES)
        return sorted(str(quad.triple) for quad in lines)


def run(repetitions: int, record: str = RECORD) -> Figure:
    """Measure.

    Args:
        repetitions: How often.
        record: The key of the city.
    """
    path = f"data/records/{record}.ttl"
    pairs, faults = [], []
    with sides(("benchmarks.inferring:Ours", path), ("benchmarks.inferring:Theirs", path)) as both:
        ours, theirs = both
        facts = set(ours.run(answer=True)["answer"])
        for number in range(repetitions):
            tell(f"infer: {number + 1} of {repetitions}")
            other = theirs.run(limit=_LIMIT, answer=number == 0)
            if number == 0 and (missing := facts - set(other.get("answer", []))):
                faults.append(f"{len(missing)} facts that owlrl does not infer")
            pairs.append((sample(ours.run()), sample(other)))
    return compared(
        "infer",
        f"Inference for one record ({record}) on its background",
        "owlrl on record, ontology and reference data",
        Sense.FASTER,
        20.0,
        pairs,
        faults=faults,
        notes=[
            f"{len(facts)} facts follow from the record; owlrl infers each of them too. Sources "
            "are left out on both sides."
        ],
    )
