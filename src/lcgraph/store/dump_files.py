"""The files of a dump: written, compressed and summed up, in a process of its own."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph

from lcgraph.store.dumps import write_dumps
from lcgraph.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from lcgraph.workers.frames import Head

DUMPER: Final = "lcgraph.store.dump_files:Dumper"
SUMS: Final = "SHA256SUMS"
_WHOLE: Final = ("lcgraph.nq", "lcgraph.ttl")
_FILES_OF_A_STORE: Final = 1024
_LOW_PRIORITY: Final = 10


class Dumper:
    """A worker (:mod:`lcgraph.workers`) that writes a copy of a store to files."""

    descriptors = _FILES_OF_A_STORE

    def __init__(self, configuration: Head) -> None:
        """Let all other work go first.

        Args:
            configuration: Not looked at.
        """
        os.nice(_LOW_PRIORITY)

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
        """Write the files.

        Args:
            head: ``copy``: the folder of a copy of a store, which nobody changes; ``folder``:
                where to write.
            body: Not looked at.

        Returns:
            ``digests``: as :func:`finish`; and no bytes.
        """
        folder = Path(head["folder"])
        store = OxigraphStore(pyoxigraph.Store.read_only(head["copy"]))
        write_dumps(store, store.graphs(), folder)
        return {"digests": finish(folder)}, b""


def finish(folder: Path) -> dict[str, str]:
    """Compress the files of the whole graph, and sum all files up.

    Args:
        folder: What :func:`lcgraph.store.dumps.write_dumps` wrote; the same graph in the same
            order gives the same files.

    Returns:
        SHA-256 in hexadecimal by name of file, that of the list of sums included.
    """
    for name in _WHOLE:
        _compress(folder / name)
    files = [path for path in sorted(folder.iterdir()) if path.name != SUMS]
    digests = {path.name: _digest(path) for path in files}
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    (folder / SUMS).write_text(sums, encoding="utf-8")
    return {**digests, SUMS: _digest(folder / SUMS)}


def _compress(path: Path) -> None:
    # Without a time the same graph gives the same file.
    with (
        path.open("rb") as plain,
        path.with_name(path.name + ".gz").open("wb") as output,
        gzip.GzipFile(filename="", mode="wb", fileobj=output, mtime=0) as compressed,
    ):
        shutil.copyfileobj(plain, compressed)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
