"""Open-Meteo's archive, read: whole years of the cell asked for, or none."""

from __future__ import annotations

import json
from datetime import date

import pytest

from compare.errors import FormatError, RefusedError
from compare.observations.frame import validate
from compare.sources import asking, openmeteo
from compare.sources.openmeteo_answers import read_blocks
from compare.sources.openmeteo_years import find_newest
from sources.openmeteo_scene import AREAS, LUND, MEAN, SERIES, TOWN, UNITS, answer, request
from sources.recorded import change, facts, read


def parse(body: bytes, asked=None):
    """What is read of a body."""
    return openmeteo.parse_openmeteo(body, asked or request(2023, 2023), "openmeteo:1")


def put(name, *placed, place=0):
    """A change: values of one variable on some days, counted from 0."""

    def alter(blocks):
        for number, value in placed:
            blocks[place]["daily"][name][number] = value

    return alter


def value(parsed, code, ref_area=LUND):
    """The one value of a series."""
    (found,) = [
        row["obs_value"] for row in parsed.rows
        if row["series"] == f"openmeteo:{code}" and row["ref_area"] == ref_area
    ]  # fmt: skip
    return found


def test_one_question_for_five_years_with_both_places_and_all_variables():
    """The model, the cell and the days are fixed, and no height is corrected for."""
    plan = openmeteo.plan_openmeteo(SERIES, AREAS, None, 2025)
    assert [one.detail for one in plan] == [
        (1991, 1995), (1996, 2000), (2001, 2005), (2006, 2010), (2011, 2015), (2016, 2020), (2021, 2025),
    ]  # fmt: skip
    assert plan[-1].path == "/v1/archive"
    assert plan[-1].params == (
        ("latitude", "55.7047,-21.17"), ("longitude", "13.191,27.51"), ("elevation", "nan,nan"),
        ("start_date", "2021-01-01"), ("end_date", "2025-12-31"),
        ("daily", "temperature_2m_mean,temperature_2m_max,temperature_2m_min,precipitation_sum,"
                  "shortwave_radiation_sum"),
        ("timezone", "GMT"), ("models", "era5"), ("cell_selection", "nearest"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "spans"),
    [
        (2019, 2022, [(2019, 2020), (2021, 2022)]),
        (1900, 1946, [(1940, 1940), (1941, 1945), (1946, 1946)]),
        (2026, 2025, []),
    ],
)
def test_years_go_together_alike_in_every_run(since, until, spans):
    """From the first year that there is, and never one that is not over."""
    assert [one.detail for one in openmeteo.plan_openmeteo(MEAN, AREAS, since, until)] == spans


def test_places_beyond_two_are_another_question():
    """A call counts for each place."""
    plan = openmeteo.plan_openmeteo(MEAN, {**AREAS, "59.33,18.06": "CELL:era5-0.25:123:792"}, 2023, 2023)
    assert [len(one.areas) for one in plan] == [2, 1]
    assert dict(plan[1].params)["elevation"] == "nan"


def test_an_answer_that_a_service_gave_is_of_the_form_we_read():
    """Recorded in September 2026 for a cell near Oslo; 2025-01-15 to 17 had 0.0, 2.3 and 3.0 degrees."""
    asked = asking.Request("openmeteo", "/v1/archive", (), (), (("60.0,10.75", "CELL:era5-0.25:120:763"),))
    (block,) = read_blocks(read("openmeteo/oslo.json"), asked, openmeteo.RECORD.grid, ["temperature_2m_mean"])
    assert block.days == (date(2025, 1, 15), date(2025, 1, 16), date(2025, 1, 17))
    assert block.values == {"temperature_2m_mean": [0.0, 2.3, 3.0]}


def test_a_year_of_each_place_has_its_own_number():
    """365 equal days: the mean is the day's, the sum 365 times it; 8.64 megajoules a day are 100 watts."""
    parsed = parse(answer(2023, 2023))
    assert facts(parsed, "ref_area", "series", "obs_value") == sorted([
        (LUND, "openmeteo:temperature_2m_mean.mean", 5.0), (LUND, "openmeteo:temperature_2m_max.max", 20.0),
        (LUND, "openmeteo:temperature_2m_max.days-ge-30", 0.0), (LUND, "openmeteo:temperature_2m_min.days-ge-20", 0.0),
        (LUND, "openmeteo:temperature_2m_min.days-lt-0", 0.0), (LUND, "openmeteo:precipitation_sum.sum", 0.0),
        (LUND, "openmeteo:precipitation_sum.days-ge-20", 0.0),
        (LUND, "openmeteo:precipitation_sum.longest-lt-1", 365.0),
        (LUND, "openmeteo:shortwave_radiation_sum.mean", pytest.approx(100.0)),
        (TOWN, "openmeteo:temperature_2m_mean.mean", 21.5), (TOWN, "openmeteo:temperature_2m_max.max", 31.0),
        (TOWN, "openmeteo:temperature_2m_max.days-ge-30", 365.0),
        (TOWN, "openmeteo:temperature_2m_min.days-ge-20", 0.0),
        (TOWN, "openmeteo:temperature_2m_min.days-lt-0", 0.0), (TOWN, "openmeteo:precipitation_sum.sum", 547.5),
        (TOWN, "openmeteo:precipitation_sum.days-ge-20", 0.0), (TOWN, "openmeteo:precipitation_sum.longest-lt-1", 0.0),
        (TOWN, "openmeteo:shortwave_radiation_sum.mean", pytest.approx(200.0)),
    ], key=str)  # fmt: skip
    assert {(row["freq"], row["time_period"], row["unit_measure"]) for row in parsed.rows} == {
        ("A", "2023", unit) for unit in set(UNITS.values())
    }
    validate(asking.make_frame(parsed.rows))


