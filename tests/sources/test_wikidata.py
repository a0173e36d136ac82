"""Wikidata: which of many statements stands for a year; values by hand."""

from __future__ import annotations

import json

import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import FormatError, RefusedError
from compare.observations.frame import validate
from compare.observations.wanted import find_areas
from compare.sources import asking, wikidata
from compare.sources.asking import Wanted
from compare.sources.named import read_named
from compare.sources.session import Session
from sources.loopback import Clock, Reply, serving
from sources.recorded import Scripted, asker, change, facts, read
from sources.test_session import make_source

LUND, TOWN = "WIKIDATA-Q2167", "BW-FR"
AREAS = {"Q2167/Lund/SWE": LUND, "Q165422/Francistown/BWA": TOWN}
PEOPLE, SIZE = Wanted("wikidata:P1082", "PERSONS"), Wanted("wikidata:P2046", "KM2")


def question(wanted=PEOPLE, since=None):
    """The one question about a property."""
    (request,) = wikidata.plan_wikidata([wanted], AREAS, since)
    return request


def parse(alter=len, since=None):
    """The rows of the recorded statements, after a change of their list."""
    body = change("wikidata/population.json", lambda answer: alter(answer["results"]["bindings"]))
    return wikidata.parse_wikidata(body, question(since=since), "wikidata:1")


def of_town(parsed):
    """Period and value of the rows of Francistown."""
    return [row[1:] for row in facts(parsed, "ref_area", "time_period", "obs_value") if row[0] == TOWN]


def bare(bindings):
    """All dates gone."""
    for binding in bindings:
        binding.pop("popDate", None)


def test_both_places_are_asked_for_together_by_their_items():
    """Every rank is asked for, and none of a part of the place."""
    (people, size) = wikidata.plan_wikidata([PEOPLE, SIZE], AREAS)
    query = dict(people.params)["query"]
    assert "VALUES ?city { wd:Q2167 wd:Q165422 }" in query
    assert "?statement ps:P1082 ?population ; wikibase:rank ?rank" in query
    assert "FILTER NOT EXISTS { ?statement pq:P518 ?part }" in query
    assert "psn:P2046/wikibase:quantityAmount ?area" in dict(size.params)["query"]
    assert (people.path, dict(people.params)["format"]) == ("/sparql", "json")


def test_each_year_has_its_statement_and_the_newest_is_not_the_first():
    """1971, 2011 and 2022; the deprecated one for 2023 never, the undated one not beside dated ones."""
    parsed = parse()
    assert facts(parsed, "ref_area", "series", "freq", "time_period", "obs_value", "unit_measure", "confidence") == [
        (TOWN, "wikidata:P1082", "A", "1971", 19100.0, "PERSONS", "low"),
        (TOWN, "wikidata:P1082", "A", "2011", 97000.0, "PERSONS", "low"),
        (TOWN, "wikidata:P1082", "A", "2022", 103900.0, "PERSONS", "low"),
        (LUND, "wikidata:P1082", "A", "2015", 88100.0, "PERSONS", "low"),
    ]
    assert {row["comment_obs"] for row in parsed.rows if row["ref_area"] == LUND} == {"Stated for 2015-12-31."}
    assert parsed.warnings == ()


def test_the_order_of_the_statements_changes_nothing():
    """Nor does one that comes twice, as it does where an item has two countries."""
    assert parse(lambda bindings: bindings.reverse()) == parse()
    assert parse(lambda bindings: bindings.append(dict(bindings[0]))) == parse()


def test_within_a_year_rank_goes_before_date():
    """The preferred one of January before the normal one of August; without ranks the later one."""
    assert ("2011", 97000.0) in of_town(parse())
    preferred = {"type": "uri", "value": "http://wikiba.se/ontology#PreferredRank"}
    assert ("2011", 98400.0) in of_town(parse(lambda bindings: bindings[4].update(rank=preferred)))


