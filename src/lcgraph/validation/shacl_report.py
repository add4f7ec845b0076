"""Validation of any data by any shapes, as the W3C's test suite for SHACL asks for it.

pySHACL switches rdflib's normalisation of literals, which a whole process shares, and rdflib
writes ill-typed literals so that they cannot be read again. Both would lose what SHACL is to find,
so this runs in a process of its own (:mod:`lcgraph.workers`), with literals kept as they are
written, and reports are written by pyoxigraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, RdfFormat, Triple, parse, serialize

from lcgraph.store.document_types import refuse_document_type
from lcgraph.store.unwritable import Unwritable, readable
from lcgraph.validation.constraint_queries import wrong_queries
from lcgraph.validation.ill_formed import ill_formed
from lcgraph.validation.shapes_syntax import broken_rule
from lcgraph.validation.terms import quiet_literals

if TYPE_CHECKING:
    from lcgraph.workers.frames import Head

_RDF_1_2: Final = "Triple terms and texts with a direction (RDF 1.2) cannot be validated"
_BASE: Final = "urn:x-lcgraph:shacl"
_PREFIXES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sh": "http://www.w3.org/ns/shacl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_UNKNOWN_PREFIX: Final = re.compile(r"Unknown namespace prefix : \S*")
_WARM_UP: Final = b"""
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:x-s> sh:targetNode <urn:x-a> ; sh:property [ sh:path <urn:x-p> ; sh:minCount 1 ] ;
  sh:sparql [ sh:select "SELECT $this WHERE { FILTER NOT EXISTS { $this ?p 1 } }" ] .
<urn:x-b> <urn:x-p> "<p>1</p>"^^rdf:HTML , "<p>1</p>"^^rdf:XMLLiteral .
"""


class ShapesValidator:
    """Validates one data graph by one shapes graph at a time, without files or network."""

    descriptors = 0

    def __init__(self, configuration: Head) -> None:
        """Load pySHACL, and all that it would load during a validation.

        Args:
            configuration: Not looked at.
        """
        from pyshacl import entrypoints, monkey

        monkey.rdflib_bool_patch()  # type: ignore[no-untyped-call]
        vars(entrypoints)["rdflib_bool_unpatch"] = _nothing
        # What is imported on first use cannot be opened by a worker.
        turtle = RdfFormat.TURTLE.media_type
        self.handle({"media_types": [turtle, turtle], "report": turtle, "data": 0}, _WARM_UP)

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Validate.

        Args:
            head: ``data``: how many bytes of the body are the data graph, the rest is the shapes
                graph; ``media_types``: of both, in this order; ``report``: of the report.
            body: Both graphs.

        Returns:
            ``outcome``: ``report``; ``data`` or ``shapes`` (which of them cannot be read);
            ``ill-formed`` (shapes that cannot be used, with the ``reason`` by language tag);
            ``refused`` (the same, with the tool's words or none); ``wrong-terms`` (shapes in SPARQL
            that make what is no term, such as an IRI with a space); or ``unacceptable`` (a report
            that its format cannot hold, with what it ``lacks``: :mod:`lcgraph.store.unwritable`).
            ``conforms`` with a report. The body is the report, or the reason.
        """
        with quiet_literals():
            return _answered(head, body)


def _answered(head: Head, body: bytes) -> tuple[Head, bytes]:
    texts = {"data": body[: head["data"]], "shapes": body[head["data"] :]}
    graphs = {}
    for (name, text), media_type in zip(texts.items(), head["media_types"], strict=True):
        try:
            graphs[name] = _read(text, media_type)
        except (SyntaxError, ValueError) as fault:
            return {"outcome": name}, str(fault).encode()
    return _validated(graphs["data"], graphs["shapes"], head["report"])


def _validated(data: Any, shapes: Any, media_type: str) -> tuple[Head, bytes]:
    from pyshacl import validate

    try:
        wrong = ill_formed(shapes) or broken_rule(shapes) or wrong_queries(shapes)
        if wrong is not None:
            return {"outcome": "ill-formed", "reason": {"th": wrong.th, "en": wrong.en}}, b""
        _declare_imported_prefixes(shapes)
        conforms, report, _ = validate(data, shacl_graph=shapes, inference="none")
        if isinstance(report, Exception):
            raise report
    except MemoryError:
        raise
    except Exception as fault:
        # Besides its own exceptions pySHACL lets through whatever rdflib raises on a query that
        # is wrong, down to Exception itself; the process that this runs in ends with the work.
        return {"outcome": "refused"}, _reason(fault)
    try:
        quads = parse(report.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES)
        triples = sorted((quad.triple for quad in quads), key=str)
    except Exception:
        # rdflib raises Exception itself.
        return {"outcome": "wrong-terms"}, b""
    written = serialize(triples, format=_syntax(media_type), prefixes=_PREFIXES) or b""
    try:
        return {"outcome": "report", "conforms": bool(conforms)}, readable(written, media_type)
    except Unwritable as fault:
        return {"outcome": "unacceptable", "lacks": fault.what}, b""


def _read(text: bytes, media_type: str) -> Any:
    """Read a graph: pyoxigraph knows every syntax and keeps literals as they are written."""
    from rdflib import Graph

    syntax = _syntax(media_type)
    if syntax == RdfFormat.RDF_XML:
        refuse_document_type(text)
    quads = parse(text, format=syntax, base_iri=_BASE)
    triples = [quad.triple for quad in quads]
    if any(_is_of_rdf_1_2(triple) for triple in triples):
        raise ValueError(_RDF_1_2)
    written = serialize(triples, format=RdfFormat.N_TRIPLES)
    return Graph().parse(data=written or b"", format="nt")


def _is_of_rdf_1_2(triple: Triple) -> bool:
    term = triple.object
    return isinstance(term, Triple) or (isinstance(term, Literal) and term.direction is not None)


def _declare_imported_prefixes(shapes: Any) -> None:
    """Bring the prefixes of imported graphs to where pySHACL looks for them (SHACL, 5.2.1)."""
    from rdflib import OWL, SH

    for importing in set(shapes.subjects(OWL.imports)):
        for imported in set(shapes.transitive_objects(importing, OWL.imports)):
            for declaration in set(shapes.objects(imported, SH.declare)):
                shapes.add((importing, SH.declare, declaration))


def _syntax(media_type: str) -> RdfFormat:
    found = RdfFormat.from_media_type(media_type)
    if found is None:
        raise ValueError(media_type)
    return found


def _reason(fault: Exception) -> bytes:
    """Return what pySHACL says to those who write shapes; other faults tell of this machine."""
    from pyshacl.errors import ReportableRuntimeError

    if isinstance(fault, re.error):
        return f"sh:pattern: {fault}".encode()
    if _UNKNOWN_PREFIX.fullmatch(str(fault)):
        return str(fault).encode()
    if not isinstance(fault, ReportableRuntimeError):
        return b""
    # Further lines show objects of the tool.
    return str(fault).partition("\n")[0].encode()


def _nothing() -> None:
    return None
