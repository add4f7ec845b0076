"""Whatever is sent, the service answers in its own words, keeps to its description, and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import FailedHealthCheck, Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode, checks
from schemathesis.core.result import Ok

from lcgraph.knowledge import Knowledge
from lcgraph.queries import Library, Parameter, ParameterType, StoredQuery

LIBRARY = Library.of(Knowledge().library())
DOCUMENTED_FAULTS = (503, 504)
NO_CHECKS = [checks.not_a_server_error, checks.positive_data_acceptance]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

QUERY = """PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
SELECT ?city (COUNT(?s) AS ?n) WHERE { ?city a lcg:LearningCity . OPTIONAL { ?s ?p ?city }
FILTER(REGEX(STR(?city), "th-[a-z]+")) } GROUP BY ?city ORDER BY DESC(?n) LIMIT 5"""
RECORD = """@prefix lcg: <https://w3id.org/lcgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/lcgraph/id/city/th-satun> a lcg:LearningCity ; rdfs:label "สตูล"@th, "Satun"@en .
"""
RDF_TYPES = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/trig",
    "application/octet-stream",
)


def check(answer: httpx.Response) -> None:
    """Hold an answer to what is promised of every answer."""
    assert answer.status_code < 500 or answer.status_code in DOCUMENTED_FAULTS, answer.text
    assert "Traceback" not in answer.text
    assert 'File "' not in answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()["messages"]) == {"th", "en"}


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[
            each for each in HealthCheck if each is not HealthCheck.filter_too_much
        ],
    )


@pytest.fixture(scope="module")
def described(service: str) -> dict[str, APIOperation[Any, Any, Any, Any]]:
    schema = schemathesis.openapi.from_url(f"{service}/openapi.json")
    found = {}
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        found[operation.label] = operation
    return found


def violate(operation: APIOperation[Any, Any, Any, Any], examples: int) -> None:
    """Send what an operation's description allows, then what it forbids."""
    # A file that cannot be read is what a validation is there to answer.
    excluded = [*NO_CHECKS]
    if operation.path == "/validate":
        excluded.append(checks.negative_data_rejection)
    for mode in MODES:

        @bounded(examples)
        @given(operation.as_strategy(generation_mode=mode))
        def send(case: Case[Any]) -> None:
            answer = case.call(timeout=60)
            assert answer.status_code < 500 or answer.status_code in DOCUMENTED_FAULTS
            assert b"Traceback" not in answer.content
            case.validate_response(answer, excluded_checks=excluded)

        try:
            send()
        except (FailedHealthCheck, Unsatisfiable):
            # Where any parameters are allowed there is nothing that could be forbidden.
            assert mode is GenerationMode.NEGATIVE


def kinds_of_queries() -> Iterator[StoredQuery]:
    """Choose a query for each list of parameters that the library has."""
    seen = set()
    for query in LIBRARY:
        kind = (query.form, tuple((p.name, p.type, p.optional) for p in query.parameters))
        if kind not in seen:
            seen.add(kind)
            yield query


def test_every_route_keeps_to_its_description(
    described: dict[str, APIOperation[Any, Any, Any, Any]],
) -> None:
    stored = {f"/queries/{query.name}" for query in LIBRARY}
    routes = [operation for operation in described.values() if operation.path not in stored]
    assert len(routes) >= 20
    for operation in routes:
        violate(operation, 3)


def test_every_kind_of_stored_query_keeps_to_its_description(
    described: dict[str, APIOperation[Any, Any, Any, Any]],
) -> None:
    for query in kinds_of_queries():
        for method in ("GET", "POST"):
            violate(described[f"{method} /queries/{query.name}"], 2)


@pytest.mark.slow
def test_every_stored_query_keeps_to_its_description(
    described: dict[str, APIOperation[Any, Any, Any, Any]],
) -> None:
    for query in LIBRARY:
        for method in ("GET", "POST"):
            violate(described[f"{method} /queries/{query.name}"], 3)


KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True, alphabet=st.characters(codec="ascii"))
NAMES = st.one_of(
    KEYS.map("city:{}".format),
    KEYS.map("https://w3id.org/lcgraph/id/city/{}".format),
    st.sampled_from(["https://ตัวอย่าง.ไทย/เมือง", "urn:uuid:0", "city:th-yala", "lcg:LearningCity"]),
)


def values_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Make values that a parameter takes, whether or not they name anything."""
    if parameter.type is ParameterType.LANGUAGE:
        return st.sampled_from(["th", "en"])
    if parameter.type is ParameterType.INTEGER:
        return st.integers(parameter.minimum, parameter.maximum)
    if parameter.type is ParameterType.STRING:
        text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=parameter.max_length)
        return text.filter(lambda value: bool(value.strip()))
    return NAMES if parameter.class_name is None else st.one_of(KEYS, NAMES)


@pytest.mark.parametrize("query", list(kinds_of_queries()), ids=lambda query: query.name)
def test_every_value_that_a_parameter_takes_is_answered(
    client: httpx.Client, query: StoredQuery
) -> None:
    stated = {parameter.name: values_of(parameter) for parameter in query.parameters}

    @bounded(5)
    @given(st.fixed_dictionaries(stated), st.sampled_from(["json", "table", "xlsx"]))
    def ask(given: dict[str, Any], form: str) -> None:
        parameters = {"format": form} if query.form == "SELECT" else {}
        answer = client.post(f"/queries/{query.name}", json=given, params=parameters)
        check(answer)
        assert answer.status_code in (200, 504), answer.text

    ask()


def mangled(text: str) -> st.SearchStrategy[bytes]:
    """Make bytes from a text that is right: a part of it is lost, or replaced by any bytes."""
    whole = text.encode()
    places = st.integers(0, len(whole))
    return st.builds(
        lambda one, other, middle: whole[: min(one, other)] + middle + whole[max(one, other) :],
        places,
        places,
        st.binary(max_size=12)
        | st.sampled_from([b"", b"}", b"\\u0000", b'"""', b"<", "ก".encode()]),
    )


@bounded(60)
@given(body=st.binary(max_size=300) | mangled(QUERY))
def test_any_bytes_as_a_query_are_answered(client: httpx.Client, body: bytes) -> None:
    check(
        client.post("/sparql", content=body, headers={"content-type": "application/sparql-query"})
    )


@bounded(40)
@given(
    body=st.binary(max_size=200)
    | mangled("query=ASK%7B%7D&default-graph-uri=urn%3Ax&layer=derived")
)
def test_any_bytes_as_a_form_are_answered(client: httpx.Client, body: bytes) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    check(client.post("/sparql", content=body, headers=headers))


PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60)


@bounded(60)
@given(
    address=PRINTABLE.map(lambda text: text.replace("#", "")),
    accept=PRINTABLE,
    content_type=PRINTABLE,
    language=PRINTABLE,
)
def test_any_address_and_header_is_answered(
    client: httpx.Client, address: str, accept: str, content_type: str, language: str
) -> None:
    headers = {"accept": accept, "content-type": content_type, "accept-language": language}
    for method, path in (("GET", "/sparql?query="), ("POST", "/sparql?"), ("GET", "/queries/")):
        request = client.build_request(method, "/", headers=headers)
        request.url = request.url.copy_with(raw_path=path.encode() + address.encode())
        check(client.send(request))


@bounded(30)
@given(body=st.binary(max_size=300) | mangled(RECORD), media_type=st.sampled_from(RDF_TYPES))
def test_any_bytes_as_a_record_are_answered(
    client: httpx.Client, body: bytes, media_type: str
) -> None:
    answer = client.post("/validate", content=body, headers={"content-type": media_type})
    check(answer)
    assert answer.status_code == 200
    assert answer.json()["publishable"] is False


def test_the_service_goes_on(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"
