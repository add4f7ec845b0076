"""Bearer tokens (RFC 6750): who may write. Only digests of them are stored."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT: Final = "LCGRAPH_ADMIN_TOKEN"
"""The environment variable that may hold an administrator's token instead of the file."""

_FILE: Final = "tokens.json"
_PREFIX: Final = "lcg_"
_RANDOM_BYTES: Final = 32


class Role(StrEnum):
    """What a token allows."""

    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class StoredToken:
    """What is kept of a token.

    Attributes:
        id: How it is called when it is listed or revoked.
        role: What it allows.
        created: When it was made, in UTC (ISO 8601).
        digest: SHA-256 of the token, in hexadecimal. The token is 256 random bits, so that no
            slower function would make it harder to guess.
    """

    id: str
    role: Role
    created: str
    digest: str


class Tokens:
    """The tokens of a store, in a file that only its owner can read."""

    def __init__(self, folder: Path) -> None:
        """Name the folder.

        Args:
            folder: The folder of the store.
        """
        self._path = folder / _FILE

    def stored(self) -> list[StoredToken]:
        """List the tokens.

        Returns:
            What is kept of each, the oldest first.
        """
        if not self._path.is_file():
            return []
        entries = json.loads(self._path.read_text(encoding="utf-8"))
        return [StoredToken(**{**entry, "role": Role(entry["role"])}) for entry in entries]

    def create(self, role: Role) -> tuple[str, StoredToken]:
        """Make a token.

        Args:
            role: What it is to allow.

        Returns:
            The token, which cannot be read again later, and what is kept of it.
        """
        token = _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kept = StoredToken(secrets.token_hex(4), role, now, _digest(token))
        self._write([*self.stored(), kept])
        return token, kept

    def revoke(self, name: str) -> bool:
        """Take a token back; a running service refuses it from then on.

        Args:
            name: Its ``id``.

        Returns:
            False if there is no such token.
        """
        before = self.stored()
        after = [token for token in before if token.id != name]
        if len(after) == len(before):
            return False
        self._write(after)
        return True

    def role_of(self, token: str) -> Role | None:
        """Look a token up, in the file and in the environment.

        Args:
            token: What a client sent.

        Returns:
            What it allows, or None if it is not known.
        """
        known = [(stored.digest, stored.role) for stored in self.stored()]
        if from_environment := os.environ.get(ENVIRONMENT):
            known.append((_digest(from_environment), Role.ADMINISTRATOR))
        digest = _digest(token)
        found = None
        for other, role in known:
            # Every one is compared, each in constant time.
            if hmac.compare_digest(other, digest):
                found = role
        return found

    def _write(self, tokens: list[StoredToken]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(f".{os.getpid()}")
        text = json.dumps([asdict(token) for token in tokens], indent=2)
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.write(text)
        unfinished.replace(self._path)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
