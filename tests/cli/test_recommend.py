"""How many peers ``lcgraph recommend`` shows, and what it says of the others."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import Run


def test_what_is_left_out_is_said(run: Run) -> None:
    themes = json.loads(run("recommend", "th-yala", "--format", "json").stdout)["themes"]
    counts = [theme["peer_count"] for theme in themes]
    assert max(counts) > 1
    for language, words in (
        ("en", r"  The first (\d+) of (\d+) cities to exchange with; --peers (\d+) shows all\."),
        ("th", r"  แสดง (\d+) เมืองแรกจากทั้งหมด (\d+) เมืองที่แลกเปลี่ยนเรียนรู้ได้ ดูทั้งหมดด้วย --peers (\d+)"),
    ):
        said = run("recommend", "th-yala", "--peers", 1, "--lang", language).stdout
        expected = [("1", str(count), str(count)) for count in counts if count > 1]
        assert re.findall(f"^{words}$", said, re.MULTILINE) == expected
        whole = run("recommend", "th-yala", "--peers", max(counts), "--lang", language).stdout
        assert "--peers" not in whole


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--peers", "-1"), "ค่าของ '--peers' ใช้ไม่ได้: ต้องไม่น้อยกว่า 0"),
        (("--peers", "x"), "ค่าของ '--peers' ใช้ไม่ได้: ต้องเป็นจำนวนเต็ม"),
        (("--format", "turtle"), "--format: table | json | csv"),
    ],
)
def test_what_it_does_not_take_is_said_in_thai(run: Run, given: tuple[str, ...], said: str) -> None:
    told = run("recommend", "th-yala", *given, "--lang", "th")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.rstrip().endswith(said)
