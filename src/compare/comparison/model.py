"""The comparison as frozen values: what the layers hand on and what presentation may read.

In: nothing but the catalogue's types and one frame of observations.
Out: `Value`, `Side`, `Grade`, `Gap`, `Trend`, `Pair`, `OneSided`, `IndicatorResult`, `Comparison`.
Never: a difference where the grade forbids one, a text in one language only, a value without its area and period.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from compare.catalogue.codes import split_marks
from compare.catalogue.models import Indicator, KnownValue, Text
from compare.catalogue.partnerships import Partnership

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.comparison.changes import Change

Level = Literal["city", "region", "country", "mixed", "one-sided", "none"]
Letter = Literal["A", "B", "C", "D", "E", "N"]
Dimension = Literal["concept", "measurement", "base", "territory", "period"]
Sign = Literal["achieved", "on_track", "moderate", "stagnating", "moving_away", "not_assessed"]
Movement = Literal["apart", "together", "parallel", "not_assessed"]

#: The columns that make a `Value`, in the order of `_read_value`.
_COLUMNS = (
    "obs_value", "time_period", "reference_year", "unit_measure", "obs_status", "qualifier", "lower", "upper",
    "confidence", "comment_obs", "response_id", "sample_size", "numerator",
)  # fmt: skip
#: A year that the source gives only roughly: "About 2012".
_ABOUT = re.compile(r"\b(about|around|circa|approximately)\s+(the year\s+)?[0-9]{4}\b", re.IGNORECASE)


def is_about(obs_status: str, comment_obs: str) -> bool:
    """Whether a year is only roughly known: status E, and the comment says "about" and the year."""
    return obs_status == "E" and _ABOUT.search(comment_obs) is not None


def is_indicative(confidence: str, kind: str) -> bool:
    """Whether a value is from the press or a statement, or of low confidence; `kind` may be several joined by ``+``."""
    return confidence == "low" or not {"press", "statement"}.isdisjoint(kind.split("+"))


@dataclass(frozen=True)
class Value:
    """One observation in the indicator's unit.

    `obs_value` is NaN only where `obs_status` says why. `reference_year` is the year that holds the midpoint of the
    period, or None where the source does not state the years (``_U``).
    """

    obs_value: float
    time_period: str
    reference_year: int | None
    unit_measure: str
    obs_status: str
    qualifier: str
    lower: float
    upper: float
    confidence: str
    comment_obs: str
    response_id: str
    sample_size: float = math.nan
    numerator: float = math.nan
    kind: str = ""  #: the kind of publication (``census``, ``press``); several joined by ``+`` for a derived value
    interval: Literal["", "published", "wilson", "garwood"] = ""  #: where `lower` and `upper` come from; "" = none

    @property
    def indicative(self) -> bool:
        """Press, a statement or low confidence: at most grade C, in no finding, trend or lesson."""
        return is_indicative(self.confidence, self.kind)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the value was doubted when it arrived, as `codes.FLAG_KINDS`; such a value is indicative too."""
        return tuple(mark.kind for mark in split_marks(self.comment_obs)[0])

    @property
    def dated(self) -> bool:
        """Whether the source states the period exactly (neither ``_U`` nor "about")."""
        return self.reference_year is not None and not is_about(self.obs_status, self.comment_obs)


