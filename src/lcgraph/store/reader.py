"""What a reader process does: it holds one version of the graph and answers from it.

A reader is a worker (:mod:`lcgraph.workers`), so that a query which runs away is ended by the
kernel at its deadline. The graph is in memory or, beyond a configured size, in a snapshot on disk
that the host opens and the readers that it forks share; what is published may be in memory then,
too. A query in memory writes to it, since the engine counts who uses each quad: each reader gets a
copy of all that it looks at. On disk it gets no more than the engine's caches.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Variable,
)

from lcgraph.store.depth import depth_bounded
from lcgraph.store.functions import with_unknown_functions
from lcgraph.store.interface import Layer, default_graphs
from lcgraph.store.measured import Measured, TooLong, written
from lcgraph.store.published import asks_only_published, published_copy
from lcgraph.store.snapshots import FILES_OF_A_STORE, Hold, dump_beside, trial_copy
from lcgraph.store.steps import read_step
from lcgraph.store.substitution import with_terms
from lcgraph.store.unwritable import Unwritable

if TYPE_CHECKING:
    from lcgraph.store.functions import Functions
    from lcgraph.store.interface import Term
    from lcgraph.workers.frames import Head

_SHORT_DUMP: Final = 64 << 20
_PART: Final = 20_000
_FEW: Final = 10_000
_NO_LIMITS: Final = {"rows": sys.maxsize, "bytes": sys.maxsize}


class Reader:
    """One version of the graph, and the answers it gives."""

    def __init__(self, configuration: Head) -> None:
        """Take the graph up.

        Args:
            configuration: ``snapshot``: the folder of a store's snapshot; ``in_memory``: whether
                to copy it into memory; ``published``: whether to copy what is published, for the
                queries that look at nothing else; ``version``: the data version it holds.

        Raises:
            FileNotFoundError: If the snapshot is not there.
        """
        self._snapshot = Path(configuration["snapshot"])
        self._in_memory = bool(configuration["in_memory"])
        self._has_published = bool(configuration.get("published"))
        self._version = int(configuration["version"])
        self._hold: Hold | None = None
        self._store = pyoxigraph.Store()
        self._published: pyoxigraph.Store | None = None
        self._left = self._held = 0
        self.descriptors = 0 if self._in_memory else FILES_OF_A_STORE
        self._take_up()

    def _take_up(self) -> None:
        self._published = None
        if self._in_memory:
            self._load()
        else:
            self._open()
        if self._has_published:
            self._published = published_copy(self._store)
        self._left, self._held = 0, self._count()
        # What the engine makes ready for the first query is made once, and not by each reader.
        self._store.query("ASK {}")

    def _open(self) -> None:
        hold = Hold(self._snapshot)
        self._store = pyoxigraph.Store.read_only(str(self._snapshot))
        if self._hold is not None:
            self._hold.end()
        self._hold = hold

    def _load(self) -> None:
        self._store = pyoxigraph.Store()
        dump, graphs = _dump_of(self._snapshot)
        # Loaded by the engine itself, blank nodes would not be those that steps name.
        quads = pyoxigraph.parse(path=dump, format=RdfFormat.N_QUADS)
        if dump.stat().st_size <= _SHORT_DUMP:
            self._store.bulk_extend(quads)
        else:
            # In bulk is faster, but needs half as much memory again while it lasts.
            while part := list(itertools.islice(quads, _PART)):
                self._store.extend(part)
        # A dump names none that is empty.
        for graph in graphs:
            self._store.add_graph(graph)

    def update(self, head: Head, body: bytes) -> Head:
        """Move to the next version.

        Args:
            head: ``version``: the version to move to; ``snapshot``: its folder; and a step
                (:func:`lcgraph.store.steps.told`), or none if the snapshot is to be read instead.
            body: What goes with the step.

        Returns:
            ``version``: the version that later queries are answered from.
        """
        self._snapshot = Path(head.get("snapshot", self._snapshot))
        step = read_step(head, body)
        if step is None or self._has_left(len(step.leaving)):
            self._take_up()
        else:
            if self._in_memory:
                step.carry_out(self._store)
            else:
                self._open()
            if self._published is not None:
                step.of_published().carry_out(self._published)
        self._version = int(head["version"])
        return {"version": self._version}

    def _count(self) -> int:
        in_memory = self._store if self._in_memory else self._published
        return 0 if in_memory is None else len(in_memory)

    def _has_left(self, count: int) -> bool:
        """Tell whether too much has left: the engine in memory keeps the room of what has."""
        self._left += count
        return self._left > max(_FEW, self._held // 2)

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Answer one query, or try an update on this process's own copy of the graph.

        Args:
            head: ``update``: whether it is an update; ``substitutions`` (variable to term in
                N-Triples syntax), ``layers``, ``base``, ``default`` and ``named`` (lists of graph
                IRIs, or None for the published view), ``formats`` (``solutions``, ``graph``: media
                types to answer in), ``most`` (``rows``, ``bytes``: how long the answer may be).
            body: The text in UTF-8.

        Returns:
            ``outcome`` (``answer``, ``syntax``, ``fault``, ``unacceptable``, ``done`` for an
            update, or ``too-long``; then ``limit`` is ``rows`` or ``bytes``), ``version``, and for
            an answer ``kind`` (``boolean``, ``solutions`` or ``graph``) and ``media_type``;
            ``unacceptable`` has both and ``lacks`` if it is the format that cannot hold the answer;
            the body is the answer, or the engine's words for what went wrong.
        """
        try:
            if head.get("update"):
                with depth_bounded(body):
                    return self._tried(head, body.decode())
            answer = self._answer(head, body.decode())
        except (SyntaxError, ValueError) as fault:
            return self._failed("syntax", head, fault)
        except (OSError, RuntimeError) as fault:
            return self._failed("fault", head, fault)
        return answer

    def _failed(self, outcome: str, head: Head, fault: Exception) -> tuple[Head, bytes]:
        said = {"outcome": outcome, "version": self._version, "retire": bool(head.get("update"))}
        return said, str(fault).encode()

    def _tried(self, head: Head, text: str) -> tuple[Head, bytes]:
        if self._in_memory:
            return self._updated(self._store, head, text)
        with trial_copy(self._snapshot) as copy:
            return self._updated(pyoxigraph.Store(copy), head, text)

    def _updated(self, store: pyoxigraph.Store, head: Head, text: str) -> tuple[Head, bytes]:
        base = head.get("base")
        with_unknown_functions(
            lambda functions: store.update(text, base_iri=base, custom_functions=functions or None)
        )
        return {"outcome": "done", "version": self._version, "retire": True}, b""

    def _answer(self, head: Head, text: str) -> tuple[Head, bytes]:
        return with_unknown_functions(lambda functions: self._evaluated(head, text, functions))

    def _evaluated(self, head: Head, text: str, functions: Functions) -> tuple[Head, bytes]:
        store, default_graph = self._fit(head, text), _default_graph(head)
        named_graphs = _named_graphs(head)
        results = with_terms(
            lambda written, terms: store.query(
                written,
                default_graph=default_graph,
                named_graphs=named_graphs,
                substitutions=terms,
                base_iri=head.get("base"),
                custom_functions=functions or None,
            ),
            text,
            _substitutions(head),
        )
        formats = head["formats"]
        said: dict[str, Any] = {"outcome": "answer", "version": self._version}
        if isinstance(results, QuerySolutions | QueryBoolean):
            kind = "boolean" if isinstance(results, QueryBoolean) else "solutions"
        else:
            kind = "graph"
        media_type = formats.get(kind)
        if media_type is None:
            return {**said, "outcome": "unacceptable", "kind": kind}, b""
        most = head.get("most") or _NO_LIMITS
        try:
            content = written(results, Measured(media_type, most["rows"], most["bytes"]))
        except TooLong as fault:
            return {**said, "outcome": "too-long", "limit": fault.limited}, b""
        except Unwritable as fault:
            lacks = {"kind": kind, "media_type": media_type, "lacks": fault.what}
            return {**said, "outcome": "unacceptable", **lacks}, b""
        return {**said, "kind": kind, "media_type": media_type}, content

    def _fit(self, head: Head, text: str) -> pyoxigraph.Store:
        """Choose the store that has all that a query looks at, and the least beside it."""
        named = head.get("default") is not None or head.get("named") is not None
        if self._published is None or named or head.get("layers") or not asks_only_published(text):
            return self._store
        return self._published


