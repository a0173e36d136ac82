"""The UN's database: the one row that makes the series, and texts that are no plain numbers."""

from __future__ import annotations

import copy

import pytest

import bundle
from compare.errors import FormatError, UnknownCodeError
from compare.observations.frame import validate
from compare.sources import asking, unsdg
from compare.sources.asking import Wanted
from compare.sources.unsdg_choice import find_choice, is_settled
from sources.recorded import Scripted, asker, change, facts, read

AREAS = {"752": "SWE", "72": "BWA"}
MORTALITY = unsdg.plan_unsdg([Wanted("unsdg:SH_DYN_MORT", "PER_1K_LIVE_BIRTHS")], AREAS, 2000)[0]
HUNGER = unsdg.plan_unsdg([Wanted("unsdg:SN_ITK_DEFC", "PT")], AREAS)[0]
COLUMNS = ("ref_area", "sex", "age", "time_period", "obs_value", "qualifier", "obs_status")


def test_a_question_names_both_areas_and_a_page_size():
    """The service's own page is small."""
    assert MORTALITY.params == (
        ("seriesCode", "SH_DYN_MORT"), ("areaCode", "752"), ("areaCode", "72"), ("timePeriodStart", "2000"),
        ("pageSize", "1000"), ("page", "1"),
    )  # fmt: skip


def test_only_the_rows_that_make_the_series_are_taken():
    """Under five, women apart, no quintile and no town; the interval comes along."""
    parsed = unsdg.parse_unsdg(read("unsdg/mortality.json"), MORTALITY, "unsdg:1")
    assert facts(parsed, *COLUMNS) == [
        ("BWA", "_T", "Y0T4", "2018", 41.2, "", "A"),
        ("SWE", "F", "Y0T4", "2018", 2.4, "", "E"),
        ("SWE", "_T", "Y0T4", "2018", 2.7, "", "E"),
    ]
    assert facts(parsed, "lower", "upper")[0] == (2.5, 2.9)
    validate(asking.make_frame(parsed.rows))


def test_towns_are_a_series_of_their_own():
    """The part of the key says which rows."""
    (request,) = unsdg.plan_unsdg([Wanted("unsdg:SH_DYN_MORT.URBAN", "PER_1K_LIVE_BIRTHS")], AREAS)
    parsed = unsdg.parse_unsdg(read("unsdg/mortality.json"), request, "unsdg:1")
    assert facts(parsed, "ref_area", "obs_value") == [("SWE", 9.8)]


LEVELS = (("LOWSEC", "LOWSEC", "PRIMAR"), ("SKILL_READ", "SKILL_MATH", "SKILL_READ"))


@pytest.mark.parametrize(
    "series", ["SE_TOT_CPLR.TERTIARY", "SE_TOT_CPLR.T", "SE_TOT_PRFL.LOWSEC.UPPSEC", "SE_ADT_ACTS."]
)
def test_a_part_that_nobody_settled_is_refused(series):
    """No guess at its dimension; a total that no key writes out; one dimension twice; an end without a part."""
    with pytest.raises(UnknownCodeError, match=series):
        unsdg.plan_unsdg([Wanted(f"unsdg:{series}", "PT")], AREAS)


@pytest.mark.parametrize(
    ("series", "others"),
    [
        ("SE_ACC_ELEC.PRIMAR", {"Education level": "PRIMAR"}),
        ("SE_ADT_ACTS.SOFT", {"Type of skill": "SOFT"}),
        ("SH_MED_HEAWOR.NURSMID", {"Type of occupation": "NURSMID"}),
        ("SE_TOT_PRFL.GRAD23.SKILL_READ", {"Education level": "GRAD23", "Type of skill": "SKILL_READ"}),
        ("SE_TOT_GPI.T.NUME", {"Type of skill": "NUME"}),
        ("SI_HEI_TOTL.B40", {"Quantile": "B40"}),
        ("SI_HEI_TOTL.T", {}),
        ("SH_DYN_MORT", {}),
    ],
)
def test_the_parts_of_a_key_say_which_rows(series, others):
    """Each part is a dimension and its code; a total is the absence of a choice."""
    assert dict(find_choice(f"unsdg:{series}").others) == others


def test_every_series_of_the_collection_is_settled():
    """All 217."""
    series = {row["series"] for row in bundle.table("series.csv") if row["series"].startswith("unsdg:")}
    assert len(series) == 217
    assert [code for code in series if not is_settled(code)] == []


def test_rows_of_another_level_and_skill_are_left_out():
    """Two dimensions at once; under a spelling of the service's that is not known no row is taken, and it is told."""

    def alter(spelling):
        def change_rows(page):
            for row, level, skill in zip(page["data"], *LEVELS, strict=False):
                row["series"] = "SE_TOT_PRFL"
                row["dimensions"] = {spelling: level, "Type of skill": skill, "Sex": "BOTHSEX", "Reporting Type": "G"}
            del page["data"][len(LEVELS[0]) :]

        return change("unsdg/mortality.json", change_rows)

    (request,) = unsdg.plan_unsdg([Wanted("unsdg:SE_TOT_PRFL.LOWSEC.SKILL_READ", "PT")], AREAS)
    assert request.params[0] == ("seriesCode", "SE_TOT_PRFL")
    assert facts(unsdg.parse_unsdg(alter("Education level"), request, "unsdg:1"), "obs_value") == [(2.7,)]
    renamed = unsdg.parse_unsdg(alter("Level_of_education"), request, "unsdg:1")
    assert renamed.rows == ()
    assert "none of them makes the series" in renamed.warnings[0]


