"""Opening a store, and keeping it in step with what is shipped."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from lcgraph.cli.output import ExitCode, stop
from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.state import needs_loading
from lcgraph.store import EmbeddedStore, StoreBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lcgraph.cli.languages import Language

_LOADING: Final = {"th": "กำลังโหลดข้อมูลที่มากับโปรแกรม", "en": "Loading the shipped data"}
_REFUSED: Final = {"th": "เผยแพร่ไม่ได้", "en": "Not published"}


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show on standard error what is being done.

    Args:
        title: What the work is.

    Yields:
        A function that is told each step.
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        task = bar.add_task(title, total=None)
        yield lambda step: bar.update(task, description=f"{title}: {step}")
        bar.update(task, description=title)


def bring_up_to_date(folder: Path, language: Language) -> None:
    """Load the shipped data where they are not loaded yet, or have changed.

    Args:
        folder: The folder of the store; made if missing.
        language: The language of messages.
    """
    knowledge = Knowledge()
    if not needs_loading(folder, knowledge):
        return
    # What loading needs takes longer to import than a second start may take.
    from lcgraph.knowledge.loading import load_shipped

    with progress(_LOADING[language.value]) as tell:
        refused = load_shipped(folder, knowledge, tell)
    if refused is not None:
        reasons = "\n".join(reason[language.value] for reason in refused.reasons)
        stop(f"{_REFUSED[language.value]}: {refused.subject}\n{reasons}", ExitCode.FOUND)


@contextmanager
def reading(folder: Path, language: Language) -> Iterator[EmbeddedStore]:
    """Open a store for reading, also while a service has it open.

    Args:
        folder: The folder of the store; made from the shipped data if missing.
        language: The language of messages.

    Yields:
        The store, or the snapshot that its service reads.
    """
    if not EmbeddedStore.exists(folder):
        bring_up_to_date(folder, language)
    try:
        store = EmbeddedStore(folder)
    except StoreBusy:
        store = EmbeddedStore.latest_snapshot(folder)
    try:
        yield store
    finally:
        store.close()
