"""The figures as a table for people and as JSON."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.figures import Figure, Sense

_PACKAGES: Final = ("fastapi", "owlrl", "pyoxigraph", "pyshacl", "rdflib", "uvicorn")


def circumstances(command: str) -> dict[str, Any]:
    """Describe a run: when, on what, with what.

    Args:
        command: The command line.
    """
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": command,
        "machine": f"{os.cpu_count()} cores, {_memory()}, {platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1),
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in _PACKAGES},
        },
    }


def _memory() -> str:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{pages / (1 << 30):.0f} GiB"


def write(figures: Iterable[Figure], run: dict[str, Any], output: Path) -> None:
    """Write the results; figures of earlier runs that were not measured anew are kept.

    Args:
        figures: What was measured.
        run: The circumstances.
        output: The Markdown file; the JSON file gets its name in lower case.
    """
    data = output.with_name(output.stem.lower() + ".json")
    kept: dict[str, Any] = {}
    if data.is_file():
        kept = json.loads(data.read_text(encoding="utf-8"))["figures"]
    for figure in figures:
        kept[figure.name] = {**figure.to_dict(), "run": run}
    text = json.dumps({"figures": kept}, ensure_ascii=False, indent=1)
    data.write_text(text + "\n", encoding="utf-8")
    output.write_text(markdown(list(kept.values())), encoding="utf-8")


def markdown(figures: list[dict[str, Any]]) -> str:
    """Write figures as a page.

    Args:
        figures: As :meth:`benchmarks.figures.Figure.to_dict` gives them, each with its ``run``.
    """
    lines = [
        "# How fast, and with how much memory",
        "",
        "Both sides of a comparison run in turn, each in a process of its own; the ratio is the",
        "median of the ratios of all repetitions. Times are medians. They depend on the machine",
        "and on what else it does; ratios much less so.",
        "",
        "| what | compared with | demanded | measured | time | its time | memory | its memory |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(figure) for figure in figures),
        "",
        "Memory is the peak of each process, in MiB.",
        "",
    ]
    for figure in figures:
        lines += _section(figure)
    return "\n".join(lines).rstrip() + "\n"


def _row(figure: dict[str, Any]) -> str:
    mark = "" if figure["is_met"] else " **(not met)**"
    cells = (
        figure["what"],
        figure["peer"],
        _demand(figure),
        f"{_number(figure['ratio'])} {figure['sense']}{mark}",
        *(_seconds(value) for value in figure["seconds"]),
        *(f"{value / (1 << 20):.0f}" for value in figure["memory"]),
    )
    return f"| {' | '.join(cells)} |"


def _demand(figure: dict[str, Any]) -> str:
    if figure["demanded"] is None:
        return "–"
    bound = "at least" if figure["sense"] == Sense.FASTER else "at most"
    return f"{bound} {figure['demanded']:g}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


def _section(figure: dict[str, Any]) -> list[str]:
    run = figure["run"]
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    lines = [f"## {figure['name']}", ""]
    lines += [f"- {note}" for note in figure["notes"]]
    lines += [f"- **Fault:** {fault}" for fault in figure["faults"]]
    lines += [
        f"- {run['date']}, `{run['command']}`, {figure['repetitions']} repetitions; "
        f"{run['machine']}, load {run['load']} at the start; {versions}.",
        f"- Processor time: {_seconds(figure['cpu'][0])} against {_seconds(figure['cpu'][1])}.",
        "",
    ]
    if figure["details"]:
        lines += _details(figure["details"])
    return lines


def _details(details: list[dict[str, Any]]) -> list[str]:
    names = list(details[0])
    head = ["| " + " | ".join(name.replace("_", " ") for name in names) + " |"]
    head.append("|" + "---|" * len(names))
    rows = ["| " + " | ".join(str(detail[name]) for name in names) + " |" for detail in details]
    return [*head, *rows, ""]
