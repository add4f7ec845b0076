"""SHACL core by pySHACL: the shapes loaded once, run on chosen focus nodes only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import NamedNode, Triple

from lcgraph.validation.raw import RawResult
from lcgraph.validation.terms import TermBridge, quiet_literals
from lcgraph.vocabulary import RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lcgraph.validation.constraints import ShapeTriples
    from lcgraph.validation.results import Node

_DEPTH: Final = 15
_NO_CONSTRAINT: Final = {
    RDF.type,
    SH.targetClass,
    SH.targetNode,
    SH.targetObjectsOf,
    SH.targetSubjectsOf,
    SH.path,
    SH.severity,
    SH.message,
    SH.name,
    SH.description,
    SH.group,
    SH.order,
    SH.defaultValue,
    SH.sparql,
}


class CoreConstraints:
    """The part of the shapes that SHACL core can express.

    pySHACL's own entry point copies the data and switches rdflib's global literal
    normalisation; its shapes are called directly here, which does neither. Not safe for two
    threads at once: the caller holds a lock.
    """

    def __init__(self, shapes: ShapeTriples, reference: Iterable[Triple]) -> None:
        """Load the shapes.

        Args:
            shapes: The shapes graph.
            reference: The graph that records refer to. Of it, only what shapes can look at on a
                referenced thing is kept: types, and the properties that shapes name.
        """
        from pyshacl.pytypes import SHACLExecutor
        from pyshacl.shapes_graph import ShapesGraph
        from rdflib import Graph

        terms = TermBridge()
        shapes_graph = Graph()
        for triple in shapes.triples:
            if triple.predicate != SH.sparql:
                shapes_graph.add(terms.triple(triple))
        # Makes pySHACL read the shapes now, not at the first record.
        loaded = ShapesGraph(shapes_graph)
        self._shapes = {
            NamedNode(str(shape.node)): shape
            for shape in loaded.shapes
            if not shape.node.startswith("_:") and type(shape.node).__name__ == "URIRef"
        }
        self._executor = SHACLExecutor(max_validation_depth=_DEPTH)
        self._with_constraints: Final = frozenset(
            triple.subject
            for triple in shapes.triples
            if triple.predicate in SH and triple.predicate not in _NO_CONSTRAINT
        )
        kept = {triple.object for triple in shapes.triples if isinstance(triple.object, NamedNode)}
        kept |= {RDF.type, RDFS.subClassOf}
        self._terms = TermBridge()
        self._graph = _never_counted(Graph)(store="SimpleMemory")
        with quiet_literals():
            for triple in reference:
                if triple.predicate in kept and not isinstance(triple.object, Triple):
                    self._graph.add(self._terms.triple(triple))

    def applies(self, shape: NamedNode) -> bool:
        """Tell whether a shape has core constraints.

        Args:
            shape: A shape of the shapes graph.

        Returns:
            False for a shape with nothing but a SPARQL constraint.
        """
        return shape in self._with_constraints and shape in self._shapes

    def results(
        self,
        triples: Iterable[Triple],
        focus: Mapping[NamedNode, Sequence[Node]],
    ) -> list[RawResult]:
        """Run the shapes on their focus nodes.

        Args:
            triples: What is validated, with everything that is known of its subjects and what it
                needs of other graphs.
            focus: Shape to focus nodes.

        Returns:
            The results, in no particular order.
        """
        terms = TermBridge()
        with quiet_literals():
            added = []
            for triple in triples:
                if isinstance(triple.object, Triple):
                    continue
                converted = terms.triple(triple)
                if converted not in self._graph:
                    self._graph.add(converted)
                    added.append(converted)
            try:
                found: list[RawResult] = []
                for shape, nodes in focus.items():
                    if nodes and self.applies(shape):
                        found.extend(self._run(shape, nodes, terms))
                return found
            finally:
                for converted in added:
                    self._graph.remove(converted)

    def _run(
        self, shape: NamedNode, nodes: Sequence[Node], terms: TermBridge
    ) -> Iterable[RawResult]:
        focus = [terms.term(node) for node in nodes]
        _, reports = self._shapes[shape].validate(self._executor, self._graph, focus=focus)
        for _, result, described in reports:
            yield _raw(result, described, terms)


def _never_counted(graph: Any) -> Any:
    """Return a class of graphs that are true without being counted.

    pySHACL asks ``graph or other`` for each result, which makes rdflib count every triple.
    """
    return type("WorkingGraph", (graph,), {"__bool__": lambda self: True})


def _raw(result: object, described: Iterable[tuple[Any, Any, Any]], terms: TermBridge) -> RawResult:
    # pySHACL hands over (graph, term) pairs where it would copy a node into its report, and
    # the details of nested shapes along with the result.
    parts: dict[str, Any] = {
        str(predicate).rpartition("#")[2]: value[1] if isinstance(value, tuple) else value
        for subject, predicate, value in described
        if subject == result
    }
    path = terms.back(parts["resultPath"]) if "resultPath" in parts else None
    value = terms.back(parts["value"]) if "value" in parts else None
    return RawResult(
        shape=cast("NamedNode", terms.back(parts["sourceShape"])),
        focus_node=cast("Node", terms.back(parts["focusNode"])),
        path=path if isinstance(path, NamedNode) else None,
        value=value,
        component=cast("NamedNode", terms.back(parts["sourceConstraintComponent"])),
    )
