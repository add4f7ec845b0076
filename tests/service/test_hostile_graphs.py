"""Graphs and updates of administrators that would end the process that reads them."""

from __future__ import annotations

import httpx
import pytest

from lcgraph.store.depth import MOST_NESTED

GRAPH = {"graph": "urn:x:g"}
RDF_XML = "application/rdf+xml"
TURTLE = "text/turtle"
DOCUMENT = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:x:">{}'
    '<rdf:Description rdf:about="urn:x:a"><e:p>{}</e:p></rdf:Description></rdf:RDF>'
)
ENTITIES = (
    '<!DOCTYPE rdf:RDF [<!ENTITY l0 "lollollol">'
    + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    + "]>"
)
LONG_NAMES = "PREFIX p: <urn:x:" + "x" * 10_000 + "> " + "".join(
    f"p:{n} p:b p:c . " for n in range(4_000)
)  # fmt: skip


def nested(levels: int) -> str:
    return "<<( <urn:x:s> <urn:x:p> " * levels + "<urn:x:o>" + " )>>" * levels


def sent(client: httpx.Client, content: str, media_type: str = TURTLE) -> httpx.Response:
    headers = {"content-type": media_type, "accept-language": "en"}
    return client.put("/rdf-graphs", params=GRAPH, content=content.encode(), headers=headers)


def updated(client: httpx.Client, text: str) -> httpx.Response:
    headers = {"content-type": "application/sparql-update"}
    return client.post("/sparql", content=text, headers=headers)


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def goes_on(client: httpx.Client) -> bool:
    """Tell whether the service writes and answers, and holds nothing but what is written now."""
    written = sent(client, "<urn:x:s> <urn:x:p> <urn:x:o> .")
    asked = {"query": "ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { GRAPH ?g { ?s ?p 1 } } }"}
    return written.status_code == 201 and client.get("/sparql", params=asked).json()["boolean"]


@pytest.mark.parametrize(
    ("document", "position"),
    [
        ('<?xml version="1.0"?>\n' + ENTITIES + DOCUMENT.format("", "&l9;"), "2:1"),
        (ENTITIES.replace("DOCTYPE", "doctype") + DOCUMENT.format("", "&l9;"), "1:1"),
        ("<!-- > -->" + DOCUMENT.format("\n " + ENTITIES, "&l9;"), "2:2"),
    ],
)
def test_entities_are_refused(emptied: httpx.Client, document: str, position: str) -> None:
    answer = sent(emptied, document, RDF_XML)
    assert kind(answer) == (400, "malformed-content")
    assert answer.json()["position"] == position
    assert "DOCTYPE" in answer.json()["detail"]
    assert goes_on(emptied)


def test_a_document_type_in_a_text_is_text(emptied: httpx.Client) -> None:
    document = DOCUMENT.format("<!-- <!DOCTYPE a> -->", "<![CDATA[<!DOCTYPE html>]]>")
    assert sent(emptied, document, RDF_XML).status_code == 201
    assert "<!DOCTYPE html>" in emptied.get("/rdf-graphs", params=GRAPH).text


def test_triple_terms_are_stored(emptied: httpx.Client) -> None:
    content = f"<urn:x:s> <urn:x:p> {nested(MOST_NESTED)} ."
    assert sent(emptied, content).status_code == 201
    answer = emptied.get("/rdf-graphs", params={**GRAPH, "format": "ntriples"})
    assert answer.text.split() == content.split()


@pytest.mark.parametrize("levels", [MOST_NESTED + 1, 12_000, 30_000])
def test_triple_terms_are_not_nested_without_end(emptied: httpx.Client, levels: int) -> None:
    answer = sent(emptied, f"<urn:x:s> <urn:x:p> {nested(levels)} .")
    assert kind(answer) == (400, "malformed-content")
    assert str(MOST_NESTED) in answer.json()["detail"]
    assert goes_on(emptied)


@pytest.mark.parametrize("levels", [6_000, 12_000, 30_000])
@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:x:s> <urn:x:p> TERM }",
        "INSERT { <urn:x:s> <urn:x:p> TERM } WHERE {}",
        "INSERT { <urn:x:s> <urn:x:p> ?o } WHERE { BIND(TERM AS ?o) }",
    ],
)
def test_nor_in_updates(emptied: httpx.Client, update: str, levels: int) -> None:
    answer = updated(emptied, update.replace("TERM", nested(levels)))
    assert kind(answer) == (422, "query-too-complex")
    assert goes_on(emptied)


def test_names_written_out_are_not_longer_than_what_is_sent_may_be(emptied: httpx.Client) -> None:
    answer = sent(emptied, LONG_NAMES)
    assert kind(answer) == (413, "too-large")
    assert answer.json()["limit"] == 64 << 20
    assert goes_on(emptied)


def test_reading_has_a_deadline(hurried: httpx.Client) -> None:
    deep = "<e:a><e:p>" * 200_000 + "</e:p></e:a>" * 200_000
    assert kind(sent(hurried, DOCUMENT.format(deep, ""), RDF_XML)) == (504, "deadline-exceeded")
    assert sent(hurried, "<urn:x:s> <urn:x:p> 1 .").status_code == 201
    assert hurried.delete("/rdf-graphs", params=GRAPH).status_code == 204


def test_reading_has_a_limit_of_memory(emptied: httpx.Client) -> None:
    deep = '{"@id": "urn:x:a", "urn:x:p": ' * 30_000 + "1" + "}" * 30_000
    assert kind(sent(emptied, deep, "application/ld+json")) == (503, "memory-exceeded")
    assert goes_on(emptied)


@pytest.mark.parametrize("part", ["data", "shapes"])
def test_validation_refuses_entities_too(unmanaged: httpx.Client, part: str) -> None:
    files = {
        "data": ("1.rdf", DOCUMENT.format("", "x").encode()),
        "shapes": ("2.rdf", DOCUMENT.format("", "x").encode()),
    }
    files[part] = (files[part][0], (ENTITIES + DOCUMENT.format("", "&l9;")).encode())
    answer = unmanaged.post("/shacl", files=files, headers={"accept-language": "en"})
    assert kind(answer) == (400, "malformed-content")
    assert answer.json()["detail"].startswith(f"{part}: error at line 1, column 1: a DOCTYPE")
