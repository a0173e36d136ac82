"""SMHI's workbook: found by headings, read for one municipality of one county, never of another substance."""

from __future__ import annotations

import io
import zipfile

import pytest

import bundle
from compare.catalogue.load import load_catalogue
from compare.errors import FormatError
from compare.observations.frame import validate
from compare.sources import asking, smhi
from compare.sources.asking import Wanted
from compare.sources.session import Session
from compare.sources.store import Store
from sources.loopback import Clock, Reply, serving
from sources.recorded import Scripted, asker, facts
from sources.smhi_scene import HEADINGS, TITLE, TOTAL, UNIT, YEARS, workbook
from sources.test_session import make_source

AREAS = {"Skåne/Lund": "SE-1281"}
ALL, ABROAD, CO2 = (Wanted(f"smhi:{code}", "TONNES") for code in ("GGT", "GGT.utrikes-transporter", "CO2"))
REQUEST = smhi.plan_smhi([ALL, ABROAD], AREAS)[0]


def parse(alter=len, request=REQUEST):
    """What is read of a workbook that `alter` has changed."""
    return smhi.parse_smhi(workbook(alter), request, "smhi:1")


def test_each_substance_is_one_question_about_the_whole_country():
    """As a file, since it is no JSON."""
    plan = smhi.plan_smhi([ALL, CO2, ABROAD], AREAS, 2000)
    assert [(request.path, dict(request.params)["sub"], len(request.series)) for request in plan] == [
        ("/api/getexcelfile/", "GGT", 2), ("/api/getexcelfile/", "CO2", 1),
    ]  # fmt: skip
    assert {request.expected for request in plan} == {"file"}
    assert dict(plan[0].params) == {"county": "0", "municipality": "0", "sub": "GGT"}


def test_the_municipality_s_own_totals_are_read():
    """Not the county's, the country's, Lundby's or a subsector's; nought is a value."""
    parsed = parse()
    assert facts(parsed, "ref_area", "series", "time_period", "obs_value", "unit_measure", "obs_status") == [
        ("SE-1281", "smhi:GGT", "1990", 334785.896, "TONNES", "A"),
        ("SE-1281", "smhi:GGT", "2023", 180677.741, "TONNES", "A"),
        ("SE-1281", "smhi:GGT", "2024", 209790.702, "TONNES", "A"),
        ("SE-1281", "smhi:GGT.utrikes-transporter", "1990", 0.0, "TONNES", "A"),
        ("SE-1281", "smhi:GGT.utrikes-transporter", "2023", 950.77, "TONNES", "A"),
        ("SE-1281", "smhi:GGT.utrikes-transporter", "2024", 822.22, "TONNES", "A"),
    ]  # fmt: skip
    assert parsed.warnings == ()
    validate(asking.make_frame(parsed.rows))


def test_years_before_the_first_wanted_are_left_out():
    """The workbook has them all."""
    request = smhi.plan_smhi([ALL], AREAS, 2024)[0]
    assert facts(parse(request=request), "time_period", "obs_value") == [("2024", 209790.702)]


def test_an_empty_cell_is_an_empty_value():
    """Also at the end of its row, where a workbook leaves it out."""

    def alter(rows):
        rows[TOTAL][5] = None
        del rows[TOTAL][6]

    read = [row for row in parse(alter).rows if row["series"] == ALL.series]
    assert [(row["time_period"], row["obs_value"] == row["obs_value"], row["obs_status"]) for row in read] == [
        ("1990", True, "A"), ("2023", False, "O"), ("2024", False, "O"),
    ]  # fmt: skip


@pytest.mark.parametrize("above", [0, 3])
def test_rows_above_the_headings_may_come_and_go(above):
    """They are found by what they say."""

    def alter(rows):
        rows[2:3] = [[None]] * above

    assert facts(parse(alter), "obs_value")[0] == (0.0,)
    assert len(parse(alter).rows) == 6


def test_years_in_the_row_of_the_headings_are_read_as_well():
    """As numbers or texts."""

    def alter(rows):
        rows[HEADINGS][4:] = ["1990", "2023", 2024.0]
        del rows[YEARS]

    assert facts(parse(alter), "series", "time_period", "obs_value")[2] == ("smhi:GGT", "2024", 209790.702)


def swap(rows, one, other):
    """Two columns change places, heading and all."""
    for row in rows[HEADINGS:]:
        row[one], row[other] = row[other], row[one]


