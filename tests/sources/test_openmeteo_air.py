"""Open-Meteo's air quality: one model for both places, hours that are missing said, a forecast never counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from compare.errors import FormatError, RefusedError
from compare.observations.frame import validate
from compare.sources import asking, openmeteo_air
from compare.sources.asking import Wanted
from sources.recorded import Scripted, asker, change, facts, read

LUND, TOWN = "CELL:cams-0.4:86:483", "CELL:cams-0.4:278:519"
AREAS = {"55.7047,13.191": LUND, "-21.17,27.51": TOWN}
SERIES = [Wanted(f"openmeteo-air:{name}.mean", "UG_M3") for name in ("pm2_5", "pm10", "nitrogen_dioxide", "ozone")]
(REQUEST,) = openmeteo_air.plan_openmeteo_air(SERIES, AREAS, None, 2023)


def answer(alter=len, year=2023) -> bytes:
    """The recorded hour, over all hours of a year, and changed in place by `alter`."""

    def stretch(blocks):
        first, hours = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days * 24
        for block in blocks:
            section = block["hourly"]
            for name, values in section.items():
                section[name] = values * hours
            section["time"] = [
                f"{first + timedelta(days=number // 24)}T{number % 24:02}:00" for number in range(hours)
            ]  # fmt: skip
        alter(blocks)

    return change("openmeteo_air/two_places.json", stretch)


def put(name, *placed):
    """A change in Lund: values of one substance at some hours of the year, counted from 0."""

    def alter(blocks):
        for number, value in placed:
            blocks[0]["hourly"][name][number] = value

    return alter


def parse(body):
    """What is read of a body."""
    return openmeteo_air.parse_openmeteo_air(body, REQUEST, "openmeteo-air:1")


def test_one_question_a_year_with_the_global_model_for_both_places():
    """Left to itself the service would take the European model for Lund; the first whole year is 2023."""
    plan = openmeteo_air.plan_openmeteo_air(SERIES, AREAS, 2010, 2025)
    assert [one.detail for one in plan] == [(2023, 2023), (2024, 2024), (2025, 2025)]
    assert plan[0].path == "/v1/air-quality"
    assert plan[0].params == (
        ("latitude", "55.7047,-21.17"), ("longitude", "13.191,27.51"),
        ("start_date", "2023-01-01"), ("end_date", "2023-12-31"), ("hourly", "pm2_5,pm10,nitrogen_dioxide,ozone"),
        ("timezone", "GMT"), ("domains", "cams_global"), ("cell_selection", "nearest"),
    )  # fmt: skip


def test_a_year_is_the_mean_of_its_hours():
    """One hour of 8,766 among 8,759 of 6 lifts the mean by 1; coordinates come in single precision."""
    parsed = parse(answer(put("pm2_5", (5000, 8766.0))))
    columns = ("ref_area", "series", "time_period", "obs_value", "obs_status", "confidence", "comment_obs")
    assert facts(parsed, *columns) == [
        (TOWN, "openmeteo-air:nitrogen_dioxide.mean", "2023", 2.0, "E", "medium", ""),
        (TOWN, "openmeteo-air:ozone.mean", "2023", 70.0, "E", "medium", ""),
        (TOWN, "openmeteo-air:pm10.mean", "2023", 20.0, "E", "medium", ""),
        (TOWN, "openmeteo-air:pm2_5.mean", "2023", 12.0, "E", "medium", ""),
        (LUND, "openmeteo-air:nitrogen_dioxide.mean", "2023", 4.5, "E", "medium", ""),
        (LUND, "openmeteo-air:ozone.mean", "2023", 60.0, "E", "medium", ""),
        (LUND, "openmeteo-air:pm10.mean", "2023", 9.0, "E", "medium", ""),
        (LUND, "openmeteo-air:pm2_5.mean", "2023", 7.0, "E", "medium", ""),
    ]  # fmt: skip
    validate(asking.make_frame(parsed.rows))


def test_a_day_with_three_hours_of_four_counts_and_the_share_missing_is_said():
    """6 of 8,760 hours are 0.07 per cent; they are neither filled in nor taken for nought."""
    parsed = parse(answer(put("ozone", *((24 * 200 + hour, None) for hour in range(6)))))
    (row,) = [row for row in parsed.rows if (row["ref_area"], row["series"]) == (LUND, "openmeteo-air:ozone.mean")]
    assert (row["obs_value"], row["comment_obs"]) == (60.0, "Without 6 of 8760 values (0.07%).")
    assert parsed.warnings == ()


def test_a_day_with_fewer_hours_makes_the_year_incomplete():
    """Seven hours of one day are missing: no value for Lund's ozone, all others stay."""
    parsed = parse(answer(put("ozone", *((24 * 200 + hour, None) for hour in range(7)))))
    assert asking.find_absent(REQUEST, [parsed]) == [(LUND, "openmeteo-air:ozone.mean")]
    assert len(parsed.rows) == 7
    assert "2023 (0.3% of its days)" in parsed.warnings[0]


