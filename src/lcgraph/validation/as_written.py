"""Literals as they stand in a file, which the store rewrites (``01`` as ``1``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from lcgraph.store import MemoryStore
from lcgraph.vocabulary import BASE, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Collection

    from lcgraph.validation.raw import RawResult

_DEFAULT: Final = DefaultGraph()
_LANG_STRING: Final = RDF.langString


class AsWritten:
    """The literals of a file that the store rewrote."""

    def __init__(self, given: Collection[Triple]) -> None:
        """Find out which they are.

        Args:
            given: The triples of the file.
        """
        self._given = given
        typed = {
            NamedNode(f"{BASE}literal/{number}"): t.object
            for number, t in enumerate(given)
            if isinstance(t.object, Literal) and t.object.datatype not in (XSD.string, _LANG_STRING)
        }
        stored = MemoryStore(Quad(name, RDF.value, term, _DEFAULT) for name, term in typed.items())
        self._written = {
            quad.object: typed[quad.subject]
            for quad in stored.match(None, RDF.value)
            if isinstance(quad.subject, NamedNode) and quad.object != typed[quad.subject]
        }

    def restored(self, raw: RawResult) -> RawResult:
        """Give the value of a result its written form back.

        Args:
            raw: A result, found in the store.

        Returns:
            The result with the value as it stands in the file.
        """
        if raw.value not in self._written or raw.path is None:
            return raw
        if Triple(raw.focus_node, raw.path, raw.value) in self._given:
            return raw
        return raw._replace(value=self._written[raw.value])
