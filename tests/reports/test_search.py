"""The data of the search: what a reader may look for, in order, light, and leading to pages that are there."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import builders
from compare.presentation.language import speak
from compare.presentation.parts_links import Speaker
from compare.reports.search import SCRIPT, build_data, find_language, list_addresses, name_data, render_search
from compare.reports.site import Site, add_indicators, plan_pages, plan_site
from page_scenes import catalogue, comparison, night_noise, partnership, speaker
from whole import real

PAGES = {"goal-05.html", "goal-11.html", "overview.html", "indicator-clean-air.html", "indicator-population.html",
         "indicator-women-in-council.html"}  # fmt: skip
NASTY = "Andel <18 år & \"unga vuxna\" i kommun' <img src=x onerror=alert(1)> ${7*7} {{7*7}} &amp;</script>"


def read(content):
    """The data in a file, as a browser would have them."""
    text = content.decode("utf-8")
    assert text.startswith("window.compareIndex={")
    assert text.endswith("};\n")
    return json.loads(text.removeprefix("window.compareIndex=").removesuffix(";\n"))


@pytest.fixture(scope="module")
def site():
    """The plan of the invented site."""
    return add_indicators(plan_site(partnership(), catalogue()), comparison())


def test_each_item_has_title_address_codes_themes_and_its_other_name():
    """In alphabetical order; a section names its page, a page of its own does not."""
    data = build_data(speaker("en"), PAGES)
    assert data["items"] == [
        ["Fine dust & soot", "clean-air", -1, "11.6.2", [1], "Fint damm"],
        ["Noise", "night-noise", 0, "11.6", [], "Buller"],
        ["Population", "population", -1, "context", [], "Folkmängd"],
        ["Women in council", "women-in-council", -1, "5.5.1", [0], "Kvinnor i fullmäktige"],
    ]
    assert data["pages"] == ["goal-11.html"]
    assert data["themes"] == ["Women in decisions", "Climate"]
    assert data["goals"] == {
        "5": "Goal 5: Gender equality", "11": "Goal 11: Sustainable cities", "context": "Background",
    }  # fmt: skip


def test_a_code_of_another_goal_does_not_move_an_indicator_there():
    """The first code is of the goal under which the indicator stands."""
    result = night_noise()
    moved = replace(result, indicator=result.indicator.model_copy(update={"sdg_code": "3.9.1", "target": None}))
    assert build_data(speaker("en", moved), PAGES)["items"][0][3] == "11 3.9.1"


def test_the_order_is_that_of_the_pages_language():
    """Å, Ä and Ö last in Swedish."""
    towns = ("Örebro", "Ale", "Ängelholm", "Åre", "Arboga", "Zinkgruvan")
    results = []
    for number, town in enumerate(towns):
        result = night_noise()
        changed = result.indicator.model_copy(update={"id": f"n-{number}", "title": builders.text(town, town)})
        results.append(replace(result, indicator=changed))
    titles = [item[0] for item in build_data(speaker("sv", *results), PAGES)["items"]]
    assert titles == ["Ale", "Arboga", "Zinkgruvan", "Åre", "Ängelholm", "Örebro"]


def test_an_indicator_on_no_page_of_the_site_is_left_out():
    """A run of one goal has a search over that goal."""
    found = [item[1] for item in build_data(speaker("sv"), {"goal-11.html", "indicator-clean-air.html"})["items"]]
    assert found == ["night-noise", "clean-air"]
    further = build_data(speaker("sv"), {"goal-05.html"})
    assert further["items"] == []
    assert further["goals"] == {}


def test_a_title_from_outside_reads_exactly_as_given(site):
    """In the data it is a string like any other, once quoted."""
    result = night_noise()
    nasty = replace(result, indicator=result.indicator.model_copy(update={"title": builders.text(NASTY, NASTY)}))
    files = render_search(site, comparison(nasty))
    assert read(files["assets/search-sv.js"])["items"][0][0] == NASTY


def test_there_is_one_script_and_data_for_each_language(site):
    """Only of languages that have pages; the same bytes every time."""
    files = render_search(site, comparison())
    assert sorted(files) == ["assets/search-en.js", "assets/search-sv.js", "assets/search.js"]
    assert files == render_search(site, comparison())
    english = Site(partnership(), catalogue(), plan_pages(partnership(), catalogue(), languages=["en"]))
    assert sorted(render_search(english, comparison())) == ["assets/search-en.js", "assets/search.js"]
    assert read(files[name_data("sv")])["says"]["label"] == "Sök bland måtten"
    assert read(files[name_data("en")])["says"]["many"] == "# indicators found."


def test_the_script_puts_nothing_in_as_markup_and_asks_nobody(site):
    """Text is set as text; no request, no address, no evaluation."""
    script = render_search(site, comparison())[SCRIPT].decode("utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "Function(", "fetch", "XMLHttp",
                 "import(", "http", "location"):  # fmt: skip
        assert word not in script


@pytest.mark.parametrize("code", ["sv", "en"])
def test_the_search_over_all_indicators_is_light(code):
    """Script and data of one language weigh at most 60 KB together, and every indicator is in them."""
    whole = add_indicators(plan_site(real().partnership, real().catalogue), real())
    files = render_search(whole, real())
    assert len(files[SCRIPT]) + len(files[name_data(code)]) <= 60 * 1024
    told = files[name_data(code)].decode("utf-8")
    assert len(list(list_addresses(told))) == len(real().results)
    assert "goal-03-" in told, "sections on further pages are found as well"


@pytest.mark.parametrize("code", ["sv", "en"])
def test_every_address_is_that_of_the_list(code):
    """Packed small in the data, and the same again when unpacked."""
    from compare.presentation.index import list_entries

    told = Speaker(real(), speak(code))
    whole = add_indicators(plan_site(real().partnership, real().catalogue), real())
    text = render_search(whole, real())[name_data(code)].decode("utf-8")
    assert list(list_addresses(text)) == [entry.address for entry in list_entries(told)]


def test_data_are_known_by_their_name():
    """Whatever else lies beside them is none."""
    assert find_language("assets/search-sv.js") == "sv"
    assert find_language("editions/2026-11-25/assets/search-en.js") == "en"
    assert find_language("assets/search.js") is None
    assert find_language("sv/files/search-sv.js") is None
    with pytest.raises(ValueError, match="Expecting"):
        list(list_addresses("window.compareIndex=no;"))
