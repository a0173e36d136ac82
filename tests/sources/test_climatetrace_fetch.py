"""Climate TRACE, asked: units by name, years until one is not over, and what the catalogue wants of it."""

from __future__ import annotations

import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import FormatError, RefusedError, UnreachableError
from compare.observations.wanted import find_areas
from compare.sources.asking import Wanted
from compare.sources.climatetrace import SERVICE, fetch_climatetrace
from compare.sources.climatetrace_answers import SECTORS
from compare.sources.climatetrace_units import find_units
from compare.sources.session import Session
from sources.climatetrace_scene import ALL, AREAS, LISTS, LUND, LUND_AREA, SERIES, TOWN, TOWN_AREA, answer, reply
from sources.loopback import Clock, Reply, serving
from sources.recorded import Scripted, asker, change, facts, read
from sources.test_session import make_source


def asked_years(session):
    """The years that were asked for, in order."""
    return [int(address.split("year=")[1][:4]) for address in session.asked if "year=" in address]


def test_years_are_asked_for_until_one_is_not_over(tmp_path):
    """2025 has seven months; what comes after it is not asked for."""
    session = Scripted(reply)
    gathered = fetch_climatetrace(asker(session, tmp_path), SERIES, AREAS)
    assert asked_years(session) == [year for year in range(2021, 2026) for _ in AREAS]
    frame = gathered.frame()
    assert sorted(frame["time_period"].unique()) == ["2021", "2022", "2023", "2024"]
    assert len(frame) == 4 * 2 * 2
    assert (gathered.failures, gathered.failed, gathered.absent) == ([], set(), [])
    assert gathered.answered == {one.series for one in SERIES}
    assert [warning.split(", so")[0] for warning in gathered.warnings] == [
        f"climatetrace: 2025 has 7 of 12 months for {area}" for area in (LUND_AREA, TOWN_AREA)
    ]


def test_units_are_found_step_by_step(tmp_path):
    """Lund within Skåne, Skåne within Sweden; a list that was read is not asked for again."""
    session = Scripted(reply)
    found = find_units(asker(session, tmp_path), {"SWE/Skåne/Malmö": "MALMO", **AREAS})
    assert [(unit.id, area) for unit, area in found.items()] == [
        ("SWE.13.19_1", "MALMO"), (LUND.id, LUND_AREA), (TOWN.id, TOWN_AREA),
    ]  # fmt: skip
    assert [address.partition("/v7")[2] for address in session.asked] == [
        "/admins/SWE/subdivisions", "/admins/SWE.13_1/subdivisions", "/admins/BWA/subdivisions",
    ]  # fmt: skip


def test_a_place_that_cannot_be_told_apart_costs_all(tmp_path):
    """A series is renewed for both places or for neither."""
    def twice(entries):
        entries.append(entries[1] | {"id": "SWE.13.97_2"})

    body = change("climatetrace/within_skane.json", twice)
    session = Scripted(lambda address: body if "SWE.13_1" in address else reply(address))
    with pytest.raises(FormatError, match=r"SWE\.13\.99_2 \(Lund Municipality, SWE\), SWE\.13\.97_2"):
        fetch_climatetrace(asker(session, tmp_path), SERIES, AREAS)
    assert asked_years(session) == []


def test_a_later_year_that_is_refused_is_not_there_yet(tmp_path):
    """The years before it stand; it is said."""
    refused = RefusedError("no such year", source="climatetrace", status=404)
    session = Scripted(lambda address: refused if "year=2025" in address else reply(address))
    gathered = fetch_climatetrace(asker(session, tmp_path), [ALL], AREAS)
    assert len(gathered.frame()) == 4 * 2
    assert (gathered.failures, gathered.failed) == ([], set())
    assert "2025 was refused" in gathered.warnings[-1]


@pytest.mark.parametrize(
    ("year", "error"),
    [(2021, RefusedError("no", status=404)), (2023, UnreachableError("down")), (2023, RefusedError("no", status=403))],
)
def test_a_year_that_fails_fails_its_series(year, error, tmp_path):
    """Nothing more is asked then."""
    session = Scripted(lambda address: error if f"year={year}" in address else reply(address))
    gathered = fetch_climatetrace(asker(session, tmp_path), [ALL], AREAS)
    assert gathered.failures == [error, error]
    assert gathered.failed == {ALL.series}
    assert max(asked_years(session)) == year


