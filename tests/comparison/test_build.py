"""The layers in their order: what each rule of the method does to a whole comparison."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import builders
from compare.catalogue.models import Derivation, Indicator, TargetValue
from compare.comparison.build import build
from compare.comparison.model import Comparison, IndicatorResult
from compare.errors import ObservationError, UnitError, UnknownCodeError

NAN = math.nan


def compare(
    indicator: Indicator, *rows: list[dict[str, object]], kinds: dict[str, str] | None = None
) -> IndicatorResult:
    """The result of one indicator at an edition of 2026."""
    known_of = builders.manifest(**(kinds or {}))
    return build(builders.partnership(), builders.catalogue(indicator), builders.frame(*rows), known_of).results[0]


def known(side: str, ref_area: str, **changes: object) -> dict[str, object]:
    """A value that only one place has."""
    return {
        "side": side, "series": "test:S", "ref_area": ref_area, "missing": "not_published",
        "question": builders.text(), "ask": builders.text(), **changes,
    }  # fmt: skip


def test_a_pair_carries_both_values_areas_and_years() -> None:
    """5.7 in Skåne of 2023 beside 15.6 in Francistown of 2023, each under its own area."""
    result = compare(
        builders.indicator(unit="UG_M3", pairs=(builders.candidate(area_a="SE-M"),)),
        builders.rows("SE-M", {2022: 6.1, 2023: 5.7}, unit_measure="UG_M3"),
        builders.rows("BW-FR", {2022: 15.0, 2023: 15.6}, unit_measure="UG_M3"),
    )
    (pair,) = result.pairs
    assert (pair.a.ref_area, pair.a.place) == ("SE-M", "SE-1281")
    assert (pair.b.ref_area, pair.b.place) == ("BW-FR", "BW-FR")
    assert (pair.a.value.obs_value, pair.a.value.time_period) == (5.7, "2023")
    assert (pair.b.value.obs_value, pair.b.value.time_period) == (15.6, "2023")
    assert (pair.level, pair.grade.letter, pair.period_gap) == ("region", "B", 0)
    assert pair.gap.difference == pytest.approx(-9.9)
    assert pair.gap.nearer_target == "a"


def test_a_newer_value_stands_beside_the_matched_one() -> None:
    """Turnout: 2006 and 2004 are the pair, old and at most C; Lund's 2026 is kept beside it."""
    result = compare(
        builders.indicator(direction="higher"),
        builders.rows("SE-1281", {2006: 83.0, 2010: 84.0, 2026: 84.9}),
        builders.rows("BW-FR", {2004: 67.0}),
    )
    (pair,) = result.pairs
    assert (pair.a.value.time_period, pair.b.value.time_period, pair.period_gap) == ("2006", "2004", 2)
    assert (pair.a.newest.time_period, pair.b.newest.time_period) == ("2026", "2004")
    assert (pair.old, pair.grade.letter, pair.may_be_finding) == (True, "C", False)


def test_the_matched_value_keeps_its_own_year() -> None:
    """A value of 2020 matched to 2022 says 2020, in the value, the reference year and the gap."""
    result = compare(builders.indicator(), builders.rows("SE-1281", {2022: 1.0}), builders.rows("BW-FR", {2020: 2.0}))
    (pair,) = result.pairs
    assert (pair.b.value.time_period, pair.b.value.reference_year, pair.period_gap) == ("2020", 2020, 2)
    assert "years_apart" in [reason.code for reason in pair.grade.reasons]


def test_no_value_is_matched_over_centuries() -> None:
    """1902 beside 2022 is E with the distance said, no difference, and no finding."""
    result = compare(builders.indicator(), builders.rows("SE-1281", {1902: 1.0}), builders.rows("BW-FR", {2022: 2.0}))
    (pair,) = result.pairs
    assert (pair.grade.letter, pair.period_gap, pair.gap) == ("E", 120, None)
    assert [reason.number for reason in pair.grade.reasons if reason.code == "beyond_tolerance"] == [120]


def test_the_tolerance_is_no_wider_than_asked() -> None:
    """The indicator asks for 1, a second candidate for 5: each keeps its own."""
    narrow, wide = builders.candidate(), builders.candidate("test:W", "SWE", "test:W", "BWA", tolerance=5)
    rows = (
        builders.rows("SE-1281", {2020: 1.0}), builders.rows("BW-FR", {2022: 2.0}),
        builders.rows("SWE", {2015: 1.0}, series="test:W"), builders.rows("BWA", {2020: 2.0}, series="test:W"),
    )  # fmt: skip
    result = compare(builders.indicator(tolerance=1, pairs=(narrow, wide)), *rows)
    assert [(pair.rank, pair.level, pair.grade.letter) for pair in result.pairs] == [(1, "country", "C")]
    assert [(pair.rank, pair.grade.letter) for pair in result.also_known] == [(0, "E")]


