"""The headline of an indicator, which is its finding, and the line under it that says what was measured.

In: `IndicatorResult` of a comparison. Out: `tell_headline`, `tell_measure`.
Never: a verdict, a comparison that the grade forbids, a country's value under a city's name.
"""

from __future__ import annotations

import re

from compare.catalogue.models import Indicator, Unit
from compare.comparison.model import Comparison, IndicatorResult, OneSided, Pair, Side, Value
from compare.presentation.language import Language
from compare.presentation.narrative_pairs import TELLING_RATIO, find_ratio, looks_equal, print_ratio
from compare.presentation.narrative_periods import tell_years
from compare.presentation.narrative_values import (
    find_decimals,
    find_unit,
    is_city_area,
    is_masked,
    is_missing,
    locate,
    name_area,
    name_in_text,
    name_lacking,
    put_limit,
    tell_group,
    tell_number,
    tell_sex,
)
from compare.presentation.narrative_words import HEADLINES, is_extent

#: Longer units are printed once in a headline.
_LONGEST_UNIT = 8


def tell_headline(result: IndicatorResult, comparison: Comparison, language: Language) -> str:
    """The finding in one line, without a full stop.

    A value that only one city has stands above a pair of countries; two figures that cannot be compared are both
    printed and called so.
    """
    title = language.of(result.indicator.title)
    known = _choose_known(result, comparison)
    if known:
        return _tell_one_sided(known, result, comparison, language)
    if not result.pairs:
        return language.text("{title}: no figure for either city", title=title)
    if len(result.pairs) > 1:
        sexes = (tell_sex(pair.a, language, result) for pair in result.pairs)
        both = (_tell_both(pair, comparison, language) for pair in result.pairs)
        parts = [f"{sex} {values}".strip() for sex, values in zip(sexes, both, strict=True)]
        return f"{title}: {'; '.join(parts)}{_tell_reservation(result.pairs, language)}"
    return _tell_single(result.pairs[0], title, comparison, language)


def _choose_known(result: IndicatorResult, comparison: Comparison) -> tuple[OneSided, ...]:
    """The one-sided values that make the headline: a city's above a pair of countries, any where there is no pair."""
    if not result.pairs:
        return result.one_sided
    if result.level in ("city", "region"):
        return ()
    return tuple(one for one in result.one_sided if is_city_area(one.side.ref_area, comparison))


def tell_measure(result: IndicatorResult, comparison: Comparison, language: Language) -> str:
    """What was measured, in which unit, where and when: the line under the headline."""
    definition = language.of(result.indicator.definition)
    unit = comparison.catalogue.units[result.indicator.unit]
    sides = [side for pair in result.pairs for side in (pair.a, pair.b)]
    sides += [one.side for one in result.one_sided]
    parts = [language.sentence(definition), _tell_unit(unit, definition, language)]
    parts.append(_tell_where(sides, comparison, language))
    return " ".join(part for part in parts if part)


def _tell_unit(unit: Unit, definition: str, language: Language) -> str:
    """The unit in full; empty where the definition has named it, and for a yes or no."""
    label = language.of(unit.label)
    named = re.search(rf"\b{re.escape(label)}\b", definition, re.IGNORECASE)
    return "" if named or unit.kind == "flag" else language.text("Unit: {unit}.", unit=label)


def _tell_where(sides: list[Side], comparison: Comparison, language: Language) -> str:
    """The areas with the years of their figures, areas of the same years together."""
    periods: dict[str, list[str]] = {}
    for side in sides:
        known = side.history.loc[side.history["obs_value"].notna(), "time_period"]
        periods.setdefault(name_in_text(side.ref_area, comparison, language), []).extend(known)
    spans: dict[str, list[str]] = {}
    for area, found in periods.items():
        if found:
            spans.setdefault(tell_years(found, language), []).append(area)
    if len(spans) == 1:
        ((span, areas),) = spans.items()
        return language.sentence(f"{language.join(areas)}, {span}")
    told = [f"{language.join(areas)} ({span})" for span, areas in spans.items()]
    # "Sweden and Botswana (2018) and Francistown (2019)" would be one "and" too many.
    several = any(len(areas) > 1 for areas in spans.values())
    return language.sentence("; ".join(told) if several else language.join(told))


def _tell_single(pair: Pair, title: str, comparison: Comparison, language: Language) -> str:
    unit = comparison.catalogue.units[comparison.result(pair.indicator).indicator.unit]
    ratio = find_ratio(pair)
    settled = not (is_missing(pair.a.value) or is_missing(pair.b.value)) and pair.gap is not None
    if settled and pair.grade.letter in "AB" and not _is_limited(pair, comparison):
        if not pair.gap.clear and not looks_equal(pair, comparison, language):
            return language.text(
                "{title}: no clear difference, {values}", title=title, values=_tell_both(pair, comparison, language)
            ) + _tell_reservation((pair,), language)
        if ratio is not None and ratio >= TELLING_RATIO and unit.kind in HEADLINES and not is_extent(unit):
            higher, lower = (pair.a, pair.b) if pair.gap.difference > 0 else (pair.b, pair.a)
            return language.text(
                HEADLINES[unit.kind],
                title=title,
                ratio=print_ratio(ratio, language),
                higher=locate(higher.ref_area, comparison, language),
                lower=locate(lower.ref_area, comparison, language),
            ) + _tell_reservation((pair,), language)
    return f"{title}: {_tell_both(pair, comparison, language)}{_tell_reservation((pair,), language)}"


def _is_limited(pair: Pair, comparison: Comparison) -> bool:
    """Whether a value is masked or only a limit, so that no ratio of it may be printed."""
    indicator = comparison.result(pair.indicator).indicator
    return any(value.qualifier or is_masked(value, comparison, indicator) for value in (pair.a.value, pair.b.value))


