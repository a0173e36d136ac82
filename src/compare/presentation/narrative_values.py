"""Values in words: a number with its unit, area and period, and why one is missing or uncertain.

In: a `Side` or `Value` of a comparison, and a `Language`.
Out: `tell_number`, `tell_value`, `tell_status`, `tell_missing`, `tell_span`, `tell_sex` and the names of areas.
Never: a blank without its reason, a censored or masked number printed as an exact one, an area that the value does
not describe.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from compare.catalogue.models import Indicator, Unit
from compare.comparison.levels import find_extent
from compare.comparison.masking import SMALLEST_COUNT, is_small
from compare.comparison.model import Comparison, OneSided, Side, Value
from compare.presentation.language import Language, mark

#: SDMX status letters that qualify a value.
STATUSES = {
    "B": mark("break in the series"),
    "D": mark("other definition"),
    "E": mark("estimate"),
    "F": mark("projection"),
    "G": mark("experimental figure"),
    "I": mark("imputed"),
    "N": mark("not significant"),
    "P": mark("provisional"),
    "S": mark("affected by a special event"),
    "U": mark("uncertain figure"),
    "V": mark("not validated"),
    "W": mark("includes another category"),
}
#: Why there is no value: the catalogue's words, and SDMX status letters of a row without a number.
MISSING = {
    "not_collected": mark("not collected"),
    "not_published": mark("not published"),
    "not_found": mark("not found"),
    "suppressed": mark("suppressed by the source"),
    "not_applicable": mark("not applicable"),
    "H": mark("missing at the source"),
    "J": mark("missing at the source"),
    "K": mark("included in another category"),
    "L": mark("not collected"),
    "M": mark("not applicable"),
    "O": mark("missing at the source"),
    "Q": mark("suppressed by the source"),
}
_NO_REASON = mark("the source gives no reason")
_SEXES = {
    ("F", False): mark("women"),
    ("M", False): mark("men"),
    ("F", True): mark("girls"),
    ("M", True): mark("boys"),
}


def name_area(ref_area: str, comparison: Comparison, language: Language) -> str:
    """The short name of the area that a value describes: "Skåne", "Sweden"."""
    return language.of(comparison.catalogue.areas[ref_area].name)


def describe_area(ref_area: str, comparison: Comparison, language: Language) -> str:
    """The area in words, for its first use: "Skåne, the region of Lund"."""
    return language.of(comparison.catalogue.areas[ref_area].described)


def name_in_text(ref_area: str, comparison: Comparison, language: Language) -> str:
    """The area as it reads in a sentence: its name, but a grid cell in words ("Lund, 28 km cell" is for tables)."""
    name = describe_area if comparison.catalogue.areas[ref_area].kind == "cell" else name_area
    return name(ref_area, comparison, language)


def locate(ref_area: str, comparison: Comparison, language: Language) -> str:
    """Where a value holds: "in Skåne"; "around Lund" for a grid cell that stands for it."""
    area = comparison.catalogue.areas[ref_area]
    if area.kind == "cell" and area.stands_for is not None:
        return language.text("around {place}", place=name_area(area.stands_for, comparison, language))
    return language.text("in {area}", area=language.of(area.name))


def is_city_area(ref_area: str, comparison: Comparison) -> bool:
    """Whether an area is the city itself, in one of the ways a city is measured, and not a larger one."""
    return find_extent(comparison.catalogue.areas[ref_area]) == "city"


def name_place(which: str, comparison: Comparison, language: Language) -> str:
    """The name of place ``"a"`` or ``"b"`` of the partnership."""
    return name_area(getattr(comparison.partnership, which), comparison, language)


def name_lacking(one: OneSided, comparison: Comparison, language: Language) -> str:
    """What has no figure beside a one-sided value: the other city, or the other country beside a country's value."""
    which = "b" if one.which == "a" else "a"
    if comparison.catalogue.areas[one.side.ref_area].kind == "country":
        return name_area(getattr(comparison.partnership, f"country_{which}"), comparison, language)
    return name_place(which, comparison, language)


def find_indicator_of(side: Side, comparison: Comparison) -> Indicator | None:
    """The indicator in whose result this very side stands; None for a side from elsewhere."""
    for result in comparison.results:
        sides = [item for pair in (*result.pairs, *result.also_known) for item in (pair.a, pair.b)]
        sides += [one.side for one in result.one_sided] + list(result.references)
        if any(item is side for item in sides):
            return result.indicator
    return None


def find_unit(value: Value, comparison: Comparison) -> Unit:
    """The unit that a value is in."""
    return comparison.catalogue.units[value.unit_measure]


def find_decimals(unit: Unit, indicator: Indicator | None) -> int:
    """How many decimals a value is printed with: the indicator's where it says so, else the unit's."""
    return unit.decimals if indicator is None or indicator.decimals is None else indicator.decimals


