"""Space2Stats: sums over hexagons, how many there are, and only those at the circle that was asked for."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import FormatError, RefusedError
from compare.observations.wanted import find_areas
from compare.sources import space2stats
from compare.sources.asking import Wanted
from compare.sources.session import Session
from compare.sources.space2stats import SERVICE, fetch_space2stats, find_fields
from compare.sources.space2stats_cells import Circle, draw, read_circle
from sources.loopback import Clock, Reply, serving
from sources.recorded import Scripted, asker, change, facts, read
from sources.test_session import make_source

LUND, TOWN = "CELL:h3-6:lund-5km", "CELL:h3-6:francistown-5km"
AREAS = {"55.7047,13.191,5": LUND, "-21.17,27.51,5": TOWN}
UNITS = {"sum_pop": "PERSONS", "pop": "PERSONS", "pop_flood": "PERSONS", "sum_built_area_m": "M2",
         "sum_viirs_ntl": "INDEX"}  # fmt: skip
SERIES = [Wanted(f"space2stats:{code}", unit) for code, unit in UNITS.items()]
PEOPLE = SERIES[:1]
LISTED = json.loads(read("space2stats/fields.json"))


def parse(body: bytes, series=SERIES, since=None, areas=None):
    """The rows of an answer about Lund."""
    asked = space2stats.plan_space2stats(series, areas or {"55.7047,13.191,5": LUND}, since, LISTED)[0]
    return space2stats.parse_space2stats(body, asked, "id")


def lund(alter=len) -> bytes:
    """The recorded hexagons of Lund, changed in place by `alter`."""
    return change("space2stats/lund.json", alter)


def town(_address="") -> bytes:
    """The same figures, moved to Francistown."""
    def move(cells):
        for number, cell in enumerate(cells):
            cell["hex_id"] = f"8697700{number}7ffffff"
            cell["geometry"]["coordinates"] = [27.51 + number / 100, -21.17]

    return lund(move)


def reply(address):
    """A service that has everything; the place of a circle is in the query, which `Scripted` does not hand on."""
    return read("space2stats/fields.json") if address.endswith("/fields") else lund()


def test_a_figure_is_the_sum_over_the_hexagons():
    """Six of them; 96,000.5 inhabitants in 2020 by hand, 9,600.05 of them where it may flood."""
    parsed = parse(lund())
    found = {(series.partition(":")[2], year): value for series, year, value in
             facts(parsed, "series", "time_period", "obs_value")}  # fmt: skip
    assert found == {
        ("sum_pop", "2015"): pytest.approx(86400.45), ("sum_pop", "2020"): 96000.5,
        ("sum_pop", "2025"): pytest.approx(100800.525), ("pop", "2020"): 96000.5,
        ("pop_flood", "2020"): pytest.approx(9600.05), ("sum_built_area_m", "2015"): 9600050.0,
        ("sum_built_area_m", "2020"): 10560055.0, ("sum_viirs_ntl", "2014"): pytest.approx(960.005),
        ("sum_viirs_ntl", "2024"): pytest.approx(1920.01),
    }  # fmt: skip
    assert parsed.warnings == ()
    row = parsed.rows[0]
    assert (row["ref_area"], row["obs_status"], row["confidence"]) == (LUND, "E", "medium")
    assert row["comment_obs"] == "Sum of 6 hexagons that touch a circle of 5 km round 55.7047, 13.191."


def test_a_hexagon_without_a_figure_leaves_no_sum():
    """The field is empty with the reason; the others stand."""
    parsed = parse(lund(lambda cells: cells[2].update(sum_pop_2020=None)), PEOPLE)
    rows = {row["time_period"]: row for row in parsed.rows}
    assert rows["2020"]["obs_value"] != rows["2020"]["obs_value"]
    assert rows["2020"]["obs_status"] == "O"
    assert rows["2020"]["comment_obs"].endswith("13.191. No sum: 1 of them without a figure.")
    assert rows["2025"]["obs_value"] == pytest.approx(100800.525)
    assert parsed.warnings == (f"space2stats: a hexagon has no figure for {LUND}, so there is no sum of sum_pop_2020.",)


def test_fields_are_those_that_the_service_lists():
    """Its spelling is taken; a projection is no year that has been."""
    assert find_fields("sum_pop", LISTED) == {"sum_pop_2015": 2015, "sum_pop_2020": 2020, "sum_pop_2025": 2025}
    assert find_fields("sum_built_area_m", LISTED) == {"sum_built_area_m_2015": 2015, "sum_built_area_m_2020": 2020}
    assert find_fields("pop", LISTED) == {"pop": 2020}
    assert find_fields("sum_viirs_ntl", LISTED, 2020) == {"sum_viirs_ntl_2024": 2024}
    assert find_fields("sum_pop", ["sum_pop_f_10_2020", "pop"]) == {}


def test_one_rule_for_both_places():
    """The same radius, the same way of choosing hexagons, the same fields."""
    asked = space2stats.plan_space2stats(SERIES, AREAS, None, LISTED)
    assert [one.areas for one in asked] == [(("55.7047,13.191,5", LUND),), (("-21.17,27.51,5", TOWN),)]
    assert {one.path for one in asked} == {"/summary"}
    one, other = (request.json for request in asked)
    assert one["fields"] == other["fields"] == sorted(one["fields"])
    assert {query["spatial_join_method"] for query in (one, other)} == {"touches"}
    assert len(one["aoi"]["geometry"]["coordinates"][0]) == len(other["aoi"]["geometry"]["coordinates"][0]) == 65


@pytest.mark.parametrize("code", AREAS)
def test_a_circle_is_round_on_the_ground(code):
    """A feature with properties, closed, counter-clockwise, every corner 5 km away."""
    circle = read_circle(code)
    feature = draw(circle)
    assert (feature["type"], feature["properties"], feature["geometry"]["type"]) == ("Feature", {}, "Polygon")
    [ring] = feature["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert all(abs(circle.measure(latitude, longitude) - 5) < 0.002 for longitude, latitude in ring)
    turn = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring))
    assert turn < 0
    assert ring[0][1] > circle.latitude


def test_a_degree_is_so_long():
    """By hand: 111.195 km along a meridian, on a ball of 6,371.0088 km."""
    assert Circle(0, 0, 5).measure(1, 0) == pytest.approx(111.195, abs=0.001)
    assert Circle(60, 10, 5).measure(60, 11) == pytest.approx(55.597, abs=0.01)


def test_hexagons_of_another_place_are_refused():
    """Those of Lund are no answer about Francistown."""
    with pytest.raises(FormatError, match=r"km away.*a circle of 5 km round -21\.17, 27\.51"):
        parse(lund(), areas={"-21.17,27.51,5": TOWN})


@pytest.mark.parametrize(
    ("alter", "says"),
    [
        (lambda cells: cells.append(cells[0]), "861f05b07ffffff"),
        (lambda cells: cells[1].update(hex_id="871f05b0fffffff"), "level 6"),
        (lambda cells: cells[1].update(hex_id="hex_1"), "level 6"),
        (lambda cells: cells[1].pop("hex_id"), "hex_id"),
        (lambda cells: cells[1].pop("geometry"), "geometry"),
        (lambda cells: cells[1]["geometry"].update(coordinates=[13.2]), "longitude and latitude"),
        (lambda cells: cells[1]["geometry"].update(type="Polygon"), "longitude and latitude"),
        (lambda cells: cells[1].pop("pop"), "pop"),
        (lambda cells: cells[1].update(pop="5000"), "5000"),
        (lambda cells: cells.clear(), "for each hexagon"),
    ],
)
def test_another_shape_is_refused(alter, says):
    """A hexagon twice or of another level, a figure as text, none at all."""
    with pytest.raises(FormatError, match=says):
        parse(lund(alter))


def test_an_answer_that_is_cut_is_refused():
    """It is no JSON."""
    with pytest.raises(FormatError, match="JSON"):
        parse(lund()[:-30])


def test_an_error_under_status_200_is_a_refusal():
    """With the service's own words."""
    with pytest.raises(RefusedError, match="Invalid fields"):
        parse(b'{"detail": "Invalid fields: [\'sum_pop_2020\']"}')


