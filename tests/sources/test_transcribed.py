"""Transcribed figures are taken in as they were written, or refused with file, line and value."""

from __future__ import annotations

from pathlib import Path

import pytest

from compare.errors import FormatError, NotStoredError
from compare.sources.transcribed import parse_transcribed
from smallest import OBSERVATION_HEAD, OFFICE, rewrite

ROW = "SE-1281,off:CLEAN,_T,_T,A,{period},{value},PT,{status},,,,,,high,{comment},office-2024\n"


def row(value: str, *, period: str = "2020", status: str = "A", comment: str = "") -> str:
    """One row of observations."""
    return ROW.format(value=value, period=period, status=status, comment=comment)


@pytest.fixture
def folder(data_folder: Path) -> Path:
    """The folder of transcribed figures."""
    return data_folder / "transcribed"


def write(folder: Path, *rows: str, name: str = "office.csv") -> None:
    """Replace the figures of a family."""
    (folder / name).write_text(OBSERVATION_HEAD + "".join(rows), encoding="utf-8", newline="\n")


def refuse(folder: Path) -> FormatError:
    """The error with which the folder is refused."""
    with pytest.raises(FormatError) as caught:
        parse_transcribed(folder)
    return caught.value


def test_figures_are_kept_as_text_exactly_as_written(folder: Path) -> None:
    """41.50 stays 41.50, nought stays nought, an absent value stays empty."""
    parsed = parse_transcribed(folder)

    assert parsed.observations["obs_value"].tolist() == ["41.50", "0", ""]
    assert parsed.observations["obs_status"].tolist() == ["A", "A", "M"]
    assert parsed.observations["comment_obs"].tolist() == ["", "", "Not collected this year"]
    assert parsed.publications["title"].tolist() == ["Streets, cleaned"]
    assert parsed.series["series"].tolist() == ["off:CLEAN"]
    assert parsed.conflicts.empty


def test_small_and_negative_numbers_are_numbers(folder: Path) -> None:
    """0, 0.04, -0.04 and a power of ten are accepted as printed."""
    write(folder, row("0", period="2018"), row("0.04", period="2019"), row("-0.04"), row("1e-05", period="2021"))

    assert parse_transcribed(folder).observations["obs_value"].tolist() == ["0", "0.04", "-0.04", "1e-05"]


def test_namibia_stays_text(folder: Path) -> None:
    """``NA`` is a code and a word, never a missing cell."""
    write(folder, "NA,off:CLEAN,_T,_T,A,2023,41.5,PT,A,,,,,,high,NA,office-2024\n")

    first = parse_transcribed(folder).observations.iloc[0]
    assert (first["ref_area"], first["comment_obs"]) == ("NA", "NA")


def test_rows_come_sorted_by_key_whatever_file_they_stood_in(folder: Path) -> None:
    """The order of files and rows changes nothing."""
    write(folder, row("3", period="2022"), row("1"), name="zeta.csv")
    write(folder, row("2", period="2021"), name="alpha.csv")
    (folder / "office.csv").unlink()

    assert parse_transcribed(folder).observations["obs_value"].tolist() == ["1", "2", "3"]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(folder: Path) -> None:
    """Neither the first column's name nor a hash depends on the editor."""
    before = parse_transcribed(folder)
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    after = parse_transcribed(folder)
    assert after.observations.equals(before.observations)
    assert after.publications.equals(before.publications)
    assert after.origin == before.origin


def test_another_encoding_is_named(folder: Path) -> None:
    """A workbook saved as Unicode text is UTF-16: one message says so and how to save."""
    (folder / "office.csv").write_bytes(OFFICE.encode("utf-16"))

    error = refuse(folder)
    assert error.where == "office.csv"
    assert "UTF-16 (byte order mark FF FE)" in str(error)
    assert "save it as UTF-8" in str(error)
    assert len(error.faults) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("53,2", "a decimal point, and nothing between thousands"),
        ("1 234,5", "nothing between thousands, and a decimal point"),
        ("1\u00a0234,5", "nothing between thousands, and a decimal point"),
        ("1,234.5", "a decimal point, and nothing between thousands"),
        ("\u22120.04", "a hyphen (-) for minus"),
        ("NA", "an empty cell, with an obs_status that says why"),
        ("..", "an empty cell, with an obs_status that says why"),
        ("nan", "an empty cell, with an obs_status that says why"),
        ("inf", "a number with a decimal point"),
        ("٥", "a number with a decimal point"),
        ("53.2%", "a number with a decimal point"),
        (".5", "a number with a decimal point"),
    ],
)
def test_a_number_in_another_form_is_refused_with_line_and_value(folder: Path, value: str, expected: str) -> None:
    """Never 532 for 53,2: nothing is guessed."""
    write(folder, row("1", period="2019"), row(f'"{value}"'))

    error = refuse(folder)
    assert error.where == "office.csv, line 3, obs_value"
    assert error.found == value
    assert error.expected.startswith(expected)
    assert error.where in str(error)
    assert repr(value) in str(error)


