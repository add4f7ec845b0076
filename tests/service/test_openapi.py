"""The description of the service: complete, in both languages, with examples that work."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from lcgraph.knowledge import Knowledge
from lcgraph.queries import Library
from lcgraph.service import Settings, create_application
from lcgraph.service.documentation import call_of
from tests.service.versions import make

LIBRARY = Library.of(Knowledge().library())
RESULTS_JSON = "application/sparql-results+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def is_thai(text: str) -> bool:
    return any("\u0e00" <= character <= "\u0e7f" for character in text)


def has_latin(text: str) -> bool:
    return any(character.isascii() and character.isalpha() for character in text)


def test_every_stored_query_has_an_entry_of_its_own(document: dict[str, Any]) -> None:
    paths = {path for path in document["paths"] if path.startswith("/queries/")}
    assert paths == {"/queries/{folder}", *(f"/queries/{query.name}" for query in LIBRARY)}
    for query in LIBRARY:
        assert set(document["paths"][f"/queries/{query.name}"]) == {"get", "post"}


def test_identifiers_of_operations_are_unique(document: dict[str, Any]) -> None:
    identifiers = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(identifiers) == len(set(identifiers))


def test_every_operation_is_described_in_both_languages(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert operation["summary"] and not is_thai(operation["summary"]), (path, method)
        assert is_thai(operation["description"]), (path, method)
        for parameter in operation.get("parameters", ()):
            described = parameter["description"]
            assert is_thai(described) and has_latin(described), (path, parameter["name"])


def test_every_answer_is_described_in_both_languages(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, answer in operation["responses"].items():
            said = answer.get("description", "· เอกสารแจ้งปัญหา Problem")
            assert is_thai(said) and has_latin(said), (path, method, status)


def test_writes_to_graphs_say_what_comes_of_them(document: dict[str, Any]) -> None:
    expected = {"put": {"201", "204"}, "post": {"201", "204"}, "delete": {"204"}, "get": {"200"}}
    for path in ("/rdf-graphs", "/rdf-graphs/{name}"):
        for method, operation in document["paths"][path].items():
            statuses = {status for status in operation["responses"] if status[0] in "23"}
            assert statuses == expected[method], (path, method)
    made = document["paths"]["/rdf-graphs"]["post"]["responses"]["201"]
    assert set(made["headers"]) == {"Location"}
    assert "204" in document["paths"]["/sparql"]["post"]["responses"]


def test_nobody_is_sent_to_a_graph_that_is_not_there(document: dict[str, Any]) -> None:
    name = "/rdf-graphs/{name}"
    calls = {method: call_of(name, each, "") for method, each in document["paths"][name].items()}
    put = "/rdf-graphs/example"
    assert calls == {"get": None, "put": put, "post": put, "delete": put}


def test_every_group_has_a_name_in_both_languages(document: dict[str, Any]) -> None:
    named = {tag["name"]: tag["description"] for tag in document["tags"]}
    used = {tag for _, _, operation in operations(document) for tag in operation["tags"]}
    assert used <= set(named)
    assert all(is_thai(text) and has_latin(text) for text in named.values())


def test_every_operation_says_which_problems_there_may_be(document: dict[str, Any]) -> None:
    for path, _, operation in operations(document):
        problems = {status for status in operation["responses"] if status[0] in "45"}
        assert problems == {"4XX", "503", "504"}, path
    reference = document["paths"]["/cities"]["get"]["responses"]["4XX"]["$ref"]
    assert reference == "#/components/responses/Problem"
    assert "ValidationError" not in document["components"]["schemas"]


def test_parameters_of_a_query_have_the_types_of_its_header(document: dict[str, Any]) -> None:
    get = document["paths"]["/queries/organisations/shared"]["get"]
    parameters = {parameter["name"]: parameter for parameter in get["parameters"]}
    assert parameters["n"] == {
        "name": "n",
        "in": "query",
        "required": False,
        "description": parameters["n"]["description"],
        "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 2},
        "example": 2,
    }
    assert parameters["lang"]["schema"] == {"type": "string", "enum": ["th", "en"]}
    formats = ["json", "xml", "csv", "tsv", "xlsx", "table", "turtle"]
    assert parameters["format"]["schema"] == {"type": "string", "enum": formats}
    city = document["paths"]["/queries/cities/profile"]["get"]["parameters"][0]
    assert (city["name"], city["required"], city["example"]) == ("city", True, "th-yala")
    assert city["description"] == "The city · เมือง" or is_thai(city["description"])


def test_the_body_of_a_call_has_the_same_parameters(document: dict[str, Any]) -> None:
    for query in LIBRARY:
        item = document["paths"][f"/queries/{query.name}"]
        (content,) = item["post"]["requestBody"]["content"].values()
        schema = content["schema"]
        stated = {p["name"]: p for p in item["get"]["parameters"] if p["name"] != "format"}
        assert set(schema["properties"]) == set(stated)
        assert schema["required"] == [name for name, p in stated.items() if p["required"]]
        assert schema["additionalProperties"] is False


def test_answers_have_a_content_type_for_each_format(document: dict[str, Any]) -> None:
    content = document["paths"]["/queries/cities/list"]["get"]["responses"]["200"]["content"]
    assert {RESULTS_JSON, "text/csv", "text/tab-separated-values", XLSX} < set(content)
    graph = document["paths"]["/queries/cities/profile"]["get"]["responses"]["200"]["content"]
    assert set(graph) == {
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
    }


def test_examples_of_answers_are_answers_in_that_format(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    for number, query in enumerate(LIBRARY):
        get = document["paths"][f"/queries/{query.name}"]["get"]
        content = get["responses"]["200"]["content"]
        examples = {
            media_type: described["examples"]["answer"]["externalValue"]
            for media_type, described in content.items()
            if described
        }
        assert set(content) - set(examples) <= {"application/xml"}
        # Each format has its turn; addresses are relative to that of the description.
        media_type = list(examples)[number % len(examples)]
        answer = client.get(str(client.base_url.join("/openapi.json").join(examples[media_type])))
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].partition(";")[0] == media_type


def test_the_page_of_a_query_shows_an_answer(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    for name in ("cities/list", "cities/profile", "recommendations/explain"):
        page = document["paths"][f"/queries/{name}"]["get"]["externalDocs"]["url"]
        answer = client.get(f"/{page}", headers={"accept": "text/html", "accept-language": "en"})
        assert answer.status_code == 200, page
        assert '<h2 id="answer">' in answer.text, page


def test_whoever_reads_the_description_pays_for_no_query(tmp_path: Path) -> None:
    make(tmp_path)
    application = create_application(Settings(tmp_path, workers=1))
    with TestClient(application) as reader:
        for path in ("/docs", "/openapi.json"):
            assert reader.get(path).status_code == 200
        budgets = application.state.graph.budgets
        assert budgets.left("testclient") == budgets.seconds


def test_every_example_of_a_call_works(client: httpx.Client, document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if path.startswith("/rdf-graphs"):
            continue
        call = call_of(path, operation, "")
        assert call is not None, path
        if method == "get":
            assert client.get(call).status_code in (200, 303), call


def test_every_example_of_a_body_works(client: httpx.Client, document: dict[str, Any]) -> None:
    for query in LIBRARY:
        post = document["paths"][f"/queries/{query.name}"]["post"]
        (content,) = post["requestBody"]["content"].values()
        answer = client.post(f"/queries/{query.name}", json=content["example"])
        assert answer.status_code == 200, query.name


class Page(HTMLParser):
    """What matters of a page: its elements, the addresses it refers to, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.identifiers: list[str] = []
        self.language: str | None = None
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        stated = {name: value or "" for name, value in attributes}
        self.loaded += [stated[name] for name in ("src", "srcset", "data") if name in stated]
        if tag == "html":
            self.language = stated.get("lang")
        if tag == "a":
            self.links.append(stated["href"])
        if "id" in stated:
            self.identifiers.append(stated["id"])
        assert not [name for name in stated if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("language", "title", "question"),
    [
        ("th", "วิธีเรียกใช้บริการ lcgraph", "เมืองใดมีระเบียนที่เผยแพร่แล้ว"),
        ("en", "How to ask lcgraph", "Which cities have a published record?"),
    ],
)
def test_the_page_is_in_the_language_asked_for(
    client: httpx.Client, language: str, title: str, question: str
) -> None:
    answer = client.get("/docs", params={"lang": language})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == language
    page = Page(answer.text)
    assert page.language == language
    assert title in page.text
    assert question in page.text