def test_one_place_may_be_ahead(tmp_path):
    """Its year counts; the other's is not there."""
    def uneven(address):
        return answer(TOWN, 2025) if "year=2025" in address and TOWN.id in address else reply(address)

    gathered = fetch_climatetrace(asker(Scripted(uneven), tmp_path), [ALL], AREAS)
    assert facts(gathered.parsed[-4], "time_period") == []
    frame = gathered.frame()
    assert sorted(frame.loc[frame["ref_area"] == TOWN_AREA, "time_period"])[-1] == "2025"
    assert sorted(frame.loc[frame["ref_area"] == LUND_AREA, "time_period"])[-1] == "2024"


@pytest.mark.parametrize(("since", "first"), [(2015, 2021), (2023, 2023), (2026, 2026)])
def test_years_begin_where_they_are_wanted(since, first, tmp_path):
    """Not before there are any; a year that nobody has is an answer without rows."""
    session = Scripted(reply)
    gathered = fetch_climatetrace(asker(session, tmp_path), [ALL], AREAS, since)
    assert asked_years(session)[0] == first
    assert gathered.absent == ([] if first < 2025 else [(LUND_AREA, ALL.series), (TOWN_AREA, ALL.series)])


def test_a_sector_that_nobody_knows_costs_no_call(tmp_path):
    """It is named."""
    session, farming = Scripted(reply), Wanted("climatetrace:co2e_100yr.farming", "TONNES")
    gathered = fetch_climatetrace(asker(session, tmp_path), [farming], AREAS)
    assert session.asked == []
    assert "climatetrace:co2e_100yr.farming" in gathered.warnings[0]


def test_a_whole_fetch_from_a_server(tmp_path):
    """Over a connection, with names in the address and a status in trouble; every answer is stored."""
    clock = Clock()
    with serving() as server:
        source = make_source("climatetrace", "api.climatetrace.org")
        session = Session({"climatetrace": source}, clock=clock, sleep=clock.sleep, deadline=1800,
                          environ={"COMPARE_URL_CLIMATETRACE": server.url})  # fmt: skip
        for parent, name in LISTS.items():
            server.script[f"/v7/admins/{parent}/subdivisions"] = [Reply(read(f"climatetrace/{name}.json"))]
        for year in range(2021, 2026):
            for unit in (LUND, TOWN):
                path = f"/v7/sources/emissions?year={year}&gas=co2e_100yr&gadmId={unit.id}"
                server.script[path] = [Reply(b"", 503), Reply(reply(path))] if year == 2022 else [Reply(reply(path))]
        with_store = asker(session, tmp_path)
        gathered = fetch_climatetrace(with_store, SERIES, AREAS)
    assert (gathered.failures, gathered.absent) == ([], [])
    assert len(gathered.frame()) == 16
    assert len(with_store.store.list_rows()) == 3 + 10


def test_the_catalogue_wants_what_the_service_has():
    """Each awaited series is the total or a sector, whose share is declared; outlines are named from a country down."""
    catalogue = load_catalogue()
    awaited = {entry.series.partition(":")[2] for entry in catalogue.awaited.values() if entry.source == SERVICE.source}
    sectors = {code.partition(".")[2] for code in awaited} - {""}
    assert sectors <= set(SECTORS)
    assert "forestry-and-land-use" not in sectors
    assert {f"emissions-share-{sector}" for sector in sectors} <= set(catalogue.derived)
    assert find_areas(SERVICE, catalogue) == AREAS
    assert catalogue.sources[SERVICE.source].hosts == ("api.climatetrace.org",)


def test_no_number_of_inhabitants_is_of_these_outlines():
    """So that none can be divided by: the areas have no identity, and no derivation mixes the two."""
    catalogue = load_catalogue()
    assert all(catalogue.areas[code].identity.population is None for code in AREAS.values())
    for derivation in catalogue.derived.values():
        prefixes = {series.partition(":")[0] for series in derivation.of}
        assert "climatetrace" not in prefixes or prefixes == {"climatetrace"}
