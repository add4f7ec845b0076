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
    assert document["license"] == "https://creativecommons.org/licenses/by/4.0/"


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
