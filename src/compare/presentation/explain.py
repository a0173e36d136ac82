"""Explains one indicator: every step from the number on the page back to the publication it was read in.

In: an indicator's id or a series, a `Comparison`, what is stored beside the observations. Out: `explain` ->
`Explanation`, `find_explained`.
Never: a number computed anew, a masked count shown, a step that cannot be followed.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from compare.catalogue.codes import hide_expected
from compare.comparison.levels import find_extent
from compare.comparison.model import Comparison, Distance, IndicatorResult, OneSided, Pair, Side
from compare.errors import CompareError, UnknownCodeError
from compare.observations.units import find_conversion
from compare.presentation.explain_model import ExplainedPair, ExplainedSide, ExplainedValue, Explanation, Origin
from compare.presentation.explain_periods import retell_rule
from compare.presentation.explain_text import tell_explanation
from compare.presentation.explain_trace import Records, trace_origin
from compare.presentation.history import list_sides
from compare.presentation.language import Language, speak
from compare.presentation.narrative_values import is_masked, tell_number, tell_period, tell_value

if TYPE_CHECKING:
    from compare.catalogue.models import Conversion, Indicator

Which = Literal["a", "b"]
#: Numbers of an observation that would give a masked count away.
_TELLING = ("obs_value", "lower", "upper", "numerator", "sample_size")


def find_explained(code: str, comparison: Comparison) -> tuple[str, ...]:
    """The indicators that a code leads to, in the catalogue's order: the one of that id, or all that use the series.

    Parameters
    ----------
    code : str
        An indicator's id, ``"fine-dust"``, or a series as it is printed under a figure, ``"aqli:PM25"``.

    Raises
    ------
    UnknownCodeError
        Neither; the closest among ids and series are named.
    """
    used = {result.indicator.id: {side.series for side in list_sides(result, also_known=True)} for result in comparison}
    if code in used:
        return (code,)
    found = tuple(indicator for indicator, series in used.items() if code in series)
    if not found:
        raise UnknownCodeError("indicator or series", code, {*used, *(item for each in used.values() for item in each)})
    return found


def explain(
    indicator: str, comparison: Comparison, language: str = "en", *, records: Records | None = None
) -> Explanation:
    """All that stands behind the figures of one indicator.

    Parameters
    ----------
    indicator : str
        Its id in the catalogue, ``"fine-dust"``, or a series that no other indicator uses, ``"aqli:PM25"``.
    comparison : Comparison
        Holds the observations and the manifest that the figures are followed back to.
    language : str
        In which the text is written and the numbers are printed.
    records : Records, optional
        Rejected values and titles of series; without them none are told.

    Raises
    ------
    UnknownCodeError
        No such indicator, series or language; the closest are named.
    CompareError
        Several indicators use the series; they are named.
    ObservationError
        A number cannot be followed to its publication.
    """
    words = speak(language)
    only, *others = find_explained(indicator, comparison)
    if others:
        raise CompareError(
            f"Series {indicator!r} leads to no single explanation: {len(others) + 1} indicators use it, "
            f"{', '.join((only, *others))}. Name one of them."
        )
    builder = _Builder(comparison, comparison.result(only), words, records or Records())
    told = builder.build()
    return replace(told, text=tell_explanation(told, comparison, words))


class _Builder:
    """What every step of one explanation needs."""

    def __init__(self, comparison: Comparison, result: IndicatorResult, language: Language, records: Records):
        self.comparison, self.result, self.language, self.records = comparison, result, language, records

    @property
    def indicator(self) -> Indicator:
        return self.result.indicator

    def build(self) -> Explanation:
        """Everything but the text."""
        return Explanation(
            indicator=self.indicator,
            language=self.language.code,
            pairs=tuple(self._explain_pair(pair, chosen=True) for pair in self.result.pairs),
            also_known=tuple(self._explain_pair(pair, chosen=False) for pair in self.result.also_known),
            one_sided=tuple(self._explain_value(one) for one in self.result.one_sided),
            text="",
        )

    def _explain_pair(self, pair: Pair, *, chosen: bool) -> ExplainedPair:
        candidate = self.indicator.pairs[pair.rank]
        tolerance = self.indicator.tolerance if candidate.tolerance is None else candidate.tolerance
        return ExplainedPair(
            pair=pair,
            chosen=chosen,
            candidates=len(self.indicator.pairs),
            rule=retell_rule(pair, tolerance=tolerance, edition_year=self.comparison.edition_date.year),
            a=self._explain_side("a", pair.a, pair.distance_a),
            b=self._explain_side("b", pair.b, pair.distance_b),
        )

    def _explain_value(self, one: OneSided) -> ExplainedValue:
        return ExplainedValue(one, self._explain_side(one.which, one.side, one.distance))

    def _explain_side(self, which: Which, side: Side, distance: Distance | None) -> ExplainedSide:
        area = self.comparison.catalogue.areas[side.ref_area]
        origin = self._trace(side)
        masked = side.value is not None and is_masked(side.value, self.comparison, self.indicator)
        return ExplainedSide(
            which=which,
            side=side,
            area=area,
            extent=find_extent(area),
            printed=tell_value(side, self.comparison, self.language),
            newest=self._tell_newest(side),
            masked=masked,
            origin=_hide(origin, masked=masked) if origin is not None and self.indicator.persons else origin,
            conversion=self._find_conversion(origin),
            distance=None if masked else distance,
        )

    def _trace(self, side: Side) -> Origin | None:
        if side.value is None:
            return None
        key = (side.ref_area, side.series, side.sex, side.age, side.value.time_period)
        return trace_origin(key, self.comparison, self.records)

    def _find_conversion(self, origin: Origin | None) -> Conversion | None:
        if origin is None:
            return None
        return find_conversion(origin.observation["unit_measure"], self.indicator.unit, self.comparison.catalogue)

    def _tell_newest(self, side: Side) -> str:
        if side.newest is None or side.value is None or side.newest.time_period == side.value.time_period:
            return ""
        number = tell_number(side.newest, self.comparison, self.language, self.indicator)
        return f"{number}, {tell_period(side.newest, self.comparison, self.language)}"


def _hide(origin: Origin, *, masked: bool) -> Origin:
    """The same observation without the numbers that would give a masked count away: its own, or those beside it."""
    comment = hide_expected(origin.observation["comment_obs"])
    if not masked:
        return replace(origin, observation={**origin.observation, "comment_obs": comment})
    hidden = {**origin.observation, **dict.fromkeys(_TELLING, math.nan), "comment_obs": comment}
    return replace(origin, observation=hidden, parts=(), total=None, conflicts=())
