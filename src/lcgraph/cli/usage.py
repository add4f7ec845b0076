"""What is wrong with how a command was called, in Thai.

The library of the command line words its errors in English only; here the same errors are worded in
Thai, and anything new that it may say stays as it is.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.main import get_command

from lcgraph.cli.help_texts import speak
from lcgraph.cli.languages import Language, preferred
from lcgraph.cli.output import ExitCode, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

_USAGE_ERROR: Final[Any] = typer.BadParameter.__base__
_KINDS: Final = {
    "NoSuchOption": "ไม่มีตัวเลือก {option}",
    "MissingParameter": "ต้องระบุ {parameter}",
    "BadParameter": "ค่าของ {parameter} ใช้ไม่ได้: {said}",
    "BadOptionUsage": "ใช้ตัวเลือก {option} ไม่ถูกต้อง: {said}",
}
_SENTENCES: Final = (
    (r"No such command '(.*)'\.?", r"ไม่มีคำสั่ง '\1'"),
    (r"Got unexpected extra argument\(?s?\)? \((.*)\)\.?", r"มีส่วนที่เกินมา: \1"),
    (r"(?:Value error, )?(.*) is not one of (.*?)\.?", r"\1 ต้องเป็นค่าใดค่าหนึ่งใน \2"),
    (r"Missing command\.?", "ต้องระบุคำสั่ง"),
    (r"(?:file|path|directory) '(.*)' does not exist\.?", r"ไม่มี '\1'"),
    (r".*'(.*)' is a directory\.?", r"'\1' เป็นโฟลเดอร์"),
    (r"Value '(.*)' is not a valid (.*?)\.?", r"'\1' ไม่ใช่ \2"),
    (r"Input should be greater than or equal to (.*?)\.?", r"ต้องไม่น้อยกว่า \1"),
    (r"Input should be less than or equal to (.*?)\.?", r"ต้องไม่เกิน \1"),
    (r"Input should be a valid integer.*", "ต้องเป็นจำนวนเต็ม"),
    (r"Option '?(.*?)'? requires an argument\.?", r"\1 ต้องมีค่า"),
)


def language_of(arguments: Sequence[str]) -> Language:
    """Find the language that a command line asks for, be it wrong otherwise.

    Args:
        arguments: The command line, without the name of the program.

    Returns:
        What ``--lang`` says, or else what the system prefers.
    """
    for number, argument in enumerate(arguments):
        following = arguments[number + 1 : number + 2]
        value = argument.removeprefix("--lang=") if "=" in argument else "".join(following)
        if argument.partition("=")[0] == "--lang" and value in list(Language):
            return Language(value)
    return preferred()


def run(commands: typer.Typer, arguments: Sequence[str]) -> None:
    """Run a command line, and give help and explain faults in the language asked for.

    Args:
        commands: The commands.
        arguments: What was typed, without the name of the program.
    """
    language, command_line = language_of(arguments), get_command(commands)
    speak(command_line, language)
    if language is not Language.TH:
        command_line()
        return
    try:
        code = command_line(standalone_mode=False)
    except typer.Abort:
        tell("ยกเลิกแล้ว")
        sys.exit(ExitCode.FOUND)
    except _USAGE_ERROR as error:
        _show(error)
        sys.exit(ExitCode.USAGE)
    sys.exit(code if isinstance(code, int) else ExitCode.DONE)


def _show(error: Any) -> None:
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return
    context = error.ctx
    if context is not None:
        pieces = " ".join(context.command.collect_usage_pieces(context))
        tell(f"วิธีใช้: {context.command_path} {pieces}")
        tell(f"ดูวิธีใช้ทั้งหมดด้วย '{context.command_path} {context.help_option_names[0]}'\n")
    tell(f"ผิดพลาด: {explained(error)}")


def explained(error: Any) -> str:
    """Word an error of usage in Thai.

    Args:
        error: The error, of the library of the command line.

    Returns:
        One sentence.
    """
    said = _in_thai(error.message or error.format_message())
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    hint = parameter.get_error_hint() if parameter is not None else ""
    sentence = _KINDS.get(kind, "{said}").format(
        option=getattr(error, "option_name", ""), parameter=hint, said=said
    )
    likely = getattr(error, "possibilities", None)
    return f"{sentence} หมายถึง {' หรือ '.join(sorted(likely))} หรือไม่" if likely else sentence


def _in_thai(said: str) -> str:
    for english, thai in _SENTENCES:
        if re.fullmatch(english, said):
            return re.sub(english, thai, said)
    return said
