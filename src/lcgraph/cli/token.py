"""``lcgraph token``: who may write over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from lcgraph.cli.languages import preferred
from lcgraph.cli.options import FormatOption, LanguageOption, StoreOption, default_store
from lcgraph.cli.output import ExitCode, Format, stop, tell, write, write_rows
from lcgraph.store.bearer_tokens import Role, Tokens

application = typer.Typer(
    help="โทเค็นของผู้ดูแลที่เขียนผ่าน HTTP ได้ · Tokens of administrators, who may write over HTTP.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_MADE = {
    "th": "โทเค็น {id} ({role}) แสดงครั้งเดียว เก็บไว้ในที่ปลอดภัย",
    "en": "Token {id} ({role}); it is shown only now, keep it safe:",
}
_REVOKED = {"th": "ยกเลิกโทเค็น {id} แล้ว", "en": "Token {id} is revoked."}
_UNKNOWN = {
    "th": "ไม่มีโทเค็น {id} ดูรายการด้วย lcgraph token list",
    "en": "There is no token {id}: 'lcgraph token list' lists them.",
}


@application.command("new")
def new(
    role: Annotated[
        Role, typer.Option(help="บทบาท คือสิ่งที่โทเค็นอนุญาต · The role: what the token allows.")
    ] = Role.ADMINISTRATOR,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> None:
    """สร้างโทเค็น และแสดงครั้งเดียวทางเอาต์พุตมาตรฐาน · Make a token; standard output shows it once.

    Example: lcgraph token new --role administrator
    """
    token, kept = Tokens(store or default_store()).create(role)
    tell(_MADE[(lang or preferred()).value].format(id=kept.id, role=kept.role.value))
    write(token)


@application.command("list")
def listed(
    store: StoreOption = None, format: FormatOption = Format.TABLE, lang: LanguageOption = None
) -> None:
    """แสดงรายการโทเค็น แต่ไม่แสดงตัวโทเค็น · List the tokens, not what they are.

    Example: lcgraph token list
    """
    rows = [
        {"id": kept.id, "role": kept.role.value, "created": kept.created}
        for kept in Tokens(store or default_store()).stored()
    ]
    write_rows(["id", "role", "created"], rows, format, language=lang or preferred())


@application.command("revoke")
def revoke(
    id: Annotated[
        str, typer.Argument(help="รหัสตามที่ 'token list' แสดง · The id that 'token list' shows.")
    ],
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> None:
    """ยกเลิกโทเค็น บริการที่เปิดอยู่จะปฏิเสธทันที · Revoke a token; a running service then refuses it.

    Example: lcgraph token revoke 1f2e3d4c
    """
    language = (lang or preferred()).value
    if not Tokens(store or default_store()).revoke(id):
        stop(_UNKNOWN[language].format(id=id), ExitCode.FOUND)
    tell(_REVOKED[language].format(id=id))
