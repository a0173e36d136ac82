"""Climate TRACE: whole years only, known sectors only, the unit that was asked for."""

from __future__ import annotations

import json

import pytest

from compare.errors import FormatError, RefusedError
from compare.sources import climatetrace
from compare.sources.asking import Wanted
from compare.sources.climatetrace_units import Unit, choose_unit, read_units
from sources.climatetrace_scene import ALL, SERIES, TOWN, TOWN_AREA, TRANSPORT, answer
from sources.recorded import change, facts, read

SWEDEN = Unit("SWE", "SWE", "SWE", 0)
SKANE = Unit("SWE.13_1", "Skåne County", "SWE", 1)


def parse(body: bytes, series=SERIES, year: int = 2024):
    """The rows of an answer about Francistown."""
    (asked,) = climatetrace.plan_climatetrace(series, {TOWN: TOWN_AREA}, year)
    return climatetrace.parse_climatetrace(body, asked, "id")


def refuses(body: bytes, says: str):
    """That an answer is not of the documented form."""
    with pytest.raises(FormatError, match=says):
        parse(body)


def drop(section: str, number: int):
    """Leave out one entry of a section's months."""
    return lambda data: data[section]["timeseries"].pop(number)


def put(section: str, number: int, **cells):
    """Change one entry of a section's months."""
    return lambda data: data[section]["timeseries"][number].update(cells)


def test_a_year_is_the_sum_of_its_months_and_forestry_is_left_out():
    """A month is 126 tonnes without forestry, whose -5 are in the service's own total; transport is 50 of them."""
    parsed = parse(answer())
    assert facts(parsed, "series", "time_period", "obs_value", "ref_area") == [
        ("climatetrace:co2e_100yr", "2024", 1512.0, TOWN_AREA),
        ("climatetrace:co2e_100yr.transportation", "2024", 600.0, TOWN_AREA),
    ]
    assert parsed.warnings == ()
    row = parsed.rows[0]
    assert (row["obs_status"], row["confidence"], row["unit_measure"]) == ("E", "medium", "TONNES")
    assert row["comment_obs"] == (
        "Sum of 12 months in unit BWA.3_1, without forestry and land use. The answer names no release of the data."
    )


def test_the_total_may_leave_forestry_out_too():
    """It has been told both ways; the year is the same."""
    def without(data):
        for entry in data["totals"]["timeseries"]:
            entry["emissionsQuantity"] += 5

    assert facts(parse(answer(alter=without), [ALL]), "obs_value") == [(1512.0,)]


def test_a_nought_is_a_value_and_a_sector_that_is_not_there_has_none():
    """Fossil fuel operations are nought in every month; waste is taken out of the answer."""
    def without_waste(data):
        rows = data["sectors"]["timeseries"]
        data["sectors"]["timeseries"] = [row for row in rows if row["sector"] != "waste"]
        for entry in data["totals"]["timeseries"]:
            entry["emissionsQuantity"] -= 8

    sectors = [Wanted(f"climatetrace:co2e_100yr.{name}", "TONNES") for name in ("fossil-fuel-operations", "waste")]
    parsed = parse(answer(alter=without_waste), sectors)
    assert facts(parsed, "series", "obs_value") == [("climatetrace:co2e_100yr.fossil-fuel-operations", 0.0)]


@pytest.mark.parametrize(
    ("body", "has"),
    [
        (answer(months=11), 11), (read("climatetrace/january.json"), 1), (read("climatetrace/no_month.json"), 0),
        (answer(alter=put("totals", 11, emissionsQuantity=None)), 11),
    ],
)  # fmt: skip
def test_a_year_that_is_not_over_gives_no_figure(body, has):
    """Not even the nought that stands in its summary."""
    parsed = parse(body)
    assert parsed.rows == ()
    assert parsed.warnings == (f"climatetrace: 2024 has {has} of 12 months for {TOWN_AREA}, so it has no figure.",)


@pytest.mark.parametrize("alter", [drop("sectors", 8), put("sectors", 8, emissionsQuantity=None)])
def test_a_sector_that_lacks_a_month_has_no_year_and_neither_has_the_whole(alter):
    """The eighth sector of January is transport; the others stay."""
    waste = Wanted("climatetrace:co2e_100yr.waste", "TONNES")
    parsed = parse(answer(alter=alter), [*SERIES, waste])
    assert facts(parsed, "series", "obs_value") == [("climatetrace:co2e_100yr.waste", 96.0)]
    assert parsed.warnings == (
        f"climatetrace: months of 2024 are missing for {TOWN_AREA}, so there is no figure of transportation.",
    )


def test_months_that_forestry_lacks_do_not_matter():
    """It is in no sum."""
    def without(data):
        data["sectors"]["timeseries"].pop(3)
        data["totals"]["timeseries"][0]["emissionsQuantity"] += 5

    assert facts(parse(answer(alter=without), [ALL]), "obs_value") == [(1512.0,)]


