"""Queries that look at nothing but what is published, and a copy of just that.

What is published stands in the default graph, and once more in the graphs that it comes from; those
are most of a store. The engine's lists of a term's quads in memory run through all graphs, so a
copy of the default graph alone takes less memory, and less time for each query.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import DefaultGraph

from lcgraph.store.tokens import Kind, Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

_PART: Final = 20_000
_IRI: Final = re.compile(r'<[^\x00-\x20<>"{}|^`\\]*>')
# A clause that names a graph has white space, "{" or "<" in or behind it, so none is in an IRI.
_SUSPECT: Final = re.compile(r"graph|from|\\u", re.IGNORECASE)
# Such a name is one for the engine too, and ends where the letters do. What stands before the
# colon may begin with a keyword that has no space behind it.
_LETTERS_AFTER_A_PREFIX: Final = re.compile(
    r"(?![a-z]*(?:graph|from)[a-z]*:)[a-z]+:[a-z]+", re.IGNORECASE
)


def asks_only_published(text: str) -> bool:
    """Tell whether a query can be answered from the default graph alone.

    Args:
        text: A SPARQL query, be it wrong.

    Returns:
        False if it may have a ``FROM`` or ``GRAPH`` clause, however it is written; some queries
        that have none are not told apart.
    """
    if _SUSPECT.search(_IRI.sub("", text)) is None:
        return True
    # An escape may hide a letter, or the end of a string.
    if "\\" in text:
        return False
    return not any(_may_name_a_graph(token) for token in tokens_of(text))


def _may_name_a_graph(token: Token) -> bool:
    if token.kind not in (Kind.WORD, Kind.NAME) or _LETTERS_AFTER_A_PREFIX.fullmatch(token.text):
        return False
    return "GRAPH" in token.text.upper() or "FROM" in token.text.upper()


def published_copy(store: pyoxigraph.Store) -> pyoxigraph.Store:
    """Copy what is published into memory.

    Args:
        store: The store, in memory or on disk.

    Returns:
        A store with its default graph.
    """
    copy = pyoxigraph.Store()
    quads = store.quads_for_pattern(None, None, None, DefaultGraph())
    # All at once would need half as much memory again while it lasts.
    while part := list(itertools.islice(quads, _PART)):
        copy.extend(part)
    return copy


def published_of(quads: Iterable[Quad]) -> list[Quad]:
    """Choose the quads of the default graph.

    Args:
        quads: Any quads.

    Returns:
        Those that are published.
    """
    return [quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
