"""Writes of whole graphs that hold only for what a client has seen (RFC 9110, section 13)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

TURTLE = {"content-type": "text/turtle"}
ADDRESS = "/rdf-graphs?graph=urn:x:g"
ONE, TWO = b"<urn:x:s> <urn:x:p> 1 .", b"<urn:x:s> <urn:x:p> 2 ."


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


FAILED = (412, "precondition-failed")


def write(
    client: httpx.Client, method: str, content: bytes = TWO, **headers: str
) -> httpx.Response:
    stated = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request(method, ADDRESS, content=content, headers={**TURTLE, **stated})


@pytest.fixture
def seen(emptied: httpx.Client) -> tuple[httpx.Client, str]:
    """A client, and the entity tag of a graph with one triple."""
    assert write(emptied, "PUT", ONE).status_code == 201
    return emptied, emptied.get(ADDRESS).headers["etag"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_what_has_not_changed_may_be_written(seen: tuple[httpx.Client, str], method: str) -> None:
    client, tag = seen
    other = client.get(ADDRESS, headers={"accept": "application/n-triples"}).headers["etag"]
    assert other != tag
    answer = write(client, method, if_match=f'"none", {other}')
    assert answer.status_code == 204
    assert f'"{int(answer.headers["lcgraph-data-version"]) - 1}-' in tag


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_what_has_changed_may_not(seen: tuple[httpx.Client, str], method: str) -> None:
    client, tag = seen
    assert write(client, "POST", TWO).status_code == 204
    refused = write(client, method, b"<urn:x:s> <urn:x:p> 3 .", if_match=tag)
    assert kind(refused) == FAILED
    assert refused.json()["header"] == "If-Match"
    assert kind(write(client, method, if_match='"nope"')) == FAILED
    left = client.get(ADDRESS, headers={"accept": "application/n-triples"}).text
    assert len(left.splitlines()) == 2


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_graph_is_made_only_where_there_is_none(emptied: httpx.Client, method: str) -> None:
    assert write(emptied, method, ONE, if_none_match="*").status_code == 201
    assert kind(write(emptied, method, if_none_match="*")) == FAILED
    tag = emptied.get(ADDRESS).headers["etag"]
    assert kind(write(emptied, method, if_none_match=tag)) == FAILED
    assert write(emptied, method, if_none_match='"nope"').status_code == 204


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_what_is_not_there_matches_nothing(emptied: httpx.Client, method: str) -> None:
    assert kind(write(emptied, method, if_match="*")) == FAILED
    assert emptied.get(ADDRESS).status_code == 404
    assert kind(emptied.post("/rdf-graphs", content=ONE, headers={**TURTLE, "if-match": "*"})) == (
        FAILED
    )


def test_writes_to_other_graphs_leave_a_tag_as_it_is(seen: tuple[httpx.Client, str]) -> None:
    client, tag = seen
    for number in range(2):
        other = f"/rdf-graphs?graph=urn:x:{number}"
        assert client.put(other, content=TWO, headers=TURTLE).status_code == 201
    known = client.get(ADDRESS, headers={"if-none-match": tag})
    assert (known.status_code, known.headers["etag"]) == (304, tag)
    assert write(client, "PUT", if_match=tag).status_code == 204
    assert client.get(ADDRESS).headers["etag"] != tag
    assert client.get(ADDRESS, headers={"if-none-match": tag}).status_code == 200


def test_in_a_managed_store_too(managed: httpx.Client) -> None:
    for name in ("one", "two"):
        managed.put(f"/rdf-graphs/{name}", content=ONE, headers=TURTLE)
    addresses = ("/rdf-graphs/one", "/rdf-graphs?default")
    tags = [managed.get(address).headers["etag"] for address in addresses]
    assert managed.put("/rdf-graphs/two", content=TWO, headers=TURTLE).status_code == 204
    # The default graph holds the data version.
    assert [managed.get(address).headers["etag"] == tag
            for address, tag in zip(addresses, tags, strict=True)] == [True, False]  # fmt: skip
    for name in ("one", "two"):
        assert managed.delete(f"/rdf-graphs/{name}").status_code == 204


def test_updates_of_graphs_that_are_not_named_change_every_tag(
    seen: tuple[httpx.Client, str],
) -> None:
    client, tag = seen
    update = "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    headers = {"content-type": "application/sparql-update"}
    assert client.post("/sparql", content=update, headers=headers).status_code == 204
    assert kind(write(client, "PUT", if_match=tag)) == FAILED


def test_a_tag_is_compared_as_a_whole(seen: tuple[httpx.Client, str]) -> None:
    client, tag = seen
    of_another = client.get("/rdf-graphs?default").headers["etag"]
    made_up = f'{tag.partition("-")[0]}-nonsense"'
    for stated in (made_up, of_another, tag.replace('W/"', 'W/"0')):
        assert kind(write(client, "PUT", if_match=stated)) == FAILED
        assert write(client, "POST", ONE, if_none_match=stated).status_code == 204
        # To add what is there makes a new state all the same: nobody compares the triples.
        tag = client.get(ADDRESS).headers["etag"]
    assert write(client, "PUT", if_match=tag.removeprefix("W/")).status_code == 204


def test_a_refusal_says_which_condition_does_not_hold(seen: tuple[httpx.Client, str]) -> None:
    client, tag = seen
    said = [
        answer.json()["messages"]
        for answer in (
            write(client, "PUT", if_match='"0-0"'),
            write(client, "PUT", if_none_match=tag),
            write(client, "PUT", if_none_match="*"),
        )
    ]
    assert [each["en"]["detail"] for each in said] == [
        "The tag is not the graph's current one: the graph has changed since, or the tag is not "
        "one of this graph.",
        "The graph is still as the tag says.",
        "The graph is there.",
    ]
    assert all("\u0e00" <= each["th"]["detail"][-1] <= "\u0e7f" for each in said[1:])


def test_of_those_who_make_a_graph_at_once_one_does(emptied: httpx.Client) -> None:
    def made(number: int) -> int:
        content = f"<urn:x:s> <urn:x:p> {number} .".encode()
        return write(emptied, "PUT", content, if_none_match="*").status_code

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(made, range(4)))
    assert sorted(found) == [201, 412, 412, 412]


def test_of_those_who_replace_a_graph_at_once_one_is_left(emptied: httpx.Client) -> None:
    def put(number: int) -> int:
        return write(emptied, "PUT", f"<urn:x:s> <urn:x:p> {number} .".encode()).status_code

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(put, range(4)))
    assert sorted(found) == [201, 204, 204, 204]
    left = emptied.get(ADDRESS, headers={"accept": "application/n-triples"}).text
    assert len(left.splitlines()) == 1
