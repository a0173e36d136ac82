"""Words of a difference by what a unit measures: a time is longer, an area larger, a value higher.

In: a `Unit`. Out: `name_quantity`, `is_extent`, `tell_times`, `tell_more`, `HEADLINES`.
Never: a word for good or bad.
"""

from __future__ import annotations

from compare.catalogue.models import Unit
from compare.presentation.language import Language, mark

#: Units of kind "physical" that measure how far or how large something is.
_LENGTHS = frozenset({"KM", "METRES"})
_AREAS = frozenset({"KM2", "M2", "HECTARES"})
_TEMPERATURES = frozenset({"CELSIUS", "KELVIN"})
#: Kinds of units to what they measure; any other kind is a value.
_QUANTITIES = {
    "count": "number",
    "money": "amount",
    "duration": "time",
    "years": "years",
}
_TIMES = {
    "number": mark("the number is {ratio} times as high {higher} as {lower}"),
    "amount": mark("the amount is {ratio} times as large {higher} as {lower}"),
    "time": mark("the time is {ratio} times as long {higher} as {lower}"),
    "years": mark("that is {ratio} times as many years {higher} as {lower}"),
    "length": mark("the length is {ratio} times as great {higher} as {lower}"),
    "area": mark("the area is {ratio} times as large {higher} as {lower}"),
    "value": mark("the value is {ratio} times as high {higher} as {lower}"),
}
_MORE = {
    "number": mark("the number is {difference} higher {higher} than {lower}"),
    "amount": mark("the amount is {difference} larger {higher} than {lower}"),
    "time": mark("the time is {difference} longer {higher} than {lower}"),
    "years": mark("that is {difference} more {higher} than {lower}"),
    "length": mark("the length is {difference} greater {higher} than {lower}"),
    "area": mark("the area is {difference} larger {higher} than {lower}"),
    "temperature": mark("the temperature is {difference} higher {higher} than {lower}"),
    "value": mark("the value is {difference} higher {higher} than {lower}"),
}
#: What a headline says of each kind of unit; other kinds get their two numbers.
HEADLINES = {
    "count": mark("{title}: {ratio} times as many {higher} as {lower}"),
    "money": mark("{title}: {ratio} times as much {higher} as {lower}"),
    "physical": mark("{title}: {ratio} times as much {higher} as {lower}"),
    "rate": mark("{title}: the rate is {ratio} times as high {higher} as {lower}"),
}


def name_quantity(unit: Unit) -> str:
    """What a unit measures: a number, amount, time, years, length, area, temperature, or some other value."""
    if unit.code in _LENGTHS:
        return "length"
    if unit.code in _AREAS:
        return "area"
    if unit.kind == "temperature" or unit.code in _TEMPERATURES:
        return "temperature"
    return _QUANTITIES.get(unit.kind, "value")


def is_extent(unit: Unit) -> bool:
    """Whether a unit says how far or large something is: nobody says "twice as much" of that."""
    return name_quantity(unit) in ("length", "area")


def tell_times(unit: Unit, language: Language, **values: str) -> str:
    """How many times the lower value goes into the higher, as a clause."""
    return language.text(_TIMES[name_quantity(unit)], **values)


def tell_more(unit: Unit, language: Language, **values: str) -> str:
    """By how much one value exceeds the other, as a clause."""
    return language.text(_MORE[name_quantity(unit)], **values)
