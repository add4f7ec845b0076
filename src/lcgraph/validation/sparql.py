"""SPARQL constraints: one query a constraint, over all its focus nodes at once."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from lcgraph.validation.raw import RawResult
from lcgraph.vocabulary import BASE, RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from lcgraph.store.interface import Queryable
    from lcgraph.validation.constraints import ShapeTriples
    from lcgraph.validation.results import Node, Value

TARGETS: Final = NamedNode(BASE + "graph/targets")
"""The graph, of the working store only, that says which focus nodes a shape has."""

_HAS_TARGET: Final = NamedNode(BASE + "graph/targets#node")
_NOW: Final = re.compile(r"\bNOW\(\)")
_THIS: Final = re.compile(r"[$?]this\b")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|[{}]|\w+')


class _Query(NamedTuple):
    shape: NamedNode
    constraint: NamedNode
    path: NamedNode | None
    is_property_shape: bool
    text: str


class SparqlConstraints:
    """The part of the shapes that is written in SPARQL.

    SHACL binds ``$this`` before a query runs, once for each focus node (section 5.3 of SHACL).
    Here the focus nodes stand in a graph of their own, and the query and each of its
    branches and options begin by matching them, which asks the same of all nodes in one go.
    """

    def __init__(self, shapes: ShapeTriples) -> None:
        """Prepare the queries.

        Args:
            shapes: The shapes graph.

        Raises:
            ValueError: If a SPARQL constraint has no query.
        """
        self._queries: Final = [
            _prepared(shapes, cast("NamedNode", triple.subject), triple.object)
            for triple in sorted(shapes.triples, key=str)
            if triple.predicate == SH.sparql and isinstance(triple.object, NamedNode)
        ]
        self.shapes: Final = frozenset(query.shape for query in self._queries)

    def target_quads(self, focus: Mapping[NamedNode, Sequence[Node]]) -> Iterator[Quad]:
        """Say in the working store which focus nodes the shapes have.

        Args:
            focus: Shape to focus nodes.

        Yields:
            Quads of the graph :data:`TARGETS`.
        """
        for shape in self.shapes:
            for node in focus.get(shape, ()):
                yield Quad(shape, _HAS_TARGET, node, TARGETS)

    def results(
        self,
        store: Queryable,
        focus: Mapping[NamedNode, Sequence[Node]],
        now: datetime,
        limit: int,
    ) -> tuple[list[RawResult], list[NamedNode]]:
        """Run the queries.

        Args:
            store: The data in its default graph and :meth:`target_quads`.
            focus: Shape to focus nodes.
            now: What ``NOW()`` is.
            limit: How many results of one constraint are kept.

        Returns:
            The results in no particular order, and the shapes that had more than the limit.
        """
        # Our own clock, not text from outside: the engine binds projected variables only.
        clock = str(Literal(now.isoformat(timespec="seconds"), datatype=_DATE_TIME))
        found: list[RawResult] = []
        truncated = []
        for query in self._queries:
            if not focus.get(query.shape):
                continue
            solutions = store.query(_NOW.sub(clock, query.text))
            rows = list(islice(_rows(query, cast("QuerySolutions", solutions)), limit + 1))
            if len(rows) > limit:
                truncated.append(query.shape)
            found.extend(rows[:limit])
        return found, truncated


_DATE_TIME: Final = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")


def _prepared(shapes: ShapeTriples, shape: NamedNode, constraint: object) -> _Query:
    node = cast("NamedNode", constraint)
    text = shapes.text(node, SH.select)
    if text is None:
        raise ValueError(f"{node} has no sh:select")
    prefixes = "".join(_prefixes(shapes, node))
    match = f" GRAPH {TARGETS} {{ {shape} {_HAS_TARGET} ?this }}"
    return _Query(
        shape=shape,
        constraint=node,
        path=shapes.node(shape, SH.path),
        is_property_shape=SH.PropertyShape in shapes.nodes(shape, RDF.type),
        text=prefixes + _matched_first(_THIS.sub("?this", text), match),
    )


def _matched_first(text: str, match: str) -> str:
    """Begin the query and each branch of a union with a pattern.

    A brace opens a branch when it stands first in a group or after ``UNION`` or ``OPTIONAL``; in
    ``EXISTS`` the engine already knows ``?this``.

    Args:
        text: The query, without prefixes.
        match: The pattern.

    Returns:
        The query with the pattern in it.
    """
    written = []
    done = 0
    before = ""
    for token in _TOKEN.finditer(text):
        if token[0] == "{" and before.upper() in ("WHERE", "{", "UNION", "OPTIONAL"):
            written += [text[done : token.end()], match]
            done = token.end()
        before = token[0]
    return "".join(written) + text[done:]


def _prefixes(shapes: ShapeTriples, constraint: NamedNode) -> Iterable[str]:
    for ontology in shapes.nodes(constraint, SH.prefixes):
        for declaration in shapes.nodes(ontology, SH.declare):
            prefix = shapes.text(declaration, SH.prefix)
            namespace = shapes.text(declaration, SH.namespace)
            yield f"PREFIX {prefix}: <{namespace}>\n"


def _rows(query: _Query, solutions: QuerySolutions) -> Iterator[RawResult]:
    names = {variable.value for variable in solutions.variables}
    for row in solutions:
        focus = cast("Node", row["this"])
        value = cast("Value | None", row["value"] if "value" in names else None)
        path = row["path"] if "path" in names else None
        # Section 5.3.1 of SHACL: without a value, that of a node shape is its focus node.
        if value is None and not query.is_property_shape:
            value = focus
        yield RawResult(
            shape=query.shape,
            focus_node=focus,
            path=path if isinstance(path, NamedNode) else query.path,
            value=value,
            component=SH.SPARQLConstraintComponent,
            source_constraint=query.constraint,
        )
