"""``lcgraph query --at`` and ``lcgraph history``, of a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lcgraph.cli.application import application
from lcgraph.store.address import Address
from lcgraph.store.remote import RemoteStore
from lcgraph.store.transfer import HISTORY
from tests.service.versions import LABELS
from tests.store.test_remote_past import published


@pytest.fixture
def server(oxigraph_server: Address) -> Address:
    """A server with four versions (:mod:`tests.service.versions`)."""
    return published(oxigraph_server)


def run(command: str, server: Address, *options: str) -> Result:
    asked = [command, *options, "--remote", server.query, "--lang", "en"]
    return CliRunner().invoke(application(command), asked, input=LABELS)


def versions(result: Result) -> list[int]:
    assert result.exit_code == 0, result.output
    return [row["version"] for row in json.loads(result.stdout)]


@pytest.mark.parametrize(
    ("at", "found"), [("1", ["ยะลา"]), ("2020-03-03", ["ขอนแก่น", "นครยะลา"]), ("4", ["นครยะลา"])]
)
def test_the_past_of_a_server_is_asked(
    server: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str, found: list[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = run("query", server, "-", "--format", "csv", "--at", at)
    assert (said.exit_code, sorted(said.stdout.split()[1:])) == (0, found), said.output
    assert list(tmp_path.iterdir()) == []


def test_the_history_of_a_server_is_listed_and_shortened(server: Address) -> None:
    assert versions(run("history", server, "--format", "json")) == [4, 3, 2, 1]
    assert versions(run("history", server, "--format", "json", "--keep", "2")) == [4, 3]
    said = run("query", server, "-", "--at", "2")
    assert said.exit_code == 2
    assert "There are the versions 3 to 4" in said.output


def test_a_server_without_history_is_said_so(server: Address) -> None:
    RemoteStore(server).client.update(f"DROP GRAPH {HISTORY}")
    listed, asked = run("history", server), run("query", server, "-", "--at", "2")
    assert (listed.exit_code, asked.exit_code) == (1, 2)
    assert f"There is no history in {server.query} yet" in listed.output
    assert "keeps no history" in asked.output
