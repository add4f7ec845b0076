"""Every query of the library with its example parameters, against rdflib on the same data."""

from __future__ import annotations

import json
import math
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.figures import Figure, Sample, Sense, compared
from benchmarks.processes import LCGRAPH, Side, load_store, measure, sample, sides, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    import rdflib
    from rdflib.query import Result

    from lcgraph.queries import Bound, Library, StoredQuery

_LIMIT = 180.0
_LONG = 20.0
_LISTS = {"SELECT", "GROUP"}
_WITHIN = {"DISTINCT", "REDUCED", "BY", "AS"}


def library() -> Library:
    """Read the shipped library."""
    from lcgraph.knowledge import Knowledge
    from lcgraph.queries import Library

    return Library.of(Knowledge().library())


def bound_with_examples(query: StoredQuery) -> Bound:
    """Bind a query to the example of each of its parameters.

    Args:
        query: The query.

    Raises:
        ValueError: If an example does not fit.
    """
    from lcgraph.queries import WrongParameter, bind

    given = {parameter.name: parameter.example for parameter in query.parameters}
    bound = bind(query, given)
    if isinstance(bound, WrongParameter):
        raise ValueError(f"{query.name}: {bound.problem['en']}")
    return bound


class Ours:
    """A reader of lcgraph, as workers run it: a request as bytes in, an answer as bytes out."""

    def __init__(self, folder: str) -> None:
        """Take the graph up where the service has it: in memory, or what is published of it.

        Args:
            folder: The store.
        """
        from lcgraph.service.settings import Settings
        from lcgraph.store import EmbeddedStore
        from lcgraph.store.reader import Reader

        store = EmbeddedStore(Path(folder))
        most = Settings(Path(folder)).in_memory_quads
        configuration = {
            "snapshot": str(store.snapshot()),
            "in_memory": len(store) <= most,
            "published": store.count_published() <= most,
            "version": store.version,
        }
        store.close()
        self.reader = Reader(configuration)
        self._library = library()

    def prepare(self, work: str) -> None:
        """Do nothing.

        Args:
            work: The name of the query.
        """

    def run(self, work: str) -> tuple[str, bytes]:
        """Answer a query as the service does, parameters bound and hidden columns taken out.

        Args:
            work: The name of the query.
        """
        from lcgraph.queries import without_columns
        from lcgraph.service.questions import INTERNAL_FORMATS

        query = self._library[work]
        bound = bound_with_examples(query)
        head = {
            "formats": INTERNAL_FORMATS,
            "layers": [layer.value for layer in query.store_layers],
            "substitutions": {v.value: str(term) for v, term in bound.substitutions.items()},
        }
        said, body = self.reader.handle(head, bound.text.encode())
        if said["outcome"] != "answer":
            raise RuntimeError(f"{work}: {body.decode()}")
        if said["kind"] == "solutions":
            body = without_columns(body, said["media_type"], bound.hidden)
        return said["kind"], body

    def answer(self, result: tuple[str, bytes]) -> list[str]:
        """Write the answer as sorted lines.

        Args:
            result: Its kind and its bytes.
        """
        return normalized(result[1])


