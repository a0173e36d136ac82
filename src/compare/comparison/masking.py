"""Which counts of persons are too small to print, and which others must hide them.

In: counts of persons in health, crime or care, and the totals they add up to.
Out: `is_small`, `mask`. Never: a count of seats, buildings or vehicles; a hidden count that a total and the other
groups give away.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Literal

from compare.catalogue.models import Unit
from compare.errors import ObservationError

#: Counts of persons below this are not printed.
SMALLEST_COUNT = 5

Mask = Literal["small", "protecting"]


def is_small(value: float, unit: Unit, *, numerator: float, persons: bool) -> bool:
    """Whether a value stands for so few persons that it is not printed.

    Parameters
    ----------
    numerator : float
        The count behind a rate or share; NaN where not known.
    persons : bool
        The indicator's field: counts of persons in health, crime or care.
    """
    if not persons:
        return False
    counted = value if math.isnan(numerator) and unit.kind == "count" else numerator
    return 0 <= counted < SMALLEST_COUNT


def mask(counts: Mapping[str, float], totals: Mapping[str, Collection[str]]) -> dict[str, Mask]:
    """The counts that may not be printed, and why.

    Every count under 5 is ``small``. Where the total and the printed groups would still give a small one away, the
    smallest printed group, or at last the total itself, is ``protecting``: not shown either, and not called small.
    Each total is looked at with its own groups; tables in which totals cross each other need more than this.

    Parameters
    ----------
    counts : mapping of str to float
        Every group and every total that might be printed; NaN where there is no figure.
    totals : mapping of str to collection of str
        Total -> the groups that add up to it. All must be in `counts`.

    Raises
    ------
    ObservationError
        A negative count, or a total or group that is not among the counts.

    Examples
    --------
    >>> mask({"women": 3, "men": 12, "all": 15}, {"all": ("women", "men")})
    {'women': 'small', 'men': 'protecting'}
    """
    _check(counts, totals)
    masked: dict[str, Mask] = {key: "small" for key, count in counts.items() if 0 <= count < SMALLEST_COUNT}
    changed = True
    while changed:
        changed = False
        for total, groups in totals.items():
            members = (*sorted(groups), total)
            if not any(math.isnan(counts[key]) for key in members) and _gives_away(counts, masked, total, groups):
                shown = [key for key in members if key not in masked]
                masked[min(shown, key=lambda key: (key == total, counts[key], key))] = "protecting"
                changed = True
    return masked


def _gives_away(counts: Mapping[str, float], masked: Mapping[str, Mask], total: str, groups: Collection[str]) -> bool:
    """Whether a small count follows from what is printed of a total and its groups."""
    hidden = [key for key in groups if key in masked]
    if all(key in masked for key in (*groups, total)) or not (hidden or total in masked):
        return False
    if total in masked:
        # All groups are printed: they add up to the total. With a hidden group, two are unknown.
        return not hidden
    small = [key for key in hidden if masked[key] == "small"]
    if len(hidden) == 1:
        return bool(small)
    rest = sum(counts[key] for key in hidden)
    most = (SMALLEST_COUNT - 1) * len(small)
    protecting = len(hidden) - len(small)
    if protecting == 0:
        return rest in (0, most)
    # What protects is known to be 5 or more: the small ones share what is left.
    return bool(small) and rest - SMALLEST_COUNT * protecting <= 0


def _check(counts: Mapping[str, float], totals: Mapping[str, Collection[str]]) -> None:
    unknown = sorted({key for total, groups in totals.items() for key in (total, *groups)} - counts.keys())
    if unknown:
        raise ObservationError(
            f"Small counts cannot be masked: {', '.join(unknown)} is named in a total. Found no count for it. "
            "Give a count, or NaN where there is no figure."
        )
    negative = sorted(key for key, count in counts.items() if count < 0)
    if negative:
        raise ObservationError(
            f"Small counts cannot be masked: {', '.join(negative)}. Found a negative count. Counts are 0 or more."
        )