def test_limits_of_heat_and_cold_count_what_reaches_them():
    """30.0 is hot and 29.9 is not; 20.0 is a warm night and 19.9 is not; -0.1 is frost and 0.0 is not."""
    hot = parse(answer(2023, 2023, put("temperature_2m_max", (180, 30.0), (181, 34.5), (182, 29.9))))
    assert value(hot, "temperature_2m_max.days-ge-30") == 2
    assert value(hot, "temperature_2m_max.max") == 34.5
    mixed = put("temperature_2m_min", (0, -0.1), (1, 0.0), (2, -7.0), (3, -0.1), (200, 20.0), (201, 19.9))
    assert value(parse(answer(2023, 2023, mixed)), "temperature_2m_min.days-lt-0") == 3
    assert value(parse(answer(2023, 2023, mixed)), "temperature_2m_min.days-ge-20") == 1


def test_rain_is_summed_and_its_absence_counted_within_the_year():
    """1.0 mm ends a dry spell and 0.9 does not; days 100 to 299 lie between the two wet ones: 199 of them."""
    wet = put("precipitation_sum", (99, 20.0), (150, 0.9), (299, 1.0), (364, 19.9))
    parsed = parse(answer(2023, 2023, wet))
    assert value(parsed, "precipitation_sum.sum") == pytest.approx(41.8)
    assert value(parsed, "precipitation_sum.days-ge-20") == 1
    assert value(parsed, "precipitation_sum.longest-lt-1") == 199


def test_a_mean_is_of_all_days_of_its_own_year():
    """2024 has 366 days: one of 371 degrees among days of 5 makes 6; the year before keeps its 5."""
    parsed = parse(answer(2023, 2024, put("temperature_2m_mean", (365 + 59, 371.0))), request(2023, 2024, MEAN))
    assert facts(parsed, "ref_area", "time_period", "obs_value") == [
        (LUND, "2023", 5.0), (LUND, "2024", 6.0), (TOWN, "2023", 21.5), (TOWN, "2024", 21.5),
    ]  # fmt: skip


def test_a_year_that_lacks_a_day_is_no_year():
    """Its share of missing days is told; the other place, the other variables and the other year keep theirs."""
    gaps = put("temperature_2m_mean", (10, None), (11, None))
    parsed = parse(answer(2023, 2024, gaps), request(2023, 2024, SERIES[:2]))
    assert [found[:3] for found in facts(parsed, "ref_area", "series", "time_period")] == [
        (LUND, "openmeteo:temperature_2m_max.max", "2023"), (LUND, "openmeteo:temperature_2m_max.max", "2024"),
        (LUND, "openmeteo:temperature_2m_mean.mean", "2024"),
        (TOWN, "openmeteo:temperature_2m_max.max", "2023"), (TOWN, "openmeteo:temperature_2m_max.max", "2024"),
        (TOWN, "openmeteo:temperature_2m_mean.mean", "2023"), (TOWN, "openmeteo:temperature_2m_mean.mean", "2024"),
    ]  # fmt: skip
    (warning,) = parsed.warnings
    assert f"temperature_2m_mean for {LUND}" in warning
    assert "2023 (0.5% of its days)" in warning  # 2 of 365
    assert "2024" not in warning


def test_a_place_is_known_by_its_number_and_its_cell_not_by_its_turn():
    """The first place has no number; blocks in another order are the same answer."""
    turned = answer(2023, 2023, lambda blocks: blocks.reverse())
    assert facts(parse(turned), "ref_area", "series", "obs_value") == facts(
        parse(answer(2023, 2023)), "ref_area", "series", "obs_value"
    )


@pytest.mark.parametrize("left", [0, 1])
def test_one_of_two_places_absent_is_named(left):
    """Also as a block alone, which is how an answer for one place looks."""
    parsed = parse(json.dumps(json.loads(answer(2023, 2023))[left]).encode(), request(2023, 2023, MEAN))
    other = (TOWN, LUND)[left]
    assert asking.find_absent(request(2023, 2023, MEAN), [parsed]) == [(other, "openmeteo:temperature_2m_mean.mean")]


def test_one_place_asked_for_is_answered_without_a_list():
    """Its number may be left out or 0."""
    (asked,) = openmeteo.plan_openmeteo(MEAN, {"-21.17,27.51": TOWN}, 2023, 2023)
    block = json.loads(answer(2023, 2023))[1]
    for number in ({}, {"location_id": 0}):
        body = {name: value for name, value in block.items() if name != "location_id"} | number
        assert facts(parse(json.dumps(body).encode(), asked), "ref_area", "obs_value") == [(TOWN, 21.5)]


