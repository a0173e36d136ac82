"""Open-Meteo's archive, asked: years that are over, at the service's pace, and what the catalogue wants of it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from importlib import import_module

import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import RefusedError, UnreachableError
from compare.sources import openmeteo
from compare.sources.asking import Wanted
from compare.sources.openmeteo_record import PROBED, plan_singly
from compare.sources.session import Session
from compare.sources.session_turns import Pace
from sources.loopback import Clock, Reply, serving
from sources.openmeteo_scene import AREAS, LUND, MEAN, SERIES, TOWN, answer
from sources.recorded import Scripted, asker, change, read
from sources.test_session import make_source


def reply(address, newest=b""):
    """What a service says that has everything."""
    if "past_days" in address:
        return newest or read("openmeteo/newest.json")
    years = [int(address.split(f"{name}_date=")[1][:4]) for name in ("start", "end")]
    return answer(*years)


def reply_with(address):
    """An answer that has only the variables asked for."""
    if "past_days" in address:
        return reply(address)
    names = address.split("daily=")[1].split("&")[0].split(",")
    blocks = json.loads(reply(address))
    for block in blocks:
        block["daily"] = {name: block["daily"][name] for name in ("time", *names)}
    return json.dumps(blocks).encode()


def test_years_are_asked_for_up_to_the_last_that_is_over(tmp_path):
    """On 19 November 2026 that is 2025. The pace is the service's."""
    session = Scripted(reply)
    gathered = openmeteo.fetch_openmeteo(asker(session, tmp_path), SERIES, AREAS, 2019)
    assert [address.split("start_date=")[1].split("&daily")[0] for address in session.asked[1:]] == [
        "2019-01-01&end_date=2020-12-31", "2021-01-01&end_date=2025-12-31",
    ]  # fmt: skip
    assert session.paces == [("openmeteo", Pace(calls=4, seconds=61.0))]
    assert len(gathered.frame()) == 9 * 2 * 7
    assert (gathered.absent, gathered.failures) == ([], [])


@pytest.mark.parametrize(("last", "until"), [("2026-12-31", "2026"), ("2026-12-30", "2025")])
def test_a_year_is_over_once_its_last_day_has_a_value(last, until, tmp_path):
    """Not before: the values of its last days come in January."""
    days = [(date.fromisoformat(last) + timedelta(days=number)).isoformat() for number in range(3)]
    late = change("openmeteo/newest.json", lambda block: block["daily"].update(
        time=days, temperature_2m_mean=[1.0, None, None]
    ))  # fmt: skip
    session = Scripted(lambda address: reply(address, late))
    openmeteo.fetch_openmeteo(asker(session, tmp_path), MEAN, AREAS, 2025)
    assert f"end_date={until}-12-31" in session.asked[-1]


def test_years_that_are_not_over_are_not_asked_for(tmp_path):
    """It is said, and is no failure."""
    session = Scripted(reply)
    gathered = openmeteo.fetch_openmeteo(asker(session, tmp_path), MEAN, AREAS, 2026)
    assert len(session.asked) == 1
    assert "The last whole one there is 2025" in gathered.warnings[0]


def test_a_series_that_nobody_knows_how_to_make_is_named(tmp_path):
    """And costs no call."""
    session = Scripted(reply)
    gathered = openmeteo.fetch_openmeteo(asker(session, tmp_path), [Wanted("openmeteo:snow.sum", "MM_YEAR")], AREAS)
    assert session.asked == []
    assert "openmeteo:snow.sum: not asked for" in gathered.warnings[0]


def test_a_refused_variable_does_not_lose_the_others(tmp_path):
    """The question is asked again for each."""
    said = json.dumps({"error": True, "reason": "Cannot initialize ... shortwave_radiation_sum"}).encode()
    session = Scripted(lambda address: said if "shortwave" in address else reply_with(address))
    gathered = openmeteo.fetch_openmeteo(asker(session, tmp_path), SERIES, AREAS, 2021)
    assert gathered.failed == {"openmeteo:shortwave_radiation_sum.mean"}
    assert len(gathered.failures) == 1
    assert len(gathered.frame()) == 8 * 2 * 5
    assert len(session.asked) == 1 + 1 + 5


def test_a_service_that_is_closed_is_not_asked_again_by_variable():
    """A no to everybody is not about a name."""
    (asked,) = openmeteo.plan_openmeteo(SERIES, AREAS, 2021, 2025)
    assert len(plan_singly(openmeteo.RECORD, asked, RefusedError("a name", status=400))) == 5
    assert plan_singly(openmeteo.RECORD, asked, RefusedError("closed", status=403)) == []
    assert plan_singly(openmeteo.RECORD, asked, UnreachableError("down")) == []


def test_a_whole_fetch_from_a_server(tmp_path):
    """Over a connection: a status in trouble is tried again, the service's pace is kept, the answers are stored."""
    clock = Clock()
    with serving() as server:
        source = make_source("openmeteo", "archive-api.open-meteo.com")
        session = Session({"openmeteo": source}, clock=clock, sleep=clock.sleep, deadline=1800,
                          environ={"COMPARE_URL_OPENMETEO": server.url})  # fmt: skip
        plan = openmeteo.plan_openmeteo(MEAN, AREAS, None, 2025)
        for one in plan:
            server.script[session.name("openmeteo", one.path, one.params).replace(
                "GET https://archive-api.open-meteo.com", ""
            )] = [Reply(answer(*one.detail))]  # fmt: skip
        small = openmeteo.SERVICE.probe.make_request("openmeteo")
        path = session.name("openmeteo", small.path, small.params).partition("open-meteo.com")[2]
        server.script[path] = [Reply(b"", 503), Reply(read("openmeteo/newest.json"))]
        with_store = asker(session, tmp_path)
        gathered = openmeteo.fetch_openmeteo(with_store, MEAN, AREAS)
    assert (gathered.failures, gathered.absent, gathered.warnings) == ([], [], [])
    frame = gathered.frame()
    assert sorted(frame["time_period"].unique()) == [str(year) for year in range(1991, 2026)]
    assert set(zip(frame["ref_area"], frame["obs_value"], strict=True)) == {(LUND, 5.0), (TOWN, 21.5)}
    assert len(with_store.store.list_rows()) == 8
    assert "latitude=55.7047,-21.17&longitude=13.191,27.51&elevation=nan,nan" in server.asked[2]
    assert sum(clock.slept) > 60  # seven calls, four in 61 seconds


@pytest.mark.parametrize("source", ["openmeteo", "openmeteo-air"])
def test_the_catalogue_has_the_series_and_the_cells(source):
    """A cell's row and column are those of the centre nearest to the point asked for, counted by hand's own rule."""
    record = import_module(f"compare.sources.{source.replace('-', '_')}").RECORD
    catalogue = load_catalogue()
    awaited = {entry.series.partition(":")[2] for entry in catalogue.awaited.values() if entry.source == source}
    assert awaited == set(record.measures)
    cells = {area.codes[source]: area.code for area in catalogue.areas.values() if source in area.codes}
    assert PROBED[0] in cells
    for code, cell in cells.items():
        latitude, longitude = map(float, code.split(","))
        _, _, row, column = cell.split(":")
        assert abs(90 - int(row) * record.grid.step - latitude) <= record.grid.step / 2
        assert abs(int(column) * record.grid.step - 180 - longitude) <= record.grid.step / 2
