"""Every picture of the pages: `draw_*` makes it, `render_svg` turns it into a file.

In: an `IndicatorResult` or several, their `Comparison`, a language. Out: a `Drawing` (a matplotlib figure), SVG.
Never: a difference drawn where the grade forbids one, pyplot, a request, a judgement.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from compare.comparison.model import Comparison, IndicatorResult, Side
from compare.errors import CompareError
from compare.presentation.figures_canvas import Drawing
from compare.presentation.figures_series import draw_time
from compare.presentation.figures_strips import draw_rows, draw_values
from compare.presentation.figures_svg import render_svg
from compare.presentation.history import list_values
from compare.presentation.language import Language

__all__ = [
    "Drawing", "NothingToDrawError", "choose_kind", "draw_dots", "draw_overview", "draw_series", "render_svg",
]  # fmt: skip

#: From so many dated values on, a side has a history worth a time axis.
SERIES = 3


class NothingToDrawError(CompareError, ValueError):
    """A picture was asked for where there is no figure; `choose_kind` says so beforehand."""


def choose_kind(result: IndicatorResult) -> Literal["series", "dots"] | None:
    """Which picture suits a result: over time from three dated values of one side on, dots for fewer, else none."""
    sides = _sides(result)
    if any(_count_dated(side) >= SERIES for side in sides):
        return "series"
    known = any(side.value is not None and side.value.obs_value == side.value.obs_value for side in sides)
    return "dots" if known else None


def draw_series(
    result: IndicatorResult, comparison: Comparison, language: Language, narrow: bool = False
) -> Drawing:
    """Both sides over time, one panel per breakdown by sex; without a common axis where they may not be compared.

    Parameters
    ----------
    result : IndicatorResult
        With at least one dated value.
    comparison : Comparison
        The comparison that the result belongs to.
    language : Language
        Of all words and numbers in the picture.
    narrow : bool
        A drawing of its own for screens 320 pixels wide.

    Raises
    ------
    NothingToDrawError
        No side has a dated value.
    """
    if not any(_count_dated(side) for side in _sides(result)):
        raise _nothing(result.indicator.id, "a series", "no dated value on either side")
    drawing = draw_time(result, comparison, language, narrow=narrow)
    if drawing is None:
        raise _nothing(result.indicator.id, "a series", "that every value stands for too few persons to be shown")
    return drawing


def draw_dots(result: IndicatorResult, comparison: Comparison, language: Language, narrow: bool = False) -> Drawing:
    """The newest pair: one row a side with its value, area and year; rows by sex where figures are by sex.

    Parameters
    ----------
    result, comparison, language, narrow
        As in `draw_series`.

    Raises
    ------
    NothingToDrawError
        Neither side has a value.
    """
    if not any(side.value is not None and side.value.obs_value == side.value.obs_value for side in _sides(result)):
        raise _nothing(result.indicator.id, "dots", "no value on either side")
    return draw_values(result, comparison, language, narrow=narrow)


def draw_overview(
    results: Iterable[IndicatorResult], comparison: Comparison, language: Language, narrow: bool = False
) -> Drawing:
    """All indicators in per cent that may share an axis: a row each, both values printed beside their marks.

    Raises
    ------
    NothingToDrawError
        No result has a pair in per cent with both values.
    """
    chosen = list(results)
    drawing = draw_rows(chosen, comparison, language, narrow=narrow)
    if drawing is None:
        raise _nothing("overview", "an overview", f"no pair in per cent with both values among {len(chosen)} results")
    return drawing


def _sides(result: IndicatorResult) -> list[Side]:
    """The sides that a result's picture shows: of its pairs, else its one-sided values."""
    if result.pairs:
        return [side for pair in result.pairs for side in (pair.a, pair.b)]
    return [one.side for one in result.one_sided]


def _count_dated(side: Side) -> int:
    return sum(value.dated and value.obs_value == value.obs_value for value in list_values(side))


def _nothing(what: str, kind: str, found: str) -> NothingToDrawError:
    return NothingToDrawError(f"Cannot draw {kind} of {what!r}: found {found}. Ask choose_kind before drawing.")
