"""Pages that list things of one class, in schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lcgraph.pages.schema_terms import schema_terms
from lcgraph.pages.schema_values import one_or_all, term_name, texts_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode


def collection_of(
    names: Mapping[str, str], kind: NamedNode, members: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Describe a page that lists things of one class.

    Args:
        names: What the page is headed with.
        kind: The class.
        members: The things, each with ``iri``, ``labels`` and perhaps a ``definition``.

    Returns:
        A JSON-LD document with the context of schema.org.
    """
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": texts_value(names),
        "hasPart": members_of(kind, members),
    }


def members_of(kind: NamedNode, members: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Describe the things that a page lists.

    Args:
        kind: Their class.
        members: The things, each with ``iri``, ``labels`` and perhaps a ``definition``.

    Returns:
        One node for each, with its types, names and definition.
    """
    types = one_or_all([term_name(term) for term in schema_terms().types([kind], {})])
    return [
        {
            "@id": member["iri"],
            "@type": types,
            "name": texts_value(member["labels"]),
            **({"description": texts_value(texts)} if (texts := member.get("definition")) else {}),
        }
        for member in members
    ]
