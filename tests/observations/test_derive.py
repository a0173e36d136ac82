"""Declared series are computed from one area and period, and keep what stands behind them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compare.catalogue.load import Catalogue
from compare.catalogue.models import Derivation, Text, Unit
from compare.errors import UnitError
from compare.observations.derive import derive
from compare.observations.frame import COLUMNS

NAN = math.nan
TEXT = Text(sv="Beräknad serie.", en="Computed series.")
PERSONS = Unit(code="PERSONS", label=TEXT, ratio_scale=True, kind="count")


def row(series: str, value: float, **changes: object) -> dict[str, object]:
    """One observation."""
    return {
        "ref_area": "SE-1281", "series": series, "sex": "_T", "age": "_T", "freq": "A", "time_period": "2022",
        "obs_value": value, "unit_measure": "PERSONS", "obs_status": "A", "qualifier": "", "lower": NAN, "upper": NAN,
        "sample_size": NAN, "numerator": NAN, "confidence": "high", "comment_obs": "",
        "response_id": "transcribed:office", **changes,
    }  # fmt: skip


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    """A valid frame."""
    return pd.DataFrame(list(rows)).astype(COLUMNS)


def declare(formula: str, *of: str, unit: str = "PT", factor: float = 100.0, **more: object) -> Catalogue:
    """A catalogue with one derivation, ``derived:test``."""
    entry = Derivation(id="test", formula=formula, of=of, unit=unit, factor=factor, title=TEXT, **more)
    return Catalogue(derived={"test": entry}, units={"PERSONS": PERSONS})


def derived(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The rows that were added."""
    result = derive(observations, catalogue)
    pd.testing.assert_frame_equal(result.iloc[: len(observations)], observations)
    return result.iloc[len(observations) :].reset_index(drop=True)


def test_a_share_has_its_value_unit_count_and_sources() -> None:
    """Six of twenty-four seats are 25 per cent, and both tables stand behind it."""
    women = row("off:WOMEN", 6, response_id="transcribed:b", comment_obs="After the by-election.")
    seats = row("off:SEATS", 24, response_id="transcribed:a")
    added = derived(frame(women, seats), declare("share", "off:WOMEN", "off:SEATS"))

    assert len(added) == 1
    only = added.iloc[0]
    assert (only["series"], only["obs_value"], only["unit_measure"]) == ("derived:test", 25.0, "PT")
    assert only["numerator"] == 6
    assert (only["ref_area"], only["time_period"], only["freq"]) == ("SE-1281", "2022", "A")
    assert only["response_id"] == "transcribed:a+transcribed:b"
    assert only["comment_obs"] == "Computed from off:WOMEN and off:SEATS. After the by-election."
    assert math.isnan(only["sample_size"])
    assert math.isnan(only["lower"])


def test_the_worst_status_and_confidence_are_inherited() -> None:
    """A provisional part makes a provisional share; a break stays a break, for it must cut the series."""
    for first, second, worst in (("A", "P", "P"), ("E", "P", "E"), ("B", "E", "B"), ("A", "A", "A")):
        parts = frame(
            row("off:A", 6, obs_status=first, confidence="high"), row("off:B", 24, obs_status=second, confidence="low")
        )
        only = derived(parts, declare("share", "off:A", "off:B")).iloc[0]
        assert (only["obs_status"], only["confidence"]) == (worst, "low")


def test_what_is_computed_from_a_doubted_value_says_so() -> None:
    """The mark names the part, stands before everything else, and does not say what the part was doubted for."""
    parts = frame(
        row(
            "off:A", 600, confidence="low", comment_obs="flag:range; expected 0..100; flag:jump; expected 1..9; A note."
        ),
        row("off:B", 24),
    )
    only = derived(parts, declare("share", "off:A", "off:B")).iloc[0]

    assert only["comment_obs"] == "flag:part; of off:A; Computed from off:A and off:B. A note."
    assert (only["obs_value"], only["confidence"]) == (2500.0, "low")


def test_nothing_is_computed_across_areas_ages_or_periods() -> None:
    """A part of another place, age or year is no part."""
    for change in ({"ref_area": "BW-FR"}, {"age": "Y15T24"}, {"time_period": "2021"}, {"sex": "F"}):
        parts = frame(row("off:A", 6), row("off:B", 24, **change))
        assert derived(parts, declare("share", "off:A", "off:B")).empty