def tell_aim(x: float, unit: Unit, indicator: Indicator, language: Language) -> str:
    """A number to reach with its unit, without decimals that it does not have: ``5 µg/m³``."""
    own = len(format(x, ".15g").partition(".")[2])
    return language.quantity(x, unit, 0 if own == 0 else max(own, find_decimals(unit, indicator)))


def is_missing(value: Value | None) -> bool:
    """Whether there is no number."""
    return value is None or math.isnan(value.obs_value)


def is_masked(value: Value, comparison: Comparison, indicator: Indicator | None) -> bool:
    """Whether a number stands for so few persons that it is not printed (health, crime and care only)."""
    if indicator is None or is_missing(value):
        return False
    unit = find_unit(value, comparison)
    return is_small(value.obs_value, unit, numerator=value.numerator, persons=indicator.persons)


def tell_number(value: Value, comparison: Comparison, language: Language, indicator: Indicator | None = None) -> str:
    """A value with its unit, as it may be printed: ``15.6 µg/m³``, ``fewer than 5 persons``, ``no figure (...)``."""
    if is_missing(value):
        return language.text("no figure ({why})", why=tell_missing(value.obs_status, comparison, language))
    unit = find_unit(value, comparison)
    if is_masked(value, comparison, indicator):
        return _mask(unit, language)
    return put_limit(
        language.quantity(value.obs_value, unit, find_decimals(unit, indicator)), value.qualifier, unit, language
    )


def tell_value(side: Side, comparison: Comparison, language: Language, value: Value | None = None) -> str:
    """A value with the area it describes and its period: ``15.6 µg/m³, Francistown, 2023``.

    Parameters
    ----------
    value : Value, optional
        Another value of the same side; the matched one where None.
    """
    area = name_area(side.ref_area, comparison, language)
    told = side.value if value is None else value
    if told is None:
        return f"{language.text('no figure')}, {area}"
    number = tell_number(told, comparison, language, find_indicator_of(side, comparison))
    parts = [number, area, language.period(told.time_period)]
    return ", ".join([*parts, *([status] if (status := tell_status(told, comparison, language)) else [])])


def tell_status(value: Value, comparison: Comparison, language: Language) -> str:
    """What qualifies a value, in words joined by commas: estimate, provisional, indicative; empty for a plain one."""
    if is_missing(value):
        return tell_missing(value.obs_status, comparison, language)
    words = []
    if value.reference_year is not None and not value.dated:
        words.append(language.text("approximate year"))
    elif value.obs_status in STATUSES:
        words.append(language.text(STATUSES[value.obs_status]))
    if value.indicative:
        words.append(language.text("indicative"))
    return ", ".join(words)


def tell_missing(code: str, comparison: Comparison, language: Language) -> str:  # noqa: ARG001 - one form for all
    """Why there is no value, by the catalogue's word or the SDMX letter: "not published"."""
    return language.text(MISSING.get(code, _NO_REASON))


def tell_period(value: Value, comparison: Comparison, language: Language) -> str:
    """A value's period and what qualifies it: ``2018/19, indicative``."""
    status = tell_status(value, comparison, language)
    return ", ".join([language.period(value.time_period), *([status] if status else [])])


def tell_span(years: Iterable[int], language: Language) -> str:
    """The first and last of some years: ``1998–2023``; that they are not stated where there are none."""
    known = sorted({int(year) for year in years if not math.isnan(year)})
    if not known:
        return language.text("years not stated")
    return str(known[0]) if known[0] == known[-1] else f"{known[0]}–{known[-1]}"


def tell_sex(side: Side, language: Language) -> str:
    """Whom a breakdown is about: "women", "boys"; empty where there is none."""
    ages = re.fullmatch(r"Y(\d+)T(\d+)", side.age)
    found = _SEXES.get((side.sex, bool(ages) and int(ages[2]) < 18))
    return language.text(found) if found else ""


def tell_group(one: OneSided, language: Language) -> str:
    """Which of several figures of one place this is: whom it is about, or the catalogue's label; often empty."""
    return tell_sex(one.side, language) or language.of(one.known.label)


def put_limit(printed: str, qualifier: str, unit: Unit, language: Language) -> str:
    """A printed quantity in running text, with "less than" or "more than" where it is a limit, not a value."""
    counted = unit.kind == "count"
    bare = printed.removeprefix("<")
    if qualifier == "<" or bare != printed:
        return language.text("fewer than {x}", x=bare) if counted else language.text("less than {x}", x=bare)
    if qualifier == ">":
        return language.text("more than {x}", x=bare)
    return printed


def _mask(unit: Unit, language: Language) -> str:
    if unit.kind == "count":
        return language.text("fewer than {x}", x=language.attach_unit(str(SMALLEST_COUNT), unit))
    return language.text("not shown: fewer than {x} persons", x=SMALLEST_COUNT)