class Theirs:
    """rdflib with the same quads in memory: a text in, rows out."""

    def __init__(self, dump: str) -> None:
        """Load the published view into a graph.

        Args:
            dump: The whole store as N-Quads.
        """
        import pyoxigraph
        import rdflib

        # Otherwise 0.50 would come out as 0.5.
        rdflib.NORMALIZE_LITERALS = False
        self._dump = Path(dump)
        self._graph: rdflib.Graph = rdflib.Graph()
        self._added: list[Any] = []
        self._layers: tuple[str, ...] = ()
        self._is_dataset = False
        self._library = library()
        for quad in pyoxigraph.parse(path=dump, format=pyoxigraph.RdfFormat.N_QUADS):
            if isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
                self._graph.add(_rdflib_triple(quad.triple))
        self._texts = {query.name: with_terms(query) for query in self._library}
        self._prepared: dict[str, Any] = {}

    def prepare(self, work: str) -> None:
        """Bring the default graph in step with the layers that a query needs.

        Args:
            work: The name of the query; after ``prepared:``, it is also parsed beforehand.
        """
        name = work.removeprefix("prepared:")
        if " GRAPH " in self._texts[name] and not self._is_dataset:
            self._read_named_graphs()
        wanted = tuple(layer.value for layer in self._library[name].store_layers)
        if wanted != self._layers:
            self._change_layers(wanted)
        if name != work and name not in self._prepared:
            from rdflib.plugins.sparql import prepareQuery

            self._prepared[name] = prepareQuery(self._texts[name])

    def _read_named_graphs(self) -> None:
        """Replace the graph by a dataset; done late, since plain graphs are faster."""
        import pyoxigraph
        import rdflib

        dataset = rdflib.Dataset()
        for quad in pyoxigraph.parse(path=self._dump, format=pyoxigraph.RdfFormat.N_QUADS):
            graph: rdflib.Graph = dataset.default_graph
            if isinstance(quad.graph_name, pyoxigraph.NamedNode):
                graph = dataset.graph(rdflib.URIRef(quad.graph_name.value))
            graph.add(_rdflib_triple(quad.triple))
        self._graph = dataset
        self._is_dataset = True
        self._layers = ()

    def _change_layers(self, wanted: tuple[str, ...]) -> None:
        import pyoxigraph

        from lcgraph.store.interface import LAYER_GRAPHS, Layer

        graph = self._graph.default_graph if self._is_dataset else self._graph  # type: ignore[attr-defined]
        for triple in self._added:
            graph.remove(triple)
        self._added = []
        names = {LAYER_GRAPHS[Layer(layer)] for layer in wanted}
        for quad in pyoxigraph.parse(path=self._dump, format=pyoxigraph.RdfFormat.N_QUADS):
            if quad.graph_name in names:
                triple = _rdflib_triple(quad.triple)
                if triple not in graph:
                    graph.add(triple)
                    self._added.append(triple)
        self._layers = wanted

    def run(self, work: str) -> tuple[Result, list[Any]]:
        """Answer a query, each row of it.

        Args:
            work: The name of the query.
        """
        name = work.removeprefix("prepared:")
        result = self._graph.query(self._prepared[name] if name != work else self._texts[name])
        return result, list(result)

    def answer(self, result: tuple[Result, list[Any]]) -> list[str]:
        """Write the answer as sorted lines.

        Args:
            result: The result and its rows.
        """
        kind, rows = result[0].type, result[1]
        if kind == "ASK":
            return [str(rows[0])]
        if kind == "CONSTRUCT":
            return sorted({_line([_oxigraph_text(part) for part in row]) for row in rows})
        return _rows(json.loads(result[0].serialize(format="json") or b"")["results"]["bindings"])


def normalized(body: bytes) -> list[str]:
    """Write an answer as sorted lines that do not depend on who gave it.

    Args:
        body: SPARQL JSON or N-Triples.

    Raises:
        ValueError: If it is neither.
    """
    import pyoxigraph

    if not body.lstrip().startswith(b"{"):
        quads = pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.N_TRIPLES)
        return sorted({_line([str(part) for part in quad.triple]) for quad in quads})
    read = json.loads(body)
    if "boolean" in read:
        return [str(read["boolean"])]
    return _rows(read["results"]["bindings"])


def _line(parts: list[str]) -> str:
    return "\t".join(parts)


def _rows(bindings: list[dict[str, dict[str, str]]]) -> list[str]:
    for row in bindings:
        for term in row.values():
            term["type"] = term["type"].replace("typed-literal", "literal")
            if term.get("datatype") == "http://www.w3.org/2001/XMLSchema#string":
                del term["datatype"]
            if "xml:lang" in term:
                term.pop("datatype", None)
                term["xml:lang"] = term["xml:lang"].lower()
            term["value"] = _value(term)
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in bindings)


