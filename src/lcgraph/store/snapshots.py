"""Where a copy of a version that readers use is kept, and how it goes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def dump_beside(snapshot: Path) -> Path:
    """Return where the dump of a snapshot is kept, so that it is written once a version.

    Args:
        snapshot: The folder of the snapshot.

    Returns:
        The path of a file in N-Quads, which may not be there yet.
    """
    return snapshot.with_name(snapshot.name + ".nq")


def discard_snapshot(snapshot: Path) -> None:
    """Remove a snapshot and its dump; a reader that has it open keeps it.

    Args:
        snapshot: The folder of the snapshot, which need not be there.
    """
    shutil.rmtree(snapshot, ignore_errors=True)
    dump_beside(snapshot).unlink(missing_ok=True)