def test_a_point_beside_decimal_commas_is_ambiguous(folder: Path) -> None:
    """1.234 may be a thousand in such a file; 54.1 and 1.2345 can not."""
    write(folder, row('"53,2"', period="2018"), row("54.1", period="2019"), row("1.234"), row("1.2345", period="2021"))

    faults = refuse(folder).faults
    assert [(fault.line, fault.found) for fault in faults] == [(2, "53,2"), (4, "1.234")]
    assert "ambiguous" in faults[1].expected
    assert "line 2" in faults[1].expected


def test_three_decimals_alone_are_not_ambiguous(folder: Path) -> None:
    """A point is a decimal point where no comma says otherwise."""
    write(folder, row("1.234"))

    assert parse_transcribed(folder).observations["obs_value"].tolist() == ["1.234"]


def test_semicolons_are_named(folder: Path) -> None:
    """A file from a Swedish spreadsheet program says what is wrong with it, not that columns are missing."""
    (folder / "office.csv").write_text(OFFICE.replace(",", ";"), encoding="utf-8")

    error = refuse(folder)
    assert error.where == "office.csv, line 1"
    assert error.expected == "commas between columns, decimal points in numbers"


def test_the_header_is_exact(folder: Path) -> None:
    """A missing and an added column are named; another order is too."""
    rewrite(folder, "office.csv", "sex,age,freq", "sex,freq,year")
    error = refuse(folder)
    assert (error.where, error.found) == ("office.csv, line 1", "without age and with year")

    rewrite(folder, "office.csv", "sex,freq,year", "age,sex,freq")
    assert refuse(folder).found == "another order of columns"


def test_a_row_with_too_many_cells_is_refused(folder: Path) -> None:
    """A comma in a text without quotes moves nothing into the next column."""
    write(folder, row("1", comment="one, two"))

    error = refuse(folder)
    assert (error.where, error.found) == ("office.csv, line 2", "18 cells")


def test_lines_are_counted_as_an_editor_counts_them(folder: Path) -> None:
    """Quoted line breaks and empty lines do not shift the number, and a line break in a cell is itself a fault."""
    write(folder, row("1", comment='"one\ntwo"', period="2018"), "\n", row("x2"))

    assert [(fault.line, fault.column) for fault in refuse(folder).faults] == [(2, "comment_obs"), (5, "obs_value")]


@pytest.mark.parametrize(("status", "accepted"), [("A", False), ("E", False), ("B", False), ("L", True), ("Q", True)])
def test_an_absent_value_needs_a_status_that_says_why(folder: Path, status: str, accepted: bool) -> None:
    """No row is empty without a reason."""
    write(folder, row("", status=status))

    if accepted:
        assert parse_transcribed(folder).observations["obs_value"].tolist() == [""]
    else:
        assert refuse(folder).where == "office.csv, line 2, obs_value"


def test_a_value_that_is_said_to_be_missing_is_refused(folder: Path) -> None:
    """A number beside M contradicts it."""
    write(folder, row("5", status="M"))

    assert refuse(folder).where == "office.csv, line 2, obs_status"


def test_two_flags_are_refused_never_cut(folder: Path) -> None:
    """``BP`` says where the second flag goes; ``EU`` is no union; an unknown letter is named too."""
    write(folder, row("4.9", status="BP"), row("4.7", status="EU", period="2021"), row("1", status="Z", period="2022"))

    faults = refuse(folder).faults
    assert [(fault.line, fault.column, fault.found) for fault in faults] == [
        (2, "obs_status", "BP"), (3, "obs_status", "EU"), (4, "obs_status", "Z"),
    ]
    assert "comment_obs" in faults[0].expected
    assert "comment_obs" in faults[1].expected


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (",off:CLEAN,", ",CLEAN,", "series"),
        (",_T,_T,", ",T,_T,", "sex"),
        (",_T,_T,", ",_T,15-24,", "age"),
        (",A,2020,", ",Y,2020,", "freq"),
        (",A,2020,", ",A,2020/21,", "time_period"),
        (",A,2020,", ",Q,2020,", "time_period"),
        (",A,2020,", ",M,2020-13,", "time_period"),
        (",A,2020,", ",A,2020-01-01/P,", "time_period"),
        (",PT,", ",,", "unit_measure"),
        (",high,", ",certain,", "confidence"),
        (",A,,,,,,high,", ",A,~,,,,,high,", "qualifier"),
        (",A,,,,,,high,", ",A,,9,12,,,high,", "obs_value"),
        ("SE-1281,", " SE-1281,", "ref_area"),
    ],
)  # fmt: skip
def test_each_cell_has_its_rule(folder: Path, old: str, new: str, column: str) -> None:
    """A cell outside the code lists is named by its column."""
    write(folder, row("5").replace(old, new, 1))

    assert f"office.csv, line 2, {column}" in {fault.where for fault in refuse(folder).faults}


