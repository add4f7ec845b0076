"""Asking a query of the library, with rows as short strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions

from lcgraph.queries import Bound, bind, key_of
from tests.queries.published import library, published

if TYPE_CHECKING:
    from lcgraph.store import MemoryStore


def ask(
    name: str, store: MemoryStore | None = None, /, **given: str
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Ask a SELECT query of the library.

    Args:
        name: The name of the query.
        store: What to ask; by default everything that is shipped, with every layer.
        given: Its parameters.

    Returns:
        The variables and the rows in order, without the columns of parameters.
    """
    query = library()[name]
    bound = bind(query, given)
    assert isinstance(bound, Bound), bound
    found = (store or published()).query(
        bound.text, layers=query.store_layers, substitutions=bound.substitutions
    )
    assert isinstance(found, QuerySolutions)
    first = len(bound.hidden)
    variables = [variable.value for variable in found.variables][first:]
    return variables, [tuple(short(term) for term in list(row)[first:]) for row in found]


def column(name: str, variables: str, /, **given: str) -> list[tuple[str, ...]]:
    """Ask a query and keep some of its columns, named with white space between."""
    names, rows = ask(name, **given)
    places = [names.index(variable) for variable in variables.split()]
    return [tuple(row[place] for place in places) for row in rows]


def pairs(name: str, key: str, value: str, /, **given: str) -> dict[str, str]:
    """Ask a query and map one of its columns to another; no key may stand twice."""
    found = column(name, f"{key} {value}", **given)
    mapping = {row[0]: row[1] for row in found}
    assert len(mapping) == len(found)
    return mapping


def short(term: object) -> str:
    """Write a term as an expected file does: IRIs by prefix, literals by their text."""
    if isinstance(term, NamedNode):
        return key_of(term)
    return term.value if isinstance(term, Literal) else ""
