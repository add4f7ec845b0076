"""``python -m benchmarks.http``: requests a second and times of answers, of lcgraph and others.

All servers run on the same data; each workload is put to them in turn, in several rounds, so that
ratios hold on a busy machine. The client shares the machine with them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shlex
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks import report, stores
from benchmarks.client import Answer, Connection, Load, Request, get, loaded, percentile
from benchmarks.processes import Side, tell
from benchmarks.querying import library, normalized, with_terms
from benchmarks.servers import STARTERS, Server, Starter

CONNECTIONS: Final = (1, 8, 64)
_LIMIT: Final = 10.0
_MOST_TIMEOUTS: Final = 3
_MANY: Final = 20_000
_FEW: Final = 400
_IN_PROCESS: Final = "in-process call"
_POINT: Final = """SELECT ?label WHERE {
  <https://w3id.org/lcgraph/id/city/th-yala>
    <http://www.w3.org/2000/01/rdf-schema#label> ?label }"""
_THEME: Final = """PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?city ?label ?finding WHERE {
  ?finding lcg:hasTheme <https://w3id.org/lcgraph/concept/theme/community-participation> .
  ?observation lcg:hasStrength ?finding ; lcg:aboutPlace ?city .
  ?city a lcg:LearningCity ; rdfs:label ?label FILTER(LANG(?label) = "th") }"""


@cache
def texts() -> dict[str, str]:
    """Return what is asked: SPARQL by name, the queries of the library among them.

    Queries that need inferred or derived layers are left out: other servers have no such layers.
    """
    asked = {"point": _POINT, "theme": _THEME}
    return asked | {query.name: with_terms(query) for query in library() if not query.store_layers}


class InProcess:
    """A reader of lcgraph in the process that asks: what no server can do better."""

    def __init__(self, folder: str) -> None:
        """Load the graph into memory.

        Args:
            folder: The folder of the store.
        """
        from benchmarks.querying import Ours

        self._reader = Ours(folder).reader
        self._texts = {name: text.encode() for name, text in texts().items()}

    def prepare(self, work: str) -> None:
        """Do nothing.

        Args:
            work: The name of the query.
        """

    def run(self, work: str) -> bytes:
        """Answer one query.

        Args:
            work: Its name.
        """
        from lcgraph.service.questions import INTERNAL_FORMATS

        return self._reader.handle({"formats": INTERNAL_FORMATS}, self._texts[work])[1]

    def answer(self, result: bytes) -> int:
        """Return the length of the answer.

        Args:
            result: The answer.
        """
        return len(result)


@dataclass
class Contestant:
    """A server and what is known of it.

    Attributes:
        starter: What starts it.
        server: It, running.
        alone: Query to seconds, asked once after a first time; a query it cannot answer is missing.
        unlike: Queries whose answers differ from lcgraph's.
        failed: Queries it could not answer, with the reason.
        peak: The most memory it was seen to hold, in bytes; shared pages counted once.
    """

    starter: Starter
    server: Server
    alone: dict[str, float] = field(default_factory=dict)
    unlike: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    peak: int = 0

    def look(self) -> None:
        """Note how much memory it holds now, if that is more than before."""
        self.peak = max(self.peak, self.server.memory)

    @property
    def is_asked(self) -> bool:
        """Whether it looks at what it is asked."""
        return "constant" not in self.server.name

    def requests(self, names: Sequence[str]) -> list[Request]:
        """Write the requests for some queries."""
        server, asked = self.server, texts()
        return [get(n, server.port, server.path, asked[n], server.extra) for n in names]


async def acquainted(
    contestant: Contestant, expected: dict[str, Any], store: Path, folder: Path
) -> None:
    """Ask a server each query, and compare the answers with lcgraph's.

    A server that does not answer in time is started anew, since most go on reckoning; after a few
    times it is asked no more.

    Args:
        contestant: The server; what is found out is noted there.
        expected: Query to lcgraph's answer; filled by lcgraph itself, which is asked first.
        store: The folder of the store.
        folder: Where the peers' packages are.
    """
    timeouts = 0
    for name, text in texts().items():
        if " GRAPH " in text and not contestant.server.has_named_graphs:
            contestant.failed[name] = "was given no named graphs"
            continue
        if timeouts == _MOST_TIMEOUTS:
            contestant.failed[name] = "not asked any more"
            continue
        (request,) = contestant.requests([name])
        connection = Connection(contestant.server.port)
        answer = await connection.ask(request, _LIMIT)
        if answer.status == 200:
            again = await connection.ask(request, _LIMIT)
            contestant.alone[name] = min(answer.seconds, again.seconds)
            _compared(contestant, name, answer, expected)
        else:
            contestant.failed[name] = f"status {answer.status}" if answer.status else "too slow"
        connection.close()
        if answer.status == 0:
            timeouts += 1
            contestant.server.stop()
            restarted = contestant.starter(store, folder)
            if restarted is not None:
                contestant.server = restarted


def _compared(contestant: Contestant, name: str, answer: Answer, expected: dict[str, Any]) -> None:
    try:
        said: Any = normalized(answer.body)
    except (SyntaxError, ValueError):
        said = "not readable"
    if said != expected.setdefault(name, said):
        contestant.unlike.append(name)


def _mix(contestants: Sequence[Contestant]) -> list[str]:
    """Choose the library queries that all servers answer, fit for many connections."""
    names = [name for name in texts() if name not in ("point", "theme")]
    able = [c for c in contestants if len(c.alone) > 0.8 * len(names)]
    return [n for n in names if all(c.alone.get(n, _LIMIT) < 1.0 for c in able)]


async def contest(
    contestants: Sequence[Contestant], rounds: int, count: int, seconds: float
) -> list[dict[str, Any]]:
    """Put the workloads to all servers in turn.

    Args:
        contestants: The servers.
        rounds: How often.
        count: Requests of a kind, server and round; those of the library in turn.
        seconds: When to stop a measurement that has not sent them all.
    """
    mix = _mix(contestants)
    found = []
    for workload, names in (("point", ["point"]), ("theme", ["theme"]), ("library", mix)):
        able = [c for c in contestants if all(name in c.alone for name in names)]
        for connections in CONNECTIONS:
            loads: dict[str, list[Load]] = {c.server.name: [] for c in able}
            for number in range(rounds):
                tell(f"  {workload}, {connections} connections, {number + 1} of {rounds}")
                for each in able:
                    asked, port = each.requests(names), each.server.port
                    load = await loaded(port, asked, connections, count, seconds)
                    loads[each.server.name].append(load)
                    each.look()
            found.append(_entry(workload, connections, loads, len(names)))
    return found


async def query_by_query(
    contestants: Sequence[Contestant], count: int
) -> dict[str, dict[str, float]]:
    """Ask each query of the library by itself, over eight connections, for a second at most.

    Args:
        contestants: The servers; those that do not answer most queries are left out.
        count: How many requests for each query in all.

    Returns:
        Query to server to requests a second.
    """
    names = [name for name in texts() if name not in ("point", "theme")]
    able = [c for c in contestants if c.is_asked and len(c.alone) > 0.8 * len(names)]
    found: dict[str, dict[str, float]] = {}
    for name in names:
        for each in able:
            if name in each.alone:
                load = await loaded(each.server.port, each.requests([name]), 8, count, 1.0)
                found.setdefault(name, {})[each.server.name] = load.per_second
                each.look()
    return found


def _entry(
    workload: str, connections: int, loads: dict[str, list[Load]], queries: int
) -> dict[str, Any]:
    ours = loads["lcgraph"]
    return {
        "workload": workload,
        "connections": connections,
        "queries": queries,
        "servers": {
            name: {
                **{
                    key: statistics.median(asdict(load)[key] for load in each)
                    for key in ("per_second", "p50", "p99", "answers", "failures")
                },
                "ratio": statistics.median(
                    mine.per_second / other.per_second
                    for mine, other in zip(ours, each, strict=True)
                ),
            }
            for name, each in loads.items()
        },
    }


def in_process(store: Path, count: int, mix: Sequence[str]) -> list[dict[str, Any]]:
    """Measure the call within a process, one at a time.

    Args:
        store: The folder of the store.
        count: How many calls of a kind.
        mix: The queries of the library.
    """
    side = Side("benchmarks.http:InProcess", store)
    found = []
    try:
        for workload, names in (
            ("point", ["point"] * count),
            ("theme", ["theme"] * count),
            ("library", list(mix)),
        ):
            side.run(names[0])
            times = sorted(side.run(name)["seconds"] for name in names)
            found.append(
                {
                    "workload": workload,
                    "per_second": len(times) / sum(times),
                    "p50": percentile(times, 0.5),
                    "p99": percentile(times, 0.99),
                }
            )
    finally:
        side.close()
    return found


async def measured(cities: int, chosen: argparse.Namespace) -> dict[str, Any]:
    """Measure all servers on one size of data.

    Args:
        cities: How many generated cities beside the shipped ones.
        chosen: The command line.
    """
    store = stores.store(cities, chosen.cache)
    tell(f"{cities} generated cities beside the shipped ones")
    contestants: list[Contestant] = []
    expected: dict[str, Any] = {}
    try:
        for starter in _chosen(chosen.server):
            tell(f"  starting {starter.__name__}")
            server = starter(store, chosen.cache)
            if server is None:
                tell(f"  {starter.__name__} is not installed")
                continue
            contestants.append(Contestant(starter, server))
            await acquainted(contestants[-1], expected, store, chosen.cache)
        found = await contest(contestants, chosen.rounds, chosen.count, chosen.seconds)
        tell("  query by query")
        each_query = await query_by_query(contestants, chosen.count)
        memory = {each.server.name: each.peak for each in contestants}
    finally:
        for each in contestants:
            each.server.stop()
    return {
        "cities": cities,
        "workloads": found,
        "in_process": in_process(store, min(chosen.count, _FEW), _mix(contestants)),
        "query_by_query": each_query,
        "memory": memory,
        "alone": {each.server.name: each.alone for each in contestants},
        "unlike": {each.server.name: each.unlike for each in contestants if each.is_asked},
        "failed": {each.server.name: each.failed for each in contestants if each.is_asked},
    }


def _chosen(names: Sequence[str] | None) -> list[Starter]:
    """Choose the servers; lcgraph always comes first, since its answers are compared with."""
    wanted = STARTERS if names is None else {name: STARTERS[name] for name in names}
    return list({"lcgraph": STARTERS["lcgraph"], **wanted}.values())


def markdown(results: Sequence[dict[str, Any]], run: dict[str, Any]) -> str:
    """Write the results as a page.

    Args:
        results: As :func:`measured` gives them.
        run: The circumstances.
    """
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    lines = [
        "# Over HTTP",
        "",
        "Servers and client share one machine and the loopback; connections are kept alive. All",
        "servers are asked in turn, in several rounds: a cell is the median of the rounds, and",
        "*lcgraph/it* the median of the ratios of requests a second within a round: above 1,",
        "lcgraph answers more. Times are in milliseconds.",
        "",
        "Where lcgraph keeps no answers, requests for the same that arrive together still share",
        "one evaluation; only over one connection is each request evaluated by itself.",
        "",
        f"- {run['date']}, `{run['command']}`; {run['machine']}, load {run['load']} at the start.",
        f"- {versions}.",
        "",
    ]
    for result in results:
        lines += _page(result)
    return "\n".join(lines).rstrip() + "\n"


def _page(result: dict[str, Any]) -> list[str]:
    lines = [
        f"## The shipped cities and {result['cities']} generated ones",
        "",
        "| asked | connections | server | requests a second | p50 | p99 | lcgraph/it | failures |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for entry in result["workloads"]:
        asked = entry["workload"]
        if asked == "library":
            asked = f"library, {entry['queries']} queries"
        for name, said in entry["servers"].items():
            lines.append(
                f"| {asked} | {entry['connections']} | {name} | {said['per_second']:.0f} "
                f"| {said['p50'] * 1000:.2f} | {said['p99'] * 1000:.2f} | {said['ratio']:.2f} "
                f"| {said['failures']:.0f} |"
            )
    for said in result["in_process"]:
        lines.append(
            f"| {said['workload']} | – | {_IN_PROCESS} | {said['per_second']:.0f} "
            f"| {said['p50'] * 1000:.2f} | {said['p99'] * 1000:.2f} | – | – |"
        )
    held = ", ".join(f"{name} {size / (1 << 20):.0f}" for name, size in result["memory"].items())
    lines += ["", f"The most memory seen, in MiB: {held}.", ""]
    for name, names in result["unlike"].items():
        if names:
            lines += [f"{name} answers otherwise than lcgraph: {', '.join(names)}.", ""]
    for name, reasons in result["failed"].items():
        if not reasons:
            continue
        told = "; ".join(f"{query}: {reason}" for query, reason in reasons.items())
        lines += [f"{name} did not answer: {told}.", ""]
    return lines + _by_query(result) + _alone(result)


def _by_query(result: dict[str, Any]) -> list[str]:
    """Write what each query of the library comes to, the one that fares worst first."""
    peer = "Oxigraph server"
    rows = []
    for query, found in result["query_by_query"].items():
        if peer in found:
            ratios = [found[name] / found[peer] for name in found if name.startswith("lcgraph")]
            rows.append((ratios, query, found))
    if not rows:
        return []
    names = list(rows[0][2])
    behind = [sum(ratios[n] < 0.9 for ratios, _, _ in rows) for n in range(len(rows[0][0]))]
    least = [min(ratios[n] for ratios, _, _ in rows) for n in range(len(rows[0][0]))]
    said = "; ".join(
        f"{name} is below 0.9 of it in {behind[n]} of {len(rows)} queries, the least {least[n]:.2f}"
        for n, name in enumerate(name for name in names if name.startswith("lcgraph"))
    )
    return [
        f"Each query over eight connections, in requests a second. Against {peer}: {said}.",
        "",
        f"| query | {' | '.join(names)} | lcgraph/{peer} |",
        "|---|" + "---|" * (len(names) + 1),
        *(
            f"| {query} | {' | '.join(f'{found.get(name, 0):.0f}' for name in names)} "
            f"| {' and '.join(f'{ratio:.2f}' for ratio in ratios)} |"
            for ratios, query, found in sorted(rows, key=_ratios)
        ),
        "",
    ]


def _ratios(row: tuple[list[float], str, dict[str, float]]) -> list[float]:
    return row[0]


def _alone(result: dict[str, Any]) -> list[str]:
    names = [name for name in result["alone"] if "constant" not in name]
    lines = [
        "Each query over one connection, the faster of two times, in milliseconds:",
        "",
        f"| query | {' | '.join(names)} |",
        "|---|" + "---|" * len(names),
    ]
    for query in result["alone"]["lcgraph"]:
        cells = []
        for name in names:
            seconds = result["alone"][name].get(query)
            cells.append("–" if seconds is None else f"{seconds * 1000:.1f}")
        lines.append(f"| {query} | {' | '.join(cells)} |")
    return [*lines, ""]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write down what came out.

    Args:
        arguments: The command line without the program; that of the process when None.

    Returns:
        The exit code.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    run = report.circumstances(shlex.join(["python", "-m", "benchmarks.http", *given]))
    results = []
    for cities in chosen.cities or (0, 1000):
        results.append(asyncio.run(measured(cities, chosen)))
        text = json.dumps({"run": run, "results": results}, ensure_ascii=False, indent=1)
        data = chosen.output.with_name(chosen.output.stem.lower() + ".json")
        data.write_text(text + "\n", encoding="utf-8")
        chosen.output.write_text(markdown(results, run), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.http",
        description="Measure lcgraph over HTTP against a constant answer, Oxigraph's server, "
        "rdflib-endpoint and, where it is installed, Virtuoso.",
        epilog="Example: python -m benchmarks.http --cities 0 --rounds 1",
    )
    parser.add_argument(
        "--cities",
        type=int,
        action="append",
        metavar="N",
        help="generated cities beside the shipped ones; may be repeated (0 and 1000)",
    )
    parser.add_argument(
        "--server",
        action="append",
        choices=list(STARTERS),
        metavar="NAME",
        help=f"measure only lcgraph and this; may be repeated ({', '.join(STARTERS)})",
    )
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often (3)")
    parser.add_argument(
        "--count",
        type=int,
        default=_MANY,
        metavar="N",
        help=f"requests of a kind in a round, if time suffices ({_MANY})",
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=3.0,
        metavar="S",
        help="when to stop a measurement that has not sent them all (3)",
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=stores.cache(),
        metavar="DIR",
        help="where stores and the peers' packages are kept, of the user's own unless told",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path(__file__).parent / "RESULTS-HTTP.md",
        metavar="FILE",
        help="the table to write, benchmarks/RESULTS-HTTP.md unless told otherwise",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
