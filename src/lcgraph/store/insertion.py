"""What adds graphs that come from outside to a store, written in a process that can be killed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, RdfFormat, parse, serialize

from lcgraph.store.depth import is_too_nested
from lcgraph.store.document_types import refuse_document_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from lcgraph.workers.frames import Head

_PART: Final = 1_000


class _Unfit(Exception):
    """The triples cannot be taken, for a reason that the answer names."""


class InsertionWriter:
    """What a worker does: it reads graphs and writes the operation that adds them."""

    descriptors = 0

    def __init__(self, configuration: Head) -> None:
        """Take note of nothing.

        Args:
            configuration: Not looked at.
        """

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Write the operation that adds triples to a graph.

        Args:
            head: ``name``: the IRI of the graph, empty for the default graph; ``base``: what
                relative IRIs are resolved against; ``parts``: media type and length of each part;
                ``most``: how many bytes the triples may take in N-Triples.
            body: The parts, one after the other; blank nodes of one are none of another.

        Returns:
            ``outcome``: ``written``, and the operation of SPARQL 1.1 Update; or ``malformed``,
            and the parser's words; or ``several-graphs``, ``too-nested`` or ``too-long``.
        """
        try:
            lines = b"".join(_lines(_triples(head, body), head["most"]))
        except _Unfit as unfit:
            return {"outcome": str(unfit)}, b""
        except (SyntaxError, ValueError) as fault:
            return {"outcome": "malformed"}, str(fault).encode()
        name = head["name"].encode()
        block = b"GRAPH <%b> {\n%b}" % (name, lines) if name else lines
        return {"outcome": "written"}, b"INSERT DATA {\n%b}" % block


def _triples(head: Head, body: bytes) -> Iterator[Triple]:
    start = 0
    for media_type, length in head["parts"]:
        content = body[start : start + length]
        start += length
        syntax = RdfFormat.from_media_type(media_type)
        if syntax == RdfFormat.RDF_XML:
            refuse_document_type(content)
        quads = parse(content, format=syntax, base_iri=head["base"], rename_blank_nodes=True)
        for quad in quads:
            if not isinstance(quad.graph_name, DefaultGraph):
                raise _Unfit("several-graphs")
            if is_too_nested(quad.triple):
                raise _Unfit("too-nested")
            yield quad.triple


def _lines(triples: Iterator[Triple], most: int) -> Iterator[bytes]:
    while part := list(islice(triples, _PART)):
        lines = serialize(part, format=RdfFormat.N_TRIPLES) or b""
        most -= len(lines)
        if most < 0:
            raise _Unfit("too-long")
        yield lines
