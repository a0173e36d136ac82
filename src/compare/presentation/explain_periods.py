"""Which rule put two periods beside each other: retold from the two histories, for a reader who wants to check it.

In: a `Pair`, the tolerance of its candidate, the year of the edition. Out: `retell_rule`.
Never: a choice of its own; the two periods were matched before, by ``comparison.pairing``.
"""

from __future__ import annotations

import math

from compare.comparison.model import Pair, Side
from compare.presentation.explain_model import PeriodRule


def retell_rule(pair: Pair, *, tolerance: int, edition_year: int) -> PeriodRule:
    """The rule that the two periods of a pair follow.

    ``same_span``: one and the same period that is no single year. ``shared``: the newest year that both have.
    ``fresher``: unequal years, of which the older is more than two years after the newest shared one. ``nearest``:
    unequal years where none is shared. ``overlap``: periods of different years that share days. Else the code of the
    period's reason: ``beyond_tolerance``, ``period_not_stated`` or ``period_not_stated_same_release``.
    """
    code = next(reason.code for reason in pair.grade.reasons if reason.dimension == "period")
    years = [_years(side, edition_year) for side in (pair.a, pair.b)]
    shared = max(years[0] & years[1], default=None)
    matched = [None if side.value is None else side.value.reference_year for side in (pair.a, pair.b)]
    if code in ("same_period", "years_apart"):
        code = "same_span" if _is_same_span(pair) else _name_rule(matched, pair.period_gap, shared)
    return PeriodRule(code, tolerance, pair.period_gap, shared)


def _is_same_span(pair: Pair) -> bool:
    """Whether both sides are of one period that is not a single year."""
    spans = {side.value.time_period for side in (pair.a, pair.b) if side.value is not None}
    return len(spans) == 1 and not spans.pop().isdecimal()


def _name_rule(matched: list[int | None], gap: int | None, shared: int | None) -> str:
    if matched[0] == matched[1]:
        return "shared"
    if shared is not None:
        return "fresher"
    return "nearest" if gap else "overlap"


def _years(side: Side, edition_year: int) -> set[int]:
    """The years of which a side has a number; a projection of a year after the edition's is nothing to compare."""
    cells = zip(side.history["reference_year"].tolist(), side.history["obs_value"].tolist(), strict=True)
    known = {int(year) for year, value in cells if not math.isnan(year) and math.isfinite(value)}
    return {year for year in known if year <= edition_year}
