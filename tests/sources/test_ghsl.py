"""The urban centre database: whose row it is, which columns are years, what is a projection; values by hand."""

from __future__ import annotations

import io
import zipfile

import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import FormatError, RefusedError, UnreachableError
from compare.observations.frame import validate
from compare.observations.wanted import find_areas
from compare.sources import asking, ghsl
from compare.sources.asking import Wanted
from compare.sources.session import Session
from compare.sources.store import Store
from sources.loopback import Clock, Reply, serving
from sources.recorded import Scripted, asker, facts, read
from sources.test_session import make_source

AREAS = {"699/Lund/Sweden": "GHSUC-699", "859/Francistown/Botswana": "GHSUC-859", "624": "GHSFUA-624"}
PEOPLE, SIZE = Wanted("ghsl:GC_POP_TOT", "PERSONS"), Wanted("ghsl:GC_UCA_KM2", "KM2")
NEAR, SHARE = Wanted("ghsl:HL_POP_HOS", "PERSONS"), Wanted("ghsl:HL_SHP_PHA", "PT")
HISTORY = Wanted("ghsl:GH_POP_TOT", "PERSONS")
FILES = {"GENERAL_CHARACTERISTICS": "general", "HEALTH": "health", "GHSL": "ghsl"}


def pack(theme: str, alter=lambda text: text) -> bytes:
    """The archive of a theme, with a map beside the table."""
    body, name = io.BytesIO(), f"GHS_UCDB_THEME_{theme}_GLOBE_R2024A"
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.gpkg", b"map")
        archive.writestr(f"{name}.csv", alter(read(f"ghsl/{FILES[theme]}.csv").decode()))
    return body.getvalue()


def parse(series, theme, alter=lambda text: text, since=None):
    """The rows of a theme."""
    (request,) = ghsl.plan_ghsl(series, AREAS, since)
    return ghsl.parse_ghsl(pack(theme, alter), request, "ghsl:1")


def test_each_theme_is_asked_for_once():
    """Two series of one theme lie in one archive; functional areas are of another database."""
    asked = ghsl.plan_ghsl([PEOPLE, NEAR, SIZE], AREAS)
    stem = "/ftp/jrc-opendata/GHSL/GHS_UCDB_GLOBE_R2024A/GHS_UCDB_THEME_GLOBE_R2024A/"
    general = "GHS_UCDB_THEME_GENERAL_CHARACTERISTICS_GLOBE_R2024A"
    health = "GHS_UCDB_THEME_HEALTH_GLOBE_R2024A"
    assert [one.path for one in asked] == [
        f"{stem}{general}/V1-2/{general}_V1_2.zip", f"{stem}{health}/V1-2/{health}_V1_2.zip",
    ]  # fmt: skip
    assert [[one.code for one in each.series] for each in asked] == [["GC_POP_TOT", "GC_UCA_KM2"], ["HL_POP_HOS"]]
    assert {area for each in asked for _, area in each.areas} == {"GHSUC-699", "GHSUC-859"}
    assert {each.expected for each in asked} == {"file"}
    assert min(each.largest for each in asked) > 64 * 1024 * 1024


def test_values_are_those_of_the_centres_asked_for():
    """Not of their namesakes, which stand before and after them; 2025 is a projection."""
    parsed = parse([PEOPLE, SIZE], "GENERAL_CHARACTERISTICS")
    assert facts(parsed, "ref_area", "series", "freq", "time_period", "obs_value", "unit_measure", "obs_status") == [
        ("GHSUC-699", "ghsl:GC_POP_TOT", "A", "2025", 96800.5, "PERSONS", "F"),
        ("GHSUC-699", "ghsl:GC_UCA_KM2", "A", "2025", 26.0, "KM2", "F"),
        ("GHSUC-859", "ghsl:GC_POP_TOT", "A", "2025", 101900.25, "PERSONS", "F"),
        ("GHSUC-859", "ghsl:GC_UCA_KM2", "A", "2025", 31.0, "KM2", "F"),
    ]


def test_the_order_of_the_rows_changes_nothing():
    """Reversed, the other Lund stands after the right one."""

    def turn(text):
        head, *lines = text.splitlines(keepends=True)
        return "".join([head, *reversed(lines)])

    whole = parse([PEOPLE, SIZE], "GENERAL_CHARACTERISTICS")
    assert parse([PEOPLE, SIZE], "GENERAL_CHARACTERISTICS", turn) == whole


