"""A wheel carries the knowledge, works from any folder, and can be made from the source archive."""

from __future__ import annotations

import json
import os
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from lcgraph.knowledge import Knowledge
from tests.house.project import KNOWLEDGE, ROOT, run, tracked_files

PACKAGED = "lcgraph/knowledge_files/"


def build(kind: str, source: Path, target: Path) -> Path:
    """Build an archive of the project.

    Args:
        kind: ``wheel`` or ``sdist``.
        source: The folder of the project.
        target: The folder to put the archive in.

    Returns:
        The archive.
    """
    built = run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target, cwd=source)
    assert built.returncode == 0, built.stderr
    (archive,) = target.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel of the project."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a source archive of the project."""
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone into a new environment that borrows the packages of this one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=os.name != "nt")
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    result = run(
        sys.executable, "-m", "pip", "--python", programs / "python", "install",
        "--disable-pip-version-check", "--no-deps", "--no-index", wheel,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    asked = run(programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    borrowed = [path for path in sys.path if Path(path).name == "site-packages"]
    Path(asked.stdout.strip(), "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
    return programs


def test_wheel_carries_every_file_of_the_knowledge_unchanged(wheel: Path) -> None:
    expected = {
        f"{PACKAGED}{path.relative_to(ROOT).as_posix()}": path.read_bytes()
        for path in tracked_files()
        if path.relative_to(ROOT).parts[0] in KNOWLEDGE
    }
    with zipfile.ZipFile(wheel) as archive:
        carried = {
            name: archive.read(name) for name in archive.namelist() if name.startswith(PACKAGED)
        }
    assert {name for name in expected if name not in carried} == set()
    assert {name for name, data in expected.items() if carried[name] != data} == set()


def test_wheel_carries_the_results_of_the_suites_but_not_what_writes_them(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if "conformance/" in name]
        assert names == [f"{PACKAGED}conformance/earl.ttl"]
        assert archive.read(names[0]) == (ROOT / "conformance" / "earl.ttl").read_bytes()


def test_wheel_carries_every_module_and_nothing_else(wheel: Path) -> None:
    sources = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "lcgraph").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.startswith(PACKAGED)}
    assert {name for name in names if ".dist-info/" not in name} == sources


def test_wheel_carries_both_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition(".dist-info/licenses/")[2] for name in archive.namelist()}
    assert {"LICENSE", "data/LICENSE.md"} <= names


def test_source_archive_carries_every_tracked_file(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        carried = {name.partition("/")[2] for name in archive.getnames()}
    tracked = {path.relative_to(ROOT).as_posix() for path in tracked_files()}
    assert tracked - carried == set()


def test_wheel_of_the_source_archive_is_the_same(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    rebuilt = build("wheel", unpacked, tmp_path / "rebuilt")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(rebuilt) as other:
        assert set(other.namelist()) == set(one.namelist())


def test_installed_wheel_gives_the_command_in_any_folder(installed: Path, tmp_path: Path) -> None:
    shown = run(installed / "lcgraph", "--help", cwd=tmp_path, PYTHONPATH="")
    assert shown.returncode == 0, shown.stderr
    assert "serve" in shown.stdout


def test_installed_wheel_reads_its_own_copy_of_the_knowledge(
    installed: Path, tmp_path: Path
) -> None:
    program = (
        "import json, lcgraph.knowledge; k = lcgraph.knowledge.Knowledge();"
        "print(json.dumps([str(k.root), k.fingerprint]))"
    )
    shown = run(installed / "python", "-c", program, cwd=tmp_path, PYTHONPATH="")
    assert shown.returncode == 0, shown.stderr
    root, fingerprint = json.loads(shown.stdout)
    assert Path(root).parts[-2:] == ("lcgraph", "knowledge_files")
    assert installed.parent in Path(root).parents
    assert fingerprint == Knowledge(ROOT).fingerprint
