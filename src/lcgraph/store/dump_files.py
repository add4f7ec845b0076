"""The files of a dump: written, compressed and summed up, in a process of its own."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol, cast

import pyoxigraph

from lcgraph.store.dumps import Dump, planned, write_dump
from lcgraph.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lcgraph.workers.frames import Head

DUMPER: Final = "lcgraph.store.dump_files:dumper_behind"
SUMS: Final = "SHA256SUMS"
_PACKED: Final = ".gz"
_WHOLE: Final = ("lcgraph.nq", "lcgraph.ttl")
_FILES_OF_A_STORE: Final = 1024
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
    """A worker (:mod:`lcgraph.workers`) that writes a copy of a store to files, one at a time."""

    descriptors = _FILES_OF_A_STORE

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

    def update(self, head: Head, body: bytes) -> Head:
        """Take no news: there are none.

        Args:
            head: Not looked at.
            body: Not looked at.

        Returns:
            Nothing.
        """
        return {}

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Write one file, and the compressed one of the whole graph with it.

        Args:
            head: ``name``: the name of the file.
            body: Not looked at.

        Returns:
            ``written``: :class:`Written` by name of file; and no bytes.
        """
        name = head["name"]
        graphs = self._graphs[name]
        dump = Dump(name, None if graphs is None else tuple(graphs))
        # Opened only here: a process with a store open cannot be forked.
        store = OxigraphStore(pyoxigraph.Store.read_only(self._copy))
        with ExitStack() as closing:
            files = [closing.enter_context(_Summed(self._folder / each)) for each in files_of(name)]
            outputs: list[_Output] = [files[0]]
            outputs += [closing.enter_context(_packing(packed)) for packed in files[1:]]
            write_dump(store, dump, cast("IO[bytes]", _Each(outputs)))
        return {"written": {each.name: asdict(each.written) for each in files}}, b""


def dumper_behind(configuration: Head) -> Dumper:
    """Make a dumper of a process that lets all other work go first from now on.

    Args:
        configuration: As :class:`Dumper` takes it.

    Returns:
        The dumper.
    """
    os.nice(_LOW_PRIORITY)
    return Dumper(configuration)


def dumps_of_copy(copy: Path) -> list[Dump]:
    """Choose which files a copy of a store is written to.

    Args:
        copy: Its folder.

    Returns:
        As :func:`lcgraph.store.dumps.planned`.
    """
    store = OxigraphStore(pyoxigraph.Store.read_only(str(copy)))
    return planned(store, store.graphs())


def files_of(name: str) -> tuple[str, ...]:
    """Tell what is written along with a file.

    Args:
        name: The name of a file of :func:`lcgraph.store.dumps.planned`.

    Returns:
        It, and its compressed form if it holds the whole graph.
    """
    return (name, name + _PACKED) if name in _WHOLE else (name,)


def finish(folder: Path) -> dict[str, Written]:
    """Compress the files of the whole graph, and sum all files up.

    Args:
        folder: What :func:`lcgraph.store.dumps.write_dumps` wrote.

    Returns:
        What was written, by name of file; the list of sums is not among it.
    """
    for name in _WHOLE:
        with (
            (folder / name).open("rb") as plain,
            _Summed(folder / (name + _PACKED)) as output,
            _packing(output) as packed,
        ):
            shutil.copyfileobj(plain, packed)
    found: dict[str, Written] = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[path.name] = Written(file.tell(), digest)
    return found


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


class _Output(Protocol):
    def write(self, content: bytes, /) -> int: ...


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


class _Each:
    """A file that writes to each of some others."""

    def __init__(self, outputs: Sequence[_Output]) -> None:
        self._outputs = outputs

    def write(self, content: bytes, /) -> int:
        for output in self._outputs:
            output.write(content)
        return len(content)

    def flush(self) -> None:
        """Leave it to the others when they write."""


def _packing(output: _Summed) -> gzip.GzipFile:
    # Without a time the same graph gives the same file.
    return gzip.GzipFile(filename="", mode="wb", fileobj=cast("IO[bytes]", output), mtime=0)
