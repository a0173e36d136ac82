"""What people write is loaded whole, or refused with every fault named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from compare.catalogue.load import list_partnerships, load_catalogue, load_partnership
from compare.errors import CatalogueError, UnknownCodeError
from smallest import rewrite


def test_everything_written_is_loaded(data_folder: Path) -> None:
    """Each entry is found under its own key, with its types."""
    catalogue = load_catalogue(data_folder)

    assert list(catalogue.areas) == ["SE-1281", "BW-FR", "SWE", "BWA"]
    assert catalogue.areas["BW-FR"].code == "BW-FR"
    assert catalogue.areas["SWE"].stands_for == "SE-1281"
    assert catalogue.sources["office"].id == "office"
    assert catalogue.units["PERSONS"].decimals == 0
    assert [(item.from_unit, item.to, item.factor) for item in catalogue.conversions] == [("RATIO_0_1", "PT", 100)]
    assert catalogue.goals["11"].colour == "#FD9D24"
    assert catalogue.targets["11.6"].translation == "published"
    assert catalogue.derived == {}
    assert catalogue.indicators["clean-share"].pairs[0].b.ref_area == "BW-FR"
    assert catalogue.files["indicators"]["clean-share"] == "catalogue/indicators/goal-11.toml"


def test_indicators_stand_in_the_order_of_goals_and_files(data_folder: Path) -> None:
    """Goal 2 before goal 11, the context last, each file in its own order."""
    text = (data_folder / "catalogue/indicators/goal-11.toml").read_text(encoding="utf-8")
    folder = data_folder / "catalogue/indicators"
    for name, ids in {"context.toml": ["rain"], "goal-02.toml": ["zebra", "apple"]}.items():
        goal = "context" if name == "context.toml" else "2"
        entry = text.replace('goal = "11"\ntarget = "11.6"', f'goal = "{goal}"')
        joined = "".join(entry.replace("clean-share", word) for word in ids)
        (folder / name).write_text(joined, encoding="utf-8")

    assert list(load_catalogue(data_folder).indicators) == ["zebra", "apple", "clean-share", "rain"]


def test_namibia_is_not_missing(data_folder: Path) -> None:
    """The two letters of Namibia are text, in a field of their own."""
    rewrite(data_folder, "catalogue/places.toml", 'name = { sv = "Botswana"', 'iso2 = "NA"\nname = { sv = "Botswana"')

    assert load_catalogue(data_folder).areas["BWA"].iso2 == "NA"


def test_a_byte_order_mark_and_windows_line_ends_are_read_as_if_absent(data_folder: Path) -> None:
    """A file saved by a Windows editor gives the same catalogue."""
    before = load_catalogue(data_folder)
    path = data_folder / "catalogue/places.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert load_catalogue(data_folder) == before


@pytest.mark.parametrize(
    ("encoding", "says"),
    [("utf-16", "UTF-16 (byte order mark FF FE)"), ("utf-16-be", "UTF-16 without a byte order mark"),
     ("utf-32", "UTF-32 (byte order mark FF FE 00 00)"), ("cp1252", "not UTF-8 (byte E5 on line 2")],
)
def test_another_encoding_is_named_with_the_way_to_save(data_folder: Path, encoding: str, says: str) -> None:
    """One message: the file, the encoding found, and how to save."""
    path = data_folder / "catalogue/sources.toml"
    path.write_bytes("\n# på\n".encode(encoding))

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(data_folder)

    assert caught.value.file == "catalogue/sources.toml"
    assert len(caught.value.faults) == 1
    assert says in str(caught.value)
    assert "encoding" in str(caught.value)
    assert "save it as UTF-8" in str(caught.value)


def test_all_faults_come_at_once_with_entry_and_field(data_folder: Path) -> None:
    """Three faults in two files are three lines of one error."""
    goal = "catalogue/indicators/goal-11.toml"
    rewrite(data_folder, goal, 'target = "11.6"', "target = 11.6")
    rewrite(data_folder, goal, "measurement = 1", "measurement = 4")
    rewrite(data_folder, "catalogue/units.toml", 'kind = "count"', 'kind = "count"\ndecimal = 1')

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(data_folder)

    assert caught.value.faults == (
        "catalogue/units.toml: PERSONS: decimal: found a field that does not exist here; closest: decimals",
        f"{goal}: clean-share: target: found 11.6; expected is a text in quotes",
        f"{goal}: clean-share: pairs#1.measurement: found 4; expected is 0, 1, 2 or 3",
    )
    assert (caught.value.file, caught.value.entry, caught.value.field) == ("catalogue/units.toml", "PERSONS", "decimal")
    assert "3 faults" in str(caught.value)
    assert "compare check" in str(caught.value)


def test_a_missing_language_is_a_fault(data_folder: Path) -> None:
    """No text exists in one language only."""
    rewrite(data_folder, "catalogue/terms.toml", '{ sv = "Minska städernas miljöpåverkan", en', "{ en")

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(data_folder)

    assert caught.value.faults == (
        "catalogue/terms.toml: 11.6: title.sv: nothing found; the field is required",
    )


def test_fields_that_do_not_fit_each_other_are_a_fault_of_the_entry(data_folder: Path) -> None:
    """A direction towards a value needs a band."""
    rewrite(data_folder, "catalogue/indicators/goal-11.toml", 'direction = "higher"', 'direction = "value"')

    with pytest.raises(CatalogueError, match="clean-share: direction 'value' and a band belong together"):
        load_catalogue(data_folder)


def test_a_table_under_a_wrong_name_is_a_fault_never_ignored(data_folder: Path) -> None:
    """``[[series]]`` in a file of places says what the file may hold."""
    rewrite(data_folder, "catalogue/sources.toml", "[sources.office]", "[source.office]")

    with pytest.raises(CatalogueError, match=r"sources.toml: source: found a table that does not exist.*\[sources\]"):
        load_catalogue(data_folder)


def test_a_list_where_tables_belong_is_a_fault(data_folder: Path) -> None:
    """``[[sources]]`` has no ids."""
    rewrite(data_folder, "catalogue/sources.toml", "[sources.office]", "[[sources]]")

    with pytest.raises(CatalogueError, match=r"expected are tables, written \[sources.<id>\]"):
        load_catalogue(data_folder)


def test_an_id_in_two_files_names_both(data_folder: Path) -> None:
    """The second entry is refused, not quietly preferred."""
    folder = data_folder / "catalogue/indicators"
    (folder / "goal-12.toml").write_bytes((folder / "goal-11.toml").read_bytes())

    with pytest.raises(CatalogueError, match=r"goal-12.toml: clean-share: id: found a second time.*goal-11.toml"):
        load_catalogue(data_folder)


def test_a_fault_of_syntax_names_the_line(data_folder: Path) -> None:
    """TOML's own message is kept, with the file."""
    (data_folder / "catalogue/units.toml").write_text("[units.PT]\nlabel = \n", encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"units.toml: not valid TOML: .*line 2"):
        load_catalogue(data_folder)


