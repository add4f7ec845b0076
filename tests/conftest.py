"""What every test shares: the same examples each time, no clock that fails one, a filled store."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.loading import load_shipped

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")
# Graphs are very many objects, and hardly any of them is in a circle.
gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="module", autouse=True)
def settled() -> Iterator[None]:
    """Spare collections the walk over what the tests of other files have left in memory.

    What is shipped stays from test to test, and each new store collects garbage for itself.
    Nothing else may be left to other files: a priority, say, cannot be got back.
    """
    gc.collect()
    gc.freeze()
    before = surroundings()
    yield
    assert surroundings() == before


def surroundings() -> tuple[int, Path, dict[str, str]]:
    """Return what every test and whatever it starts depend on."""
    variables = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    return os.getpriority(os.PRIO_PROCESS, 0), Path.cwd(), variables


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the shipped data, to be copied and never opened.

    It is made once, whatever number of processes test side by side.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    store = folder / "shipped"
    with (folder / "shipped.lock").open("wb") as lock:
        with suppress(ImportError, OSError):  # Windows; file systems without locks
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        if not store.exists():
            assert load_shipped(folder / "loading", Knowledge(), lambda _: None) is None
            (folder / "loading").rename(store)
    return store
