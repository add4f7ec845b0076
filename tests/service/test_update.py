"""SPARQL Update over HTTP, in a plain store and in one that lcgraph manages."""

from __future__ import annotations

import httpx
import pytest

from lcgraph.service.update import update_request

UPDATE = {"content-type": "application/sparql-update"}
QUERY = {"content-type": "application/sparql-query", "accept": "text/csv"}
ALL = "SELECT ?g ?s ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?g ?s ?o"


def rows(client: httpx.Client, query: str = ALL) -> list[str]:
    answer = client.post("/sparql", content=query.encode(), headers=QUERY)
    assert answer.status_code == 200, answer.text
    return answer.text.split("\r\n")[1:-1]


def update(client: httpx.Client, text: str, **parameters: str | list[str]) -> httpx.Response:
    return client.post("/sparql", content=text.encode(), headers=UPDATE, params=parameters)


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def test_thai_arrives_by_body_and_by_form(emptied: httpx.Client) -> None:
    text = 'INSERT DATA { <urn:x:ยะลา> <urn:x:p> "%s"@th }'
    assert update(emptied, text % "เมืองแห่งการเรียนรู้").status_code == 204
    assert emptied.post("/sparql", data={"update": text % "ชายแดนใต้ + %41"}).status_code == 204
    assert rows(emptied) == [",urn:x:ยะลา,ชายแดนใต้ + %41", ",urn:x:ยะลา,เมืองแห่งการเรียนรู้"]


def test_relative_iris_are_resolved_against_the_endpoint(emptied: httpx.Client) -> None:
    update(emptied, "INSERT DATA { <a> <urn:x:p> <#b> }")
    base = f"{emptied.base_url}".rstrip("/")
    assert rows(emptied) == [f",{base}/a,{base}/sparql#b"]


def test_each_update_has_a_number_of_its_own(emptied: httpx.Client) -> None:
    first = update(emptied, "INSERT DATA { <urn:x:a> <urn:x:p> 1 }")
    second = update(emptied, "INSERT DATA { <urn:x:a> <urn:x:p> 2 }")
    answer = emptied.get("/sparql", params={"query": "ASK {}"})
    numbers = [int(given.headers["lcgraph-data-version"]) for given in (first, second, answer)]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 1]


def test_when_one_operation_fails_none_is_done(emptied: httpx.Client) -> None:
    update(emptied, "CREATE GRAPH <urn:x:g>")
    failed = update(emptied, "INSERT DATA { <urn:x:a> <urn:x:p> 1 } ; CREATE GRAPH <urn:x:g>")
    assert kind(failed) == (500, "query-fault")
    assert rows(emptied) == []


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:x:s> <urn:x:p> 1 } ; # a comment at the end",
        "INSERT DATA { <urn:x:s> <urn:x:p> 1 } # a comment",
        "INSERT DATA { <urn:x:s> <urn:x:p> 1 } ; PREFIX ex: <urn:x:>",
        "# nothing but a comment",
        "PREFIX ex: <urn:x:>",
    ],
)
def test_comments_and_prologues_may_follow(emptied: httpx.Client, text: str) -> None:
    assert update(emptied, text).status_code == 204
    assert len(rows(emptied)) == text.count("INSERT")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { GRAPH <urn:x:new> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
        'INSERT { GRAPH <urn:x:new> { ?s ?p ?o } } WHERE { ?s ?p ?o FILTER("WHERE" != "USING") }',
        "PREFIX WHERE: <urn:x:> INSERT { GRAPH WHERE:new { ?s ?p ?o } } # USING\n"
        "WHERE { ?s ?p ?o }",
    ],
)
def test_the_dataset_of_an_update_can_be_given(emptied: httpx.Client, text: str) -> None:
    update(emptied, "INSERT DATA { GRAPH <urn:x:g> { <urn:x:a> <urn:x:p> 1 } "
                    "GRAPH <urn:x:h> { <urn:x:b> <urn:x:p> 2 } }")  # fmt: skip
    given = {"using-graph-uri": ["urn:x:h"]}
    assert update(emptied, text, **given).status_code == 204
    assert [row for row in rows(emptied) if row.startswith("urn:x:new")] == ["urn:x:new,urn:x:b,2"]


