"""The list of dumps: what is there, how long it is, and how to check it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_every_file_is_listed_with_its_length_and_sum(client: httpx.Client) -> None:
    # This one is written last.
    lines = client.get("/dumps/SHA256SUMS").text.splitlines()
    document = client.get("/dumps").json()
    assert document["complete"]
    files = {each["name"]: each for each in document["files"]}
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert {name: each["sha256"] for name, each in files.items() if name != "SHA256SUMS"} == sums
    for each in files.values():
        given = client.get(each["url"], headers={"accept-encoding": "identity"})
        assert len(given.content) == each["bytes"]
        assert given.headers["content-type"].partition(";")[0] == each["media_type"]
        assert set(each["content"]) == {"th", "en"}, each["name"]
    assert list(files)[:4] == ["lcgraph.nq", "lcgraph.nq.gz", "lcgraph.ttl", "lcgraph.ttl.gz"]
    layers = {name.partition(".")[0] for name in list(files)[4:-1]}
    assert layers > {"catalogue", "ontology", "records", "reference", "shapes", "sources"}
    offered = {f"{each}.{end}" for each in layers for end in ("nq", "nq.gz", "ttl", "ttl.gz")}
    assert set(list(files)[4:-1]) == offered
    assert document["license"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("name", ["quality.ttl.gz", "derived.nq", "inferred-owl.nq.gz"])
def test_a_file_of_a_layer_has_a_tag_and_parts(client: httpx.Client, name: str) -> None:
    client.get("/dumps/SHA256SUMS")
    plain = {"accept-encoding": "identity"}
    whole = client.get(f"/dumps/{name}", headers=plain)
    assert whole.status_code == 200
    assert whole.headers["content-length"] == str(len(whole.content))
    unchanged = {"if-none-match": whole.headers["etag"]}
    assert client.get(f"/dumps/{name}", headers=unchanged).status_code == 304
    part = client.get(f"/dumps/{name}", headers={**plain, "range": "bytes=3-9"})
    assert (part.status_code, part.content) == (206, whole.content[3:10])


def test_the_list_is_kept_once_all_is_written(client: httpx.Client) -> None:
    client.get("/dumps/SHA256SUMS")
    etag = client.get("/dumps").headers["etag"]
    assert client.get("/dumps", headers={"if-none-match": etag}).status_code == 304


def test_the_date_is_that_of_the_version(versions: TestClient) -> None:
    dates = {}
    for at in ("1", "2"):
        document = versions.get(f"/dumps?at={at}").json()
        assert document["data_version"] == int(at)
        (dates[at],) = {each["modified"] for each in document["files"]}
        assert all(each["url"].endswith(f"?at={at}") for each in document["files"])
    assert dates == {"1": "2020-03-01T10:00:00Z", "2": "2020-03-02T10:00:00Z"}


@pytest.mark.parametrize(("spoken", "title"), [("th", "ดาวน์โหลดกราฟ"), ("en", "Downloads")])
def test_people_get_a_page(client: httpx.Client, spoken: str, title: str) -> None:
    client.get("/dumps/SHA256SUMS")
    answer = client.get("/dumps", headers={"accept": "text/html", "accept-language": spoken})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == spoken
    assert f'<html lang="{spoken}">' in answer.text and title in answer.text
    assert "…" not in answer.text
    assert not re.search(r"<(script|img|link|iframe)|url\(|@import", answer.text)
    for each in client.get("/dumps").json()["files"]:
        assert f'href="{each["url"]}"' in answer.text
        assert each["sha256"] in answer.text
