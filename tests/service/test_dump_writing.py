"""Dumps are there at once: each is sent while it is first written, and written once."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.requests import Request
from starlette.testclient import TestClient

from lcgraph.service import Repeats, Settings, create_application
from lcgraph.service.dump_index import dump_index
from lcgraph.service.dump_writing import Files, as_written
from lcgraph.service.problems import Problem
from lcgraph.store import EmbeddedStore, Patch
from lcgraph.store.dump_files import Written
from lcgraph.store.dumps import Dump
from lcgraph.vocabulary import DCAT, SPDX
from tests.service.versions import YALA, label, make

WHOLE = ["lcgraph.nq", "lcgraph.nq.gz", "lcgraph.ttl", "lcgraph.ttl.gz"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "store"
    make(folder)
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "store")


@contextmanager
def serving(store: Path) -> Iterator[TestClient]:
    with TestClient(create_application(Settings(store, workers=1))) as client:
        yield client


def written(folder: Path) -> dict[str, int]:
    """Tell when files were written."""
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in (folder / "dumps").glob("*/*")
    }


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(4, "key", tmp_path, ["a.ttl", "b.ttl"])


def test_a_file_is_sent_while_it_is_written(files: Files) -> None:
    async def read() -> None:
        pieces = as_written(files, "a.ttl")
        assert await anext(pieces) == b""
        with (files.folder / "a.ttl").open("wb", buffering=0) as file:
            file.write(b"one")
            assert await anext(pieces) == b"one"
            file.write(b"two")
            assert await anext(pieces) == b"two"
            file.write(b"three")
        files.add({"a.ttl": Written(11, "")})
        assert [piece async for piece in pieces] == [b"three"]

    asyncio.run(read())


@pytest.mark.parametrize("begins", [True, False])
def test_a_file_that_is_not_written_to_its_end_is_cut_off(files: Files, begins: bool) -> None:
    async def read() -> None:
        pieces = as_written(files, "a.ttl")
        assert await anext(pieces) == b""
        if begins:
            (files.folder / "a.ttl").write_bytes(b"one")
            assert await anext(pieces) == b"one"
        files.fail(Problem("restarting"))
        with pytest.raises(ConnectionError):
            await anext(pieces)

    asyncio.run(read())


def test_what_is_wanted_is_written_first(files: Files) -> None:
    quads = Dump("lcgraph.nq", ()), Dump("quality.nq", ())
    whole, layer = (Dump("lcgraph.ttl", None),), (Dump("quality.ttl", ()),)
    left = [quads, whole, layer]
    assert files.next_of(left) == quads
    files.want("quality.ttl.gz")
    assert files.next_of(left) == layer
    files.want("quality.nq")
    assert files.next_of(left) == layer
    assert files.next_of(left[:2]) == quads
    assert files.next_of([whole]) == whole


def test_the_list_says_what_is_not_written_yet(versions: TestClient, files: Files) -> None:
    files.add({"a.ttl": Written(1234, "5" * 64)})

    def request(accept: bytes) -> Request:
        return Request(
            {
                "type": "http",
                "app": versions.app,
                "method": "GET",
                "scheme": "http",
                "server": ("testserver", 80),
                "path": "/dumps",
                "query_string": b"",
                "headers": [(b"accept", accept), (b"accept-language", b"en")],
            }
        )

    assert versions.portal is not None
    asked = [
        versions.portal.start_task_soon(dump_index, request(accept), files)
        for accept in (b"application/json", b"text/html")
    ]
    answers = [each.result() for each in asked]
    for answer in answers:
        # It must not be given again when there is more to say.
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
    document, page = (bytes(answer.body).decode() for answer in answers)
    assert '"complete":false' in document
    assert f'"bytes":1234,"sha256":"{"5" * 64}"' in document
    assert document.count('"bytes":null,"sha256":null') == 2
    assert "are being written" in page and page.count("<code>…</code>") == 2
    assert "http://testserver/dumps/b.ttl" in page and "1,234" in page


def test_a_dump_has_its_tag_before_it_is_written(store: Path) -> None:
    with serving(store) as client:
        before = client.head("/dumps/lcgraph.nq")
        assert (before.status_code, before.content) == (200, b"")
        assert "content-length" not in before.headers
        tag = before.headers["etag"].removeprefix("W/")
        assert tag.startswith('"4-')
        unchanged = client.get("/dumps/lcgraph.nq", headers={"if-none-match": tag})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        first = client.get("/dumps/lcgraph.nq", headers={"accept-encoding": "identity"})
        again = client.get("/dumps/lcgraph.nq", headers={"accept-encoding": "identity"})
        assert first.headers["etag"] == again.headers["etag"] == tag
        assert first.content == again.content
        assert again.headers["content-length"] == str(len(first.content))
        others = {client.head(f"/dumps/{name}").headers["etag"] for name in WHOLE}
        assert len(others) == len(WHOLE)


def test_the_catalogue_says_no_more_than_is_known(store: Path) -> None:
    def said(**parameters: str) -> dict[str, dict[str, str]]:
        """Return what is said of each file, by its address."""
        answer = client.get("/.well-known/void", params={"format": "ntriples", **parameters})
        found: dict[str, dict[str, str]] = {}
        for triple in parse(answer.content, format=RdfFormat.N_TRIPLES):
            if triple.predicate in (DCAT.byteSize, SPDX.checksum, SPDX.checksumValue):
                term = triple.predicate.value.rpartition("#")[2]
                found.setdefault(triple.subject.value, {})[term] = triple.object.value
        return found

    with serving(store) as client:
        assert said() == said(at="2") == {}
        for at in ({}, {"at": "2"}):
            client.get("/dumps/SHA256SUMS", params=at)
            mark = "?at=2" if at else ""
            expected = {}
            for each in client.get("/dumps", params=at).json()["files"]:
                if each["name"] in ("lcgraph.nq.gz", "lcgraph.ttl.gz"):
                    assert each["url"].endswith(each["name"] + mark)
                    checksum = f"{each['url']}#sha256"
                    expected[each["url"]] = {"byteSize": str(each["bytes"]), "checksum": checksum}
                    expected[checksum] = {"checksumValue": each["sha256"]}
            assert said(**at) == expected != {}
    with serving(store) as client:
        # What an earlier process has written is known too.
        assert len(said()) == len(said(at="2")) == 4


def test_what_was_said_before_files_were_written_is_not_said_again(store: Path) -> None:
    application = Repeats(create_application(Settings(store, workers=1)))
    with TestClient(application) as client:
        before = [client.get("/.well-known/void") for _ in range(2)]
        client.get("/dumps/SHA256SUMS")
        after = [client.get("/.well-known/void") for _ in range(2)]
    assert ["byteSize" in answer.text for answer in (*before, *after)] == [False] * 2 + [True] * 2
    assert before[1].headers["etag"] != after[0].headers["etag"] == after[1].headers["etag"]


def test_dumps_are_written_once_and_anew_if_they_are_not_whole(store: Path) -> None:
    with serving(store) as client:
        sums = client.get("/dumps/SHA256SUMS").text
        listed = client.get("/dumps").json()
    assert listed["complete"]
    before = written(store)
    with serving(store) as client:
        assert client.get("/dumps").json() == listed
        assert client.get("/dumps/SHA256SUMS").text == sums
    assert written(store) == before
    (damaged,) = (store / "dumps").glob("*/lcgraph.nq")
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with serving(store) as client:
        content = client.get("/dumps/lcgraph.nq").content
        assert client.get("/dumps/SHA256SUMS").text == sums
    assert f"{hashlib.sha256(content).hexdigest()}  lcgraph.nq\n" in sums


def test_a_new_version_has_dumps_of_its_own(store: Path) -> None:
    with serving(store) as client:
        before = client.get("/dumps/lcgraph.ttl")
        client.get("/dumps/SHA256SUMS")
    files = written(store)
    opened = EmbeddedStore(store)
    opened.apply(Patch(added=frozenset({label(YALA, "เมืองยะลา")})))
    opened.close()
    with serving(store) as client:
        after = client.get("/dumps/lcgraph.ttl")
        assert ("เมืองยะลา" in before.text, "เมืองยะลา" in after.text) == (False, True)
        assert after.headers["etag"] != before.headers["etag"]
        # Files come and go until all are written, of which this one is the last.
        client.get("/dumps/SHA256SUMS")
        # The earlier ones are still there for those who ask for them.
        assert client.get("/dumps/lcgraph.ttl", params={"at": "4"}).text == before.text
        assert files.items() <= written(store).items()


def test_dumps_of_few_versions_are_kept(store: Path) -> None:
    def kept() -> set[str]:
        return {folder.name.partition("-")[0] for folder in (store / "dumps").iterdir()}

    with serving(store) as client:
        for at in ("1", "2", "3"):
            client.get("/dumps/SHA256SUMS", params={"at": at})
        client.get("/dumps/SHA256SUMS")
        assert kept() == {"2", "3", "4"}
        for at in ("2", "1"):
            client.get("/dumps/SHA256SUMS", params={"at": at})
        assert kept() == {"1", "2", "4"}
    (store / "dumps" / "3-of-a-store-that-was-here-before").mkdir()
    with serving(store) as client:
        client.get("/dumps/SHA256SUMS", params={"at": "3"})
        assert len(kept()) == 3
        assert kept() > {"3", "4"}


def test_nothing_half_written_outlasts_the_service(store: Path) -> None:
    with serving(store) as client:
        client.head("/dumps/lcgraph.nq")
    folders = list((store / "dumps").iterdir())
    assert all((folder / "files.json").exists() for folder in folders)
    assert list((store / "past").iterdir()) == []