def test_columns_of_one_name_are_the_years():
    """Nought is a value and NA is none; 2030 lies beyond the outline; a growth between two years is no year."""
    parsed = parse([HISTORY], "GHSL")
    assert facts(parsed, "ref_area", "time_period", "obs_value", "obs_status") == [
        ("GHSUC-699", "2015", 80000.0, "A"),
        ("GHSUC-699", "2020", 90000.0, "A"),
        ("GHSUC-699", "2025", 96800.5, "F"),
        ("GHSUC-859", "2015", 0.0, "A"),
        ("GHSUC-859", "2020", None, "O"),
        ("GHSUC-859", "2025", 101900.25, "F"),
    ]
    assert {row["time_period"] for row in parse([HISTORY], "GHSL", since=2020).rows} == {"2020", "2025"}


def test_a_dash_is_no_value():
    """Pharmacies that nobody has drawn are not nought."""
    parsed = parse([SHARE], "HEALTH")
    assert facts(parsed, "ref_area", "obs_value", "obs_status") == [
        ("GHSUC-699", 16.5, "F"), ("GHSUC-859", None, "O"),
    ]  # fmt: skip


def test_roads_keep_the_remark_on_their_unit():
    """As the bundled figure does, with its status and confidence; the year is no projection."""
    roads = Wanted("ghsl:IN_ROA_LEN", "METRES", confidence="low")
    (request,) = ghsl.plan_ghsl([roads], AREAS)
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        text = read("ghsl/general.csv").decode().replace("GC_POP_TOT_2025", "IN_ROA_LEN_2024")
        archive.writestr("GHS_UCDB_THEME_INFRASTRUCTURES_GLOBE_R2024A.csv", text)
    parsed = ghsl.parse_ghsl(body.getvalue(), request, "ghsl:1")
    assert facts(parsed, "ref_area", "time_period", "obs_status", "confidence", "comment_obs") == [
        ("GHSUC-699", "2024", "A", "low", "The unit is not stated in the file; metres inferred."),
        ("GHSUC-859", "2024", "A", "low", "The unit is not stated in the file; metres inferred."),
    ]


def test_an_id_that_is_another_town_is_refused():
    """Numbered anew, 699 is somewhere else; the message names both."""
    with pytest.raises(FormatError, match=r"found '699 \(Lund, Norway\)'; expected 699 \(Lund, Sweden\)"):
        parse([PEOPLE], "GENERAL_CHARACTERISTICS", lambda text: text.replace("699,Lund,Sweden", "699,Lund,Norway"))


def test_a_town_under_another_id_is_refused_with_both_candidates():
    """The name alone has more than one town."""
    with pytest.raises(FormatError, match=r"4001 \(Lund, United States\); 7 \(Lund, Sweden\)"):
        parse([PEOPLE], "GENERAL_CHARACTERISTICS", lambda text: text.replace("699,Lund", "7,Lund"))


def test_an_id_twice_is_refused():
    """Two rows of one centre are no answer."""
    with pytest.raises(FormatError, match="859 again"):
        parse([PEOPLE], "GENERAL_CHARACTERISTICS", lambda text: text.replace("4002,", "859,"))


def test_a_town_that_is_not_there_is_absent():
    """Asked, and no row in the answer; the other has its value."""

    def drop(text):
        return "".join(line for line in text.splitlines(keepends=True) if "Francistown" not in line)

    (request,) = ghsl.plan_ghsl([PEOPLE], AREAS)
    parsed = ghsl.parse_ghsl(pack("GENERAL_CHARACTERISTICS", drop), request, "ghsl:1")
    assert asking.find_absent(request, [parsed]) == [("GHSUC-859", "ghsl:GC_POP_TOT")]
    assert len(parsed.rows) == 1


@pytest.mark.parametrize(
    "alter",
    [
        lambda text: text.replace("ID_UC_G0", "ID_MTUC_G0"),
        lambda text: text.replace("GC_CNT_GAD_2025", "GC_CNT_GAD_2030"),
        lambda text: text.replace(",", ";"),
        lambda text: text.replace("96800.5", "96 800,5"),
        lambda text: text.replace("96800.5", "many"),
        lambda text: text.replace(",96800.5,", ","),
        lambda text: text[:-80],
        lambda text: text + '1,Town,Country,1,2,"an open quote',
        lambda _text: "",
    ],
)
def test_what_is_no_table_of_the_documented_form_is_refused(alter):
    """Another key, another separator, a number that is none, a row that is short."""
    with pytest.raises(FormatError):
        parse([PEOPLE], "GENERAL_CHARACTERISTICS", alter)


def test_a_mark_at_the_start_is_no_part_of_a_column():
    """One edition of the database wrote one."""
    assert len(parse([PEOPLE], "GENERAL_CHARACTERISTICS", lambda text: "\ufeff\ufeff" + text).rows) == 2


def test_a_table_of_another_theme_is_refused():
    """The archive of health has none of greenery in it."""
    (request,) = ghsl.plan_ghsl([Wanted("ghsl:SD_POP_HGR", "PT")], AREAS)
    with pytest.raises(FormatError, match=r"GHS_UCDB_THEME_SDG_GLOBE_R2024A\.csv"):
        ghsl.parse_ghsl(pack("HEALTH"), request, "ghsl:1")


