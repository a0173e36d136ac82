"""SMHI's workbook: the line of a municipality and a sector, by its headings."""

from __future__ import annotations

import io
import math

import pytest
from openpyxl import Workbook

from compare.errors import FormatError
from compare.observations.frame import validate
from compare.sources import smhi
from compare.sources.asking import Wanted
from sources.recorded import Scripted, asker, facts

ALL, CARS = Wanted("smhi:GGT", "TONNES"), Wanted("smhi:GGT.transporter", "TONNES")
AREAS = {"Lund": "SE-1281"}
REQUEST = smhi.plan_smhi([ALL, CARS], AREAS)[0]
HEAD = ["Huvudsektor", "Undersektor", "Län", "Kommun", "1990", "2023", "2024"]
LINES = [
    ["Emissioner av Växthusgaser totalt"], ["Enhet: ton/år"], HEAD,
    ["Alla", "Alla", "Alla", "Alla", 71_000_000.0, 44_000_000.0, 45_000_000.0],
    ["Alla", "Alla", "Skåne län", "Lund", 401_000.5, 180_678, 209_791.25],
    ["Transporter", "Alla", "Skåne län", "Lund", 120_000.0, 95_886, None],
    ["Transporter", "Personbilar", "Skåne län", "Lund", 80_000.0, 50_000, 60_000],
    ["Transporter", "Alla", "Skåne län", "Lunds stift", 1.0, 2, 3],
]  # fmt: skip


def workbook(lines):
    """The lines as a workbook's bytes."""
    book = Workbook()
    for line in lines:
        book.active.append(line)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def changed(change):
    """The workbook after a function has changed its lines."""
    lines = [list(line) for line in LINES]
    change(lines)
    return workbook(lines)


def test_one_workbook_holds_all_sectors_of_a_substance():
    """Another substance is another question."""
    plan = smhi.plan_smhi([ALL, CARS, Wanted("smhi:CO2", "TONNES")], AREAS)
    assert [dict(request.params)["sub"] for request in plan] == ["GGT", "CO2"]
    assert [one.series for one in plan[0].series] == ["smhi:GGT", "smhi:GGT.transporter"]
    assert plan[0].expected == "file"


def test_the_line_of_the_place_and_the_sector_is_read():
    """Whole country, parts of a sector and a name that only begins alike are other lines; an empty cell is no zero."""
    parsed = smhi.parse_smhi(workbook(LINES), REQUEST, "smhi:1")
    assert facts(parsed, "series", "ref_area", "time_period", "obs_value", "obs_status") == [
        ("smhi:GGT", "SE-1281", "1990", 401000.5, "A"),
        ("smhi:GGT", "SE-1281", "2023", 180678.0, "A"),
        ("smhi:GGT", "SE-1281", "2024", 209791.25, "A"),
        ("smhi:GGT.transporter", "SE-1281", "1990", 120000.0, "A"),
        ("smhi:GGT.transporter", "SE-1281", "2023", 95886.0, "A"),
        ("smhi:GGT.transporter", "SE-1281", "2024", None, "O"),
    ]


def test_years_may_stand_a_line_above_the_headings():
    """As the documentation of the file has it; columns in another order are found by name."""

    def change(lines):
        lines[2:3] = [["", "", "", "", 1990, 2023, 2024], ["Kommun", "Huvudsektor", "Undersektor", "Län"]]
        for line in lines[4:]:
            line[:4] = [line[3], line[0], line[1], line[2]]

    parsed = smhi.parse_smhi(changed(change), REQUEST, "smhi:1")
    assert facts(parsed, "series", "time_period", "obs_value")[2] == ("smhi:GGT", "2024", 209791.25)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: lines[2].__setitem__(1, "Delsektor"), "Undersektor"),
        (lambda lines: lines[1].__setitem__(0, "Enhet: kton/år"), "ton/år"),
        (lambda lines: lines.append(lines[4]), "each sector of a place once"),
        (lambda lines: lines[4].__setitem__(5, "180 678"), "a number or an empty cell"),
        (lambda lines: lines.pop(2), "the headings"),
        (lambda lines: lines[2].__setitem__(slice(4, 7), ["a", "b", "c"]), "and years"),
    ],
)
def test_another_layout_is_refused_by_name(change, words):
    """A heading that moved away, another unit, a line twice, text for a number."""
    with pytest.raises(FormatError, match=words):
        smhi.parse_smhi(changed(change), REQUEST, "smhi:1")


def test_what_is_no_workbook_is_refused():
    """A page under status 200, or a file cut off."""
    for body in (b"<html>", workbook(LINES)[:2000]):
        with pytest.raises(FormatError, match="workbook"):
            smhi.parse_smhi(body, REQUEST, "smhi:1")


def test_a_sector_that_left_the_workbook_is_named_as_absent(tmp_path):
    """Asked, and no row: not an empty value, and no failure of the other sectors."""
    body = changed(lambda lines: lines.pop(5))
    gathered = smhi.fetch_smhi(asker(Scripted(lambda _address: body), tmp_path), [ALL, CARS], AREAS, 2020)
    assert gathered.absent == [("SE-1281", "smhi:GGT.transporter")]
    assert sorted(gathered.frame()["time_period"]) == ["2023", "2024"]
    assert not math.isnan(gathered.frame()["obs_value"].sum())
    validate(gathered.frame())


def test_a_sector_without_a_name_in_the_workbook_is_said(tmp_path):
    """A series that nobody has settled fails by itself."""
    wanted = Wanted("smhi:GGT.rymdfart", "TONNES")
    session = Scripted(lambda _address: workbook(LINES))
    gathered = smhi.fetch_smhi(asker(session, tmp_path), [wanted], AREAS)
    assert gathered.failed == {"smhi:GGT.rymdfart"}
