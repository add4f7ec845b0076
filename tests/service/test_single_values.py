"""Parameters of one value are given once; whoever gives several is told which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.versions import problem

if TYPE_CHECKING:
    import httpx
    from starlette.testclient import TestClient

KEY = "0" * 40
ADVICE = "/cities/th-yala/recommendations"


@pytest.mark.parametrize(
    ("call", "parameter"),
    [
        (f"{ADVICE}?peers=1&peers=2", "peers"),
        (f"/recommendations/{KEY}?peer=th-yala&peer=th-phayao", "peer"),
        ("/doc/city/th-yala?format=turtle&format=jsonld", "format"),
        ("/doc/city/th-yala?at=1&at=2", "at"),
        ("/cities?lang=th&lang=en", "lang"),
        ("/queries?lang=th&lang=en", "lang"),
        ("/queries/cities?at=1&at=2", "at"),
        ("/queries/cities/list?lang=th&lang=en", "lang"),
        ("/query?lang=th&lang=en", "lang"),
        ("/timemap/link/doc/city/th-yala?lang=th&lang=en", "lang"),
        ("/?format=turtle&format=jsonld", "format"),
        ("/history?at=1&at=1", "at"),
        ("/dumps?at=1&at=1", "at"),
        ("/sparql?query=ASK%7B%7D&lang=th&lang=en", "lang"),
        ("/sparql?query=ASK%7B%7D&at=1&at=2", "at"),
        ("/rdf-graphs?default&at=1&at=2", "at"),
    ],
)
def test_what_has_one_value_is_given_once(versions: TestClient, call: str, parameter: str) -> None:
    answer = versions.get(call)
    assert problem(answer) == (400, "wrong-parameter")
    assert answer.json()["parameter"] == parameter
    assert answer.json()["messages"]["en"]["detail"] == (
        f"{parameter} has more than one value: give one."
    )


def test_layers_may_be_several(versions: TestClient) -> None:
    call = "/doc/city/th-yala?layer=inferred&layer=derived&format=turtle"
    assert versions.get(call).status_code == 200


def test_formats_of_queries_may_be_named_in_several_ways(client: httpx.Client) -> None:
    call = "/sparql?query=ASK%7B%7D&format=json&format=application/sparql-results%2Bjson"
    assert client.get(call).status_code == 200
