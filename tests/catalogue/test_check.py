"""Entries that contradict each other are found, each named by file, entry and field."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from compare.catalogue.check import Fault, check_catalogue
from compare.catalogue.load import load_catalogue, load_partnership
from smallest import rewrite

GOAL = "catalogue/indicators/goal-11.toml"
SERIES = pd.DataFrame(
    [("off:CLEAN", "Share of streets cleaned (%)", "office", "PT", "")],
    columns=["series", "title", "source", "unit_measure", "note"],
)
PUBLICATIONS = pd.DataFrame([("office-2024", "office")], columns=["publication", "source"])


def observations(*rows: tuple[str, str, str, float], unit: str = "PT") -> pd.DataFrame:
    """Area, series, period and value; no breakdown."""
    frame = pd.DataFrame(rows, columns=["ref_area", "series", "time_period", "obs_value"])
    return frame.assign(sex="_T", age="_T", unit_measure=unit)


BOTH = observations(("SE-1281", "off:CLEAN", "2022", 0.0), ("BW-FR", "off:CLEAN", "2022", 41.5))


def check(folder: Path, *, series: pd.DataFrame = SERIES, values: pd.DataFrame | None = BOTH) -> list[Fault]:
    """All faults of a data folder."""
    return check_catalogue(
        load_catalogue(folder), series, values, publications=PUBLICATIONS,
        partnerships=[load_partnership("lund-francistown", folder)],
    )  # fmt: skip


def places(faults: list[Fault]) -> list[tuple[str, str, str]]:
    """Where the faults lie."""
    return [(fault.file, fault.entry, fault.field) for fault in faults]


def test_a_sound_catalogue_has_no_fault(data_folder: Path) -> None:
    """With everything given, and with the units of the series alone."""
    assert check(data_folder) == []
    assert check_catalogue(load_catalogue(data_folder), {"off:CLEAN": "PT"}) == []


UP = 'direction = "higher"'


def reach(direction: str, value: float) -> str:
    """A direction with a number to reach."""
    return f'direction = "{direction}"\ntarget_value = {{ value = {value}, origin = {{ sv = "FN", en = "UN" }} }}'


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        # what is named must exist
        ('b = { series = "off:CLEAN"', 'b = { series = "off:CLEEN"', "pairs#1.b.series", "closest: off:CLEAN"),
        ('ref_area = "BW-FR"', 'ref_area = "BW-MA"', "pairs#1.b.ref_area", "closest: BWA, BW-FR"),
        ('unit = "PT"', 'unit = "PTC"', "unit", "closest: PT"),
        ('goal = "11"\ntarget = "11.6"', 'goal = "12"', "goal", "goal '12' does not exist"),
        ('target = "11.6"', 'target = "11.5"', "target", "closest: 11.6"),
        ('sdg_code = "11.6.1"', 'sdg_code = "11.5.1"', "sdg_code", "not an indicator of target 11.6"),
        ('target = "11.6"\n', "", "sdg_code", "(none given)"),
        (UP, f'{UP}\npart_of = "dust"', "part_of", "does not exist"),
        # sides are of the right places
        ('ref_area = "SE-1281"', 'ref_area = "BWA"', "pairs#1.a.ref_area", "stands for BW-FR, expected is SE-1281"),
        ('ref_area = "BW-FR"', 'ref_area = "SWE"', "pairs#1", "both sides stand for SE-1281"),
        ('ref_area = "BW-FR"', 'ref_area = "BW-FR", sex = "F"', "pairs#1.b.sex", "a pair is of one"),
        # directions and numbers to reach
        (UP, reach("lower", 100), "direction", "the most there is"),
        (UP, reach("higher", 0), "direction", "the least there is"),
        (UP, reach("none", 50), "direction", "none, and yet"),
        (UP, reach("higher", 150), "target_value.value", "no possible value"),
        (UP, reach("value", 70) + "\nband = [40, 60]", "target_value.value", "outside the band 40 to 60"),
        (UP, 'direction = "value"\nband = [60, 40]', "band", "the lower end comes first"),
        # texts
        ("The share of streets cleaned every week.", "Share cleaned.", "definition", "(en); a sentence"),
        ("Andelen av gatorna som städas varje vecka.", "Andelen städade gator", "definition", "(sv); a sentence"),
        ("Lund räknar gator, Francistown vägar.", "Lund counts streets, Francistown counts roads.",
         "pairs#1.differs", "translate it"),
    ],
)  # fmt: skip
def test_each_contradiction_of_an_indicator_is_found(
    data_folder: Path, old: str, new: str, field: str, says: str
) -> None:
    """File, entry and field, and a message that helps."""
    rewrite(data_folder, GOAL, old, new)
    faults = check(data_folder)

    found = [fault for fault in faults if (fault.file, fault.entry, fault.field) == (GOAL, "clean-share", field)]
    assert found, f"found instead: {faults}"
    assert says in found[0].message


SWEDEN = 'kind = "country"\ncountry = "SWE"'


@pytest.mark.parametrize(
    ("file", "old", "new", "entry", "field", "says"),
    [
        ("terms", "luft?", "luft.", "11", "question", "a question is expected"),
        ("terms", "Minska städernas miljöpåverkan", "Reduce the environmental impact of cities", "11.6", "title",
         "translate it"),
        ("places", f'{SWEDEN}\nstands_for = "SE-1281"', f'{SWEDEN}\nstands_for = "BWA"', "SWE", "stands_for",
         "no place"),
        ("places", SWEDEN, 'kind = "cell"\ncountry = "SWE"', "SWE", "cell_width_km", "needs its width"),
        ("units", "factor = 100", "factor = 0", "conversions#1", "factor", "above 0"),
        ("units", 'to = "PT"', 'to = "RATIO_0_1"', "conversions#1", "to", "no change"),
        ("units", 'to = "PT"', 'to = "PCT"', "conversions#1", "to", "does not exist"),
        ("units", 'kind = "count"', 'kind = "count"\nminimum = 5\nmaximum = 1', "PERSONS", "minimum",
         "above the maximum"),
        ("units", "[units.PP]", "[units.PPOINTS]", "PP", "code", "percentage points"),
    ],
)  # fmt: skip
def test_each_contradiction_of_other_entries_is_found(
    data_folder: Path, file: str, old: str, new: str, entry: str, field: str, says: str
) -> None:
    """Terms, areas and units are named in their own files."""
    rewrite(data_folder, f"catalogue/{file}.toml", old, new)
    faults = check(data_folder)

    found = [fault for fault in faults if (fault.entry, fault.field) == (entry, field)]
    assert found, f"found instead: {faults}"
    assert says in found[0].message
    assert found[0].file == f"catalogue/{file}.toml"


def test_an_indicator_in_the_file_of_another_goal_is_found(data_folder: Path) -> None:
    """A goal's indicators lie in its file or in one that begins with its name."""
    folder = data_folder / "catalogue/indicators"
    (folder / "goal-11.toml").rename(folder / "goal-11-more.toml")
    assert check(data_folder) == []

    (folder / "goal-11-more.toml").rename(folder / "goal-12.toml")
    assert places(check(data_folder)) == [("catalogue/indicators/goal-12.toml", "clean-share", "goal")]


