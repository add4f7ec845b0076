"""``lcgraph validate``: records against the shapes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from lcgraph.cli.languages import Language, preferred
from lcgraph.cli.options import FormatOption, LanguageOption, StoreOption, default_store
from lcgraph.cli.output import ExitCode, Format, write, write_rows
from lcgraph.knowledge import Knowledge
from lcgraph.store import EmbeddedStore, StoreFault

if TYPE_CHECKING:
    from lcgraph.validation import CompiledShapes

_COLUMNS: Final = ("file", "line", "severity", "constraint", "about", "message")
_SAID: Final = {
    True: {"th": "{file}: เผยแพร่ได้", "en": "{file}: can be published"},
    False: {"th": "{file}: ยังเผยแพร่ไม่ได้", "en": "{file}: cannot be published"},
}


def command(
    files: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, help="ไฟล์ระเบียน · Record files."),
    ],
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> None:
    """ตรวจระเบียนก่อนเผยแพร่ โดยไม่จัดเก็บ · Check records before publishing; nothing is stored.

    ทุกรายการที่พบบอกไฟล์และบรรทัด หากมีคลังข้อมูลจะเทียบกับระเบียนที่เผยแพร่แล้วด้วย
    รหัสเมื่อจบเป็น 1 หากระเบียนมีการละเมิดหรืออ่านไม่ได้ ·
    Each finding names file and line. Where a store exists, a record is also compared with the
    published ones. Exit code 1 if a record has a violation or cannot be read.

    Example: lcgraph validate data/records/*.ttl --lang th

    Example: lcgraph validate th-satun-v1.ttl --format json
    """
    language = lang or preferred()
    shapes = _shapes()
    view = _view(store or default_store())
    outcomes = [_checked(file, shapes, view) for file in files]
    if form is Format.JSON:
        write(json.dumps(outcomes, ensure_ascii=False, indent=2))
    else:
        rows = [row for outcome in outcomes for row in _rows(outcome, language)]
        if rows or form is Format.CSV:
            write_rows(_COLUMNS, rows, form, language=language)
        if form is Format.TABLE:
            for outcome in outcomes:
                said = _SAID[outcome["publishable"]][language.value]
                write(said.format(file=outcome["name"]))
    if not all(outcome["publishable"] for outcome in outcomes):
        raise typer.Exit(ExitCode.FOUND)


def _shapes() -> CompiledShapes:
    from lcgraph.knowledge.loading import shapes_of

    return shapes_of(Knowledge())


def _view(folder: Path) -> EmbeddedStore | None:
    if not EmbeddedStore.exists(folder):
        return None
    try:
        return EmbeddedStore(folder)
    except StoreFault:
        return EmbeddedStore.latest_snapshot(folder)


def _checked(file: Path, shapes: CompiledShapes, view: EmbeddedStore | None) -> dict[str, Any]:
    from lcgraph.knowledge.checking import outcome_of

    return outcome_of(file.read_bytes(), str(file), shapes, view).to_dict()


def _rows(outcome: dict[str, Any], language: Language) -> list[dict[str, Any]]:
    return [
        {
            "file": outcome["name"],
            "line": finding["line"],
            "severity": finding["severity"],
            "constraint": finding["identifier"],
            "about": finding["focusNode"],
            "message": finding["messages"][language.value],
        }
        for finding in outcome["findings"]
    ]
