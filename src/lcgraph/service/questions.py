"""A query together with everything that its answer depends on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from lcgraph.service.negotiation import ALIASES, GRAPHS, SOLUTIONS

if TYPE_CHECKING:
    from lcgraph.store.interface import Layer, Term

INTERNAL_FORMATS: Final[Mapping[str, str]] = {
    "boolean": SOLUTIONS["json"],
    "solutions": SOLUTIONS["json"],
    "graph": GRAPHS["ntriples"],
}

# White space and comments may stand before the bracket; an escape may hide a letter.
_CHANGING: Final = re.compile(r"(?:now|rand|uuid)(?:\s|#[^\r\n]*[\r\n])*\(|\\u", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """A query, how it is to be answered, and from which graphs.

    Attributes:
        text: A SPARQL query, trusted or not.
        formats: The media type to answer in, for ``boolean``, ``solutions`` and ``graph``.
        layers: Layers added to the published view as the default graph.
        substitutions: Terms for variables of the query.
        default: Graph IRIs that make up the default graph instead of the published view.
        named: Graph IRIs that ``GRAPH`` sees; all when None.
        base: What relative IRIs of the query are resolved against.
        remote: Whether the query may ask other endpoints; it was let through then
            (:mod:`lcgraph.service.remote`).
    """

    text: str
    formats: Mapping[str, str] = field(default_factory=lambda: INTERNAL_FORMATS)
    layers: Sequence[Layer] = ()
    substitutions: Mapping[str, Term] | None = None
    default: Sequence[str] | None = None
    named: Sequence[str] | None = None
    base: str | None = None
    remote: bool = False

    @cached_property
    def is_repeatable(self) -> bool:
        """Whether one version of the graph always gives the same answer."""
        return not self.remote and _CHANGING.search(self.text) is None

    @cached_property
    def digest(self) -> str:
        """32 hexadecimal digits that differ for questions that differ."""
        # Readers know one name of a format; the same answer under another name is another one.
        names = sorted(self.formats.items())
        parts = (self.text, self.base, names, sorted(self.head.items(), key=_first))
        return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()

    @property
    def head(self) -> dict[str, object]:
        """What a reader is told beside the text (:meth:`lcgraph.store.reader.Reader.handle`)."""
        return {
            "formats": {kind: ALIASES.get(media, media) for kind, media in self.formats.items()},
            "layers": [layer.value for layer in self.layers],
            "substitutions": {name: str(term) for name, term in (self.substitutions or {}).items()},
            "default": None if self.default is None else list(self.default),
            "named": None if self.named is None else list(self.named),
            "base": self.base,
        }


def _first(item: tuple[str, object]) -> str:
    return item[0]
