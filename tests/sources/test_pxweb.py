"""SCB: calls within the limit that ask for each cell once, and dots that are never numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest

import bundle
from compare.errors import FormatError
from compare.observations.frame import validate
from compare.sources import pxweb
from compare.sources.asking import Wanted
from compare.sources.pxweb_tables import TABLES
from compare.sources.session_turns import Pace
from sources.recorded import Scripted, asker, change, facts, read

TABLE = pxweb.Table(Wanted("scb:test", "PERSONS"), "TAB000", "X1", sexes=(("1", "M"), ("2", "F")))
DESCRIBED = {"TAB000": read("scb/metadata.json")}
AREAS = {"00": "SWE", "1281": "SE-1281"}
REQUEST = pxweb.plan_pxweb([TABLE], AREAS, 2023, DESCRIBED, 150000)[0]


def cells_asked(request):
    """Every cell of a request."""
    return list(product(*(codes for _, codes in request.detail[1])))


def test_one_call_writes_every_code_out():
    """Ages are left to the table, which adds them up; the format is always named."""
    assert REQUEST.path == "/api/v2/tables/TAB000/data"
    assert dict(REQUEST.params) == {
        "lang": "sv", "outputFormat": "json-stat2", "valueCodes[Region]": "00,1281", "valueCodes[Kon]": "1,2",
        "valueCodes[ContentsCode]": "X1", "valueCodes[Tid]": "2023,2024",
    }  # fmt: skip


@pytest.mark.parametrize(("most", "calls"), [(150, 2), (100, 2), (75, 4), (25, 8), (200, 1)])
def test_calls_stay_within_the_limit_and_ask_for_each_cell_once(most, calls):
    """4 regions x 2 sexes x 25 years = 200 cells; years are never cut."""
    regions = {code: code for code in ("00", "12", "1280", "1281")}
    plan = pxweb.plan_pxweb([TABLE], regions, None, DESCRIBED, most)
    asked = [cells_asked(request) for request in plan]
    assert len(plan) == calls
    assert all(len(cells) <= most for cells in asked)
    assert sorted(cell for cells in asked for cell in cells) == sorted(
        product(regions, ("1", "2"), ("X1",), (str(year) for year in range(2000, 2025)))
    )
    assert all(len(dict(request.detail[1])["Tid"]) == 25 for request in plan)


def test_a_limit_below_one_region_is_refused():
    """Years are not cut in silence."""
    with pytest.raises(FormatError, match="fewer years"):
        pxweb.plan_pxweb([TABLE], AREAS, None, DESCRIBED, 24)


@pytest.mark.parametrize(
    ("table", "where"),
    [
        (replace(TABLE, contents="X9"), "TAB000.ContentsCode"),
        (replace(TABLE, sex="Sex"), "TAB000.Sex"),
        (replace(TABLE, fixed=(("Alder", "99"),)), "TAB000.Alder"),
    ],
)
def test_a_code_that_the_table_lacks_is_named(table, where):
    """Before anything is asked."""
    with pytest.raises(FormatError) as caught:
        pxweb.plan_pxweb([table], AREAS, None, DESCRIBED, 150)
    assert caught.value.where == where


def test_a_dimension_without_total_must_be_chosen():
    """The service would refuse it, or choose by itself."""

    def alter(data):
        data["dimension"]["Alder"]["extension"]["elimination"] = False

    with pytest.raises(FormatError, match="not chosen"):
        pxweb.plan_pxweb([TABLE], AREAS, None, {"TAB000": change("scb/metadata.json", alter)}, 150)


def test_values_and_symbols_become_three_different_things():
    """Not available, nil and impossible."""
    parsed = pxweb.parse_pxweb(read("scb/data.json"), REQUEST, "scb:1")
    assert facts(parsed, "ref_area", "sex", "time_period", "obs_value", "obs_status") == sorted([
        ("SWE", "M", "2023", 11.0, "A"), ("SWE", "M", "2024", 12.0, "A"), ("SWE", "F", "2023", 13.0, "A"),
        ("SWE", "F", "2024", 14.0, "A"), ("SE-1281", "M", "2023", None, "O"), ("SE-1281", "M", "2024", 0.0, "A"),
        ("SE-1281", "F", "2023", None, "M"), ("SE-1281", "F", "2024", 0.0, "A"),
    ], key=str)  # fmt: skip
    comments = parsed.frame.set_index(["ref_area", "sex", "time_period"])["comment_obs"]
    assert comments["SE-1281", "M", "2024"] == "SCB “-”: nil"
    assert comments["SE-1281", "F", "2024"] == ""
    validate(parsed.frame)


@pytest.mark.parametrize("symbol", ["....", ":", "p"])
def test_an_unknown_symbol_is_refused_with_its_cell(symbol):
    """Other offices use four or five dots."""
    with pytest.raises(FormatError) as caught:
        pxweb.parse_pxweb(change("scb/data.json", lambda data: data["status"].update({"4": symbol})), REQUEST, "scb:1")
    assert caught.value.where == "the cell Region 1281, Kon 1, ContentsCode X1, Tid 2023"
    assert symbol in str(caught.value)


def test_a_symbol_beside_a_value_is_refused():
    """One of the two is wrong."""
    with pytest.raises(FormatError, match="beside 11"):
        pxweb.parse_pxweb(change("scb/data.json", lambda data: data["status"].update({"0": ".."})), REQUEST, "scb:1")


@pytest.mark.parametrize(
    "alter",
    [
        lambda data: data["extension"]["px"].update(tableid="TAB001"),
        lambda data: data["dimension"]["Region"]["category"].update(index={"1280": 1, "00": 0}),
        lambda data: data["dimension"]["Tid"]["category"].update(index={"2022": 0, "2023": 1}),
    ],
)
def test_another_table_or_other_cells_are_refused(alter):
    """What was asked for is what must come."""
    with pytest.raises(FormatError):
        pxweb.parse_pxweb(change("scb/data.json", alter), REQUEST, "scb:1")


def test_months_and_quarters_are_spelt_our_way():
    """SCB writes 2024M01 and 2024K1."""

    def alter(data):
        data["dimension"]["Tid"]["category"]["index"] = ["2024M01", "2024K1"]

    asked = dict(REQUEST.detail[1]) | {"Tid": ("2024M01", "2024K1")}
    request = replace(REQUEST, detail=(TABLE, tuple(asked.items())))
    parsed = pxweb.parse_pxweb(change("scb/data.json", alter), request, "scb:1")
    assert set(parsed.frame[["freq", "time_period"]].itertuples(index=False, name=None)) == {
        ("M", "2024-01"), ("Q", "2024-Q1"),
    }  # fmt: skip


def test_fetching_keeps_the_limits_that_the_service_states(tmp_path):
    """Its cells and its pace; a table that is not as described costs only its own series."""

    def answer(address):
        if address.endswith("/config"):
            return read("scb/config.json")
        return read("scb/metadata.json" if "/metadata" in address else "scb/data.json")

    session = Scripted(answer)
    wrong = replace(TABLE, contents="X9")
    gathered = pxweb.fetch_pxweb(asker(session, tmp_path), [wrong, TABLE], AREAS, 2023)
    assert session.paces == [("scb", Pace(calls=3, seconds=10.0))]
    assert len(gathered.failures) == 1
    assert len(gathered.frame()) == 8
    assert parse_qs(urlsplit(session.asked[-1]).query)["outputFormat"] == ["json-stat2"]
    validate(gathered.frame())


def describe(table):
    """What the service would say of a table that has all that is asked for, and dimensions that it adds up."""
    codes = {"Region": set(AREAS), "Civilstand": {"G", "OG"}, "Tid": {"2023", "2024"}}
    for one in (one for one in TABLES if one.table == table):
        for name, some in one.selection.items():
            codes.setdefault(name, set()).update(some)
    return json.dumps({
        "version": "2.0", "class": "dataset", "id": list(codes), "size": [len(some) for some in codes.values()],
        "dimension": {
            name: {"category": {"index": sorted(some)}, "extension": {"elimination": name in ("Civilstand", "Kon")}}
            for name, some in codes.items()
        },
    }).encode()  # fmt: skip


def test_every_known_table_can_be_asked():
    """The total, and men and women apart, are two questions about one table; no two tables give the same rows."""
    asked = [(table.wanted.series, table.sexes, table.ages) for table in TABLES]
    assert len(set(asked)) == len(asked) == 21
    plan = pxweb.plan_pxweb(TABLES, AREAS, 2024, {table.table: describe(table.table) for table in TABLES}, 150)
    assert len(plan) == 21
    assert [len(cells_asked(request)) for request in plan[:2]] == [2, 4]
    assert {name for request in plan for name, _ in request.detail[1]} & {"Civilstand", "Upplatelseform"} == set()


@pytest.mark.parametrize(
    ("series", "table", "selection"),
    [
        ("000007SF", "TAB6471", {"ContentsCode": ("000007SF",), "Alder": ("TotSA",)}),
        ("BE0101.births", "TAB5169",
         {"ContentsCode": ("000002Z9",), "Forandringar": ("115",), "Period": ("hel",), "Kon": ("1+2",)}),
        ("BE0101.net-migration", "TAB5169",
         {"ContentsCode": ("000002Z9",), "Forandringar": ("230",), "Period": ("hel",), "Kon": ("1+2",)}),
        ("ArbStatusM.unemployed", "TAB6260",
         {"ContentsCode": ("000004YH",), "Fodelseregion": ("tot",), "Kon": ("1+2", "1", "2"),
          "Alder": ("16-19", "20-24", "16-64", "20-64")}),
        ("HE0110A.earned-income", "TAB3554",
         {"ContentsCode": ("HE0110J8",), "Inkomstklass": ("TOT",), "Kon": ("1+2", "1", "2"), "Alder": ("20-64",)}),
        ("BO0104.ovriga-hus", "TAB824", {"ContentsCode": ("BO0104AH",), "Hustyp": ("ÖVRHUS",)}),
        ("Utbildning.eftergymnasial-3-ar-eller-mer", "TAB3981",
         {"ContentsCode": ("UF0506A1",), "UtbildningsNiva": ("6",), "Kon": ("1", "2"), "Alder": ("tot16-74",)}),
    ],
)  # fmt: skip
def test_a_series_lies_where_its_source_keeps_it(series, table, selection):
    """Table, contents and codes, as read."""
    (found,) = (one for one in TABLES if one.wanted.series == f"scb:{series}")
    assert (found.table, found.selection) == (table, selection)


def test_known_series_are_of_the_collection_and_keep_its_lines():
    """Twenty of 36, in its units. A line of sex and age that were not asked for again would be missed."""
    units = {row["series"]: row["unit_measure"] for row in bundle.table("series.csv")}
    of_scb = {code for code in units if code.startswith("scb:")}
    known = {table.wanted.series for table in TABLES}
    assert (len(of_scb), len(known), known - of_scb) == (36, 20, set())
    assert {table.wanted.series: table.wanted.unit for table in TABLES} == {code: units[code] for code in known}
    lines = {(row["series"], row["sex"], row["age"]) for row in bundle.table("observations.csv")}
    asked = {
        (table.wanted.series, sex, age)
        for table in TABLES
        for _, sex in table.sexes or (("", "_T"),) for _, age in table.ages or (("", "_T"),)
    }  # fmt: skip
    held = {line for line in lines if line[0] in known - {"scb:BefolkningNy"}}
    assert held - asked == set()