def _value(term: dict[str, str]) -> str:
    """Write numbers alike: engines choose the form of what they have reckoned themselves."""
    if term.get("datatype", "").endswith(("#decimal", "#double", "#float")):
        return repr(float(term["value"]))
    return term["value"]


def _rdflib_triple(triple: Any) -> Any:
    return tuple(_rdflib_term(part) for part in triple)


def _rdflib_term(term: Any) -> Any:
    import pyoxigraph
    import rdflib

    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


def _oxigraph_text(term: Any) -> str:
    import pyoxigraph
    import rdflib

    if isinstance(term, rdflib.Literal):
        if term.language:
            return str(pyoxigraph.Literal(str(term), language=term.language))
        datatype = pyoxigraph.NamedNode(str(term.datatype)) if term.datatype else None
        return str(pyoxigraph.Literal(str(term), datatype=datatype))
    return str(pyoxigraph.NamedNode(str(term)))


def with_terms(query: StoredQuery) -> str:
    """Write the example parameters into the text of a query.

    rdflib's own bindings give other answers in subqueries and after MINUS, and other servers have
    none. The terms are ours, so nothing hostile gets into the text here.

    Args:
        query: The query.
    """
    terms = {f"?{v.value}": str(t) for v, t in bound_with_examples(query).substitutions.items()}
    return with_written(query.text, terms)


def with_written(text: str, terms: Mapping[str, str]) -> str:
    """Write terms in the place of variables; where only variables may stand, leave them out.

    Args:
        text: A query.
        terms: Variable, with its question mark, to term.
    """
    from lcgraph.store.tokens import Kind, tokens_of

    parts, at = [], 0
    lists_variables, depth = False, 0
    for token in tokens_of(text):
        if token.kind is Kind.WORD:
            lists_variables = token.text in _LISTS or (lists_variables and token.text in _WITHIN)
        elif token.kind is Kind.OTHER:
            depth += (token.text == "(") - (token.text == ")")
            lists_variables = lists_variables and token.text not in "{}"
        elif token.kind is Kind.VARIABLE and token.text in terms:
            written = "" if lists_variables and not depth else terms[token.text]
            parts += [text[at : token.start], written]
            at = token.end
    return "".join(parts) + text[at:]


def _pair(ours: Side, theirs: Side, name: str, repetitions: int) -> dict[str, Any]:
    """Measure one query on both sides in turn."""
    first, expected = ours.run(name, answer=True), theirs.run(name, limit=_LIMIT, answer=True)
    # Of what takes this long once is enough.
    is_long = expected["seconds"] > _LONG
    pairs = []
    for _ in range(repetitions):
        mine = ours.run(name)
        pairs.append((mine, expected if is_long else theirs.run(name, limit=_LIMIT)))
    parsed = expected if is_long else theirs.run("prepared:" + name, limit=_LIMIT)
    return {
        "query": name,
        "pairs": pairs,
        "prepared": parsed["seconds"],
        "exceeded": expected["exceeded"],
        "rows": len(first["answer"]),
        "equal": None if expected["exceeded"] else first["answer"] == expected["answer"],
    }


def _ordered(names: list[str] | None) -> list[str]:
    """Order queries so that rdflib builds a layer, and the named graphs, once each."""
    queries = [query for query in library() if names is None or query.name in names]
    queries.sort(key=lambda query: (" GRAPH " in query.text, query.store_layers, query.name))
    return [query.name for query in queries]


