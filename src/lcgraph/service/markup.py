"""Writing HTML in which every text is escaped."""

from __future__ import annotations

from html import escape
from typing import Final

_WITHOUT_END: Final = frozenset({"br", "meta"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, *content: str, **attributes: str) -> Markup:
    """Write an element.

    Args:
        name: Its name.
        content: What stands in it: :class:`Markup` as it is, any other text escaped.
        attributes: Its attributes; an underscore at the end of a name is left out.

    Returns:
        The element.
    """
    written = "".join(
        f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items() if value
    )
    if name in _WITHOUT_END:
        return Markup(f"<{name}{written}>")
    inner = "".join(each if isinstance(each, Markup) else escape(each) for each in content)
    return Markup(f"<{name}{written}>{inner}</{name}>")


def page(language: str, title: str, style: str, *content: str) -> Markup:
    """Write a page.

    Args:
        language: The language of it.
        title: Its title.
        style: Its style sheet, which is trusted.
        content: What stands in its body, as in :func:`element`.

    Returns:
        The HTML document.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name_="viewport", content_="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(style)),
    )
    body = element("body", *content)
    return Markup(f"<!doctype html>\n{element('html', head, body, lang=language)}\n")
