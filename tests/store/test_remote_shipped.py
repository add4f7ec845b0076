"""The shipped knowledge on a server: loaded once, asked every stored query, loaded again."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, parse

from lcgraph.queries import Bound, bind
from lcgraph.store import Patch
from lcgraph.store.address import Address
from lcgraph.store.faults import RemoteFault
from lcgraph.store.remote import RemoteStore
from tests.queries.cases import CASES
from tests.queries.published import library, published
from tests.store.conftest import emptied

pytestmark = pytest.mark.slow

# Computed booleans are 0 and 1 there, a label in a second language comes beside the first, and
# GROUP_CONCAT has an order of its own (docs/remote-engines.md).
OTHERWISE_ON_VIRTUOSO = frozenset(
    {
        "article/authors",
        "article/dates",
        "cities/by-designation",
        "cities/mentoring",
        "cities/without",
        "evidence/of",
        "evidence/search",
        "factors/limitations",
        "factors/names",
        "guidance/proposals",
        "offers/parts-of-space",
        "offers/spaces",
        "quality/silent-or-missing",
        "recommendations/for-city",
        "themes/country-level",
    }
)
# Its compiler gives up on these.
REFUSED_BY_VIRTUOSO = frozenset({"recommendations/peers"})


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def loaded(request: pytest.FixtureRequest) -> Iterator[Address]:
    """Each server, with the shipped knowledge."""
    address = emptied(request.getfixturevalue(f"{request.param}_server"))
    store = RemoteStore(address)
    store.apply(Patch(added=frozenset(published())))
    yield address
    store.close()
    emptied(address)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in English."""
    return subprocess.run(
        [sys.executable, "-c", "from lcgraph.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LCGRAPH_LANG": "en"},
    )


def test_the_server_holds_what_a_folder_holds(loaded: Address) -> None:
    store = RemoteStore(loaded)

    quads = set(parse(io.BytesIO(store.dump()), format=RdfFormat.N_QUADS))

    unnumbered = {q for q in quads if not q.predicate.value.endswith("#dataVersion")}
    assert unnumbered == set(published())
    assert len(store) == len(quads)


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_stored_query_has_the_answer_that_is_documented(loaded: Address, name: str) -> None:
    """The same as in a folder, but for what Virtuoso answers otherwise (docs/remote-engines.md)."""
    is_virtuoso = loaded.query.endswith("/sparql")
    is_other = is_virtuoso and name in OTHERWISE_ON_VIRTUOSO
    query = library().get(name)
    assert query is not None
    bound = bind(query, CASES[name])
    assert isinstance(bound, Bound), bound
    if is_virtuoso and name in REFUSED_BY_VIRTUOSO:
        with pytest.raises(RemoteFault, match="compiler"):
            RemoteStore(loaded).query(
                bound.text, layers=query.store_layers, substitutions=bound.substitutions
            )
        return

    answers = [
        store.query(bound.text, layers=query.store_layers, substitutions=bound.substitutions)
        for store in (RemoteStore(loaded), published())
    ]

    rows = [Counter(map(written, found)) for found in answers]  # type: ignore[arg-type]
    assert (rows[0] != rows[1]) is is_other


def written(row: object) -> str:
    """Write a row or a triple for comparison; the order in which groups are joined is free."""
    terms = [str(term) for term in row]  # type: ignore[attr-defined]
    return " | ".join("".join(sorted(term)) if ", " in term else term for term in terms)


def test_the_command_loads_an_empty_server_once(oxigraph_server: Address) -> None:
    url = emptied(oxigraph_server).query

    first = command("load", "--remote", url)
    again = command("load", "--remote", url)
    asked = command("query", "cities/list", "--remote", url, "--format", "csv")

    assert f"{url}: data version 1, " in first.stdout, first.stderr
    assert first.stdout == again.stdout
    assert asked.stdout.count("\n") == 11, asked.stderr


@pytest.mark.parametrize("loaded", ["virtuoso"], indirect=True)
def test_the_command_names_what_the_server_cannot_do(loaded: Address) -> None:
    found = command("load", "--remote", loaded.query)

    assert found.returncode == 0, found.stderr
    for name in ("union-default-graph", "request-not-atomic", "literals-changed"):
        assert f"({name})" in found.stderr
