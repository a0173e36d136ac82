"""Folkhälsomyndigheten: a share with its interval, under codes whose texts still mean what they meant."""

from __future__ import annotations

import json

import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import FormatError
from compare.observations.frame import validate
from compare.sources import asking, fohm
from compare.sources.asking import Wanted
from compare.sources.fohm_tables import TABLES
from compare.sources.session import Session
from compare.sources.store import Store
from sources.loopback import Clock, Reply, serving
from sources.recorded import Scripted, asker, change, facts, read
from sources.test_session import make_source

AREAS = {"1281": "SE-1281"}
HEALTH = Wanted("fohm:halsgodyreg.01", "PT")
MEASURE, STATE = "Andel och konfidensintervall", "Hälsotillstånd"
PATH = "/Folkhalsodata/api/v1/sv/A_Folkhalsodata/A_Mo8/Halsoutfall/01Overgrip/01.01halsgod/halsgodyreg.px"


def plan(alter=len, since=None, areas=AREAS):
    """The requests for the table that `alter` has changed."""
    return fohm.plan_fohm([HEALTH], areas, since, {HEALTH.series: change("fohm/table.json", alter)})


(REQUEST,) = plan()


def test_a_query_writes_every_code_out():
    """Sent as JSON; the format is named."""
    assert REQUEST.path == PATH
    assert REQUEST.json["response"] == {"format": "json-stat2"}
    assert [(part["code"], part["selection"]) for part in REQUEST.json["query"]] == [
        ("Region", {"filter": "item", "values": ["1281"]}),
        (STATE, {"filter": "item", "values": ["01"]}),
        (MEASURE, {"filter": "item", "values": ["01", "02", "03", "04"]}),
        ("Kön", {"filter": "item", "values": ["00", "01", "02"]}),
        ("År", {"filter": "item", "values": ["2017-2020", "2021-2024"]}),
    ]  # fmt: skip


@pytest.mark.parametrize(("since", "years"), [(2020, 2), (2021, 1), (2024, 1)])
def test_spans_that_end_before_the_first_wanted_year_are_not_asked_for(since, years):
    """2017-2020 still holds 2020."""
    (request,) = plan(since=since)
    assert len(request.json["query"][-1]["selection"]["values"]) == years


def test_four_cells_are_one_row():
    """Share, both ends of the interval, and how many answered; four years are one span."""
    parsed = fohm.parse_fohm(read("fohm/data.json"), REQUEST, "fohm:1")
    columns = ("sex", "time_period", "obs_value", "lower", "upper", "sample_size", "obs_status")
    assert facts(parsed, *columns) == [
        ("F", "2017-01-01/P4Y", 68, 62, 74, 380, "A"),
        ("F", "2021-01-01/P4Y", None, None, None, None, "O"),
        ("M", "2017-01-01/P4Y", 72, None, None, 320, "A"),
        ("M", "2021-01-01/P4Y", 73, 68, 78, 330, "A"),
        ("_T", "2017-01-01/P4Y", 70, 66, 74, 700, "A"),
        ("_T", "2021-01-01/P4Y", 71, 67, 75, 720, "A"),
    ]  # fmt: skip
    assert {row["ref_area"] for row in parsed.rows} == {"SE-1281"}
    validate(asking.make_frame(parsed.rows))


def test_an_interval_that_does_not_hold_its_share_is_left_out():
    """Men 2017-2020: 72 beside 74 to 78. The share stays."""
    parsed = fohm.parse_fohm(read("fohm/data.json"), REQUEST, "fohm:1")
    (row,) = (row for row in parsed.rows if row["sex"] == "M" and row["time_period"].startswith("2017"))
    assert (row["obs_value"], row["lower"] == row["lower"]) == (72, False)


def set_text(data, name, code, text):
    """Another text for a code, in a description or an answer."""
    if "variables" in data:
        (found,) = (one for one in data["variables"] if one["code"] == name)
        found["valueTexts"][found["values"].index(code)] = text
    else:
        data["dimension"][name]["category"]["label"][code] = text


CHANGED = [
    (STATE, "01", "Dålig hälsa"), (MEASURE, "01", "Antal"), (MEASURE, "02", "Övre gräns"), (MEASURE, "03", "Nedre"),
    (MEASURE, "04", "Andel som svarade"), ("Kön", "01", "Män"), ("Kön", "02", "Kvinnor"), ("Kön", "00", "Flickor"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "code", "text"), CHANGED)
def test_a_code_with_another_text_is_refused_before_and_after_asking(name, code, text):
    """Women and men change places between the office's tables."""
    with pytest.raises(FormatError) as caught:
        plan(lambda data: set_text(data, name, code, text))
    assert caught.value.where.endswith(f"halsgodyreg.px {name} {code}")
    with pytest.raises(FormatError) as caught:
        fohm.parse_fohm(change("fohm/data.json", lambda data: set_text(data, name, code, text)), REQUEST, "fohm:1")
    assert caught.value.found == text


