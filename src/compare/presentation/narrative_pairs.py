"""A pair in words: both values with their areas and periods, and the difference where the grade allows one.

In: `Pair` or `OneSided` of a comparison, and a `Language`. Out: `tell_pair`, `tell_values`, `tell_gap`,
`tell_one_sided`, `tell_subject`.
Never: a difference for D, E or N; "higher" where the printed numbers or the interval do not show it; a city's name for
a country's value; a word for good or bad.
"""

from __future__ import annotations

from decimal import Decimal

from compare.catalogue.models import Unit
from compare.comparison.model import Comparison, Gap, OneSided, Pair, Side
from compare.presentation.language import Language, mark, round_half_up
from compare.presentation.language_habits import NO_BREAK_SPACE
from compare.presentation.narrative_grades import tell_caveat
from compare.presentation.narrative_values import (
    describe_area,
    find_decimals,
    find_unit,
    is_masked,
    is_missing,
    locate,
    name_area,
    name_in_text,
    name_lacking,
    tell_group,
    tell_missing,
    tell_number,
    tell_period,
    tell_sex,
)
from compare.presentation.narrative_words import tell_more, tell_times

_MOVEMENTS = {
    "together": mark("the values of {areas} have come nearer each other"),
    "apart": mark("the values of {areas} have moved further apart"),
    "parallel": mark("the distance between the values of {areas} is about the same as before"),
}
#: From here on a ratio says more than a difference.
TELLING_RATIO = 1.5