def test_a_catalogue_without_indicators_is_a_fault(data_folder: Path) -> None:
    """An empty catalogue would give an empty report."""
    (data_folder / GOAL).unlink()

    assert places(check(data_folder)) == [("catalogue/indicators", "", "")]


def test_a_unit_without_a_conversion_is_found_and_one_with_it_is_not(data_folder: Path) -> None:
    """Persons never become per cent; a fraction does, as declared."""
    for unit, found in (("PERSONS", 2), ("RATIO_0_1", 0)):
        series = SERIES.assign(unit_measure=unit, title="Streets cleaned")
        faults = check(data_folder, series=series, values=None)
        assert len(faults) == found
        assert all("no conversion is declared" in fault.message for fault in faults)


@pytest.mark.parametrize(
    ("title", "unit", "note", "found"),
    [
        ("Streets cleaned (%)", "PERSONS", "", True),
        ("Andel städade gator, procent", "PERSONS", "", True),
        ("Streets cleaned, per 1,000 inhabitants", "PT", "", True),
        ("Streets cleaned (%)", "PERSONS", "The title is wrong: the table counts persons.", False),
        ("Streets cleaned (% of all streets)", "RATIO_0_1", "", False),
        ("Income of the bottom 40% of the population", "PERSONS", "", False),
        ("Streets cleaned (1 = more than 90 per cent)", "PERSONS", "", False),
        ("Streets cleaned", "PERSONS", "", False),
    ],
)
def test_a_unit_that_the_title_contradicts_is_found(
    data_folder: Path, title: str, unit: str, note: str, found: bool
) -> None:
    """Per cent in the title and persons as the unit: one of them lies, unless a note has looked at it."""
    other = pd.DataFrame([("off:OTHER", title, "office", unit, note)], columns=SERIES.columns)
    faults = check(data_folder, series=pd.concat([SERIES, other]))

    assert places(faults) == ([("transcribed/series.csv", "off:OTHER", "unit_measure")] if found else [])


