"""The files of a dump: written, compressed and summed up, in a process of its own."""

from __future__ import annotations

import gzip
import hashlib
import os
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph

from lcgraph.store.dumps import Dump, planned, write_together
from lcgraph.store.oxigraph import OxigraphStore
from lcgraph.store.snapshots import FILES_OF_A_STORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import NamedNode

    from lcgraph.store.dumps import Output
    from lcgraph.store.interface import Queryable
    from lcgraph.workers.frames import Head

DUMPER: Final = "lcgraph.store.dump_files:dumper_behind"
SUMS: Final = "SHA256SUMS"
FORM: Final = 2
"""Which files there are, and how each is written: counted up when either changes."""
_PACKED: Final = ".gz"
_EFFORT: Final = 6
"""How hard to compress: at most, 9, it takes twice as long for a twentieth less."""
_LOW_PRIORITY: Final = 10


@dataclass(frozen=True)
class Written:
    """What is known of a file once it is written.

    Attributes:
        bytes: How long it is.
        sha256: Its SHA-256 in hexadecimal.
    """

    bytes: int
    sha256: str


class Dumper:
    """A worker (:mod:`lcgraph.workers`) that writes a copy of a store to files."""

    descriptors = FILES_OF_A_STORE

    def __init__(self, configuration: Head) -> None:
        """Begin without any file.

        Args:
            configuration: ``copy``: the folder of a copy of a store, which nobody changes;
                ``folder``: where to write; ``graphs``: the graphs of each file by its name, as
                :class:`lcgraph.store.dumps.Dump` has them.
        """
        self._copy = configuration["copy"]
        self._folder = Path(configuration["folder"])
        self._graphs = configuration["graphs"]

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Write files at once, each also compressed.

        Args:
            head: ``names``: the names of the files.
            body: Not looked at.

        Returns:
            ``written``: :class:`Written` by name of file; and no bytes.
        """
        held = [(name, self._graphs[name]) for name in head["names"]]
        dumps = [Dump(name, None if graphs is None else tuple(graphs)) for name, graphs in held]
        # Opened only here: a process with a store open cannot be forked.
        store = OxigraphStore(pyoxigraph.Store.read_only(self._copy))
        written = _write(store, dumps, self._folder)
        return {"written": {name: asdict(each) for name, each in written.items()}}, b""


def write_dumps(store: Queryable, names: Iterable[NamedNode], folder: Path) -> dict[str, Written]:
    """Write what a store has for others, all at once.

    Args:
        store: The store.
        names: The named graphs of it.
        folder: Where to write the files of :func:`lcgraph.store.dumps.planned`.

    Returns:
        What was written, by name of file; the list of sums is not among it.
    """
    found: dict[str, Written] = {}
    for dumps in planned(store, names):
        found |= _write(store, dumps, folder)
    return found


def dumper_behind(configuration: Head) -> Dumper:
    """Make a dumper of a process that lets all other work go first from now on.

    Args:
        configuration: As :class:`Dumper` takes it.

    Returns:
        The dumper.
    """
    os.nice(_LOW_PRIORITY)
    return Dumper(configuration)


def dumps_of_copy(copy: Path) -> list[tuple[Dump, ...]]:
    """Choose which files a copy of a store is written to.

    Args:
        copy: Its folder.

    Returns:
        As :func:`lcgraph.store.dumps.planned`.
    """
    store = OxigraphStore(pyoxigraph.Store.read_only(str(copy)))
    return planned(store, store.graphs())


def files_of(dumps: Iterable[Dump]) -> tuple[str, ...]:
    """Tell which files are written for dumps.

    Args:
        dumps: The dumps.

    Returns:
        The name of each, and that of its compressed form.
    """
    return tuple(name for dump in dumps for name in (dump.name, dump.name + _PACKED))


def sum_up(folder: Path, written: Mapping[str, Written]) -> Written:
    """Write the list of sums.

    Args:
        folder: Where the files are.
        written: What is known of them, by name.

    Returns:
        What is known of the list, the file :data:`SUMS`.
    """
    lines = "".join(f"{written[name].sha256}  {name}\n" for name in sorted(written)).encode()
    (folder / SUMS).write_bytes(lines)
    return Written(len(lines), hashlib.sha256(lines).hexdigest())


def _write(store: Queryable, dumps: Sequence[Dump], folder: Path) -> dict[str, Written]:
    files: list[_Summed] = []
    outputs: dict[str, tuple[Output, ...]] = {}
    with ExitStack() as closing:
        for dump in dumps:
            plain, packed = (
                closing.enter_context(_Summed(folder / name)) for name in files_of([dump])
            )
            outputs[dump.name] = plain, closing.enter_context(_packing(packed))
            files += plain, packed
        write_together(store, dumps, outputs)
    return {each.name: each.written for each in files}


class _Summed:
    """A file that is summed up while it is written."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._file = path.open("wb")
        self._sum = hashlib.sha256()
        self._length = 0

    def __enter__(self) -> _Summed:
        return self

    def __exit__(self, *fault: object) -> None:
        self._file.close()

    def write(self, content: bytes, /) -> int:
        self._sum.update(content)
        self._length += len(content)
        return self._file.write(content)

    @property
    def written(self) -> Written:
        return Written(self._length, self._sum.hexdigest())


def _packing(output: _Summed) -> gzip.GzipFile:
    # Without a time the same graph gives the same file.
    file = cast("IO[bytes]", output)
    return gzip.GzipFile("", "wb", _EFFORT, file, mtime=0)