def test_every_missing_file_is_named_at_once(data_folder: Path) -> None:
    """An absent file is no empty catalogue."""
    for name in ("places.toml", "terms.toml"):
        (data_folder / "catalogue" / name).unlink()

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(data_folder)

    assert [fault.split(":")[0] for fault in caught.value.faults] == ["catalogue/places.toml", "catalogue/terms.toml"]


def test_a_changed_file_is_read_anew(data_folder: Path) -> None:
    """What is remembered depends on the bytes alone."""
    first = load_catalogue(data_folder)
    rewrite(data_folder, "catalogue/sources.toml", 'licence = "CC0"', 'licence = "CC1"')

    assert load_catalogue(data_folder).sources["office"].licence == "CC1"
    assert first.sources["office"].licence == "CC0"


def test_partnerships_are_listed_and_loaded(data_folder: Path) -> None:
    """The file's name is the id."""
    assert list_partnerships(data_folder) == ("lund-francistown",)
    assert load_partnership("lund-francistown", data_folder).b == "BW-FR"


def test_an_unknown_partnership_names_the_closest(data_folder: Path) -> None:
    """A misspelling is answered with what exists, and never with a path."""
    with pytest.raises(UnknownCodeError) as caught:
        load_partnership("lund-francestown", data_folder)
    assert caught.value.closest == ("lund-francistown",)

    with pytest.raises(UnknownCodeError):
        load_partnership("../catalogue/units", data_folder)


def test_a_partnership_under_another_name_is_a_fault(data_folder: Path) -> None:
    """The id inside and the file's name agree."""
    folder = data_folder / "partnerships"
    (folder / "lund-francistown.toml").rename(folder / "lund-maun.toml")

    with pytest.raises(CatalogueError) as caught:
        load_partnership("lund-maun", data_folder)
    assert (caught.value.entry, caught.value.field) == ("lund-maun", "id")


def test_loading_the_catalogue_needs_no_heavy_library() -> None:
    """Neither pandas nor requests is imported, and importing the package imports not even pydantic."""
    code = (
        "import sys, compare; assert 'pydantic' not in sys.modules; import compare.catalogue.load; "
        "print([m for m in ('pandas', 'requests', 'matplotlib', 'pandera', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ('formula = "share"\nof = ["off:A"]', "formula share is of 2 series, found are 1"),
        ('formula = "annual_growth"\nof = ["off:A", "off:B"]', "formula annual_growth is of 1 series, found are 2"),
        ('formula = "sum"\nof = ["off:A"]', "formula sum is of 2 series, found are 1"),
        ('formula = "share"\nof = ["off:A", "off:B"]\nof_sex = ["F"]', "of_sex is empty or has one code"),
        ('formula = "share"\nof = ["off:A", "off:B"]\ntotal = "off:C"', "a total is what a sum must meet"),
    ],
)
def test_a_formula_has_the_series_it_needs(data_folder: Path, fields: str, says: str) -> None:
    """A share is of two series, a growth of one."""
    entry = f'[derived.test]\n{fields}\nunit = "PT"\ntitle = {{ sv = "Andel", en = "Share" }}\n'
    (data_folder / "catalogue/derived.toml").write_text(entry, encoding="utf-8")

    with pytest.raises(CatalogueError, match=says):
        load_catalogue(data_folder)


def test_a_long_list_of_faults_is_shown_in_part_and_kept_whole(data_folder: Path) -> None:
    """The message stays readable; every fault lies in ``.faults``; a long value is shortened."""
    units = "".join(f'[units.U{number}]\nkind = "{"X" * 100}"\nratio_scale = true\n' for number in range(20))
    (data_folder / "catalogue/units.toml").write_text(units, encoding="utf-8")

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(data_folder)

    assert len(caught.value.faults) == 40
    assert str(caught.value).count("\n  - catalogue/units.toml") == 25
    assert "  - and 15 more\n" in str(caught.value)
    assert "X" * 58 + "…; expected" in caught.value.faults[1]
    assert "X" * 59 not in caught.value.faults[1]
