"""``lcgraph load``: the shipped data, or records of stewards, into the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lcgraph.cli.languages import Language, preferred
from lcgraph.cli.options import LanguageOption, RemoteOption, StoreOption, place_of
from lcgraph.cli.output import ExitCode, stop, write
from lcgraph.cli.stores import bring_up_to_date, opened, progress
from lcgraph.knowledge import Knowledge
from lcgraph.store.address import Address

if TYPE_CHECKING:
    from collections.abc import Callable

    from lcgraph.publication import Prepared, Refused
    from lcgraph.store import Store

_SAID: Final = {
    "unchanged": {
        "th": "{record}: มีอยู่แล้ว ไม่มีอะไรเปลี่ยน",
        "en": "{record}: is there already, nothing changed",
    },
    "published": {
        "th": "{record}: เผยแพร่แล้วในข้อมูลเวอร์ชัน {version} (คำเตือน {warnings})",
        "en": "{record}: published as of data version {version} (warnings: {warnings})",
    },
    "draft": {
        "th": "{record}: บันทึกเป็นร่างในข้อมูลเวอร์ชัน {version} ยังไม่เผยแพร่ (คำเตือน {warnings})",
        "en": "{record}: kept as a draft in data version {version}, not published "
        "(warnings: {warnings})",
    },
    "withdrawn": {
        "th": "{record}: ถอนแล้วในข้อมูลเวอร์ชัน {version}",
        "en": "{record}: withdrawn as of data version {version}",
    },
    "superseded": {
        "th": "{record}: บันทึกเป็นฉบับที่ถูกแทนที่ในข้อมูลเวอร์ชัน {version} (คำเตือน {warnings})",
        "en": "{record}: kept as superseded in data version {version} (warnings: {warnings})",
    },
    "state": {
        "th": "{store}: ข้อมูลเวอร์ชัน {version} มี {quads} ควอด",
        "en": "{store}: data version {version}, {quads} quads",
    },
}


def command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="ไฟล์ระเบียน หากไม่ระบุคือข้อมูลที่มากับโปรแกรม · "
            "Record files; without them, the shipped data.",
        ),
    ] = None,
    store: StoreOption = None,
    remote: RemoteOption = None,
    lang: LanguageOption = None,
) -> None:
    """โหลดข้อมูลที่มากับโปรแกรม หรือเผยแพร่ระเบียน · Load the shipped data, or publish records.

    ระเบียนได้รับการตรวจก่อน หากพบการละเมิดจะไม่รับ และคลังข้อมูลคงเดิม การเผยแพร่แต่ละครั้งเป็นธุรกรรมเดียว
    โหลดสิ่งเดิมซ้ำไม่เปลี่ยนสิ่งใด ·
    A record is checked first; with a violation it is refused and the store stays as it was. Each
    publication is one transaction. Loading the same again changes nothing.

    Example: lcgraph load

    Example: lcgraph load th-yala-v2.ttl --store ./store

    Example: lcgraph load --remote http://localhost:7878/query
    """
    language = lang or preferred()
    place = place_of(store, remote)
    bring_up_to_date(place, language)
    _publish(files or [], place, language)


def _publish(files: list[Path], place: Path | Address, language: Language) -> None:
    target = opened(place)
    try:
        if files:
            with progress(", ".join(file.name for file in files)) as tell:
                outcomes = _prepared(files, target, tell)
            for file, outcome, version in outcomes:
                _report(file, outcome, version, language)
        said = _SAID["state"][language.value]
        shown = place.query if isinstance(place, Address) else place
        write(said.format(store=shown, version=target.version, quads=len(target)))
    finally:
        target.close()


def _prepared(
    files: list[Path], target: Store, tell: Callable[[str], None]
) -> list[tuple[Path, Prepared | Refused, int]]:
    from lcgraph.knowledge.loading import tools_of
    from lcgraph.knowledge.publishing import considered
    from lcgraph.publication import Prepared, Publisher, Refused
    from lcgraph.store import staged

    tools = tools_of(Knowledge())
    if isinstance(tools, Refused):
        return [(files[0], tools, target.version)]
    outcomes = []
    version = target.version
    with staged(target) as copy:
        publisher = Publisher(copy, tools)
        for file in files:
            tell(file.name)
            found = considered(file.read_bytes(), str(file), publisher, tools, target)
            outcome = found.publication
            if isinstance(outcome, Prepared) and outcome.patch:
                version = target.apply(outcome.patch, version)
            outcomes.append((file, outcome, version))
            if isinstance(outcome, Refused):
                break
    return outcomes


def _report(file: Path, outcome: Prepared | Refused, version: int, language: Language) -> None:
    from lcgraph.publication import Refused

    if isinstance(outcome, Refused):
        reasons = "\n".join(f"  {reason[language.value]}" for reason in outcome.reasons)
        stop(f"{file}: {outcome.subject}\n{reasons}", ExitCode.FOUND)
    for record, status in outcome.records.items():
        said = _SAID[status.value if outcome.patch else "unchanged"][language.value]
        warnings = outcome.warnings.get(record, 0)
        write(said.format(record=record, version=version, warnings=warnings))