def test_delete_where_keeps_to_the_dataset_given(emptied: httpx.Client) -> None:
    data = "<urn:x:a> <urn:x:p> 1 . <urn:x:b> <urn:x:p> 2"
    update(emptied, f"INSERT DATA {{ {data} . GRAPH <urn:x:g> {{ <urn:x:b> <urn:x:p> 2 }} }}")
    text = "DELETE WHERE { ?s <urn:x:p> ?o }"
    assert update(emptied, text, **{"using-graph-uri": "urn:x:g"}).status_code == 204
    assert rows(emptied) == [",urn:x:a,1", "urn:x:g,urn:x:b,2"]


@pytest.mark.parametrize(
    "text",
    [
        "WITH <urn:x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } USING <urn:x:g> WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p ?o } USING NAMED <urn:x:g> WHERE { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_a_dataset_in_the_request_and_one_in_the_text_conflict(
    emptied: httpx.Client, text: str
) -> None:
    answer = update(emptied, text, **{"using-named-graph-uri": "urn:x:g"})
    assert kind(answer) == (400, "malformed-request")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT DATA { <urn:x:a> }", (400, "malformed-query")),
        ("SELECT * {}", (400, "malformed-query")),
        ("INSERT DATA { <urn:x:a> <urn:x:p> 'unfinished }", (400, "malformed-query")),
        ("INSERTDATA { <urn:x:a> <urn:x:p> 1 }", (400, "malformed-query")),
        ("LOAD <http://127.0.0.1:9/>", (403, "service-refused")),
        ("LOAD SILENT <http://127.0.0.1:9/>", (403, "service-refused")),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
         (403, "service-refused")),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_nothing_is_done(
    emptied: httpx.Client, text: str, expected: tuple[int, str]
) -> None:
    assert kind(update(emptied, text)) == expected
    assert rows(emptied) == []


@pytest.mark.parametrize(
    "headers",
    [{"content-type": "application/sparql-update"},
     {"content-type": "application/x-www-form-urlencoded"}],
)  # fmt: skip
def test_without_a_token_nothing_is_even_read(
    emptied: httpx.Client, headers: dict[str, str]
) -> None:
    content = b"\xff" if "sparql-update" in headers["content-type"] else b"update=no+update"
    address = f"{emptied.base_url}/sparql"
    anonymous = httpx.post(address, content=content, headers=headers, timeout=60)
    assert kind(anonymous) == (401, "not-authorized")
    assert anonymous.headers["www-authenticate"] == 'Bearer realm="lcgraph"'
    wrong = {**headers, "authorization": "Bearer lcg_wrong"}
    refused = httpx.post(address, content=content, headers=wrong, timeout=60)
    assert kind(refused) == (403, "not-permitted")


def test_an_update_by_get_is_refused(emptied: httpx.Client) -> None:
    answer = emptied.get("/sparql", params={"update": "DROP ALL"})
    assert kind(answer) == (400, "malformed-request")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:x:a> <urn:x:p> 1 }",
        "INSERT DATA { GRAPH <urn:x:g> { <urn:x:a> <urn:x:p> 1 } <urn:x:a> <urn:x:p> 1 }",
        "INSERT DATA { GRAPH <https://w3id.org/lcgraph/id/a> { <urn:x:a> <urn:x:p> 1 } }",
        "PREFIX g: <https://w3id.org/lcgraph/graph/> DELETE { GRAPH g:derived { ?s ?p ?o } } "
        "WHERE { GRAPH g:derived { ?s ?p ?o } }",
        "BASE <https://w3id.org/lcgraph/graph/> CLEAR GRAPH <reference>",
        r"CLEAR GRAPH <https://w3id.org/\u006Ccgraph/graph/reference>",
        "DELETE WHERE { ?s ?p ?o }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "WITH <https://w3id.org/lcgraph/graph/derived> INSERT { <urn:x:a> <urn:x:p> 1 } WHERE {}",
        "INSERT { GRAPH ?g { <urn:x:a> <urn:x:p> 1 } } WHERE { GRAPH ?g { } }",
        "CLEAR ALL",
        "DROP SILENT NAMED",
        "MOVE <https://w3id.org/lcgraph/graph/derived> TO <urn:x:g>",
        "COPY <urn:x:g> TO DEFAULT",
        "INSERT DATA { GRAPH <urn:x:g> { <urn:x:a> <urn:x:p> 1 } } ; DROP DEFAULT",
    ],
)
def test_managed_graphs_are_closed_to_updates(managed: httpx.Client, text: str) -> None:
    before = rows(managed)
    answer = update(managed, text)
    assert kind(answer) == (403, "update-refused")
    assert "lcgraph load" in answer.json()["messages"]["en"]["advice"]
    assert rows(managed) == before


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX x: <urn:x:> INSERT DATA { x:a x:p 1 GRAPHx:g{ x:a x:p 2 } }",
        "PREFIX x: <urn:x:> INSERT DATA { GRAPH x:g { x:a x:p 2 } GRAPHx:h{ x:a x:p 3 } }",
    ],
)
def test_keywords_without_a_space_do_not_hide_a_graph(managed: httpx.Client, text: str) -> None:
    assert kind(update(managed, text)) in [(400, "malformed-query"), (403, "update-refused")]


