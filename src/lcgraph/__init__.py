"""lcgraph: the reference knowledge graph of learning cities."""

from __future__ import annotations


def __getattr__(name: str) -> str:
    """Return the version when it is asked for: looking it up takes longer than most imports.

    Args:
        name: ``__version__``.

    Returns:
        The version of the installed package, or ``0.0.0`` for a tree that was never installed.

    Raises:
        AttributeError: For any other name.
    """
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("lcgraph")
    except PackageNotFoundError:
        return "0.0.0"
