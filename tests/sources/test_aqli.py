"""Air Quality Life Index: the level that a series is of, the one unit of that name, a table that is whole."""

from __future__ import annotations

import io
import zipfile

import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import FormatError, NotStoredError, RefusedError, UnreachableError
from compare.observations.wanted import find_areas
from compare.sources import aqli
from compare.sources.aqli import SERVICE, fetch_aqli, find_names, plan_aqli, read_release
from compare.sources.asking import Wanted
from compare.sources.session import Session
from sources.loopback import Clock, Reply, serving
from sources.recorded import Scripted, asker, facts, read
from sources.test_session import make_source

AREAS = {"Sweden/Skåne/Lund": "SE-1281", "Botswana/Francistown/Francistown": "BW-FR", "Sweden/Skåne": "SE-M"}
DUST, YEARS = Wanted("aqli:PM25", "UG_M3"), Wanted("aqli:WHO_LYG", "YEARS")
DUST2, YEARS2 = Wanted("aqli:PM25.GADM2", "UG_M3"), Wanted("aqli:WHO_LYG.GADM2", "YEARS")
SERIES = [DUST, YEARS, DUST2, YEARS2]
FOLDER = "AQLI Annual Update 2025 data"
RELEASE, PLAIN = "/main/AQLI%20Annual%20Update%202025%20data/gadm", "_2023_wide.csv"


def parse(body: bytes, level: int = 2, series=SERIES, since=None):
    """The rows of a table of a level."""
    asked = next(one for one in plan_aqli(series, AREAS, since, FOLDER) if one.detail == level)
    return aqli.parse_aqli(body, asked, "id")


def pack(members: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return made.getvalue()


def edit(level: int, old: str, new: str) -> bytes:
    """A recorded table with one text changed."""
    text = read(f"aqli/gadm{level}.csv").decode("utf-8")
    assert text.count(old) == 1
    return text.replace(old, new).encode("utf-8")


def reply(address):
    """The whole repository: a first page, the archives of a release."""
    if address.endswith("Readme.md"):
        return read("aqli/front_page.md")
    level = address[-5]
    return pack({f"gadm{level}/wide.csv": read(f"aqli/gadm{level}.csv")})


def test_level_two_is_the_municipality_and_the_city():
    """Not the Lund of another country, and not all of Skåne."""
    assert facts(parse(read("aqli/gadm2.csv")), "ref_area", "series", "time_period", "obs_value", "obs_status") == [
        ("BW-FR", "aqli:PM25.GADM2", "2022", 13.86, "A"), ("BW-FR", "aqli:PM25.GADM2", "2023", 15.6, "A"),
        ("BW-FR", "aqli:WHO_LYG.GADM2", "2022", None, "O"), ("BW-FR", "aqli:WHO_LYG.GADM2", "2023", 1.04, "A"),
        ("SE-1281", "aqli:PM25.GADM2", "2022", 5.75, "A"), ("SE-1281", "aqli:PM25.GADM2", "2023", 6.1, "A"),
        ("SE-1281", "aqli:WHO_LYG.GADM2", "2022", 0.07, "A"), ("SE-1281", "aqli:WHO_LYG.GADM2", "2023", 0.11, "A"),
    ]  # fmt: skip


def test_level_one_keeps_its_meaning():
    """Skåne's is Skåne's: 5.7 in 2023 and 10.13 in 1998, as the provider's own table has it; Lund has none there."""
    parsed = parse(read("aqli/gadm1.csv"), 1, [DUST])
    found = {(area, year): value for area, year, value in facts(parsed, "ref_area", "time_period", "obs_value")}
    assert len(found) == 2 * 26
    assert {area for area, _ in found} == {"SE-M", "BW-FR"}
    assert (found["SE-M", "2023"], found["SE-M", "1998"]) == (5.7, 10.13)
    assert (found["BW-FR", "2023"], found["BW-FR", "2010"]) == (15.6, 16.69)
    assert {row["series"] for row in parsed.rows} == {"aqli:PM25"}


def test_years_begin_where_they_are_wanted():
    """2018 and 2023 are the years of life that the table has; from 2020 on one."""
    assert facts(parse(read("aqli/gadm1.csv"), 1, [YEARS], 2020), "ref_area", "time_period", "obs_value") == [
        ("BW-FR", "2023", 1.04), ("SE-M", "2023", 0.07),
    ]  # fmt: skip


def test_a_unit_is_in_the_table_of_its_level():
    """A city that is a unit of both, under one name, is in both."""
    assert find_names("Botswana/Francistown/Francistown", 1) == ("Botswana", "Francistown")
    assert find_names("Botswana/Francistown/Francistown", 2) == ("Botswana", "Francistown", "Francistown")
    assert (find_names("Sweden/Skåne/Lund", 1), find_names("Sweden/Skåne", 2)) == (None, None)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (edit(2, "Lund,Sweden,Skåne", "Lunds kommun,Sweden,Skåne"), "no unit Sweden, Skåne, Lund"),
        (edit(2, "Malmö,Sweden", "Lund,Sweden"), "line 4.*Sweden, Skåne, Lund.*once"),
        (edit(2, "Lund,Sweden,Skåne", "Lund,Norway,Skåne"), "no unit Sweden, Skåne, Lund"),
    ],
)
def test_a_unit_is_refused_if_it_is_not_there_exactly_once(body, says):
    """None, two, or one of another country."""
    with pytest.raises(FormatError, match=says):
        parse(body)


