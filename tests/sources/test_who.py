"""WHO: rows about the whole, of the countries asked for; an answer without rows is asked for again."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import FormatError, RefusedError, UnreachableError
from compare.observations.frame import validate
from compare.sources import asking, who
from compare.sources.asking import Wanted
from compare.sources.session import Session
from compare.sources.store import Store
from sources.loopback import Clock, Reply, serving
from sources.recorded import Scripted, asker, change, facts, read
from sources.test_session import make_source

AREAS = {"SWE": "SWE", "BWA": "BWA"}
SERIES = Wanted("who:TEST_000001", "YEARS")
(REQUEST,) = who.plan_who([SERIES], AREAS)
NOTHING = b'{"@odata.count": 0, "value": []}'


def test_a_question_names_countries_as_countries():
    """Regions have codes of three letters as well."""
    (request,) = who.plan_who([SERIES], AREAS, 2010)
    assert request.path == "/api/TEST_000001"
    assert dict(request.params) == {
        "$filter": "SpatialDimType eq 'COUNTRY' and SpatialDim in ('SWE','BWA') and TimeDim ge 2010",
        "$orderby": "TimeDim desc", "$top": "1000", "$skip": "0", "$count": "true",
    }  # fmt: skip
    assert who.plan_who([SERIES], {}) == []


def test_rows_about_the_whole_are_read_with_their_intervals():
    """Women and men apart; not the towns. Nought is a value, and its interval, which does not hold it, is left out."""
    parsed = who.parse_who(read("who/rows.json"), REQUEST, "who:1")
    columns = ("ref_area", "sex", "time_period", "obs_value", "lower", "upper", "obs_status", "confidence")
    assert facts(parsed, *columns) == [
        ("BWA", "M", "2021", 59.0, None, None, "A", "medium"),
        ("BWA", "_T", "2019", 0, None, None, "A", "medium"),
        ("BWA", "_T", "2020", None, None, None, "O", "medium"),
        ("BWA", "_T", "2021", 61.25, 58.0, 64.0, "A", "medium"),
        ("SWE", "F", "2021", 86.0, None, None, "A", "medium"),
        ("SWE", "_T", "2020", 0.1, None, None, "A", "medium"),
        ("SWE", "_T", "2021", 84.5, 84.1, 84.9, "A", "medium"),
    ]  # fmt: skip
    validate(asking.make_frame(parsed.rows))


def test_what_is_written_beside_a_value_is_kept():
    """Below a limit, and why there is none."""
    parsed = who.parse_who(read("who/rows.json"), REQUEST, "who:1")
    told = {(row["ref_area"], row["time_period"]): (row["qualifier"], row["comment_obs"]) for row in parsed.rows}
    assert told["SWE", "2020"] == ("<", "Value as written: <0.1")
    assert told["BWA", "2020"] == ("", "not reported; Value as written: No data")
    assert told["SWE", "2021"] == ("", "")


def test_years_before_the_first_wanted_are_left_out():
    """Also where the service sends them."""
    (request,) = who.plan_who([SERIES], AREAS, 2021)
    assert set(facts(who.parse_who(read("who/rows.json"), request, "who:1"), "time_period")) == {("2021",)}


@pytest.mark.parametrize(
    ("alter", "where"),
    [
        (lambda row: row.update(SpatialDimType="REGION", SpatialDim="EUR"), "value[0]"),
        (lambda row: row.update(SpatialDimType="REGION"), "value[0]"),
        (lambda row: row.update(SpatialDim="NOR"), "value[0]"),
        (lambda row: row.update(IndicatorCode="TEST_000002"), "value[0]"),
        (lambda row: row.update(Dim1="BTSX"), "value[0].Dim1"),
        (lambda row: row.update(Dim1Type=None), "value[0].Dim1"),
        (lambda row: row.update(TimeDim="2021"), "value[0].TimeDim"),
        (lambda row: row.update(TimeDimType="MONTH"), "value[0].TimeDimType"),
        (lambda row: row.update(NumericValue="84.5"), "value[0].NumericValue"),
        (lambda row: row.pop("Low"), "value[0].Low"),
        (lambda row: row.update(SpatialDim="BWA"), "value[2]"),
    ],
)
def test_what_was_not_asked_for_is_refused_by_name(alter, where):
    """Another country, indicator or form, and the same observation twice."""
    body = change("who/rows.json", lambda page: alter(page["value"][0]))
    with pytest.raises(FormatError) as caught:
        who.parse_who(body, REQUEST, "who:1")
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("body", "said"),
    [(read("who/error.json"), "unterminated literal"), (b'{"error": "no"}', "no"), (NOTHING, "no row")],
)
def test_an_error_or_nothing_under_status_200_is_a_refusal(body, said):
    """A filter that fits nothing, and an indicator that is gone, look like an empty answer."""
    with pytest.raises(RefusedError, match=said):
        who.parse_who(body, REQUEST, "who:1")


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"value": {}}', b'{"value": [', b"<html>"])
def test_what_is_no_answer_is_refused(body):
    """Nothing is read out of it."""
    with pytest.raises(FormatError):
        who.parse_who(body, REQUEST, "who:1")


def test_parts_without_a_whole_are_told():
    """They must not look like silence."""
    body = change("who/rows.json", lambda page: [row.update(Dim3Type="AGEGROUP", Dim3="AGEGROUP_YEARS15-19")
                                                 for row in page["value"]])  # fmt: skip
    parsed = who.parse_who(body, REQUEST, "who:1")
    assert parsed.rows == ()
    assert "AGEGROUP_YEARS15-19" in parsed.warnings[0]


def test_an_empty_answer_is_asked_for_once_more(tmp_path):
    """The service gives them at times for no reason."""
    bodies = iter([NOTHING, read("who/rows.json")])
    session = Scripted(lambda _address: next(bodies))
    gathered = who.fetch_who(asker(session, tmp_path), [SERIES], AREAS)
    assert len(session.asked) == 2
    assert gathered.failures == []
    assert len(gathered.frame()) == 7


def test_two_empty_answers_are_a_refusal(tmp_path):
    """And no more is asked; an error of the service's own is not asked for again."""
    session = Scripted(lambda _address: NOTHING)
    gathered = who.fetch_who(asker(session, tmp_path), [SERIES], AREAS)
    assert len(session.asked) == 2
    assert (gathered.failed, len(gathered.failures)) == ({SERIES.series}, 1)
    assert Store(tmp_path).list_rows() == ()
    down = Scripted(lambda _address: UnreachableError("down"))
    who.fetch_who(asker(down, tmp_path), [SERIES], AREAS)
    assert len(down.asked) == 1


