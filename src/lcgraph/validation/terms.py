"""Terms between pyoxigraph and rdflib, literals kept as they are written."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_MARKUP: Final = {_RDF + "XMLLiteral", _RDF + "HTML"}
_OPAQUE: Final = "https://w3id.org/lcgraph/id/datatype/markup"


class TermBridge:
    """Turns pyoxigraph terms into rdflib terms, and back into the very terms they came from."""

    def __init__(self) -> None:
        """Start with nothing converted."""
        from rdflib import BNode, URIRef
        from rdflib import Literal as RdflibLiteral

        self._literal = RdflibLiteral
        self._iri = URIRef
        self._blank = BNode
        self._forth: dict[object, Any] = {}
        self._back: dict[Any, object] = {}

    def term(self, term: object) -> Any:
        """Convert a term.

        Args:
            term: A ``NamedNode``, ``BlankNode`` or ``Literal``.

        Returns:
            The rdflib term. rdflib does not normalise it; markup literals get a datatype that
            rdflib has no parser for, because parsing what comes from outside may not end.
        """
        known = self._forth.get(term)
        if known is None:
            known = self._convert(term)
            self._forth[term] = known
            self._back.setdefault(known, term)
        return known

    def triple(self, triple: Triple) -> tuple[Any, Any, Any]:
        """Convert a triple.

        Args:
            triple: A triple without triple terms.

        Returns:
            Subject, predicate and object as rdflib terms.
        """
        return self.term(triple.subject), self.term(triple.predicate), self.term(triple.object)

    def back(self, term: Any) -> NamedNode | BlankNode | Literal:
        """Return the term that an rdflib term was made from.

        Args:
            term: An rdflib term.

        Returns:
            The original, or an equal term if rdflib made this one itself.
        """
        known = self._back.get(term)
        if isinstance(known, NamedNode | BlankNode | Literal):
            return known
        if isinstance(term, self._iri):
            return NamedNode(str(term))
        if isinstance(term, self._blank):
            return BlankNode(str(term))
        if term.language:
            return Literal(str(term), language=term.language)
        datatype = NamedNode(str(term.datatype)) if term.datatype else None
        return Literal(str(term), datatype=datatype)

    def _convert(self, term: object) -> Any:
        if isinstance(term, NamedNode):
            return self._iri(term.value)
        if isinstance(term, BlankNode):
            return self._blank(term.value)
        if not isinstance(term, Literal):
            raise TypeError(f"not a term of RDF 1.1: {term}")
        if term.language:
            return self._literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return self._literal(
            term.value,
            datatype=self._iri(_OPAQUE if datatype in _MARKUP else datatype),
            normalize=False,
        )


@contextmanager
def quiet_literals() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each ill-typed literal (trap T13 of the model).

    Yields:
        Nothing; rdflib's term logger and warnings are off inside.
    """
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"rdflib\.term")
            yield
    finally:
        logger.disabled = before