def test_a_pointer_is_named():
    """The file itself lies in another store then."""
    with pytest.raises(FormatError, match="a git-lfs pointer to a file of 18595738 bytes"):
        parse(read("aqli/pointer.txt"))


@pytest.mark.parametrize("cut", [3, 40])
def test_a_table_that_was_cut_is_refused(cut):
    """In the middle of its last line."""
    body = read("aqli/gadm2.csv")
    last = body.rindex(b"\n", 0, -1)
    with pytest.raises(FormatError, match=r"line 6.*cells"):
        parse(body[: last + cut])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (read("aqli/gadm1.csv"), "line 1"),  # of the other level
        (edit(2, "name0,name1", "country,name1"), "line 1"),
        (edit(2, "pm2023,pm2022", "pm25_2023,pm25_2022"), "line 1"),
        (edit(2, "pm2023,pm2022", "pm2023,pm2023"), "each once"),
        (edit(2, ",6.1,", ",6_1,"), "Sweden, Skåne, Lund, pm2023.*6_1"),
        (read("aqli/gadm2.csv").decode().encode("latin-1"), "UTF-8"),
        (b"", "line 1"),
        (read("aqli/front_page.md"), "line 1"),
    ],
)
def test_another_shape_is_refused(body, says):
    """Columns under other names, a number that is none, letters lost."""
    with pytest.raises(FormatError, match=says):
        parse(body)


def test_the_table_of_level_two_is_none_of_level_one():
    """Though it has the columns of it."""
    with pytest.raises(FormatError, match="line 1"):
        parse(read("aqli/gadm2.csv"), 1)


def test_older_names_of_the_columns_are_known():
    """Releases before called the unit name2."""
    body = edit(2, "id,name,name0", "objectid_gadm2,name2,name0")
    assert len(parse(body).rows) == 8


def test_an_archive_may_hold_other_layouts():
    """The one table with a column for each year is taken; what a Mac leaves beside it is not looked at."""
    narrow = b"id,name,name0,name1,population,year,type,value\n2,Lund,Sweden,Sk,1,2023,pm,9\n"
    more = {"narrow.csv": narrow, "__MACOSX/gadm2/._wide.csv": b"\xff\xfe", "wide.json": b"[]", "old.csv": b"\xe5,\xe4"}
    body = pack({"gadm2/wide.csv": read("aqli/gadm2.csv"), **more})
    assert parse(body).rows == parse(read("aqli/gadm2.csv")).rows


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (pack({"narrow.csv": b"id,name\n"}), "one table of level 2"),
        (pack(dict.fromkeys(("one.csv", "two.csv"), read("aqli/gadm2.csv"))), "one table of level 2"),
        (pack({"one.csv": read("aqli/gadm2.csv")})[:-30], "whole table"),
    ],
)
def test_an_archive_that_leaves_a_choice_is_refused(body, says):
    """No table, two of them, or a part of an archive."""
    with pytest.raises(FormatError, match=says):
        parse(body)


def test_the_newest_complete_release_is_the_one_that_the_provider_marks():
    """Not the one that is being worked on."""
    assert read_release(read("aqli/front_page.md")) == FOLDER
    later = read("aqli/front_page.md").replace(b"Work in progress", b"Latest completed release")
    for body in (b"# nothing", b"", later):
        with pytest.raises(FormatError, match="latest completed release"):
            read_release(body)


def test_a_whole_fetch_asks_for_both_levels(tmp_path):
    """Which release first; then each level's table, for its own series and areas."""
    session = Scripted(reply)
    gathered = fetch_aqli(asker(session, tmp_path), SERIES, AREAS)
    assert [address.partition("aqli-update")[2] for address in session.asked] == [
        "/main/Readme.md", f"{RELEASE}1.zip", f"{RELEASE}2.zip",
    ]  # fmt: skip
    assert (gathered.failures, gathered.absent, gathered.warnings) == ([], [], [])
    frame = gathered.frame()
    assert set(zip(frame["series"], frame["ref_area"], strict=True)) == {
        ("aqli:PM25", "SE-M"), ("aqli:PM25", "BW-FR"), ("aqli:WHO_LYG", "SE-M"), ("aqli:WHO_LYG", "BW-FR"),
        ("aqli:PM25.GADM2", "SE-1281"), ("aqli:PM25.GADM2", "BW-FR"), ("aqli:WHO_LYG.GADM2", "SE-1281"),
        ("aqli:WHO_LYG.GADM2", "BW-FR"),
    }  # fmt: skip


