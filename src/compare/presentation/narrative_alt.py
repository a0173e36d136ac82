"""Alternative texts: what a picture shows, for those who do not see it.

In: `IndicatorResult` of a comparison and the kind of picture. Out: `tell_alt`.
Never: a year or value that the picture does not have, a line over years without figures, a text in a fixed wording that
does not come from the data.
"""

from __future__ import annotations

from typing import Literal

from compare.catalogue.models import Indicator
from compare.comparison.masking import SMALLEST_COUNT
from compare.comparison.model import Comparison, IndicatorResult, OneSided, Pair, Side, Value
from compare.presentation.history import list_values
from compare.presentation.language import Language
from compare.presentation.narrative_pairs import tell_one_sided, tell_values
from compare.presentation.narrative_periods import list_years, tell_span, tell_years
from compare.presentation.narrative_trends import tell_target
from compare.presentation.narrative_values import (
    describe_area,
    find_decimals,
    is_masked,
    is_missing,
    name_area,
    name_in_text,
    put_limit,
    tell_group,
    tell_sex,
)

Kind = Literal["series", "dots", "map"]
#: More stretches without figures than these are summed up, not listed.
_LISTED_STRETCHES = 3


def tell_alt(result: IndicatorResult, comparison: Comparison, language: Language, kind: Kind) -> str:
    """The alternative text of a picture of `result`."""
    title = language.of(result.indicator.title)
    unit = language.of(comparison.catalogue.units[result.indicator.unit].label)
    if kind == "map":
        return _tell_map(result, title, comparison, language)
    if kind == "dots":
        opening = language.text("Dot chart: {title}, {unit}.", title=title, unit=unit)
        told = [_tell_dots(pair, result, comparison, language) for pair in result.pairs]
        told = told or [_tell_alone(one, title, comparison, language) for one in result.one_sided]
    else:
        opening = language.text("Line chart: {title}, {unit}.", title=title, unit=unit)
        lines = [(side, tell_sex(side, language, result)) for pair in result.pairs for side in (pair.a, pair.b)]
        lines = lines or [(one.side, tell_group(one, language, result)) for one in result.one_sided]
        told = [_tell_line(side, group, result.indicator, comparison, language) for side, group in lines]
        told += _tell_references(result, [side for side, _ in lines], comparison, language)
    return " ".join(part for part in (opening, *told, tell_target(result, comparison, language)) if part)


def _tell_dots(pair: Pair, result: IndicatorResult, comparison: Comparison, language: Language) -> str:
    sex = tell_sex(pair.a, language, result)
    values = tell_values(pair, comparison, language, titled=False)
    return f"{language.capital(sex)}: {values}" if sex else values


def _tell_alone(one: OneSided, title: str, comparison: Comparison, language: Language) -> str:
    """A figure of one place without the title, which the text has opened with; whom it is about stays."""
    told = tell_one_sided(one, comparison, language)
    return language.capital(told.removeprefix(title).lstrip(",: "))


def _tell_map(result: IndicatorResult, title: str, comparison: Comparison, language: Language) -> str:
    sides = [side for pair in result.pairs for side in (pair.a, pair.b)] or [one.side for one in result.one_sided]
    areas = dict.fromkeys(describe_area(side.ref_area, comparison, language) for side in sides)
    return language.text("Map: the areas of {title}: {areas}.", title=title, areas=language.join(areas))


def _tell_line(side: Side, group: str, indicator: Indicator, comparison: Comparison, language: Language) -> str:
    """One line of a chart: its ends, its lowest and highest value, and the years without figures."""
    area = language.capital(name_in_text(side.ref_area, comparison, language))
    name = f"{area}, {group}" if group else area
    known = _list_known(side)
    if not known:
        return _tell_undated(side, name, indicator, comparison, language)
    first, last = (
        {"value": _print(value, indicator, comparison, language), "year": language.period(value.time_period)}
        for value in (known[0], known[-1])
    )
    if len(known) == 1:
        return language.text("{name}: a single figure, {value} in {year}.", name=name, **last)
    told = [
        language.text(
            "{name}: {first} in {year0}, {last} in {year1}.",
            name=name,
            first=first["value"],
            year0=first["year"],
            last=last["value"],
            year1=last["year"],
        )
    ]
    if len(known) > 2:
        told.append(_tell_extremes(known, indicator, comparison, language))
    return " ".join(part for part in (*told, _tell_gaps(known, language)) if part)


