"""run.py installs once, into its own folder, says what is wrong, and then hands over."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.house.project import ROOT, run

POSIX = pytest.mark.skipif(os.name == "nt", reason="the stand-in programs are shell scripts")
STAND_IN = """\
#!/bin/sh
echo "$(basename "$0") in $(pwd)"
printf "%s\\n" "$@"
[ "$1" != serve ] || echo "store $LCGRAPH_STORE" >&2
"""
PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "lcgraph"
version = "0.0.1"

[tool.hatch.build.targets.wheel]
include = ["/src"]
dev-mode-dirs = ["src"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with run.py, a small project and a lock of nothing."""
    monkeypatch.delenv("LCGRAPH_STORE", raising=False)
    home = tmp_path / "a project"
    home.mkdir()
    shutil.copy(ROOT / "run.py", home)
    (home / "pyproject.toml").write_text(PROJECT)
    (home / "requirements.lock").write_text("")
    return home


def start(
    folder: Path, *arguments: str, cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Call run.py of a folder, without a package index."""
    return run(
        sys.executable, folder / "run.py", *arguments,
        cwd=cwd or folder, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(folder.parent), **variables,
    )  # fmt: skip


def pretend(folder: Path, setting: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call run.py in a Python in which a statement was executed before."""
    program = (
        f"import runpy, sys; {setting}; sys.argv[1:] = {list(arguments)!r};"
        f"runpy.run_path({str(folder / 'run.py')!r}, run_name='__main__')"
    )
    return run(sys.executable, "-c", program, cwd=folder)


def finish(folder: Path) -> None:
    """Put a finished .venv there whose programs only tell how they were called."""
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "lcgraph"):
        (programs / name).write_text(STAND_IN)
        (programs / name).chmod(0o755)
    program = f"import runpy; print(runpy.run_path({str(folder / 'run.py')!r})['fingerprint']())"
    stamp = run(sys.executable, "-c", program).stdout.strip()
    (folder / ".venv" / "lcgraph-stamp").write_text(stamp)


def installs(result: subprocess.CompletedProcess[str]) -> bool:
    """Tell from what was said whether an installation was begun."""
    return "First start" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["serve", "--help"], ["test", "-h"]])
def test_help_is_bilingual_and_installs_nothing(folder: Path, arguments: list[str]) -> None:
    shown = start(folder, *arguments)
    assert shown.returncode == 0
    assert "run.py serve [--host H] [--port N] [--store DIR]" in shown.stdout
    assert "Start the service" in shown.stdout
    assert "เปิดบริการ" in shown.stdout
    assert not (folder / ".venv").exists()


def test_unknown_command_is_refused_before_anything_is_installed(folder: Path) -> None:
    refused = start(folder, "server")
    assert refused.returncode == 2
    assert "There is no command server, only serve and test" in refused.stderr
    assert "ไม่รู้จักคำสั่ง server" in refused.stderr
    assert not (folder / ".venv").exists()


def test_old_python_is_told_which_one_is_needed(folder: Path) -> None:
    setting = "sys.version = '3.10.13 (main)'; sys.version_info = (3, 10, 13, 'final', 0)"
    refused = pretend(folder, setting, "test")
    assert refused.returncode == 1
    assert "Python 3.11 or later is needed, this is 3.10.13." in refused.stderr
    assert "ต้องใช้ Python 3.11 ขึ้นไป" in refused.stderr
    assert not (folder / ".venv").exists()