def test_nothing_is_computed_across_vintages() -> None:
    """Two tables of one series do not meet, nor its bundled and its fetched half; two series may be of two."""
    parts = frame(row("off:A", 6), row("off:B", 24, response_id="office:0123456789abcdef"))
    made = derived(parts, declare("share", "off:A", "off:B"))
    assert made["obs_value"].tolist() == [25.0]
    assert made["response_id"].tolist() == ["office:0123456789abcdef+transcribed:office"]

    halves = frame(row("off:A", 6, sex="F", response_id="office:1"), row("off:A", 18, sex="M"))
    assert derived(halves, declare("ratio", "off:A", "off:A", of_sex=("M", "F"), factor=1)).empty
    pages = frame(row("off:A", 6, sex="F", response_id="office:1"), row("off:A", 18, sex="M", response_id="office:2"))
    made = derived(pages, declare("ratio", "off:A", "off:A", of_sex=("M", "F"), factor=1))
    assert made["obs_value"].tolist() == [3.0]

    by_sex = frame(row("off:A", 6, sex="F", response_id="transcribed:old"), row("off:A", 18, sex="M"))
    assert derived(by_sex, declare("ratio", "off:A", "off:A", of_sex=("M", "F"), factor=1)).empty


def test_years_that_are_not_stated_meet_within_one_release_only() -> None:
    """Two climatologies of one release may be divided, of two may not."""
    unknown = {"freq": "_U", "time_period": "_U"}
    one = frame(row("off:A", 6, **unknown), row("off:B", 24, **unknown))
    assert derived(one, declare("share", "off:A", "off:B"))["obs_value"].tolist() == [25.0]

    two = frame(row("off:A", 6, **unknown), row("off:B", 24, **unknown, response_id="transcribed:other"))
    assert derived(two, declare("share", "off:A", "off:B")).empty


def test_absent_and_censored_parts_give_no_value() -> None:
    """No share of something that is not known, and none over nought."""
    absent, censored = row("off:A", NAN, obs_status="M"), row("off:A", 6, qualifier="<")
    for above, below in ((absent, 24), (censored, 24), (row("off:A", 6), 0)):
        assert derived(frame(above, row("off:B", below)), declare("share", "off:A", "off:B")).empty


def test_a_share_of_nought_is_nought() -> None:
    """No women among 24 is 0 per cent."""
    added = derived(frame(row("off:A", 0), row("off:B", 24)), declare("share", "off:A", "off:B"))

    assert added["obs_value"].tolist() == [0.0]


def test_a_ratio_may_be_of_two_units_and_two_sexes() -> None:
    """Men per hundred women; persons per seat."""
    sexes = frame(row("off:POP", 49647, sex="M"), row("off:POP", 53770, sex="F"))
    added = derived(sexes, declare("ratio", "off:POP", "off:POP", of_sex=("M", "F"), unit="RATIO"))
    assert added["obs_value"].tolist() == [pytest.approx(92.332155, abs=1e-6)]
    assert added["sex"].tolist() == ["_T"]

    seats = frame(row("off:POP", 130000), row("off:SEATS", 65, unit_measure="NUMBER"))
    assert derived(seats, declare("ratio", "off:POP", "off:SEATS", factor=1))["obs_value"].tolist() == [2000.0]


def test_a_breakdown_that_all_parts_have_is_kept() -> None:
    """The share of young women is a figure of women."""
    parts = frame(row("off:A", 6, sex="F", age="Y15T24"), row("off:B", 24, sex="F", age="Y15T24"))
    added = derived(parts, declare("share", "off:A", "off:B", of_sex=("F", "F")))

    assert added[["sex", "age"]].iloc[0].tolist() == ["F", "Y15T24"]


def test_units_that_differ_are_an_error_except_in_a_ratio() -> None:
    """Persons are no share of thousands of persons."""
    parts = frame(row("off:A", 6), row("off:B", 24, unit_measure="THS_PERSONS"))
    with pytest.raises(UnitError, match=r"off:A in PERSONS, off:B in THS_PERSONS"):
        derived(parts, declare("share", "off:A", "off:B"))


@pytest.mark.parametrize(("total", "used"), [(65, True), (66, False), (None, True)])
def test_a_sum_that_misses_the_published_total_is_not_used(total: int | None, used: bool) -> None:
    """29 and 36 are 65; where 66 are published, a part is missing."""
    rows = [row("off:W", 29), row("off:M", 36)]
    rows += [row("off:ALL", total)] if total else []
    added = derived(frame(*rows), declare("sum", "off:W", "off:M", total="off:ALL", unit="PERSONS", factor=1))

    assert added["obs_value"].tolist() == ([65.0] if used else [])


def test_the_sum_of_women_and_men_must_meet_the_total_of_its_own_series() -> None:
    """No total need be declared where the series has one."""
    catalogue = declare("sum", "off:POP", "off:POP", of_sex=("F", "M"), unit="PERSONS", factor=1)
    by_sex = [row("off:POP", 53770, sex="F"), row("off:POP", 49647, sex="M")]

    assert derived(frame(*by_sex, row("off:POP", 103417)), catalogue)["obs_value"].tolist() == [103417.0]
    assert derived(frame(*by_sex, row("off:POP", 103418)), catalogue).empty