def test_two_statements_alike_give_no_value_and_are_told():
    """Of one day and rank: neither is chosen, nothing is averaged."""
    same_day = {"type": "literal", "value": "2011-01-01T00:00:00Z"}
    parsed = parse(lambda bindings: bindings[5].update(popDate=same_day))
    assert of_town(parsed) == [("1971", 19100.0), ("2022", 103900.0)]
    assert parsed.warnings == ("wikidata:P1082 of BW-FR, 2011: 97000 and 98400 are stated alike; none was taken.",)


def test_undated_statements_count_where_nothing_is_dated():
    """Under a period that is not stated, by rank."""
    parsed = parse(bare)
    assert facts(parsed, "ref_area", "freq", "time_period", "obs_value") == [
        (TOWN, "_U", "_U", 103900.0), (LUND, "_U", "_U", 88100.0),
    ]  # fmt: skip
    assert len(validate(asking.make_frame(parsed.rows))) == 2


def test_a_deprecated_statement_is_no_value_even_alone():
    """The other place is absent then, not empty."""

    def alter(bindings):
        bindings[:] = [bindings[1], bindings[6]]

    parsed = parse(alter)
    assert of_town(parsed) == []
    assert asking.find_absent(question(), [parsed]) == [(TOWN, "wikidata:P1082")]


def test_what_nobody_knows_is_no_value():
    """An unknown number is an address; an unbound one is not there; an unknown date is none."""
    unknown = {"type": "uri", "value": "http://www.wikidata.org/.well-known/genid/a8d14fa9"}
    assert of_town(parse(lambda bindings: bindings[3].update(population=unknown)))[-1] == ("2011", 97000.0)
    assert of_town(parse(lambda bindings: bindings[3].pop("population")))[-1] == ("2011", 97000.0)
    assert of_town(parse(lambda bindings: bindings[3].update(popDate=unknown)))[-1] == ("2011", 97000.0)


def test_years_before_are_left_and_undated_statements_do_not_come_in_for_them():
    """Since 2012 Lund has 2015 and Francistown 2022."""
    assert facts(parse(since=2012), "ref_area", "time_period") == [(TOWN, "2022"), (LUND, "2015")]


def test_an_area_comes_in_square_metres():
    """75.5 square kilometres, without a year."""
    body = read("wikidata/population.json").replace(b"population", b"area").replace(b'"103900"', b'"75500000"')
    answer = json.loads(body)
    answer["results"]["bindings"] = [answer["results"]["bindings"][3]]
    answer["results"]["bindings"][0].pop("popDate")
    parsed = wikidata.parse_wikidata(json.dumps(answer).encode(), question(SIZE), "wikidata:1")
    ((value, period, unit),) = facts(parsed, "obs_value", "time_period", "unit_measure")
    assert (value, period, unit) == (pytest.approx(75.5), "_U", "KM2")


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (lambda bindings: bindings[0]["city"].update(value="http://www.wikidata.org/entity/Q999"), "Q999"),
        (lambda bindings: bindings[6]["cityLabel"].update(value="Malmö"), r"Q2167 \(Malmö, SWE\)"),
        (lambda bindings: bindings[6]["countryCode"].update(value="USA"), r"expected Q2167 \(Lund, SWE\)"),
        (lambda bindings: bindings[0].pop("cityLabel"), "cityLabel"),
        (lambda bindings: bindings[0].pop("city"), "city"),
        (lambda bindings: bindings[0].pop("rank"), "rank"),
        (lambda bindings: bindings[0]["rank"].update(value="http://wikiba.se/ontology#BestRank"), "BestRank"),
        (lambda bindings: bindings[0]["population"].update(value="19 100"), "19 100"),
        (lambda bindings: bindings[0]["population"].update(value=19100), "population.value"),
        (lambda bindings: bindings[0]["popDate"].update(value="1971"), "a day"),
        (lambda bindings: bindings[0].update(population="19100"), "population"),
        (lambda bindings: bindings.append("binding"), "city"),
    ],
)
def test_another_place_or_form_is_refused(alter, said):
    """Another item, name or country; a rank or number that is none."""
    with pytest.raises(FormatError, match=said):
        parse(alter)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{}", b'{"results": []}', b'{"results": {"bindings": null}}', b"<html></html>",
        read("wikidata/population.json")[:-30] + b"\njava.util.concurrent.TimeoutException",
    ],
)  # fmt: skip
def test_what_is_no_result_is_refused(body):
    """A question that took too long ends in the middle, in another language."""
    with pytest.raises(FormatError):
        wikidata.parse_wikidata(body, question(), "wikidata:1")


