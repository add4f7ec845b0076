"""The dumps of one version: what is written of them, and how they are written."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from lcgraph.service.failures import failure_problem, start_for_client
from lcgraph.store.dump_files import DUMPER, SUMS, Written, files_of, sum_up
from lcgraph.workers import Pool, Reply, WorkerLimits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Mapping, Sequence
    from pathlib import Path

    from lcgraph.service.problems import Problem
    from lcgraph.store.dumps import Dump

_LIST: Final = "files.json"
_MOST_SECONDS: Final = 600.0
_PIECE: Final = 1 << 18
_GLANCE: Final = 0.05
"""Seconds after which to look whether there is more of a file."""
_WORKERS: Final = 2
"""One for N-Quads, which are written at once, and one for Turtle, a file after another."""


class Files:
    """The dumps of one data version, written or being written.

    Attributes:
        version: The data version.
        key: What the bytes of the files depend on besides their names; None if only the bytes
            tell.
        folder: Where the files are.
        names: The names of all files, in order.
        written: What is known of those that are written whole.
        fault: Why the others will not be written; None while they may be.
    """

    def __init__(self, version: int, key: str | None, folder: Path, names: Collection[str]) -> None:
        """Begin without any file.

        Args:
            version: The data version.
            key: What the bytes of the files depend on.
            folder: Where the files are.
            names: The names of all files but the list of sums.
        """
        self.version = version
        self.key = key
        self.folder = folder
        self.names = tuple(sorted({*names, SUMS}))
        self.written: dict[str, Written] = {}
        self.fault: Problem | None = None
        self._wanted: list[str] = []
        self._news = asyncio.Event()

    @classmethod
    def kept(cls, version: int, key: str, folder: Path) -> Files | None:
        """Find the files that an earlier process has written.

        Args:
            version: The data version.
            key: What the bytes of the files depend on.
            folder: Where they may be.

        Returns:
            All of them, or None if any is missing or not whole.
        """
        try:
            listed = json.loads((folder / _LIST).read_text(encoding="utf-8"))
            written = {name: Written(**each) for name, each in listed.items()}
            if any((folder / name).stat().st_size != each.bytes for name, each in written.items()):
                return None
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return cls.whole(version, key, folder, written)

    @classmethod
    def whole(
        cls, version: int, key: str | None, folder: Path, written: Mapping[str, Written]
    ) -> Files:
        """Take files that are written.

        Args:
            version: The data version.
            key: What the bytes of the files depend on; None if only the bytes tell.
            folder: Where they are.
            written: What is known of them, by name.

        Returns:
            All of them.
        """
        found = cls(version, key, folder, written)
        found.written = dict(written)
        return found

    @property
    def is_complete(self) -> bool:
        """Whether every file is written."""
        return len(self.written) == len(self.names)

    def etag(self, name: str) -> str:
        """Write the entity tag of a file, which is known before the file is written.

        Args:
            name: The name of the file.

        Returns:
            The tag, with its quotation marks (RFC 9110, section 8.8.3).
        """
        made_of = self.written[name].sha256 if self.key is None else f"{self.key} {name}"
        return f'"{self.version}-{hashlib.sha256(made_of.encode()).hexdigest()[:24]}"'

    def want(self, name: str) -> None:
        """Have a file written before others, unless that has begun.

        Args:
            name: The name of a file, or of one that is written along with it.
        """
        self._wanted.append(name)

    def next_of(self, left: Sequence[tuple[Dump, ...]]) -> tuple[Dump, ...]:
        """Choose what to write next.

        Args:
            left: What is left to write: what is written at once, each.

        Returns:
            What holds the file that was wanted first, else the first.
        """
        for wanted in self._wanted:
            for dumps in left:
                if wanted in files_of(dumps):
                    return dumps
        return left[0]

    def add(self, written: Mapping[str, Written]) -> None:
        """Take note that files are written.

        Args:
            written: What is known of them, by name.
        """
        self.written |= written
        self._tell()

    def fail(self, fault: Problem) -> None:
        """Take note that what is not written will not be.

        Args:
            fault: What those who wait are told.
        """
        self.fault = fault
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def news(self, seconds: float) -> None:
        """Wait until something is written.

        Args:
            seconds: How long at most.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    async def completed(self, seconds: float) -> None:
        """Wait until everything is written.

        Args:
            seconds: How long at most.
        """
        ends = asyncio.get_running_loop().time() + seconds
        while not self.is_complete and self.fault is None:
            left = ends - asyncio.get_running_loop().time()
            if left <= 0:
                return
            await self.news(left)

    def finish(self) -> Written:
        """Write the list of sums, and write down that all files are there, for later processes.

        Returns:
            What is known of the list of sums, the only file that is not written yet.
        """
        sums = sum_up(self.folder, self.written)
        listed = {name: asdict(each) for name, each in {**self.written, SUMS: sums}.items()}
        beginning = self.folder / (_LIST + ".part")
        beginning.write_text(json.dumps(listed), encoding="utf-8")
        beginning.rename(self.folder / _LIST)
        return sums


async def write_apart(
    files: Files, planned: Sequence[tuple[Dump, ...]], copy: Path, patience: float
) -> None:
    """Have processes write files, which would keep this one from answering.

    Args:
        files: What is to be written; each is added when it is.
        planned: What each file holds (:func:`lcgraph.store.dumps.planned`).
        copy: A copy of the store, which nobody changes.
        patience: Seconds to wait for a process.

    Raises:
        Problem: ``restarting``, ``deadline-exceeded`` or ``memory-exceeded``.
    """
    limits = WorkerLimits(workers=_WORKERS, spare=0, patience=patience)
    graphs = {dump.name: dump.graphs for dumps in planned for dump in dumps}
    configuration = {"copy": str(copy), "folder": str(files.folder), "graphs": graphs}
    pool = Pool(DUMPER, configuration, limits)

    async def write_all(left: list[tuple[Dump, ...]]) -> None:
        while left:
            dumps = files.next_of(left)
            left.remove(dumps)
            names = [dump.name for dump in dumps]
            reply = await pool.run({"names": names}, b"", _MOST_SECONDS)
            if not isinstance(reply, Reply):
                raise failure_problem(reply, limits.memory)
            written = reply.head["written"].items()
            files.add({each: Written(**known) for each, known in written})

    quads = [dumps for dumps in planned if dumps[0].names_graphs]
    triples = [dumps for dumps in planned if dumps not in quads]
    try:
        await start_for_client(pool)
        await asyncio.gather(write_all(quads), write_all(triples))
    finally:
        await pool.stop()


async def as_written(files: Files, name: str) -> AsyncIterator[bytes]:
    """Read a file while it is written.

    Args:
        files: The files.
        name: The name of one.

    Yields:
        What there is of it, to its end; an empty piece first, so that its receiver can begin.

    Raises:
        ConnectionError: If it is not written to its end; whoever has had a part sees that it is
            cut off.
    """
    yield b""
    while name not in files.written and not (files.folder / name).exists():
        if files.fault is not None:
            raise ConnectionError("the file was not written")
        await files.news(_GLANCE)
    offset = 0
    # Reading waits for nothing: the system has what was written a moment ago in memory.
    with (files.folder / name).open("rb", buffering=0) as file:
        while True:
            is_whole = name in files.written
            while piece := os.pread(file.fileno(), _PIECE, offset):
                offset += len(piece)
                yield piece
            if is_whole:
                return
            if files.fault is not None:
                raise ConnectionError("the file was not written to its end")
            await files.news(_GLANCE)