def _tell_undated(side: Side, name: str, indicator: Indicator, comparison: Comparison, language: Language) -> str:
    """A side without a dated figure: its value where there is one, which the picture has only in words."""
    if is_missing(side.value):
        return language.text("{name}: no figures.", name=name)
    value = _print(side.value, indicator, comparison, language)
    period = language.period(side.value.time_period)
    return language.text("{name}: a single figure, {value} ({period}).", name=name, value=value, period=period)


def _tell_extremes(known: list[Value], indicator: Indicator, comparison: Comparison, language: Language) -> str:
    low, high = (choose(known, key=lambda value: value.obs_value) for choose in (min, max))
    if _print(low, indicator, comparison, language) == _print(high, indicator, comparison, language):
        return ""
    return language.text(
        "Lowest {low} ({low_year}), highest {high} ({high_year}).",
        low=_print(low, indicator, comparison, language),
        low_year=language.period(low.time_period),
        high=_print(high, indicator, comparison, language),
        high_year=language.period(high.time_period),
    )


def _tell_gaps(known: list[Value], language: Language) -> str:
    """Which years between the first and last figure have none; summed up where they are many."""
    present = list_years(value.time_period for value in known)
    stretches: list[list[int]] = []
    for year in range(min(present), max(present)):
        if year in present:
            continue
        if stretches and stretches[-1][-1] == year - 1:
            stretches[-1].append(year)
        else:
            stretches.append([year])
    if not stretches:
        return ""
    if len(stretches) > _LISTED_STRETCHES:
        return language.text("No figures for {n} of the years in between.", n=sum(len(years) for years in stretches))
    listed = language.join(tell_span(years, language) for years in stretches)
    return language.text("No figures for {years}.", years=listed)


def _tell_references(
    result: IndicatorResult, sides: list[Side], comparison: Comparison, language: Language
) -> list[str]:
    """The thin lines behind a pair, over the years that the picture shows."""
    shown = {(side.series, side.ref_area, side.sex, side.age) for side in sides}
    years = [value.reference_year for side in sides for value in _list_known(side)]
    told = []
    for side in result.references:
        beside = side.place in {own.place for own in sides} and side.sex in {own.sex for own in sides}
        if not years or not beside or (side.series, side.ref_area, side.sex, side.age) in shown:
            continue
        known = [value for value in _list_known(side) if years and min(years) <= value.reference_year <= max(years)]
        drawn = [value.time_period for value in known]
        if drawn:
            area = name_area(side.ref_area, comparison, language)
            told.append(language.text("Thin line: {area}, {years}.", area=area, years=tell_years(drawn, language)))
    return told


def _list_known(side: Side) -> list[Value]:
    """The values that a line is drawn from: those with a number and a year, by time."""
    return [value for value in list_values(side) if not is_missing(value) and value.reference_year is not None]


def _print(value: Value, indicator: Indicator, comparison: Comparison, language: Language) -> str:
    """A value without its unit, which the text has named, unless it is one that belongs to the number (%)."""
    unit = comparison.catalogue.units[value.unit_measure]
    if is_masked(value, comparison, indicator):
        return language.text("fewer than {x}", x=SMALLEST_COUNT)
    short = language.of(unit.short).startswith("%") or unit.kind == "flag"
    decimals = find_decimals(unit, indicator, value)
    number = value.obs_value
    printed = language.quantity(number, unit, decimals) if short else language.number(number, decimals)
    return put_limit(printed, value.qualifier, unit, language)
