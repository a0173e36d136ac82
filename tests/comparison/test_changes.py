"""What is told apart as a change between two runs, and what is noise."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from compare.catalogue.partnerships import Edition
from compare.comparison.changes import Change, find_changes

EDITION = Edition(number=2, date=date(2026, 11, 26))
FOUND = "2026-11-26T03:00:00Z"


def line(area="BW-FR", values=(("2022", "15.6", "A"),), **changes):
    """One line of figures."""
    return {
        "series": "aqli:PM25", "ref_area": area, "sex": "_T", "age": "_T", "place": area, "unit_measure": "UG_M3",
        "source_unit": "UG_M3", "values": [list(value) for value in values], **changes,
    }  # fmt: skip


def years(first, last, add=0.0):
    """A value a year: 2000 -> 0, 2001 -> 1, and so on."""
    return [[str(year), str(year - 2000 + add), "A"] for year in range(first, last + 1)]


def pair(**changes):
    """A pair of cities, graded B, whose second side has a trend."""
    sides = {
        which: {"line": ["aqli:PM25", area, "_T", "_T"], "sign": sign, "reason": reason, "aim": "lower 5 2030"}
        for which, area, sign, reason in (
            ("a", "SE-1281", "not_assessed", "too_few"), ("b", "BW-FR", "stagnating", "")
        )
    }  # fmt: skip
    why = [["measurement", "judged", 1, None]]
    return {"sex": "_T", "level": "city", "grade": "B", "why": why, **sides, **changes}


def indicator(*lines, **changes):
    """The facts of one indicator."""
    return {
        "title": {"sv": "Fint damm", "en": "Fine dust"}, "goal": "11", "unit": "UG_M3", "level": "city",
        "pairs": [pair()], "one_sided": [], "lines": list(lines) or [line("SE-1281"), line()], **changes,
    }  # fmt: skip


def facts(sources=None, **indicators):
    """The facts of a site."""
    return {"format": 1, "partnership": "lund-francistown", "sources": sources or {}, "indicators": indicators}


def find(before, after, found=FOUND, **more):
    """The changes between two states of the one indicator."""
    return find_changes(facts(dust=before), facts(dust=after), found=found, edition=EDITION, **more)


def told(changes):
    """The bones of changes."""
    return [(change.kind, change.ref_area, change.period, change.old, change.new) for change in changes]


def test_the_same_facts_are_no_change():
    """Nothing found, nothing told."""
    assert find(indicator(), indicator()) == ()


def test_a_new_period_a_revised_and_a_withdrawn_value():
    """2023 came, 2022 went from 15.6 to 15.4, and 2021 is gone."""
    before = indicator(line(values=[("2021", "16.5", "A"), ("2022", "15.6", "A")]))
    after = indicator(line(values=[("2022", "15.4", "A"), ("2023", "15.1", "A")]))
    changes = find(before, after)
    assert told(changes) == [
        ("new", "BW-FR", "2023", "", "15.1"),
        ("revised", "BW-FR", "2022", "15.6", "15.4"),
        ("withdrawn", "BW-FR", "2021", "16.5", ""),
    ]
    revised = changes[1]
    assert (revised.indicator, revised.goal, revised.place, revised.series) == ("dust", "11", "BW-FR", "aqli:PM25")
    assert (revised.unit, revised.found, revised.edition, revised.edition_date) == ("UG_M3", FOUND, 2, "2026-11-26")


def test_a_value_without_its_number_is_withdrawn_with_the_sources_word():
    """The row is there, its value is not: suppressed."""
    after = indicator(line(values=[("2022", "", "Q")]))
    (change,) = find(indicator(line()), after)
    assert (change.kind, change.old, change.new, change.reason) == ("withdrawn", "15.6", "", "Q")


def test_a_status_is_a_change_of_its_own_kind():
    """The figure was provisional and is final."""
    (change,) = find(indicator(line(values=[("2022", "15.6", "P")])), indicator(line()))
    assert (change.kind, change.period, change.old, change.new) == ("status", "2022", "P", "A")


def test_many_values_of_a_line_at_once_are_one_change():
    """A whole series estimated anew is one change with every value; five are told one by one."""
    (change,) = find(indicator(line(values=years(2000, 2020))), indicator(line(values=years(2000, 2020, 0.5))))
    assert (change.kind, len(change.values), change.count) == ("revised", 21, 21)
    assert change.values[-1] == ("2020", "20.0", "20.5")
    five = find(indicator(line(values=years(2000, 2010))), indicator(line(values=years(2000, 2015))))
    assert [change.period for change in five] == ["2011", "2012", "2013", "2014", "2015"]


def test_the_first_figures_of_an_indicator_are_one_change():
    """A history of 34 values on each side arrives: one change, and its grade and arrows are no news of their own."""
    empty = indicator(level="none", pairs=[], lines=[])
    full = indicator(line("SE-1281", years(1990, 2023)), line(values=years(1990, 2023)))
    (change,) = find(empty, full)
    assert (change.kind, change.new, change.count) == ("first", "68", 68)


def test_an_indicator_comes_and_goes():
    """Added with its number of figures; removed with its titles, which nobody else will know."""
    added = find_changes(facts(), facts(dust=indicator()), found=FOUND, edition=EDITION)
    assert [(change.kind, change.indicator, change.new) for change in added] == [("added", "dust", "2")]
    (removed,) = find_changes(facts(dust=indicator()), facts(), found=FOUND, edition=EDITION)
    assert (removed.kind, removed.goal, removed.old) == ("removed", "11", "2")
    assert removed.titles == (("en", "Fine dust"), ("sv", "Fint damm"))


def test_another_unit_is_one_change_and_no_value_is_compared_across_it():
    """15.6 micrograms and 0.0156 milligrams are the same; a figure of a year more is still new."""
    other = [line(area, [("2022", "0.0156", "A")], unit_measure="MG_M3") for area in ("SE-1281", "BW-FR")]
    other[1]["values"].append(["2023", "0.015", "A"])
    changes = find(indicator(), indicator(*other, unit="MG_M3"))
    assert [(change.kind, change.old, change.new) for change in changes] == [
        ("unit", "UG_M3", "MG_M3"), ("new", "", "0.015")
    ]  # fmt: skip


def test_a_withdrawn_value_keeps_the_unit_that_it_had():
    """It is gone from a line that has another unit now."""
    before = indicator(line(values=[("2021", "15.6", "A"), ("2022", "15.6", "A")]))
    after = indicator(line(values=[("2022", "0.0156", "A")], unit_measure="MG_M3"), unit="MG_M3")
    assert [(change.kind, change.unit) for change in find(before, after)] == [("unit", ""), ("withdrawn", "UG_M3")]


def test_another_unit_at_the_source_is_told_for_its_line():
    """The page converts it, so that its own unit stays."""
    (change,) = find(indicator(), indicator(line("SE-1281"), line(source_unit="MG_M3")))
    assert (change.kind, change.ref_area, change.old, change.new, change.unit, change.reason) == (
        "unit", "BW-FR", "UG_M3", "MG_M3", "UG_M3", "source"
    )  # fmt: skip


def test_a_grade_changes_with_what_decides_now_and_before():
    """Four years apart now; measured otherwise before."""
    after = indicator(pairs=[pair(grade="C", why=[["period", "years_apart", 2, 4]])])
    (change,) = find(indicator(), after)
    assert (change.kind, change.old, change.new) == ("grade", "B", "C")
    assert (change.reason, change.reason_before) == ("period:years_apart:2:4", "measurement:judged:1:")


def test_reasons_without_another_letter_are_no_change():
    """B remains B."""
    assert find(indicator(), indicator(pairs=[pair(why=[["period", "years_apart", 1, 1]])])) == ()


def test_a_level_changes_and_each_sex_has_its_own():
    """Women's pair is of a country now, men's stays."""
    before = indicator(pairs=[pair(sex="F"), pair(sex="M")])
    after = indicator(pairs=[pair(sex="F", level="country"), pair(sex="M")])
    assert [(change.kind, change.sex, change.old, change.new) for change in find(before, after)] == [
        ("level", "F", "city", "country")
    ]


def test_a_pair_for_all_in_place_of_women_and_men_is_compared_with_the_first():
    """Graded C where women's pair was B."""
    after = indicator(pairs=[pair(grade="C")])
    (change,) = find(indicator(pairs=[pair(sex="F"), pair(sex="M")]), after)
    assert (change.kind, change.sex, change.old, change.new) == ("grade", "_T", "B", "C")


