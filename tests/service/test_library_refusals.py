"""Calls of stored queries that cannot be answered say what is wrong, and what would do."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["type"].rpartition("/")[2] == kind
    assert set(document["messages"]) == {"th", "en"}
    return document


def test_a_graph_is_not_written_as_a_table(client: httpx.Client) -> None:
    parameters = {"city": "th-yala", "format": "xlsx"}
    document = problem(
        client.get("/queries/cities/profile", params=parameters), 400, "wrong-parameter"
    )
    assert document["parameter"] == "format"
    assert document["supported"] == ["turtle", "ntriples", "rdfxml", "jsonld"]
    refused = client.get(
        "/queries/cities/profile", params={"city": "th-yala"}, headers={"accept": XLSX}
    )
    assert problem(refused, 406, "not-acceptable")["supported"][0] == "text/turtle"


@pytest.mark.parametrize(
    ("path", "parameter", "example"),
    [
        ("cities/profile", "city", "th-yala"),
        ("cities/profile?city=a%20b", "city", "th-yala"),
        ("cities/list?lang=de", "lang", "en"),
        ("cities/profile?city=th-yala&lang=de", "lang", "en"),
        ("organisations/shared?n=0", "n", "2"),
        ("organisations/shared?n=two", "n", "2"),
        ("organisations/shared?n=2&n=3", "n", "2"),
        ("cities/list?format=pdf", "format", "json"),
    ],
)
def test_a_wrong_parameter_is_named_with_an_example(
    client: httpx.Client, path: str, parameter: str, example: str
) -> None:
    document = problem(client.get(f"/queries/{path}"), 400, "wrong-parameter")
    assert (document["parameter"], document["example"]) == (parameter, example)
    for language in ("th", "en"):
        assert parameter in document["messages"][language]["detail"]


def test_a_parameter_that_a_query_does_not_take_is_named_with_those_it_takes(
    client: httpx.Client,
) -> None:
    answer = client.get("/queries/cities/profile", params={"town": "th-yala"})
    document = problem(answer, 400, "wrong-parameter")
    assert document["parameter"] == "town"
    assert document["supported"] == ["city", "format", "lang", "at"]
    assert document["call"] == "/queries/cities/profile?city=th-yala"


@pytest.mark.parametrize(
    ("path", "similar"),
    [
        ("cities/lst", "cities/list"),
        ("factor/cell", "factors/cell"),
        ("citis", "cities"),
    ],
)
def test_an_unknown_query_leads_to_those_with_a_name_like_it(
    client: httpx.Client, service: str, path: str, similar: str
) -> None:
    document = problem(client.get(f"/queries/{path}"), 404, "not-found")
    assert document["similar"][0] == f"{service}/queries/{similar}"
    assert similar in document["messages"]["th"]["detail"]


def test_a_name_like_none_leads_nowhere(client: httpx.Client) -> None:
    assert problem(client.get("/queries/qqqq/xxxx"), 404, "not-found")["similar"] == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[",
        b"[]",
        b'"cities"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"n": ' + b"1" * 5000 + b"}",
        b'{"lang": "\\ud800"}',
        b'{"\\ud800": "en"}',
        b'{"format": "\\ud800"}',
    ],
    ids=["empty", "cut", "list", "text", "bytes", "deep", "number", "value", "name", "format"],
)
def test_a_body_that_is_no_object_of_parameters_is_refused(
    client: httpx.Client, body: bytes
) -> None:
    headers = {"content-type": "application/json"}
    answer = client.post("/queries/cities/list", content=body, headers=headers)
    problem(answer, 400, "malformed-request")


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ('{"lang": "en", "lang": "th"}', "lang"),
        ('{"lang": ["en"]}', "lang"),
        ('{"lang": true}', "lang"),
        ('{"format": 1}', "format"),
        ('{"town": "th-yala"}', "town"),
    ],
)
def test_a_wrong_member_of_a_body_is_named(client: httpx.Client, body: str, parameter: str) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    answer = client.post("/queries/cities/list", content=body, headers=headers)
    assert problem(answer, 400, "wrong-parameter")["parameter"] == parameter


def test_a_body_in_another_format_is_refused(client: httpx.Client) -> None:
    answer = client.post("/queries/cities/list", data={"lang": "en"})
    assert problem(answer, 415, "unsupported-media-type")["supported"] == ["application/json"]
