"""Series that are still awaited are named whole, and a name that leads nowhere is found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from compare.catalogue.check import check_catalogue
from compare.catalogue.load import load_catalogue
from compare.errors import CatalogueError
from smallest import rewrite

FILE = "catalogue/awaited.toml"
ENTRY = """
[awaited."off:WASHED"]
source = "office"
title.sv = "Tvättade gator, andel (%)"
title.en = "Streets washed, share (%)"
unit = "PT"
goal = "11"
target = "11.6"
themes = ["climate"]
by_sex = false
listed = "youth-and-democracy"
indicator = "clean-share"
counterpart.sv = "Francistowns andel städade gator finns."
counterpart.en = "Francistown's share of cleaned streets exists."
counterpart_series = ["off:CLEAN"]
"""
KNOWN = {"off:CLEAN": "PT"}


@pytest.fixture
def folder(data_folder: Path) -> Path:
    """The small data folder with one awaited series."""
    (data_folder / FILE).write_text(ENTRY, encoding="utf-8")
    return data_folder


def found(folder: Path, series: dict[str, str] | None = None) -> list[tuple[str, str, str, str]]:
    """File, entry, field and message of each fault."""
    faults = check_catalogue(load_catalogue(folder), series or KNOWN)
    return [(fault.file, fault.entry, fault.field, fault.message) for fault in faults]


#: Read by hand from the list: title, unit, goal, target, by sex, list, how sure, closed.
BY_HAND = {
    "kolada:U00915": (
        "Verkställda vräkningar/avhysningar som berör barn, antal barn/100 000 inv",
        "PER_100K_POP", "1", "1.4", False, "rka-agenda-2030", "medium", False,
    ),
    "kolada:N17461": (
        "Gymnasieelever med examen inom 4 år, hemkommun, andel (%)",
        "PT", "4", "4.1", True, "rka-agenda-2030", "medium", True,
    ),
    "kolada:N45905": (
        "Slutanvändning av energi totalt inom det geografiska området, MWh/inv",
        "MWH_PERSON", "7", "7.3", False, "by-goal", None, False,
    ),
    "kolada:N05400": (  # two spaces before "andel", as the source writes it
        "Valdeltagande i minst ett av valen till riksdag, regionfullmäktige eller kommunfullmäktige,  andel (%)",
        "PT", "16", "16.7", True, "youth-and-democracy", None, False,
    ),
    "kolada:U65862": (  # "utbilning", as the source writes it
        "Invånare med förgymnasial utbilning som röstade i senaste kommunfullmäktigevalet, andel (%)",
        "PT", "10", "10.2", True, "youth-and-democracy", None, False,
    ),
    "kolada:N00311": (  # a dash here, a hyphen in N00300; the sex is in the code, so there are no rows by sex
        "Medborgarengagemang och demokratisk delaktighet – Kommunindex Kvinnor",
        "INDEX", "16", "16.7", False, "youth-and-democracy", None, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", BY_HAND)
def test_a_series_is_awaited_as_its_source_describes_it(code: str) -> None:
    """Title letter for letter, unit, goal and target, and whether women and men stand apart."""
    entry = load_catalogue().awaited[code]

    assert (
        entry.title.sv, entry.unit, entry.goal, entry.target, entry.by_sex, entry.listed, entry.membership,
        entry.closed,
    ) == BY_HAND[code]  # fmt: skip


def test_the_lists_are_whole() -> None:
    """130 rows were listed: 56 + 8 + 63 wait here, two are shown already, one has no code."""
    awaited = load_catalogue().awaited

    assert Counter(entry.listed for entry in awaited.values() if entry.source == "kolada") == {
        "rka-agenda-2030": 56, "by-goal": 8, "youth-and-democracy": 63,
    }  # fmt: skip
    assert not {"kolada:N15428", "kolada:N00905"} & set(awaited)


def test_shares_are_in_per_cent_and_rates_are_not() -> None:
    """The unit agrees with the source's title."""
    for entry in load_catalogue().awaited.values():
        title = entry.title.sv
        assert ("(%)" in title) == (entry.unit == "PT"), entry.series
        assert ("/100 000 inv" in title) == (entry.unit == "PER_100K_POP"), entry.series