def test_parts_that_were_rounded_may_miss_the_total_by_their_rounding() -> None:
    """12.3 and 10.1 against 22.5 is rounding, against 22.8 is not."""
    for total, expected in ((22.5, [22.4]), (22.8, [])):
        parts = frame(row("off:A", 12.3), row("off:B", 10.1), row("off:ALL", total))
        catalogue = declare("sum", "off:A", "off:B", total="off:ALL", unit="PERSONS", factor=1)
        assert derived(parts, catalogue)["obs_value"].tolist() == expected


def test_a_difference_is_first_minus_second_without_noise() -> None:
    """0.3 less 0.1 is 0.2."""
    parts = frame(row("off:A", 0.3), row("off:B", 0.1))
    assert derived(parts, declare("difference", "off:A", "off:B", factor=1))["obs_value"].tolist() == [0.2]


def test_growth_is_compound_between_neighbours_and_dated_over_both() -> None:
    """From 98 961 in 2011 to 103 417 in 2022 it is 0.401 per cent a year over eleven years."""
    censuses = frame(
        row("off:POP", 103417, time_period="2022", response_id="transcribed:census-2022"),
        row("off:POP", 98961, time_period="2011", response_id="transcribed:census-2011"),
        row("off:POP", 83000, time_period="2001", response_id="transcribed:census-2001"),
    )
    added = derived(censuses, declare("annual_growth", "off:POP", unit="PT_YEAR"))

    assert added["time_period"].tolist() == ["2001-01-01/P11Y", "2011-01-01/P12Y"]
    assert added["obs_value"].tolist() == [pytest.approx(1.77441, abs=1e-5), pytest.approx(0.40120, abs=1e-5)]
    assert added["response_id"].tolist()[1] == "transcribed:census-2011+transcribed:census-2022"
    assert "Change a year from 2011 to 2022." in added["comment_obs"].iloc[1]
    assert set(added["freq"]) == {"A"}


@pytest.mark.parametrize(
    "change",
    [
        {"obs_status": "B"}, {"obs_value": 0.0}, {"obs_value": -5.0}, {"obs_value": NAN, "obs_status": "M"},
        {"time_period": "2020-01-01/P3Y"}, {"freq": "_U", "time_period": "_U"}, {"response_id": "office:2026-11-25"},
        {"ref_area": "BW-FR"}, {"unit_measure": "THS_PERSONS"},
    ],
)  # fmt: skip
def test_growth_is_not_computed_where_it_means_nothing(change: dict[str, object]) -> None:
    """Not over a break, from nought, between periods of unequal length, areas, vintages or units."""
    parts = frame(row("off:POP", 100, time_period="2011"), row("off:POP", 120, **change))
    assert derived(parts, declare("annual_growth", "off:POP", unit="PT_YEAR")).empty


def test_growth_between_two_named_periods_leaves_out_the_others() -> None:
    """The same eleven years for a register and for a census; not over a break, not where a year is missing."""
    register = [row("off:POP", 100, time_period="2011"), row("off:POP", 300, time_period="2015"),
                row("off:POP", 200, time_period="2022")]  # fmt: skip
    catalogue = declare("annual_growth", "off:POP", unit="PT_YEAR", between=("2011", "2022"))

    added = derived(frame(*register), catalogue)
    assert added["time_period"].tolist() == ["2011-01-01/P12Y"]
    assert added["obs_value"].tolist() == [pytest.approx(6.5041, abs=1e-4)]

    broken = [register[0], {**register[1], "obs_status": "B"}, register[2]]
    assert derived(frame(*broken), catalogue).empty
    assert derived(frame(*register[:2]), catalogue).empty


def test_a_derivation_may_use_one_declared_before_it() -> None:
    """A share of a sum keeps the parts of the sum."""
    total = Derivation(id="all", formula="sum", of=("off:W", "off:M"), unit="PERSONS", title=TEXT)
    share = Derivation(id="women", formula="share", of=("off:W", "derived:all"), unit="PT", factor=100, title=TEXT)
    catalogue = Catalogue(derived={"all": total, "women": share}, units={"PERSONS": PERSONS})
    parts = frame(row("off:W", 6, response_id="transcribed:b"), row("off:M", 18, response_id="transcribed:a"))

    added = derived(parts, catalogue)
    assert added["series"].tolist() == ["derived:all", "derived:women"]
    assert added["obs_value"].tolist() == [24.0, 25.0]
    assert added["response_id"].tolist()[1] == "transcribed:a+transcribed:b"


def test_without_derivations_the_observations_come_back() -> None:
    """Nothing is added where nothing is declared or nothing can be computed."""
    given = frame(row("off:A", 6))

    assert derive(given, Catalogue()) is given
    assert derive(given, declare("share", "off:A", "off:B")) is given