@pytest.mark.parametrize(
    ("alter", "where"),
    [
        (lambda rows: swap(rows, 2, 3), "row 5"),
        (lambda rows: swap(rows, 0, 1), "row 5"),
        (lambda rows: [row.insert(0, None) for row in rows], "row 5"),
        (lambda rows: rows[HEADINGS].__setitem__(3, "Ort"), "the first 15 rows"),
        (lambda rows: rows.__delitem__(slice(HEADINGS + 1, None)), "the sheet"),
        (lambda rows: rows.clear(), "the first 0 rows"),
        (lambda rows: rows[YEARS].__setitem__(5, 1980), "row 4"),
        (lambda rows: rows[YEARS].__setitem__(5, None), "row 4"),
        (lambda rows: rows[YEARS].__setitem__(5, "2023 prel."), "row 4"),
        (lambda rows: rows[YEARS].__setitem__(slice(4, None), [None] * 3), "row 4"),
        (lambda rows: rows[UNIT].__setitem__(0, "Enhet: kton/år"), "the rows above the headings"),
        (lambda rows: rows[TITLE].__setitem__(0, "Växthusgaser"), "the rows above the headings"),
        (lambda rows: rows[TITLE].__setitem__(0, "Emissioner av Koldioxid (CO2)"), "the title"),
        (lambda rows: rows[TOTAL].__setitem__(4, "334785,896"), "row 8"),
        (lambda rows: rows[TOTAL].__setitem__(4, True), "row 8"),
        (lambda rows: rows[TOTAL].append(1.0), "row 8"),
        (lambda rows: rows[TOTAL].__setitem__(3, None), "row 8"),
        (lambda rows: rows[TOTAL].__setitem__(2, "Västra Götalands län"), "row 8"),
        (lambda rows: rows.append(rows[TOTAL]), "row 20"),
    ],
)
def test_another_layout_is_refused_by_name(alter, where):
    """A moved column, other years, units, substances, counties, or a line that stands twice."""
    with pytest.raises(FormatError) as caught:
        parse(alter)
    assert caught.value.where == where


@pytest.mark.parametrize("body", [b"", b"{}", b"PK\x03\x04 cut", workbook()[:-200]])
def test_what_is_no_workbook_is_refused(body):
    """Nor a part of one."""
    with pytest.raises(FormatError) as caught:
        smhi.parse_smhi(body, REQUEST, "smhi:1")
    assert caught.value.where == "the whole body"


def test_a_workbook_of_immense_size_is_not_unpacked():
    """A few kilobytes may hold gigabytes."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/a.xml", "w") as part:
        for _ in range(257):
            part.write(b" " * 1024 * 1024)
    with pytest.raises(FormatError, match="bytes unpacked"):
        smhi.parse_smhi(body.getvalue(), REQUEST, "smhi:1")


def test_a_municipality_that_is_not_there_has_no_row():
    """It is absent, which is not empty."""

    def alter(rows):
        for row in rows[HEADINGS + 1 :]:
            row[3] = "Malmö" if row[3] == "Lund" else row[3]

    parsed = parse(alter)
    assert parsed.rows == ()
    assert asking.find_absent(REQUEST, [parsed]) == [("SE-1281", ALL.series), ("SE-1281", ABROAD.series)]


def test_what_a_person_must_look_at_is_told():
    """A sector that is new, sectors that do not make the total, a title without the substance's name."""

    def alter(rows):
        rows[TITLE][0] = "Emissioner av GGT"
        rows.append(["Rymdfart", "Alla", "Skåne län", "Lund", 0.0, 0.0, 500.0])

    assert [warning.split(":")[1][:40] for warning in parse(alter).warnings] == [
        " the workbook for GGT is titled “Emissio", " the workbook has the sector “Rymdfart”,",
        " the sectors of SE-1281 make 210291 tonn",
    ]  # fmt: skip


def test_a_sector_that_nobody_knows_is_named_and_not_asked_for(tmp_path):
    """It costs no call."""
    session = Scripted(lambda _address: workbook())
    gathered = smhi.fetch_smhi(asker(session, tmp_path), [Wanted("smhi:GGT.rymdfart", "TONNES")], AREAS)
    assert session.asked == []
    assert "smhi:GGT.rymdfart" in gathered.warnings[0]


def test_a_fetch_over_a_connection_keeps_the_file_and_leaves_what_failed(tmp_path):
    """The second workbook is a web page: its series fail, the first one's stand."""
    clock = Clock()
    source = make_source("smhi", "nationellaemissionsdatabasen.smhi.se")
    path = "/api/getexcelfile/?county=0&municipality=0&sub="
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    with serving() as server:
        server.script = {
            f"{path}GGT": [Reply(workbook(), kind=kind)],
            f"{path}CO2": [Reply(b"<html>", kind="text/html")],
        }
        session = Session({"smhi": source}, clock=clock, sleep=clock.sleep, environ={"COMPARE_URL_SMHI": server.url})
        gathered = smhi.fetch_smhi(asker(session, tmp_path), [ALL, CO2], AREAS)
    assert set(gathered.frame()["series"]) == {ALL.series}
    assert gathered.failed == {CO2.series}
    (stored,) = Store(tmp_path).list_rows()
    assert stored.content_type == kind


def test_the_probe_tells_the_newest_year():
    """Of one county, which is enough to see the layout."""
    assert smhi.SERVICE.probe.read(workbook()) == "2024"


def test_every_series_of_the_collection_can_be_asked_for():
    """Each sector's code is one of the workbook's, and Lund is known by its name and county."""
    catalogue = load_catalogue()
    bundled = {row["series"] for row in bundle.table("series.csv") if row["series"].startswith("smhi:")}
    assert bundled == {"smhi:GGT", "smhi:CO2", *(f"smhi:GGT.{sector}" for sector in smhi.SECTORS)}
    assert catalogue.areas["SE-1281"].codes["smhi"] == "Skåne/Lund"