class FederatedReader(Reader):
    """A reader that may connect to other endpoints, for queries that were let through."""

    def __init__(self, configuration: Head) -> None:
        """Load the graph.

        Args:
            configuration: As for :class:`Reader`.
        """
        super().__init__(configuration)
        self.descriptors = FILES_OF_A_STORE


def _dump_of(snapshot: Path) -> tuple[Path, list[NamedNode | BlankNode]]:
    """Return a dump of a snapshot, read in half the time that its store takes, and its graphs."""
    path = dump_beside(snapshot)
    store = pyoxigraph.Store.read_only(str(snapshot))
    if not path.is_file():
        unfinished = path.with_suffix(f".{os.getpid()}")
        store.dump(unfinished, format=RdfFormat.N_QUADS)
        unfinished.rename(path)
    return path, list(store.named_graphs())


def _default_graph(head: Head) -> list[NamedNode | BlankNode | DefaultGraph] | None:
    if head.get("default") is not None:
        return [NamedNode(graph) for graph in head["default"]]
    layers = [Layer(name) for name in head.get("layers", ())]
    # A list would replace the FROM clauses of the query too.
    return default_graphs(layers) if layers else None


def _named_graphs(head: Head) -> list[NamedNode | BlankNode] | None:
    if head.get("named") is None:
        return None
    return [NamedNode(graph) for graph in head["named"]]


def _substitutions(head: Head) -> dict[Variable, Term]:
    return {Variable(name): read_term(term) for name, term in head.get("substitutions", {}).items()}


def read_term(term: str) -> Term:
    """Read one term.

    Args:
        term: An IRI or a literal in N-Triples syntax.

    Returns:
        The term.

    Raises:
        ValueError: If the text is not one term.
    """
    line = f"<urn:x-subject:> <urn:x-predicate:> {term} ."
    quads = list(pyoxigraph.parse(line.encode(), format=RdfFormat.N_TRIPLES))
    if len(quads) != 1:
        raise ValueError(term)
    read: Term = quads[0].object
    return read
