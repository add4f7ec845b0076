"""What a SPARQL server cannot do of what lcgraph needs, found by trying it.

The trials write a handful of quads into graphs that no query is asked of, and remove them again.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from lcgraph.store.faults import RemoteFault
from lcgraph.store.patch import data_block
from lcgraph.store.protocol import Dataset
from lcgraph.store.transfer import STAGING, Switch, dropping
from lcgraph.vocabulary import GRAPH, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.store.protocol import Client

_SUBJECT: Final = GRAPH["staging"]
_PREDICATE: Final = GRAPH["staging/tried"]
_NOTHING: Final = "LOAD <urn:x-lcgraph:nothing>"
_TRIED: Final = (
    Literal("true", datatype=XSD.boolean),
    Literal("1", datatype=XSD.integer),
    Literal("1.5", datatype=XSD.decimal),
    Literal("2026", datatype=XSD.gYear),
    Literal("2026-11-23", datatype=XSD.date),
    Literal("ไทย", language="th"),
    Literal('a "quoted" \\ line\nand another'),
    Literal("\\u0022"),
)


@dataclass(frozen=True)
class Shortcoming:
    """Something that a server does otherwise than the standards say or lcgraph would like.

    Attributes:
        name: What it is called in docs/remote-engines.md.
        usable: Whether lcgraph can be used with the server all the same.
        messages: What follows from it, by language tag.
    """

    name: str
    usable: bool
    messages: Mapping[str, str]


DATASET_IGNORED: Final = Shortcoming(
    "dataset-ignored",
    False,
    {
        "th": "เซิร์ฟเวอร์ไม่ใช้ default-graph-uri กับ named-graph-uri จึงแยกข้อมูลที่เผยแพร่จากฉบับร่างไม่ได้",
        "en": "The server ignores default-graph-uri and named-graph-uri, so what is published "
        "cannot be told from drafts.",
    },
)
CONDITION_IGNORED: Final = Shortcoming(
    "condition-ignored",
    False,
    {
        "th": "เซิร์ฟเวอร์แก้ไขข้อมูลแม้เงื่อนไขใน WHERE ไม่เป็นจริง",
        "en": "The server changes data although the condition of the update has no solution.",
    },
)
UNION_DEFAULT: Final = Shortcoming(
    "union-default-graph",
    True,
    {
        "th": "กราฟเริ่มต้นของเซิร์ฟเวอร์รวมทุกกราฟ ผู้ที่ถามเซิร์ฟเวอร์โดยตรงจะเห็นฉบับร่างด้วย "
        "ส่วนการถามผ่าน lcgraph ไม่ได้รับผลกระทบ",
        "en": "The default graph of the server is the union of all graphs: who asks the server "
        "itself sees drafts too. Asking through lcgraph is not affected.",
    },
)
NOT_ATOMIC: Final = Shortcoming(
    "request-not-atomic",
    True,
    {
        "th": "เซิร์ฟเวอร์ไม่ทำคำขอแก้ไขเป็นธุรกรรมเดียว "
        "หากเซิร์ฟเวอร์หยุดระหว่างเผยแพร่ ข้อมูลอาจเข้าไม่ครบ ให้สั่งเผยแพร่ซ้ำ",
        "en": "The server does not carry out an update request as one transaction: if it stops "
        "during a publication, a part may be there; publish again then.",
    },
)
LITERALS_CHANGED: Final = Shortcoming(
    "literals-changed",
    True,
    {
        "th": "เซิร์ฟเวอร์เก็บค่าบางชนิดไม่ตรงกับที่เขียน (เช่น true กับ 1 ถือเป็นค่าเดียวกัน)",
        "en": "The server does not keep every literal as it is written (such as true and 1, "
        "which it takes for one).",
    },
)


def shortcomings(client: Client) -> tuple[Shortcoming, ...]:
    """Try what lcgraph needs.

    Args:
        client: The server, which must allow updates.

    Returns:
        What it cannot do, in a fixed order; nothing for a server that does it all.

    Raises:
        RemoteFault: If the server takes no updates.
    """
    start = f"{STAGING}trial-{uuid.uuid4().hex}/"
    full, empty, undone = (NamedNode(f"{start}{name}") for name in ("full", "empty", "undone"))
    try:
        client.update(_insert(full, _TRIED))
        found = (
            (DATASET_IGNORED, not _keeps_to_dataset(client, full, empty)),
            (CONDITION_IGNORED, _ignores_condition(client, empty)),
            (UNION_DEFAULT, bool(_objects(client, Dataset()))),
            (NOT_ATOMIC, _keeps_half(client, undone)),
            (LITERALS_CHANGED, _objects(client, _of(full)) != frozenset(_TRIED)),
        )
    finally:
        client.update(dropping((full, empty, undone)))
    return tuple(shortcoming for shortcoming, is_so in found if is_so)


def _keeps_to_dataset(client: Client, full: NamedNode, empty: NamedNode) -> bool:
    by_name = f"SELECT ?o WHERE {{ GRAPH ?g {{ {_SUBJECT} {_PREDICATE} ?o }} }}"
    return (
        bool(_objects(client, _of(full)))
        and not _objects(client, _of(empty))
        and bool(_answer(client, by_name, Dataset(named=(full.value,))))
        and not _answer(client, by_name, Dataset(named=(empty.value,)))
    )


def _ignores_condition(client: Client, empty: NamedNode) -> bool:
    impossible = Switch(2**31, None, "").condition
    block = data_block([Quad(_SUBJECT, _PREDICATE, _SUBJECT, empty)])
    client.update(f"INSERT {{ {block} }} WHERE {{ {impossible} }}")
    return bool(_objects(client, _of(empty)))


def _keeps_half(client: Client, graph: NamedNode) -> bool:
    try:
        client.update(f"{_insert(graph, _TRIED[:1])} ;\n{_NOTHING}")
    except RemoteFault:
        return bool(_objects(client, _of(graph)))
    return True


def _insert(graph: NamedNode, objects: tuple[Literal, ...]) -> str:
    block = data_block([Quad(_SUBJECT, _PREDICATE, literal, graph) for literal in objects])
    return f"INSERT DATA {{ {block} }}"


def _of(graph: NamedNode) -> Dataset:
    return Dataset((graph.value,))


def _objects(client: Client, dataset: Dataset) -> frozenset[object]:
    return _answer(client, f"SELECT ?o WHERE {{ {_SUBJECT} {_PREDICATE} ?o }}", dataset)


def _answer(client: Client, text: str, dataset: Dataset) -> frozenset[object]:
    answer = client.query(text, dataset)
    if not isinstance(answer, QuerySolutions):
        raise RemoteFault(client.address.query, type(answer).__name__)
    return frozenset(row["o"] for row in answer)