def test_a_municipality_that_the_table_lacks_is_named():
    """Not every table goes further down than the counties."""
    with pytest.raises(FormatError, match="1282"):
        plan(areas={"1281": "SE-1281", "1282": "SE-1282"})


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (lambda data: data["variables"].pop(1), "Hälsotillstånd"),
        (
            lambda data: data["variables"].append({"code": "Ålder", "values": ["16"], "valueTexts": ["16 år"]}),
            "not chosen",
        ),
        (lambda data: data["variables"][4]["valueTexts"].__setitem__(0, "2017-202"), "2021-2024"),
        (lambda data: data["variables"][4].update(values=[], valueTexts=[]), "a span of years"),
        (lambda data: data["variables"][0]["values"].pop(), "a text for each"),
        (lambda data: data.pop("variables"), "variables"),
    ],
)
def test_another_table_is_refused(alter, said):
    """A variable that is gone, one that must be chosen, odd years."""
    with pytest.raises(FormatError, match=said):
        plan(alter, since=2000)


def test_a_variable_that_the_table_adds_up_need_not_be_chosen():
    """Then its cells come added up."""
    more = {"code": "Ålder", "values": ["16"], "valueTexts": ["16 år"], "elimination": True}
    (request,) = plan(lambda data: data["variables"].append(more))
    assert "Ålder" not in [part["code"] for part in request.json["query"]]


@pytest.mark.parametrize(
    "alter",
    [
        lambda data: data["dimension"]["Region"]["category"].update(index={"1280": 0}),
        lambda data: data["dimension"]["År"]["category"].update(index={"2017-2020": 0, "2018-2021": 1}),
        lambda data: data.update(size=[1, 1, 4, 3, 2, 2]),
        lambda data: data["value"].pop(),
        lambda data: data["status"].update({"0": ".."}),
        lambda data: data["status"].update({"3": "-"}),
        lambda data: data["value"].__setitem__(0, "70"),
        lambda data: set_text(data, "År", "2021-2024", "2024-2021"),
        lambda data: data.update(version="1.2"),
    ],
)
def test_other_cells_than_asked_for_are_refused(alter):
    """Another region or year, a cell too few, a symbol beside a number or without a meaning."""
    with pytest.raises(FormatError):
        fohm.parse_fohm(change("fohm/data.json", alter), REQUEST, "fohm:1")


def test_an_answer_of_two_contents_is_refused():
    """The table has one."""

    def alter(data):
        data["dimension"]["ContentsCode"]["category"] = {"index": ["A", "B"], "label": {"A": "a", "B": "b"}}
        data["size"][-1] = 2
        data["value"] = [value for value in data["value"] for _ in range(2)]
        del data["status"]

    with pytest.raises(FormatError, match="one code"):
        fohm.parse_fohm(change("fohm/data.json", alter), REQUEST, "fohm:1")


def test_one_year_alone_is_a_year():
    """As registers have it."""
    body = change("fohm/data.json", lambda data: set_text(data, "År", "2021-2024", "2022"))
    assert ("2022",) in facts(fohm.parse_fohm(body, REQUEST, "fohm:1"), "time_period")


def test_a_fetch_over_a_connection(tmp_path):
    """The description with GET, the cells with POST; a table that is gone costs only its own series."""
    clock = Clock()
    host, gone = "fohm-app.folkhalsomyndigheten.se", Wanted("fohm:tobakdagyreg.01", "PT")
    with serving() as server:
        session = Session({"fohm": make_source("fohm", host)}, clock=clock, sleep=clock.sleep,
                          environ={"COMPARE_URL_FOHM": server.url})  # fmt: skip
        server.script[PATH] = [Reply(read("fohm/table.json")), Reply(b"", 503), Reply(read("fohm/data.json"))]
        gathered = fohm.fetch_fohm(asker(session, tmp_path), [gone, HEALTH, Wanted("fohm:new.1", "PT")], AREAS)
    assert [one.partition(" ")[0] for one in server.asked] == ["GET", "GET", "POST", "POST"]
    assert json.loads(server.bodies[-1])["response"] == {"format": "json-stat2"}
    assert set(gathered.frame()["series"]) == {HEALTH.series}
    assert (gathered.failed, gathered.absent) == ({gone.series}, [])
    assert "fohm:new.1" in gathered.warnings[0]
    assert len(Store(tmp_path).list_rows()) == 2


def test_nothing_is_asked_where_no_area_has_a_code(tmp_path):
    """Nor a description."""
    session = Scripted(lambda _address: read("fohm/table.json"))
    assert fohm.fetch_fohm(asker(session, tmp_path), [HEALTH], {}).failures == []
    assert session.asked == []


def test_the_probe_tells_the_newest_span():
    """From the description of a table."""
    assert fohm.SERVICE.probe.read(read("fohm/table.json")) == "2021-2024"
    assert fohm.SERVICE.probe.path == PATH


def test_the_catalogue_awaits_what_can_be_asked():
    """Each series with a table, and the municipality's code."""
    catalogue = load_catalogue()
    assert {entry.series for entry in catalogue.awaited.values() if entry.source == "fohm"} == set(TABLES)
    assert catalogue.areas["SE-1281"].codes["fohm"] == "1281"
    assert catalogue.sources["fohm"].hosts == ("fohm-app.folkhalsomyndigheten.se",)