@pytest.mark.parametrize(
    "alter",
    [
        lambda blocks: blocks[0].update(longitude=13.0),  # the neighbour in the west
        lambda blocks: blocks[0].update(latitude=55.7, longitude=13.2),  # of a finer grid
        lambda blocks: blocks[1].update(latitude=-21.0),
        lambda blocks: blocks[1].update(latitude=21.25),
        lambda blocks: blocks[1].pop("location_id"),  # both say that they are the first
        lambda blocks: blocks.append(blocks[0]),  # one place twice
        lambda blocks: blocks[1].update(location_id=2),
        lambda blocks: blocks[1].update(location_id=True),
        lambda blocks: blocks[0].update(location_id=1) or blocks[1].update(location_id=0),  # values changed places
        lambda blocks: blocks[0].pop("latitude"),
    ],
)
def test_values_of_another_cell_are_refused(alter):
    """Nothing of the answer is used."""
    with pytest.raises(FormatError, match="openmeteo"):
        parse(answer(2023, 2023, alter))


@pytest.mark.parametrize(
    "alter",
    [
        lambda blocks: blocks[0].pop("daily"),
        lambda blocks: blocks[0]["daily"].pop("precipitation_sum"),
        lambda blocks: blocks[0]["daily"]["precipitation_sum"].pop(),
        lambda blocks: blocks[0]["daily"]["precipitation_sum"].__setitem__(3, "1.0"),
        lambda blocks: blocks[0]["daily"]["precipitation_sum"].__setitem__(3, True),
        lambda blocks: blocks[0]["daily"].update(time=[]),
        lambda blocks: blocks[0]["daily"]["time"].__setitem__(4, "2023-01-04"),  # the fourth of January twice
        lambda blocks: blocks[0]["daily"]["time"].__setitem__(0, 1672531200),  # unix time
        lambda blocks: blocks[0]["daily"]["time"].reverse(),
        lambda blocks: blocks[0]["daily_units"].update(temperature_2m_max="°F"),
        lambda blocks: blocks[0]["daily_units"].update(precipitation_sum="inch"),
        lambda blocks: blocks[0]["daily_units"].update(precipitation_sum="undefined"),  # and yet with values
        lambda blocks: blocks[0]["daily_units"].pop("precipitation_sum"),
        lambda blocks: blocks[0].update(utc_offset_seconds=3600),
        lambda blocks: blocks.clear(),
        lambda blocks: blocks.__setitem__(0, None),
    ],
)
def test_an_odd_shape_is_refused(alter):
    """A list too short, a day twice, another unit, another midnight, a text for a number."""
    with pytest.raises(FormatError):
        parse(answer(2023, 2023, alter))


@pytest.mark.parametrize(("first", "last"), [(2022, 2022), (2023, 2024)])
def test_other_days_than_those_asked_for_are_refused(first, last):
    """Neither another year nor one more."""
    with pytest.raises(FormatError, match="all days of 2023 to 2023"):
        parse(answer(first, last))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"not json", b'{"latitude": NaN}', b"<html></html>",
        read("openmeteo/two_places.json")[:-40] + b"Unexpected error while streaming data: closed",
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(body):
    """An error in the middle of a stream is written into the body."""
    with pytest.raises(FormatError):
        parse(body)


def test_an_error_with_status_200_is_a_refusal_in_the_services_words():
    """It says which name it does not know."""
    with pytest.raises(RefusedError, match="tempeture_2m_max") as caught:
        parse(read("openmeteo/error.json"))
    assert caught.value.status == 200


def test_a_variable_that_the_model_does_not_have_costs_only_its_own_series():
    """It comes without a unit and without values."""

    def alter(blocks):
        for block in blocks:
            block["daily_units"]["shortwave_radiation_sum"] = "undefined"
            block["daily"]["shortwave_radiation_sum"] = [None] * 365

    parsed = parse(answer(2023, 2023, alter))
    assert {one for _, one in asking.find_absent(request(2023, 2023), [parsed])} == {
        "openmeteo:shortwave_radiation_sum.mean"
    }
    assert len(parsed.rows) == 16


def test_the_newest_day_is_the_last_with_a_value():
    """The values come some days late."""
    assert openmeteo.SERVICE.probe.read(read("openmeteo/newest.json")) == "2026-11-19"
    assert dict(openmeteo.SERVICE.probe.params) == {
        "latitude": "55.7047", "longitude": "13.191", "elevation": "nan", "daily": "temperature_2m_mean",
        "past_days": "30", "timezone": "GMT", "models": "era5", "cell_selection": "nearest",
    }  # fmt: skip


def test_no_value_in_weeks_is_not_as_documented():
    """Nothing is asked for then."""
    empty = change("openmeteo/newest.json", lambda block: block["daily"].update(temperature_2m_mean=[None] * 6))
    with pytest.raises(FormatError, match="no value from 2026-11-18 to 2026-11-23"):
        find_newest(empty, openmeteo.RECORD)
