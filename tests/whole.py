"""The project's own comparison, built once for all tests that ask it."""

from __future__ import annotations

from functools import cache

import compare
from compare.comparison.model import Comparison


@cache
def real() -> Comparison:
    """Every indicator of the catalogue, from the bundled figures; read it, never change it."""
    return compare.compare()
