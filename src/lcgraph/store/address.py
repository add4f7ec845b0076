"""Where a SPARQL server is and how it is to be asked."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

QUERY: Final = "LCGRAPH_REMOTE"
UPDATE: Final = "LCGRAPH_REMOTE_UPDATE"
GRAPH_STORE: Final = "LCGRAPH_REMOTE_GRAPH_STORE"
USER: Final = "LCGRAPH_REMOTE_USER"
PASSWORD: Final = "LCGRAPH_REMOTE_PASSWORD"  # noqa: S105 (the name of a variable)
TOKEN: Final = "LCGRAPH_REMOTE_TOKEN"  # noqa: S105 (the name of a variable)


@dataclass(frozen=True)
class Credentials:
    """What a server is told about who asks; never shown.

    Attributes:
        user: The name for Basic or Digest authentication, whichever the server asks for.
        password: The password that goes with it.
        token: A bearer token, sent instead of name and password.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Address:
    """A SPARQL 1.1 server.

    Attributes:
        query: The URL that queries are posted to.
        update: The URL that updates are posted to.
        graph_store: The URL of the Graph Store Protocol; None to read graphs by queries.
        credentials: Who asks.
    """

    query: str
    update: str
    graph_store: str | None = None
    credentials: Credentials = field(default_factory=Credentials)

    @classmethod
    def of(cls, query: str, environment: Mapping[str, str] | None = None) -> Address:
        """Read an address.

        Args:
            query: The URL that queries are posted to.
            environment: Where the other URLs and the credentials are; the process's own if None.

        Returns:
            The address; an update URL that is not set follows from the query URL
            (:func:`update_url`).

        Raises:
            ValueError: If a URL is not an absolute HTTP URL, or has a name and password in it.
        """
        settings = os.environ if environment is None else environment
        update = settings.get(UPDATE) or update_url(query)
        graph_store = settings.get(GRAPH_STORE) or None
        for url in (query, update, *([graph_store] if graph_store else [])):
            _check(url)
        credentials = Credentials(
            settings.get(USER, ""), settings.get(PASSWORD, ""), settings.get(TOKEN, "")
        )
        return cls(query, update, graph_store, credentials)

    def described(self) -> dict[str, Any]:
        """Write the address for another process; the credentials are in it.

        Returns:
            What :meth:`read` takes, of JSON's types.
        """
        return asdict(self)

    @classmethod
    def read(cls, description: Mapping[str, Any]) -> Address:
        """Read what :meth:`described` wrote.

        Args:
            description: The description.

        Returns:
            The address.
        """
        return cls(**{**description, "credentials": Credentials(**description["credentials"])})


def update_url(query: str) -> str:
    """Guess where a server takes updates.

    Args:
        query: The URL that it takes queries at.

    Returns:
        ``…/update`` beside ``…/query`` (Oxigraph, Fuseki, Stardog), ``…/statements`` below
        ``…/repositories/<name>`` (GraphDB, RDF4J), else the same URL (Virtuoso, Neptune).
    """
    parts = urlsplit(query)
    folders = parts.path.rstrip("/").split("/")
    if folders[-1] == "query":
        folders[-1] = "update"
    elif len(folders) > 1 and folders[-2] == "repositories":
        folders.append("statements")
    else:
        return query
    return urlunsplit(parts._replace(path="/".join(folders)))


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(
            f"{url}: ต้องเป็น URL แบบ http หรือ https · not an absolute http or https URL"
        )
    if parts.username or parts.password:
        raise ValueError(
            f"{parts.hostname}: ให้ตั้งชื่อและรหัสผ่านใน {USER} และ {PASSWORD} · "
            f"set name and password in {USER} and {PASSWORD}, not in the URL"
        )
