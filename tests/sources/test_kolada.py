"""Kolada: zeros stay zeros, nulls stay empty with a reason, and a code used again for another thing gives no value."""

from __future__ import annotations

import json

import pytest

from compare.errors import FormatError, UnreachableError
from compare.observations.frame import validate
from compare.sources import asking, kolada
from compare.sources.asking import Wanted
from compare.sources.store import Store
from sources.recorded import Scripted, asker, change, facts, read

TITLE = "Tillfälliga föräldrapenningdagar (VAB) som tas ut av män, andel av antal dagar (%)"
VAB = Wanted("kolada:N00945", "PT", (TITLE,))
TURNOUT = Wanted("kolada:U65865", "PT", ("Invånare 18-29 år som röstade, andel (%)",))
AREAS = {"1281": "SE-1281", "0000": "SWE"}
REQUEST = kolada.plan_kolada([VAB, TURNOUT], AREAS, 2010)[0]


def test_ids_are_asked_for_25_at_a_time():
    """27 key figures and 2 areas make two calls, and each id is in exactly one."""
    plan = kolada.plan_kolada([Wanted(f"kolada:N{number:05}", "PT") for number in range(27)], AREAS)
    asked = [request.path.split("/")[4].split(",") for request in plan]
    assert [len(ids) for ids in asked] == [25, 2]
    assert [code for ids in asked for code in ids] == [f"N{number:05}" for number in range(27)]
    assert plan[1].path == "/v3/data/kpi/N00025,N00026/municipality/1281,0000"


def test_values_zeros_and_reasons_for_nothing():
    """Zero is a value; a null has the reason that the source gives; years before `since` are left out."""
    parsed = kolada.parse_kolada(read("kolada/data_page_1.json"), REQUEST, "kolada:1")
    assert facts(parsed, "ref_area", "time_period", "sex", "obs_value", "obs_status") == sorted([
        ("SE-1281", "2021", "_T", 0, "A"), ("SE-1281", "2021", "F", 0.0, "A"), ("SE-1281", "2021", "M", 0.04, "A"),
        ("SE-1281", "2022", "_T", None, "O"), ("SE-1281", "2022", "F", None, "Q"), ("SE-1281", "2022", "M", None, "O"),
        ("SWE", "2022", "_T", 40.5, "A"),
    ], key=str)  # fmt: skip
    assert parsed.deleted == {("SWE", "kolada:N00945", "F", "2022")}
    assert parsed.warnings == ()
    validate(asking.make_frame(parsed.rows))


@pytest.mark.parametrize(
    ("status", "value", "expected"),
    [("Odd", None, (None, "O")), ("Odd", 1.5, (1.5, "A")), ("Private", 1.5, (None, "Q"))],
)
def test_an_unknown_or_contradicting_status_is_named(status, value, expected):
    """Nothing is decided in silence."""

    def alter(data):
        data["values"] = data["values"][:1]
        data["values"][0]["values"] = [{"gender": "T", "status": status, "value": value, "isdeleted": False}]

    parsed = kolada.parse_kolada(change("kolada/data_page_1.json", alter), REQUEST, "kolada:1")
    assert facts(parsed, "obs_value", "obs_status", "comment_obs") == [(*expected, f"Kolada: {status}")]
    assert len(parsed.warnings) == 1
    assert "kolada:N00945 SE-1281 2021 T" in parsed.warnings[0]


@pytest.mark.parametrize(
    ("alter", "where"),
    [
        (lambda data: data["values"][0].update(municipality="1280"), "values[0]"),
        (lambda data: data["values"][0].update(kpi="N99999"), "values[0]"),
        (lambda data: data["values"][0].update(period="2021"), "values[0].period"),
        (lambda data: data["values"][0]["values"][0].update(value="12,5"), "values[0].values[0].value"),
        (lambda data: data["values"][0]["values"][0].update(value=True), "values[0].values[0].value"),
        (lambda data: data["values"][0]["values"][0].update(gender="F"), "values[0].values[0].gender"),
        (lambda data: data["values"].append(data["values"][0]), "values"),
        (lambda data: data.pop("values"), "answer.values"),
    ],
)
def test_another_form_is_refused_by_name(alter, where):
    """The place, what stands there and what should."""
    with pytest.raises(FormatError) as caught:
        kolada.parse_kolada(change("kolada/data_page_1.json", alter), REQUEST, "kolada:1")
    assert caught.value.where == where


def test_a_code_used_again_gives_no_value():
    """The title must be an awaited one; the kind and number of spaces do not matter."""
    violence = Wanted("kolada:U07457", "PT", ("Invånare som utsatts för våld, andel (%)",))
    gone = Wanted("kolada:U05400", "PT", ("Andel",))
    kept, warnings = kolada.check_titles([VAB, violence, gone], kolada.parse_kolada_titles(read("kolada/kpi.json")))
    assert kept == [VAB]
    assert "kolada:U07457" in warnings[0]
    assert "Underhåll av cykelvägar, kr/meter" in warnings[0]
    assert "Invånare som utsatts för våld" in warnings[0]
    assert "kolada:U05400" in warnings[1]


def test_fetching_checks_titles_follows_pages_and_names_what_had_no_row(tmp_path):
    """A whole fetch: only the series whose title fits is asked for, and the answers are kept as received."""

    def alter(data):
        data["values"][0]["title"] = TITLE
        data["values"][1].update(id="U65865", title=TURNOUT.titles[0])

    def answer(address):
        if "/v3/kpi/" in address:
            return change("kolada/kpi.json", alter)
        return read("kolada/data_page_2.json" if "page=2" in address else "kolada/data_page_1.json")

    session = Scripted(answer)
    gathered = kolada.fetch_kolada(asker(session, tmp_path), REQUEST.series, dict(REQUEST.areas), 2010)
    assert [address.split("?")[0].rsplit("/v3")[1] for address in session.asked] == [
        "/kpi/N00945,U65865", *["/data/kpi/N00945,U65865/municipality/1281,0000"] * 2,
    ]  # fmt: skip
    assert gathered.absent == [("SWE", "kolada:U65865")]
    assert gathered.failures == []
    assert len(gathered.frame()) == 8
    assert set(gathered.frame()["response_id"]) == set(gathered.response_ids)
    assert Store(tmp_path).read(gathered.response_ids[1]) == read("kolada/data_page_2.json")
    validate(gathered.frame())


def test_an_emptied_answer_is_reported_and_not_taken_for_nulls(tmp_path):
    """No row at all is "asked, no row in the answer" for every pair."""

    def answer(address):
        body = {"values": [{"id": "N00945", "title": TITLE}, {"id": "U65865", "title": TURNOUT.titles[0]}]}
        return json.dumps(body).encode() if "/v3/kpi/" in address else read("kolada/empty.json")

    gathered = kolada.fetch_kolada(asker(Scripted(answer), tmp_path), REQUEST.series, dict(REQUEST.areas), 2010)
    assert len(gathered.absent) == 4
    assert list(gathered.frame().columns) == list(asking.COLUMNS)
    assert gathered.frame().empty


def test_without_titles_nothing_is_asked(tmp_path):
    """A refusal of the list of titles must not let unchecked values in."""
    session = Scripted(lambda _address: UnreachableError("no answer", source="kolada"))
    gathered = kolada.fetch_kolada(asker(session, tmp_path), REQUEST.series, dict(REQUEST.areas), 2010)
    assert len(session.asked) == 1
    assert len(gathered.failures) == 1
    assert gathered.failed == {"kolada:N00945", "kolada:U65865"}
