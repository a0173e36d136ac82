"""ILOSTAT: whose value, of which source, with which letters; values by hand."""

from __future__ import annotations

import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import FormatError, RefusedError
from compare.observations.frame import validate
from compare.observations.wanted import find_areas
from compare.sources import asking, ilostat
from compare.sources.asking import Wanted
from compare.sources.ilostat_flags import read_flags
from compare.sources.session import Session
from compare.sources.store import Store
from sources.loopback import Clock, Reply, serving
from sources.recorded import Scripted, asker, facts, read
from sources.test_session import make_source

AREAS = {"SWE": "SWE", "BWA": "BWA"}
NAME = "NEET rate: Share of youth not in employment, education or training by sex -- ILO modelled estimates (%)"
MODELLED = Wanted("ilostat:EIP_2EET_SEX_RT_A", "PT", (NAME,))
SURVEYED = Wanted("ilostat:SDG_0861_SEX_RT_A", "PT")
RATE = Wanted("ilostat:UNE_2EAP_SEX_AGE_RT_A", "PT")


def question(wanted, area="SWE", since=None):
    """The one question about a table and a country."""
    (request,) = ilostat.plan_ilostat([wanted], {area: area}, since)
    return request


def parse(name, wanted, area="SWE", since=None, alter=lambda text: text):
    """The rows of a recorded table, after a change."""
    body = alter(read(f"ilostat/{name}").decode()).encode()
    return ilostat.parse_ilostat(body, question(wanted, area, since), "ilostat:1")


def test_one_question_per_table_and_country():
    """With names beside the codes; only the ages that are wanted."""
    asked = ilostat.plan_ilostat([MODELLED, RATE], AREAS, 2010)
    assert [dict(one.params) for one in asked] == [
        {"id": "EIP_2EET_SEX_RT_A", "ref_area": "SWE", "timefrom": "2010", "type": "both", "format": ".csv"},
        {"id": "EIP_2EET_SEX_RT_A", "ref_area": "BWA", "timefrom": "2010", "type": "both", "format": ".csv"},
        {"id": "UNE_2EAP_SEX_AGE_RT_A", "ref_area": "SWE", "classif1": "AGE_YTHADULT_Y15-24", "timefrom": "2010",
         "type": "both", "format": ".csv"},
        {"id": "UNE_2EAP_SEX_AGE_RT_A", "ref_area": "BWA", "classif1": "AGE_YTHADULT_Y15-24", "timefrom": "2010",
         "type": "both", "format": ".csv"},
    ]  # fmt: skip
    assert {one.path for one in asked} == {"/data/indicator"}


def test_a_modelled_table_is_read_up_to_the_year_before_its_edition():
    """The edition of November 2025 foresees 2025 and 2027; a nought is a value; a value without R is estimated."""
    parsed = parse("neet_swe.csv", MODELLED)
    assert facts(parsed, "ref_area", "sex", "age", "time_period", "obs_value", "obs_status", "comment_obs") == [
        ("SWE", "F", "Y15T24", "2024", 0.0, "A", "R: real value"),
        ("SWE", "M", "Y15T24", "2024", 6.4, "E", ""),
        ("SWE", "_T", "Y15T24", "2024", 6.1, "A", "R: real value"),
    ]
    assert parsed.warnings == ()


def test_a_modelled_table_without_its_edition_is_refused():
    """Nobody could tell what is foreseen."""
    with pytest.raises(FormatError, match="one edition of EIP_2EET_SEX_RT_A"):
        parse("neet_swe.csv", MODELLED, alter=lambda text: text.replace(", Nov. 2025", ""))


def test_another_name_of_the_table_is_told_and_another_edition_is_not():
    """Definitions move under one code."""
    newer = parse("neet_swe.csv", MODELLED, alter=lambda text: text.replace("Nov. 2025", "May 2027"))
    assert newer.warnings == ()
    assert {row["time_period"] for row in newer.rows} == {"2024", "2025"}
    (warning,) = parse("neet_swe.csv", MODELLED, alter=lambda text: text.replace("youth", "persons")).warnings
    assert "Share of persons not in employment" in warning
    assert NAME in warning


def test_two_letters_stay_two():
    """The break cuts the series, the provisional stays beside it; EU is no union; M and R are the service's own."""
    parsed = parse("two_flags.csv", SURVEYED)
    assert facts(parsed, "time_period", "obs_value", "obs_status", "comment_obs") == [
        ("2019", 7.3, "A", ""),
        ("2020", 7.5, "A", "R: real value"),
        ("2021", 5.9, "B", "also P: provisional value"),
        ("2022", 5.8, "E", "M: model-based extrapolation"),
        ("2023", 5.7, "U", "also E: estimated value"),
        ("2024", None, "O", "U: low reliability"),
    ]


