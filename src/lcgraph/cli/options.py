"""Options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from lcgraph.cli.languages import Language
from lcgraph.cli.output import Format


def default_store() -> Path:
    """Choose the folder of the store when the command does not.

    Returns:
        What ``LCGRAPH_STORE`` says, or a folder of the user's own.
    """
    named = os.environ.get("LCGRAPH_STORE")
    return Path(named) if named else Path(typer.get_app_dir("lcgraph")) / "store"


LanguageOption = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        help="ภาษาของข้อความ · The language of messages and labels.",
        show_default="LCGRAPH_LANG, LANG",
    ),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        help="โฟลเดอร์ของคลังข้อมูล · The folder of the store.",
        file_okay=False,
        show_default="LCGRAPH_STORE",
    ),
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", "-f", help="รูปแบบของผลลัพธ์ · The form of the result."),
]