def test_a_candidate_may_ask_for_less_than_its_indicator() -> None:
    """A tolerance of 1 for this pair, though the indicator's is 5: three years apart is E."""
    indicator = builders.indicator(tolerance=5, pairs=(builders.candidate(tolerance=1),))
    (pair,) = compare(indicator, builders.rows("SE-1281", {2020: 1.0}), builders.rows("BW-FR", {2023: 2.0})).pairs
    assert (pair.grade.letter, pair.period_gap) == ("E", 3)


def test_countries_move_together_and_are_no_finding_about_the_cities() -> None:
    """A pair of countries carries its difference and movement as countries; only cities and regions make findings."""
    points = [{2015: 10.0, 2019: 11.0, 2023: 12.0}, {2015: 20.0, 2019: 15.0, 2023: 14.0}]
    for (a, b), finding in ((("SWE", "BWA"), False), (("GHSUC-699", "GHSUC-859"), True)):
        rows = [builders.rows(area, values) for area, values in zip((a, b), points, strict=True)]
        (pair,) = compare(builders.indicator(pairs=(builders.candidate(area_a=a, area_b=b),)), *rows).pairs
        assert (pair.grade.letter, pair.gap.difference, pair.movement) == ("A", -2.0, "together")
        assert pair.may_be_finding is finding


def test_a_candidate_without_values_is_no_pair() -> None:
    """The next one is taken; one with an empty value is none either."""
    pairs = (builders.candidate(), builders.candidate("test:W", "SWE", "test:W", "BWA"))
    result = compare(
        builders.indicator(pairs=pairs),
        builders.rows("SE-1281", {2020: 1.0}), builders.rows("BW-FR", {2020: NAN}),
        builders.rows("SWE", {2020: 1.0}, series="test:W"), builders.rows("BWA", {2020: 2.0}, series="test:W"),
    )  # fmt: skip
    assert [pair.rank for pair in result.pairs] == [1]
    assert result.also_known == ()


def test_nothing_found_is_none_and_n() -> None:
    """No pair, no value: the indicator remains, as a question."""
    result = compare(builders.indicator())
    assert (result.pairs, result.one_sided, result.level, result.letter) == ((), (), "none", "N")


def test_one_sided_values_stand_beside_the_pair_of_countries() -> None:
    """The city's own value is kept whole, graded N with its reason, though the countries make a pair."""
    result = compare(
        builders.indicator(
            pairs=(builders.candidate("test:W", "SWE", "test:W", "BWA"),), known=(known("b", "BW-FR"),)
        ),
        builders.rows("BW-FR", {2014: 10.0, 2024: 25.0}),
        builders.rows("SWE", {2024: 47.0}, series="test:W"), builders.rows("BWA", {2024: 9.0}, series="test:W"),
    )  # fmt: skip
    (one,) = result.one_sided
    assert (one.which, one.side.place) == ("b", "BW-FR")
    assert (one.side.value.obs_value, one.side.value.time_period) == (25.0, "2024")
    assert (one.grade.letter, [reason.code for reason in one.grade.reasons]) == ("N", ["one_sided", "not_published"])
    assert (result.level, result.letter) == ("country", "A")


def test_one_sided_alone() -> None:
    """Level one-sided; a known value that the data do not have yet is left out."""
    result = compare(
        builders.indicator(pairs=(), known=(known("a", "SE-1281"), known("b", "BW-FR", series="test:LATER"))),
        builders.rows("SE-1281", {2014: 25.0}),
    )
    assert (result.level, result.letter, len(result.one_sided)) == ("one-sided", "N", 1)
    assert result.one_sided[0].old


