"""Validation of any data by any shapes, as the W3C's test suite for SHACL asks for it.

pySHACL switches rdflib's normalisation of literals, which a whole process shares, and rdflib
writes ill-typed literals so that they cannot be read again. Both would lose what SHACL is to find,
so this runs in a process of its own (:mod:`lcgraph.workers`), with literals kept as they are
written, and reports are written by pyoxigraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import RdfFormat, parse, serialize

from lcgraph.validation.terms import quiet_literals

if TYPE_CHECKING:
    from lcgraph.workers.frames import Head

_BASE: Final = "urn:x-lcgraph:shacl"
_PREFIXES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sh": "http://www.w3.org/ns/shacl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_WARM_UP: Final = b"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:x-s> sh:targetNode <urn:x-a> ; sh:property [ sh:path <urn:x-p> ; sh:minCount 1 ] ;
  sh:sparql [ sh:message "" ; sh:select "SELECT $this WHERE { FILTER NOT EXISTS { $this ?p ?o } }" ] .
"""


class ShapesValidator:
    """Validates one data graph by one shapes graph at a time, without files or network."""

    descriptors = 0

    def __init__(self, configuration: Head) -> None:
        """Load pySHACL, and all that it would load during a validation.

        Args:
            configuration: Not looked at.
        """
        import pyshacl.entrypoints
        import pyshacl.monkey

        pyshacl.monkey.rdflib_bool_patch()
        pyshacl.entrypoints.rdflib_bool_unpatch = _nothing
        # What is imported on first use cannot be opened by a worker.
        for syntax in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES):
            self.handle(
                {"media_types": [syntax.media_type] * 2, "report": syntax.media_type, "data": 0},
                _WARM_UP,
            )

    def update(self, head: Head, body: bytes) -> Head:
        """Change nothing: there is nothing to know.

        Args:
            head: Not looked at.
            body: Not looked at.

        Returns:
            An empty answer.
        """
        return {}

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Validate.

        Args:
            head: ``data``: how many bytes of the body are the data graph, the rest is the shapes
                graph; ``media_types``: of both, in this order; ``report``: of the report.
            body: Both graphs.

        Returns:
            ``outcome``: ``report``, ``data`` or ``shapes`` (which of them cannot be read), or
            ``refused`` (shapes that cannot be used); ``conforms`` with a report. The body is the
            report, or the reason.
        """
        texts = {"data": body[: head["data"]], "shapes": body[head["data"] :]}
        graphs = {}
        for (name, text), media_type in zip(texts.items(), head["media_types"], strict=True):
            try:
                graphs[name] = _read(text, media_type)
            except (SyntaxError, ValueError) as fault:
                return {"outcome": name}, str(fault).encode()
        with quiet_literals():
            return _validated(graphs["data"], graphs["shapes"], head["report"])


def _validated(data: Any, shapes: Any, media_type: str) -> tuple[Head, bytes]:
    from pyshacl import validate
    from pyshacl.errors import ReportableRuntimeError, ValidationFailure

    try:
        conforms, report, _ = validate(data, shacl_graph=shapes, inference="none")
    except (ReportableRuntimeError, ValidationFailure, NotImplementedError) as fault:
        return {"outcome": "refused"}, _reason(fault)
    except RecursionError:
        return {"outcome": "refused"}, b"shapes or paths are nested too deeply"
    if isinstance(report, Exception):
        return {"outcome": "refused"}, _reason(report)
    quads = parse(report.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES, lenient=True)
    triples = (quad.triple for quad in quads)
    written = serialize(triples, format=_syntax(media_type), prefixes=_PREFIXES)
    return {"outcome": "report", "conforms": bool(conforms)}, written or b""


def _read(text: bytes, media_type: str) -> Any:
    """Read a graph: pyoxigraph knows every syntax and keeps literals as they are written."""
    from rdflib import Graph

    triples = (
        quad.triple for quad in parse(text, format=_syntax(media_type), base_iri=_BASE)
    )
    written = serialize(triples, format=RdfFormat.N_TRIPLES)
    return Graph().parse(data=written or b"", format="nt")


def _syntax(media_type: str) -> RdfFormat:
    found = RdfFormat.from_media_type(media_type)
    if found is None:
        raise ValueError(media_type)
    return found


def _reason(fault: Exception) -> bytes:
    return (str(fault) or type(fault).__name__).encode()


def _nothing() -> None:
    return None
