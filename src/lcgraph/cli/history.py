"""``lcgraph history``: what was published when, and how much of it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lcgraph.cli.languages import preferred
from lcgraph.cli.options import FormatOption, LanguageOption, RemoteOption, StoreOption, place_of
from lcgraph.cli.output import ExitCode, Format, stop, tell, write_rows
from lcgraph.cli.stores import reading
from lcgraph.store import EmbeddedStore, StoreMissing
from lcgraph.store.copies import looking_back

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
    remote: RemoteOption = None,
    format: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
) -> None:
    """แสดงการเผยแพร่ที่ 'at=' ถามได้ · List the publications that 'at=' can ask.

    ไม่ลบรายการใดหากไม่ระบุ --keep เพราะการเผยแพร่แต่ละครั้งใช้เนื้อที่เพียงไม่กี่กิโลไบต์
    และที่อยู่ที่ผู้อื่นอ้างอิงไว้นำมายังรายการเหล่านี้ ใช้ได้ขณะที่บริการเปิดคลังข้อมูลอยู่ ·
    Nothing is dropped unless --keep says so: a publication takes some kilobytes, and addresses
    that people cite lead to it. It works while a service has the store open.

    Example: lcgraph history

    Example: lcgraph history --keep 1000
    """
    place, language = place_of(store, remote), lang or preferred()
    if isinstance(place, Path) and not EmbeddedStore.exists(place):
        raise StoreMissing(str(place))
    with reading(place, language) as opened, looking_back(opened) as retrospect:
        current = opened.version
        history = None if retrospect is None else retrospect.history
        if history is None or not history.publications(current):
            named = place if isinstance(place, Path) else place.query
            stop(_NONE[language.value].format(store=named), ExitCode.FOUND)
        if keep is not None:
            count = history.keep(keep, current)
            tell(_DROPPED[language.value].format(count=count, size=history.size()))
        publications = history.publications(current)
    rows = [
        {
            "version": each.version,
            "published": f"{each.published:%Y-%m-%dT%H:%M:%SZ}",
            "records": list(each.records),
            "withdrawn": list(each.withdrawn),
        }
        for each in reversed(publications)
    ]
    columns = ["version", "published", "records", "withdrawn"]
    write_rows(columns, rows, format, language=language)
