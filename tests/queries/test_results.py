from __future__ import annotations

import csv
import io
import json

import pytest
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Variable
from rdflib import Graph
from rdflib.compare import isomorphic

from lcgraph.queries import Cell, table_of, without_columns
from lcgraph.queries.result_set import result_set_of
from lcgraph.queries.results import CSV, JSON, TSV, XML, Beginning, beginning_of
from lcgraph.store import MemoryStore

HIDDEN = ("_a", "_b")
WILD = 'tab\there, "quoted"\r\nnext <binding name="_a"> line & ไทย'
TEXT = """
SELECT ?_a ?_b ?x ?xLabel ?n WHERE {
  VALUES (?x ?xLabel ?n) {
    (<http://example.org/1> "หนึ่ง"@th 1)
    (<http://example.org/2> UNDEF 2.5)
    (UNDEF UNDEF UNDEF)
  }
  BIND(STR(?_a) AS ?unused) BIND(STR(?_b) AS ?unused2)
}
"""


def answer(format_: QueryResultsFormat, variables: str = "?_a ?_b ?x ?xLabel ?n") -> bytes:
    """Let the engine write an answer with two constant columns in front."""
    found = MemoryStore().query(
        TEXT.replace("?_a ?_b ?x ?xLabel ?n WHERE", variables + " WHERE"),
        substitutions={Variable("_a"): Literal(WILD), Variable("_b"): NamedNode("urn:b")}
        if "?_a" in variables
        else None,
    )
    assert isinstance(found, QuerySolutions)
    return found.serialize(format=format_) or b""


@pytest.mark.parametrize(
    ("media_type", "format_"),
    [
        (JSON, QueryResultsFormat.JSON),
        (XML, QueryResultsFormat.XML),
        (CSV, QueryResultsFormat.CSV),
        (TSV, QueryResultsFormat.TSV),
    ],
    ids=["JSON", "XML", "CSV", "TSV"],
)
def test_hidden_columns_leave_no_trace(media_type: str, format_: QueryResultsFormat) -> None:
    expected = answer(format_, "?x ?xLabel ?n")
    found = without_columns(answer(format_), media_type, HIDDEN)

    if media_type == JSON:
        assert json.loads(found) == json.loads(expected)
    elif media_type == CSV:
        assert list(csv.reader(io.StringIO(found.decode()))) == list(
            csv.reader(io.StringIO(expected.decode()))
        )
    else:
        assert found == expected


def test_an_answer_without_hidden_columns_is_passed_through() -> None:
    assert without_columns(b"anything", "text/csv; charset=utf-8", ()) == b"anything"


def test_a_media_type_may_have_parameters() -> None:
    body = answer(QueryResultsFormat.CSV)

    assert without_columns(body, "text/csv; charset=utf-8", HIDDEN).startswith(b"x,xLabel,n\r\n")


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="text/html"):
        without_columns(b"", "text/html", HIDDEN)


def test_a_table_shows_labels_beside_what_they_name() -> None:
    table = table_of(answer(QueryResultsFormat.JSON, "?x ?xLabel ?n"))

    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert table.columns == ("x", "n")
    assert table.rows == (
        (
            Cell("http://example.org/1", is_iri=True, label="หนึ่ง"),
            Cell("1", datatype=integer),
        ),
        (Cell("http://example.org/2", is_iri=True), Cell("2.5", datatype=decimal)),
        (Cell(None), Cell(None)),
    )


def test_a_label_alone_is_a_column_of_its_own() -> None:
    table = table_of(answer(QueryResultsFormat.JSON, "?xLabel ?n"))

    assert table.columns == ("xLabel", "n")
    assert table.rows[0][0] == Cell("หนึ่ง", language="th")


def test_a_table_has_no_hidden_columns() -> None:
    body = answer(QueryResultsFormat.JSON)
    assert table_of(body, HIDDEN) == table_of(answer(QueryResultsFormat.JSON, "?x ?xLabel ?n"))


def test_the_beginning_of_solutions_is_what_was_there_first() -> None:
    expected = json.loads(answer(QueryResultsFormat.JSON, "?x ?xLabel ?n"))
    found = beginning_of(answer(QueryResultsFormat.JSON), "solutions", HIDDEN, 2, 100)
    document = json.loads(found.content)
    assert document["head"]["vars"] == ["x", "xLabel", "n"]
    assert document["results"]["bindings"] == expected["results"]["bindings"][:2]
    assert found.count == 3


@pytest.mark.parametrize(("cells", "rows"), [(100, 3), (8, 2), (6, 2), (5, 1), (1, 1)])
def test_wide_solutions_are_cut_sooner(cells: int, rows: int) -> None:
    found = beginning_of(answer(QueryResultsFormat.JSON), "solutions", HIDDEN, 500, cells)
    assert len(json.loads(found.content)["results"]["bindings"]) == rows
    assert found.count == 3


def test_the_beginning_of_a_graph_is_in_the_order_of_its_text() -> None:
    body = b'<urn:x:b> <urn:x:p> "2" .\n<urn:x:a> <urn:x:p> "1" .\n'
    first = Beginning(b'<urn:x:a> <urn:x:p> "1" .\n', 2)
    assert beginning_of(body, "graph", (), 1, 100) == first
    assert beginning_of(b"", "graph", (), 1, 100) == Beginning(b"", 0)


def test_a_yes_or_no_is_never_cut() -> None:
    body = b'{"head":{},"boolean":true}'
    assert beginning_of(body, "boolean", (), 1, 1) == Beginning(body, 1)


def test_solutions_are_written_as_a_graph() -> None:
    written = result_set_of(answer(QueryResultsFormat.JSON), HIDDEN)
    expected = """@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .
        [] a rs:ResultSet ; rs:resultVariable "x" , "xLabel" , "n" ;
          rs:solution
            [ rs:index 1 ;
              rs:binding [ rs:variable "x" ; rs:value <http://example.org/1> ] ,
                [ rs:variable "xLabel" ; rs:value "หนึ่ง"@th ] ,
                [ rs:variable "n" ; rs:value 1 ] ] ,
            [ rs:index 2 ;
              rs:binding [ rs:variable "x" ; rs:value <http://example.org/2> ] ,
                [ rs:variable "n" ; rs:value 2.5 ] ] ,
            [ rs:index 3 ] .
        """
    found, wanted = (Graph().parse(data=text, format="turtle") for text in (written, expected))
    assert isomorphic(found, wanted)
