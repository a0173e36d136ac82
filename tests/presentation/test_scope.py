"""A page of a goal reads its goal's part alone; its digest changes with what it says, and with nothing else."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

import whole
from compare.catalogue.partnerships import Edition
from compare.comparison.model import Freshness
from compare.presentation.language import speak
from compare.presentation.narrative_sources import tell_state
from compare.presentation.parts import Pages
from compare.presentation.scope import digest, find_state, narrow

DAY = date(2026, 11, 25)
#: The blocks of a goal's page, as 03_goal.ipynb calls them, without the pages of single indicators.
BLOCKS = ("title", "summary", "glance", "indicators", "learning", "further", "sources", "made")


def tell(comparison, goal, language):
    """All that a goal's page says."""
    page = Pages(comparison, language, goal=goal)
    return [getattr(page, block)().html for block in BLOCKS]


# 6 has indicators that are parts of one of goal 11; the biggest goals would take long.
@pytest.mark.parametrize(("goal", "language"), [("6", "sv"), ("13", "en")])
def test_a_goals_page_is_the_same_from_its_part_alone(goal, language):
    """Nothing on it comes from anywhere else, so the part's digest covers all of it."""
    comparison = whole.real()
    assert tell(narrow(comparison, goal), goal, language) == tell(comparison, goal, language)


def test_the_part_of_a_goal_holds_its_results_and_the_figures_behind_them():
    """Of goal 14 no figure of another goal, and every publication that its own name."""
    comparison = whole.real()
    part = narrow(comparison, "14")
    assert {result.indicator.goal for result in part.results} == {"14"}
    assert part.goal("14") == comparison.goal("14")
    assert len(part.observations) < len(comparison.observations) / 5
    assert set(part.catalogue.indicators) == {result.indicator.id for result in part.results}
    assert narrow(comparison, None) is comparison


def revise(comparison, series, number):
    """The comparison with one value changed; results are left, since the digest is of what they are made from."""
    frame = comparison.observations.copy()
    frame.loc[frame.index[frame["series"] == series][0], "obs_value"] = number
    return replace(comparison, observations=frame)


def test_a_revised_value_changes_the_digest_of_its_goal_and_of_no_other():
    """Haze stands in goal 11 alone; the whole has it too."""
    comparison = whole.real()
    series = comparison.result("haze").pairs[0].a.series
    assert comparison.result("haze").indicator.goal == "11"
    revised = revise(comparison, series, 0.123456789)
    changed = {goal for goal in comparison.catalogue.goals
               if digest(narrow(revised, goal)) != digest(narrow(comparison, goal))}  # fmt: skip
    # Goals 3 and 6 have an indicator that is a part of one of goal 11, whose page they lead to.
    assert "11" in changed
    assert changed <= {"3", "6", "11"}
    assert digest(revised) != digest(comparison)


def with_edition(comparison, **fields):
    """The comparison as another edition."""
    edition = Edition(number=1, date=DAY, declared=DAY).model_copy(update=fields)
    return replace(comparison, partnership=comparison.partnership.model_copy(update={"edition": edition}))


def test_the_number_and_day_of_the_edition_are_not_in_the_digest_and_its_year_is():
    """Pages that read nothing new stay when the edition is a new one; in a new year a figure may have become old."""
    comparison = narrow(whole.real(), "14")
    first = digest(with_edition(comparison))
    assert digest(with_edition(comparison, number=2, date=date(2026, 12, 3))) == first
    assert digest(with_edition(comparison, date=date(2027, 1, 3))) != first


def test_a_source_that_could_not_be_asked_counts_for_the_pages_that_use_it():
    """The notice names the day; of a source in order the day is on no page."""
    comparison = narrow(whole.real(), "14")
    name = next(iter(comparison.manifest["source"]))

    def told(**sources):
        return digest(replace(comparison, freshness={key: Freshness(key, *state) for key, state in sources.items()}))

    fine = told(**{name: ("renewed", "2026-12-01T01:00:00Z", "2026-12-01T01:00:00Z")})
    assert told(**{name: ("renewed", "2026-12-02T01:00:00Z", "2026-12-02T01:00:00Z")}) == fine
    assert told(**{name: ("failed", "2026-12-02T01:00:00Z", "2026-12-01T01:00:00Z")}) != fine


def test_the_state_of_figures_is_the_day_of_their_newest_answer():
    """Of what people copied it is the day that the partnership file declares, whatever the edition's own."""
    comparison = with_edition(whole.real(), date=date(2026, 12, 9))
    result = comparison.result("haze")
    assert find_state([result], comparison) == DAY
    manifest = comparison.manifest.copy()
    used = result.pairs[0].a.history["response_id"].iloc[0]
    manifest["retrieved"] = pd.Series("", index=manifest.index)
    manifest.loc[manifest["response_id"] == used, "retrieved"] = "2026-12-03T23:30:00Z"
    fetched = replace(comparison, manifest=manifest)
    assert find_state([result], fetched) == date(2026, 12, 3)
    assert tell_state([result], fetched, speak("sv")) == "Uppgifter per den 3 december 2026."
