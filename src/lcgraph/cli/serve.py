"""``lcgraph serve``: the HTTP service."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from lcgraph.cli.languages import preferred
from lcgraph.cli.options import LanguageOption, StoreOption, default_store
from lcgraph.cli.output import tell
from lcgraph.cli.stores import bring_up_to_date

_READY = {
    "th": "เปิดบริการแล้วที่ {address} เอกสารประกอบอยู่ที่ /docs หยุดด้วย Ctrl+C",
    "en": "Serving at {address}; /docs describes it; Ctrl+C stops it.",
}


def command(
    host: Annotated[str, typer.Option(help="ที่อยู่ที่เปิดรับ · The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="พอร์ต · The port; 0 for a free one.")
    ] = 8000,
    store: StoreOption = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="จำนวนการสอบถามพร้อมกัน · Queries at once.")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=3600, help="กำหนดเวลา (วินาที) · Seconds a query may take.")
    ] = 10.0,
    lang: LanguageOption = None,
) -> None:
    """เปิดบริการ HTTP · Start the HTTP service.

    The first start loads the shipped data by itself; later starts only look whether it changed.

    Example: lcgraph serve --port 8080 --store ./store
    """
    from lcgraph.cli.server import run
    from lcgraph.service import Settings

    language = lang or preferred()
    folder = store or default_store()
    bring_up_to_date(folder, language)
    settings = Settings(store=folder, query_seconds=timeout)
    if workers is not None:
        settings = replace(settings, workers=workers)
    run(settings, host, port, lambda address: tell(_READY[language.value].format(address=address)))
