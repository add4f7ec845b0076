"""What is said of bodies that cannot be read, and of parts of files that are not there."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

SHAPES = b"@prefix sh: <http://www.w3.org/ns/shacl#> ."
CASES = [
    ("text/turtle", b"@prefix a: <http://e/> .\n  a:b a:c b:d .", "2:11",
     "the prefix b: is not declared", "ยังไม่ได้ประกาศคำนำหน้า b:"),
    ("text/turtle", b"<http://e/a> <http://e/b> \"x", "1:27", "the content ends too early",
     "เนื้อหาจบก่อนครบ"),
    ("application/n-triples", b"<http://e/a> <b> 1 .", "1:14", "the IRI is not absolute",
     "IRI ไม่ครบ"),
    ("text/turtle", b"<http://e/a> <http://e/b> \"\xff\" .", "1:28", "not UTF-8", "ไม่ใช่ UTF-8"),
    ("application/ld+json", b"{", "1:2", "Object keys must be strings", "อ่านไม่ได้"),
    ("application/ld+json", b'{"@context": "http://e/c", "a": 1}', None,
     "no @context is fetched from the network", "ไม่ดึง @context จากเครือข่าย"),
    ("application/rdf+xml", b"<a>", None, "XML namespaces are required", "อ่านไม่ได้"),
]  # fmt: skip


def said(answer: httpx.Response) -> tuple[str | None, str, str]:
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["type"].rpartition("/")[2]) == (400, "malformed-content")
    messages = problem["messages"]
    return problem.get("position"), messages["en"]["detail"], messages["th"]["detail"]


@pytest.mark.parametrize(("media_type", "content", "position", "en", "th"), CASES)
def test_what_is_wrong_with_a_graph_is_said_in_two_languages(
    emptied: httpx.Client, media_type: str, content: bytes, position: str | None, en: str, th: str
) -> None:
    headers = {"content-type": media_type}
    answer = emptied.put("/rdf-graphs?graph=http://e/g", content=content, headers=headers)
    place, english, thai = said(answer)
    assert place == position
    assert en in english
    assert th in thai
    if position is not None:
        line, _, column = position.partition(":")
        assert english.startswith(f"error at line {line}, column {column}: ")
        assert thai.startswith(f"ผิดที่บรรทัด {line} อักขระที่ {column}: ")


def test_the_part_that_cannot_be_read_is_named(emptied: httpx.Client) -> None:
    files = {"data": ("d.ttl", b"a:b a:c a:d ."), "shapes": ("s.ttl", SHAPES)}
    position, english, thai = said(emptied.post("/shacl", files=files))
    assert position == "1:1"
    assert english == "data: error at line 1, column 1: the prefix a: is not declared"
    assert thai == "data: ผิดที่บรรทัด 1 อักขระที่ 1: ยังไม่ได้ประกาศคำนำหน้า a:"


@pytest.mark.parametrize(
    ("content", "en", "th"),
    [
        (b'{"city": [{"a": true}, null]}', 'not [{"a": true}, null]', 'แต่ได้รับ [{"a": true}, null]'),
        (b'{"city": true}', "not true", "แต่ได้รับ true"),
        (b'{"city": ' + b"9" * 5000 + b"}", "a number that is too long", "จำนวนที่ยาวเกินไป"),
        (b'{"city":\n x}', "error at line 2, column 2: ", "ผิดที่บรรทัด 2 อักขระที่ 2"),
        (b'{"city": "\xff"}', "not UTF-8", "ไม่ใช่ UTF-8"),
        (b"[" * 100_000, "nested too deeply", "ซ้อนลึกเกินไป"),
    ],
)
def test_json_is_spoken_of_as_json(client: httpx.Client, content: bytes, en: str, th: str) -> None:
    headers = {"content-type": "application/json"}
    answer = client.post("/queries/cities/profile", content=content, headers=headers)
    assert answer.status_code == 400
    messages = answer.json()["messages"]
    assert en in messages["en"]["detail"]
    assert th in messages["th"]["detail"]


@pytest.mark.parametrize("range_", ["bogus", "bytes=", "bytes=9-2", "lines=1-2", "bytes=a-b"])
def test_a_range_that_cannot_be_read_is_passed_over(managed: httpx.Client, range_: str) -> None:
    whole = managed.get("/dumps/lcgraph.nq")
    answer = managed.get("/dumps/lcgraph.nq", headers={"range": range_})
    assert (answer.status_code, answer.content) == (200, whole.content)


def test_a_range_behind_the_end_is_a_problem(managed: httpx.Client) -> None:
    whole = managed.get("/dumps/lcgraph.nq").content
    parts = managed.get("/dumps/lcgraph.nq", headers={"range": "bytes=2-5"})
    assert (parts.status_code, parts.content) == (206, whole[2:6])
    answer = managed.get("/dumps/lcgraph.nq", headers={"range": "bytes=99999999-"})
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (416, 416)
    assert answer.headers["content-range"] == f"bytes */{len(whole)}"
    assert set(problem["messages"]) == {"th", "en"}
