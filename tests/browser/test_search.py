"""The search in a real browser: what is found in which order, by keyboard, for those who hear it, and without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders
from compare.reports.site import add_indicators, plan_site
from compare.reports.start import render_fixed
from page_scenes import catalogue, clean_air, comparison, night_noise, partnership, population, women_in_council

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NASTY = "Andel <18 år & \"unga vuxna\" i kommun' <img src=x onerror=alert(1)> ${7*7} {{7*7}} &amp;"
TOWNS = ("Örebro läns sjukhus", "Örebro", "Zinkgruvan", "Ale", "Ängelholm", "Åre", "Arboga", "Are och vatten", NASTY)


@pytest.fixture(scope="session")
def towns(tmp_path_factory):
    """A site whose indicators are called as towns are, among three others; only what stands without a notebook."""
    folder = tmp_path_factory.mktemp("towns")
    results = [clean_air(), women_in_council(), population()]
    for number, title in enumerate(TOWNS):
        result = night_noise()
        changed = {"id": f"n-{number}", "title": builders.text(title, f"Town {number}"), "sdg_code": None}
        results.append(replace(result, indicator=result.indicator.model_copy(update=changed)))
    told = comparison(*results)
    for path, content in render_fixed(add_indicators(plan_site(partnership(), catalogue()), told), told).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "sv" / "indicator-women-in-council.html").write_text("<title>Opened</title>", encoding="utf-8")
    return folder


@pytest.fixture
def page(towns, open_page):
    """The Swedish list, with its search box."""
    opened = open_page(towns / "sv" / "indicators.html")
    opened.faults = []
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))
    return opened


def hits(page, words):
    """What is found for `words`, in order."""
    page.get_by_role("searchbox").fill(words)
    return page.locator(".hits a").all_inner_texts()


@pytest.mark.parametrize(
    ("words", "first"),
    [("orebro", "Örebro"), ("ÖREBRO", "Örebro"), ("Örebro", "Örebro"), ("angelholm", "Ängelholm"), ("ÅRE", "Åre"),
     ("åre", "Åre"), ("  åre ", "Åre"), ("ARE", "Åre"), ("are och", "Are och vatten"), ("ängel", "Ängelholm")],
)  # fmt: skip
def test_the_exact_name_comes_first_with_or_without_marks_and_capitals(page, words, first):
    """Letters are found as people type them."""
    assert hits(page, words)[0] == first


def test_among_equals_the_marks_that_were_typed_come_first(page):
    """Then those with others, then the alphabet."""
    assert hits(page, "år")[0] == "Åre"
    assert hits(page, "are") == ["Åre", "Are och vatten"]
    assert hits(page, "orebro") == ["Örebro", "Örebro läns sjukhus"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("5.5.1", ["Kvinnor i fullmäktige"]), ("5.5", ["Kvinnor i fullmäktige"]), ("mål 5", ["Kvinnor i fullmäktige"]),
     ("jamstalldhet", ["Kvinnor i fullmäktige"]), ("women council", ["Kvinnor i fullmäktige"]),
     ("kvinnor i beslut", ["Kvinnor i fullmäktige"]), ("klimat", ["Fint damm"]), ("soot", ["Fint damm"]),
     ("11.6.2", ["Fint damm"]), ("1.6", []), ("6", []), ("bakgrund", ["Folkmängd"]), ("finns inte", []),
     ("damm fint", ["Fint damm"])],
)  # fmt: skip
def test_codes_themes_goals_and_the_other_language_are_found(page, words, found):
    """A code is found by its beginning, part by part: 1.6 is no part of 11.6."""
    assert hits(page, words) == found


def test_what_comes_from_outside_is_shown_as_text(page):
    """A title with markup, quotes and braces reads as given, and so does what was typed."""
    assert hits(page, "<18 år &") == [NASTY]
    assert page.locator(".hits img, .letter img").count() == 0
    assert page.locator(".letter a", has_text="unga vuxna").inner_text() == NASTY
    assert hits(page, "<img src=x onerror=alert(2)>y") == []
    said = page.get_by_role("status")
    said.filter(has_text="<img src=x onerror=alert(2)>y").wait_for()
    assert page.locator(".search img").count() == 0
    assert hits(page, "{{7*7}} **") == [NASTY]
    assert page.faults == []


def test_the_number_of_results_is_said_once_the_typing_rests(page):
    """In the page's language, in a region that a screen reader reads out by itself."""
    said = page.get_by_role("status")
    for words, told in (("orebro", "2 mått hittades."), ("arboga", "Ett mått hittades."),
                        ("xyz", "Inget mått har ”xyz” i titel, tema eller kod.")):  # fmt: skip
        hits(page, words)
        said.filter(has_text=told).wait_for()
    hits(page, "")
    said.filter(has_not_text="xyz").wait_for(state="attached")
    assert said.inner_text() == ""
    page.get_by_role("searchbox").press_sequentially("orebro")
    assert said.inner_text() == "", "nothing is said while letters come"
    said.filter(has_text="2 mått").wait_for()