def test_the_list_of_fields_comes_first(tmp_path):
    """A series of which it has none is named and not asked for; nor is one that nobody knows how to make."""
    gone = [name for name in LISTED if not name.startswith("sum_viirs")]
    session = Scripted(lambda address: json.dumps(gone).encode() if address.endswith("/fields") else lund())
    odd = Wanted("space2stats:fires_density_mean", "INDEX")
    gathered = fetch_space2stats(asker(session, tmp_path), [*SERIES, odd], dict([*AREAS.items()][:1]))
    assert session.asked == ["https://space2stats.test/fields", "https://space2stats.test/summary"]
    assert not any(name.startswith("sum_viirs") for name in session.sent[0]["fields"])
    assert len(gathered.frame()) == 7
    assert ["sum_viirs_ntl" in told or "fires_density" in told for told in gathered.warnings] == [True, True]
    assert gathered.absent == []


def test_a_place_that_fails_fails_its_series(tmp_path):
    """Lund's hexagons come for Francistown too; nothing of that is used."""
    gathered = fetch_space2stats(asker(Scripted(reply), tmp_path), SERIES, AREAS)
    assert len(gathered.failures) == 1
    assert gathered.failed == {one.series for one in SERIES}


@pytest.mark.parametrize("body", [b"{}", b"[]", b"[1]", b'"sum_pop_2020"'])
def test_a_list_of_fields_of_another_shape_is_refused(body, tmp_path):
    """Nothing is asked by names that are guessed."""
    session = Scripted(lambda _address: body)
    with pytest.raises(FormatError, match="a list of names"):
        fetch_space2stats(asker(session, tmp_path), PEOPLE, AREAS)
    assert len(session.asked) == 1