@pytest.mark.parametrize("letters", ["X", "BX", "b", "B;P", "H", "O"])
def test_a_letter_that_nobody_knows_is_an_error(letters):
    """Never its first letter; H and O are no letters of this service."""
    with pytest.raises(FormatError, match=f"found '{letters}'"):
        parse("two_flags.csv", SURVEYED, alter=lambda text: text.replace("BP", letters))


@pytest.mark.parametrize(
    ("letters", "status", "remark"),
    [
        ("", "A", ""), ("A", "A", "A: adjusted"), ("RB", "B", "R: real value"), ("BR", "B", "R: real value"),
        ("BB", "B", ""), ("I", "I", ""), ("MU", "U", "also E: estimated value; M: model-based extrapolation"),
        ("AR", "A", "A: adjusted; R: real value"), (" U ", "U", ""),
    ],
)  # fmt: skip
def test_the_services_letters_in_those_of_sdmx(letters, status, remark):
    """A is adjusted, which SDMX has no letter for; M is no missing value."""
    assert read_flags(letters, "A", 5.0, "here") == (status, remark)


def test_of_two_surveys_of_a_year_the_one_with_most_lines_is_taken():
    """The modelled value among surveyed ones is left out and told."""
    for turn in (lambda lines: lines, reversed):
        parsed = parse("two_sources.csv", SURVEYED, "BWA", alter=lambda text, turn=turn: "".join(
            [text.splitlines(keepends=True)[0], *turn(text.splitlines(keepends=True)[1:])]
        ))  # fmt: skip
        assert facts(parsed, "time_period", "obs_value", "obs_status", "comment_obs") == [
            ("2020", 33.5, "B", "LFS - Labour Force Survey; Break in series: Methodology revised"),
            ("2022", 34.5, "A", "LFS - Labour Force Survey"),
        ]
        assert parsed.warnings == (
            "ilostat:SDG_0861_SEX_RT_A: 1 values of the ILO's model among surveyed ones were left out.",
        )


def test_two_surveys_alike_are_refused_with_both_named():
    """Neither is chosen by its place in the file."""
    with pytest.raises(FormatError, match="BB:9 and BX:7 for BWA _T Y15T24 2020"):
        parse("two_sources.csv", SURVEYED, "BWA", alter=lambda text: "".join(
            line for line in text.splitlines(keepends=True) if '"2022"' not in line
        ))  # fmt: skip


def test_a_surveyed_value_in_a_modelled_table_is_refused():
    """By the name of its source, and by its code where there are no names."""
    with pytest.raises(FormatError, match="source BA:2"):
        parse("two_flags.csv", MODELLED, alter=lambda text: text.replace("SDG_0861_SEX_RT", "EIP_2EET_SEX_RT"))
    with pytest.raises(FormatError, match="source XA:1"):
        parse("neet_swe.csv", MODELLED, alter=lambda text: text.replace("ILO - Modelled Estimates", "Some survey", 1))


def test_only_the_age_asked_for_is_read():
    """A filter that the service did not know it leaves aside, and answers everything."""
    text = read("ilostat/neet_swe.csv").decode().replace("EIP_2EET_SEX_RT", "UNE_2EAP_SEX_AGE_RT").splitlines()
    made = [text[0].replace('"time"', '"classif1","time"')]
    made += [line.replace(',"20', ',"AGE_YTHADULT_Y15-24","20', 1) for line in text[1:]]
    body = "\n".join(made)
    parsed = ilostat.parse_ilostat(body.encode(), question(RATE), "ilostat:1")
    assert facts(parsed, "sex", "age", "obs_value") == [
        ("F", "Y15T24", 0.0), ("M", "Y15T24", 6.4), ("_T", "Y15T24", 6.1),
    ]  # fmt: skip
    with pytest.raises(FormatError, match="AGE_YTHADULT_YGE15"):
        ilostat.parse_ilostat(body.replace("Y15-24", "YGE15").encode(), question(RATE), "ilostat:1")


def test_a_country_without_data_is_absent_and_not_empty():
    """A header alone is what the service answers."""
    parsed = parse("header_only.csv", SURVEYED, "BWA")
    assert parsed.rows == ()
    assert asking.find_absent(question(SURVEYED, "BWA"), [parsed]) == [("BWA", SURVEYED.series)]


def test_an_error_is_a_refusal_in_the_services_words():
    """It comes as JSON although CSV was asked for."""
    with pytest.raises(RefusedError, match="deprecated or invalid dataset id=FOO_BAR_A"):
        parse("error.json", SURVEYED)


