"""A doubt about an arriving value, and how what was found and expected is written: for machines, without exponents.

In: numbers. Out: `Doubt`, `print_number`, `print_span`, `tolerate`, `LEAP`.
Never: a word of any language; a count so small that a page would not print it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

#: As many times its neighbours, or as small a part of them, is a jump.
LEAP = 10.0
_ALL_DIGITS = 15


class Doubt(NamedTuple):
    """A row that arrived, by its position, and what is doubted."""

    row: int
    kind: str
    found: str
    expected: str


def print_number(number: float, digits: int = _ALL_DIGITS) -> str:
    """A number to so many digits.

    Examples
    --------
    >>> print_number(963.0), print_number(12345678.0, 3), print_number(0.00004)
    ('963', '12300000', '0.00004')
    """
    return np.format_float_positional(float(f"{number:.{digits}g}"), trim="-")


def print_span(low: float | None, high: float | None, digits: int = _ALL_DIGITS) -> str:
    """From and to; an open end is left out.

    Examples
    --------
    >>> print_span(0, 100), print_span(0, None)
    ('0..100', '0..')
    """
    first, last = ("" if end is None else print_number(end, digits) for end in (low, high))
    return f"{first}..{last}"


def tolerate(low: float, high: float, times: float, floor: float) -> str:
    """What would be no jump beside values from `low` to `high`; nothing is told of counts as small as `floor`."""
    return print_span(low / times if low > floor else 0.0, high * times, 3)