def test_another_unit_gas_or_year_is_refused():
    """Also under the right id."""
    lund = Unit("BWA.3_1", "Lund", "SWE", 2)
    refuses(answer(lund), "BWA.3_1, Lund, SWE.*the unit asked for")
    refuses(answer(Unit("BWA.3.1_1", "Francistown", "BWA", 2)), r"BWA\.3\.1_1")
    refuses(answer(year=2023), "co2e_100yr of 2023.*co2e_100yr of 2024")
    refuses(answer(alter=put("sectors", 5, gas="co2e_20yr")), "co2e_20yr of 2024")


def test_sectors_are_those_that_are_known():
    """A new name would change what the total is."""
    refuses(answer(alter=put("sectors", 0, sector="farming")), "farming.*agriculture, buildings")


def test_sectors_that_miss_the_total_are_refused():
    """By a tonne in a month."""
    refuses(answer(alter=put("totals", 0, emissionsQuantity=122)), "1453.0 in all.*1512.0.*1452.0 with forestry")


@pytest.mark.parametrize(
    "alter",
    [
        put("totals", 1, month=1), put("totals", 1, month=13), put("sectors", 1, emissionsQuantity="20"),
        lambda data: data.pop("sectors"), lambda data: data["totals"].update(timeseries={}),
        lambda data: data["location"].pop("gadmId"), lambda data: data["sectors"]["timeseries"].append(3),
    ],
)  # fmt: skip
def test_another_shape_is_refused(alter):
    """Twice the same month, a text for a number, a part that is not there."""
    refuses(answer(alter=alter), "not of the documented form")


def test_nothing_is_no_answer():
    """A bare null, and an answer that stops before its end."""
    refuses(b"null", "location")
    refuses(answer()[:-20], "JSON")


def test_an_error_under_status_200_is_a_refusal():
    """With the service's own words."""
    with pytest.raises(RefusedError, match="no such administrative unit"):
        parse(read("climatetrace/problem.json"))


def test_lists_hold_units_of_their_parent_only():
    """Those of Skåne are in Sweden, at level 2."""
    units = read_units(read("climatetrace/within_skane.json"), SKANE)
    assert units[1] == Unit("SWE.13.99_2", "Lund Municipality", "SWE", 2)
    for cell in ({"level": 1}, {"level_0_id": "NOR"}, {"level_1_id": "SWE.14_1"}, {"name": None}):
        body = change("climatetrace/within_skane.json", lambda entries, cell=cell: entries[0].update(cell))
        with pytest.raises(FormatError):
            read_units(body, SKANE)
    for body in (b"[]", b"null", b'{"detail": "no"}'):
        with pytest.raises(FormatError, match="within SWE"):
            read_units(body, SWEDEN)


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (("Lund", "Malmö"), "Lund"), (("Lund Municipality", "Lundby Municipality"), "Lund Municipality"),
        (("Lunds kommun", "Lund"), "Lund"),
    ],
)  # fmt: skip
def test_a_unit_is_chosen_by_its_name_with_or_without_its_kind(names, chosen):
    """A longer name is another place."""
    units = [Unit(str(number), name, "SWE", 2) for number, name in enumerate(names)]
    assert choose_unit(units, "Lund", SKANE).name == chosen


@pytest.mark.parametrize(
    "names", [("Malmö", "Lundby"), ("Lund", "Lund Municipality"), ("North Lund",), ("Lund-Dalby",), ("Lund Bay",)]
)
def test_a_unit_that_is_not_the_only_one_is_refused(names):
    """None, or two."""
    units = [Unit(str(number), name, "SWE", 2) for number, name in enumerate(names)]
    with pytest.raises(FormatError, match="exactly one unit called Lund"):
        choose_unit(units, "Lund", SKANE)


def test_letters_put_together_are_the_same_letters():
    """Å as one sign, and as A with a ring."""
    unit = Unit("1", "Ska\u030ane County", "SWE", 1)
    assert choose_unit([unit], "Skåne", SWEDEN) is unit


def test_the_small_question_tells_the_newest_month():
    """Of the year that the service takes for the current one."""
    read_newest = climatetrace.SERVICE.probe.read
    assert read_newest(answer(months=7)) == "2024-07"
    assert read_newest(read("climatetrace/no_month.json")) == "none yet in the current year"
    with pytest.raises(FormatError):
        read_newest(json.dumps({"totals": []}).encode())


def test_only_the_gas_and_its_sectors_are_planned():
    """Nothing is asked for a series that nobody knows."""
    odd = [Wanted("climatetrace:co2e_100yr.farming", "TONNES"), Wanted("climatetrace:ch4", "TONNES")]
    assert climatetrace.plan_climatetrace(odd, {TOWN: TOWN_AREA}, 2024) == []
    (asked,) = climatetrace.plan_climatetrace([*odd, TRANSPORT], {TOWN: TOWN_AREA}, 2024)
    assert asked.series == (TRANSPORT,)
    assert asked.params == (("year", "2024"), ("gas", "co2e_100yr"), ("gadmId", "BWA.3_1"))
