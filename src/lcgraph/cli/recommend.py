"""``lcgraph recommend``: what the rules derive for a city."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from pyoxigraph import QueryTriples, Triple, Variable

from lcgraph.cli.languages import Language, chosen, preferred
from lcgraph.cli.options import FormatOption, LanguageOption, RemoteOption, StoreOption, place_of
from lcgraph.cli.output import ExitCode, Format, stop, write, write_rows
from lcgraph.cli.stores import reading
from lcgraph.knowledge import Knowledge
from lcgraph.queries import named
from lcgraph.recommendations import RuleSet, for_city, wording_of
from lcgraph.store import Layer, Store
from lcgraph.vocabulary import CITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from lcgraph.recommendations import CityAdvice, Explanation, ThemeAdvice

_COLUMNS: Final = ("theme", "kind", "rule", "says", "quotes")


def command(
    city: Annotated[
        str,
        typer.Argument(metavar="CITY", help="รหัสเมือง เช่น th-yala · The key of a city."),
    ],
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
    remote: RemoteOption = None,
    lang: LanguageOption = None,
) -> None:
    """แสดงข้อแนะนำของเมืองพร้อมหลักฐาน · Show what the rules derive for a city, with its evidence.

    Example: lcgraph recommend th-yala --lang th

    Example: lcgraph recommend th-chiang-rai --format json
    """
    language = lang or preferred()
    iri = named(city, str(CITY))
    if iri is None:
        stop(
            f"{city}: รหัสเมืองไม่ถูกต้อง เช่น th-yala · not a city key, such as th-yala.", ExitCode.USAGE
        )
    knowledge = Knowledge()
    query = knowledge.explanation_query().text
    with reading(place_of(store, remote), language) as opened:
        triples = _fetched(opened, query, iri)
    if not triples:
        stop(f"{city}: ไม่มีเมืองนี้ในกราฟ · no such city in the graph.", ExitCode.USAGE)
    rules = RuleSet.of(file.text for file in knowledge.rules())
    advice = for_city(iri, triples, rules, wording_of(query))
    if form is Format.JSON:
        write(json.dumps(asdict(advice), ensure_ascii=False, indent=2, default=str))
        return
    if form is Format.TABLE and advice.nothing_stated is not None:
        write(chosen(dict(advice.nothing_stated), language))
    title = chosen(dict(advice.city.labels), language)
    write_rows(_COLUMNS, list(_rows(advice, language)), form, title)


def _fetched(opened: Store, query: str, city: NamedNode) -> set[Triple]:
    results = opened.query(
        query,
        layers=(Layer.INFERRED, Layer.DERIVED, Layer.QUALITY),
        substitutions={Variable("_city_iri"): city},
    )
    return set(results) if isinstance(results, QueryTriples) else set()


def _rows(advice: CityAdvice, language: Language) -> Iterator[dict[str, Any]]:
    for theme in advice.themes:
        label = chosen(dict(theme.theme.labels), language)
        for explanation in _of_theme(theme):
            yield {"theme": label, **_row(explanation, language)}
    for explanations in advice.requests.values():
        for explanation in explanations:
            labels = (chosen(dict(theme.labels), language) for theme in explanation.themes)
            yield {"theme": ", ".join(labels), **_row(explanation, language)}


def _of_theme(theme: ThemeAdvice) -> Iterator[Explanation]:
    yield from theme.actions
    yield from theme.related_actions
    for group in theme.peers:
        yield from group
    yield from theme.notes


def _row(explanation: Explanation, language: Language) -> dict[str, Any]:
    quotes = [
        quote["text"]
        for trigger in explanation.triggers
        for evidence in trigger.evidence
        for quote in evidence.get("quotes", [])
    ]
    return {
        "kind": explanation.kind.value,
        "rule": " ".join(rule.identifier for rule in explanation.rules),
        "says": chosen(dict(explanation.sentence), language),
        "quotes": " | ".join(dict.fromkeys(quotes)),
    }
