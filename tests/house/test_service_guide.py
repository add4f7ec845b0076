"""The guide to the service names what there is."""

from __future__ import annotations

import re

from typer.main import get_command

from lcgraph.cli.application import application
from tests.house.project import ROOT

_GUIDE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
# What says where the service is to be, and not what it does.
_PLACE = {"--host", "--port", "--store", "--lang", "--help"}


def test_the_guide_names_every_option_of_the_service_and_no_other() -> None:
    serve = get_command(application("serve")).commands["serve"]  # type: ignore[attr-defined]
    options = {name for option in serve.params for name in option.opts if name.startswith("--")}
    named = set(re.findall(r"`(--[a-z-]+)`", _GUIDE))
    assert named == options - _PLACE
