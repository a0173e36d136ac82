"""Where a side is heading, in words, and how far it is from its target.

In: `Trend` and `Side` of a comparison. Out: `tell_trend`, `tell_sign`, `tell_unassessed`, `tell_change`, `tell_target`.
Never: "rose" or "fell" that the printed values do not show, a benchmark called a target of the 2030 Agenda, good or bad
by an arrow alone.
"""

from __future__ import annotations

from compare.catalogue.models import Indicator
from compare.comparison.model import Comparison, IndicatorResult, Side, Trend
from compare.presentation.history import list_values
from compare.presentation.language import Language, mark
from compare.presentation.narrative_values import (
    find_decimals,
    find_indicator_of,
    find_unit,
    name_in_text,
    put_limit,
    tell_aim,
)

#: Words of a sign, for a target of the 2030 Agenda and for another benchmark.
_SIGNS = {
    "achieved": (mark("the target is reached"), mark("the benchmark is reached")),
    "on_track": (mark("on track to reach the target by {year}"), mark("on track to reach the benchmark by {year}")),
    "moderate": (
        mark("improving, but too slowly to reach the target by {year}"),
        mark("improving, but too slowly to reach the benchmark by {year}"),
    ),
    "stagnating": (
        mark("hardly any progress towards the target"),
        mark("hardly any progress towards the benchmark"),
    ),
    "moving_away": (mark("moving away from the target"), mark("moving away from the benchmark")),
}
_REASONS = {
    "no_target": mark("there is no number to reach"),
    "no_target_year": mark("the benchmark has no year"),
    "too_few": mark("there are too few observations"),
    "too_short": mark("the series is too short"),
    "not_dated": mark("the years are not stated exactly"),
    "not_annual": mark("the figures are not yearly"),
    "projection": mark("the figures are projections"),
    "indicative": mark("the figures are indicative"),
    "censored": mark("the first or last figure is a limit, not an exact value"),
    "small_counts": mark("the counts are too small"),
    "direction_none": mark("neither a higher nor a lower value is an aim in itself"),
    "target_past": mark("the year of the target has passed"),
    "series_break": mark("there is a break in the series"),
    "not_finite": mark("it cannot be calculated from these values"),
}
_NO_REASON = mark("it was not possible")
_DEFAULT_YEAR = 2030


def tell_trend(trend: Trend, side: Side, comparison: Comparison, language: Language) -> str:
    """One or two sentences: the change from the first to the last value, and the assessment or why there is none."""
    area = language.capital(name_in_text(side.ref_area, comparison, language))
    indicator = find_indicator_of(side, comparison)
    change = tell_change(trend, side, comparison, language)
    sign = tell_sign(trend, indicator, language)
    if trend.sign == "not_assessed":
        told = language.text("no trend is assessed: {reason}", reason=tell_unassessed(trend.reason, language))
    else:
        told = ", ".join([sign, *_tell_strength(trend, language)])
    return language.sentence(f"{area}: " + "; ".join(part for part in (change, told) if part))


def tell_unassessed(reason: str, language: Language) -> str:
    """Why a trend has no sign, as a clause: "there are too few observations"."""
    return language.text(_REASONS.get(reason, _NO_REASON))


def tell_sign(trend: Trend, indicator: Indicator | None, language: Language) -> str:
    """The sign of a trend in a few words, as in a table: "on track to the target for 2030"."""
    if trend.sign == "not_assessed":
        return language.text("not assessed")
    target = indicator.target_value if indicator is not None else None
    agenda = target is not None and target.sdg
    year = target.year if target is not None and target.year is not None else _DEFAULT_YEAR
    return language.text(_SIGNS[trend.sign][0 if agenda else 1], year=year)


def tell_change(trend: Trend, side: Side, comparison: Comparison, language: Language) -> str:
    """What the value did from its first year to its last, as a clause; empty where that may not be said."""
    if trend.first is None or trend.last is None or trend.first[0] == trend.last[0]:
        return ""
    if side.value is None:
        return ""
    indicator = find_indicator_of(side, comparison)
    unit = find_unit(side.value, comparison)
    (year0, x0), (year1, x1) = trend.first, trend.last
    held = {(value.reference_year, value.obs_value): value for value in list_values(side)}
    ends = [[held[end]] if end in held else [] for end in (trend.first, trend.last)]
    first, last = (
        put_limit(language.quantity(x, unit, find_decimals(unit, indicator, *end)), "", unit, language)
        for x, end in zip((x0, x1), ends, strict=True)
    )
    if first != last and language.looks_equal(x0, x1, find_decimals(unit, indicator, *ends[0], *ends[1])):
        return ""  # one of them is too coarse to say that the other differs
    when = {"year0": _tell_when(side, year0, language), "year1": _tell_when(side, year1, language)}
    values = {"first": first, "last": last, **when}
    if first == last:
        return language.text("was {first} in both {year0} and {year1}", first=first, **when)
    if unit.kind == "flag":
        return language.text("went from {first} in {year0} to {last} in {year1}", **values)
    if x1 > x0:
        return language.text("rose from {first} in {year0} to {last} in {year1}", **values)
    return language.text("fell from {first} in {year0} to {last} in {year1}", **values)


def tell_target(result: IndicatorResult, comparison: Comparison, language: Language) -> str:
    """The number to reach and who set it; empty where there is none."""
    indicator = result.indicator
    unit = comparison.catalogue.units[indicator.unit]
    target = indicator.target_value
    if target is None:
        return ""
    values = {"value": tell_aim(target.value, unit, indicator, language), "origin": language.of(target.origin)}
    if target.sdg:
        return language.text("Target for {year}: {value} ({origin}).", year=target.year or _DEFAULT_YEAR, **values)
    if target.year is not None:
        return language.text("Benchmark for {year}: {value} ({origin}).", year=target.year, **values)
    return language.text("Benchmark: {value} ({origin}).", **values)


def _tell_when(side: Side, year: int, language: Language) -> str:
    """The period that a year stands for: ``2012/13``; the year itself where it has several."""
    history = side.history
    periods = history.loc[history["obs_value"].notna() & (history["reference_year"] == year), "time_period"].unique()
    return language.period(str(periods[0])) if len(periods) == 1 else str(year)


def _tell_strength(trend: Trend, language: Language) -> list[str]:
    """How far the methods agree, and whether one year more or less would change the sign."""
    words = []
    agree, methods = trend.agreement
    if methods > 1 and agree == methods:
        words.append(language.text("the methods agree ({agree} of {methods})", agree=agree, methods=methods))
    elif methods > 1:
        words.append(
            language.plural(
                "but only one of {methods} methods gives this result",
                "but only {count} of {methods} methods give this result",
                agree,
                count=language.count(agree),
                methods=language.count(methods),
            )
        )
    if trend.stable is False:
        words.append(language.text("not stable: one year more or less changes the result"))
    return words
