"""The commands and what they are called."""

from __future__ import annotations

from typing import Annotated

import typer

from lcgraph import __version__
from lcgraph.cli import (
    coverage,
    export,
    infer,
    load,
    query,
    recommend,
    serve,
    validate,
    verify_quotes,
)

application = typer.Typer(
    name="lcgraph",
    help="กราฟความรู้อ้างอิงของเมืองแห่งการเรียนรู้ · The reference knowledge graph of learning cities.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)

for name, module in (
    ("serve", serve),
    ("load", load),
    ("validate", validate),
    ("query", query),
    ("recommend", recommend),
    ("infer", infer),
    ("export", export),
    ("verify-quotes", verify_quotes),
    ("coverage", coverage),
):
    application.command(name)(module.command)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"lcgraph {__version__}")
        raise typer.Exit


@application.callback()
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
) -> None:
    """กราฟความรู้อ้างอิงของเมืองแห่งการเรียนรู้ · The reference knowledge graph of learning cities.

    Every statement leads to the sentence that says it. Exit codes: 0 done, 1 something was found
    wrong with what was given, 2 wrong usage, 3 the command could not do its work.
    """
