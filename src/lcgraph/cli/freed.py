"""Memory that was needed for a while, given back to the system."""

from __future__ import annotations

import ctypes
import gc


def give_back() -> None:
    """Give back what is free but kept by the allocator for what may come.

    Only GNU's C library can be told to; with another this changes nothing.
    """
    gc.collect()
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return
    trim(0)