def tell_pair(pair: Pair, comparison: Comparison, language: Language) -> str:
    """Both values with areas and years, then what may be said of the difference, then what is old or newer."""
    sentences = [
        tell_values(pair, comparison, language),
        tell_gap(pair, comparison, language),
        language.text("These are old figures.") if pair.old and not _says_old(pair) else "",
        *(_tell_newer(side, pair, comparison, language) for side in (pair.a, pair.b)),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def tell_movement(pair: Pair, comparison: Comparison, language: Language) -> str:
    """Whether the two sides have come nearer each other over their common years; empty where that is not assessed."""
    if pair.movement not in _MOVEMENTS:
        return ""
    areas = [name_in_text(side.ref_area, comparison, language) for side in (pair.a, pair.b)]
    return language.sentence(language.text(_MOVEMENTS[pair.movement], areas=language.join(areas)))


def tell_values(pair: Pair, comparison: Comparison, language: Language, *, titled: bool = True) -> str:
    """One sentence with both values: the measure, each value, whose it is and from when."""
    values = language.join(_tell_side(side, pair.indicator, comparison, language) for side in (pair.a, pair.b))
    if titled:
        return f"{tell_subject(pair, comparison, language)}: {values}."
    return language.sentence(values)


def tell_one_sided(one: OneSided, comparison: Comparison, language: Language) -> str:
    """The value that only one place has, and why the other has none."""
    other = name_lacking(one, comparison, language)
    sentences = [
        language.text(
            "{title}: {value}; {place} has no figure to set beside it ({why}).",
            title=tell_subject(one, comparison, language),
            value=_tell_side(one.side, one.indicator, comparison, language),
            place=other,
            why=tell_missing(one.known.missing, comparison, language),
        ),
        language.text("This is an old figure.") if one.old else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def tell_subject(thing: Pair | OneSided, comparison: Comparison, language: Language) -> str:
    """The indicator's title, with whom it is about where that tells figures apart: "Life expectancy, women"."""
    result = comparison.result(thing.indicator)
    title = language.of(result.indicator.title)
    group = tell_sex(thing.a, language, result) if isinstance(thing, Pair) else tell_group(thing, language, result)
    return f"{title}, {group}" if group else title


def tell_gap(pair: Pair, comparison: Comparison, language: Language) -> str:
    """The difference in one sentence, with its caveat for C; or the sentence that says why there is none."""
    if is_missing(pair.a.value) or is_missing(pair.b.value):
        return ""
    obstacle = _find_obstacle(pair, comparison, language)
    if obstacle or pair.gap is None:
        return obstacle
    clause = _tell_difference(pair, pair.gap, comparison, language)
    if clause and pair.grade.letter == "C":
        caveat = tell_caveat(pair, comparison, language)
        clause = language.text("{finding}, but read this with caution: {caveat}", finding=clause, caveat=caveat)
    return language.sentence(clause)


def looks_equal(pair: Pair, comparison: Comparison, language: Language) -> bool:
    """Whether the two values of a pair are printed as the same number."""
    decimals = _find_decimals(pair, find_unit(pair.a.value, comparison), comparison)
    return language.looks_equal(pair.a.value.obs_value, pair.b.value.obs_value, decimals)


def _find_obstacle(pair: Pair, comparison: Comparison, language: Language) -> str:
    """The sentence that says why a pair with two values gets no difference; empty where it gets one."""
    indicator = comparison.result(pair.indicator).indicator
    values = (pair.a.value, pair.b.value)
    if pair.grade.letter == "D":
        return language.text("A city stands beside a whole country, so no difference is calculated.")
    if not pair.grade.allows_gap:
        return language.text(
            "The two figures cannot be compared, so no difference is calculated: {caveat}.",
            caveat=tell_caveat(pair, comparison, language),
        )
    if any(is_masked(value, comparison, indicator) for value in values):
        return language.text("No difference is calculated: at least one figure stands for fewer than five persons.")
    if any(value.qualifier for value in values):
        return language.text("No difference is calculated: at least one figure is a limit, not an exact value.")
    return ""


def _tell_difference(pair: Pair, gap: Gap, comparison: Comparison, language: Language) -> str:
    """Which value is higher and by how much, as a clause without a full stop."""
    unit = find_unit(pair.a.value, comparison)
    if gap.difference == 0:
        return language.text("the two values are the same")
    if unit.kind == "flag":
        return ""
    if looks_equal(pair, comparison, language):
        return language.text("rounded, the two values are the same")
    if not gap.clear:
        return language.text("there is no clear difference when the uncertainty of the figures is counted in")
    higher, lower = (pair.a, pair.b) if gap.difference > 0 else (pair.b, pair.a)
    where = {
        "higher": locate(higher.ref_area, comparison, language),
        "lower": locate(lower.ref_area, comparison, language),
    }
    ratio = find_ratio(pair)
    if ratio is not None and ratio >= TELLING_RATIO:
        clause = tell_times(unit, language, ratio=print_ratio(ratio, language), **where)
        off = _is_ratio_off(pair, ratio, unit, comparison, language)
    else:
        size = _print_difference(pair, gap, unit, comparison, language)
        clause = tell_more(unit, language, difference=size, **where)
        off = _is_off(pair, gap, unit, comparison)
    return language.text("{finding}, calculated before rounding", finding=clause) if off else clause


def find_ratio(pair: Pair) -> float | None:
    """How many times the lower value goes into the higher; None where the unit or the grade gives no ratio."""
    ratio = pair.gap.ratio if pair.gap is not None else None
    if ratio is None or ratio <= 0:
        return None
    return ratio if ratio >= 1 else 1 / ratio


def print_ratio(ratio: float, language: Language) -> str:
    """A ratio with one decimal, from ten on with none."""
    return language.number(ratio, 1 if ratio < 10 else 0)


def _print_difference(pair: Pair, gap: Gap, unit: Unit, comparison: Comparison, language: Language) -> str:
    """The size of the difference with its unit, computed before rounding."""
    size = language.number(abs(gap.difference), _find_decimals(pair, unit, comparison))
    bare = size.removeprefix("<")
    told = bare
    if gap.unit_measure == "PP":
        one = 1 if bare == "1" else 2
        told = language.plural("{size} percentage point", "{size} percentage points", one, size=bare)
        told = told.replace(" ", NO_BREAK_SPACE, 1)
    elif unit.kind != "count" and not _is_per(unit):
        # A difference of degrees is told in degrees, though its unit is the kelvin.
        told = language.attach_unit(bare, unit)
    return language.text("less than {x}", x=told) if bare != size else told


def _is_off(pair: Pair, gap: Gap, unit: Unit, comparison: Comparison) -> bool:
    """Whether a reader who subtracts the printed values gets another difference than the printed one."""
    a, b = _round_printed(pair, unit, comparison)
    decimals = _find_decimals(pair, unit, comparison)
    return round_half_up(a - b, decimals) != round_half_up(gap.difference, decimals)


def _is_ratio_off(pair: Pair, ratio: float, unit: Unit, comparison: Comparison, language: Language) -> bool:
    """Whether a reader who divides the printed values gets another ratio than the printed one."""
    low, high = sorted(_round_printed(pair, unit, comparison))
    return low == 0 or print_ratio(float(high / low), language) != print_ratio(ratio, language)


def _find_decimals(pair: Pair, unit: Unit, comparison: Comparison) -> int:
    """Decimals of what is computed from both values: those of the coarser one."""
    return find_decimals(unit, comparison.result(pair.indicator).indicator, pair.a.value, pair.b.value)


def _round_printed(pair: Pair, unit: Unit, comparison: Comparison) -> list[Decimal]:
    """Both values as they are printed."""
    indicator = comparison.result(pair.indicator).indicator
    values = (pair.a.value, pair.b.value)
    return [round_half_up(value.obs_value, find_decimals(unit, indicator, value)) for value in values]


def _is_per(unit: Unit) -> bool:
    """Whether a unit reads "per so many": beside "higher" it would part the words that belong together."""
    return unit.short is not None and unit.short.en.startswith("per ")


def _tell_side(side: Side, indicator_id: str, comparison: Comparison, language: Language) -> str:
    """A value with the area it describes, in words where it is not the city itself, and its period."""
    whole = comparison.catalogue.areas[side.ref_area].kind == "country" or side.ref_area == side.place
    name = name_area if whole else describe_area
    area = name(side.ref_area, comparison, language)
    if side.value is None:
        return language.text("no figure for {area}", area=area)
    period = tell_period(side.value, comparison, language)
    if is_missing(side.value):
        return f"{language.text('no figure for {area}', area=area)} ({period})"
    number = tell_number(side.value, comparison, language, comparison.result(indicator_id).indicator)
    return f"{number} {language.text('in {area}', area=area)} ({period})"


def _tell_newer(side: Side, pair: Pair, comparison: Comparison, language: Language) -> str:
    """A side's newer value than the one that was matched."""
    if side.newest is None or side.value is None or side.newest.time_period == side.value.time_period:
        return ""
    return language.text(
        "A newer figure for {area}: {value} ({period}).",
        area=name_in_text(side.ref_area, comparison, language),
        value=tell_number(side.newest, comparison, language, comparison.result(pair.indicator).indicator),
        period=tell_period(side.newest, comparison, language),
    )


def _says_old(pair: Pair) -> bool:
    """Whether the caveat beside the difference has called the figures old already."""
    return pair.grade.letter == "C" and any(reason.code == "old" for reason in pair.grade.reasons)
