"""From a side of a comparison to the observation behind it, to its parts where it was computed, and to publications.

In: a `Comparison`, the key of an observation, the `Records` beside the observations. Out: `trace_origin`.
Never: a part guessed; a computed value whose parts are not found is an error.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from compare.errors import ObservationError, UnknownCodeError
from compare.observations.periods import join_periods, parse_period
from compare.observations.provenance import trace
from compare.presentation.explain_model import Conflict, Origin, Publication
from compare.sources.transcribed import KEY

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.models import Derivation
    from compare.comparison.model import Comparison

_PREFIX = "derived:"
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Records:
    """What is stored beside the observations: values that lost against another, and what sources call their series."""

    conflicts: pd.DataFrame | None = field(default=None, repr=False)
    series: pd.DataFrame | None = field(default=None, repr=False)

    def find_title(self, series: str) -> str:
        """The source's own words for a series; empty where none are stored."""
        if self.series is None:
            return ""
        found = self.series.loc[self.series["series"] == series, "title"].tolist()
        return str(found[0]) if found else ""

    def find_conflicts(self, key: Key) -> list[Mapping[str, Any]]:
        """The rejected values of a series in an area, whatever their period."""
        if self.conflicts is None:
            return []
        found = self.conflicts
        for column, code in zip(KEY[:-1], key[:-1], strict=True):
            found = found[found[column] == code]
        return found.sort_values("time_period", kind="stable").to_dict("records")


def trace_origin(key: Key, comparison: Comparison, records: Records) -> Origin:
    """The observation of a key, with all that lies behind it.

    Raises
    ------
    UnknownCodeError
        There is no such observation, or no such derivation; the closest are named.
    ObservationError
        A publication is not in the manifest, or the parts of a computed value are not found.
    """
    found = trace(comparison.observations, comparison.manifest, key)
    origin = Origin(
        observation=dict(found.observation),
        title=records.find_title(key[1]),
        publications=tuple(Publication.read(row) for row in found.publications),
        conflicts=tuple(_read_conflicts(key, comparison, records)),
    )
    if not key[1].startswith(_PREFIX):
        return origin
    return _with_parts(origin, _find_derivation(key[1], comparison), comparison, records)


def _find_derivation(series: str, comparison: Comparison) -> Derivation:
    declared, name = comparison.catalogue.derived, series.removeprefix(_PREFIX)
    if name not in declared:
        raise UnknownCodeError("derivation", name, declared, remedy="They are declared in data/catalogue/derived.toml.")
    return declared[name]


def _with_parts(origin: Origin, derivation: Derivation, comparison: Comparison, records: Records) -> Origin:
    row = origin.observation
    if derivation.formula == "annual_growth":
        keys, years = _find_ends(row, derivation, comparison)
        total = None
    else:
        sexes = derivation.of_sex or ("_T",) * len(derivation.of)
        keys = [_key(row, series, sex) for series, sex in zip(derivation.of, sexes, strict=True)]
        years, total = None, _find_total(row, derivation, comparison, records)
    return Origin(
        observation=row,
        title=origin.title,
        publications=origin.publications,
        conflicts=origin.conflicts,
        derivation=derivation,
        parts=tuple(trace_origin(key, comparison, records) for key in keys),
        years=years,
        total=total,
    )


def _key(row: Mapping[str, Any], series: str, sex: str, time_period: str = "") -> Key:
    return row["ref_area"], series, sex, row["age"], time_period or row["time_period"]


def _find_total(
    row: Mapping[str, Any], derivation: Derivation, comparison: Comparison, records: Records
) -> Origin | None:
    """The published total that a sum was held against, where one is declared and published for the period."""
    if derivation.total is None:
        return None
    frame = comparison.observations
    same = (frame["series"] == derivation.total) & (frame["ref_area"] == row["ref_area"])
    if not (same & (frame["time_period"] == row["time_period"]) & (frame["sex"] == row["sex"])).any():
        return None
    return trace_origin(_key(row, derivation.total, row["sex"]), comparison, records)


def _find_ends(row: Mapping[str, Any], derivation: Derivation, comparison: Comparison) -> tuple[list[Key], float]:
    """The two observations that a growth lies between: together they span its period."""
    series = derivation.of[0]
    frame = comparison.observations
    mine = frame[(frame["series"] == series) & (frame["ref_area"] == row["ref_area"])]
    mine = mine[(mine["sex"] == row["sex"]) & (mine["age"] == row["age"]) & (mine["freq"] != "_U")]
    columns = (mine[name].tolist() for name in ("freq", "time_period"))
    dated = sorted(((parse_period(*cells), cells[1]) for cells in zip(*columns, strict=True)), key=_start)
    for (early, first), (late, last) in combinations(dated, 2):
        if early.end < late.start and join_periods(early, late) == row["time_period"]:
            years = late.start.year - early.start.year + (late.start.month - early.start.month) / 12
            return [_key(row, series, row["sex"], period) for period in (first, last)], years
    raise ObservationError(
        f"{row['series']} of {row['ref_area']} cannot be explained. Found no two observations of {series} that span "
        f"{row['time_period']}. Build the comparison anew from one set of observations."
    )


def _start(item: tuple[Any, str]) -> Any:
    return item[0].start


def _read_conflicts(key: Key, comparison: Comparison, records: Records) -> Iterator[Conflict]:
    manifest = comparison.manifest
    for row in records.find_conflicts(key):
        published = manifest[manifest["response_id"] == row["response_id"]].to_dict("records")
        yield Conflict(
            time_period=row["time_period"],
            obs_value=float(row["obs_value"]) if row["obs_value"] != "" else math.nan,
            unit_measure=row["unit_measure"],
            reason=row["reason"],
            publication=Publication.read(published[0] if published else {"response_id": row["response_id"]}),
        )
