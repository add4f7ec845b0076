"""The files that lcgraph ships: ontology, shapes, data, queries; from a wheel or a source tree."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from lcgraph.recommendations import Explanations
from lcgraph.vocabulary import GRAPH, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FOLDERS: Final = ("ontology", "shapes", "data", "queries")
_PACKAGED: Final = Path(__file__).parents[1] / "knowledge_files"


@dataclass(frozen=True)
class TextFile:
    """A text that was shipped.

    Attributes:
        name: Its path below the folder of the shipped files, with ``/``.
        text: What it holds.
    """

    name: str
    text: str


class Knowledge:
    """The shipped files of one folder."""

    def __init__(self, root: Path | None = None) -> None:
        """Find the files.

        Args:
            root: The folder with ``ontology``, ``shapes``, ``data`` and ``queries`` in it; by
                default the one in the installed package, or else the source tree.
        """
        self.root = root or (_PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[3])

    def files(self, pattern: str) -> list[Path]:
        """List shipped files.

        Args:
            pattern: A glob pattern below the root, such as ``data/records/*.ttl``.

        Returns:
            The paths, sorted.
        """
        return sorted(self.root.glob(pattern))

    @cached_property
    def fingerprint(self) -> str:
        """A digest of every shipped file: it changes when any of them does."""
        digest = hashlib.sha256()
        for folder in _FOLDERS:
            for path in self.files(f"{folder}/**/*"):
                if path.is_file():
                    digest.update(path.relative_to(self.root).as_posix().encode() + b"\0")
                    digest.update(path.read_bytes() + b"\0")
        return "sha256:" + digest.hexdigest()

    def graphs(self, progress: Callable[[str], None] | None = None) -> dict[NamedNode, set[Triple]]:
        """Read everything but the records into the graphs it belongs to.

        Args:
            progress: Told the name of each file before it is read.

        Returns:
            Graph name to triples: ``g:ontology``, ``g:reference``, ``g:shapes`` and one graph a
            source, named by the source (section 1.3 of the model).

        Raises:
            SyntaxError: If a shipped file is not Turtle.
        """
        read: dict[NamedNode, set[Triple]] = {}
        for path, graph in self._graph_files():
            if progress is not None:
                progress(path.relative_to(self.root).as_posix())
            read.setdefault(graph, set()).update(parse_turtle(path))
        return read

    def _graph_files(self) -> Iterator[tuple[Path, NamedNode]]:
        concepts = self.root / "ontology" / "concepts"
        for path in self.files("ontology/**/*.ttl"):
            yield path, GRAPH["reference" if concepts in path.parents else "ontology"]
        for path in self.files("data/reference/*.ttl"):
            yield path, GRAPH["reference"]
        for path in self.files("shapes/*.ttl"):
            yield path, GRAPH["shapes"]
        for path in self.files("data/sources/*/*.ttl"):
            yield path, SOURCE[path.parent.name]

    def records(self) -> list[TextFile]:
        """Read the shipped records.

        Returns:
            One Turtle text a record, by file name.
        """
        return self._texts("data/records/*.ttl")

    def record_triples(self) -> set[Triple]:
        """Read the triples of all shipped records.

        Returns:
            The records' descriptions and contents together.
        """
        return {t for path in self.files("data/records/*.ttl") for t in parse_turtle(path)}

    def coverage(self) -> list[TextFile]:
        """Read the lists of what became of each fact.

        Returns:
            CSV texts, by file name.
        """
        return self._texts("data/coverage/*.csv")

    def rules(self) -> list[TextFile]:
        """Read the shipped rules.

        Returns:
            One SPARQL text with its header a rule, by file name.
        """
        return self._texts("queries/rules/*.rq")

    def explanations(self) -> Explanations:
        """Read what explains recommendations.

        Returns:
            The shipped rules and the queries of ``queries/rules/explain``, ready to explain.
        """
        (recommendations,) = self._texts("queries/rules/explain/recommendations.rq")
        (peers,) = self._texts("queries/rules/explain/peers.rq")
        return Explanations([rule.text for rule in self.rules()], recommendations.text, peers.text)

    def library(self) -> list[TextFile]:
        """Read the shipped query library.

        Returns:
            One SPARQL text with its header a query, by file name.
        """
        return self._texts("queries/library/**/*.rq")

    def service_queries(self, name: str = "*") -> list[TextFile]:
        """Read queries that the service asks for itself.

        Args:
            name: The name of one, or ``*`` for all.

        Returns:
            One SPARQL text with its header a query, by file name.
        """
        return self._texts(f"queries/service/{name}.rq")

    def conformance(self) -> set[Triple]:
        """Read the report of what the W3C's test suites say of lcgraph.

        Returns:
            An EARL 1.0 report. It is no knowledge of learning cities, so neither in a graph nor
            in the fingerprint.
        """
        return {t for path in self.files("conformance/earl.ttl") for t in parse_turtle(path)}

    def _texts(self, pattern: str) -> list[TextFile]:
        return [
            TextFile(path.relative_to(self.root).as_posix(), path.read_text(encoding="utf-8"))
            for path in self.files(pattern)
        ]


def parse_turtle(path: Path) -> Iterator[Triple]:
    """Read a trusted Turtle file.

    Args:
        path: The file.

    Yields:
        Its triples.

    Raises:
        SyntaxError: If it is not Turtle.
    """
    for quad in parse(path=path, format=RdfFormat.TURTLE):
        yield quad.triple
