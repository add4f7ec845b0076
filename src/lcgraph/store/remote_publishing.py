"""A publication on a server: one transaction with its data version, its mark and the way back.

What a patch names without making a difference is not part of the way back. The server tells
before the publication, which takes effect only if the data version is the same by then.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from lcgraph.store.entries import Entries, written_entry
from lcgraph.store.faults import RemoteTimeout, RemoteUnreachable, StoreChanged
from lcgraph.store.moments import Publication
from lcgraph.store.oxigraph import version_quads
from lcgraph.store.patch import Patch, data_block
from lcgraph.store.protocol import Dataset
from lcgraph.store.publications import publication_of, this_second
from lcgraph.store.remote_view import NAMES, state_of
from lcgraph.store.transfer import STAGING, Switch, dropping, in_one, in_parts, remote_quad
from lcgraph.store.undo import Undo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lcgraph.store.entries import Entry
    from lcgraph.store.protocol import Client
    from lcgraph.store.transfer import Sizes, Staged

_IN_VAIN: Final = {"INSERT": "EXISTS", "DELETE": "NOT EXISTS"}


def publish(client: Client, patch: Patch, sizes: Sizes, seen: int | None = None) -> int:
    """Carry out a patch as one transaction of a server.

    Args:
        client: What asks the server.
        patch: The change to make; it has no blank nodes.
        sizes: What the server takes at once.
        seen: The data version that the patch was made for; None for any.

    Returns:
        The new data version.

    Raises:
        StoreChanged: If another process published in the meantime; nothing was written.
        RemoteFault: If the server cannot do it; what it holds is what it held.
    """
    version, mark = state_of(client)
    if seen is not None and seen != version:
        raise StoreChanged(client.address.update, seen)
    switch = Switch(version, mark, uuid.uuid4().hex)
    before = Entries(client).one(mark)
    step = Patch.between(version_quads(version), version_quads(version + 1))
    if len(patch.removed) + len(patch.added) <= sizes.patch:
        # A server without data has nothing that a patch could name in vain.
        effect = _effect(client, patch) if before is not None else patch
        entry = _entry(switch, effect.then(step), before)
        _switch(client, in_one(patch.then(step).then(entry), switch), switch)
        return version + 1
    staged = in_parts(patch, switch, sizes)
    try:
        for request in staged.preparing:
            client.update(request)
        known = _staged_effect(client, patch, staged) if before is not None else None
        effect = patch if known is None else known
        entry = _entry(switch, effect.then(step), None if known is None else before)
        _switch(client, staged.switching(step.then(entry)), switch)
    finally:
        client.update(dropping(staged.graphs))
    _clear_abandoned(client)
    return version + 1


def begin_history(client: Client) -> None:
    """Begin the history of data that were published before there was one; else do nothing.

    Args:
        client: What asks the server.
    """
    version, mark = state_of(client)
    if mark is None or not version or Entries(client).one(mark) is not None:
        return
    publication = Publication(version, this_second(), begins=True)
    block = data_block(written_entry(mark, None, publication, Undo()))
    state = Switch(version, mark, mark).condition
    client.update(f"INSERT {{ {block} }} WHERE {{ {state} {Entries.lacking(mark)} }}")


def _entry(switch: Switch, effect: Patch, before: Entry | None) -> Patch:
    """Write what leads back from a publication; nothing does from one that has none before it."""
    published = this_second()
    if before is not None:
        # The clocks of those who publish may differ; times name versions in their order.
        published = max(published, before.publication.published)
    publication = publication_of(switch.version + 1, published, effect.added)
    undo = Undo() if before is None else Undo(effect.added, effect.removed)
    if before is None and switch.version:
        publication = replace(publication, begins=True)
    previous = None if before is None else before.mark
    return Patch(added=frozenset(written_entry(switch.after, previous, publication, undo)))


def _effect(client: Client, patch: Patch) -> Patch:
    """Leave out what makes no difference: what is there already, or not there to be removed."""
    kinds = (("INSERT", list(patch.added)), ("DELETE", list(patch.removed)))
    groups = [
        f"{{ VALUES (?n ?s ?p ?o ?g) {{ {rows} }} "
        f"FILTER {_IN_VAIN[keyword]} {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        for keyword, quads in kinds
        if (rows := "\n".join(_rows(keyword, quads)))
    ]
    if not groups:
        return patch
    names = {remote_quad(quad).graph_name for _, quads in kinds for quad in quads}
    dataset = Dataset(named=tuple(sorted(n.value for n in names if isinstance(n, NamedNode))))
    in_vain = {
        row["n"].value
        for row in client.rows(f"SELECT ?n WHERE {{ {' UNION '.join(groups)} }}", dataset)
        if isinstance(row["n"], Literal)
    }
    return Patch(
        *(
            frozenset(quad for n, quad in enumerate(quads) if f"{keyword} {n}" not in in_vain)
            for keyword, quads in kinds[::-1]
        )
    )


def _rows(keyword: str, quads: Sequence[Quad]) -> Iterator[str]:
    for n, quad in enumerate(quads):
        if BlankNode in {type(quad.subject), type(quad.object)}:
            raise ValueError(f"blank nodes cannot be published: {quad.triple}")
        yield f'("{keyword} {n}" {quad.triple} {remote_quad(quad).graph_name})'


def _staged_effect(client: Client, patch: Patch, staged: Staged) -> Patch | None:
    """Do the same for what is laid down; None if the server names it otherwise."""
    in_vain = set()
    for move in staged.moves:
        text = (
            f"SELECT ?s ?p ?o WHERE {{ GRAPH {move.graph} {{ ?s ?p ?o }} "
            f"FILTER {_IN_VAIN[move.keyword]} {{ GRAPH {move.target} {{ ?s ?p ?o }} }} }}"
        )
        for row in client.rows(text, Dataset(named=(move.graph.value, move.target.value))):
            in_vain.add((move.keyword, Quad(row["s"], row["p"], row["o"], move.target)))
    removed, added = (
        frozenset(quad for quad in quads if (keyword, remote_quad(quad)) not in in_vain)
        for keyword, quads in (("DELETE", patch.removed), ("INSERT", patch.added))
    )
    left = len(patch.removed) - len(removed) + len(patch.added) - len(added)
    return Patch(removed, added) if left == len(in_vain) else None


def _switch(client: Client, request: str, switch: Switch) -> None:
    try:
        client.update(request)
    except (RemoteTimeout, RemoteUnreachable):
        # The answer is lost, which says nothing about the request.
        if state_of(client)[1] != switch.after:
            raise
    if state_of(client)[1] != switch.after:
        raise StoreChanged(client.address.update, switch.version)


def _clear_abandoned(client: Client) -> None:
    # What another process still has waiting was made for a version that is no more.
    names = (row["g"] for row in client.rows(NAMES, Dataset()))
    abandoned = [n for n in names if isinstance(n, NamedNode) and n.value.startswith(STAGING)]
    if abandoned:
        client.update(dropping(abandoned))