def test_the_small_question_tells_the_newest_year():
    """Of the series that are made, projections left aside."""
    newest = SERVICE.probe.read
    assert newest(read("space2stats/fields.json")) == "2025"
    with pytest.raises(FormatError, match="sum_pop_2025"):
        newest(b'["hex_id"]')


def test_a_whole_fetch_from_a_server(tmp_path):
    """Over a connection: the circle is sent as it was drawn, each place's answer is stored."""
    clock = Clock()
    with serving() as server:
        source = make_source("space2stats", "space2stats.ds.io")
        session = Session({"space2stats": source}, clock=clock, sleep=clock.sleep, deadline=1800,
                          environ={"COMPARE_URL_SPACE2STATS": server.url})  # fmt: skip
        server.script["/fields"] = [Reply(b"", 503), Reply(read("space2stats/fields.json"))]
        server.script["/summary"] = [Reply(lund()), Reply(town())]
        with_store = asker(session, tmp_path, at_once=1)
        gathered = fetch_space2stats(with_store, SERIES, AREAS)
    assert (gathered.failures, gathered.absent, gathered.warnings) == ([], [], [])
    assert len(gathered.frame()) == 2 * 9
    sent = [json.loads(body) for body in server.bodies if body]
    assert [query["aoi"] for query in sent] == [draw(read_circle(code)) for code in AREAS]
    assert len(with_store.store.list_rows()) == 3


def test_the_catalogue_wants_what_can_be_made():
    """One radius for both places, and the cell that stands for the hexagons holds the circle."""
    catalogue = load_catalogue()
    awaited = {entry.series.partition(":")[2] for entry in catalogue.awaited.values() if entry.source == SERVICE.source}
    assert awaited == set(space2stats.MEASURES)
    assert find_areas(SERVICE, catalogue) == AREAS
    for code, area in AREAS.items():
        circle, entry = read_circle(code), catalogue.areas[area]
        place = catalogue.areas[entry.stands_for]
        assert (circle.latitude, circle.longitude, circle.radius_km) == (place.latitude, place.longitude, 5)
        assert entry.cell_width_km >= 2 * circle.radius_km
