"""Which language the command line speaks."""

from __future__ import annotations

import os
from enum import StrEnum


class Language(StrEnum):
    """A language of messages and labels."""

    TH = "th"
    EN = "en"


def preferred() -> Language:
    """Choose the language when the command does not.

    Returns:
        What ``LCGRAPH_LANG`` says, or else Thai where the system's locale is Thai, or English.
    """
    for name in ("LCGRAPH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value:
            return Language.TH if value.startswith("th") else Language.EN
    return Language.EN


def chosen(messages: dict[str, str], language: Language) -> str:
    """Take the sentence in a language.

    Args:
        messages: Sentences by language tag.
        language: The language to prefer.

    Returns:
        The sentence, in another language if there is none in this one.
    """
    return messages.get(language.value) or next(iter(messages.values()), "")
