"""The files themselves: one graph in every syntax, plain text, readable size."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

from tests.ontology import shipped

_GREEK_OR_CYRILLIC = re.compile(r"[\u0370-\u04ff]")


def _through(syntax: RdfFormat) -> Dataset:
    text = serialize((quad.triple for quad in shipped.store()), format=syntax)
    assert text is not None
    dataset = Dataset(parse(text, format=syntax))
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


@pytest.mark.parametrize(
    "syntax",
    [RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.JSON_LD],
    ids=lambda syntax: syntax.name,
)
def test_is_the_same_graph_in_every_syntax(syntax: RdfFormat) -> None:
    assert _through(syntax) == _through(RdfFormat.N_TRIPLES)


@pytest.mark.parametrize("path", shipped.ontology_files(), ids=lambda path: path.stem)
def test_is_plain_readable_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert not _GREEK_OR_CYRILLIC.search(text)
    assert len(text.splitlines()) <= 400
    assert "owl:imports" not in text


@pytest.mark.parametrize("path", shipped.ontology_files(), ids=lambda path: path.stem)
def test_declares_only_the_prefixes_it_uses_in_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix ([a-z]+): ", text, re.MULTILINE)
    body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|^[@#].*$', "", text, flags=re.MULTILINE)
    used = set(re.findall(r"([a-z]+):(?=\w)", body))
    assert declared == sorted(used)


def test_only_one_file_describes_the_ontology() -> None:
    headers = [
        path.name
        for path in shipped.ontology_files()
        if " a owl:Ontology" in path.read_text(encoding="utf-8")
    ]
    assert headers == ["lcgraph.ttl"]


def test_concepts_have_no_blank_nodes() -> None:
    for path in (shipped.ROOT / "ontology" / "concepts").glob("*.ttl"):
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            assert not isinstance(quad.subject, BlankNode)
            assert not isinstance(quad.object, BlankNode)
