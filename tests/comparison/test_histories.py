"""A side's history: one series of one area, in the indicator's unit, sorted, with what the manifest says of it."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import builders
from compare.catalogue.models import PairSide
from compare.comparison.histories import Histories, value_from_row
from compare.errors import UnitError, UnknownCodeError


def read(*rows: list[dict[str, object]], **kinds: str) -> Histories:
    """Histories of some rows."""
    return Histories.read(builders.frame(*rows), builders.manifest(**kinds), builders.catalogue())


HERE = PairSide(series="test:S", ref_area="SE-1281")


def test_a_history_holds_one_series_of_one_area_sorted_by_time() -> None:
    """The neighbour's rows, the other sex's and the other series' stay away."""
    found = read(
        builders.rows("SE-1281", {2021: 3.0, "_U": 9.0, 2019: 1.0, "2019-07-01/P1Y": 2.0}),
        builders.rows("BW-FR", {2020: 7.0}),
        builders.rows("SE-1281", {2020: 7.0}, sex="F"),
        builders.rows("SE-1281", {2020: 7.0}, series="test:OTHER"),
    ).find(HERE, "PT")
    assert found["time_period"].tolist() == ["_U", "2019", "2019-07-01/P1Y", "2021"]
    assert found["obs_value"].tolist() == [9.0, 1.0, 2.0, 3.0]
    assert found["reference_year"].tolist()[1:] == [2019, 2020, 2021]
    assert math.isnan(found["reference_year"].iloc[0])


def test_years_are_whole_numbers_where_all_are_stated() -> None:
    """So that nobody prints 2019.0."""
    assert read(builders.rows("SE-1281", {2019: 1.0})).find(HERE, "PT")["reference_year"].dtype == "int64"


def test_an_unknown_side_has_an_empty_history() -> None:
    """Nobody has found the series: no row, no error."""
    found = read(builders.rows("BW-FR", {2019: 1.0})).find(HERE, "PT")
    assert found.empty
    assert {"reference_year", "indicative", "obs_value"} <= set(found.columns)


def test_a_history_is_in_the_indicators_unit() -> None:
    """A fraction becomes per cent, with its limits."""
    row = builders.rows("SE-1281", {2019: 0.57}, unit_measure="RATIO_0_1", lower=0.5, upper=0.6)
    found = read(row).find(HERE, "PT")
    assert found[["obs_value", "lower", "upper", "unit_measure"]].values.tolist() == [[57.0, 50.0, 60.0, "PT"]]


def test_a_series_in_two_units_ends_in_one() -> None:
    """A source that changed from fractions to per cent is one history."""
    found = read(
        builders.rows("SE-1281", {2019: 0.57}, unit_measure="RATIO_0_1"), builders.rows("SE-1281", {2020: 58.0})
    ).find(HERE, "PT")
    assert found["obs_value"].tolist() == [57.0, 58.0]


def test_no_conversion_is_an_error_that_names_series_and_area() -> None:
    """People are not converted to per cent."""
    with pytest.raises(UnitError, match=r"test:S of SE-1281"):
        read(builders.rows("SE-1281", {2019: 5.0}, unit_measure="PERSONS")).find(HERE, "PT")


def test_press_statements_and_low_confidence_are_marked() -> None:
    """By the publication's kind or the row's own confidence; one such part of a derived value suffices."""
    found = read(
        builders.rows("SE-1281", {2018: 1.0}),
        builders.rows("SE-1281", {2019: 1.0}, response_id="transcribed:paper"),
        builders.rows("SE-1281", {2020: 1.0}, confidence="low"),
        builders.rows("SE-1281", {2021: 1.0}, response_id="transcribed:paper+transcribed:test"),
        paper="press",
    ).find(HERE, "PT")
    assert found["indicative"].tolist() == [False, True, True, True]


def test_what_is_written_into_a_history_stays_in_it() -> None:
    """Also where pandas' own guard is passed by: the observations stay as they were."""
    observations = builders.frame(builders.rows("SE-1281", {2019: 1.0, 2020: 2.0}), builders.rows("BW-FR", {2019: 3.0}))
    history = Histories.read(observations, builders.manifest(), builders.catalogue()).find(HERE, "PT")
    history["comment_obs"].values[0] = "written"
    assert history["comment_obs"].tolist() == ["written", ""]
    assert observations["comment_obs"].tolist() == ["", "", ""]


def test_points_are_finite_values_by_their_row_in_the_history() -> None:
    """A missing value is in the history and cannot be matched."""
    histories = read(builders.rows("SE-1281", {2021: 2.0, 2020: math.nan, 2019: 1.0, "_U": 4.0}))
    points = histories.find_points(HERE, "PT")
    assert [(point.row, point.time_period) for point in points] == [(0, "_U"), (1, "2019"), (3, "2021")]


def test_a_release_is_told_by_provider_title_and_release() -> None:
    """Two answers of one release are one release; an answer that the manifest does not name is its own."""
    manifest = pd.DataFrame(
        {"response_id": ["x", "y", "z"], "provider": "P", "title": "T", "release": ["1", "1", "2"], "kind": "model"}
    )
    publications = Histories.read(builders.frame(), manifest, builders.catalogue()).publications
    assert publications.find_release("x") == publications.find_release("y") == publications.find_release("x+y")
    assert publications.find_release("x") != publications.find_release("z")
    assert publications.find_release("unknown") == "unknown"


def test_a_value_carries_all_of_its_row() -> None:
    """Period, unit, status, confidence, comment and origin stay with the number."""
    row = builders.rows(
        "SE-1281", {"2015-04-01/P1Y": 81 / 263 * 100}, obs_status="P", confidence="medium", comment_obs="Note.",
        sample_size=263.0,
    )[0]  # fmt: skip
    value = value_from_row(row, builders.UNITS["PT"], kind="survey")
    assert (value.time_period, value.reference_year, value.unit_measure) == ("2015-04-01/P1Y", 2015, "PT")
    assert (value.obs_status, value.confidence, value.comment_obs) == ("P", "medium", "Note.")
    assert (value.response_id, value.kind, value.interval) == ("transcribed:test", "survey", "wilson")
    assert (value.lower, value.upper) == pytest.approx((25.53, 36.62), abs=5e-3)


def test_a_value_in_an_unknown_unit_is_an_error() -> None:
    """The closest codes are named."""
    histories = read(builders.rows("SE-1281", {2019: 1.0}, unit_measure="PTT"))
    with pytest.raises(UnknownCodeError, match=r"Unknown unit 'PTT'\. Closest: PT"):
        histories.find_value(histories.find(HERE, "PTT"), 0, events=False)


@pytest.mark.parametrize(
    ("status", "comment", "dated"),
    [
        ("E", "About 2012", False),
        ("E", "Computed from a and b. About 2012", False),
        ("E", "circa 2012", False),
        ("A", "About 2012", True),  # the status must say so too
        ("E", "All about schools", True),
        ("E", "", True),
    ],
)
def test_an_approximate_year_is_told_from_its_comment(status: str, comment: str, dated: bool) -> None:
    """Status E and "about" with a year; the word alone is no year."""
    row = builders.rows("SE-1281", {2012: 1.0}, obs_status=status, comment_obs=comment)[0]
    assert value_from_row(row, builders.UNITS["PT"]).dated is dated
