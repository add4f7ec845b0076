"""Options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from lcgraph.cli.languages import Language
from lcgraph.cli.output import ExitCode, Format, stop
from lcgraph.store.address import QUERY, Address


def default_store() -> Path:
    """Choose the folder of the store when the command does not.

    Returns:
        What ``LCGRAPH_STORE`` says, or a folder of the user's own.
    """
    named = os.environ.get("LCGRAPH_STORE")
    return Path(named) if named else Path(typer.get_app_dir("lcgraph")) / "store"


def place_of(store: Path | None, remote: str | None) -> Path | Address:
    """Choose where the graph is kept.

    Args:
        store: The folder that the command names.
        remote: The query URL of the server that the command names.

    Returns:
        The server, the folder, or, when the command names neither, what ``LCGRAPH_REMOTE`` or
        else :func:`default_store` says.
    """
    if remote is not None and store is not None:
        stop("--remote, --store: ใช้ได้เพียงอย่างเดียว · give only one of them.", ExitCode.USAGE)
    url = remote or (os.environ.get(QUERY) if store is None else None)
    if not url:
        return store or default_store()
    try:
        return Address.of(url)
    except ValueError as fault:
        stop(str(fault), ExitCode.USAGE)


LanguageOption = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        help="ภาษา/Language",
        show_default="LCGRAPH_LANG, LANG",
    ),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        help="โฟลเดอร์ของคลังข้อมูล สร้างให้หากยังไม่มี · The folder of the store, made if missing.",
        file_okay=False,
        show_default="LCGRAPH_STORE",
    ),
]
RemoteOption = Annotated[
    str | None,
    typer.Option(
        "--remote",
        metavar="URL",
        help="ที่อยู่สอบถามของเซิร์ฟเวอร์ SPARQL ที่เก็บกราฟแทนโฟลเดอร์ · The query URL of a SPARQL server "
        "that keeps the graph instead of a folder.",
        show_default=QUERY,
    ),
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", "-f", help="รูปแบบของผลลัพธ์ · The form of the result."),
]
