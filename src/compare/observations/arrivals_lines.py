"""Lays arriving values out in lines by time, each with its neighbours, so that one can be held against the others.

In: rows that arrived, the vintage before, the catalogue. Out: `lay_out` (one row a dated value), `find_earlier`.
Never: a verdict; a value of another unit, or of a period of another length, taken for a neighbour.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from compare.observations.periods import parse_period
from compare.sources.transcribed import KEY

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Unit

#: Fewer events than this say nothing about a leap: one accident, then twelve, is a year like others.
SMALL_COUNT = 20.0
_RATE = re.compile(r"PER_(?P<number>\d+)(?P<times>[KM]?)_(?P<base>\w+)")
_TIMES = {"": 1.0, "K": 1e3, "M": 1e6}
#: Roughly, how many of an area's inhabitants a rate's denominator counts. Only the size that a count must have before a
#: leap of its rate means anything hangs on it.
_BASES = {"WOMEN": 0.5, "LIVE_BIRTHS": 0.01}
#: The values before and after, as columns.
NEIGHBOURS = {"p3": 3, "p2": 2, "p1": 1, "n1": -1, "n2": -2, "n3": -3}
_LINE = ["series", "ref_area", "sex", "age", "freq", "unit_measure", "length"]
_MOST_DECIMALS = 6
#: A value of so few of its line's last decimal may be rounded to nearly anything.
_FEW_STEPS = 5.0


def lay_out(arrived: pd.DataFrame, before: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """One row per dated value, by line and time.

    Columns: ``row`` (the position in `arrived`; -1 for one of the vintage before), ``line``, ``value``, ``tested``,
    ``floor`` (what stands for any smaller value), ``step`` (the last digit that the line is printed with), ``share``,
    ``balance`` (nought is no floor of the line), and the neighbours `NEIGHBOURS`.
    """
    import pandas as pd

    columns = [*KEY, "freq", "obs_value", "unit_measure", "qualifier"]
    rows = pd.concat(
        [arrived[columns].assign(row=np.arange(len(arrived))), _list_others(arrived, before)[columns].assign(row=-1)],
        ignore_index=True,
    )
    units = {code: entry for code, entry in catalogue.units.items() if entry.kind != "flag"}
    rows = rows[rows["obs_value"].notna() & (rows["freq"] != "_U") & rows["unit_measure"].isin(list(units))]
    points = _date(rows)
    points["line"] = points.groupby(_LINE, sort=False).ngroup()
    points = points.sort_values(["line", "begins"], kind="stable", ignore_index=True)
    points["value"] = points["obs_value"].astype("float64")
    points["tested"] = (points["row"] >= 0) & (points["qualifier"] == "")
    points["step"] = _find_steps(points)
    points["floor"] = np.maximum(find_floors(points, catalogue), _FEW_STEPS * points["step"])
    points["share"] = points["unit_measure"].map({code: entry.kind == "share" for code, entry in units.items()})
    odd = points["unit_measure"].map({code: _may_be_negative(entry) for code, entry in units.items()})
    lowest = points.groupby("line")["value"].transform("min")
    points["balance"] = (lowest < 0) | odd.astype("bool")
    by_line = points.groupby("line")["value"]
    for name, distance in NEIGHBOURS.items():
        points[name] = by_line.shift(distance)
    return points


def find_earlier(arrived: pd.DataFrame, before: pd.DataFrame) -> np.ndarray:
    """What the vintage before has for each arrived row, in the same unit and not in doubt itself; NaN where nothing."""
    import pandas as pd

    held = before[before["obs_value"].notna() & ~_is_doubted(before)]
    held = held.drop_duplicates(list(KEY), keep="last")
    if held.empty:
        return np.full(len(arrived), np.nan)
    places = pd.MultiIndex.from_frame(held[list(KEY)]).get_indexer(pd.MultiIndex.from_frame(arrived[list(KEY)]))
    same = held["unit_measure"].to_numpy()[places] == arrived["unit_measure"].to_numpy()
    return np.where((places >= 0) & same, held["obs_value"].to_numpy(dtype="float64")[places], np.nan)


def find_floors(rows: pd.DataFrame, catalogue: Catalogue) -> np.ndarray:
    """The value of each row's unit that `SMALL_COUNT` events make; 0 where values count no events."""
    pairs = rows[["unit_measure", "ref_area"]].drop_duplicates()
    found = {pair: _find_floor(*pair, catalogue) for pair in pairs.itertuples(index=False, name=None)}
    cells = zip(rows["unit_measure"], rows["ref_area"], strict=True)
    return np.array([found[pair] for pair in cells], dtype="float64")


def _find_floor(unit: str, ref_area: str, catalogue: Catalogue) -> float:
    entry = catalogue.units.get(unit)
    if entry is None:
        return 0.0
    if entry.kind == "count":
        factors = (item.factor for item in catalogue.conversions if (item.from_unit, item.to) == (unit, "PERSONS"))
        return SMALL_COUNT / next(factors, 1.0)
    rate, area = _RATE.fullmatch(unit), catalogue.areas.get(ref_area)
    if rate is None or area is None or not area.identity.population:
        return 0.0
    base = area.identity.population * _BASES.get(rate["base"], 1.0)
    return SMALL_COUNT * float(rate["number"]) * _TIMES[rate["times"]] / base


def _list_others(arrived: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Rows of the vintage before that the answer does not have, and that are not in doubt themselves."""
    import pandas as pd

    held = before[before["series"].isin(arrived["series"].unique()) & ~_is_doubted(before)]
    if held.empty:
        return held
    return held[~pd.MultiIndex.from_frame(held[list(KEY)]).isin(pd.MultiIndex.from_frame(arrived[list(KEY)]))]


def _is_doubted(rows: pd.DataFrame) -> pd.Series[bool]:
    return rows["comment_obs"].astype("str").str.startswith("flag:")


def _date(rows: pd.DataFrame) -> pd.DataFrame:
    """With ``begins`` (a day's number) and ``length`` (months, roughly)."""
    spelled = rows[["freq", "time_period"]].drop_duplicates().itertuples(index=False, name=None)
    periods = {pair: parse_period(*pair) for pair in spelled}
    told = [periods[pair] for pair in zip(rows["freq"], rows["time_period"], strict=True)]
    begins = [period.start.toordinal() for period in told]
    return rows.assign(begins=begins, length=[(period.end - period.start).days // 28 for period in told])


def _find_steps(points: pd.DataFrame) -> np.ndarray:
    """The value of the last decimal that any value of the line has."""
    values = points["value"].to_numpy()
    decimals = np.full(len(points), _MOST_DECIMALS)
    for number in range(_MOST_DECIMALS - 1, -1, -1):
        decimals[np.isclose(values, np.round(values, number), rtol=0, atol=1e-9)] = number
    return 10.0 ** -points.assign(decimals=decimals).groupby("line")["decimals"].transform("max").to_numpy()


def _may_be_negative(unit: Unit) -> bool:
    """Degrees, growth and scores may pass through nought: their ratios say nothing."""
    return not unit.ratio_scale and (unit.minimum is None or unit.minimum < 0)
