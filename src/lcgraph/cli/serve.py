"""``lcgraph serve``: the HTTP service."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from lcgraph.cli.languages import preferred
from lcgraph.cli.options import LanguageOption, RemoteOption, StoreOption, default_store, place_of
from lcgraph.cli.output import tell
from lcgraph.cli.stores import bring_up_to_date
from lcgraph.store.address import Address

_READY = {
    "th": "เปิดบริการแล้วที่ {address} เอกสารประกอบอยู่ที่ /docs หยุดด้วย Ctrl+C",
    "en": "Serving at {address}; /docs describes it; Ctrl+C stops it.",
}


def command(
    host: Annotated[str, typer.Option(help="ที่อยู่ที่เปิดรับ · The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="พอร์ต 0 คือพอร์ตที่ว่าง · The port; 0 for a free one.")
    ] = 8000,
    store: StoreOption = None,
    remote: RemoteOption = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="จำนวนการสอบถามพร้อมกัน · Queries at once.")
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            min=0.1, max=3600, help="เวลาของแต่ละการสอบถาม (วินาที) · Seconds a query may take."
        ),
    ] = 10.0,
    client_seconds: Annotated[
        float,
        typer.Option(
            min=0,
            help="เวลาสอบถามของผู้ใช้แต่ละรายในหนึ่งนาที (วินาที) 0 คือไม่จำกัด · "
            "Seconds of query time that one client may use in a minute; 0 for no limit.",
        ),
    ] = 60.0,
    answer_rows: Annotated[
        int, typer.Option(min=1, help="จำนวนแถวมากที่สุดของคำตอบ · The most rows of one answer.")
    ] = 1_000_000,
    answer_megabytes: Annotated[
        int, typer.Option(min=1, help="ขนาดคำตอบมากที่สุด (MiB) · The longest answer, in MiB.")
    ] = 64,
    body_megabytes: Annotated[
        int,
        typer.Option(
            min=1,
            help="ขนาดกราฟหรือการปรับปรุงที่ผู้ดูแลส่งได้ (MiB) ขณะเขียนใช้หน่วยความจำราว 30 เท่า ผู้อื่นส่งได้ 5 · "
            "The longest graph or update that administrators may send, in MiB; writing takes some "
            "30 times as much memory. Others may send 5.",
        ),
    ] = 16,
    query_megabytes: Annotated[
        int,
        typer.Option(
            min=64, help="หน่วยความจำต่อการสอบถาม (MiB) · Memory that one query may take, in MiB."
        ),
    ] = 512,
    kept_megabytes: Annotated[
        int,
        typer.Option(
            min=0,
            help="หน่วยความจำของคำตอบที่เก็บไว้ให้ผู้ถามซ้ำ (MiB) · "
            "Memory for answers that are kept for whoever asks the same, in MiB.",
        ),
    ] = 16,
    kept_file_megabytes: Annotated[
        int,
        typer.Option(
            min=0,
            help="พื้นที่ดิสก์ของคำตอบยาวที่เก็บไว้เช่นกัน (MiB) · "
            "Room on disk for long answers that are kept likewise, in MiB.",
        ),
    ] = 256,
    in_memory_quads: Annotated[
        int,
        typer.Option(
            min=0,
            help="จำนวนควอดของทั้งกราฟ หรือของส่วนที่เผยแพร่ ที่เก็บในหน่วยความจำได้ "
            "ส่วนที่เหลืออ่านจากดิสก์ · "
            "Up to how many quads the graph, or else what is published, is held in memory; "
            "the rest is read from disk.",
        ),
    ] = 500_000,
    unmanaged: Annotated[
        bool,
        typer.Option(
            "--unmanaged",
            help="คลัง SPARQL เปล่าแยกต่างหาก ไม่มีข้อมูลเมืองแห่งการเรียนรู้ ผู้ดูแลเขียนสิ่งใดก็ได้ · "
            "A plain SPARQL store of its own, without learning-city data, in which administrators "
            "may write anything.",
        ),
    ] = False,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(
            help="ปลายทางที่ SERVICE ถามได้ ระบุซ้ำได้ · An endpoint that SERVICE may ask; repeatable."
        ),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """เปิดบริการ HTTP · Start the HTTP service.

    ครั้งแรกโหลดข้อมูลที่มากับโปรแกรมเอง ครั้งต่อไปเพียงตรวจว่าข้อมูลนั้นเปลี่ยนไปหรือไม่ ·
    The first start loads the shipped data by itself; later starts only look whether it changed.

    Example: lcgraph serve --port 8080 --store ./store

    Example: lcgraph serve --remote http://localhost:7878/query

    Example: lcgraph serve --unmanaged --store ./scratch
    """
    from lcgraph.cli.server import run
    from lcgraph.service import Settings

    language = lang or preferred()
    place = (store or default_store()) if unmanaged else place_of(store, remote)
    if not unmanaged:
        bring_up_to_date(place, language)
    settings = Settings(
        store=default_store() if isinstance(place, Address) else place,
        remote=place if isinstance(place, Address) else None,
        query_seconds=timeout,
        query_memory=query_megabytes << 20,
        client_seconds=client_seconds,
        administrator_body_bytes=body_megabytes << 20,
        answer_rows=answer_rows,
        answer_bytes=answer_megabytes << 20,
        kept_bytes=kept_megabytes << 20,
        kept_file_bytes=kept_file_megabytes << 20,
        in_memory_quads=in_memory_quads,
        unmanaged=unmanaged,
        allowed_services=frozenset(allow_service or ()),
    )
    if workers is not None:
        settings = replace(settings, workers=workers)
    run(settings, host, port, lambda address: tell(_READY[language.value].format(address=address)))
