"""The values of one side over time, in the indicator's unit, and single values of it.

In: validated observations (derived series among them), their manifest, the catalogue.
Out: `Histories`, which finds a history, its points in time and its `Value`.
Never: a row of another area, an unconverted unit, a row dropped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from compare.comparison.model import Value, is_indicative
from compare.comparison.pairing import Point
from compare.comparison.uncertainty import find_interval
from compare.errors import UnitError, UnknownCodeError
from compare.observations.frame import NUMBERS
from compare.observations.periods import parse_period
from compare.observations.units import convert

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Unit

#: What names one series of one area: the key of an observation without its period.
_KEY = ["ref_area", "series", "sex", "age"]


class Where(Protocol):
    """Anything in the catalogue that names one series of one area."""

    series: str
    ref_area: str
    sex: str
    age: str


@dataclass(frozen=True)
class Publications:
    """What the manifest says of the publications behind a `response_id`; several are joined by ``+``."""

    kinds: Mapping[str, str]
    releases: Mapping[str, str]

    @classmethod
    def read(cls, manifest: pd.DataFrame) -> Publications:
        """From the manifest, one row per `response_id`."""
        rows = manifest.to_dict("records")
        kinds = {row["response_id"]: row.get("kind", "") or "" for row in rows}
        named = ("provider", "title", "release")
        releases = {
            row["response_id"]: " / ".join(str(row[column]) for column in named)
            for row in rows
            if all(row.get(column) for column in named)
        }
        return cls(kinds, releases)

    def find_kind(self, response_id: str) -> str:
        """The kinds of publication, sorted, joined by ``+``."""
        return "+".join(sorted({self.kinds.get(part, "") for part in response_id.split("+")} - {""}))

    def find_release(self, response_id: str) -> str:
        """What may be compared to tell whether two values are of one release; the answer itself where none is named."""
        return " + ".join(sorted({self.releases.get(part, part) for part in response_id.split("+")}))


@dataclass(frozen=True)
class Histories:
    """Finds what is known of one side; the same side in the same unit is read once."""

    frame: pd.DataFrame  #: sorted by side, each side's rows by time
    publications: Publications
    catalogue: Catalogue
    _rows: Mapping[tuple[str, ...], Sequence[int]] = field(repr=False)
    _found: dict[tuple[str, ...], pd.DataFrame] = field(default_factory=dict, repr=False)
    _points: dict[tuple[str, ...], tuple[Point, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, observations: pd.DataFrame, manifest: pd.DataFrame, catalogue: Catalogue) -> Histories:
        """Sort the observations by side and time, once."""
        frame = observations.iloc[_sort_by_side_and_time(observations)]
        rows = frame.groupby(_KEY, sort=False).indices
        return cls(frame, Publications.read(manifest), catalogue, rows)

    def find(self, where: Where, unit: str) -> pd.DataFrame:
        """The history of a side in `unit`, sorted by time; empty where there is none.

        Beside the contract's columns it has ``reference_year`` (NaN where the source states none) and ``indicative``
        (from the press or a statement, or of low confidence).

        Raises
        ------
        UnitError
            No conversion from the source's unit is declared.
        """
        key = _key_of(where, unit)
        if key not in self._found:
            # Taken by position, not as a slice: a history shares no cell with the observations or another history.
            rows = self.frame.iloc[self._rows.get(key[:-1], [])]
            try:
                converted = convert(rows, unit, self.catalogue) if len(rows) else rows
            except UnitError as error:
                raise UnitError(f"{error} The series is {where.series} of {where.ref_area}.") from error
            self._found[key] = self._complete(converted)
        return self._found[key]

    def find_points(self, where: Where, unit: str) -> tuple[Point, ...]:
        """The values of a side's history that are finite numbers, each with its place in time."""
        key = _key_of(where, unit)
        if key not in self._points:
            history = self.find(where, unit)
            columns = (history[name].tolist() for name in ("freq", "time_period", "obs_value", "response_id"))
            self._points[key] = tuple(
                Point(row, time_period, parse_period(freq, time_period), self.publications.find_release(response_id))
                for row, (freq, time_period, number, response_id) in enumerate(zip(*columns, strict=True))
                if math.isfinite(number)
            )
        return self._points[key]

    def _complete(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows, counted from 0, with the two columns of a history."""
        columns = (rows[name].tolist() for name in ("freq", "time_period", "confidence", "response_id"))
        years: list[float] = []
        flags: list[bool] = []
        for freq, time_period, confidence, response_id in zip(*columns, strict=True):
            year = parse_period(freq, time_period).reference_year
            years.append(math.nan if year is None else year)
            flags.append(is_indicative(confidence, self.publications.find_kind(response_id)))
        rows.index = range(len(rows))
        rows["reference_year"], rows["indicative"] = years, flags
        # Two empty lists would make columns of objects.
        return rows if years else rows.astype({"reference_year": "int64", "indicative": "bool"})

    def find_value(self, history: pd.DataFrame, row: int, *, events: bool) -> Value:
        """One row of a history as a `Value`, with its interval where one applies."""
        record = history.iloc[row].to_dict()
        unit = find_unit(self.catalogue, record["unit_measure"])
        return value_from_row(record, unit, kind=self.publications.find_kind(record["response_id"]), events=events)


def value_from_row(row: Mapping[str, Any], unit: Unit, *, kind: str = "", events: bool = False) -> Value:
    """One observation as a `Value`.

    Parameters
    ----------
    row : mapping
        The columns of `observations`, in `unit`.
    kind : str
        The kind of publication it comes from.
    events : bool
        Whether random events are counted (deaths, crimes, accidents): then a count has an interval.
    """
    numbers = {name: float(row[name]) for name in NUMBERS}
    limits = {name: number for name, number in numbers.items() if name != "obs_value"}
    interval, origin = find_interval(numbers["obs_value"], unit, **limits, events=events)
    lower, upper = interval or (numbers["lower"], numbers["upper"])
    texts = ("time_period", "unit_measure", "obs_status", "qualifier", "confidence", "comment_obs", "response_id")
    return Value(
        **{name: row[name] for name in texts},
        **{**numbers, "lower": lower, "upper": upper},
        reference_year=parse_period(row["freq"], row["time_period"]).reference_year,
        kind=kind,
        interval=origin,
    )


def find_unit(catalogue: Catalogue, code: str) -> Unit:
    """The unit of a code.

    Raises
    ------
    UnknownCodeError
        Not in units.toml; the closest are named.
    """
    if code not in catalogue.units:
        raise UnknownCodeError("unit", code, catalogue.units, remedy="Units are in data/catalogue/units.toml.")
    return catalogue.units[code]


def _sort_by_side_and_time(observations: pd.DataFrame) -> list[int]:
    """The positions of the rows, each side's together and in the order of time, unstated periods first."""
    sides = observations.groupby(_KEY, sort=False).ngroup().tolist()
    spelled = list(zip(observations["freq"].tolist(), observations["time_period"].tolist(), strict=True))
    # There are far fewer periods than rows.
    when = {period: _place_in_time(*period) for period in set(spelled)}
    return sorted(range(len(spelled)), key=lambda row: (sides[row], when[spelled[row]]))


def _place_in_time(freq: str, time_period: str) -> tuple[str, str, str]:
    period = parse_period(freq, time_period)
    return str(period.end or ""), str(period.start or ""), time_period


def _key_of(where: Where, unit: str) -> tuple[str, ...]:
    return where.ref_area, where.series, where.sex, where.age, unit
