"""What the README shows is what the service answers."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore
from tests.house.project import ROOT
from tests.queries.published import published

if TYPE_CHECKING:
    from collections.abc import Iterator

README = (ROOT / "README.md").read_text(encoding="utf-8")
ENGLISH, THAI = README.split("\n---\n")
COMMAND = re.compile(r"^curl .*<<'QUERY'\n(.*?)^QUERY$", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"^```csv\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def block(pattern: re.Pattern[str], text: str) -> str:
    """Take the one block that a pattern finds in a text."""
    (found,) = pattern.findall(text)
    assert isinstance(found, str)
    return found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Start the service on what is shipped."""
    store = tmp_path_factory.mktemp("readme") / "store"
    EmbeddedStore.create(store, published()).close()
    with TestClient(create_application(Settings(store=store, workers=1))) as client:
        yield client


@pytest.mark.parametrize("part", [ENGLISH, THAI], ids=["en", "th"])
def test_first_question_has_the_answer_that_is_shown(service: TestClient, part: str) -> None:
    given = service.post(
        "/sparql",
        content=block(COMMAND, part).encode(),
        headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"},
    )
    assert given.status_code == 200, given.text
    assert list(csv.reader(given.text.splitlines())) == list(
        csv.reader(block(ANSWER, part).splitlines())
    )


def test_every_linked_file_and_named_folder_is_there() -> None:
    names = LINK.findall(README) + re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE)
    assert [name for name in names if not (ROOT / name).exists()] == []
