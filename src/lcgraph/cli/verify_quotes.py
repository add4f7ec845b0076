"""``lcgraph verify-quotes``: every quote against the text it is taken from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lcgraph.cli.languages import chosen, preferred
from lcgraph.cli.options import LanguageOption
from lcgraph.cli.output import ExitCode, stop, write
from lcgraph.knowledge import Knowledge
from lcgraph.records.quotes import OtherText, verify_quotes
from lcgraph.vocabulary import SOURCE

_SAID = {
    "th": "{quotes} ข้อความอ้างอิงใน {passages} ตำแหน่ง: ไม่ตรง {wrong}",
    "en": "{quotes} quotes in {passages} passages compared: {wrong} wrong.",
}


def command(
    article: Annotated[
        Path,
        typer.Option(
            "--article",
            help="ข้อความของบทความ · The text of the article.",
            exists=True,
            dir_okay=False,
        ),
    ],
    source: Annotated[
        str,
        typer.Option(help="รหัสของแหล่งข้อมูล · The key of the source."),
    ] = "onec-2026",
    lang: LanguageOption = None,
) -> None:
    """ตรวจทุกข้อความอ้างอิงกับต้นฉบับ · Compare every quote with the text of its source.

    ทุกข้อความอ้างอิงต้องอยู่ตรงตำแหน่งที่บันทึกไว้ โดยไม่นับช่องว่าง รหัสเมื่อจบเป็น 1 หากมีข้อความใดไม่ตรง ·
    White space aside, each quote must stand at its offset. Exit code 1 if any does not.

    Example: lcgraph verify-quotes --article article.txt
    """
    language = lang or preferred()
    triples = Knowledge().graphs().get(SOURCE[source])
    if triples is None:
        stop(f"{source}: ไม่มีแหล่งข้อมูลนี้ · there is no such source.", ExitCode.USAGE)
    # Offsets count the characters of the file as it is: no line end may be translated.
    result = verify_quotes(SOURCE[source], triples, article.read_bytes().decode("utf-8"))
    if isinstance(result, OtherText):
        stop(chosen(result.messages, language), ExitCode.FOUND)
    for misquoted in result.wrong:
        write(chosen(misquoted.messages, language))
    write(
        _SAID[language.value].format(
            quotes=result.quotes, passages=result.passages, wrong=len(result.wrong)
        )
    )
    if result.wrong:
        raise typer.Exit(ExitCode.FOUND)
