"""Which focus nodes a shape has among the things that are validated."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from pyoxigraph import BlankNode, DefaultGraph, NamedNode

from lcgraph.vocabulary import RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lcgraph.store.interface import Queryable
    from lcgraph.validation.constraints import ShapeTriples
    from lcgraph.validation.results import Node

_DEFAULT: Final = DefaultGraph()


class _Targets(NamedTuple):
    shape: NamedNode
    classes: frozenset[NamedNode]
    subjects_of: tuple[NamedNode, ...]
    objects_of: tuple[NamedNode, ...]
    nodes: frozenset[NamedNode]


class Targets:
    """The target declarations of the shapes (section 2.1.3 of SHACL)."""

    def __init__(self, shapes: ShapeTriples) -> None:
        """Read the declarations.

        Args:
            shapes: The shapes graph.
        """
        declared = {
            triple.subject
            for triple in shapes.triples
            if triple.predicate
            in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
            and isinstance(triple.subject, NamedNode)
        }
        self._targets: Final = [
            _Targets(
                shape=shape,
                classes=frozenset(shapes.nodes(shape, SH.targetClass)),
                subjects_of=tuple(shapes.nodes(shape, SH.targetSubjectsOf)),
                objects_of=tuple(shapes.nodes(shape, SH.targetObjectsOf)),
                nodes=frozenset(shapes.nodes(shape, SH.targetNode)),
            )
            for shape in sorted(declared, key=str)
        ]

    def focus_nodes(
        self, store: Queryable, candidates: Iterable[Node]
    ) -> Mapping[NamedNode, tuple[Node, ...]]:
        """Find the focus nodes of every shape.

        Args:
            store: What is validated and what it refers to, in the default graph.
            candidates: The things that are validated; nothing else becomes a focus node.

        Returns:
            Shape to focus nodes, in the order of the candidates; shapes without any are left out.
        """
        found: dict[NamedNode, list[Node]] = defaultdict(list)
        above: dict[NamedNode, frozenset[NamedNode]] = {}
        for node in candidates:
            described = _described(store, node, above)
            for targets in self._targets:
                if _is_target(targets, described):
                    found[targets.shape].append(node)
        return {shape: tuple(nodes) for shape, nodes in found.items()}


class _Described(NamedTuple):
    node: Node
    classes: frozenset[NamedNode]
    properties: frozenset[NamedNode]
    inverse: frozenset[NamedNode]


def _described(
    store: Queryable, node: Node, above: dict[NamedNode, frozenset[NamedNode]]
) -> _Described:
    # The interface names IRIs; the engine takes blank nodes as well.
    subject = cast("NamedNode", node)
    outgoing = list(store.match(subject, None, None, _DEFAULT))
    classes: set[NamedNode] = set()
    for quad in outgoing:
        if quad.predicate == RDF.type and isinstance(quad.object, NamedNode):
            if quad.object not in above:
                above[quad.object] = _superclasses(store, quad.object)
            classes |= above[quad.object]
    return _Described(
        node=node,
        classes=frozenset(classes),
        properties=frozenset(quad.predicate for quad in outgoing),
        inverse=frozenset(quad.predicate for quad in store.match(None, None, node, _DEFAULT)),
    )


def _superclasses(store: Queryable, start: NamedNode) -> frozenset[NamedNode]:
    seen = {start}
    waiting = [start]
    while waiting:
        for quad in store.match(waiting.pop(), RDFS.subClassOf, None, _DEFAULT):
            if isinstance(quad.object, NamedNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
    return frozenset(seen)


def _is_target(targets: _Targets, described: _Described) -> bool:
    return (
        not targets.classes.isdisjoint(described.classes)
        or any(predicate in described.properties for predicate in targets.subjects_of)
        or any(predicate in described.inverse for predicate in targets.objects_of)
        or (isinstance(described.node, NamedNode) and described.node in targets.nodes)
    )


def candidates_of(subjects: Iterable[object]) -> tuple[Node, ...]:
    """Return the subjects that can be focus nodes.

    Args:
        subjects: The subjects of the triples that are validated.

    Returns:
        IRIs and blank nodes, each once, sorted.
    """
    nodes = {term for term in subjects if isinstance(term, NamedNode | BlankNode)}
    return tuple(sorted(nodes, key=str))