def test_one_pair_per_sex() -> None:
    """No total is averaged: women and men stand in one section."""
    result = compare(
        builders.indicator(pairs=(builders.candidate(sex="F"), builders.candidate(sex="M"))),
        builders.rows("SE-1281", {2020: 1.0}, sex="F"), builders.rows("BW-FR", {2020: 2.0}, sex="F"),
        builders.rows("SE-1281", {2020: 3.0}, sex="M"), builders.rows("BW-FR", {2020: 4.0}, sex="M"),
    )  # fmt: skip
    assert [(pair.sex, pair.a.value.obs_value, pair.b.value.obs_value) for pair in result.pairs] == [
        ("F", 1.0, 2.0), ("M", 3.0, 4.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pair", "letter"),
    [
        (builders.candidate(area_a="SWE"), "D"),
        (builders.candidate(concept=3), "E"),
        (builders.candidate(area_b="BW-NE"), "E"),  # the district does not hold the city
    ],
)
def test_d_and_e_carry_no_difference_and_no_movement(pair: dict[str, object], letter: str) -> None:
    """Both values stay, nothing is subtracted, and nothing may be a finding."""
    places = (pair["a"]["ref_area"], pair["b"]["ref_area"])
    points = [{2015: 10.0, 2019: 11.0, 2023: 12.0}, {2015: 20.0, 2019: 15.0, 2023: 14.0}]
    rows = [builders.rows(place, values) for place, values in zip(places, points, strict=True)]
    (made,) = compare(builders.indicator(pairs=(pair,)), *rows).pairs
    assert (made.grade.letter, made.gap, made.movement, made.may_be_finding) == (letter, None, "not_assessed", False)
    assert (made.a.value.obs_value, made.b.value.obs_value) == (12.0, 14.0)


def test_a_press_figure_is_at_most_c_and_in_no_trend() -> None:
    """By the kind of its publication, though the row itself says medium."""
    target = TargetValue(value=5.0, year=2030, origin=builders.text())
    points = {2015: 10.0, 2019: 9.0, 2023: 8.0}
    (pair,) = compare(
        builders.indicator(target_value=target),
        builders.rows("SE-1281", points),
        builders.rows("BW-FR", points, response_id="transcribed:paper", confidence="medium"),
        kinds={"paper": "press"},
    ).pairs
    assert (pair.grade.letter, pair.may_be_finding) == ("C", False)
    assert (pair.trend_a.sign, pair.trend_b.reason) == ("moderate", "indicative")


def test_values_are_compared_in_the_indicators_unit() -> None:
    """A fraction on one side, per cent on the other, and a reference in fractions."""
    result = compare(
        builders.indicator(references=({"series": "test:S", "ref_area": "BWA"},)),
        builders.rows("SE-1281", {2020: 0.57}, unit_measure="RATIO_0_1"),
        builders.rows("BW-FR", {2020: 60.0}),
        builders.rows("BWA", {2020: 0.5}, unit_measure="RATIO_0_1"),
    )
    (pair,) = result.pairs
    assert (pair.gap.difference, pair.gap.unit_measure) == (-3.0, "PP")
    (reference,) = result.references
    assert (reference.place, reference.value.obs_value, reference.value.unit_measure) == ("BW-FR", 50.0, "PT")


def test_a_reference_without_values_is_left_out() -> None:
    """Nothing is drawn for nothing."""
    assert compare(builders.indicator(references=({"series": "test:S", "ref_area": "SWE"},))).references == ()


def test_unstated_years_of_one_release() -> None:
    """Two climatologies of one publication are a pair without a trend; of two, they are not."""
    rain = builders.indicator(direction="none")
    (pair,) = compare(rain, builders.rows("SE-1281", {"_U": 584.0}), builders.rows("BW-FR", {"_U": 442.0})).pairs
    assert (pair.grade.letter, pair.period_gap, pair.old) == ("B", 0, False)  # a municipality beside a city
    assert (pair.trend_a.reason, pair.gap.nearer_target) == ("direction_none", None)
    (pair,) = compare(
        rain,
        builders.rows("SE-1281", {"_U": 584.0}),
        builders.rows("BW-FR", {"_U": 442.0}, response_id="transcribed:other"),
        kinds={"other": "model"},
    ).pairs
    assert (pair.grade.letter, pair.period_gap, pair.gap) == ("E", None, None)


def test_small_counts_of_persons_have_no_difference_and_no_arrow() -> None:
    """2, 0, 1, 1, 3 deaths beside forty: both stay in the data, nothing is computed from them."""
    (pair,) = compare(
        builders.indicator(unit="PERSONS", persons=True),
        builders.rows("SE-1281", {2019: 2.0, 2020: 0.0, 2021: 1.0, 2022: 1.0, 2023: 3.0}, unit_measure="PERSONS"),
        builders.rows("BW-FR", {2019: 40.0, 2020: 41.0, 2021: 42.0, 2022: 43.0, 2023: 44.0}, unit_measure="PERSONS"),
    ).pairs
    assert (pair.gap, pair.movement) == (None, "not_assessed")
    assert (pair.trend_a.reason, pair.trend_a.first) == ("small_counts", None)
    assert pair.trend_b.reason == "no_target"
    assert (pair.b.value.interval, pair.b.value.lower) == ("garwood", pytest.approx(31.97, abs=0.01))


def test_a_benchmark_without_a_year_gives_a_distance_and_no_arrow() -> None:
    """The WHO's five micrograms."""
    guideline = TargetValue(value=5.0, origin=builders.text())
    points = {2015: 7.0, 2019: 6.0, 2023: 5.7}
    (pair,) = compare(
        builders.indicator(target_value=guideline), builders.rows("SE-1281", points), builders.rows("BW-FR", points)
    ).pairs
    assert (pair.trend_a.sign, pair.trend_a.reason) == ("not_assessed", "no_target_year")
    assert pair.distance_a.remaining == pytest.approx(0.7)


def test_annual_values_carry_the_trend_where_a_series_has_months_too() -> None:
    """A month beside years neither breaks the trend nor enters it."""
    target = TargetValue(value=5.0, year=2030, origin=builders.text())
    points = {2015: 10.0, 2019: 8.0, 2023: 6.0, "2024-03": 99.0}
    (pair,) = compare(
        builders.indicator(target_value=target), builders.rows("SE-1281", points), builders.rows("BW-FR", points)
    ).pairs
    assert (pair.trend_a.sign, pair.trend_a.last) == ("on_track", (2023, 6.0))


def test_a_projection_of_a_year_to_come_is_not_compared() -> None:
    """2030 is in the history and not the newest value."""
    points = {2020: 1.0, 2030: 2.0}
    (pair,) = compare(builders.indicator(), builders.rows("SE-1281", points), builders.rows("BW-FR", points)).pairs
    assert (pair.a.value.time_period, pair.a.newest.time_period) == ("2020", "2020")
    assert pair.a.history["time_period"].tolist() == ["2020", "2030"]


def test_a_derived_series_can_be_a_side() -> None:
    """Women of all councillors, computed before anything is paired; the comparison keeps the derived rows."""
    share = Derivation(
        id="women", formula="share", of=("test:W", "test:ALL"), unit="PT", factor=100, title=builders.text()
    )
    indicator = builders.indicator(pairs=(builders.candidate("derived:women", "SE-1281", "derived:women", "BW-FR"),))
    rows = [
        builders.rows(area, {2022: count}, series=series, unit_measure="PERSONS")
        for area, women, seats in (("SE-1281", 29.0, 65.0), ("BW-FR", 6.0, 24.0))
        for series, count in (("test:W", women), ("test:ALL", seats))
    ]
    made: Comparison = build(
        builders.partnership(), builders.catalogue(indicator, derived={"women": share}), builders.frame(*rows),
        builders.manifest(),
    )  # fmt: skip
    (pair,) = made.results[0].pairs
    assert (pair.b.value.obs_value, pair.b.value.interval, pair.gap.clear) == (25.0, "", True)
    assert "derived:women" in set(made.observations["series"])


def test_an_unknown_area_is_named_with_the_closest() -> None:
    """Codes are exact."""
    with pytest.raises(UnknownCodeError, match="SE-1281"):
        compare(builders.indicator(pairs=(builders.candidate(area_a="SE-1282"),)))


def test_a_unit_without_conversion_names_the_indicator() -> None:
    """Which indicator, which series, which units, what to do."""
    with pytest.raises(UnitError, match=r"Indicator test-share: test:S is in PERSONS and was asked for in PT"):
        compare(builders.indicator(), builders.rows("SE-1281", {2020: 5.0}, unit_measure="PERSONS"))


def test_a_key_that_stands_twice_names_the_indicator_and_the_rows() -> None:
    """Two values of one period would be two truths: nothing is averaged or dropped."""
    with pytest.raises(ObservationError, match=r"Indicator test-share: .*more than one of: 2020") as caught:
        compare(
            builders.indicator(),
            builders.rows("SE-1281", {2020: 1.0}), builders.rows("SE-1281", {2020: 2.0}),
            builders.rows("BW-FR", {2020: 2.0}),
        )  # fmt: skip
    assert caught.value.failure_cases["failure_case"].tolist() == ["2020", "2020"]


def test_without_years_the_newest_values_frequency_is_taken() -> None:
    """A quarter and a month of one series make no trend, and no error that would stop all other pages."""
    points = {"2020-Q1": 1.0, "2021-07": 2.0}
    (pair,) = compare(builders.indicator(), builders.rows("SE-1281", points), builders.rows("BW-FR", points)).pairs
    assert pair.trend_a.reason == "too_few"


def test_the_frame_that_came_in_is_left_as_it_was() -> None:
    """Frames are never changed in place."""
    frame = builders.frame(builders.rows("SE-1281", {2020: 1.0}), builders.rows("BW-FR", {2020: 2.0}))
    before = frame.copy()
    build(builders.partnership(), builders.catalogue(builders.indicator()), frame, builders.manifest())
    pd.testing.assert_frame_equal(frame, before)


def test_results_can_be_asked_for_by_goal_theme_and_id() -> None:
    """In the catalogue's order; an unknown id names the closest."""
    made = build(
        builders.partnership(),
        builders.catalogue(builders.indicator(themes=("youth",)), builders.indicator(id="other", goal="context")),
        builders.frame(), builders.manifest(),
    )  # fmt: skip
    assert [result.indicator.id for result in made] == ["test-share", "other"]
    assert [result.indicator.id for result in made.goal("11")] == ["test-share"]
    assert [result.indicator.id for result in made.theme("youth")] == ["test-share"]
    with pytest.raises(UnknownCodeError, match="test-share"):
        made.result("test-shares")