@pytest.mark.parametrize(
    ("freq", "period"),
    [
        ("A", "2023"), ("Q", "2023-Q1"), ("M", "2023-07"), ("_U", "_U"),
        ("A", "2015-04-01/P1Y"), ("A", "2021-01-01/P2Y6M"),
    ],
)
def test_each_spelling_of_a_period_is_accepted(folder: Path, freq: str, period: str) -> None:
    """Years, quarters, months, spans, and years not stated."""
    write(folder, row("5", period=period).replace(",A,", f",{freq},", 1))

    assert parse_transcribed(folder).observations["time_period"].tolist() == [period]


def test_a_key_in_two_files_names_both_lines(folder: Path) -> None:
    """Two values for one key: one of them belongs in conflicts.csv."""
    write(folder, row("5", period="2022"), name="other.csv")

    error = refuse(folder)
    assert error.where == "other.csv, line 2, key"
    assert error.found == "SE-1281 off:CLEAN _T _T 2022"
    assert "first in office.csv, line 3" in error.expected


def test_an_unknown_publication_or_series_is_refused_once_per_file(folder: Path) -> None:
    """A figure without its publication is not a statistic."""
    write(folder, *(row("5", period=year).replace("office-2024", "office-2025") for year in ("2020", "2021")))
    faults = refuse(folder).faults
    assert [(fault.where, fault.found) for fault in faults] == [("office.csv, line 2, publication", "office-2025")]

    write(folder, row("5").replace("off:CLEAN", "off:DIRTY"))
    assert refuse(folder).expected == "an entry of series.csv"


def test_a_series_has_one_unit(folder: Path) -> None:
    """A fraction among percentages is refused where it stands."""
    write(folder, row("53"), row("0.53", period="2021").replace(",PT,", ",RATIO_0_1,"))

    error = refuse(folder)
    assert (error.where, error.found) == ("office.csv, line 3, unit_measure", "RATIO_0_1")


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (",open,", ",closed,", "licence_class"),
        ("Invented office,\"", "WHO Global Health Observatory,\"", "provider"),
        ("Invented office,\"", "Ookla,\"", "provider"),
        (",false,", ",no,", "second_hand"),
        (",register,", ",newspaper,", "kind"),
        ("example.org at commit 0,false", ",true", "via"),
    ],
)
def test_a_publication_whose_terms_forbid_it_stays_out(folder: Path, old: str, new: str, column: str) -> None:
    """Closed publications are refused by class and by name; each field has its list."""
    rewrite(folder, "publications.csv", old, new)

    assert refuse(folder).where == f"publications.csv, line 2, {column}"


def test_the_providers_own_publication_needs_no_copy(folder: Path) -> None:
    """Only what is second hand says where it was read."""
    rewrite(folder, "publications.csv", "example.org at commit 0,false", ",false")

    assert parse_transcribed(folder).publications["via"].tolist() == [""]


def test_registers_hold_each_entry_once(folder: Path) -> None:
    """The second line of the same publication names the first."""
    path = folder / "publications.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")

    error = refuse(folder)
    assert (error.where, error.found) == ("publications.csv, line 3, publication", "office-2024")


def test_a_conflict_says_why_it_lost(folder: Path) -> None:
    """A value that is not used needs a number, a publication and a reason."""
    path = folder / "conflicts.csv"
    head = path.read_text(encoding="utf-8")
    path.write_text(head + "BW-FR,off:CLEAN,_T,_T,2022,44,PT,office-2024,\n", encoding="utf-8")
    assert refuse(folder).where == "conflicts.csv, line 2, reason"

    path.write_text(head + "BW-FR,off:CLEAN,_T,_T,2022,44,PT,office-2024,Older table.\n", encoding="utf-8")
    assert parse_transcribed(folder).conflicts["reason"].tolist() == ["Older table."]


def test_all_faults_come_at_once_and_nothing_is_taken_in(folder: Path) -> None:
    """Three faults in two files are one error, in the order of files and lines."""
    write(folder, row('"53,2"'), row("5", period="2021", status="BP"))
    write(folder, row("6", period="2022").replace(",high,", ",sure,"), name="other.csv")

    error = refuse(folder)
    assert [fault.where for fault in error.faults] == [
        "office.csv, line 2, obs_value", "office.csv, line 3, obs_status", "other.csv, line 2, confidence",
    ]
    assert "3 fault(s)" in str(error)
    assert "compare bundle" in str(error)


def test_a_long_list_of_faults_is_shown_in_part_and_kept_whole(folder: Path) -> None:
    """The message stays readable; every fault lies in ``.faults``."""
    write(folder, *(row("x", period=str(1900 + number)) for number in range(40)))

    error = refuse(folder)
    assert len(error.faults) == 40
    assert str(error).count("\n  - office.csv") == 25
    assert "  - and 15 more\n" in str(error)


def test_an_empty_folder_is_no_empty_table(tmp_path: Path) -> None:
    """Nothing stored is said, never shown as nothing found."""
    with pytest.raises(NotStoredError, match="holds no CSV"):
        parse_transcribed(tmp_path)


def test_a_missing_register_is_named(folder: Path) -> None:
    """Figures without publications.csv have no source."""
    (folder / "publications.csv").unlink()

    error = refuse(folder)
    assert (error.where, error.found) == ("publications.csv", "no file")
    assert len(error.faults) == 1
