"""The command line in Thai: headings of tables, and what is wrong with a call."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

THAI = re.compile("[\u0e00-\u0e7f]")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("history", "--bogus"), "ไม่มีตัวเลือก --bogus"),
        (("query", "--stor", "x"), "--store"),
        (("no-such",), "ไม่มีคำสั่ง 'no-such'"),
        (("infer",), "ต้องระบุ 'files'"),
        (("history", "more"), "มีส่วนที่เกินมา: more"),
        (("query", "--format", "x"), "ต้องเป็นค่าใดค่าหนึ่งใน 'table'"),
        (("infer", "/no/such/file"), "ไม่มี '/no/such/file'"),
    ],
)
def test_wrong_calls_are_told_in_thai(run: Run, arguments: tuple[str, ...], said: str) -> None:
    for given, settings in ((arguments, "th"), ((*arguments, "--lang", "th"), "en")):
        if settings == "en" and arguments == ("no-such",):
            continue
        told = run(*given, LCGRAPH_LANG=settings)
        assert told.returncode == 2
        assert said in told.stderr
        assert "Error" not in told.stderr
        assert "Try" not in told.stderr


def test_wrong_calls_stay_as_they_are_in_english(run: Run) -> None:
    told = run("history", "--bogus")
    assert told.returncode == 2
    assert "Error: No such option: --bogus" in told.stderr
    assert not THAI.search(told.stderr)


def test_tables_are_headed_in_the_language_chosen(run: Run) -> None:
    thai, english = (run("query", "--lang", lang).stdout for lang in ("th", "en"))
    assert "คำถาม" in thai.splitlines()[1]
    assert "summary" in english.splitlines()[1]


def test_programs_get_the_names_of_columns_in_any_language(run: Run) -> None:
    (first, *_) = json.loads(run("query", "--lang", "th", "--format", "json").stdout)
    assert set(first) == {"name", "parameters", "summary"}
    heading = run("query", "--lang", "th", "--format", "csv").stdout.splitlines()[0]
    assert heading == "name,parameters,summary"


def test_the_language_of_help_is_the_one_that_the_command_names(run: Run) -> None:
    thai = run("load", "--help", "--lang", "th").stdout
    assert thai == run("load", "--help", LCGRAPH_LANG="th").stdout
    assert "โหลดข้อมูลที่มากับโปรแกรม" in thai
    assert thai == run("--lang", "th", "load", "--help").stdout
    english = run("load", "--lang=en", "--help", LCGRAPH_LANG="th").stdout
    assert english == run("load", "--help").stdout
    assert "Load the shipped data" in english


def test_a_language_before_the_command_is_that_of_its_messages(run: Run) -> None:
    thai, english = (run("--lang", lang, "query").stdout for lang in ("th", "en"))
    assert "คำถาม" in thai.splitlines()[1]
    assert "summary" in english.splitlines()[1]


def test_help_and_versions_end_well_in_thai(run: Run) -> None:
    for arguments in (("--help",), ("--version",), ("query", "--help")):
        told = run(*arguments, LCGRAPH_LANG="th")
        assert (told.returncode, told.stderr) == (0, "")