def test_the_page_asks_nothing_of_any_host(client: httpx.Client) -> None:
    answer = client.get("/docs")
    page = Page(answer.text)
    assert page.elements.isdisjoint({"script", "link", "img", "iframe", "object", "embed"})
    assert page.loaded == []
    assert "url(" not in answer.text and "@import" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_the_page_has_every_operation_and_links_that_work(
    client: httpx.Client, service: str, document: dict[str, Any]
) -> None:
    page = Page(client.get("/docs").text)
    wanted = {operation["operationId"] for _, _, operation in operations(document)}
    assert wanted <= set(page.identifiers)
    assert len(page.identifiers) == len(set(page.identifiers))
    anchors = [link[1:] for link in page.links if link.startswith("#")]
    assert set(anchors) <= set(page.identifiers)
    calls = [link for link in page.links if not link.startswith(("#", "?"))]
    assert f"{service}/queries/cities/profile?city=th-yala" in calls
    assert f"{service}/queries/cities/profile?city=th-yala&format=turtle" in calls
    assert f"{service}/query/cities-profile?city=th-yala&lang=th" in calls
    assert f"{service}/query/cities-list?lang=th" in calls
    assert {urlsplit(call).netloc for call in calls} == {urlsplit(service).netloc}


def test_pages_that_load_scripts_from_elsewhere_are_gone(client: httpx.Client) -> None:
    assert client.get("/redoc").status_code == 404
    assert client.get("/docs/oauth2-redirect").status_code == 404
