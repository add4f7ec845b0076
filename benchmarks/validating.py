"""Validating one record with the shapes loaded, against pySHACL given the files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.figures import Figure, Sense, compared
from benchmarks.processes import ROOT, sample, sides, tell

if TYPE_CHECKING:
    import rdflib

RECORD = "th-phayao"
_LIMIT = 600.0


class Ours:
    """Compiled shapes; a file in, a report out."""

    def __init__(self, path: str) -> None:
        """Compile the shapes.

        Args:
            path: The record.
        """
        from lcgraph.knowledge import Knowledge
        from lcgraph.knowledge.loading import shapes_of

        self._path = Path(path)
        self._shapes = shapes_of(Knowledge())

    def prepare(self, work: str) -> None:
        """Do nothing.

        Args:
            work: Not looked at.
        """

    def run(self, work: str) -> Any:
        """Parse and validate the record.

        Args:
            work: Not looked at.
        """
        from lcgraph.knowledge import parse_turtle

        return self._shapes.validate(parse_turtle(self._path))

    def answer(self, result: Any) -> list[list[str | None]]:
        """Write what SHACL alone says of the record, before silence is considered.

        Args:
            result: Not looked at: the report leaves out what pySHACL cannot know of.
        """
        from lcgraph.knowledge import parse_turtle

        raw = self._shapes.raw_results(parse_turtle(self._path), now=datetime.now(UTC))
        return sorted(
            [str(r.focus_node), str(r.shape), str(r.path) if r.path else None, str(r.value or "")]
            for r in raw
        )


class Theirs:
    """pySHACL; the files of shapes, reference data, sources and record in, a report out."""

    def __init__(self, path: str) -> None:
        """Import it.

        Args:
            path: The record.
        """
        import pyshacl

        self._validate = pyshacl.validate
        self._path = Path(path)
        self._subjects: set[Any] = set()

    def prepare(self, work: str) -> None:
        """Do nothing.

        Args:
            work: Not looked at.
        """

    def run(self, work: str) -> Any:
        """Parse everything and validate the nodes of the record alone.

        Args:
            work: Not looked at.
        """
        import rdflib

        shapes = _read(sorted((ROOT / "shapes").glob("*.ttl")))
        record = rdflib.Graph().parse(self._path)
        self._subjects = set(record.subjects())
        folders = ("ontology/concepts", "data/reference", "data/sources")
        files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.ttl"))]
        data = _read([*files, self._path])
        return self._validate(data, shacl_graph=shapes, focus_nodes=list(self._subjects))

    def answer(self, result: Any) -> list[list[str | None]]:
        """Write the results about the record.

        Args:
            result: What pySHACL returned.
        """
        import pyoxigraph
        from rdflib.namespace import SH

        report = pyoxigraph.parse(
            result[1].serialize(format="nt"), format=pyoxigraph.RdfFormat.N_TRIPLES
        )
        said: dict[Any, dict[str, Any]] = {}
        for quad in report:
            said.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
        found = []
        for node in said.values():
            if str(SH.sourceShape) in node:
                path = node.get(str(SH.resultPath))
                focus, shape = node[str(SH.focusNode)], node[str(SH.sourceShape)]
                value = node.get(str(SH.value), "")
                found.append([str(focus), str(shape), str(path) if path else None, str(value)])
        return sorted(found)


def _read(files: list[Path]) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for path in files:
        graph.parse(path)
    return graph


def run(repetitions: int, record: str = RECORD) -> Figure:
    """Measure.

    Args:
        repetitions: How often.
        record: The key of the city.
    """
    path = ROOT / "data" / "records" / f"{record}.ttl"
    pairs, faults = [], []
    with sides(
        ("benchmarks.validating:Ours", path), ("benchmarks.validating:Theirs", path)
    ) as both:
        ours, theirs = both
        mine = ours.run(answer=True)
        for number in range(repetitions):
            tell(f"validate: {number + 1} of {repetitions}")
            other = theirs.run(limit=_LIMIT, answer=number == 0)
            if number == 0 and other.get("answer") != mine["answer"]:
                faults.append(
                    f"results differ: {len(mine['answer'])} and {len(other.get('answer', []))}"
                )
            pairs.append((sample(ours.run()), sample(other)))
    return compared(
        "validate",
        f"Validation of one record ({record}) with the shapes loaded",
        "pyshacl.validate given shapes, reference data, sources and record as files",
        Sense.FASTER,
        5.0,
        pairs,
        faults=faults,
        notes=[
            "Both parse the record in the call. pySHACL is told to look at the record's nodes "
            "alone, as lcgraph does; its results are the same.",
            "lcgraph's time holds the completeness of the record too.",
        ],
    )