def test_a_pair_that_is_gone_changes_level_and_grade():
    """Only one side has a figure left."""
    after = indicator(line(), level="one-sided", pairs=[], one_sided=[
        {"which": "b", "why": [["level", "one_sided", None, None], ["level", "not_found", None, None]],
         "line": ["aqli:PM25", "BW-FR", "_T", "_T"], "sign": "stagnating", "reason": "", "aim": ""}
    ])  # fmt: skip
    assert told(find(indicator(), after)) == [
        ("level", "", "", "city", "one-sided"), ("grade", "", "", "B", "N"),
        ("withdrawn", "SE-1281", "2022", "15.6", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "changed", "reason"),
    [
        ([("2022", "15.6", "A"), ("2023", "9", "A")], {}, "new_values"),
        ([("2022", "14", "A")], {}, "revised_values"),
        ([("2022", "15.6", "B")], {}, "other_status"),
        ([("2022", "15.6", "A")], {"aim": "lower 10 2030"}, "other_aim"),
        ([("2022", "15.6", "A")], {"line": ["aqli:PM25", "BWA", "_T", "_T"]}, "other_figures"),
        ([("2022", "14", "A"), ("2023", "9", "A")], {}, "new_values+revised_values"),
        ([("2022", "15.6", "A")], {}, "method"),
    ],
)
def test_an_arrow_changes_and_says_why(values, changed, reason):
    """From hardly any progress to on track: by figures, by the aim, by other figures, or by the rule itself."""
    made = pair()
    made["b"] = {**made["b"], "sign": "on_track", **changed}
    changes = find(indicator(), indicator(line("SE-1281"), line(values=values), pairs=[made]))
    signs = [change for change in changes if change.kind == "sign"]
    assert [(change.old, change.new, change.reason) for change in signs] == [("stagnating", "on_track", reason)]