@pytest.mark.parametrize("fault", [RefusedError("gone", status=404), b"PK\x03\x04 and no more", None])
def test_the_collected_release_has_plain_files_besides(fault, tmp_path):
    """Where its archive is gone, broken or a pointer, the same table is read from those, and it is said."""
    def answer(address):
        if address.endswith("2.zip"):
            return read("aqli/pointer.txt") if fault is None else fault
        return read("aqli/gadm2.csv") if address.endswith(PLAIN) else reply(address)

    session = Scripted(answer)
    gathered = fetch_aqli(asker(session, tmp_path), SERIES, AREAS)
    assert session.asked[-1].endswith("/data/gadm2/gadm2_2023_wide.csv")
    assert (gathered.failures, gathered.failed) == ([], set())
    assert set(gathered.frame()["series"]) == {one.series for one in SERIES}
    assert "level 2 of AQLI Annual Update 2025 data was read as a plain file" in gathered.warnings[0]


def test_an_older_release_never_takes_the_place_of_a_newer(tmp_path):
    """The archive of 2026 is broken: the series fail, and what stands stays."""
    page = read("aqli/front_page.md").replace(b"2025", b"2026", 2).replace(b"%202025", b"%202026")
    session = Scripted(lambda address: page if address.endswith("md") else RefusedError("gone", status=404))
    gathered = fetch_aqli(asker(session, tmp_path), SERIES, AREAS)
    assert [address[-9:] for address in session.asked[1:]] == ["gadm1.zip", "gadm2.zip"]
    assert gathered.failed == {one.series for one in SERIES}


def test_a_plain_file_that_fails_too_is_a_failure(tmp_path):
    """Nothing is asked for a third time."""
    refused = RefusedError("gone", status=404)
    session = Scripted(lambda address: reply(address) if address.endswith("md") else refused)
    gathered = fetch_aqli(asker(session, tmp_path), [DUST], AREAS)
    assert len(session.asked) == 3
    assert gathered.failures == [refused]


@pytest.mark.parametrize("error", [UnreachableError("down"), NotStoredError("offline"), RefusedError("no", status=404)])
def test_without_the_first_page_no_release_is_guessed(error, tmp_path):
    """An older one might take the place of a newer."""
    session = Scripted(lambda _address: error)
    with pytest.raises(type(error)):
        fetch_aqli(asker(session, tmp_path), SERIES, AREAS)
    assert len(session.asked) == 1


def test_a_whole_fetch_from_a_server(tmp_path):
    """Over a connection: spaces in the address, a status in trouble, text that is no JSON; all answers are stored."""
    clock = Clock()
    with serving() as server:
        source = make_source("aqli", "raw.githubusercontent.com")
        session = Session({"aqli": source}, clock=clock, sleep=clock.sleep, deadline=1800,
                          environ={"COMPARE_URL_AQLI": server.url})  # fmt: skip
        base = "/aqli-epic/aqli-update"
        server.script[f"{base}/main/Readme.md"] = [Reply(read("aqli/front_page.md"), kind="text/plain; charset=utf-8")]
        for level in "12":
            table = Reply(reply(f"gadm{level}.zip"), kind="application/zip")
            server.script[f"{base}{RELEASE}{level}.zip"] = [Reply(b"", 503), table]
        with_store = asker(session, tmp_path)
        gathered = fetch_aqli(with_store, SERIES, AREAS)
    assert (gathered.failures, gathered.absent, gathered.warnings) == ([], [], [])
    assert len(gathered.frame()) == 2 * 26 + 4 + 8
    assert len(with_store.store.list_rows()) == 3


def test_the_catalogue_names_units_as_the_tables_do():
    """Its series are those that are read, of both levels; the collection keeps those of level 1."""
    catalogue = load_catalogue()
    awaited = {entry.series for entry in catalogue.awaited.values() if entry.source == SERVICE.source}
    assert awaited == {DUST2.series, YEARS2.series}
    assert find_areas(SERVICE, catalogue) == AREAS
    assert catalogue.sources[SERVICE.source].hosts == ("raw.githubusercontent.com",)
    assert SERVICE.probe.read(read("aqli/front_page.md")) == FOLDER
    assert SERVICE.probe.expected == "file"
