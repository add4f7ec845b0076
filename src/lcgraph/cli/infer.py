"""``lcgraph infer``: what follows from a record, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pyoxigraph import RdfFormat, Triple, serialize

from lcgraph.cli.languages import Language, chosen, preferred
from lcgraph.cli.options import FormatOption, LanguageOption
from lcgraph.cli.output import ExitCode, Format, stop, write, write_rows
from lcgraph.inference import Closure
from lcgraph.ingest import Fault, read_record
from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.loading import tools_of
from lcgraph.publication import Refused, reasons_of
from lcgraph.records import NotARecord, record_of

if TYPE_CHECKING:
    from lcgraph.publication import Tools


def command(
    files: Annotated[
        list[Path],
        typer.Argument(
            exists=True, dir_okay=False, help="ไฟล์ระเบียน (Turtle) · Record files (Turtle)."
        ),
    ],
    explain: Annotated[
        bool, typer.Option("--explain", help="แสดงสัจพจน์และข้อความต้นทาง · Show axioms and premises.")
    ] = False,
    form: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
) -> None:
    """แสดงสิ่งที่อนุมานได้จากระเบียนตามออนโทโลยี · Show what follows from a record by the ontology.

    ไม่จัดเก็บสิ่งใด รหัสเมื่อจบเป็น 1 หากระเบียนขัดแย้งในตัวเองหรือขัดกับข้อมูลอ้างอิง ·
    Nothing is stored. Exit code 1 if a record contradicts itself or the reference data.

    Example: lcgraph infer data/records/th-yala.ttl --explain
    """
    language = lang or preferred()
    tools = tools_of(Knowledge())
    if isinstance(tools, Refused):
        stop("\n".join(reason[language.value] for reason in tools.reasons), ExitCode.FAULT)
    found: dict[Triple, Closure] = {}
    for file in files:
        closure = _closure(file, tools, language)
        found |= dict.fromkeys(closure.facts, closure)
    facts = sorted(found, key=str)
    if form is Format.TURTLE:
        write(serialize(facts, format=RdfFormat.TURTLE) or b"")
        return
    columns = ["subject", "predicate", "object", *(["because"] if explain else [])]
    rows = [
        {
            "subject": str(fact.subject),
            "predicate": str(fact.predicate),
            "object": str(fact.object),
            **({"because": _because(fact, found[fact])} if explain else {}),
        }
        for fact in facts
    ]
    write_rows(columns, rows, form, language=language)


def _closure(file: Path, tools: Tools, language: Language) -> Closure:
    parsed = read_record(file.read_bytes(), str(file))
    if isinstance(parsed, Fault):
        place = parsed.place or file
        stop(f"{place}: {chosen(dict(parsed.messages), language)}", ExitCode.FOUND)
    record = record_of(parsed.triples)
    if isinstance(record, NotARecord):
        stop(f"{file}: {record.messages[language.value]}", ExitCode.FOUND)
    closure = tools.rules.closure(record.content, tools.background)
    if isinstance(closure, Closure):
        return closure
    reasons = "\n".join(reason[language.value] for reason in reasons_of(closure))
    stop(f"{file}: {reasons}", ExitCode.FOUND)


def _because(fact: Triple, closure: Closure) -> str:
    derivation = closure.explain(fact)
    if derivation is None:
        return ""
    axioms = "; ".join(axiom.statement for axiom in derivation.axioms)
    premises = " ".join(f"{triple} ." for triple in sorted(derivation.asserted, key=str))
    return f"{axioms} | {premises}"
