"""Checks that what the catalogue promises has values, and that the values can be what their unit says.

In: `Ledger`, observations with derived rows. Out: faults, each with series, area and period.
Never: a value changed or left out; a jump called wrong where a share may really make it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from compare.catalogue.ledger import Ledger, Use
from compare.catalogue.limits import SLIP, Limits, find_limits, list_limits
from compare.catalogue.reading import Fault

if TYPE_CHECKING:
    import pandas as pd

#: series, area, sex, age
Line = tuple[str, str, str, str]
#: period, value
Point = tuple[str, float]


def check_values(ledger: Ledger, observations: pd.DataFrame) -> Iterator[Fault]:
    """All faults of values, first of what is missing, then of what cannot be."""
    lines = _lines(observations)
    units = dict(zip(observations["series"], observations["unit_measure"], strict=True))
    for use in ledger.uses:
        yield from _check_present(ledger, use, lines)
    listed = list_limits(ledger.uses, ledger.catalogue)
    for line, points in sorted(lines.items()):
        limits = find_limits(line[0], units[line[0]], listed, ledger.catalogue)
        yield from _check_range(line, points, limits)
        unit = ledger.catalogue.units.get(units[line[0]])
        if unit is not None and unit.kind == "share":
            yield from _check_slips(line, points)
    yield from _check_areas(ledger, observations)


def _lines(observations: pd.DataFrame) -> dict[Line, list[Point]]:
    """The dated values of each series of an area, by period; absent values left out."""
    found: dict[Line, list[Point]] = {}
    columns = ["series", "ref_area", "sex", "age", "time_period", "obs_value"]
    present = observations[observations["obs_value"].notna()].sort_values("time_period", kind="stable")
    for *line, period, value in present[columns].itertuples(index=False, name=None):
        found.setdefault(tuple(line), []).append((period, value))
    return found


def _check_present(ledger: Ledger, use: Use, lines: Mapping[Line, list[Point]]) -> Iterator[Fault]:
    line = (use.series, use.ref_area, use.sex, use.age)
    if line in lines or use.series not in ledger.series or use.series in ledger.awaited:
        return
    if use.ref_area not in ledger.catalogue.areas:
        return
    others = sorted(f"sex {sex}, age {age}" for series, area, sex, age in lines if (series, area) == line[:2])
    hint = f"it has values for {'; '.join(others[:4])}" if others else "the area has no value of it at all"
    message = f"no value of {use.series} for {use.ref_area} (sex {use.sex}, age {use.age}); {hint}"
    yield ledger.fault("indicators", use.indicator.id, use.field, message)


def _check_range(line: Line, points: list[Point], limits: Limits) -> Iterator[Fault]:
    lowest, highest = limits
    for period, value in points:
        if (lowest is not None and value < lowest) or (highest is not None and value > highest):
            span = f"{'' if lowest is None else f'{lowest:g}'} to {'' if highest is None else f'{highest:g}'}".strip()
            message = f"{value:g} lies outside {span}; mend it, or give the indicator the range it is allowed"
            yield _value_fault(line, period, message)


def _check_slips(line: Line, points: list[Point]) -> Iterator[Fault]:
    """A fraction among percentages: 0.999 between 99.9 and 99.9."""
    if any(value < 0 for _, value in points):  # a balance may pass close to nought
        return
    for (_, before), (period, value) in pairwise(points):
        if before > 0 and value > 0 and SLIP[0] < max(before / value, value / before) < SLIP[1]:
            message = f"{value:g} after {before:g}: a fraction and a percentage in one series; see the publication"
            yield _value_fault(line, period, message)


def _check_areas(ledger: Ledger, observations: pd.DataFrame) -> Iterator[Fault]:
    """Every area that a value describes is known."""
    for code in sorted(set(observations["ref_area"]) - set(ledger.catalogue.areas)):
        series = observations.loc[observations["ref_area"] == code, "series"].iloc[0]
        message = ledger.unknown("area", code, ledger.catalogue.areas)
        yield Fault("observations", series, code, f"{message} (catalogue/places.toml)")


def _value_fault(line: Line, period: str, message: str) -> Fault:
    return Fault("observations", line[0], " ".join((*line[1:], period)), message)
