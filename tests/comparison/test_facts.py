"""Facts of a comparison: what pages say, and nothing that is new only because it was fetched or sorted anew."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pandas as pd
import pytest

import builders
from compare.catalogue.models import TargetValue
from compare.comparison.build import build
from compare.comparison.facts import list_deciding, tell_facts, write_facts
from compare.comparison.model import Comparison, Freshness, Grade, Reason
from compare.observations.fetched import write_number
from whole import real


def compared(*rows: list[dict[str, object]], **changes: object) -> Comparison:
    """A comparison of one indicator."""
    indicator = builders.indicator(**changes)
    return build(builders.partnership(), builders.catalogue(indicator), builders.frame(*rows), builders.manifest())


def only(comparison: Comparison) -> dict:
    """The facts of its one indicator."""
    return tell_facts(comparison)["indicators"]["test-share"]


def test_every_value_is_told_with_area_period_unit_and_status() -> None:
    """Two lines, 12.5 and 0 exactly, a missing one as nothing with its reason."""
    told = only(
        compared(
            builders.rows("SE-1281", {2022: 12.5, 2023: math.nan}),
            builders.rows("BW-FR", {2022: 0.0}, obs_status="E", qualifier="<"),
        )
    )
    assert [(line["ref_area"], line["place"], line["unit_measure"], line["values"]) for line in told["lines"]] == [
        ("BW-FR", "BW-FR", "PT", [["2022", "<0", "E"]]),
        ("SE-1281", "SE-1281", "PT", [["2022", "12.5", "A"], ["2023", "", "M"]]),
    ]
    assert told["title"] == {"en": "The share", "sv": "Andelen"}
    assert (told["goal"], told["unit"], told["level"]) == ("11", "PT", "city")


def test_values_stand_in_the_unit_of_the_page_and_the_sources_own_is_named() -> None:
    """A fraction of 0.25 is shown as 25 per cent."""
    told = only(
        compared(builders.rows("SE-1281", {2022: 0.25}, unit_measure="RATIO_0_1"), builders.rows("BW-FR", {2022: 3.0}))
    )
    assert [(line["unit_measure"], line["source_unit"], line["values"][0][1]) for line in told["lines"]] == [
        ("PT", "PT", "3"),
        ("PT", "RATIO_0_1", "25"),
    ]


def test_a_grade_is_told_with_what_decides_it_and_a_trend_with_its_aim() -> None:
    """Four years apart is C by the period; a series of one value has no trend."""
    told = only(
        compared(
            builders.rows("SE-1281", {2022: 1.0}), builders.rows("BW-FR", {2018: 2.0}), tolerance=5,
            target_value=TargetValue(value=5, year=2030, origin=builders.text()),
        )
    )  # fmt: skip
    (pair,) = told["pairs"]
    assert (pair["sex"], pair["level"], pair["grade"]) == ("_T", "city", "C")
    assert pair["why"] == [["period", "years_apart", 2, 4]]
    assert pair["a"] == {
        "line": ["test:S", "SE-1281", "_T", "_T"], "sign": "not_assessed", "reason": "too_few", "aim": "lower 5 2030",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("letter", "codes"),
    [("A", []), ("B", ["kinds_differ"]), ("C", ["years_apart", "old"]), ("D", ["mixed_level"]), ("E", ["judged"])],
)
def test_the_deciding_reasons_are_those_of_the_letter(letter, codes) -> None:
    """A cap counts for C alone, and nothing decides A."""
    reasons = (
        Reason("concept", 3 if letter == "E" else 0, "judged"), Reason("base", 0, "judged"),
        Reason("territory", 1, "mixed_level" if letter == "D" else "kinds_differ"),
        Reason("period", 2 if letter == "C" else 0, "years_apart" if letter == "C" else "same_period"),
        Reason("age_of_figure", None, "old", number=2009),
    )  # fmt: skip
    assert [reason.code for reason in list_deciding(Grade(letter, reasons))] == codes


def test_access_dates_answers_and_order_are_no_facts() -> None:
    """The same figures from other answers, in another order, tried at another time: the same bytes."""
    rows = [*builders.rows("SE-1281", {2021: 1.0, 2022: 2.0}), *builders.rows("BW-FR", {2022: 3.0})]
    other = [{**row, "response_id": "transcribed:later"} for row in reversed(rows)]
    first, second = compared(rows), compared(other)
    second = replace(second, freshness={"who": Freshness("who", "partly", "2026-11-26T08:00:00Z", "")})
    assert write_facts(tell_facts(first)) == write_facts(tell_facts(second))


def test_values_are_sorted_by_period_whatever_the_order_of_a_history() -> None:
    """A history that runs backwards gives the same facts."""
    made = compared(builders.rows("SE-1281", {2021: 1.0, 2022: 2.0}), builders.rows("BW-FR", {2022: 3.0}))
    (pair,) = made.results[0].pairs
    turned = replace(pair, a=replace(pair.a, history=pair.a.history.iloc[::-1]))
    other = replace(made, results=(replace(made.results[0], pairs=(turned,)),))
    assert tell_facts(other) == tell_facts(made)


def test_a_count_too_small_to_print_is_in_no_fact() -> None:
    """Three and four ill persons are both "masked"; five is a number."""
    told = only(
        compared(
            builders.rows("SE-1281", {2021: 3.0, 2022: 4.0, 2023: 5.0}, unit_measure="PERSONS"), unit="PERSONS",
            persons=True, known=({"side": "a", "series": "test:S", "ref_area": "SE-1281", "missing": "not_published",
                                  "question": builders.text(), "ask": builders.text()},),
        )
    )  # fmt: skip
    assert [line["values"] for line in told["lines"]] == [
        [["2021", "masked", "A"], ["2022", "masked", "A"], ["2023", "5", "A"]]
    ]


def test_a_source_that_gave_figures_no_more_is_told_with_their_number() -> None:
    """Twelve figures that stay from before; a source that gave all is not named."""
    made = compared(builders.rows("SE-1281", {2022: 1.0}))
    freshness = {
        "who": Freshness("who", "failed", "2026-11-26T08:00:00Z", "", 12),
        "smhi": Freshness("smhi", "renewed", "2026-11-26T08:00:00Z", "2026-11-26T08:00:00Z"),
    }
    assert tell_facts(replace(made, freshness=freshness))["sources"] == {"who": 12}


@pytest.mark.parametrize(("column", "known"), [({"emptied": ["12"]}, {"who": 12}), ({"emptied": [""]}, {}), ({}, {})])
def test_how_many_figures_a_source_stopped_giving_is_read_from_its_last_asking(column, known) -> None:
    """A state that was written before the count was kept has no such column."""
    sources = pd.DataFrame({"source": ["who"], "state": ["failed"], "tried": ["2026-11-26T08:00:00Z"], "renewed": [""],
                            "told": [""], **column})  # fmt: skip
    indicator = builders.indicator()
    rows = builders.frame(builders.rows("SE-1281", {2022: 1.0}))
    made = build(builders.partnership(), builders.catalogue(indicator), rows, builders.manifest(), sources)
    assert tell_facts(made)["sources"] == known


@pytest.mark.parametrize(
    ("number", "text"),
    [(12.0, "12"), (-0.0, "0"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (1e20, "1e+20"), (math.nan, "")],
)
def test_a_number_is_told_exactly_and_shortly(number, text) -> None:
    """Read back, it is the same number."""
    assert write_number(number) == text
    assert not text or float(text) == number


def test_the_facts_of_the_whole_site_are_small_and_read_back() -> None:
    """All indicators in less than 600 KB; JSON holds them as they are."""
    facts = tell_facts(real())
    raw = write_facts(facts)
    assert len(raw) < 600_000
    assert json.loads(raw) == facts
    assert list(facts["indicators"]) == sorted(result.indicator.id for result in real())
