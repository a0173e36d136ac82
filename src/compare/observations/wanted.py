"""Which series are asked for, of which service, and what is known of them before an answer comes.

In: the catalogue, the series table and observations of the bundle. Out: `find_wanted`, `find_areas`, `find_needed`.
Never: a series asked for twice, an area under a code that the catalogue does not give.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from compare.sources.asking import Wanted
from compare.sources.service import Service

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue


def find_wanted(
    service: Service, catalogue: Catalogue, series: pd.DataFrame, observations: pd.DataFrame
) -> tuple[Wanted, ...]:
    """The series of one service: those of the collection first, then those that are awaited.

    Parameters
    ----------
    series : pandas.DataFrame
        One row per series of the collection: ``series``, ``title``, ``unit_measure``.
    observations : pandas.DataFrame
        The collection, which tells whom the values of a series are about where all are about the same.
    """
    prefixes = tuple(f"{prefix}:" for prefix in service.prefixes)
    about = {name: rows for name, rows in observations.groupby("series") if str(name).startswith(prefixes)}
    wanted = {}
    for row in series.to_dict("records"):
        name, told = row["series"], catalogue.asked.get(row["series"])
        if name.startswith(prefixes) and not (told and told.left):
            titles = (row["title"], *(told.titles if told else ()))
            wanted[name] = Wanted(name, row["unit_measure"], titles, **_tell_kind(about.get(name)))
    for entry in catalogue.awaited.values():
        if entry.source == service.source and not entry.closed:
            wanted.setdefault(entry.series, Wanted(entry.series, entry.unit, (entry.title.sv, entry.title.en)))
    return tuple(wanted.values())


def find_areas(service: Service, catalogue: Catalogue) -> dict[str, str]:
    """The service's own code of each area that it has -> `ref_area`."""
    source = service.source
    return {area.codes[source]: area.code for area in catalogue.areas.values() if source in area.codes}


def find_needed(catalogue: Catalogue) -> frozenset[tuple[str, str, str, str]]:
    """Series, area, sex and age of every line that an indicator shows; those of a computed series for any area."""
    needed = set()
    for indicator in catalogue.indicators.values():
        sides = [side for pair in indicator.pairs for side in (pair.a, pair.b)]
        for side in (*sides, *indicator.known, *indicator.references):
            for series, sexes in _take_apart(side.series, side.sex, catalogue):
                needed |= {(series, side.ref_area, sex, side.age) for sex in sexes}
    return frozenset(needed)


def _take_apart(series: str, sex: str, catalogue: Catalogue) -> Iterable[tuple[str, tuple[str, ...]]]:
    """A series, or those that a computed one is made of, down to what was read."""
    derivation = catalogue.derived.get(series.partition(":")[2]) if series.startswith("derived:") else None
    if derivation is None:
        yield series, (sex,)
        return
    sexes = derivation.of_sex or (sex,) * len(derivation.of)
    for part, of_sex in zip(derivation.of, sexes, strict=True):
        yield from _take_apart(part, of_sex, catalogue)


def _tell_kind(rows: pd.DataFrame | None) -> dict[str, str]:
    """Sex, age, status and confidence where all values of the collection agree on one."""
    if rows is None:
        return {}
    known = rows[rows["obs_value"].notna()]
    names = {"sex": "sex", "age": "age", "status": "obs_status", "confidence": "confidence"}
    told = {name: set(known[column]) for name, column in names.items()}
    return {name: values.pop() for name, values in told.items() if len(values) == 1 and _may_be_told(name, values)}


def _may_be_told(name: str, values: set[str]) -> bool:
    """Only a model's or an ordinary value is the rule of a series; a break or a projection is one of a year."""
    return name != "status" or values <= {"A", "E"}
