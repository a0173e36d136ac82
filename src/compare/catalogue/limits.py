"""What a value can be: the range of a series where indicators use it, else of its unit; and what a slip of scale is.

In: a catalogue, or what its checks look things up in. Out: `list_limits`, `find_limits`, `SLIP`.
Never: a value looked at; what is done about one that lies outside is for `check` and for the observations to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from compare.catalogue.ledger import Use

if TYPE_CHECKING:
    from compare.catalogue.load import Catalogue

#: Lowest and highest; None where there is no end.
Limits = tuple[float | None, float | None]

#: Between two values of one share: one of them is probably a fraction, the other a percentage.
SLIP = (80.0, 125.0)
_SHARE: Limits = (0.0, 100.0)


def list_limits(uses: Iterable[Use], catalogue: Catalogue) -> dict[tuple[str, str], Limits]:
    """Series and unit -> the range its values may lie in, where an indicator shows them in that unit.

    The widest range that an indicator allows counts; without one, a percentage lies from 0 to 100. A series that is
    awaited has the range given there.
    """
    allowed: dict[tuple[str, str], tuple[float, float]] = {}
    shares: dict[tuple[str, str], Limits] = {}
    stated = [(use.series, use.indicator.unit, use.indicator.allowed) for use in uses]
    stated += [(entry.series, entry.unit, entry.allowed) for entry in catalogue.awaited.values()]
    for series, unit, limits in stated:
        key = (series, unit)
        if limits is not None:
            low, high = allowed.get(key, limits)
            allowed[key] = (min(low, limits[0]), max(high, limits[1]))
        elif unit == "PT":
            shares[key] = _SHARE
    return {**shares, **allowed}


def find_limits(series: str, unit: str, listed: dict[tuple[str, str], Limits], catalogue: Catalogue) -> Limits:
    """The range of a series in a unit: the listed one, else the unit's own."""
    entry = catalogue.units.get(unit)
    return listed.get((series, unit)) or ((entry.minimum, entry.maximum) if entry else (None, None))
