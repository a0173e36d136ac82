"""The few words and printed numbers that stand inside pictures.

In: areas, units, targets of the catalogue, a language. Out: text.
Never: a number printed to other decimals than in the tables, an area called by the place it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable

from compare.catalogue.models import Indicator, Unit
from compare.comparison.model import Comparison, IndicatorResult, Side, Value
from compare.presentation.language import Language
from compare.presentation.narrative_values import count_decimals, find_decimals, tell_sex

#: Kinds of area that are the city itself; a cell only up to the width that the method counts as a city's.
OWN_KINDS = ("municipality", "city", "urban_centre")
CITY_CELL_KM = 30.0
_LONGEST_NAME = 60  #: letters of a benchmark's name in a picture


def is_own(ref_area: str, comparison: Comparison) -> bool:
    """Whether an area is the city itself (a filled mark) and not a larger one (a hollow mark)."""
    area = comparison.catalogue.areas[ref_area]
    if area.kind == "cell":
        return area.cell_width_km is None or area.cell_width_km <= CITY_CELL_KM
    return area.kind in OWN_KINDS


def stand_apart(result: IndicatorResult) -> bool:
    """Whether the two places may share no axis: grade E, or figures of each that are no pair."""
    if result.pairs:
        return result.letter == "E"
    return len({one.which for one in result.one_sided}) > 1


def explain_hollow(sides: Iterable[Side], comparison: Comparison, language: Language) -> str:
    """What the hollow marks of a picture stand for."""
    kinds = {comparison.catalogue.areas[side.ref_area].kind for side in sides if not is_own(side.ref_area, comparison)}
    if kinds == {"country"}:
        return language.text("Hollow marks: the whole country.")
    return language.text("Hollow marks: a larger area than the city.")


def unit_label(unit: Unit, language: Language) -> str:
    """The unit over an axis: its sign where it has one, else its name."""
    return language.of(unit.short) or language.of(unit.label)


def print_number(value: Value, indicator: Indicator, comparison: Comparison, language: Language) -> str:
    """A value as printed at its mark: with a short sign of its unit (%), without a long one (that is at the axis)."""
    unit = comparison.catalogue.units[indicator.unit]
    number = _with_sign(value.obs_value, find_decimals(unit, indicator, value), unit, language)
    return number if number.startswith(value.qualifier) else value.qualifier + number


def _with_sign(value: float, decimals: int, unit: Unit, language: Language) -> str:
    sign = language.of(unit.short)
    short = unit.kind == "flag" or 0 < len(sign) <= 2
    return language.quantity(value, unit, decimals) if short else language.number(value, decimals)


def target_labels(indicator: Indicator, comparison: Comparison, language: Language) -> tuple[str, ...]:
    """Words for the target's line, the fullest first: by when, or whose benchmark it is."""
    target = indicator.target_value
    if target is None:
        return ()
    unit = comparison.catalogue.units[indicator.unit]
    whole = float(target.value).is_integer()
    decimals = 0 if whole else max(find_decimals(unit, indicator), count_decimals(target.value))
    number = _with_sign(target.value, decimals, unit, language)
    if target.sdg and target.year is not None:
        return (language.text("Target {year}: {number}", year=str(target.year), number=number),)
    # The origin's own words up to its first comma name it; what follows explains, and stands beside the picture.
    named = f"{language.of(target.origin).partition(', ')[0].partition(': ')[0]}: {number}"
    short = language.text("Benchmark: {number}", number=number)
    return (named, short) if len(named) <= _LONGEST_NAME else (short,)


def sex_title(side: Side, language: Language, result: IndicatorResult) -> str:
    """Whom a panel is about, as its title: Women, Boys; empty where there is no breakdown."""
    return language.capital(tell_sex(side, language, result))