def test_a_plus_before_a_number_is_no_part_of_it():
    """Quantities may be written with their sign."""
    assert of_town(parse(lambda bindings: bindings[3]["population"].update(value="+103900")))[-1] == ("2022", 103900.0)


def test_a_code_must_have_three_parts():
    """An item alone does not say what it should be."""
    assert read_named("Q2167") is None
    assert read_named("Q2167//SWE") is None
    with pytest.raises(ValueError, match="Q2167 is not an item"):
        wikidata.plan_wikidata([PEOPLE], {"Q2167": LUND})


def test_one_property_refused_does_not_lose_the_other(tmp_path):
    """And a property that nobody knows costs no call."""
    busy = RefusedError("too much", status=403)
    session = Scripted(lambda address: busy if "P2046" in address else read("wikidata/population.json"))
    wanted = [PEOPLE, SIZE, Wanted("wikidata:P2044", "METRES")]
    gathered = wikidata.fetch_wikidata(asker(session, tmp_path), wanted, AREAS)
    assert gathered.failed == {"wikidata:P2046"}
    assert set(gathered.frame()["series"]) == {"wikidata:P1082"}
    assert "wikidata:P2044" in gathered.warnings[0]
    assert len(session.asked) == 2


def test_a_whole_fetch_from_a_server(tmp_path):
    """Over a connection: told to wait, and an answer that breaks off; both are asked again."""
    clock = Clock()
    with serving() as server:
        session = Session({"wikidata": make_source("wikidata", "query.wikidata.org")}, clock=clock, sleep=clock.sleep,
                          deadline=1800, environ={"COMPARE_URL_WIKIDATA": server.url})  # fmt: skip
        request = question()
        path = session.name("wikidata", request.path, request.params).partition("query.wikidata.org")[2]
        whole = read("wikidata/population.json")
        server.script[path] = [
            Reply(b"", 429, {"Retry-After": "5"}), Reply(whole[:-30] + b"\njava.lang.Exception"), Reply(whole),
        ]  # fmt: skip
        gathered = wikidata.fetch_wikidata(asker(session, tmp_path), [PEOPLE], AREAS)
    assert (gathered.failures, gathered.absent, gathered.warnings) == ([], [], [])
    assert len(gathered.frame()) == 4
    assert len(validate(gathered.frame())) == len(gathered.frame())
    assert clock.slept[0] == 5
    assert all("compare" in head["User-Agent"] for head in server.heads)


def test_the_probe_tells_the_newest_year():
    """Of Francistown alone."""
    body = change("wikidata/population.json", lambda answer: answer["results"]["bindings"].pop())
    assert wikidata.SERVICE.probe.read(body) == "2022"
    assert "VALUES ?city { wd:Q165422 }" in dict(wikidata.SERVICE.probe.params)["query"]


def test_the_catalogue_has_the_items_and_their_identity():
    """Both places, and series that the size of an area is checked by."""
    catalogue = load_catalogue()
    assert find_areas(wikidata.SERVICE, catalogue) == AREAS
    awaited = {entry.series for entry in catalogue.awaited.values() if entry.source == "wikidata"}
    assert awaited == {f"wikidata:{name}" for name in wikidata.PROPERTIES}
    identifying = {series: one.measure for one in catalogue.identifying for series in one.series}
    assert identifying["wikidata:P1082"] == "population"
    assert identifying["wikidata:P2046"] == "area_km2"
