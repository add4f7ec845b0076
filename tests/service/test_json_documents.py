"""Documents in JSON: data version, entity tag and negotiation, as everywhere."""

from __future__ import annotations

import httpx
import pytest

from lcgraph.service.negotiation import best

VERSION = "lcgraph-data-version"
PATHS = (
    "/cities",
    "/cities/th-yala",
    "/cities/th-yala/recommendations",
    "/queries",
    "/queries/cities",
    "/history",
    "/openapi.json",
    "/dumps",
)
NONE_OF_THEM = ("image/png", "text/turtle", "*/*;q=0", "application/json;q=0, text/html;q=0")


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


@pytest.mark.parametrize("path", PATHS)
def test_they_name_their_version_and_may_be_kept(client: httpx.Client, path: str) -> None:
    if path == "/dumps":
        # The list may change until all files are written, of which this one is the last.
        client.get("/dumps/SHA256SUMS")
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers[VERSION] == "1"
    assert "Accept" in answer.headers["vary"].split(", ")
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    # A short answer is sent as it is; whether a 304 stands for one cannot be known.
    assert again.headers["etag"].removeprefix("W/") in answer.headers["etag"]
    assert again.headers[VERSION] == "1"
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("accept", NONE_OF_THEM)
@pytest.mark.parametrize("path", [*PATHS, "/docs", "/problems/not-found"])
def test_what_they_are_not_is_refused(client: httpx.Client, path: str, accept: str) -> None:
    assert best(accept, ["application/json", "text/html"]) is None
    assert kind(client.get(path, headers={"accept": accept})) == (406, "not-acceptable")


@pytest.mark.parametrize("path", [*PATHS, "/docs"])
def test_an_unknown_format_is_named(client: httpx.Client, path: str) -> None:
    answer = client.get(path, params={"format": "nope"})
    assert kind(answer) == (400, "wrong-parameter")
    assert answer.json()["parameter"] == "format"


@pytest.mark.parametrize("path", PATHS)
def test_the_address_may_name_the_format(client: httpx.Client, path: str) -> None:
    answer = client.get(path, params={"format": "json"}, headers={"accept": "text/html"})
    assert answer.headers["content-type"].startswith("application/json")


def test_the_page_of_calls_names_its_version(client: httpx.Client) -> None:
    answer = client.get("/docs", headers={"accept-language": "en"})
    assert answer.headers[VERSION] == "1"
    etag = {"if-none-match": answer.headers["etag"]}
    assert client.get("/docs", headers={"accept-language": "en", **etag}).status_code == 304
    assert client.get("/docs", headers={"accept-language": "th", **etag}).status_code == 200
    assert kind(client.get("/docs", headers={"accept": "application/json"})) == (
        406,
        "not-acceptable",
    )


def test_a_recommendation_names_its_version(client: httpx.Client) -> None:
    advice = client.get("/cities/th-hat-yai/recommendations").json()
    key = advice["themes"][0]["actions"][0]["iri"].rpartition("/")[2]
    answer = client.get(f"/recommendations/{key}")
    assert answer.headers[VERSION] == "1"
    etag = {"if-none-match": answer.headers["etag"]}
    assert client.get(f"/recommendations/{key}", headers=etag).status_code == 304
    refused = client.get(f"/recommendations/{key}", headers={"accept": "text/turtle"})
    assert kind(refused) == (406, "not-acceptable")


def test_findings_are_not_given_in_another_format(client: httpx.Client) -> None:
    content = b"<urn:x:s> <urn:x:p> 1 ."
    headers = {"content-type": "text/turtle", "accept": "text/turtle"}
    assert kind(client.post("/validate", content=content, headers=headers)) == (
        406,
        "not-acceptable",
    )
    headers["accept"] = "text/html, */*;q=0.1"
    assert client.post("/validate", content=content, headers=headers).json()