def run(repetitions: int, names: list[str] | None = None) -> Figure:
    """Measure each query, then their sum.

    Args:
        repetitions: How often.
        names: Only these queries.
    """
    folder = Path(tempfile.mkdtemp(prefix="lcgraph-benchmark-"))
    try:
        load_store(folder / "store")
        dump = folder / "dump.nq"
        export = ["export", "--all", "--format", "nquads", "--output", str(dump)]
        measure([*LCGRAPH, *export, "--store", folder / "store"])
        found = []
        module = "benchmarks.querying"
        with sides((f"{module}:Ours", folder / "store"), (f"{module}:Theirs", dump)) as both:
            wanted = _ordered(names)
            for number, name in enumerate(wanted):
                tell(f"queries: {number + 1} of {len(wanted)}, {name}")
                found.append(_pair(*both, name, repetitions))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _figure(found)


def _summed(found: list[dict[str, Any]], number: int) -> tuple[Sample, Sample]:
    ours = [sample(each["pairs"][number][0]) for each in found]
    theirs = [sample(each["pairs"][number][1]) for each in found]
    mine, other = (
        Sample(
            math.fsum(s.seconds for s in side),
            math.fsum(s.cpu for s in side),
            max(s.memory for s in side),
        )
        for side in (ours, theirs)
    )
    return mine, other


def _notes(details: list[dict[str, Any]]) -> list[str]:
    """Say what the ratio of the sums leaves out, for it hangs on a few long queries."""
    longest = max(details, key=lambda detail: detail["peer_milliseconds"])
    others = [detail for detail in details if detail is not longest] or details
    total, without = (
        sum(d["peer_milliseconds"] for d in some) / sum(d["milliseconds"] for d in some)
        for some in (details, others)
    )
    parsed = sum(d["ratio_to_prepared"] * d["milliseconds"] for d in details)
    least = min(details, key=lambda detail: detail["ratio"])
    behind = [d["query"] for d in details if d["ratio_to_prepared"] < 1]
    return [
        f"{len(details)} queries with their example parameters. The median of their ratios is "
        f"{statistics.median(d['ratio'] for d in details):.1f}, the least {least['ratio']:.1f} "
        f"({least['query']}). Of the sums it is {total:.1f}, and {without:.1f} without "
        f"{longest['query']}, on which rdflib takes {longest['peer_milliseconds'] / 1000:.1f} s.",
        "lcgraph parses the query and writes the answer as bytes; rdflib parses it and only walks "
        "the rows. Against queries that rdflib has parsed beforehand the ratio of the sums is "
        f"{parsed / sum(d['milliseconds'] for d in details):.1f}; behind are then: "
        f"{', '.join(behind) or 'none'}.",
    ]


def _figure(found: list[dict[str, Any]]) -> Figure:
    details = []
    for each in found:
        ratio = statistics.median(b["seconds"] / a["seconds"] for a, b in each["pairs"])
        mine = statistics.median(a["seconds"] for a, _ in each["pairs"])
        other = statistics.median(b["seconds"] for _, b in each["pairs"])
        details.append(
            {
                "query": each["query"],
                "milliseconds": round(mine * 1000, 3),
                "peer_milliseconds": round(other * 1000, 3),
                "ratio": round(ratio, 2),
                "ratio_to_prepared": round(each["prepared"] / mine, 2),
                "rows": each["rows"],
                "equal": each["equal"],
                "peer_given_up": each["exceeded"],
            }
        )
    details.sort(key=lambda detail: float(str(detail["ratio"])))
    slower = [str(d["query"]) for d in details if float(str(d["ratio"])) < 1]
    unequal = [str(d["query"]) for d in details if d["equal"] is False]
    given_up = [str(d["query"]) for d in details if d["peer_given_up"]]
    notes = _notes(details)
    if given_up:
        notes.append(f"rdflib was stopped after {_LIMIT:g} s: {', '.join(given_up)}.")
    faults = [f"slower than rdflib: {name}" for name in slower]
    faults += [f"answers differ: {name}" for name in unequal]
    return compared(
        "queries",
        "Query library on the published graph in memory, as readers answer it",
        "rdflib in memory on the same layers",
        Sense.FASTER,
        10.0,
        [_summed(found, number) for number in range(len(found[0]["pairs"]))],
        notes=notes,
        faults=faults,
        details=details,
    )
