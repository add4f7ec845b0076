"""Help in the language of its reader.

Each paragraph of a help text is written as ``Thai · English``. One without the dot, such as an
example, is for readers of both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import typer

from lcgraph.cli.languages import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

_LIBRARY: Final = {
    "Usage: ": "วิธีใช้: ",
    "Arguments": "อาร์กิวเมนต์",
    "Options": "ตัวเลือก",
    "Commands": "คำสั่ง",
    "Example: ": "ตัวอย่าง: ",
    "[default: ": "[ค่าปริยาย: ",
    "[required]": "[ต้องระบุ]",
    "Show this message and exit.": "แสดงวิธีใช้นี้",
    "Install completion for the current shell.": "ติดตั้งการเติมคำสั่งให้เชลล์ที่ใช้อยู่",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "แสดงสคริปต์เติมคำสั่งของเชลล์ที่ใช้อยู่ เพื่อคัดลอกหรือปรับก่อนติดตั้ง"
    ),
}
"""What the library of the command line says in English around the help texts."""


def in_language(text: str, language: Language) -> str:
    """Take what a help text says in a language.

    Args:
        text: Paragraphs between blank lines, each as ``Thai · English`` or for both.
        language: The language of the reader.

    Returns:
        As many paragraphs, a line each.
    """
    halves = [" ".join(part.split()).partition(" · ") for part in re.split(r"\n\s*\n", text)]
    return "\n\n".join(
        english if dot and language is Language.EN else thai for thai, dot, english in halves
    )


def speak(command: Any, language: Language) -> None:
    """Let a command, its parameters and the commands within it have help in one language.

    Args:
        command: The command, as Typer has made it; it is changed.
        language: The language of the reader.
    """
    for told in (command, *command.params):
        told.help = in_language(told.help or "", language)
    if language is Language.TH:
        command.context_class = _ThaiContext
    for within in getattr(command, "commands", {}).values():
        speak(within, language)


def _thai(text: str) -> str:
    for english, thai in _LIBRARY.items():
        text = text.replace(english, thai)
    return text


_FORMATTER: Final[Any] = typer.Context.formatter_class


class _ThaiFormatter(_FORMATTER):  # type: ignore[misc]
    """Lays help out with the words of the library in Thai."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _thai(prefix or "Usage: "))

    def write_heading(self, heading: str) -> None:
        super().write_heading(_thai(heading))

    def write_text(self, text: str) -> None:
        super().write_text(_thai(text))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        super().write_dl([(name, _thai(said)) for name, said in rows], col_max, col_spacing)


class _ThaiContext(typer.Context):
    formatter_class = _ThaiFormatter
