"""Who may write: tokens made, listed and revoked on the command line, stored as digests."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lcgraph.store.bearer_tokens import ENVIRONMENT, Role, Tokens


def token(*arguments: str, store: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from lcgraph.cli import main; main()", "token"]
    return subprocess.run(
        [*command, *arguments, "--store", str(store)], capture_output=True, text=True, check=False
    )


def test_a_token_is_shown_once_and_stored_as_a_digest(tmp_path: Path) -> None:
    made = token("new", "--role", "administrator", store=tmp_path)
    shown = made.stdout.strip()
    assert made.returncode == 0
    assert len(shown) == len("lcg_") + 43
    file = tmp_path / "tokens.json"
    assert shown not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    listed = token("list", "--format", "json", store=tmp_path)
    assert shown not in listed.stdout
    assert [(row["role"]) for row in json.loads(listed.stdout)] == ["administrator"]
    assert Tokens(tmp_path).role_of(shown) is Role.ADMINISTRATOR


def test_a_revoked_token_is_refused_and_the_others_stay(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    (first, kept), (second, _) = (
        tokens.create(Role.ADMINISTRATOR),
        tokens.create(Role.ADMINISTRATOR),
    )
    assert token("revoke", kept.id, store=tmp_path).returncode == 0
    assert (tokens.role_of(first), tokens.role_of(second)) == (None, Role.ADMINISTRATOR)
    again = token("revoke", kept.id, "--lang", "th", store=tmp_path)
    assert (again.returncode, kept.id in again.stderr, "ไม่มีโทเค็น" in again.stderr) == (
        1,
        True,
        True,
    )


def test_the_environment_may_hold_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Tokens(tmp_path)
    monkeypatch.setitem(os.environ, ENVIRONMENT, "ของผู้ดูแล")
    assert tokens.role_of("ของผู้ดูแล") is Role.ADMINISTRATOR
    assert tokens.role_of("") is None
    monkeypatch.setitem(os.environ, ENVIRONMENT, "")
    assert tokens.role_of("") is None
    assert tokens.stored() == []
