"""The embedded engine: pyoxigraph on disk, and the same in memory for staging a publication."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from lcgraph.store.faults import StoreBusy, StoreDamaged, StoreMissing
from lcgraph.store.functions import with_unknown_functions
from lcgraph.store.interface import default_graphs
from lcgraph.store.patch import Patch
from lcgraph.vocabulary import GRAPH, LCG, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Variable

    from lcgraph.store.interface import Layer, QueryResults, Term

_DATA: Final = "data"
SNAPSHOTS: Final = "snapshots"
_UNFINISHED: Final = "unfinished-"


class _OxigraphStore:
    """What the engine's two forms have in common."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    @property
    def version(self) -> int:
        """The data version: 0 for an empty store, one more with each publication."""
        found = self._store.quads_for_pattern(
            GRAPH["catalogue"], LCG["dataVersion"], None, GRAPH["catalogue"]
        )
        for quad in found:
            if isinstance(quad.object, Literal):
                return int(quad.object.value)
        return 0

    def query(
        self,
        text: str,
        *,
        layers: Sequence[Layer] = (),
        substitutions: Mapping[Variable, Term] | None = None,
    ) -> QueryResults:
        """Answer a trusted query within this process, without a deadline.

        Args:
            text: A SPARQL 1.1 query.
            layers: Layers added to the published view as the query's default graph.
            substitutions: Terms for variables of the query; no text is pasted.

        Returns:
            The engine's solutions, triples or boolean; every named graph can be asked.

        Raises:
            SyntaxError: If the text is not a SPARQL query.
        """
        return self._store.query(
            text,
            default_graph=default_graphs(layers),
            substitutions=dict(substitutions) if substitutions else None,
        )

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that match.

        Args:
            subject: The subject, or None for any.
            predicate: The predicate, or None for any.
            object: The object, or None for any.
            graph: The named graph, ``DefaultGraph()`` for the published view, or None for any.

        Returns:
            The matching quads, in no particular order.
        """
        return self._store.quads_for_pattern(subject, predicate, object, graph)

    def dump(self) -> bytes:
        """Write the whole store.

        Returns:
            Every quad, as N-Quads in UTF-8.
        """
        return self._store.dump(format=RdfFormat.N_QUADS) or b""

    def graphs(self) -> list[NamedNode]:
        """List the named graphs.

        Returns:
            Their names, in no particular order.
        """
        return [name for name in self._store.named_graphs() if isinstance(name, NamedNode)]

    def __len__(self) -> int:
        """Count the quads.

        Returns:
            The number of quads in all graphs, the published view included.
        """
        return len(self._store)

    def __iter__(self) -> Iterator[Quad]:
        """Yield every quad of the store.

        Returns:
            The quads, in no particular order.
        """
        return iter(self._store)

    def _numbered(self, patch: Patch) -> tuple[Patch, int]:
        """Return the patch with the step of the data version in it, and the new version."""
        before = self.version
        return patch.then(Patch.between(version_quads(before), version_quads(before + 1))), (
            before + 1
        )


def version_quads(version: int) -> list[Quad]:
    """Write a data version as it is kept in the catalogue and in the published view.

    Args:
        version: The data version; 0 for that of an empty store.

    Returns:
        Its quads; none for 0.
    """
    if version == 0:
        return []
    number = Literal(str(version), datatype=XSD.integer)
    catalogue = GRAPH["catalogue"]
    return [
        Quad(catalogue, LCG["dataVersion"], number, catalogue),
        Quad(catalogue, LCG["dataVersion"], number, DefaultGraph()),
    ]


class MemoryStore(_OxigraphStore):
    """A store in memory: what a publication is staged on before it is carried out."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        """Fill the store.

        Args:
            quads: What it holds at first.
        """
        super().__init__(pyoxigraph.Store())
        self._store.bulk_extend(quads)

    @classmethod
    def loaded(cls, n_quads: bytes) -> MemoryStore:
        """Read a store that was written with :meth:`dump`.

        Args:
            n_quads: N-Quads in UTF-8.

        Returns:
            A store with these quads.
        """
        made = cls()
        if n_quads:
            made._store.bulk_load(input=n_quads, format=RdfFormat.N_QUADS)
        return made

    def apply(self, patch: Patch) -> int:
        """Carry out a patch.

        Args:
            patch: The change to make.

        Returns:
            The new data version.
        """
        numbered, version = self._numbered(patch)
        self.stage(numbered)
        return version

    def stage(self, patch: Patch) -> None:
        """Make a change that is not yet a publication: the data version stays.

        Args:
            patch: The change to make.
        """
        for quad in patch.removed:
            self._store.remove(quad)
        self._store.extend(patch.added)


class EmbeddedStore(_OxigraphStore):
    """A store in a folder on disk, open for one process at a time."""

    def __init__(self, directory: Path) -> None:
        """Open the store of a folder.

        Args:
            directory: The folder that :meth:`create` made.

        Raises:
            StoreMissing: If the folder holds no store.
            StoreBusy: If another process has it open.
            StoreDamaged: If the engine cannot open it.
        """
        data = directory / _DATA
        if not data.is_dir():
            raise StoreMissing(str(directory))
        try:
            opened = pyoxigraph.Store(data)
        except (OSError, RuntimeError) as fault:
            if "lock" in str(fault).lower():
                raise StoreBusy(str(directory)) from fault
            raise StoreDamaged(str(directory), str(fault)) from fault
        super().__init__(opened)
        self.directory = directory
        clear_unfinished(directory)

    @classmethod
    def latest_snapshot(cls, directory: Path) -> EmbeddedStore:
        """Open what the readers of a store read, while another process has the store open.

        Args:
            directory: The folder of the store.

        Returns:
            The newest snapshot, which cannot be changed.

        Raises:
            StoreBusy: If there is no snapshot.
            StoreDamaged: If the engine cannot open it.
        """
        numbered = [path for path in (directory / SNAPSHOTS).glob("*") if path.name.isdigit()]
        if not numbered:
            raise StoreBusy(str(directory))
        newest = max(numbered, key=lambda path: int(path.name))
        made = cls.__new__(cls)
        made.directory = directory
        try:
            made._store = pyoxigraph.Store.read_only(str(newest))
        except (OSError, RuntimeError) as fault:
            raise StoreDamaged(str(directory), str(fault)) from fault
        return made

    @classmethod
    def exists(cls, directory: Path) -> bool:
        """Tell whether a folder holds a store.

        Args:
            directory: Any path.

        Returns:
            True if a store was made there, whole.
        """
        return (directory / _DATA).is_dir()

    @classmethod
    def create(cls, directory: Path, quads: Iterable[Quad]) -> EmbeddedStore:
        """Make a store: whole or not at all.

        The store is built beside its place and takes it by a rename, so that a process that is
        killed leaves either no store or a finished one. What earlier tries left is cleared away.

        Args:
            directory: The folder to make the store in; made if missing.
            quads: What the store holds.

        Returns:
            The open store, at data version 1.

        Raises:
            StoreBusy: If a store is there already.
            OSError: If the folder cannot be written.
        """
        directory.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f"{_UNFINISHED}{os.getpid()}-", dir=directory))
        try:
            store = pyoxigraph.Store(building / _DATA)
            store.bulk_extend(quads)
            store.extend(version_quads(1))
            store.flush()
            del store
            gc.collect()
            shutil.rmtree(directory / SNAPSHOTS, ignore_errors=True)
            (building / _DATA).rename(directory / _DATA)
        except OSError as fault:
            if (directory / _DATA).is_dir():
                raise StoreBusy(str(directory)) from fault
            raise
        finally:
            shutil.rmtree(building, ignore_errors=True)
        return cls(directory)

    def apply(self, patch: Patch) -> int:
        """Carry out a patch as one transaction.

        Args:
            patch: The change to make; it has no blank nodes.

        Returns:
            The new data version. A process that is killed before the return leaves the store
            either as it was or with the whole patch and its new version.
        """
        numbered, version = self._numbered(patch)
        self._store.update(numbered.to_update())
        self._store.flush()
        return version

    def update(self, text: str, base: str | None = None) -> int:
        """Carry out an update, with the step of the data version, as one transaction.

        Args:
            text: One or more SPARQL 1.1 Update operations, without a semicolon or a comment at
                the end.
            base: What its relative IRIs are resolved against.

        Returns:
            The new data version.

        Raises:
            SyntaxError: If the text is not an update.
            RuntimeError: If an operation fails; nothing has changed then.
        """
        step, version = self._numbered(Patch())
        self._run(f"{text} ;\n{step.to_update()}", base)
        return version

    def _run(self, text: str, base: str | None) -> None:
        with_unknown_functions(
            lambda functions: self._store.update(
                text, base_iri=base, custom_functions=functions or None
            )
        )
        self._store.flush()

    def has_graph(self, graph: NamedNode) -> bool:
        """Tell whether there is a named graph, be it empty.

        Args:
            graph: Its name.

        Returns:
            True from its creation until it is dropped.
        """
        return self._store.contains_named_graph(graph)

    def snapshot(self) -> Path:
        """Write an unchanging copy of this version for readers, by hard links where possible.

        Snapshots of earlier versions are removed; a reader that has one open keeps it.

        Returns:
            The folder of the snapshot, below the store's own.
        """
        folder = self.directory / SNAPSHOTS
        folder.mkdir(exist_ok=True)
        path = folder / str(self.version)
        for earlier in folder.iterdir():
            if earlier.is_dir():
                shutil.rmtree(earlier)
            elif earlier != dump_beside(path):
                earlier.unlink()
        self._store.backup(path)
        return path

    def export(self, syntax: RdfFormat, graph: NamedNode | None, *, everything: bool) -> bytes:
        """Write the store, or one graph of it, for others.

        Args:
            syntax: The RDF syntax; for everything, one that has named graphs.
            graph: The named graph to write; None for what is published.
            everything: Whether to write all graphs.

        Returns:
            The text in UTF-8.
        """
        if everything:
            return self._store.dump(format=syntax) or b""
        return self._store.dump(format=syntax, from_graph=graph or DefaultGraph()) or b""

    def close(self) -> None:
        """Release the folder for other processes."""
        with contextlib.suppress(AttributeError):
            del self._store
        gc.collect()


def dump_beside(snapshot: Path) -> Path:
    """Return where the dump of a snapshot is kept, so that it is written once a version.

    Args:
        snapshot: The folder of the snapshot.

    Returns:
        The path of a file in N-Quads, which may not be there yet.
    """
    return snapshot.with_name(snapshot.name + ".nq")


def clear_unfinished(directory: Path) -> None:
    """Remove what a killed process left half-made.

    Args:
        directory: The folder of a store; only leftovers of processes that have ended are removed.
    """
    for leftover in directory.glob(_UNFINISHED + "*"):
        if not _is_alive(leftover.name):
            shutil.rmtree(leftover, ignore_errors=True)


def _is_alive(name: str) -> bool:
    process = name.removeprefix(_UNFINISHED).partition("-")[0]
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