def _tell_both(pair: Pair, comparison: Comparison, language: Language) -> str:
    """``5.7 µg/m³ in Skåne and 15.6 µg/m³ in Francistown``, with the years where they differ."""
    values = (pair.a.value, pair.b.value)
    periods = {value.time_period for value in values if value is not None}
    if pair.gap is not None and len(periods) == 1 and looks_equal(pair, comparison, language):
        where = {which: locate(side.ref_area, comparison, language) for which, side in (("a", pair.a), ("b", pair.b))}
        indicator, unit = comparison.result(pair.indicator).indicator, find_unit(pair.a.value, comparison)
        coarsest = min(values, key=lambda value: find_decimals(unit, indicator, value))
        number = tell_number(coarsest, comparison, language, indicator)
        return language.text("{value} both {a} and {b}", value=number, **where)
    dated = len(periods) > 1
    first = _tell_short(pair.a, pair.indicator, comparison, language, dated=dated)
    # A long unit is printed once, at the first number.
    spare = not is_missing(pair.a.value)
    return language.join([first, _tell_short(pair.b, pair.indicator, comparison, language, dated=dated, spare=spare)])


def _tell_short(
    side: Side, indicator_id: str, comparison: Comparison, language: Language, *, dated: bool, spare: bool = False
) -> str:
    """A value and where it holds; its period where `dated`, without a long unit where `spare`."""
    if is_missing(side.value):
        return language.text("no figure for {area}", area=name_in_text(side.ref_area, comparison, language))
    number = _print(side.value, indicator_id, comparison, language, spare=spare)
    return f"{number} {locate(side.ref_area, comparison, language)}{_tell_notes(side.value, language, dated=dated)}"


def _print(value: Value, indicator_id: str, comparison: Comparison, language: Language, *, spare: bool = False) -> str:
    """A number, without a long unit where that has been printed before or stands in the title."""
    indicator = comparison.result(indicator_id).indicator
    short = language.of(find_unit(value, comparison).short)
    spare = spare or (bool(short) and short.casefold() in language.of(indicator.title).casefold())
    return (_tell_bare if spare else tell_number)(value, comparison, language, indicator)


def _tell_notes(value: Value, language: Language, *, dated: bool) -> str:
    """When a value is from where that is asked for, that it is indicative or in doubt, in brackets; or empty."""
    notes = [language.period(value.time_period)] if dated else []
    notes += [language.text("indicative")] if value.indicative else []
    notes += [language.text("in doubt")] if value.doubts else []
    return f" ({', '.join(notes)})" if notes else ""


def _tell_bare(value: Value, comparison: Comparison, language: Language, indicator: Indicator) -> str:
    """A value, without its unit where that is long and has been printed before."""
    unit = find_unit(value, comparison)
    if len(language.of(unit.short)) <= _LONGEST_UNIT or is_masked(value, comparison, indicator):
        return tell_number(value, comparison, language, indicator)
    decimals = find_decimals(unit, indicator, value)
    return put_limit(language.number(value.obs_value, decimals), value.qualifier, unit, language)


def _tell_reservation(pairs: tuple[Pair, ...], language: Language) -> str:
    """What a reader of the headline alone must know: that the figures are old, need caution or do not compare."""
    letters = {pair.grade.letter for pair in pairs}
    words = []
    if "E" in letters:
        words.append(language.text("not comparable"))
    elif "C" in letters:
        words.append(language.text("compare with caution"))
    if any(pair.old for pair in pairs):
        words.append(language.text("old figures"))
    return f" – {', '.join(words)}" if words else ""


def _tell_one_sided(
    ones: tuple[OneSided, ...], result: IndicatorResult, comparison: Comparison, language: Language
) -> str:
    """What one side has and the other lacks; figures that nothing tells apart are counted, not listed."""
    groups = [tell_group(one, language, result) for one in ones]
    alike = len({(one.which, group) for one, group in zip(ones, groups, strict=True)}) < len(ones)
    values = {
        "title": language.of(result.indicator.title),
        "values": _list_known(ones, groups, comparison, language),
        "count": language.count(len(ones)),
        "own": name_area(ones[0].side.ref_area, comparison, language),
        "place": name_lacking(ones[0], comparison, language),
    }
    if len({one.which for one in ones}) > 1:
        if alike:
            return language.text("{title}: {count} figures, measured in different ways", **values)
        return language.text("{title}: {values}, measured in different ways", **values)
    if alike:
        return language.text("{title}: {count} figures for {own}, none for {place}", **values)
    return language.text("{title}: {values}, no figure for {place}", **values)


def _list_known(ones: tuple[OneSided, ...], groups: list[str], comparison: Comparison, language: Language) -> str:
    """Each figure with its group; the area and period once where they are the same for all."""
    shared = {
        (one.side.ref_area, one.side.value.time_period, one.side.value.indicative, bool(one.side.value.doubts))
        for one in ones
        if not is_missing(one.side.value)
    }
    if len(ones) > 1 and len(shared) == 1 and not any(is_missing(one.side.value) for one in ones):
        numbers = [_print(one.side.value, one.indicator, comparison, language) for one in ones]
        told = language.join(f"{group} {number}".strip() for group, number in zip(groups, numbers, strict=True))
        notes = _tell_notes(ones[0].side.value, language, dated=True)
        return f"{told} {locate(ones[0].side.ref_area, comparison, language)}{notes}"
    short = [_tell_short(one.side, one.indicator, comparison, language, dated=True) for one in ones]
    return language.join(f"{group} {told}".strip() for group, told in zip(groups, short, strict=True))
