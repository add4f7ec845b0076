"""What is imported is declared, and what is declared is locked, with digests and without hosts."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.project import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    """Read the project table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def locked() -> list[tuple[Requirement, list[str]]]:
    """Read the lock: each requirement with its digests."""
    entries = []
    for entry in LOCK.replace("\\\n", " ").splitlines():
        requirement, *digests = entry.split(" --hash=")
        entries.append((Requirement(requirement), [digest.strip() for digest in digests]))
    return entries


def imported_packages(folder: str) -> set[str]:
    """List the first names of the modules that a folder imports and Python does not bring."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    own = {"benchmarks", "conformance", "lcgraph", "tests"}
    return names - sys.stdlib_module_names - own


@pytest.mark.parametrize(("folder", "extras"), [("src", []), ("tests", ["dev"])])
def test_every_imported_package_is_a_declared_dependency(folder: str, extras: list[str]) -> None:
    table = project()
    texts = [*table["dependencies"]]
    for extra in extras:
        texts += table["optional-dependencies"][extra]
    declared = {canonicalize_name(Requirement(text).name) for text in texts}
    distributions = packages_distributions()
    undeclared = {
        name
        for name in imported_packages(folder)
        if declared.isdisjoint(canonicalize_name(found) for found in distributions.get(name, []))
    }
    assert undeclared == set()


def test_lock_holds_a_fitting_version_of_every_declared_dependency() -> None:
    versions = {
        canonicalize_name(requirement.name): Version(next(iter(requirement.specifier)).version)
        for requirement, _ in locked()
    }
    table = project()
    missing = []
    for text in [*table["dependencies"], *table["optional-dependencies"]["dev"]]:
        requirement = Requirement(text)
        version = versions.get(canonicalize_name(requirement.name))
        if version is None or version not in requirement.specifier:
            missing.append(text)
    assert missing == []


def test_lock_pins_every_package_with_digests() -> None:
    for requirement, digests in locked():
        assert [specifier.operator for specifier in requirement.specifier] == ["=="], requirement
        assert digests, requirement
        assert all(digest.startswith("sha256:") for digest in digests), requirement


def test_lock_names_no_host() -> None:
    assert "://" not in LOCK