@pytest.mark.parametrize(
    "alter",
    [
        lambda _text: "",
        lambda _text: "<html>",
        lambda text: text.replace("obs_status", "flag"),
        lambda text: text.replace("SWE", "BWA"),
        lambda text: text.replace("SDG_0861_SEX_RT", "SDG_0852_SEX_RT"),
        lambda text: text.replace(",sex,", ",gender,"),
        lambda text: text.replace("SEX_T", "SEX_X", 1),
        lambda text: text.replace("2021", "2021Q1"),
        lambda text: text.replace("7.3", "7,3"),
        lambda text: text.replace("7.3", "1e"),
        lambda text: text.replace("7.3,", "7.3"),
        lambda text: text.replace("2019", "2020"),
        lambda text: text + 'SWE,"BA',
        lambda text: text + "SWE,BA:2,SDG_0861_SEX_RT,SEX_T,202",
    ],
)
def test_what_is_no_table_of_what_was_asked_for_is_refused(alter):
    """Another country, table or period; a decimal comma; a line that was cut; a year twice."""
    with pytest.raises(FormatError):
        parse("two_flags.csv", SURVEYED, alter=alter)


def test_a_byte_order_mark_and_years_before_are_left():
    """The service puts the mark; it may also ignore `timefrom`."""
    parsed = parse("two_flags.csv", SURVEYED, since=2022, alter=lambda text: "\ufeff" + text)
    assert {row["time_period"] for row in parsed.rows} == {"2022", "2023", "2024"}


def test_a_refused_country_fails_the_table_and_a_table_nobody_knows_is_named(tmp_path):
    """Renewed for all places or for none; the other table is there."""

    def answer(address):
        if "SDG_0861" in address:
            return read("ilostat/error.json") if "BWA" in address else read("ilostat/two_flags.csv")
        return read("ilostat/neet_swe.csv").replace(b"SWE", b"BWA" if b"BWA" in address.encode() else b"SWE")

    session = Scripted(answer)
    wanted = [SURVEYED, MODELLED, Wanted("ilostat:FOO_A", "PT")]
    gathered = ilostat.fetch_ilostat(asker(session, tmp_path), wanted, AREAS)
    assert gathered.failed == {SURVEYED.series}
    assert len(gathered.failures) == 1
    assert set(gathered.frame()[gathered.frame()["series"] == MODELLED.series]["ref_area"]) == {"SWE", "BWA"}
    assert gathered.warnings == [
        "1 series are not asked for, since nobody has said what ages and sources their tables have: ilostat:FOO_A"
    ]
    assert len(Store(tmp_path).list_rows()) == 3


def test_a_whole_fetch_from_a_server(tmp_path):
    """Over a connection: a challenge page is no answer, a table is whatever kind the service calls it."""
    clock = Clock()
    kind = "application/octet-stream"
    session_source = make_source("ilostat", "rplumber.ilo.org")
    with serving() as server:
        session = Session({"ilostat": session_source}, clock=clock, sleep=clock.sleep, deadline=1800,
                          environ={"COMPARE_URL_ILOSTAT": server.url})  # fmt: skip
        for request, body in zip(
            ilostat.plan_ilostat([MODELLED], AREAS), ("neet_swe.csv", "header_only.csv"), strict=True
        ):
            path = session.name("ilostat", request.path, request.params).partition("rplumber.ilo.org")[2]
            page = Reply(b"<!DOCTYPE html><html><title>Just a moment...</title></html>", kind="text/html")
            server.script[path] = [page, Reply(read(f"ilostat/{body}"), kind=kind)]
        gathered = ilostat.fetch_ilostat(asker(session, tmp_path), [MODELLED], AREAS)
    assert gathered.failures == []
    assert gathered.absent == [("BWA", MODELLED.series)]
    assert len(gathered.frame()) == 3
    assert len(validate(gathered.frame())) == len(gathered.frame())
    assert "GET /data/indicator?id=EIP_2EET_SEX_RT_A&ref_area=SWE&type=both&format=.csv" in server.asked


def test_the_probe_tells_the_newest_year():
    """Of Botswana, which is the country with the fewest surveys."""
    body = read("ilostat/neet_swe.csv").replace(b"SWE", b"BWA")
    assert ilostat.SERVICE.probe.read(body) == "2024"
    with pytest.raises(FormatError):
        ilostat.SERVICE.probe.read(read("ilostat/neet_swe.csv"))


def test_the_catalogue_has_the_tables_and_the_countries():
    """Each table that is awaited is known, under the service's own name."""
    catalogue = load_catalogue()
    entries = [entry for entry in catalogue.awaited.values() if entry.source == "ilostat"]
    awaited = {entry.series.partition(":")[2]: entry for entry in entries}
    assert set(awaited) == set(ilostat.TABLES)
    assert awaited["EIP_2EET_SEX_RT_A"].title.en == NAME
    assert find_areas(ilostat.SERVICE, catalogue) == AREAS
