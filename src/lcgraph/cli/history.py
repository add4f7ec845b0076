"""``lcgraph history``: what was published when, and how much of it is kept."""

from __future__ import annotations

from typing import Annotated

import typer

from lcgraph.cli.languages import preferred
from lcgraph.cli.options import FormatOption, LanguageOption, StoreOption, default_store
from lcgraph.cli.output import ExitCode, Format, stop, tell, write_rows
from lcgraph.store import EmbeddedStore, StoreBusy

_DROPPED = {
    "th": "ลบประวัติเก่าแล้ว {count} รายการ เหลือ {size} ไบต์",
    "en": "{count} old publications dropped; {size} bytes are left.",
}
_NONE = {
    "th": "ยังไม่มีประวัติใน {store}",
    "en": "There is no history in {store} yet.",
}


def command(
    keep: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="ลบรายการเก่าสุด เหลือไว้เท่านี้ ถามย้อนไปก่อนนั้นไม่ได้อีก · Drop the oldest publications but "
            "this many; what came before cannot be asked any more.",
        ),
    ] = None,
    store: StoreOption = None,
    format: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
) -> None:
    """แสดงประวัติการเผยแพร่ · List the publications that 'at=' can ask.

    Nothing is dropped unless --keep says so: a publication takes some kilobytes, and addresses
    that people cite lead to it. It works while a service has the store open.

    Example: lcgraph history

    Example: lcgraph history --keep 1000
    """
    folder = store or default_store()
    language = (lang or preferred()).value
    try:
        opened = EmbeddedStore(folder)
    except StoreBusy:
        opened = EmbeddedStore.latest_snapshot(folder)
    current, history = opened.version, opened.history
    opened.close()
    if history is None or not history.publications(current):
        stop(_NONE[language].format(store=folder), ExitCode.FOUND)
    if keep is not None:
        count = history.keep(keep, current)
        tell(_DROPPED[language].format(count=count, size=history.size()))
    rows = [
        {
            "version": str(each.version),
            "published": f"{each.published:%Y-%m-%dT%H:%M:%SZ}",
            "records": " ".join(each.records),
            "withdrawn": " ".join(each.withdrawn),
        }
        for each in reversed(history.publications(current))
    ]
    columns = ["version", "published", "records", "withdrawn"]
    write_rows(columns, rows, format, language=lang or preferred())
