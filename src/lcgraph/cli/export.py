"""``lcgraph export``: the graph or one layer of it as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from pyoxigraph import NamedNode, RdfFormat

from lcgraph.cli.languages import preferred
from lcgraph.cli.options import LanguageOption, RemoteOption, StoreOption, place_of
from lcgraph.cli.output import ExitCode, stop, write
from lcgraph.cli.stores import reading


class Syntax(StrEnum):
    """An RDF syntax to export in."""

    TURTLE = "turtle"
    N_TRIPLES = "ntriples"
    N_QUADS = "nquads"
    TRIG = "trig"
    RDF_XML = "rdfxml"
    JSON_LD = "jsonld"


_FORMATS: Final = {
    Syntax.TURTLE: RdfFormat.TURTLE,
    Syntax.N_TRIPLES: RdfFormat.N_TRIPLES,
    Syntax.N_QUADS: RdfFormat.N_QUADS,
    Syntax.TRIG: RdfFormat.TRIG,
    Syntax.RDF_XML: RdfFormat.RDF_XML,
    Syntax.JSON_LD: RdfFormat.JSON_LD,
}


def command(
    graph: Annotated[
        str | None,
        typer.Option(
            help="ชื่อกราฟ (IRI) หากไม่ระบุคือสิ่งที่เผยแพร่ · "
            "A named graph (IRI); without it, what is published."
        ),
    ] = None,
    syntax: Annotated[
        Syntax, typer.Option("--format", "-f", help="รูปแบบ RDF · The RDF syntax.")
    ] = Syntax.TURTLE,
    everything: Annotated[
        bool, typer.Option("--all", help="ทุกกราฟ (nquads หรือ trig) · All graphs (nquads or trig).")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", dir_okay=False, help="ไฟล์ปลายทาง · The file to write."),
    ] = None,
    store: StoreOption = None,
    remote: RemoteOption = None,
    lang: LanguageOption = None,
) -> None:
    """ส่งออกกราฟเป็นไฟล์ RDF · Write the graph as an RDF file.

    Example: lcgraph export --format turtle --output lcgraph.ttl

    Example: lcgraph export --all --format nquads
    """
    if everything and syntax not in (Syntax.N_QUADS, Syntax.TRIG):
        stop("--all: --format nquads | trig", ExitCode.USAGE)
    with reading(place_of(store, remote), lang or preferred()) as opened:
        name = None if graph is None else _named_graph(graph)
        if name is not None and next(opened.match(graph=name), None) is None:
            stop(f"{graph}: ไม่มีกราฟนี้ · there is no such graph.", ExitCode.USAGE)
        content = opened.export(_FORMATS[syntax], name, everything=everything)
    if output is None:
        write(content)
    else:
        output.write_bytes(content)


def _named_graph(name: str) -> NamedNode:
    try:
        return NamedNode(name)
    except ValueError:
        stop(f"{name}: ไม่ใช่ IRI ที่สมบูรณ์ · not an absolute IRI.", ExitCode.USAGE)
