"""What must hold for any figures: the order of rows, the unit and the order of the two places decide nothing."""

from __future__ import annotations

import dataclasses
import math
import random

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from compare.catalogue.models import TargetValue
from compare.catalogue.partnerships import Partnership
from compare.comparison.assessment import assess_trend
from compare.comparison.build import build
from compare.comparison.model import Comparison, Pair

SETTINGS = settings(max_examples=40, deadline=None)
NUMBERS = st.integers(-200, 200).map(lambda number: number / 2) | st.just(math.nan)
YEARS = st.integers(2008, 2026) | st.sampled_from(["2011-01-01/P5Y", "2015-04-01/P1Y", "_U"])
POINTS = st.dictionaries(YEARS, NUMBERS, max_size=8)
STATUS = st.sampled_from(["A", "E", "P", "B", "F"])


@st.composite
def histories(draw: st.DrawFn, area: str) -> list[dict[str, object]]:
    """Rows of one area, some with a status, a limit, low confidence or an approximate year."""
    rows = builders.rows(area, draw(POINTS))
    for row in rows:
        if not math.isnan(row["obs_value"]):
            row["obs_status"] = draw(STATUS)
            row["qualifier"] = draw(st.sampled_from(["", "", "", "<"]))
            row["confidence"] = draw(st.sampled_from(["high", "high", "medium", "low"]))
            row["comment_obs"] = draw(st.sampled_from(["", "", "About 2012"]))
    return rows


@st.composite
def indicators(draw: st.DrawFn) -> dict[str, object]:
    """An indicator's direction, target, band and judged scores."""
    direction = draw(st.sampled_from(["higher", "lower", "value", "none"]))
    target = draw(st.none() | st.integers(-50, 50))
    year = draw(st.sampled_from([None, 2020, 2030]))
    scores = {name: draw(st.sampled_from([0, 0, 1, 2, 3])) for name in ("concept", "measurement", "base")}
    return {
        "direction": direction,
        "band": (40.0, 60.0) if direction == "value" else None,
        "target_value": None if target is None else TargetValue(value=target, year=year, origin=builders.text()),
        "tolerance": draw(st.integers(0, 5)),
        "scores": scores,
    }


def compare(
    rows: list[dict[str, object]], described: dict[str, object], *, unit: str = "TONNES", factor: float = 1.0,
    swapped: bool = False,
) -> Comparison:  # fmt: skip
    """One indicator of the two places; `factor` scales target and band along with the unit."""
    fields = {**described, "unit": unit}
    pair = builders.candidate(**fields.pop("scores"))
    if swapped:
        pair = {**pair, "a": pair["b"], "b": pair["a"]}
    if fields["band"]:
        fields["band"] = tuple(edge * factor for edge in fields["band"])
    if fields["target_value"]:
        fields["target_value"] = fields["target_value"].model_copy(
            update={"value": fields["target_value"].value * factor}
        )
    frame = builders.frame([{**row, "unit_measure": "TONNES"} for row in rows])
    told = mirror(builders.partnership()) if swapped else builders.partnership()
    return build(told, builders.catalogue(builders.indicator(**fields, pairs=(pair,))), frame, builders.manifest())


def mirror(partnership: Partnership) -> Partnership:
    """The same two places in the other order."""
    swapped = {
        "a": partnership.b, "b": partnership.a, "country_a": partnership.country_b, "country_b": partnership.country_a,
    }  # fmt: skip
    return partnership.model_copy(update=swapped)


