"""The templates of pages and their style sheet."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from jinja2 import Template

STATIC: Final = Path(__file__).parent / "static"
STYLE: Final = "lcgraph.css"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["style"] = style_digest()
    return made


@cache
def style_digest() -> str:
    """Return what names the current style sheet.

    Returns:
        The beginning of its SHA-256 in hexadecimal.
    """
    return hashlib.sha256((STATIC / STYLE).read_bytes()).hexdigest()[:16]


def template_names() -> list[str]:
    """List the templates.

    Returns:
        Their names, sorted.
    """
    return _environment().list_templates()


def compiled(template: str) -> Template:
    """Return a template, compiled once.

    Args:
        template: Its name.

    Returns:
        The template.
    """
    return _environment().get_template(template)
