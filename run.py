#!/usr/bin/env python3
"""Run lcgraph or its tests with nothing but Python: packages go into .venv beside this file.

The first start installs what requirements.lock names; later starts only compare a stamp.
Down to the check of the version the syntax is that of Python 3.6, so that an old Python gives
a message and not a traceback.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

USAGE = """\
lcgraph: กราฟความรู้อ้างอิงของเมืองแห่งการเรียนรู้ · reference knowledge graph of learning cities

  python3 run.py serve [--host H] [--port N] [--store DIR]
      เปิดบริการที่ http://127.0.0.1:8000 ข้อมูลที่เก็บไว้อยู่ใน .store ข้าง run.py
      Start the service at http://127.0.0.1:8000; what it stores is in .store beside run.py.
  python3 run.py test [...]
      ทดสอบ สิ่งที่ตามมาส่งต่อให้ pytest
      Run the tests; what follows is passed on to pytest.

ครั้งแรกจะติดตั้งแพ็กเกจลงใน .venv ข้าง run.py จึงต้องต่อเครือข่าย ครั้งต่อไปไม่ต้อง
The first start installs packages into .venv beside run.py and needs a network; later ones do not.
"""
HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "lcgraph-stamp"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = HERE / "requirements.lock"


def say(thai: str, english: str) -> None:
    """Tell the person at the terminal what is happening, in both languages."""
    sys.stderr.write(f"lcgraph: {thai}\n         {english}\n")
    sys.stderr.flush()


def fail(thai: str, english: str, code: int = 1) -> NoReturn:
    """End with a message that says what to do.

    Args:
        thai: The message in Thai.
        english: The message in English.
        code: The exit code; 2 for a wrong command line.

    Raises:
        SystemExit: Always.
    """
    say(thai, english)
    raise SystemExit(code)


if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is what this is for
    fail(
        f"ต้องใช้ Python 3.11 ขึ้นไป แต่นี่คือ {sys.version.split()[0]} "
        "เรียกด้วยรุ่นที่ใหม่กว่า เช่น python3.11 run.py",
        f"Python 3.11 or later is needed, this is {sys.version.split()[0]}. "
        "Call a newer one, such as python3.11 run.py.",
    )


def fingerprint() -> str:
    """Return the digest of all that decides what .venv must hold and where it works."""
    digest = hashlib.sha256(repr((sys.version, sys.base_prefix, str(HERE))).encode())
    for path in (HERE / "pyproject.toml", LOCK):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def ready() -> bool:
    """Tell whether .venv was finished, and for what now stands here."""
    return PYTHON.exists() and STAMP.is_file() and STAMP.read_text() == fingerprint()


@contextmanager
def alone() -> Iterator[None]:
    """Let one process install at a time; the next waits and finds the work done."""
    with LOCK.open("rb") as handle:
        with suppress(ImportError, OSError):  # Windows; file systems without locks
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run_pip(*arguments: str) -> None:
    """Run pip of .venv, show each package as it comes, and end the program if pip fails.

    Args:
        arguments: What follows ``pip install``.
    """
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", *arguments]
    output: list[str] = []
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            output.append(line.rstrip())
            if line.startswith("Collecting ") and sys.stderr.isatty():
                sys.stderr.write(f"\r\033[K         {line.split()[1]}")
                sys.stderr.flush()
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    if pip.returncode:
        sys.stderr.write("\n".join(output[-12:]) + "\n")
        fail(
            "ติดตั้งแพ็กเกจไม่สำเร็จ (สาเหตุอยู่ด้านบน) ตรวจว่าต่อเครือข่ายได้และมีที่ว่างในดิสก์ "
            "หากต้องผ่านพร็อกซีหรือคลังแพ็กเกจอื่น ให้ตั้ง HTTPS_PROXY หรือ PIP_INDEX_URL แล้วเรียกใหม่",
            "The packages could not be installed (the cause is above). Check the network and the "
            "space on the disk; behind a proxy or with another package index set HTTPS_PROXY or "
            "PIP_INDEX_URL. Then start again: what was half made is made anew.",
        )


def install() -> None:
    """Make .venv from nothing and stamp it last, so that an interrupted try does not count."""
    if not (find_spec("venv") and find_spec("ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        fail(
            "Python นี้ไม่มีโมดูล venv และ ensurepip "
            f"บน Debian หรือ Ubuntu: sudo apt install python{version}-venv",
            "This Python comes without venv and ensurepip. "
            f"On Debian or Ubuntu: sudo apt install python{version}-venv",
        )
    try:
        VENV.mkdir(exist_ok=True)
        STAMP.unlink(missing_ok=True)
    except OSError as error:
        fail(
            f"สร้าง {VENV} ไม่ได้: {error.strerror} คัดลอกโครงการไปยังโฟลเดอร์ที่เขียนได้",
            f"Cannot make {VENV}: {error.strerror}. Copy the project to a folder you may write to.",
        )
    say(
        "ติดตั้งครั้งแรก กำลังเตรียม .venv (ราวหนึ่งนาที)",
        "First start: preparing .venv (about a minute).",
    )
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False).returncode:
        fail(
            f"สร้างสภาพแวดล้อมใน {VENV} ไม่ได้ (สาเหตุอยู่ด้านบน) ลบโฟลเดอร์นี้แล้วเรียกใหม่",
            f"No environment could be made in {VENV} (the cause is above). "
            "Delete that folder and start again.",
        )
    say("กำลังดาวน์โหลดแพ็กเกจตาม requirements.lock", "Fetching the packages of requirements.lock.")
    run_pip("--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
    run_pip("--no-deps", "--no-build-isolation", "-e", str(HERE))
    STAMP.write_text(fingerprint())
    say("ติดตั้งเสร็จแล้ว", "Installed.")


def main(arguments: list[str]) -> NoReturn:
    """Install if need be, then become the service or the tests.

    Args:
        arguments: The command line after the name of this file.

    Raises:
        SystemExit: After the help text, with 2 for an unknown command, or when installing fails.
    """
    command, *rest = arguments or ["--help"]
    if {"-h", "--help"} & {command, *rest} and not (command in {"serve", "test"} and ready()):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        sys.stdout.write(USAGE)
        raise SystemExit
    if command not in {"serve", "test"}:
        fail(
            f"ไม่รู้จักคำสั่ง {command} คำสั่งที่มีคือ serve และ test (ดู --help)",
            f"There is no command {command}, only serve and test (see --help).",
            code=2,
        )
    if not ready():
        with alone():
            if not ready():
                install()
    if command == "test":
        os.chdir(HERE)
        target = [str(PYTHON), "-m", "pytest", *rest]
    else:
        os.environ.setdefault("LCGRAPH_STORE", str(HERE / ".store"))
        target = [str(PYTHON.with_name("lcgraph")), "serve", *rest]
    if os.name == "nt":
        raise SystemExit(subprocess.run(target, check=False).returncode)
    os.execv(target[0], target)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        fail("หยุดแล้ว เรียกใหม่ได้ทุกเมื่อ", "Stopped. Start again at any time.", code=130)