def test_texts_are_what_they_say():
    """Below, above, not relevant, not there; zero is a value."""
    parsed = unsdg.parse_unsdg(read("unsdg/odd.json"), HUNGER, "unsdg:1")
    assert facts(parsed, "ref_area", "time_period", "obs_value", "qualifier", "obs_status") == [
        ("BWA", "2018", None, "", "M"),
        ("BWA", "2019", None, "", "O"),
        ("BWA", "2020", None, "", "O"),
        ("BWA", "2021", 0.0, "", "E"),
        ("SWE", "2018", 2.5, "<", "E"),
        ("SWE", "2019", 95.0, ">", "A"),
    ]
    validate(asking.make_frame(parsed.rows))


@pytest.mark.parametrize("text", ["1,234", "2.5%", "<", "12 (2)", "n"])
def test_another_text_is_refused(text):
    """It is named with its place."""
    with pytest.raises(FormatError) as caught:
        unsdg.parse_unsdg(change("unsdg/odd.json", lambda page: page["data"][1].update(value=text)), HUNGER, "unsdg:1")
    assert (caught.value.where, caught.value.found) == ("data[1].value", text)


def test_two_rows_for_one_observation_are_an_error():
    """Neither the first nor the last is picked."""

    def alter(page):
        page["data"].append(copy.deepcopy(page["data"][0]) | {"value": "3.1"})

    with pytest.raises(FormatError) as caught:
        unsdg.parse_unsdg(change("unsdg/mortality.json", alter), MORTALITY, "unsdg:1")
    assert caught.value.where == "data[0] and data[5]"


def test_global_reporting_goes_before_national():
    """In whichever order they stand."""

    def alter(page):
        national = copy.deepcopy(page["data"][0]) | {"value": "3.1"}
        national["dimensions"]["Reporting Type"] = "N"
        page["data"].insert(0, national)

    parsed = unsdg.parse_unsdg(change("unsdg/mortality.json", alter), MORTALITY, "unsdg:1")
    assert ("SWE", "_T", 2.7) in facts(parsed, "ref_area", "sex", "obs_value")
    assert len(parsed.rows) == 3


@pytest.mark.parametrize(
    ("alter", "where"),
    [
        (lambda row: row.update(geoAreaCode="710"), "data[0]"),
        (lambda row: row.update(series="SH_DYN_IMRT"), "data[0]"),
        (lambda row: row.update(timePeriodStart=2018.5), "data[0].timePeriodStart"),
        (lambda row: row.update(value=2.7), "data[0].value"),
        (lambda row: row["attributes"].update(Nature="X"), "data[0].attributes.Nature"),
        (lambda row: row["dimensions"].update(Sex="OTHER"), "data[0].dimensions.Sex"),
    ],
)
def test_another_form_is_refused_by_name(alter, where):
    """Area, series, year, value, nature and sex."""
    with pytest.raises(FormatError) as caught:
        unsdg.parse_unsdg(change("unsdg/mortality.json", lambda page: alter(page["data"][0])), MORTALITY, "unsdg:1")
    assert caught.value.where == where


def test_rows_that_never_make_the_series_are_told():
    """An age band that was renamed must not look like silence."""
    parsed = unsdg.parse_unsdg(
        change("unsdg/mortality.json", lambda page: [row["dimensions"].update(Age="ALLAGE") for row in page["data"]]),
        MORTALITY, "unsdg:1",
    )  # fmt: skip
    assert parsed.rows == ()
    assert "Y0T4" in parsed.warnings[0]


def test_a_unit_that_is_another_is_told():
    """The trouble of a mortality labelled per cent."""
    body = change("unsdg/mortality.json", lambda page: page["data"][0]["attributes"].update(Units="PERCENT"))
    (warning,) = unsdg.parse_unsdg(body, MORTALITY, "unsdg:1").warnings
    assert "PER_1K_LIVE_BIRTHS" in warning


def test_pages_are_followed_and_together_whole(tmp_path):
    """Two pages of five rows; a repeated row fails the request."""

    def page(part, number):
        def alter(data):
            data["data"] = data["data"][part]
            data.update(totalPages=2, pageNumber=number)

        return change("unsdg/mortality.json", alter)

    first, second = page(slice(0, 3), 1), page(slice(3, 5), 2)
    session = Scripted(lambda address: second if "page=2" in address else first)
    gathered = unsdg.fetch_unsdg(asker(session, tmp_path), MORTALITY.series, dict(MORTALITY.areas))
    assert len(session.asked) == 2
    assert len(gathered.frame()) == 3
    assert gathered.absent == []
    again = page(slice(1, 3), 2)
    twice = Scripted(lambda address: again if "page=2" in address else first)
    gathered = unsdg.fetch_unsdg(asker(twice, tmp_path / "b"), MORTALITY.series, dict(MORTALITY.areas))
    assert "one page only" in str(gathered.failures[0])