def test_old_python_gets_as_far_as_that_message() -> None:
    text = (ROOT / "run.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 7))
    assert "from __future__" not in text


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_missing_module_is_named_with_the_package_that_has_it(folder: Path, module: str) -> None:
    refused = pretend(folder, f"sys.modules[{module!r}] = None", "test")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert refused.returncode == 1
    assert f"sudo apt install python{version}-venv" in refused.stderr
    assert not (folder / ".venv").exists()


def test_folder_that_cannot_be_made_is_named(folder: Path) -> None:
    (folder / ".venv").write_text("in the way")
    refused = start(folder, "test")
    assert refused.returncode == 1
    assert f"Cannot make {folder / '.venv'}: File exists" in refused.stderr
    assert (folder / ".venv").read_text() == "in the way"


@POSIX
def test_finished_installation_is_used_at_once_from_any_folder(
    folder: Path, tmp_path: Path
) -> None:
    finish(folder)
    called = start(folder, "test", "-k", "two words", "--help", cwd=tmp_path)
    assert called.returncode == 0
    assert called.stderr == ""
    assert called.stdout.splitlines() == [
        f"python in {folder}", "-m", "pytest", "-k", "two words", "--help",
    ]  # fmt: skip


@POSIX
@pytest.mark.parametrize("arguments", [["--port", "9"], ["--store", "here"], ["--store=here"]])
def test_service_stores_beside_run_unless_told_otherwise(
    folder: Path, tmp_path: Path, arguments: list[str]
) -> None:
    finish(folder)
    called = start(folder, "serve", *arguments, cwd=tmp_path)
    assert called.stdout.splitlines() == [f"lcgraph in {tmp_path}", "serve", *arguments]
    assert called.stderr == f"store {folder}/.store\n"


@POSIX
def test_store_named_in_the_environment_is_kept(folder: Path) -> None:
    finish(folder)
    assert start(folder, "serve", LCGRAPH_STORE="/there").stderr == "store /there\n"


@POSIX
@pytest.mark.parametrize("change", ["pyproject.toml", "requirements.lock", "stamp", "moved"])
def test_installation_that_no_longer_fits_is_made_anew(folder: Path, change: str) -> None:
    finish(folder)
    if change == "stamp":
        (folder / ".venv" / "lcgraph-stamp").unlink()
    elif change == "moved":
        folder = folder.rename(folder.with_name("moved"))
    else:
        with (folder / change).open("a") as file:
            file.write("# changed\n")

    # Without ensurepip a new try ends where it begins.
    called = pretend(folder, "sys.modules['ensurepip'] = None", "test")

    assert called.returncode == 1
    assert "comes without venv and ensurepip" in called.stderr


def test_packages_out_of_reach_are_said_with_the_cause(folder: Path) -> None:
    (folder / "requirements.lock").write_text(f"absent==1 --hash=sha256:{'0' * 64}\n")
    failed = start(folder, "test")
    assert failed.returncode == 1
    assert installs(failed)
    assert "No matching distribution found for absent==1" in failed.stderr
    assert "PIP_INDEX_URL" in failed.stderr
    assert "ติดตั้งแพ็กเกจไม่สำเร็จ" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not (folder / ".venv" / "lcgraph-stamp").exists()


def make_wheel(folder: Path) -> str:
    """Put a wheel of a package named pytest beside a folder and return its line for the lock."""
    wheel = folder.parent / "pytest-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("pytest.py", "import sys\nprint('ran', sys.argv[1:])\n")
        info = "Metadata-Version: 2.1\nName: pytest\nVersion: 1\n"
        archive.writestr("pytest-1.dist-info/METADATA", info)
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr("pytest-1.dist-info/WHEEL", tags)
        archive.writestr("pytest-1.dist-info/RECORD", "")
    return f"pytest==1 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.mark.slow
def test_two_first_starts_at_once_install_once_and_both_run(folder: Path) -> None:
    (folder / "requirements.lock").write_text(make_wheel(folder))
    (folder / "src").mkdir()
    # The build backend is borrowed from this Python, behind what the new environment has.
    borrowed = folder / "borrowed"
    borrowed.mkdir()
    site = Path(sysconfig.get_path("purelib"))
    for name in ("hatchling", "packaging", "pathspec", "pluggy", "trove_classifiers", "tomlkit"):
        shutil.copytree(site / name, borrowed / name)
    environment = {
        **os.environ,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folder.parent),
        "PYTHONPATH": str(borrowed),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, str(folder / "run.py"), "test", "-x"]

    both = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate() for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert [out for out, _ in said] == ["ran ['-x']\n"] * 2
    assert sorted("First start" in error for _, error in said) == [False, True]
    assert not installs(start(folder, "test"))


@POSIX
def test_interrupted_installation_stops_quietly_and_does_not_count(folder: Path) -> None:
    # A venv module of the same name in front of Python's own, which waits to be interrupted.
    fake = folder / "slow"
    fake.mkdir()
    (fake / "venv.py").write_text("print('at work', flush=True)\nimport signal\nsignal.pause()\n")
    process = subprocess.Popen(
        [sys.executable, str(folder / "run.py"), "test"],
        env={**os.environ, "PYTHONPATH": str(fake), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A job in the background of a shell ignores interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "at work\n"

    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()

    assert process.returncode == 130
    assert said.endswith("Stopped. Start again at any time.\n")
    assert not (folder / ".venv" / "lcgraph-stamp").exists()