def test_one_of_two_countries_absent_is_named(tmp_path):
    """Asked, and no row in the answer."""

    def alter(page):
        page["value"] = [row for row in page["value"] if row["SpatialDim"] == "SWE"]
        page["@odata.count"] = len(page["value"])

    session = Scripted(lambda _address: change("who/rows.json", alter))
    gathered = who.fetch_who(asker(session, tmp_path), [SERIES], AREAS)
    assert gathered.absent == [("BWA", SERIES.series)]


def pages(size, count):
    """Answers a page of `size` years at a time, of `count` in all."""

    def answer(address):
        skip = int(parse_qs(urlsplit(address).query)["$skip"][0])

        def alter(page):
            first = page["value"][0]
            years = range(skip, min(skip + size, count))
            page.update({"@odata.count": count, "value": [first | {"TimeDim": 1000 + year} for year in years]})

        return change("who/rows.json", alter)

    return answer


@pytest.mark.parametrize(("count", "calls"), [(1001, 2), (1000, 1), (999, 1)])
def test_a_full_page_is_followed_by_the_next(count, calls, tmp_path):
    """Until there are as many rows as announced."""
    session = Scripted(pages(1000, count))
    gathered = who.fetch_who(asker(session, tmp_path), [SERIES], {"SWE": "SWE"})
    assert (len(session.asked), len(gathered.frame())) == (calls, count)


def test_the_service_s_own_next_page_is_taken(tmp_path):
    """Where it gives one."""

    def answer(address):
        second = "page=2" in address

        def alter(page):
            page["value"] = page["value"][3:] if second else page["value"][:3]
            page |= {} if second else {"@odata.nextLink": "https://who.test/api/TEST_000001?page=2"}

        return change("who/rows.json", alter)

    session = Scripted(answer)
    gathered = who.fetch_who(asker(session, tmp_path), [SERIES], AREAS)
    assert (len(session.asked), len(gathered.frame())) == (2, 7)


def test_a_page_with_rows_missing_is_not_kept(tmp_path):
    """Fewer than announced."""
    session = Scripted(lambda _address: change("who/rows.json", lambda page: page["value"].pop()))
    gathered = who.fetch_who(asker(session, tmp_path), [SERIES], AREAS)
    assert "7 rows" in str(gathered.failures[0])
    assert Store(tmp_path).list_rows() == ()


def test_a_code_that_the_service_does_not_know_costs_only_its_own(tmp_path):
    """Over a connection: status 404 with an empty body, and no second try."""
    clock = Clock()
    source = make_source("who", "ghoapi.azureedge.net")
    with serving() as server:
        session = Session({"who": source}, clock=clock, sleep=clock.sleep, environ={"COMPARE_URL_WHO": server.url})
        good = session.name("who", REQUEST.path, REQUEST.params).partition("azureedge.net")[2]
        server.script[good] = [Reply(b"", 503), Reply(read("who/rows.json"))]
        server.script[good.replace("TEST_000001", "GONE")] = [Reply(b"", 404)]
        gathered = who.fetch_who(asker(session, tmp_path), [Wanted("who:GONE", "PT"), SERIES], AREAS)
    assert set(gathered.frame()["series"]) == {SERIES.series}
    assert gathered.failed == {"who:GONE"}
    assert sum("GONE" in one for one in server.asked) == 1
    assert len(Store(tmp_path).list_rows()) == 1


def test_the_probe_tells_the_newest_year():
    """Of a page of rows."""
    assert who.SERVICE.probe.read(read("who/rows.json")) == "2021"


def test_the_catalogue_says_what_the_licence_forbids():
    """Non-commercial: the class is closed, and both countries can be asked for."""
    catalogue = load_catalogue()
    assert catalogue.sources["who"].licence_class == "closed"
    assert "BY-NC-SA" in catalogue.sources["who"].licence
    assert {area.codes["who"]: area.code for area in catalogue.areas.values() if "who" in area.codes} == AREAS
    awaited = {entry.series for entry in catalogue.awaited.values() if entry.source == "who"}
    assert awaited
    assert {series.partition(":")[0] for series in awaited} == {"who"}
