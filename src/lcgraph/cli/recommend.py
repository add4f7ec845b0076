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
from lcgraph.recommendations import LAYERS, PEERS_IN_FULL, answered
from lcgraph.store import Store
from lcgraph.vocabulary import CITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.recommendations import CityAdvice, Explanation, Question, ThemeAdvice

_REQUESTS: Final = {"th": "ข้อมูลที่ขอเพิ่ม", "en": "What is asked for"}
_READING: Final = {
    "th": "อาศัยการอ่านแก้: “{printed}” อ่านเป็น “{read}”",
    "en": "rests on a reading: “{printed}” read as “{read}”",
}
_FIRST: Final = {
    "th": "แสดง {shown} เมืองแรกจากทั้งหมด {all} เมืองที่แลกเปลี่ยนเรียนรู้ได้ ดูทั้งหมดด้วย --peers {all}",
    "en": "The first {shown} of {all} cities to exchange with; --peers {all} shows all.",
}
_COLUMNS: Final = ("theme", "kind", "rule", "says", "quotes")


def command(
    city: Annotated[
        str,
        typer.Argument(
            metavar="CITY", help="รหัสเมือง เช่น th-yala · The key of a city, such as th-yala."
        ),
    ],
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
    remote: RemoteOption = None,
    lang: LanguageOption = None,
    peers: Annotated[
        int,
        typer.Option(
            min=0,
            help="จำนวนเมืองเพื่อนร่วมเรียนรู้ต่อประเด็น · How many peers to show on each theme.",
        ),
    ] = PEERS_IN_FULL,
) -> None:
    """แสดงข้อแนะนำของเมืองพร้อมหลักฐาน · Show what is recommended to a city, with its evidence.

    Example: lcgraph recommend th-yala --lang th

    Example: lcgraph recommend th-yala --peers 3

    Example: lcgraph recommend th-chiang-rai --format json
    """
    language = lang or preferred()
    if form is Format.TURTLE:
        stop("--format: table | json | csv", ExitCode.USAGE)
    iri = named(city, str(CITY))
    if iri is None:
        stop(
            f"{city}: รหัสเมืองไม่ถูกต้อง เช่น th-yala · not a city key, such as th-yala.", ExitCode.USAGE
        )
    with reading(place_of(store, remote), language) as opened:
        asked = Knowledge().explanations().for_city(iri, peers)
        advice = answered(asked, lambda question: _answer(opened, question))
    if advice is None:
        stop(f"{city}: ไม่มีเมืองนี้ในกราฟ · no such city in the graph.", ExitCode.USAGE)
    if form is Format.JSON:
        write(json.dumps(asdict(advice), ensure_ascii=False, indent=2, default=str))
        return
    if form is Format.TABLE:
        write("\n".join(_lines(advice, language)))
    else:
        write_rows(_COLUMNS, list(_rows(advice, language)), form)


def _answer(opened: Store, question: Question) -> set[Triple]:
    terms = {Variable(name): term for name, term in question.substitutions.items()}
    results = opened.query(question.text, layers=LAYERS, substitutions=terms)
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
    return {
        "kind": explanation.kind.value,
        "rule": " ".join(rule.identifier for rule in explanation.rules),
        "says": chosen(dict(explanation.sentence), language),
        "quotes": " | ".join(_quotes(explanation)),
    }


def _quotes(explanation: Explanation) -> list[str]:
    """Return the words that a recommendation rests on: of its triggers, its action, its peer."""
    peers = explanation.peer.statements if explanation.peer else ()
    passages = [evidence for part in (*explanation.triggers, *peers) for evidence in part.evidence]
    if explanation.action is not None:
        passages.extend(explanation.action.evidence)
    quotes = (quote["text"] for evidence in passages for quote in evidence.get("quotes", []))
    return list(dict.fromkeys(quotes))


def _lines(advice: CityAdvice, language: Language) -> Iterator[str]:
    yield chosen(dict(advice.city.labels), language)
    if advice.nothing_stated is not None:
        yield chosen(dict(advice.nothing_stated), language)
    for theme in advice.themes:
        yield f"\n{chosen(dict(theme.theme.labels), language)}"
        for explanation in _of_theme(theme):
            yield from _item(explanation, language)
        shown = sum(map(len, theme.peers))
        if shown < theme.peer_count:
            yield f"  {_FIRST[language.value].format(shown=shown, all=theme.peer_count)}"
    if advice.requests:
        yield f"\n{_REQUESTS[language.value]}"
    for explanations in advice.requests.values():
        for explanation in explanations:
            yield from _item(explanation, language)


def _item(explanation: Explanation, language: Language) -> Iterator[str]:
    rules = " ".join(rule.identifier for rule in explanation.rules)
    yield f"  • {chosen(dict(explanation.sentence), language)} [{rules}]"
    for quote in _quotes(explanation):
        yield f"      “{quote}”"
    for emendation in explanation.readings:
        printed, read = (_text(emendation, name, language) for name in ("printed", "read"))
        yield f"      {_READING[language.value].format(printed=printed, read=read)}"


def _text(emendation: dict[str, Any], name: str, language: Language) -> str:
    return chosen(emendation.get(name, {}), language) or "–"
