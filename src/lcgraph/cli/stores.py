"""Opening a store, and keeping it in step with what is shipped."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from lcgraph.cli.output import ExitCode, stop, tell
from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.state import lacks_shipped, needs_loading
from lcgraph.store import EmbeddedStore, StoreBusy
from lcgraph.store.address import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lcgraph.cli.languages import Language
    from lcgraph.publication import Refused
    from lcgraph.store import Store

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


def bring_up_to_date(place: Path | Address, language: Language) -> None:
    """Load the shipped data where they are not loaded yet, or have changed.

    Args:
        place: The folder of the store, made if missing, or the server.
        language: The language of messages.
    """
    knowledge = Knowledge()
    if isinstance(place, Address):
        refused = _server_brought_up_to_date(place, knowledge, language)
    elif needs_loading(place, knowledge):
        # What loading needs takes longer to import than a second start may take.
        from lcgraph.cli.freed import give_back
        from lcgraph.knowledge.loading import load_shipped

        with progress(_LOADING[language.value]) as step:
            refused = load_shipped(place, knowledge, step)
        give_back()
    else:
        return
    if refused is not None:
        reasons = "\n".join(reason[language.value] for reason in refused.reasons)
        stop(f"{_REFUSED[language.value]}: {refused.subject}\n{reasons}", ExitCode.FOUND)


def _server_brought_up_to_date(
    address: Address, knowledge: Knowledge, language: Language
) -> Refused | None:
    from lcgraph.store.probing import shortcomings
    from lcgraph.store.remote import RemoteStore

    store = RemoteStore(address)
    try:
        for shortcoming in shortcomings(store.client):
            said = f"{address.query}: {shortcoming.messages[language.value]}"
            if not shortcoming.usable:
                stop(f"{said} ({shortcoming.name})", ExitCode.FAULT)
            tell(f"{said} ({shortcoming.name})")
        store.begin_history()
        if not lacks_shipped(store, knowledge):
            return None
        from lcgraph.knowledge.loading import load_shipped_into

        with progress(_LOADING[language.value]) as step:
            return load_shipped_into(store, knowledge, step)
    finally:
        store.close()


def opened(place: Path | Address) -> Store:
    """Open a store to publish in.

    Args:
        place: The folder of the store, or the server.

    Returns:
        The store.
    """
    if isinstance(place, Address):
        # Only those who use a server need what speaks to one.
        from lcgraph.store.remote import RemoteStore

        return RemoteStore(place)
    return EmbeddedStore(place)


@contextmanager
def reading(place: Path | Address, language: Language) -> Iterator[Store]:
    """Open a store for reading, also while a service has it open.

    Args:
        place: The folder of the store, made from the shipped data if missing, or the server.
        language: The language of messages.

    Yields:
        The store, or the snapshot that its service reads.
    """
    if not isinstance(place, Address) and not EmbeddedStore.exists(place):
        bring_up_to_date(place, language)
    store: Store
    try:
        store = opened(place)
    except StoreBusy:
        if isinstance(place, Address):
            raise
        store = EmbeddedStore.latest_snapshot(place)
    try:
        yield store
    finally:
        store.close()
