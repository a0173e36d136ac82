"""The components of a trend and of a distance: everything that the assessment rests on, or why there is none.

In: a `Trend` and the side it is of. Out: `tell_components`, `tell_distance`.
Never: a method left out, an assessment without its numbers.
"""

from __future__ import annotations

from compare.catalogue.models import Indicator
from compare.comparison.model import Comparison, Trend
from compare.observations.units import difference_unit
from compare.presentation.explain_model import ExplainedSide
from compare.presentation.explain_origin import print_exact
from compare.presentation.explain_words import CLASSES, METHODS
from compare.presentation.language import Language
from compare.presentation.narrative import tell_trend
from compare.presentation.narrative_values import find_decimals

#: A pace is a small part of a value: it is printed with this many decimals more.
_FINER = 2


def tell_components(
    trend: Trend, side: ExplainedSide, indicator: Indicator, comparison: Comparison, language: Language
) -> list[str]:
    """The sentence of the page, then what it rests on; for a side without a value nothing."""
    if side.side.value is None:
        return []
    text = language.text
    told = [tell_trend(trend, side.side, comparison, language), _tell_ends(trend, language)]
    if trend.needed is not None and trend.needed <= 0:
        told.append(text("The first figure that counts had reached it already"))
    elif trend.pace is not None and trend.needed is not None:
        decimals = find_decimals(comparison.catalogue.units[indicator.unit], indicator) + _FINER
        kept, needed = (language.number(pace, decimals) for pace in (trend.pace, trend.needed))
        told.append(text("Pace kept towards the aim: {kept} a year; pace needed: {needed} a year", kept=kept,
                         needed=needed))  # fmt: skip
    if trend.methods:
        told.append("; ".join(f"{text(METHODS[name])}: {text(CLASSES[said])}" for name, said in trend.methods.items()))
    agree, applying = trend.agreement
    if applying:
        told.append(text("Methods that say the same: {agree} of {applying} that apply", agree=agree, applying=applying))
    if trend.stable is not None:
        told.append(
            text("Without the first or the last figure the result is the same")
            if trend.stable
            else text("Without the first or the last figure the result is another one")
        )
    return told


def tell_distance(side: ExplainedSide, comparison: Comparison, language: Language) -> str:
    """How far the value is from what is aimed at; empty where there is no aim."""
    if side.distance is None or side.side.value is None:
        return ""
    if side.distance.achieved:
        return language.text("reached")
    unit = comparison.catalogue.units[difference_unit(side.side.value.unit_measure)]
    size = print_exact(side.distance.remaining, language)
    return language.text("still to go: {size} {unit}", size=size, unit=language.of(unit.label))


def _tell_ends(trend: Trend, language: Language) -> str:
    """How many figures count and from when."""
    if trend.first is None or trend.last is None:
        return ""
    return language.plural(
        "One figure that counts: {first}", "{n} figures that count, from {first} to {last}", trend.observations,
        first=trend.first[0], last=trend.last[0],
    )  # fmt: skip
