"""Which facts of a check-list are in the graph, and why the others are not."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, parse

from lcgraph.records.evidence import LINKS
from lcgraph.records.triples import TripleIndex
from lcgraph.vocabulary import LCG, OA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple


@dataclass(frozen=True)
class Fact:
    """One row of the published list of what became of each fact.

    Attributes:
        identifier: The number of the fact, such as ``G0319``.
        triple: What states it in the graph; None when it was left out.
        reasons: Why it was left out, by language tag.
    """

    identifier: str
    triple: Triple | None
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Coverage:
    """What became of the facts of one section.

    Attributes:
        section: The name of the section.
        stated: Facts whose triple is in the graph.
        left_out: Facts that are not in the graph, with the reason.
        absent: Facts that the list says are stated and that the graph does not have.
        unquoted: Stated facts whose words are in no passage of their subject.
        unlisted: Numbers of facts that the list does not have.
    """

    section: str
    stated: tuple[Fact, ...] = ()
    left_out: tuple[Fact, ...] = ()
    absent: tuple[Fact, ...] = ()
    unquoted: tuple[Fact, ...] = ()
    unlisted: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every fact is in the graph with its words, or left out for a reason."""
        return not (self.absent or self.unquoted or self.unlisted)


def read_facts(text: str) -> list[Fact]:
    """Read the list of what became of each fact.

    Args:
        text: CSV with the columns ``fact``, ``status``, ``subject``, ``predicate``, ``object``
            (in N-Triples syntax), ``reason_th`` and ``reason_en``.

    Returns:
        One fact a row.

    Raises:
        ValueError: If a row is neither stated with a triple nor left out with both reasons.
    """
    facts = []
    for row in csv.DictReader(text.splitlines()):
        reasons = {tag: row[f"reason_{tag}"] for tag in ("th", "en") if row[f"reason_{tag}"]}
        if row["status"] == "stated":
            line = f"<{row['subject']}> <{row['predicate']}> {row['object']} ."
            (quad,) = parse(line.encode(), format=RdfFormat.N_TRIPLES)
            facts.append(Fact(row["fact"], quad.triple))
        elif row["status"] == "left-out" and len(reasons) == 2:
            facts.append(Fact(row["fact"], None, reasons))
        else:
            raise ValueError(f"{row['fact']}: neither stated nor left out for a reason")
    return facts


def coverage_of(
    section: str,
    expected: Iterable[tuple[str, str]],
    facts: Iterable[Fact],
    triples: frozenset[Triple],
    index: TripleIndex,
) -> Coverage:
    """Compare a section of a check-list with the graph.

    Args:
        section: The name of the section.
        expected: The number and the quoted words of each fact of the section.
        facts: The published list.
        triples: The graph: sources and records.
        index: The same graph, indexed.

    Returns:
        What became of each fact. Words are compared without white space, with all passages of
        the fact's subject or object together, since a quote may run over a break.
    """
    listed = {fact.identifier: fact for fact in facts}
    words = dict(expected)
    found = [listed[number] for number in words if number in listed]
    stated = [fact for fact in found if fact.triple is not None and fact.triple in triples]
    return Coverage(
        section,
        tuple(stated),
        tuple(fact for fact in found if fact.triple is None),
        tuple(fact for fact in found if fact.triple and fact.triple not in triples),
        tuple(fact for fact in stated if not _is_quoted(fact, words[fact.identifier], index)),
        tuple(number for number in words if number not in listed),
    )


def _is_quoted(fact: Fact, words: str, index: TripleIndex) -> bool:
    if fact.triple is None:
        return False
    wanted = _squeeze(words)
    ends = [end for end in (fact.triple.subject, fact.triple.object) if isinstance(end, NamedNode)]
    links = (*LINKS, LCG["citedIn"])
    linked = [passage for end in ends for link in links for passage in index.iris(end, link)]
    # A fact may be that a passage goes on behind a break: then its subject is the passage itself.
    return any(wanted in _squeeze(_quote_of(passage, index)) for passage in (*ends, *linked))


def _quote_of(passage: NamedNode, index: TripleIndex) -> str:
    segments = sorted(
        (index.number(selector, LCG["segment"]) or 0, quote.value)
        for selector in index.iris(passage, OA["hasSelector"])
        for quote in index.literals(selector, OA["exact"])
    )
    return "".join(text for _, text in segments)


def _squeeze(text: str) -> str:
    return "".join(text.split())
