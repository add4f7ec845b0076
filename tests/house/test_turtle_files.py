"""Every Turtle file can be read alone, and all of them agree on their prefixes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse

from tests.house.project import KNOWLEDGE, ROOT, turtle_files

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = re.compile(r"^@prefix\s+([\w-]*):\s+<([^>]*)>\s*\.", re.MULTILINE)
NOT_CODE = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|<[^<>\s]*>|#.*')
FILES = [path.relative_to(ROOT).as_posix() for path in turtle_files()]


def prefixes(text: str) -> dict[str, str]:
    """Read the prefixes that a Turtle text declares, in its order."""
    return dict(PREFIX.findall(text))


def unused_prefixes(text: str) -> set[str]:
    """List the prefixes of a Turtle text that none of its statements uses."""
    body = NOT_CODE.sub(" ", PREFIX.sub("", NOT_CODE.sub(keep_iris, text)))
    return {name for name in prefixes(text) if not re.search(rf"(?<![\w:-]){name}:", body)}


def keep_iris(match: re.Match[str]) -> str:
    """Blank out strings and comments, leaving IRIs and what stands after a datatype mark."""
    return match[0] if match[0].startswith("<") else " "


@pytest.mark.parametrize("name", FILES)
def test_file_parses(name: str) -> None:
    assert list(parse(path=ROOT / name, format=RdfFormat.TURTLE))


@pytest.mark.parametrize(
    "name", [name for name in FILES if name.startswith(("data/", "conformance/"))]
)
def test_data_have_no_blank_nodes(name: str) -> None:
    blank = [
        quad
        for quad in parse(path=ROOT / name, format=RdfFormat.TURTLE)
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
    ]
    assert blank == []


@pytest.mark.parametrize("name", FILES)
def test_prefixes_are_in_order_and_used(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert list(prefixes(text)) == sorted(prefixes(text))
    assert unused_prefixes(text) == set()


def test_an_unused_prefix_is_found() -> None:
    text = (
        "@prefix a: <https://example.org/a#> .\n"
        "@prefix b: <https://example.org/b#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        'a:one a:says "b:two", """b:two""", "1"^^xsd:integer . # b:two\n'
    )
    assert unused_prefixes(text) == {"b"}


def test_a_prefix_means_the_same_in_every_file() -> None:
    meanings: dict[str, set[str]] = {}
    for name in FILES:
        for prefix, namespace in prefixes((ROOT / name).read_text(encoding="utf-8")).items():
            meanings.setdefault(prefix, set()).add(namespace)
    assert {prefix: found for prefix, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("room", KNOWLEDGE)
def test_room_holds_only_what_it_is_for(room: str) -> None:
    allowed = {".ttl", ".rq", ".md", ".csv", ".yaml"}
    strange: list[Path] = [
        path for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix not in allowed
    ]
    assert strange == []
