"""``lcgraph coverage``: which facts of a check-list are in the shipped graph."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from lcgraph.cli.languages import preferred
from lcgraph.cli.options import FormatOption, LanguageOption
from lcgraph.cli.output import ExitCode, Format, stop, tell, write_rows
from lcgraph.knowledge import Knowledge
from lcgraph.records.coverage import Coverage, coverage_of, read_facts
from lcgraph.records.triples import TripleIndex

_COLUMNS = ("section", "facts", "stated", "left_out", "absent", "unquoted", "unlisted")


def command(
    facts: Annotated[
        Path,
        typer.Option(
            help="รายการข้อเท็จจริง (CSV) · The check-list of facts (CSV).",
            exists=True,
            dir_okay=False,
        ),
    ],
    form: FormatOption = Format.TABLE,
    lang: LanguageOption = None,
) -> None:
    """แสดงว่าข้อเท็จจริงใดในรายการอยู่ในกราฟแล้ว · Show which facts of a check-list are in the graph.

    รายการมีคอลัมน์ id, section และ quote_th ข้อเท็จจริงแต่ละข้ออยู่ในกราฟตามถ้อยคำนั้น ไม่นำเข้าโดยมีเหตุผล
    หรือยังขาดอยู่ รหัสเมื่อจบเป็น 1 หากมีข้อใดขาด ·
    The check-list has the columns id, section and quote_th. Each fact is in the graph with its
    words, or left out for a reason, or missing.
    Exit code 1 if one is missing.

    Example: lcgraph coverage --facts facts.csv
    """
    language = lang or preferred()
    knowledge = Knowledge()
    listed = [fact for file in knowledge.coverage() for fact in read_facts(file.text)]
    triples = frozenset().union(*knowledge.graphs().values(), knowledge.record_triples())
    index = TripleIndex(triples)
    found = [
        coverage_of(section, expected, listed, triples, index)
        for section, expected in _expected(facts).items()
    ]
    if not found:
        stop("ไม่มีข้อเท็จจริงในรายการ · The list has no facts.", ExitCode.USAGE)
    write_rows(_COLUMNS, [_row(coverage) for coverage in found], form, language=language)
    for coverage in found:
        for fact in (*coverage.left_out, *coverage.absent, *coverage.unquoted):
            tell(f"{fact.identifier}: {fact.reasons.get(language.value, fact.triple)}")
    if not all(coverage.is_complete for coverage in found):
        raise typer.Exit(ExitCode.FOUND)


def _expected(path: Path) -> dict[str, list[tuple[str, str]]]:
    sections: dict[str, list[tuple[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sections.setdefault(row["section"], []).append((row["id"], row["quote_th"]))
    return sections


def _row(coverage: Coverage) -> dict[str, object]:
    counts = {name: len(getattr(coverage, name)) for name in _COLUMNS[2:]}
    listed = sum(counts[name] for name in ("stated", "left_out", "absent", "unlisted"))
    return {"section": coverage.section, "facts": listed, **counts}