def test_other_graphs_of_a_managed_store_are_open(managed: httpx.Client) -> None:
    before = managed.get("/health").json()["data_version"]
    text = 'INSERT DATA { GRAPH <urn:x:own> { <urn:x:a> <urn:x:p> "ของผู้ดูแล"@th } }'
    answer = update(managed, text)
    assert answer.status_code == 204
    assert answer.headers["lcgraph-data-version"] == str(before + 1)
    own = "SELECT ?o { GRAPH <urn:x:own> { ?s ?p ?o } }"
    assert rows(managed, own) == ["ของผู้ดูแล"]
    assert update(managed, "DROP GRAPH <urn:x:own>").status_code == 204
    assert rows(managed, own) == []
    labels = "SELECT ?o { <https://w3id.org/lcgraph/id/city/th-yala> ?p ?o }"
    assert rows(managed, labels) == ["ยะลา"]


@pytest.mark.parametrize("operation", ["CLEAR", "DROP"])
def test_a_graph_that_has_become_empty_is_still_there(
    emptied: httpx.Client, managed: httpx.Client, operation: str
) -> None:
    data = "{ GRAPH <urn:x:own> { <urn:x:a> <urn:x:p> 1 } }"
    for each in (emptied, managed):
        for text in (
            f"INSERT DATA {data}",
            f"DELETE DATA {data}",
            f"{operation} GRAPH <urn:x:own>",
        ):
            assert update(each, text).status_code == 204
        refused = update(each, "CREATE GRAPH <urn:x:own>")
        assert refused.status_code == (204 if operation == "DROP" else 500)
        assert update(each, "DROP GRAPH <urn:x:own>").status_code == 204


_NUMBERS = " ".join(str(number) for number in range(60))
_PRODUCT = "".join(f" VALUES ?v{n} {{ {_NUMBERS} }}" for n in range(10))
_ENDLESS = f"""INSERT {{ GRAPH <urn:x:endless> {{ <urn:x:s> <urn:x:p> ?n }} }}
WHERE {{ SELECT (COUNT(*) AS ?n) {{ {_PRODUCT} }} }}"""


def test_an_update_ends_at_the_deadline_and_nothing_has_changed(hurried: httpx.Client) -> None:
    before = hurried.get("/health").json()["data_version"]
    answer = update(hurried, _ENDLESS)
    assert kind(answer) == (504, "deadline-exceeded")
    assert set(answer.json()["messages"]) == {"th", "en"}
    assert hurried.get("/health").json()["data_version"] == before
    # A query would have a deadline as short.
    assert hurried.get("/rdf-graphs?graph=urn:x:endless").status_code == 404


def test_no_way_of_writing_hides_a_graph_that_is_written_to() -> None:
    hidden = (
        "INSERT {} WHERE { BIND(<<( <urn:x:a> <#> 1 )>> AS ?t) } ; CLEAR GRAPH <urn:x:g> ; "
        "INSERT DATA { <urn:x:s> <urn:x:p> '''\n1 ) AS ?t) #'''\n}"
    )
    request = update_request(hidden, "http://example.org/")
    assert request.written == {"", "urn:x:g"}
    assert request.operations == 3
