"""The indicators' own pages on the whole site: one for each, the same as from the notebook, linked from everywhere."""

from __future__ import annotations

import re

import pytest

from compare.home import notebook_folder
from compare.presentation.parts_links import has_page, indicator_name
from compare.reports.engine import run_notebook
from compare.reports.lint import PAGE_BYTES
from compare.reports.render import render_page
from compare.reports.site import add_indicators, plan_pages, plan_site
from page_scenes import catalogue, comparison, partnership
from whole import real


@pytest.fixture(scope="module")
def planned():
    """The plan of the invented site, with the indicators that have a page."""
    return add_indicators(plan_site(partnership(), catalogue()), comparison())


def test_the_plan_has_a_page_for_each_indicator_of_a_city_or_a_region(planned):
    """In each language, with the parameters of its notebook and its title."""
    pages = [page for page in planned.pages if page.kind == "indicator"]
    assert [page.path for page in pages if page.language == "sv"] == [
        "sv/indicator-women-in-council.html", "sv/indicator-clean-air.html", "sv/indicator-population.html",
    ]  # fmt: skip
    page = planned.at("en/indicator-clean-air.html")
    assert page.title == "Fine dust & soot"
    assert page.parameters == {"partnership": "lund-francistown", "language": "en", "indicator": "clean-air"}
    assert page.label == "indicator clean-air, en"
    assert [twin.path for twin in planned.twins(page)] == ["sv/indicator-clean-air.html"]


def test_the_pages_of_a_goal_come_with_it(planned):
    """And those of the context with the page of all goals."""
    goal = planned.beside([planned.find("goal", "sv", "11"), planned.find("coverage", "sv")])
    assert [page.path for page in goal] == ["sv/indicator-clean-air.html"]
    assert [page.path for page in planned.beside([planned.find("overview", "en")])] == ["en/indicator-population.html"]


def test_some_indicators_are_made_with_their_goals():
    """So that no page shows a new picture beside old words."""
    with_goal = plan_pages(partnership(), full(), indicators=["clean-air"], languages=["sv"])
    assert [page.path for page in with_goal] == ["sv/goal-11.html"]
    context = plan_pages(partnership(), full(), ["5"], ["sv"], ["population"])
    assert [page.path for page in context] == ["sv/overview.html", "sv/goal-05.html"]
    with pytest.raises(LookupError, match="clean-air"):
        plan_pages(partnership(), full(), indicators=["clean-hair"])


def full():
    """The invented catalogue with the indicators of the invented comparison."""
    from dataclasses import replace

    return replace(catalogue(), indicators={item.indicator.id: item.indicator for item in comparison().results})


@pytest.mark.slow
def test_each_indicator_of_a_city_or_a_region_has_a_page_in_each_language(made_site):
    """No more and no fewer than the figures give."""
    wanted = {indicator_name(result.indicator.id) for result in real().results if has_page(result, real())}
    for code in ("sv", "en"):
        assert {path.name for path in (made_site / code).glob("indicator-*.html")} == wanted


@pytest.mark.slow
@pytest.mark.parametrize(("code", "indicator"), [("sv", "fine-dust"), ("en", "women-in-council")])
def test_the_notebook_of_one_indicator_makes_the_page_that_the_site_has(made_site, code, indicator):
    """The site takes it from the goal's notebook, an analyst from the indicator's own: to the last byte the same."""
    site = add_indicators(plan_site(real().partnership, real().catalogue), real())
    page = site.at(f"{code}/{indicator_name(indicator)}")
    executed = run_notebook(notebook_folder() / page.notebook, page.parameters)
    for path, content in render_page(executed, page, site).items():
        assert (made_site / path).read_bytes() == content, path


@pytest.mark.slow
def test_a_page_leads_to_its_neighbours_of_the_same_goal(made_site):
    """Before and after in the catalogue's order; the next one leads back."""
    text = (made_site / "sv" / "indicator-fine-dust.html").read_text(encoding="utf-8")
    following = re.search(r'<a href="(indicator-[^"]+)" rel="next">', text)[1]
    other = (made_site / "sv" / following).read_text(encoding="utf-8")
    assert '<a href="indicator-fine-dust.html" rel="prev">' in other


@pytest.mark.slow
@pytest.mark.parametrize("page", ["goal-11.html", "coverage.html", "index.html", "indicators.html"])
@pytest.mark.parametrize("code", ["sv", "en"])
def test_the_pages_are_linked_from_where_readers_are(made_site, code, page):
    """From the section on the goal's page, from what is known, from the front, from the list."""
    assert 'href="indicator-' in (made_site / code / page).read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_page_has_room_for_what_later_figures_add(made_site):
    """A page that grows over the limit stops a run, so none comes near it: six kilobytes stay free."""
    weights = {path.relative_to(made_site).as_posix(): path.stat().st_size for path in made_site.rglob("*.html")}
    assert {name: weight for name, weight in weights.items() if weight > PAGE_BYTES - 6 * 1024} == {}
