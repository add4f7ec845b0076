"""The commands and what they are called."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Annotated, Final

import typer

from lcgraph.cli.options import LanguageOption

COMMANDS: Final = {
    "serve": "serve",
    "load": "load",
    "validate": "validate",
    "query": "query",
    "recommend": "recommend",
    "infer": "infer",
    "export": "export",
    "history": "history",
    "verify-quotes": "verify_quotes",
    "coverage": "coverage",
    "token": "token",
}
"""What each command is called, and the module of this package that holds it."""


def application(asked: str | None = None) -> typer.Typer:
    """Build the command line.

    Args:
        asked: The command to be run. Only its module is imported then: no command waits for what
            others need, which matters most for a service that starts.

    Returns:
        The command line, with every command unless one is asked for.
    """
    made = typer.Typer(
        name="lcgraph",
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    made.callback()(options)
    for name in (asked,) if asked in COMMANDS else COMMANDS:
        module = import_module(f"lcgraph.cli.{COMMANDS[name]}")
        if hasattr(module, "application"):
            made.add_typer(module.application, name=name)
        else:
            made.command(name)(module.command)
    return made


def _show_version(asked: bool) -> None:
    if asked:
        from lcgraph import __version__

        typer.echo(f"lcgraph {__version__}")
        raise typer.Exit


def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="แสดงรุ่นของโปรแกรม · Show the version and exit.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """กราฟความรู้อ้างอิงของเมืองแห่งการเรียนรู้ · The reference knowledge graph of learning cities.

    ทุกข้อความจากบทความที่ใช้เป็นฐานสืบกลับไปยังประโยคต้นทางได้ ข้อเท็จจริงจากที่อื่นสืบกลับไปยังแหล่งข้อมูล ·
    Every statement of the article it rests on leads to its sentence; facts from elsewhere lead to
    their source.

    รหัสเมื่อจบ: 0 สำเร็จ, 1 พบสิ่งผิดในสิ่งที่ให้มา, 2 เรียกใช้ไม่ถูกต้อง, 3 คำสั่งทำงานไม่ได้ ·
    Exit codes: 0 done, 1 something was found wrong with what was given, 2 wrong usage, 3 the
    command could not do its work.
    """
    if lang is not None:
        os.environ["LCGRAPH_LANG"] = lang.value
