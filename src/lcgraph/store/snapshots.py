"""Where copies of a version that readers use are kept, how long, and how they go."""

from __future__ import annotations

import os
import shutil
import sys
import weakref
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from lcgraph.store.faults import StoreBusy

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SNAPSHOTS: Final = "snapshots"
"""The folder of a store that its snapshots are in, each named by its data version."""
FILES_OF_A_STORE: Final = 1024
"""How many files whoever reads a store, or a copy of it, may have to open."""


class Hold:
    """A claim on a snapshot: it is not discarded while the claim lasts.

    The claim is the kernel's lock on the folder, so it goes with the process that made it, however
    that ends; processes that are forked have a part in it. The engine opens some files of a
    snapshot only when a query needs them, so whoever reads one has to hold it.
    """

    def __init__(self, snapshot: Path) -> None:
        """Claim a snapshot.

        Args:
            snapshot: Its folder.

        Raises:
            FileNotFoundError: If it is not there, or is being discarded.
        """
        self._end: Callable[[], object] = _nothing
        # Elsewhere no file can be removed that is open.
        if sys.platform != "win32":
            descriptor = os.open(snapshot, os.O_RDONLY)
            self._end = weakref.finalize(self, os.close, descriptor)
            # Where a file system has no such locks, there is no claim either.
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_SH)
        if not snapshot.is_dir():
            self.end()
            raise FileNotFoundError(snapshot)

    def end(self) -> None:
        """Give the claim up; a second time has no effect."""
        self._end()


def newest_snapshot(directory: Path) -> Path:
    """Find what the readers of a store read.

    Args:
        directory: The folder of the store.

    Returns:
        The folder of the newest snapshot.

    Raises:
        StoreBusy: If there is none.
    """
    numbered = [path for path in (directory / SNAPSHOTS).glob("*") if path.name.isdigit()]
    if not numbered:
        raise StoreBusy(str(directory))
    return max(numbered, key=lambda path: int(path.name))


@contextmanager
def trial_copy(snapshot: Path) -> Iterator[Path]:
    """Copy a snapshot, by hard links where possible, so that a change can be tried on it.

    Args:
        snapshot: Its folder, which is held.

    Yields:
        A folder beside it of this process's own. It is removed afterwards; if the process does not
        come to that, it goes with the snapshots of earlier versions.
    """
    copy = snapshot.with_name(f"{snapshot.name}-trial-{os.getpid()}")
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    hold = Hold(copy)
    try:
        for file in snapshot.iterdir():
            # Tables never change; other files are written to by whoever opens the store.
            if file.suffix != ".sst" or not _linked(file, copy / file.name):
                shutil.copyfile(file, copy / file.name)
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)
        hold.end()


def dump_beside(snapshot: Path) -> Path:
    """Return where the dump of a snapshot is kept, so that it is written once a version.

    Args:
        snapshot: The folder of the snapshot.

    Returns:
        The path of a file in N-Quads, which may not be there yet.
    """
    return snapshot.with_name(snapshot.name + ".nq")


def discard_snapshot(snapshot: Path) -> None:
    """Remove a snapshot and its dump.

    Args:
        snapshot: The folder of the snapshot, which need not be there.
    """
    shutil.rmtree(snapshot, ignore_errors=True)
    dump_beside(snapshot).unlink(missing_ok=True)


def discard_others(snapshot: Path) -> None:
    """Remove all snapshots but one, and but those that a process holds.

    Args:
        snapshot: The folder of the one that stays, with its dump.
    """
    for other in snapshot.parent.iterdir():
        if other in (snapshot, dump_beside(snapshot)):
            continue
        # Other processes remove what is theirs, it may be just now.
        with suppress(FileNotFoundError):
            if other.is_dir():
                discard_unless_held(other)
            else:
                other.unlink()


def discard_unless_held(snapshot: Path) -> None:
    """Remove a folder that processes claim as long as they use it, unless one does.

    Args:
        snapshot: The folder; one that belongs to somebody else stays.
    """
    with suppress(FileNotFoundError, PermissionError):
        _discard_unless_held(snapshot)


def _discard_unless_held(snapshot: Path) -> None:
    if sys.platform == "win32":
        shutil.rmtree(snapshot, ignore_errors=True)
        return
    descriptor = os.open(snapshot, os.O_RDONLY)
    try:
        # Whoever claims it meanwhile waits, and then finds it gone.
        if _locked(descriptor):
            shutil.rmtree(snapshot)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    with suppress(OSError):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _linked(file: Path, link: Path) -> bool:
    try:
        link.hardlink_to(file)
    except OSError:
        return False
    return True


def _nothing() -> None:
    pass