def plain(thing: object) -> object:
    """A result as nested plain values, in which two NaN are alike and frames are compared by their text."""
    if isinstance(thing, pd.DataFrame):
        return thing.to_csv(index=False)
    if dataclasses.is_dataclass(thing):
        return {field.name: plain(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
    if isinstance(thing, tuple | list):
        return [plain(item) for item in thing]
    return "NaN" if isinstance(thing, float) and math.isnan(thing) else thing


@given(histories("SE-1281"), histories("BW-FR"), indicators(), st.randoms(use_true_random=False))
@SETTINGS
def test_the_order_of_rows_never_changes_a_result(
    a: list[dict[str, object]], b: list[dict[str, object]], described: dict[str, object], order: random.Random
) -> None:
    """Every value, grade, gap, trend and history is the same."""
    rows = a + b
    shuffled = order.sample(rows, len(rows))
    assert plain(compare(rows, described).results) == plain(compare(shuffled, described).results)


@given(histories("SE-1281"), histories("BW-FR"), indicators())
@SETTINGS
def test_scaling_the_unit_never_changes_a_class(
    a: list[dict[str, object]], b: list[dict[str, object]], described: dict[str, object]
) -> None:
    """Tonnes or thousand tonnes: the same pair, grade, signs, methods, movement, and nearer side."""
    tonnes = compare(a + b, described).results[0].pairs
    thousands = compare(a + b, described, unit="KTONNES", factor=0.001).results[0].pairs
    assert [classes(pair) for pair in tonnes] == [classes(pair) for pair in thousands]


def classes(pair: Pair) -> tuple[object, ...]:
    """All that is a class and no number in a unit."""
    trends = [
        (trend.sign, trend.reason, trend.methods, trend.agreement, trend.stable)
        for trend in (pair.trend_a, pair.trend_b)
    ]
    distances = [distance and distance.achieved for distance in (pair.distance_a, pair.distance_b)]
    gap = pair.gap and (pair.gap.nearer_target, pair.gap.clear)
    return pair.grade, pair.level, pair.period_gap, pair.old, pair.movement, trends, distances, gap


@given(histories("SE-1281"), histories("BW-FR"), indicators())
@SETTINGS
def test_swapping_the_places_flips_the_sign_and_nothing_else(
    a: list[dict[str, object]], b: list[dict[str, object]], described: dict[str, object]
) -> None:
    """The same two values and grade; the difference changes its sign, and a and b their names."""
    one = compare(a + b, described).results[0].pairs
    other = compare(a + b, described, swapped=True).results[0].pairs
    assert len(one) == len(other)
    for pair, mirrored in zip(one, other, strict=True):
        assert plain(pair.a) == plain(mirrored.b)
        assert plain(pair.b) == plain(mirrored.a)
        assert (pair.grade, pair.level, pair.period_gap, pair.old, pair.movement) == (
            mirrored.grade, mirrored.level, mirrored.period_gap, mirrored.old, mirrored.movement,
        )  # fmt: skip
        assert (pair.trend_a, pair.trend_b) == (mirrored.trend_b, mirrored.trend_a)
        assert (pair.distance_a, pair.distance_b) == (mirrored.distance_b, mirrored.distance_a)
        assert (pair.gap is None) == (mirrored.gap is None)
        if pair.gap and mirrored.gap:
            flipped = {"a": "b", "b": "a", "tied": "tied", None: None}
            assert pair.gap.difference == -mirrored.gap.difference
            assert flipped[pair.gap.nearer_target] == mirrored.gap.nearer_target
            assert pair.gap.clear == mirrored.gap.clear


@given(histories("SE-1281"), histories("BW-FR"), indicators())
@SETTINGS
def test_the_consequences_of_a_grade_are_never_broken(
    a: list[dict[str, object]], b: list[dict[str, object]], described: dict[str, object]
) -> None:
    """No difference but for A to C; no finding from an old or indicative pair; five scored reasons."""
    for pair in compare(a + b, described).results[0].pairs:
        assert pair.gap is None or pair.grade.letter in "ABC"
        assert math.isfinite(pair.a.value.obs_value)
        assert math.isfinite(pair.b.value.obs_value)
        doubtful = pair.old or pair.a.value.indicative or pair.b.value.indicative
        assert not doubtful or (pair.grade.letter in "CDE" and not pair.may_be_finding)
        scores = [reason.score for reason in pair.grade.reasons if reason.score is not None]
        assert len(scores) == 5
        assert (max(scores) == 3) == (pair.grade.letter == "E")


TREND_POINTS = st.dictionaries(
    st.integers(2010, 2029), st.integers(1, 400).map(lambda number: number / 4), min_size=3, max_size=9
)


@given(
    TREND_POINTS, st.integers(1, 400), st.sampled_from(["higher", "lower", "value"]),
    st.sampled_from([0.001, 0.01, 0.3048, 7.0, 1000.0]), st.randoms(use_true_random=False),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_a_trend_depends_on_neither_unit_nor_order(
    points: dict[int, float], target: int, direction: str, factor: float, order: random.Random
) -> None:
    """The same sign, methods, agreement and stability in any unit and any order of rows."""
    frame = pd.DataFrame({"time_period": list(points), "obs_value": list(points.values())})
    scaled = frame.assign(obs_value=frame["obs_value"] * factor)
    trend = assess_trend(frame, target_value=target, direction=direction)
    other = assess_trend(scaled, target_value=target * factor, direction=direction)
    assert (trend.sign, trend.reason, trend.methods, trend.agreement, trend.stable) == (
        other.sign, other.reason, other.methods, other.agreement, other.stable,
    )  # fmt: skip
    shuffled = frame.sample(frac=1, random_state=order.randrange(2**31))
    assert assess_trend(shuffled, target_value=target, direction=direction) == trend


@given(TREND_POINTS, st.integers(1, 400))
@settings(max_examples=200, deadline=None)
def test_the_direction_mirrors_the_judgement(points: dict[int, float], target: int) -> None:
    """Numbers turned upside down and the opposite direction: the same sign by the linear pace."""
    frame = pd.DataFrame({"time_period": list(points), "obs_value": list(points.values())})
    up = assess_trend(frame, target_value=target, direction="higher")
    down = assess_trend(frame.assign(obs_value=-frame["obs_value"]), target_value=-target, direction="lower")
    assert (up.sign, up.reason, up.stable) == (down.sign, down.reason, down.stable)
    assert (up.pace, up.needed) == (down.pace, down.needed)
