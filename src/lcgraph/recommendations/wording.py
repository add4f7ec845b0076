"""Sentences from templates: placeholders filled with names, in Thai and in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lcgraph.recommendations.rules import LANGUAGES, header_of, sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Texts = dict[str, str]
"""Language tag (``th``, ``en``) to text."""

PLACEHOLDER: Final = re.compile(r"\{([a-z]+)\}")

_BETWEEN: Final = {"th": (" ", " และ"), "en": (", ", " and ")}
# Templates put a list of themes between the quotation marks of one.
_BETWEEN_QUOTED: Final = {"th": (" ", " และ"), "en": ("”, “", "” and “")}


def filled(template: Mapping[str, str], names: Mapping[str, Texts]) -> Texts:
    """Fill a template.

    Args:
        template: A sentence by language tag, with placeholders such as ``{city}``.
        names: Placeholder to name by language tag.

    Returns:
        The sentence by language tag. A name that a language lacks is taken from the other.

    Raises:
        KeyError: If the template has a placeholder without a name.
    """
    return {
        language: PLACEHOLDER.sub(
            lambda found, language=language: spoken(names[found[1]], language),  # type: ignore[misc]
            template[language],
        )
        for language in LANGUAGES
    }


def spoken(texts: Texts, language: str) -> str:
    """Choose a text.

    Args:
        texts: Texts by language tag.
        language: The language wanted.

    Returns:
        The text in that language, or else in any other; empty when there is none.
    """
    return texts.get(language) or next((texts[tag] for tag in sorted(texts)), "")


def listed(names: Iterable[Texts]) -> Texts:
    """Join names into one, to stand between the quotation marks of a template.

    Args:
        names: Names by language tag, in the order they are to stand.

    Returns:
        The list by language tag.
    """
    return _joined(names, _BETWEEN_QUOTED)


def enumerated(names: Iterable[Texts]) -> Texts:
    """Join names into one, to stand in a template without quotation marks.

    Args:
        names: Names by language tag, in the order they are to stand.

    Returns:
        The list by language tag.
    """
    return _joined(names, _BETWEEN)


def _joined(names: Iterable[Texts], between: Mapping[str, tuple[str, str]]) -> Texts:
    held = list(names)
    joined = {}
    for language in LANGUAGES:
        comma, last = between[language]
        words = [spoken(texts, language) for texts in held]
        head, tail = words[:-1], words[-1:]
        joined[language] = last.join([comma.join(head), *tail] if head else tail)
    return joined


def joined(sentences: Iterable[Texts]) -> Texts:
    """Put sentences one after the other.

    Args:
        sentences: Sentences by language tag.

    Returns:
        The text by language tag.
    """
    held = list(sentences)
    return {language: " ".join(each[language] for each in held) for language in LANGUAGES}


def wording_of(text: str) -> dict[str, Texts]:
    """Read the templates that an explanation query carries in its header.

    Args:
        text: A query of ``queries/rules/explain``.

    Returns:
        Case to template by language tag.

    Raises:
        InvalidRule: If the header is not well formed.
    """
    said, _ = header_of(text)
    return sentences_of(str(said.get("name")), said.get("sentences"))