def test_hours_missing_here_and_there_do_not_cost_the_year():
    """Six hours in each of two days."""
    hours = [24 * day + hour for day in (10, 300) for hour in range(6)]
    parsed = parse(answer(put("ozone", *((hour, None) for hour in hours))))
    assert len(parsed.rows) == 8


@pytest.mark.parametrize(
    "alter",
    [
        lambda blocks: blocks[0].update(latitude=55.75, longitude=13.25),  # of a quarter degree grid
        lambda blocks: blocks[0].update(latitude=55.7, longitude=13.2),  # of the European model
        lambda blocks: blocks[1].update(longitude=27.2),
        lambda blocks: blocks[0]["hourly_units"].update(ozone="ppb"),
        lambda blocks: blocks[0]["hourly"]["time"].pop(),
        lambda blocks: blocks[0]["hourly"]["time"].__setitem__(1, "2023-01-01T00:30"),
    ],
)
def test_another_grid_unit_or_hour_is_refused(alter):
    """Nothing of the answer is used."""
    with pytest.raises(FormatError, match="openmeteo-air"):
        parse(answer(alter))


def test_both_signs_of_micro_are_the_same_unit():
    """The Greek letter, which the service writes, and the sign of micro."""
    parsed = parse(answer(lambda blocks: blocks[0]["hourly_units"].update(ozone="\u00b5g/m³")))
    assert len(parsed.rows) == 8


def test_an_error_with_status_200_is_a_refusal():
    """In the service's words."""
    with pytest.raises(RefusedError, match="no data for this"):
        parse(b'{"reason": "no data for this", "error": true}')


def newest(*days: int) -> bytes:
    """The small answer: so many hours with values on each day, the last day being today."""

    def alter(blocks):
        block, first = blocks[0], date(2026, 1, 2) - timedelta(days=len(days) - 1)
        moments = [f"{first + timedelta(days=day)}T{hour:02}:00" for day in range(len(days)) for hour in range(24)]
        values = [1.0 if hour < count else None for count in days for hour in range(24)]
        block["hourly"] = {"time": moments, "pm2_5": values}
        blocks.pop()

    return change("openmeteo_air/two_places.json", alter)


@pytest.mark.parametrize(
    ("days", "day", "until"), [((24, 24, 24), "2026-01-01", 2025), ((24, 12, 24), "2025-12-31", 2025),
                               ((24, 17, 9, 24), "2025-12-30", 2024)],
)  # fmt: skip
def test_today_is_a_forecast_and_not_the_newest_day(days, day, until, tmp_path):
    """The years asked for end before it, and before a day that is not whole yet."""
    assert openmeteo_air.SERVICE.probe.read(newest(*days)) == day
    assert dict(openmeteo_air.SERVICE.probe.params)["forecast_days"] == "1"
    session = Scripted(lambda address: newest(*days) if "past_days" in address else answer(
        year=int(address.split("start_date=")[1][:4])
    ))  # fmt: skip
    gathered = openmeteo_air.fetch_openmeteo_air(asker(session, tmp_path), SERIES, AREAS, 2024)
    assert sorted(gathered.frame()["time_period"].unique()) == [str(year) for year in range(2024, until + 1)]
    assert gathered.failures == []
    assert len(session.asked) == 1 + until - 2023
    assert session.paces == []


def test_a_service_that_is_down_is_one_failure(tmp_path):
    """The small question fails, and nothing more is asked."""
    session = Scripted(lambda _address: read("openmeteo/error.json"))
    with pytest.raises(RefusedError):
        openmeteo_air.fetch_openmeteo_air(asker(session, tmp_path), SERIES, AREAS)
    assert len(session.asked) == 1