@dataclass(frozen=True)
class Side:
    """One side of a pair: which series of which area, its history and the value that was matched.

    `history` has the columns of `observations` (in the indicator's unit), sorted by time, plus ``reference_year``
    (NaN where the source states none) and ``indicative``.
    """

    place: str  #: code of the place it is shown for: SE-1281, BW-FR
    ref_area: str  #: the area the values describe
    series: str
    sex: str
    age: str
    history: pd.DataFrame = field(repr=False, compare=False)
    value: Value | None  #: the matched value; None where the series has no value at all
    newest: Value | None  #: the newest value, printed beside the pair where it is a newer one than `value`

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Every observation of `history`, in its order."""
        if self.history is None or self.history.empty:
            return ()
        # Column by column: reading a frame row by row takes many times as long, and every picture and table does it.
        columns = [self.history[name].tolist() for name in _COLUMNS]
        flags = self.history["indicative"].tolist() if "indicative" in self.history else [False] * len(self.history)
        return tuple(_read_value(flag, *cells) for flag, *cells in zip(flags, *columns, strict=True))


@dataclass(frozen=True)
class Reason:
    """Why a dimension has its score. `note` is the catalogue's sentence; computed dimensions carry `code` alone.

    Codes of computed reasons: ``same_kind``, ``kinds_differ``, ``city_beside_region``, ``no_relation``,
    ``mixed_level``, ``same_period``, ``years_apart`` (with `number`), ``beyond_tolerance`` (with `number`),
    ``period_not_stated_same_release``, ``period_not_stated``, ``indicative``, ``in_doubt``, ``old`` (with `number` =
    year), ``one_sided``, and the catalogue's own words for why there is no figure (``not_collected``,
    ``not_published``, ``not_found``, ``suppressed``, ``not_applicable``). What a person judged has the code ``judged``.
    """

    dimension: Dimension | Literal["confidence", "age_of_figure", "level"]
    score: int | None
    code: str
    note: Text | None = None
    number: int | None = None


@dataclass(frozen=True)
class Grade:
    """How comparable two numbers are with each other: the worst dimension decides."""

    letter: Letter
    reasons: tuple[Reason, ...]

    @property
    def allows_gap(self) -> bool:
        """Only A, B and C carry a difference."""
        return self.letter in "ABC"


@dataclass(frozen=True)
class Gap:
    """The difference between the two sides, computed unrounded: side a minus side b.

    `nearer_target` is None where direction is ``none`` and where the difference is not clear.
    """

    difference: float
    unit_measure: str  #: the unit of the difference: percentage points (``PP``) for shares
    ratio: float | None  #: a / b; None where the unit has no true zero, for shares, or b is zero
    nearer_target: Literal["a", "b", "tied"] | None  #: which side is nearer the target, or better by direction
    clear: bool = True  #: False where an interval of the difference includes zero
    lower: float = math.nan  #: 95 % interval of the difference; NaN where no interval applies
    upper: float = math.nan


@dataclass(frozen=True)
class Distance:
    """How far a value is from the target value, or from the nearer edge of a band; positive means still to go."""

    remaining: float
    achieved: bool


@dataclass(frozen=True)
class Trend:
    """Where a side is heading, or why that cannot be said: every component of the assessment.

    Codes of `reason`: ``direction_none``, ``no_target``, ``no_target_year``, ``target_past``, ``too_few``,
    ``too_short``, ``not_dated``, ``not_annual``, ``projection``, ``indicative``, ``series_break``, ``censored``,
    ``small_counts``, ``not_finite``; empty where there is a sign.
    `methods` maps ``linear_pace``, ``compound_rate`` and ``un_progress`` to each one's own class, or
    ``not_applicable``. Where there is no sign, `first` and `last` are the ends of what is dated, for a sentence
    without an arrow.
    """

    sign: Sign
    reason: str = ""
    methods: dict[str, str] = field(default_factory=dict)
    agreement: tuple[int, int] = (0, 0)  #: how many methods say what the primary says, itself counted; how many apply
    stable: bool | None = None  #: False where dropping the first or last point changes the class
    first: tuple[int, float] | None = None  #: year, value
    last: tuple[int, float] | None = None
    observations: int = 0
    pace: float | None = None  #: change kept a year, in the unit, positive towards the good
    needed: float | None = None  #: change needed a year from the first value to the target
    direction: str = ""
    target_value: float | None = None
    target_year: int | None = None


@dataclass(frozen=True)
class Pair:
    """Two values side by side, with what may be said of them. `gap` is None wherever the grade forbids one."""

    indicator: str
    rank: int  #: position among the indicator's candidates, from 0
    a: Side
    b: Side
    level: Level
    period_gap: int | None  #: whole years between the two reference years; None where either is not stated
    grade: Grade
    gap: Gap | None
    distance_a: Distance | None
    distance_b: Distance | None
    trend_a: Trend
    trend_b: Trend
    differs: Text  #: what differs, from the catalogue
    old: bool = False  #: older than ten years at the edition's date
    movement: Movement = "not_assessed"  #: whether the two sides move together or apart

    @property
    def sex(self) -> str:
        """The breakdown this pair stands for (``_T`` where there is none)."""
        return self.a.sex

    @property
    def may_be_finding(self) -> bool:
        """A city or regional pair, graded A-C, neither old nor indicative, with both values."""
        values = (self.a.value, self.b.value)
        return (
            self.level in ("city", "region")
            and self.grade.allows_gap
            and not self.old
            and all(v is not None and v.obs_value == v.obs_value and not v.indicative for v in values)
        )


@dataclass(frozen=True)
class OneSided:
    """A value that only one place has, with the question to the other (grade N)."""

    indicator: str
    side: Side
    which: Literal["a", "b"]
    known: KnownValue
    grade: Grade
    distance: Distance | None
    trend: Trend
    old: bool = False


@dataclass(frozen=True)
class IndicatorResult:
    """All that is known of one indicator."""

    indicator: Indicator
    pairs: tuple[Pair, ...]  #: *the* pair: one, or one per sex where figures exist by sex only
    also_known: tuple[Pair, ...]  #: the other candidates with values
    one_sided: tuple[OneSided, ...]
    references: tuple[Side, ...]

    @property
    def level(self) -> Level:
        """The level of the pair; ``one-sided`` where only one place has a figure, ``none`` where neither has."""
        if self.pairs:
            return self.pairs[0].level
        return "one-sided" if self.one_sided else "none"

    @property
    def letter(self) -> Letter:
        """The grade's letter; N where there is no pair."""
        return self.pairs[0].grade.letter if self.pairs else "N"


