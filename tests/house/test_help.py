"""Every help text says the same amount in Thai and in English, and either fits a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from lcgraph.cli.application import application
from lcgraph.cli.help_texts import in_language, speak
from lcgraph.cli.languages import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

THAI = re.compile("[\u0e01-\u0e5b]")
FOR_BOTH = re.compile("Example: |ภาษา/Language")


def commands(command: Any, *names: str) -> Iterator[tuple[str, Any]]:
    """List a command and those within it, each with how it is called."""
    yield " ".join(names), command
    for name, within in getattr(command, "commands", {}).items():
        yield from commands(within, *names, name)


def texts(command: Any) -> list[str]:
    """List what a command says of itself and of its parameters, but for those that Typer adds."""
    own = [each for each in command.params if not each.name.endswith("_completion")]
    return [each.help for each in (command, *own)]


COMMANDS = dict(commands(get_command(application()), "lcgraph"))


def faults(text: str | None) -> list[str]:
    """List the paragraphs of a help text that lack a language, and those that mix them."""
    return [
        paragraph
        for paragraph in re.split(r"\n\s*\n", text or "")
        if not FOR_BOTH.match(paragraph)
        and [bool(THAI.search(half)) for half in re.split(r"\s·\s", paragraph)] != [True, False]
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_paragraph_and_option_is_in_thai_and_in_english(name: str) -> None:
    command = COMMANDS[name]
    assert [fault for text in texts(command) for fault in faults(text)] == []


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", Language)
def test_help_is_in_one_language_with_no_word_cut(
    name: str, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    command = dict(commands(get_command(application()), "lcgraph"))[name]
    speak(command, language)
    with command.context_class(command, info_name=name) as context:
        shown = command.get_help(context)
    words = {word for text in texts(command) for word in text.split()} - {"Example:"}
    assert words - set(shown.split()) == set()
    for heading in ("Usage:", "Options:", "Show this message", "Example:", "[default:"):
        assert language is Language.EN or heading not in shown
    assert language is Language.TH or not THAI.search(shown.replace("ภาษา/Language", ""))


def test_a_paragraph_for_both_is_in_either_help() -> None:
    text = "ตรวจ · Check.\n\nไม่จัดเก็บ ·\nNothing is stored.\n\nExample: lcgraph validate"
    assert in_language(text, Language.TH) == "ตรวจ\n\nไม่จัดเก็บ\n\nExample: lcgraph validate"
    assert in_language(text, Language.EN) == (
        "Check.\n\nNothing is stored.\n\nExample: lcgraph validate"
    )


@pytest.mark.parametrize(
    "text", ["Nothing is stored.", "ไม่จัดเก็บ", "Nothing · ไม่จัดเก็บ", "ก · A.\n\nMore.", "ก · A. · B."]
)
def test_a_text_without_one_of_the_languages_is_found(text: str) -> None:
    assert len(faults(text)) == 1
