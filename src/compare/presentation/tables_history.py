"""The figures behind a picture: periods by rows, areas by columns, newest first.

In: an `IndicatorResult`, its `Comparison`, a language. Out: `tabulate_history`.
Never: a row for a year without any observation, a value printed to other decimals than in the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

from compare.catalogue.models import Indicator
from compare.comparison.model import Comparison, IndicatorResult, Side, Value
from compare.presentation.figures_words import print_number, unit_label
from compare.presentation.history import list_values
from compare.presentation.language import Language
from compare.presentation.narrative_values import (
    is_masked,
    is_missing,
    name_area,
    tell_group,
    tell_missing,
    tell_number,
    tell_sex,
    tell_status,
)
from compare.presentation.tables_model import Cell, Column, Table

#: A row: a year, or a shorter period, or years not stated.
_Key = tuple[int, str]


@dataclass(frozen=True)
class _Series:
    """A column: one side and its values by row."""

    key: str
    head: str
    which: str
    values: dict[_Key, Value]
    common: str  #: the status that all its values share


def tabulate_history(result: IndicatorResult, comparison: Comparison, language: Language) -> Table:
    """All observations of a result's sides and references; a status is told beside the row it belongs to."""
    indicator = result.indicator
    series = _list_series(result, comparison, language)
    keys = sorted({key for item in series for key in item.values}, reverse=True)
    columns = [Column("period", language.text("Year"))]
    unit = unit_label(comparison.catalogue.units[indicator.unit], language)
    columns += [Column(item.key, item.head, "number", which=item.which, unit=unit) for item in series]
    columns.append(Column("notes", language.text("Notes")))
    rows = []
    for key in keys:
        cells = [_cell(item.values.get(key), indicator, comparison, language) for item in series]
        notes = [note for item in series if (note := _note(item, key, comparison, language))]
        rows.append((Cell(_tell_key(key, language)), *cells, Cell("; ".join(notes))))
    if not any(row[-1].text for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    caption = f"{language.of(indicator.title)}, {unit}"
    return Table(caption, tuple(columns), tuple(rows), stacks=False)


def _list_series(result: IndicatorResult, comparison: Comparison, language: Language) -> list[_Series]:
    sides = [
        ("a" if side is pair.a else "b", side, tell_sex(side, language, result))
        for pair in result.pairs
        for side in (pair.a, pair.b)
    ]
    sides += [(one.which, one.side, tell_group(one, language, result)) for one in result.one_sided]
    sides += [("", side, tell_sex(side, language, result)) for side in result.references]
    told: dict[tuple[str, ...], _Series] = {}
    for which, side, group in sides:
        identity = (side.ref_area, side.series, side.sex, side.age)
        if identity not in told:
            told[identity] = _make_series(which, side, group, comparison, language)
    made = [item for item in told.values() if item.values]
    heads = [item.head for item in made]
    return [item if heads.count(item.head) == 1 else _tell_apart(item) for item in made]


def _make_series(which: str, side: Side, group: str, comparison: Comparison, language: Language) -> _Series:
    values = list_values(side)
    head = ", ".join(part for part in (name_area(side.ref_area, comparison, language), group) if part)
    told = {tell_status(value, comparison, language) for value in values if not is_missing(value)}
    common = told.pop() if len(told) == 1 and len(values) > 1 else ""
    by_key: dict[_Key, Value] = {}
    for value in values:
        key = _key(value)
        by_key[key if key not in by_key else (key[0], value.time_period)] = value
    key = f"{side.ref_area}|{side.series}|{side.sex}|{side.age}"
    return _Series(key, f"{head} ({common})" if common else head, which, by_key, common)


def _tell_apart(item: _Series) -> _Series:
    """Two series of one area under one head: the code tells them apart."""
    return _Series(item.key, f"{item.head}, {item.key.split('|')[1]}", item.which, item.values, item.common)


def _key(value: Value) -> _Key:
    if value.reference_year is None:
        return (0, value.time_period)
    shorter = value.time_period[4:5] == "-" and "/" not in value.time_period
    return (value.reference_year, value.time_period if shorter else "")


def _tell_key(key: _Key, language: Language) -> str:
    return language.period(key[1]) if key[1] else str(key[0])


def _cell(value: Value | None, indicator: Indicator, comparison: Comparison, language: Language) -> Cell:
    if value is None:
        return Cell(language.text("no figure"), missing=True)
    if is_missing(value):
        return Cell(language.capital(tell_missing(value.obs_status, comparison, language)), missing=True)
    if is_masked(value, comparison, indicator):
        return Cell(tell_number(value, comparison, language, indicator), missing=True)
    return Cell(print_number(value, indicator, comparison, language), value.obs_value)


def _note(item: _Series, key: _Key, comparison: Comparison, language: Language) -> str:
    """What qualifies a value beyond what holds for its whole column: the exact period, the status."""
    value = item.values.get(key)
    if value is None:
        return ""
    parts = [] if value.time_period in (str(key[0]), key[1]) else [language.period(value.time_period)]
    status = tell_status(value, comparison, language)
    if status and status != item.common and not is_missing(value):
        parts.append(status)
    area = item.head.removesuffix(f" ({item.common})")
    return f"{area}: {', '.join(parts)}" if parts else ""