@dataclass(frozen=True)
class Freshness:
    """How a service fared when it was last asked."""

    source: str
    state: Literal["renewed", "partly", "failed"]
    tried: str  #: moment, UTC, ISO 8601
    renewed: str  #: when it last gave anything; empty if never
    emptied: int = 0  #: figures that it had and gave no more, and that stay from before


@dataclass(frozen=True)
class Comparison:
    """The whole comparison of one partnership at one edition."""

    partnership: Partnership
    catalogue: Catalogue = field(repr=False)
    edition_date: date
    results: tuple[IndicatorResult, ...]
    observations: pd.DataFrame = field(repr=False, compare=False)  #: the validated frame, source units
    manifest: pd.DataFrame = field(repr=False, compare=False)  #: one row per response_id
    freshness: Mapping[str, Freshness] = field(default_factory=dict, repr=False)  #: source -> how it fared last
    changes: tuple[Change, ...] = field(default=(), repr=False)  #: found between runs so far, the newest first

    def __iter__(self) -> Iterator[IndicatorResult]:
        return iter(self.results)

    @cached_property
    def publications(self) -> dict[str, dict[str, Any]]:
        """The rows of `manifest` by their `response_id`, with "" for nothing."""
        if self.manifest.empty:
            return {}
        return {str(row["response_id"]): row for row in self.manifest.fillna("").to_dict("records")}

    def goal(self, goal: str) -> tuple[IndicatorResult, ...]:
        """The results of one goal (``"5"``) or of the context."""
        return tuple(result for result in self.results if result.indicator.goal == goal)

    def theme(self, theme: str) -> tuple[IndicatorResult, ...]:
        """The results that carry a theme."""
        return tuple(result for result in self.results if theme in result.indicator.themes)

    def result(self, indicator: str) -> IndicatorResult:
        """One indicator's result; raises `UnknownCodeError` with the closest ids."""
        from compare.errors import UnknownCodeError

        for candidate in self.results:
            if candidate.indicator.id == indicator:
                return candidate
        raise UnknownCodeError("indicator", indicator, (item.indicator.id for item in self.results))


def _read_value(
    indicative: bool, number: float, time_period: object, year: float | None, unit: object, status: object,
    qualifier: object, lower: float, upper: float, confidence: object, comment: object, response_id: object,
    sample: float, numerator: float,
) -> Value:  # fmt: skip
    stated = isinstance(year, int | float) and year == year  # a year that is not stated is None, NaN or NA
    return Value(
        float(number), str(time_period), int(year) if stated else None, str(unit), str(status), str(qualifier),
        float(lower), float(upper), str(confidence), str(comment), str(response_id), float(sample), float(numerator),
        kind="press" if indicative else "",  # the history knows that it is indicative, not by which publication
    )  # fmt: skip
