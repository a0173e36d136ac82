"""World Bank: errors under status 200 are errors, Namibia is a country, and a bad code costs only its own."""

from __future__ import annotations

import pytest

from compare.errors import FormatError, RefusedError
from compare.observations.frame import validate
from compare.sources import asking, worldbank
from compare.sources.asking import Wanted
from compare.sources.store import Store
from sources.recorded import Scripted, asker, change, facts, read

NAME = "Mortality rate, under-5 (per 1,000 live births)"
SERIES = Wanted("wdi:SH.DYN.MORT", "PER_1K_LIVE_BIRTHS", (NAME,), confidence="medium")
AREAS = {"SWE": "SWE", "NAM": "NAM"}
REQUEST = worldbank.plan_worldbank([SERIES], AREAS, 2010)[0]


def test_one_question_per_indicator_with_both_countries():
    """JSON is asked for, since XML is the service's own choice."""
    plan = worldbank.plan_worldbank([SERIES, Wanted("wdi:SP.POP.TOTL", "PERSONS")], AREAS, 2010, 2025)
    assert [request.path for request in plan] == [
        "/v2/country/SWE;NAM/indicator/SH.DYN.MORT", "/v2/country/SWE;NAM/indicator/SP.POP.TOTL",
    ]  # fmt: skip
    assert dict(plan[0].params) == {"format": "json", "per_page": "20000", "date": "2010:2025"}


def test_namibian_rows_arrive_and_a_listed_year_without_value_is_empty():
    """NA is a code; null is an empty row with a reason; years before `since` are left out."""
    parsed = worldbank.parse_worldbank(read("worldbank/page_1.json"), REQUEST, "worldbank:1")
    columns = ("ref_area", "time_period", "obs_value", "obs_status", "confidence")
    assert facts(parsed, *columns) == [
        ("NAM", "2022", None, "O", "medium"), ("NAM", "2023", 38.5, "A", "medium"),
    ]  # fmt: skip
    validate(asking.make_frame(parsed.rows))


def test_two_flags_are_one_status_and_a_comment():
    """The break is the status, since it cuts the series; zero is a value."""
    parsed = worldbank.parse_worldbank(read("worldbank/page_2.json"), REQUEST, "worldbank:1")
    assert facts(parsed, "time_period", "obs_value", "obs_status", "comment_obs") == [
        ("2022", 2.5, "A", ""), ("2023", 0, "B", "also P: provisional value"),
    ]  # fmt: skip


def test_a_flag_that_is_none_of_the_list_is_refused():
    """Never its first letter."""
    with pytest.raises(FormatError, match="BX"):
        worldbank.parse_worldbank(
            change("worldbank/page_2.json", lambda page: page[1][0].update(obs_status="BX")), REQUEST, "worldbank:1"
        )


@pytest.mark.parametrize(
    ("name", "said"), [("worldbank/error.json", "120 Invalid value"), ("worldbank/error.xml", "175 Invalid format")]
)
def test_an_error_with_status_200_is_a_refusal(name, said):
    """In JSON, and in XML behind a byte order mark although JSON was asked for."""
    with pytest.raises(RefusedError, match=said):
        worldbank.parse_worldbank(read(name), REQUEST, "worldbank:1")


@pytest.mark.parametrize("body", [b"<html>Bad gateway</html>", b"{}", b"[]", b"[{}]", b"not json", b'[{"page":1},{}]'])
def test_what_is_neither_answer_nor_error_is_refused(body):
    """Nothing is read out of it."""
    with pytest.raises(FormatError):
        worldbank.parse_worldbank(body, REQUEST, "worldbank:1")


def test_nothing_found_is_null_instead_of_a_list():
    """No row, and no error."""
    parsed = worldbank.parse_worldbank(read("worldbank/empty.json"), REQUEST, "worldbank:1")
    assert parsed.rows == ()
    assert asking.find_absent(REQUEST, [parsed]) == [("SWE", SERIES.series), ("NAM", SERIES.series)]


@pytest.mark.parametrize(
    "alter",
    [
        lambda page: page[1][0].update(countryiso3code="BWA"),
        lambda page: page[1][0].update(countryiso3code=""),
        lambda page: page[1][0]["indicator"].update(id="SH.DYN.NMRT"),
        lambda page: page[1][0].update(value="38.5"),
        lambda page: page[1][0].update(date="2023-24"),
    ],
)
def test_what_was_not_asked_for_is_refused(alter):
    """Neither another country or indicator, nor a text for a number."""
    with pytest.raises(FormatError):
        worldbank.parse_worldbank(change("worldbank/page_1.json", alter), REQUEST, "worldbank:1")


def test_a_new_name_is_told():
    """The poverty line moved under one code."""
    body = change("worldbank/page_1.json", lambda page: page[1][0]["indicator"].update(value="Another measure"))
    (warning,) = worldbank.parse_worldbank(body, REQUEST, "worldbank:1").warnings
    assert "Another measure" in warning
    assert NAME in warning


def test_pages_are_followed_and_counted(tmp_path):
    """Both pages together hold what the first announced."""
    session = Scripted(lambda address: read(f"worldbank/page_{2 if '&page=2' in address else 1}.json"))
    gathered = worldbank.fetch_worldbank(asker(session, tmp_path), REQUEST.series, dict(REQUEST.areas), 2010)
    assert len(gathered.frame()) == 4
    assert gathered.absent == []
    assert len(session.asked) == 2
    assert "SWE;NAM/indicator/SH.DYN.MORT?format=json&per_page=20000&page=2" in session.asked[1]


def test_a_page_with_rows_missing_is_not_kept(tmp_path):
    """The request fails as a whole, and nothing of it lies in the store."""

    def answer(address):
        second = change("worldbank/page_2.json", lambda page: page[1].pop())
        return second if "&page=2" in address else read("worldbank/page_1.json")

    gathered = worldbank.fetch_worldbank(asker(Scripted(answer), tmp_path), REQUEST.series, dict(REQUEST.areas), 2010)
    assert "4 rows" in str(gathered.failures[0])
    assert Store(tmp_path).list_rows() == ()


def test_one_of_two_countries_absent_is_named(tmp_path):
    """Asked, and no row in the answer."""
    one = change("worldbank/page_2.json", lambda page: page[0].update(page=1, pages=1, total=2))
    session = Scripted(lambda _address: one)
    gathered = worldbank.fetch_worldbank(asker(session, tmp_path), REQUEST.series, dict(REQUEST.areas), 2010)
    assert gathered.absent == [("NAM", "wdi:SH.DYN.MORT")]
    assert len(gathered.frame()) == 2


def test_one_bad_code_does_not_lose_the_good_one(tmp_path):
    """A question refused as a whole is asked again country by country."""
    one = change("worldbank/page_2.json", lambda page: page[0].update(page=1, pages=1, total=2))
    session = Scripted(lambda address: one if "/country/SWE/" in address else read("worldbank/error.json"))
    gathered = worldbank.fetch_worldbank(asker(session, tmp_path), REQUEST.series, dict(REQUEST.areas), 2010)
    assert len(session.asked) == 3
    assert set(gathered.frame()["ref_area"]) == {"SWE"}
    assert len(gathered.failures) == 1
