"""Loading takes memory that serving does not need."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

# What is kept lies among what is not needed, as the graph's terms do.
_LOADING = """
from pathlib import Path
from lcgraph.cli.freed import give_back

def held():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty:"))

read = [bytes(40_000) for _ in range(2_000)]
kept = read[::50]
del read
before = held()
give_back()
print(before - held())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only GNU's C library gives back")
def test_free_memory_between_what_is_kept_is_given_back() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _LOADING],
        env={**os.environ, "PYTHONMALLOC": "malloc"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert int(said.stdout) > 60_000