def test_sources_are_known_and_used(data_folder: Path) -> None:
    """A misspelt source is found from both ends; a service that is asked live needs no bundled figure."""
    misspelt = SERIES.assign(source="ofice")
    assert places(check(data_folder, series=misspelt)) == [
        (GOAL, "clean-share", "pairs#1.a.series"), (GOAL, "clean-share", "pairs#1.b.series"),
        ("transcribed/series.csv", "ofice", "source"),
    ]  # fmt: skip

    text = (data_folder / "catalogue/sources.toml").read_text(encoding="utf-8")
    path = data_folder / "catalogue/sources.toml"
    path.write_text(text + text.replace("sources.office", "sources.other"), encoding="utf-8")
    assert places(check(data_folder)) == [("catalogue/sources.toml", "other", "id")]

    rewrite(data_folder, "catalogue/sources.toml", text.replace("sources.office", "sources.other"),
            text.replace("sources.office", "sources.other") + 'hosts = ["example.org"]\n')
    assert check(data_folder) == []


def test_a_publication_of_an_unknown_source_is_found(data_folder: Path) -> None:
    """Publications name sources of the catalogue."""
    faults = check_catalogue(load_catalogue(data_folder), SERIES, publications=PUBLICATIONS.assign(source="bureau"))

    assert places(faults) == [("transcribed/publications.csv", "bureau", "source")]


def test_one_code_of_a_source_names_one_area(data_folder: Path) -> None:
    """Namesakes are told apart by id: the same id for two areas is a fault."""
    for area, code in (("Francistown", "859"), ("Botswana", "859")):
        rewrite(data_folder, "catalogue/places.toml", f'name = {{ sv = "{area}"',
                f'codes = {{ office = "{code}" }}\nname = {{ sv = "{area}"')

    assert places(check(data_folder)) == [("catalogue/places.toml", "BWA", "codes.office")]


def test_a_derivation_names_series_that_exist_and_come_before_it(data_folder: Path) -> None:
    """Unknown parts, and a part that is declared later."""
    entry = '[derived.{id}]\nformula = "share"\nof = ["{a}", "off:CLEAN"]\nunit = "{unit}"\n'
    title = 'title = {{ sv = "Andel", en = "Share" }}\n'
    text = (entry + title).format(id="one", a="derived:two", unit="PT") + (entry + title).format(
        id="two", a="off:LOST", unit="PTC"
    )
    (data_folder / "catalogue/derived.toml").write_text(text, encoding="utf-8")

    file = "catalogue/derived.toml"
    assert places(check(data_folder)) == [(file, "one", "of#1"), (file, "two", "of#1"), (file, "two", "unit")]


def test_a_conversion_there_and_back_is_the_same(data_folder: Path) -> None:
    """100 one way and 0.1 the other cannot both be right."""
    path = data_folder / "catalogue/units.toml"
    text = path.read_text(encoding="utf-8")
    back = '\n[[conversions]]\nfrom = "PT"\nto = "RATIO_0_1"\nfactor = {}\n'
    path.write_text(text + back.format(0.1), encoding="utf-8")
    assert places(check(data_folder)) == [("catalogue/units.toml", "conversions#2", "factor")]

    path.write_text(text + back.format(0.01), encoding="utf-8")
    assert check(data_folder) == []


def test_each_side_needs_a_value(data_folder: Path) -> None:
    """A side without one says which breakdowns have some."""
    women = BOTH.assign(sex=["_T", "F"])
    faults = check(data_folder, values=women)

    assert places(faults) == [(GOAL, "clean-share", "pairs#1.b")]
    assert "it has values for sex F, age _T" in faults[0].message

    nothing = BOTH.assign(obs_value=[0.0, float("nan")])
    assert places(check(data_folder, values=nothing)) == [(GOAL, "clean-share", "pairs#1.b")]


def test_a_known_value_needs_its_value_and_the_right_side(data_folder: Path) -> None:
    """A city value without a counterpart must be there, and be of its side."""
    with (data_folder / GOAL).open("a", encoding="utf-8") as file:
        file.write(
            '\n[[indicators.clean-share.known]]\nside = "a"\nseries = "off:CLEAN"\nref_area = "BWA"\n'
            'missing = "not_found"\nquestion = { sv = "Hur mycket städas i Lund?", en = "What is cleaned in Lund?" }\n'
            'ask = { sv = "Kommunen", en = "The municipality" }\n'
        )

    assert places(check(data_folder)) == [
        (GOAL, "clean-share", "known#1.ref_area"), (GOAL, "clean-share", "known#1"),
    ]  # fmt: skip


