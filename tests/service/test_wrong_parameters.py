"""Parameters that cannot be used are named, in both languages, with what would do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.service.versions import problem

if TYPE_CHECKING:
    from starlette.testclient import TestClient

KEY = "0" * 40
ADVICE = "/cities/th-yala/recommendations"


@pytest.mark.parametrize(
    ("call", "parameter", "example", "thai"),
    [
        (f"{ADVICE}?peers=-1", "peers", "5", "peers ต้องไม่น้อยกว่า 0 เช่น 5"),
        (f"{ADVICE}?peers=101", "peers", "5", "peers ต้องไม่เกิน 100 เช่น 5"),
        (f"{ADVICE}?peers=abc", "peers", "5", "peers ต้องเป็นจำนวนเต็ม เช่น 5"),
        ("/cities/ยะลา", "key", "th-yala", "key ไม่อยู่ในรูปแบบที่ใช้ได้ เช่น th-yala"),
        (
            f"/recommendations/{KEY}?peer=TH-BANGKOK",
            "peer",
            "th-phayao",
            "peer ไม่อยู่ในรูปแบบที่ใช้ได้ เช่น th-phayao",
        ),
        (
            "/doc/city/th-yala?layer=none",
            "layer",
            "inferred",
            "layer ต้องเป็นค่าใดค่าหนึ่งที่มีให้เลือก เช่น inferred",
        ),
        (
            "/timemap/xml/doc/city/th-yala",
            "form",
            "link",
            "form ต้องเป็นค่าใดค่าหนึ่งที่มีให้เลือก เช่น link",
        ),
    ],
)
def test_what_cannot_be_used_is_named_with_what_can(
    versions: TestClient, call: str, parameter: str, example: str, thai: str
) -> None:
    answer = versions.get(call)
    assert problem(answer) == (400, "wrong-parameter")
    document = answer.json()
    assert (document["parameter"], document["example"]) == (parameter, example)
    assert document["messages"]["th"]["detail"] == thai
    english = document["messages"]["en"]["detail"]
    assert re.fullmatch(r"[\x20-\x7e]+\.", english)
    assert english.startswith(f"{parameter} ")
    assert "^" not in document["detail"] + english


def test_a_choice_is_told_whole(versions: TestClient) -> None:
    supported = versions.get("/doc/city/th-yala?layer=none").json()["supported"]
    assert supported == ["inferred", "derived", "quality"]