def test_a_theme_that_was_not_given_out_again_is_asked_for_in_the_version_before(tmp_path):
    """Once, and only where it is not there."""
    gone = RefusedError("no such file", status=404)
    session = Scripted(lambda address: gone if "V1-2" in address else pack("HEALTH"))
    gathered = ghsl.fetch_ghsl(asker(session, tmp_path), [NEAR], AREAS)
    assert [address.rpartition("/")[2] for address in session.asked] == [
        "GHS_UCDB_THEME_HEALTH_GLOBE_R2024A_V1_2.zip", "GHS_UCDB_THEME_HEALTH_GLOBE_R2024A_V1_1.zip",
    ]  # fmt: skip
    assert (len(gathered.frame()), gathered.failures) == (2, [])
    (request,) = ghsl.plan_ghsl([NEAR], AREAS, None, "V1-1")
    assert ghsl.plan_earlier(request, gone) == []
    (request,) = ghsl.plan_ghsl([NEAR], AREAS)
    assert ghsl.plan_earlier(request, RefusedError("closed", status=403)) == []
    assert ghsl.plan_earlier(request, UnreachableError("down")) == []


def test_a_series_of_another_database_is_named(tmp_path):
    """The functional areas keep their bundled figures."""
    session = Scripted(lambda _address: pack("HEALTH"))
    gathered = ghsl.fetch_ghsl(asker(session, tmp_path), [NEAR, Wanted("ghsl:FUA_p", "PERSONS")], AREAS)
    assert gathered.warnings == [
        "1 series are not asked for, since they are not of the urban centre database: ghsl:FUA_p"
    ]
    assert gathered.answered == {"ghsl:HL_POP_HOS"}
    assert (gathered.failures, len(session.asked)) == ([], 1)


def test_a_short_archive_costs_its_theme_and_is_not_kept(tmp_path):
    """The other theme is there."""
    short = pack("GENERAL_CHARACTERISTICS")[:-40]
    session = Scripted(lambda address: short if "GENERAL" in address else pack("HEALTH"))
    gathered = ghsl.fetch_ghsl(asker(session, tmp_path), [PEOPLE, NEAR], AREAS)
    assert gathered.failed == {"ghsl:GC_POP_TOT"}
    assert set(gathered.frame()["series"]) == {"ghsl:HL_POP_HOS"}
    assert len(Store(tmp_path).list_rows()) == 1


def test_a_whole_fetch_from_a_server(tmp_path):
    """Over a connection: a body cut off is asked for again, and a page instead of the archive."""
    clock = Clock()
    (request,) = ghsl.plan_ghsl([PEOPLE], AREAS)
    body = pack("GENERAL_CHARACTERISTICS")
    page = Reply(b"<!doctype html><html>busy</html>", kind="text/html")
    with serving() as server:
        server.script[request.path] = [Reply(body, fault="short"), page, Reply(body, kind="application/zip")]
        session = Session({"ghsl": make_source("ghsl", "jeodpp.jrc.ec.europa.eu")}, clock=clock, sleep=clock.sleep,
                          deadline=1800, environ={"COMPARE_URL_GHSL": server.url})  # fmt: skip
        gathered = ghsl.fetch_ghsl(asker(session, tmp_path), [PEOPLE], AREAS)
        assert ghsl.SERVICE.probe.path == request.path
    assert (gathered.failures, gathered.absent) == ([], [])
    assert len(validate(gathered.frame())) == len(gathered.frame())
    assert dict(zip(gathered.frame()["ref_area"], gathered.frame()["obs_value"], strict=True)) == {
        "GHSUC-699": 96800.5, "GHSUC-859": 101900.25,
    }  # fmt: skip
    assert len(server.asked) == 3


def test_the_probe_tells_the_newest_year():
    """Of the general table; one without any is not as documented."""
    assert ghsl.SERVICE.probe.read(pack("GENERAL_CHARACTERISTICS")) == "2025"
    with pytest.raises(FormatError, match="GC_POP_TOT_<year>"):
        ghsl.SERVICE.probe.read(pack("GENERAL_CHARACTERISTICS", lambda text: text.replace("GC_POP_TOT", "GC_POP_SUM")))


def test_the_catalogue_has_the_centres_with_name_and_country():
    """Both, and series whose theme is known."""
    catalogue = load_catalogue()
    areas = find_areas(ghsl.SERVICE, catalogue)
    wanted = [Wanted(entry.series, entry.unit) for entry in catalogue.awaited.values() if entry.source == "ghsl"]
    asked = ghsl.plan_ghsl(wanted, areas)
    assert {area for each in asked for _, area in each.areas} == {"GHSUC-699", "GHSUC-859"}
    assert sum(len(each.series) for each in asked) == len(wanted) == 4