def test_an_arrow_that_is_gone_says_why_there_is_none():
    """A break in the series, by the rules of trends."""
    made = pair()
    made["b"] = {**made["b"], "sign": "not_assessed", "reason": "series_break"}
    (change,) = find(indicator(), indicator(pairs=[made]))
    assert (change.kind, change.place, change.old, change.new, change.reason) == (
        "sign", "BW-FR", "stagnating", "not_assessed", "series_break"
    )  # fmt: skip


def test_a_source_that_returns_nothing_is_told_once():
    """Twelve figures that stay from before; the night after they are no news."""
    some, none = facts({"who": 12}), facts()
    (change,) = find_changes(none, some, found=FOUND, edition=EDITION)
    assert (change.kind, change.source, change.new, change.count) == ("emptied", "who", "12", 12)
    assert find_changes(some, some, found=FOUND, edition=EDITION) == ()
    assert find_changes(some, none, found=FOUND, edition=EDITION) == ()


def test_ids_are_absolute_and_the_same_for_the_same_change():
    """Found twice from the same state at the same moment: one id. It says nothing of files."""
    after = indicator(line("SE-1281"), line(values=[("2022", "15.4", "A")]))
    first, second = (find(copy.deepcopy(indicator()), copy.deepcopy(after)) for _ in range(2))
    assert first == second
    assert first[0].id == "urn:uuid:8a889cf9-a4e6-513f-86a3-d2d7a79d24d9", "ids that were published stay for good"


def test_two_changes_of_one_value_have_two_ids():
    """15.6 to 15.4, to 15.6, to 15.4 again; at one moment too, where the clock stands still."""
    states = [indicator(line(values=[("2022", value, "A")])) for value in ("15.6", "15.4", "15.6", "15.4")]
    for moments in ([f"2026-11-2{day}T03:00:00Z" for day in (6, 7, 8)], [FOUND] * 3):
        ids: list[str] = []
        for before, after, moment in zip(states, states[1:], moments, strict=False):
            ids += [change.id for change in find(before, after, moment, taken=ids)]
        assert len(set(ids)) == 3


def test_every_id_of_a_run_is_its_own():
    """The same change in two places, two series, two periods."""
    before = indicator(*(line(area, years(2000, 2002), series=series) for area in ("SWE", "BWA") for series in "xy"))
    after = indicator(*(line(area, years(2000, 2004), series=series) for area in ("SWE", "BWA") for series in "xy"))
    ids = [change.id for change in find(before, after)]
    assert len(ids) == 8 == len(set(ids))


def test_a_change_counts_figures():
    """One for a single value, none for what is not about a number of figures."""
    blank = {"id": "urn:x", "found": FOUND, "edition": 1, "edition_date": "2026-11-25"}
    assert Change(kind="new", **blank).count == 1
    assert Change(kind="grade", old="B", new="C", **blank).count == 0
