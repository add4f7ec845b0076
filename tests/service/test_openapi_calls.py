"""Every example that the description of the service gives works when it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from lcgraph.service.documentation import call_of, example_of
from tests.service.conftest import LCGRAPH, administrator, running

ORDER = ("put", "post", "get", "delete")
"""A graph is there once it was put, until it is deleted."""
UPDATE = "application/sparql-update"
GRAPHS = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An administrator's client of a service with the shipped data, to be written to."""
    folder = tmp_path_factory.mktemp("operator")
    options = ["--port", "0", "--store", str(folder / "store"), "--lang", "en"]
    with (
        running([LCGRAPH, "serve", *options], folder) as address,
        httpx.Client(base_url=address, timeout=60) as made,
    ):
        made.headers.update(administrator(folder / "store"))
        yield made


@pytest.fixture(scope="module")
def document(operator: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = operator.get("/openapi.json").json()
    return found


def calls(path: str, operation: dict[str, Any]) -> Iterator[str]:
    """Yield the call with what is needed, and one for each example of any other parameter."""
    plain = call_of(path, operation, "")
    if plain is None:
        # A graph has to be put there first.
        assert operation["operationId"].startswith("get_graph_at_"), path
        return
    yield plain
    for parameter in operation.get("parameters", ()):
        name, example = parameter["name"], example_of(parameter)
        if parameter["in"] == "query" and example is not None and f"{name}=" not in plain:
            yield str(httpx.URL(plain).copy_merge_params({name: str(example)}))


def bodies(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what to send with a call, once for each format; each has an example."""
    content = operation.get("requestBody", {}).get("content", {})
    for media_type, described in content.items():
        example = described["example"]
        if media_type == "multipart/form-data":
            kind = {name: each["contentType"] for name, each in described["encoding"].items()}
            yield {"files": {name: (None, text, kind[name]) for name, text in example.items()}}
        elif media_type == "application/x-www-form-urlencoded":
            yield {"data": example}
        elif isinstance(example, str):
            yield {"content": example.encode(), "headers": {"content-type": media_type}}
        else:
            yield {"json": example, "headers": {"content-type": media_type}}
    if not content:
        yield {}


def test_every_example_works(operator: httpx.Client, document: dict[str, Any]) -> None:
    failed = []
    for path, item in document["paths"].items():
        for method in sorted(item, key=ORDER.index):
            for call in calls(path, item[method]):
                for body in bodies(item[method]):
                    if UPDATE in body.get("headers", {}).values() and "at=" in call:
                        # The past can be asked and not changed.
                        continue
                    answer = operator.request(method, call, **body)
                    is_named = str(answer.status_code) in item[method]["responses"]
                    if answer.status_code not in (200, 201, 204, 303) or not is_named:
                        failed.append((method, call, body, answer.status_code, answer.text[:300]))
    assert failed == []


def test_every_body_has_an_example_in_each_format(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            content = operation.get("requestBody", {}).get("content", {})
            assert all("example" in described for described in content.values()), (method, path)
    graphs = document["paths"]["/rdf-graphs"]["put"]["requestBody"]["content"]
    assert GRAPHS | {"multipart/form-data"} == set(graphs)
    assert set(document["paths"]["/validate"]["post"]["requestBody"]["content"]) > GRAPHS


def test_a_recommendation_is_shown_with_a_peer_of_its_own(
    operator: httpx.Client,
) -> None:
    paths = operator.get("/openapi.json").json()["paths"]
    parameters = paths["/recommendations/{key}"]["get"]["parameters"]
    examples = {parameter["name"]: example_of(parameter) for parameter in parameters}
    assert re.fullmatch("[0-9a-f]{40}", examples["key"])
    assert re.fullmatch("th-[a-z-]+", examples["peer"])
    assert examples["at"] == str(operator.get("/health").json()["data_version"])
    explained = operator.get(f"/recommendations/{examples['key']}?peer={examples['peer']}").json()
    assert explained["iri"].endswith(f"{examples['key']}#{examples['peer']}")


def test_examples_are_of_the_version_that_is_published(operator: httpx.Client) -> None:
    operator.put("/rdf-graphs/one", content=b"", headers={"content-type": "text/turtle"})
    assert operator.delete("/rdf-graphs/one").status_code == 204
    version = operator.get("/health").json()["data_version"]
    answer = operator.get("/openapi.json")
    assert answer.headers["lcgraph-data-version"] == str(version)
    (at,) = (
        example_of(parameter)
        for parameter in answer.json()["paths"]["/cities"]["get"]["parameters"]
        if parameter["name"] == "at"
    )
    assert at == str(version)


def test_the_examples_of_a_plain_store_work(emptied: httpx.Client) -> None:
    document = emptied.get("/openapi.json").json()
    graph = document["paths"]["/rdf-graphs"]
    for method in ORDER:
        for body in bodies(graph[method]):
            for call in calls("/rdf-graphs", graph[method]):
                answer = emptied.request(method, call, **body)
                assert answer.status_code in (200, 201, 204), (method, call)
