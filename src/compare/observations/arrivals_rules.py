"""Whether an arriving value can be: range, unit, the vintage before, the area that was asked for.

In: rows that arrived, the vintage before, the catalogue. Out: `Doubt`s, one rule a function; `differ`.
Never: a guess at what the right value is; an area's figures measured by the place it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from compare.catalogue.ledger import Ledger
from compare.catalogue.limits import SLIP, find_limits, list_limits
from compare.observations.arrivals_lines import find_floors
from compare.observations.arrivals_words import LEAP, Doubt, print_number, print_span, tolerate
from compare.observations.periods import parse_period

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Area

#: Method, section on areas: how far an area's own figure may lie from what the area is known by, and in how many years.
POPULATION, YEARS, AREA = 1.5, 3, 1.3


def doubt_range(arrived: pd.DataFrame, catalogue: Catalogue) -> Iterator[Doubt]:
    """Outside what the unit can be, or what an indicator that uses the series allows."""
    listed = list_limits(Ledger(catalogue, {}).uses, catalogue)
    pairs = arrived[["series", "unit_measure"]].drop_duplicates().itertuples(index=False, name=None)
    limits = {pair: find_limits(*pair, listed, catalogue) for pair in pairs}
    told = [limits[pair] for pair in zip(arrived["series"], arrived["unit_measure"], strict=True)]
    low = np.array([-np.inf if one is None else one for one, _ in told])
    high = np.array([np.inf if one is None else one for _, one in told])
    values = arrived["obs_value"].to_numpy(dtype="float64")
    for row in np.flatnonzero((values < low) | (values > high)):
        yield Doubt(int(row), "range", print_number(values[row]), print_span(*told[row]))


def doubt_unit(arrived: pd.DataFrame, before: pd.DataFrame) -> Iterator[Doubt]:
    """In a unit that the series did not have before."""
    held: dict[str, list[str]] = {}
    for series, unit in before[["series", "unit_measure"]].drop_duplicates().itertuples(index=False, name=None):
        held.setdefault(series, []).append(unit)
    known = arrived["obs_value"].notna().tolist()
    for row, (series, unit) in enumerate(zip(arrived["series"], arrived["unit_measure"], strict=True)):
        if known[row] and unit not in held.get(series, [unit]):
            yield Doubt(row, "unit", unit, "/".join(sorted(held[series])))


def doubt_revisions(arrived: pd.DataFrame, old: np.ndarray, catalogue: Catalogue) -> Iterator[Doubt]:
    """Values that leap from what the source gave for the same area and period before."""
    new = arrived["obs_value"].to_numpy(dtype="float64")
    floor = find_floors(arrived, catalogue)
    kinds = {code: unit.kind for code, unit in catalogue.units.items()}
    share = np.array([kinds.get(unit) == "share" for unit in arrived["unit_measure"]])
    plain = differ(old, new) & (old > 0) & (new >= 0) & (arrived["qualifier"] == "").to_numpy()
    least, lifted = np.maximum(old, floor), np.maximum(new, floor)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.maximum(lifted / least, least / lifted)
    for row in np.flatnonzero(plain & (ratio >= LEAP)):
        found, before = print_number(new[row]), print_number(old[row])
        if new[row] == 0:
            yield Doubt(int(row), "zero", found, before)
        elif share[row] and SLIP[0] < ratio[row] < SLIP[1]:
            yield Doubt(int(row), "scale", found, before)
        else:
            yield Doubt(int(row), "jump", found, tolerate(least[row], least[row], LEAP, floor[row]))


def doubt_identity(arrived: pd.DataFrame, catalogue: Catalogue) -> Iterator[Doubt]:
    """Inhabitants or size that are not those of the area asked for; all of a line whose every such value is not."""
    measures = {series: entry.measure for entry in catalogue.identifying for series in entry.series}
    whole = arrived["series"].isin(list(measures)) & (arrived["sex"] == "_T") & (arrived["age"] == "_T")
    lines: dict[tuple[str, str], list[int]] = {}
    named = zip(arrived["series"], arrived["ref_area"], strict=True)
    for row, (line, counts) in enumerate(zip(named, whole & arrived["obs_value"].notna(), strict=True)):
        if counts:
            lines.setdefault(line, []).append(row)
    for (series, ref_area), rows in lines.items():
        area = catalogue.areas.get(ref_area)
        if area is not None:
            yield from _doubt_area(arrived.iloc[rows], rows, measures[series], area, catalogue)


def differ(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Where both vintages have a value and it is not the same; a difference in the tenth digit is one of storage."""
    return ~np.isnan(old) & ~np.isnan(new) & ~np.isclose(old, new, rtol=1e-9, atol=0)


def _doubt_area(
    rows: pd.DataFrame, places: list[int], measure: str, area: Area, catalogue: Catalogue
) -> Iterator[Doubt]:
    """One line against what its area is known by."""
    inhabitants = measure == "population"
    known = area.identity.population if inhabitants else area.identity.area_km2
    factor, wanted = (POPULATION, "PERSONS") if inhabitants else (AREA, "KM2")
    if known is None:
        return
    factors = {item.from_unit: item.factor for item in catalogue.conversions if item.to == wanted} | {wanted: 1.0}
    units = [factors.get(unit, np.nan) for unit in rows["unit_measure"]]
    values = rows["obs_value"].to_numpy(dtype="float64") * units
    near = np.array([_is_near(*pair, area, measure) for pair in zip(rows["freq"], rows["time_period"], strict=True)])
    near &= ~np.isnan(values)
    wrong = near & ((values > known * factor) | (values < known / factor))
    every = wrong.any() and (wrong == near).all()
    for index in np.flatnonzero(~np.isnan(values) if every else wrong):
        span = print_span(known / factor / units[index], known * factor / units[index], 4)
        yield Doubt(places[index], "identity", print_number(rows["obs_value"].iloc[index]), span)


def _is_near(freq: str, time_period: str, area: Area, measure: str) -> bool:
    """Whether a period is close enough to the one of the identity; an area's size has no year."""
    if measure != "population":
        return True
    year, own = parse_period(freq, time_period).reference_year, area.identity.population_year
    return year is not None and own is not None and abs(year - own) <= YEARS