def test_an_awaited_series_is_loaded_and_faultless(folder: Path) -> None:
    """Found under its code; no file of this kind is needed."""
    assert load_catalogue(folder).awaited["off:WASHED"].counterpart_series == ("off:CLEAN",)
    assert found(folder) == []

    (folder / FILE).unlink()
    assert load_catalogue(folder).awaited == {}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('indicator = "clean-share"', 'indicator = "clean-share"\nbeside = "clean-share"', "exclude each other"),
        ('goal = "11"', 'goal = "12"', "target 11.6 is not one of goal 12"),
        ("counterpart.sv", "no_counterpart = { sv = 'Nej, inte alls.', en = 'No, not at all.' }\ncounterpart.sv",
         "one of the two"),
        ('counterpart.sv = "Francistowns andel städade gator finns."\n'
         'counterpart.en = "Francistown\'s share of cleaned streets exists."\n', "", "one of the two"),
        ('listed = "youth-and-democracy"', 'listed = "rka-agenda-2030"', "membership says how sure"),
        ("by_sex = false\n", "", "by_sex: nothing found; the field is required"),
        ('"climate"', '"weather"', "themes#1: found 'weather'"),
        ('"off:WASHED"', '"WASHED"', "expected is the form"),
    ],
)  # fmt: skip
def test_an_entry_that_contradicts_itself_is_refused(folder: Path, old: str, new: str, says: str) -> None:
    """With the file, the series and what is expected."""
    rewrite(folder, FILE, old, new)

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)

    assert caught.value.file == FILE
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ('source = "office"', 'source = "offices"', "source", "closest: office"),
        ('unit = "PT"', 'unit = "PTC"', "unit", "closest: PT"),
        ('unit = "PT"', 'unit = "PERSONS"', "unit", "no conversion is declared"),
        ('goal = "11"\ntarget = "11.6"', 'goal = "12"', "goal", "goal '12' does not exist"),
        ('goal = "11"\ntarget = "11.6"', 'goal = "context"', "goal", "the indicator clean-share is of goal 11"),
        ('target = "11.6"', 'target = "11.5"', "target", "closest: 11.6"),
        ('indicator = "clean-share"', 'indicator = "clean-shore"', "indicator", "closest: clean-share"),
        ('indicator = "clean-share"', 'beside = "clean-shore"', "beside", "closest: clean-share"),
        ('"off:CLEAN"', '"off:CLEEN"', "counterpart_series#1", "closest: off:CLEAN"),
        ('"Streets washed, share (%)"', '"Tvättade gator, andel (%)"', "title", "the source's own title"),
        ("gator finns.", "gator finns", "counterpart", "a sentence is expected"),
    ],
)
def test_a_name_that_leads_nowhere_is_found(folder: Path, old: str, new: str, field: str, says: str) -> None:
    """File, series and field, and a message that helps."""
    rewrite(folder, FILE, old, new)

    assert [item for item in found(folder) if item[:3] == (FILE, "off:WASHED", field) and says in item[3]]


def test_a_unit_with_a_conversion_may_feed_the_indicator(folder: Path) -> None:
    """A fraction is shown as per cent."""
    rewrite(folder, FILE, 'unit = "PT"', 'unit = "RATIO_0_1"')

    assert found(folder) == []


@pytest.mark.parametrize(
    ("indicator", "unit", "says"),
    [
        ("", "PT", "in the collection already; name the indicator"),
        ('indicator = "clean-share"', "RATIO_0_1", "is in RATIO_0_1 in the collection, here in PT"),
        ('indicator = "clean-share"', "PT", ""),
    ],
)
def test_what_is_in_the_collection_waits_for_an_indicator_only(
    folder: Path, indicator: str, unit: str, says: str
) -> None:
    """Bundled and not used is in order where an indicator is named, in the unit that it has."""
    rewrite(folder, FILE, 'indicator = "clean-share"', indicator)
    faults = [item for item in found(folder, {**KNOWN, "off:WASHED": unit}) if item[2] == "series"]

    assert bool(faults) == bool(says)
    assert all(says in item[3] for item in faults)


def test_what_an_indicator_shows_is_awaited_no_longer(folder: Path) -> None:
    """The series of a pair stands in both places."""
    rewrite(folder, FILE, "off:WASHED", "off:CLEAN")

    assert [(item[1], item[2]) for item in found(folder)] == [("off:CLEAN", "series")]
