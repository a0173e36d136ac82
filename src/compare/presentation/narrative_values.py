"""Values in words: a number with its unit, area and period, and why one is missing or uncertain.

In: a `Side` or `Value` of a comparison, and a `Language`.
Out: `tell_number`, `tell_value`, `tell_status`, `tell_missing`, `tell_sex`, `tell_group` and the names of areas.
Never: a blank without its reason, a censored or masked number printed as an exact one, an area that the value does
not describe.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from compare.catalogue.models import Indicator, Unit
from compare.comparison.levels import find_extent
from compare.comparison.masking import SMALLEST_COUNT, is_small
from compare.comparison.model import Comparison, IndicatorResult, OneSided, Side, Value
from compare.presentation.language import Language, mark
from compare.presentation.narrative_doubts import tell_doubt

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
_ADULT = 18
#: Ages with an end: ``Y0``, ``Y0T4``, ``Y_LE17``, ``Y_LT18``.
_UPPER_AGE = re.compile(r"Y(?:(?:\d+T)?|_LE)(?P<last>\d+)|Y_LT(?P<below>\d+)")


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
    """What has no figure beside a one-sided value: the other city, or the other country beside a country's value.

    A country's value that leads to a question about the other city is told beside that city: it is the city that could
    have an answer.
    """
    which = "b" if one.which == "a" else "a"
    place = name_place(which, comparison, language)
    asked = f"{language.of(one.known.question)} {language.of(one.known.ask)}"
    if comparison.catalogue.areas[one.side.ref_area].kind == "country" and place not in asked:
        return name_area(getattr(comparison.partnership, f"country_{which}"), comparison, language)
    return place


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


def find_decimals(unit: Unit, indicator: Indicator | None, *values: Value) -> int:
    """How many decimals a number is printed with: the indicator's where it says so, else the unit's.

    An indicative figure gets no decimals that it does not have: the mayor's "18 per cent" is not 18.0. One that came
    from a service and is in doubt keeps the usual number, since a service writes 18.0 as 18.

    Parameters
    ----------
    *values : Value
        The values whose number it is, or from which it was computed: the coarsest decides.
    """
    usual = unit.decimals if indicator is None or indicator.decimals is None else indicator.decimals
    said = (value for value in values if value.indicative and not value.doubts and not is_missing(value))
    return min([usual, *(count_decimals(value.obs_value) for value in said)])


def count_decimals(number: float) -> int:
    """How many decimals a number has, beyond those that computing in binary adds.

    Examples
    --------
    >>> count_decimals(18.0), count_decimals(0.1 + 0.2), count_decimals(5e-7)
    (0, 1, 7)
    """
    return max(0, -int(Decimal(format(number, ".12g")).normalize().as_tuple().exponent))


def tell_aim(x: float, unit: Unit, indicator: Indicator, language: Language) -> str:
    """A number to reach with its unit, without decimals that it does not have: ``5 µg/m³``."""
    own = count_decimals(x)
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
    decimals = find_decimals(unit, indicator, value)
    return put_limit(language.quantity(value.obs_value, unit, decimals), value.qualifier, unit, language)


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
    """What qualifies a value, in words joined by commas: estimate, indicative, in doubt; empty for a plain one."""
    if is_missing(value):
        return tell_missing(value.obs_status, comparison, language)
    words = []
    if value.reference_year is not None and not value.dated:
        words.append(language.text("approximate year"))
    elif value.obs_status in STATUSES:
        words.append(language.text(STATUSES[value.obs_status]))
    if value.indicative:
        words.append(language.text("indicative"))
    if value.doubts:
        words.append(tell_doubt(value, language))
    return ", ".join(words)


def tell_missing(code: str, comparison: Comparison, language: Language) -> str:  # noqa: ARG001 - one form for all
    """Why there is no value, by the catalogue's word or the SDMX letter: "not published"."""
    return language.text(MISSING.get(code, _NO_REASON))


def tell_period(value: Value, comparison: Comparison, language: Language) -> str:
    """A value's period and what qualifies it: ``2018/19, indicative``."""
    status = tell_status(value, comparison, language)
    return ", ".join([language.period(value.time_period), *([status] if status else [])])


def tell_sex(side: Side, language: Language, result: IndicatorResult | None = None) -> str:
    """Whom a breakdown is about: "women", "boys"; empty where there is none.

    Parameters
    ----------
    result : IndicatorResult, optional
        Where the side stands. An indicator whose every figure is about one sex says so in its title, and nothing needs
        to be told apart; one about children has girls and boys.
    """
    if result is not None and len(_list_sexes(result)) == 1:
        return ""
    children = _is_of_children(side.age) or (result is not None and result.indicator.children)
    found = _SEXES.get((side.sex, children))
    return language.text(found) if found else ""


def tell_group(one: OneSided, language: Language, result: IndicatorResult | None = None) -> str:
    """Which of several figures of one place this is: whom it is about, or the catalogue's label; often empty."""
    return tell_sex(one.side, language, result) or language.of(one.known.label)


def put_limit(printed: str, qualifier: str, unit: Unit, language: Language) -> str:
    """A printed quantity in running text, with "less than" or "more than" where it is a limit, not a value."""
    counted = unit.kind == "count"
    bare = printed.removeprefix("<")
    if qualifier == "<" or bare != printed:
        return language.text("fewer than {x}", x=bare) if counted else language.text("less than {x}", x=bare)
    if qualifier == ">":
        return language.text("more than {x}", x=bare)
    return printed


def _list_sexes(result: IndicatorResult) -> set[str]:
    """The sexes of all figures that an indicator asks for or has."""
    indicator = result.indicator
    asked = [side for pair in indicator.pairs for side in (pair.a, pair.b)] + list(indicator.known)
    held = [side for pair in (*result.pairs, *result.also_known) for side in (pair.a, pair.b)]
    held += [one.side for one in result.one_sided]
    return {side.sex for side in (*asked, *held)}


def _is_of_children(age: str) -> bool:
    """Whether an age code ends before the eighteenth birthday; a code in months always does here."""
    found = _UPPER_AGE.fullmatch(age)
    if found is None:
        return age.startswith("M")
    return int(found["last"] or found["below"]) < (_ADULT if found["last"] else _ADULT + 1)


def _mask(unit: Unit, language: Language) -> str:
    if unit.kind == "count":
        return language.text("fewer than {x}", x=language.attach_unit(str(SMALLEST_COUNT), unit))
    return language.text("not shown: fewer than {x} persons", x=SMALLEST_COUNT)
