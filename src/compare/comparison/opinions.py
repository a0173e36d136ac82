"""Second and third opinions on a trend: the compound rate, and the share of the way that the UN's chart uses.

In: two dated values, a target. Out: `find_compound_class`, `find_un_class`: each method's own class, or
``not_applicable``; `count_agreement`.
Never: a rate patched with a small number at zero; a rate of percentages near 0 or 100.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

NOT_APPLICABLE = "not_applicable"

#: Percentages in the outer tenth are near 0 or 100: there a rate of change says nothing.
_OUTER = 0.1

#: What each method's class says, in the words of the primary sign.
_MEANS = {
    "achieved": "good", "on_track": "good", "moderate": "slow", "stagnating": "still", "moving_away": "away",
    "significant_progress": "good", "moderate_progress": "slow", "insufficient_progress": "still",
    "movement_away": "away", "met_or_on_track": "good", "fair_progress": "slow",
}  # fmt: skip
#: The UN's lowest class does not tell standing still from moving away.
_STAGNATION_OR_REGRESSION = "stagnation_or_regression"


def find_compound_class(
    first: float, last: float, *, years: float, target: float | None, years_to_target: float | None, direction: str,
    bounds: tuple[float, float] | None = None,
) -> str:
    """Eurostat's class: the rate kept, compared with the rate needed; without a target, with 1 and 0.1 % a year.

    It applies where both values and the target are above zero, the target still lay ahead at the start, and no
    percentage is near 0 or 100.

    Parameters
    ----------
    years : float
        From the first value to the last.
    years_to_target : float
        From the first value to the target's year.
    direction : {"higher", "lower"}
        Other directions have no rate.
    bounds : tuple of float, optional
        The least and the greatest possible value of a share.

    Source
    ------
    Eurostat, Sustainable development in the European Union: monitoring report, annex on the assessment method.
    """
    if direction not in ("higher", "lower") or not _has_rate(first, last, years, bounds):
        return NOT_APPLICABLE
    kept = _find_rate(first, last, years)
    if target is None or years_to_target is None:
        return _class_without_target(100 * kept * (1 if direction == "higher" else -1))
    ahead = target > first if direction == "higher" else target < first
    if not ahead or target <= 0 or years_to_target <= 0 or _is_near_bound(target, bounds):
        return NOT_APPLICABLE
    return _class_with_target(kept / _find_rate(first, target, years_to_target))


def find_un_class(
    first: float, last: float, *, years: float, target: float | None, years_to_target: float | None, direction: str,
    bounds: tuple[float, float] | None = None,
) -> str:
    """The class of the UN's progress chart: the share of the way that will be gone in the target's year at this rate.

    Parameters and conditions are those of `find_compound_class`; a target of zero is no obstacle here.

    Source
    ------
    United Nations Statistics Division, SDG progress chart 2023, technical note.
    """
    if direction not in ("higher", "lower") or not _has_rate(first, last, years, bounds):
        return NOT_APPLICABLE
    if target is None or years_to_target is None or years_to_target <= years:
        return NOT_APPLICABLE
    ahead = target > first if direction == "higher" else target < first
    if not ahead:
        return NOT_APPLICABLE
    expected = last * (1 + _find_rate(first, last, years)) ** (years_to_target - years)
    share = (expected - first) / (target - first)
    if share >= 0.95:
        return "met_or_on_track"
    return "fair_progress" if share >= 0.1 else _STAGNATION_OR_REGRESSION


def count_agreement(sign: str, methods: Mapping[str, str]) -> tuple[int, int]:
    """How many of the methods that apply say what the primary sign says, and how many apply; the primary is one."""
    others = [said for name, said in methods.items() if name != "linear_pace" and said != NOT_APPLICABLE]
    agreeing = [said for said in others if _agrees(sign, said)]
    return 1 + len(agreeing), 1 + len(others)


def _agrees(sign: str, said: str) -> bool:
    if said == _STAGNATION_OR_REGRESSION:
        return _MEANS[sign] in ("still", "away")
    return _MEANS[sign] == _MEANS[said]


def _has_rate(first: float, last: float, years: float, bounds: tuple[float, float] | None) -> bool:
    positive = first > 0 and last > 0 and years > 0
    return positive and not any(_is_near_bound(value, bounds) for value in (first, last))


def _is_near_bound(value: float, bounds: tuple[float, float] | None) -> bool:
    if bounds is None:
        return False
    low, high = bounds
    margin = _OUTER * (high - low)
    return value < low + margin or value > high - margin


def _find_rate(start: float, end: float, years: float) -> float:
    """The compound change a year, as a fraction."""
    return math.expm1(math.log(end / start) / years)


def _class_with_target(ratio: float) -> str:
    if ratio >= 0.95:
        return "significant_progress"
    if ratio >= 0.6:
        return "moderate_progress"
    return "insufficient_progress" if ratio >= 0 else "movement_away"


def _class_without_target(percent_a_year: float) -> str:
    if percent_a_year > 1:
        return "significant_progress"
    if percent_a_year >= 0.1:
        return "moderate_progress"
    if percent_a_year >= -0.1:
        return "neutral"
    return "moderate_movement_away" if percent_a_year >= -1 else "significant_movement_away"