def test_shares_above_a_hundred_are_listed_by_series_place_and_year(data_folder: Path) -> None:
    """963 per cent is a fault; a range in the catalogue may allow 110."""
    values = observations(
        ("SE-1281", "off:CLEAN", "2021", 963.0), ("SE-1281", "off:CLEAN", "2022", 110.0),
        ("BW-FR", "off:CLEAN", "2022", -1.0),
    )  # fmt: skip
    assert places(check(data_folder, values=values)) == [
        ("observations", "off:CLEAN", "BW-FR _T _T 2022"), ("observations", "off:CLEAN", "SE-1281 _T _T 2021"),
        ("observations", "off:CLEAN", "SE-1281 _T _T 2022"),
    ]  # fmt: skip

    rewrite(data_folder, GOAL, 'direction = "higher"', 'direction = "higher"\nallowed = [0, 120]')
    assert [fault.field for fault in check(data_folder, values=values)] == ["BW-FR _T _T 2022", "SE-1281 _T _T 2021"]


def test_a_fraction_among_percentages_is_found(data_folder: Path) -> None:
    """0.999 between 99.9 and 99.9, both ways; never mended by guessing."""
    years = (("2020", 99.9), ("2021", 0.999), ("2022", 99.9))
    values = observations(("BW-FR", "off:CLEAN", "2022", 41.5), *(("SE-1281", "off:CLEAN", *point) for point in years))

    faults = check(data_folder, values=values)
    assert [fault.field for fault in faults] == ["SE-1281 _T _T 2021", "SE-1281 _T _T 2022"]
    assert "a fraction and a percentage" in faults[0].message


def test_real_changes_of_a_share_are_no_slips(data_folder: Path) -> None:
    """A rise from 2 to 60, from nought, and a balance that passes nought are left alone."""
    years = (("2019", 0.0), ("2020", 2.0), ("2021", 60.0), ("2022", 0.9))
    values = observations(("BW-FR", "off:CLEAN", "2022", 41.5), *(("SE-1281", "off:CLEAN", *point) for point in years))
    assert check(data_folder, values=values) == []

    rewrite(data_folder, GOAL, 'direction = "higher"', 'direction = "higher"\nallowed = [-20, 20]')
    years = (("2019", -0.1), ("2020", 0.1), ("2021", 10.0))
    values = observations(("BW-FR", "off:CLEAN", "2022", 1.5), *(("SE-1281", "off:CLEAN", *point) for point in years))
    assert check(data_folder, values=values) == []


def test_values_outside_their_unit_are_found_for_any_series(data_folder: Path) -> None:
    """A unit's own limits hold also where no indicator uses the series."""
    rewrite(data_folder, "catalogue/units.toml", 'kind = "count"', 'kind = "count"\nminimum = 0')
    odd = observations(("SWE", "off:HEADS", "2022", -3.0), unit="PERSONS")
    series = pd.concat([SERIES, SERIES.assign(series="off:HEADS", unit_measure="PERSONS", title="Heads")])

    faults = check(data_folder, series=series, values=pd.concat([BOTH, odd], ignore_index=True))
    assert places(faults) == [("observations", "off:HEADS", "SWE _T _T 2022")]


def test_a_value_of_an_unknown_area_is_found(data_folder: Path) -> None:
    """Every area that a value describes is in places.toml."""
    odd = observations(("SE-1280", "off:CLEAN", "2022", 3.0), ("SWE", "off:ELSE", "2022", 3.0))

    faults = check(data_folder, values=pd.concat([odd.iloc[[1]], BOTH, odd.iloc[[0]]], ignore_index=True))
    assert places(faults) == [("observations", "off:CLEAN", "SE-1280")]
    assert "closest: SE-1281" in faults[0].message


def test_a_fault_prints_where_it_lies() -> None:
    """One line: file, entry, field, message."""
    assert str(Fault("catalogue/x.toml", "rain", "unit", "is wrong")) == "catalogue/x.toml: rain: unit: is wrong"


def test_a_question_put_first_must_be_of_an_indicator(data_folder: Path) -> None:
    """A partnership that names an indicator nobody has written is a fault with the closest ids."""
    path = data_folder / "partnerships" / "lund-francistown.toml"
    path.write_text('questions = ["no-such-thing"]\n' + path.read_text(encoding="utf-8"), encoding="utf-8")

    faults = check(data_folder)

    assert places(faults) == [("partnerships/lund-francistown.toml", "lund-francistown", "questions")]


def test_a_series_that_tells_an_areas_size_must_exist(data_folder: Path) -> None:
    """Else nothing would ever be held against the identity of its area."""
    path = data_folder / "catalogue/places.toml"
    entry = '\n[[identifying]]\nmeasure = "population"\nseries = ["off:CLEAN", "off:PEOPLE"]\n'
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")

    [fault] = check(data_folder)
    assert (fault.entry, fault.field) == ("identifying#1", "series")
    assert "off:PEOPLE" in fault.message