def test_a_long_list_of_results_is_cut_and_says_so(made_site, open_page):
    """The first twenty of many, in English too."""
    page = open_page(made_site / "en" / "indicators.html")
    assert len(hits(page, "a")) == 20
    page.get_by_role("status").filter(has_text="the first 20 are shown").wait_for()


def test_everything_works_by_keyboard(page):
    """Down to the results and through them, up again, Escape to begin anew, Enter to open."""
    at = "document.activeElement.textContent || document.activeElement.id"
    page.get_by_role("searchbox").focus()
    page.keyboard.type("orebro")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(at) == "Örebro"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(at) == "Örebro läns sjukhus", "the last stays"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(at) == "search-words"
    page.keyboard.press("Tab")
    assert page.evaluate(at) == "Örebro"
    page.keyboard.press("Escape")
    assert page.evaluate(at) == "search-words"
    assert page.get_by_role("searchbox").input_value() == ""
    assert page.locator(".hits a").count() == 0
    page.keyboard.type("5.5.1")
    page.keyboard.press("Enter")
    assert page.evaluate(at) == "Kvinnor i fullmäktige"
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicator-women-in-council.html")


def test_every_result_leads_where_the_list_leads(page):
    """The search has no addresses of its own."""
    listed = page.eval_on_selector_all(".letter a", "links => links.map(link => [link.innerText, link.href])")
    assert len(listed) == len(TOWNS) + 3
    for title, href in listed:
        hits(page, title)
        assert page.locator(".hits a").first.get_attribute("href") == href.rpartition("/")[2], title


@pytest.mark.parametrize("name", ["index.html", "indicators.html"])
@pytest.mark.parametrize("code", ["sv", "en"])
def test_without_the_script_there_is_no_box_and_the_list_is_there(towns, open_page, code, name):
    """A browser that runs no script meets nothing that does not work."""
    page = open_page(towns / code / name, java_script_enabled=False)
    assert page.locator("input, form").count() == 0
    if name == "index.html":
        page.locator("main a[href='indicators.html']").click()
    assert page.locator(".letter a").count() == len(TOWNS) + 3
    assert page.locator(".search").bounding_box()["height"] == 0


def test_the_front_page_has_the_search_too(towns, open_page):
    """It leads to the same pages."""
    page = open_page(towns / "en" / "index.html")
    assert hits(page, "fint damm") == ["Fine dust & soot"]
    assert page.locator(".hits a").get_attribute("href") == "indicator-clean-air.html"


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("code", ["sv", "en"])
def test_axe_finds_nothing_while_results_are_shown(made_site, open_page, judge, code, width):
    """On both pages with a box, at both widths, and nothing is wider than the window."""
    faults = []
    for name in ("index.html", "indicators.html"):
        page = open_page(made_site / code / name, width)
        assert hits(page, "5.5")
        page.get_by_role("status").filter(has_text="hittades" if code == "sv" else "found").wait_for()
        faults += [f"{name}: {fault}" for fault in judge(page)]
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert faults == []
