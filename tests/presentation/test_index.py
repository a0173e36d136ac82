"""The list of all indicators: its order in each language, its letters, what a reader may look for."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

import builders
from compare.presentation import parts_index
from compare.presentation.index import Entry, find_letter, group_entries, list_entries
from compare.presentation.language import speak
from compare.presentation.parts_index import show_index, show_search
from page_scenes import clean_air, night_noise, population, speaker, women_in_council

TOWNS = ("Örebro", "Zinkgruvan", "Ale", "Ängelholm", "Åre", "Arboga")
NASTY = "Andel <18 år & \"unga vuxna\" i kommun' <img src=x onerror=alert(1)> ${7*7} {{7*7}} &amp;"


def named(*titles):
    """Results that differ by title."""
    made = []
    for number, title in enumerate(titles):
        result = night_noise()
        changed = result.indicator.model_copy(update={"id": f"n-{number}", "title": builders.text(title, title)})
        made.append(replace(result, indicator=changed))
    return made


def titles_of(code, results):
    """The titles in the list's order."""
    return [entry.title for entry in list_entries(speaker(code, *results))]


def test_swedish_titles_end_with_the_ring_and_the_dots():
    """Å, Ä and Ö after Z, in whichever order the catalogue has them."""
    right = ["Ale", "Arboga", "Zinkgruvan", "Åre", "Ängelholm", "Örebro"]
    for seed in range(5):
        shuffled = random.Random(seed).sample(TOWNS, len(TOWNS))
        assert titles_of("sv", named(*shuffled)) == right


def test_in_english_a_letter_with_a_mark_stands_where_the_plain_one_stands():
    """And small letters stand among capitals."""
    assert titles_of("en", named(*TOWNS, "arable land")) == [
        "Ale", "Ängelholm", "arable land", "Arboga", "Åre", "Örebro", "Zinkgruvan",
    ]  # fmt: skip


@pytest.mark.parametrize("locale", ["C", "de_DE.UTF-8", "sv_SE.UTF-8"])
def test_the_order_does_not_depend_on_the_machine(monkeypatch, locale):
    """The environment may say what it likes."""
    monkeypatch.setenv("LC_ALL", locale)
    assert titles_of("sv", named(*TOWNS))[-3:] == ["Åre", "Ängelholm", "Örebro"]


def test_titles_stand_under_their_letters():
    """Å has its own in Swedish only; a digit has none."""
    entries = list_entries(speaker("sv", *named(*TOWNS, "5G")))
    groups = [(letter, len(found)) for letter, found in group_entries(entries, speak("sv"))]
    assert groups == [("#", 1), ("A", 2), ("Z", 1), ("Å", 1), ("Ä", 1), ("Ö", 1)]
    entries = list_entries(speaker("en", *named(*TOWNS)))
    assert [letter for letter, _ in group_entries(entries, speak("en"))] == ["A", "O", "Z"]
    assert find_letter("ü", speak("sv")) == "Y"


def test_an_entry_says_where_all_about_it_is_and_what_else_it_is_called():
    """A page of its own for a city's figure, a section for what nobody knows; the code, else the target."""
    found = {entry.title: entry for entry in list_entries(speaker("en"))}
    assert found["Women in council"] == Entry(
        "Women in council", "indicator-women-in-council.html", "5", "5.5.1", ("5.5.1",), ("women",),
        ("Kvinnor i fullmäktige",),
    )  # fmt: skip
    assert found["Noise"].address == "goal-11.html#night-noise"
    assert (found["Noise"].code, found["Noise"].codes) == ("11.6", ("11.6",))
    assert found["Population"].goal == "context"
    assert found["Population"].codes == ()


def test_a_code_of_another_target_stands_beside_the_target():
    """Both are looked for; a code that begins with the target holds it."""
    result = women_in_council()
    other = replace(result, indicator=result.indicator.model_copy(update={"sdg_code": "16.7.1"}))
    assert list_entries(speaker("en", other))[0].codes == ("16.7.1", "5.5")


def test_a_substitute_is_found_by_the_official_number_and_does_not_carry_it():
    """Its target stands beside its title."""
    result = women_in_council()
    close = replace(result, indicator=result.indicator.model_copy(update={"sdg_match": "proxy"}))
    entry = list_entries(speaker("en", close))[0]
    assert (entry.code, entry.codes) == ("5.5", ("5.5.1",))
    assert "<small> 5.5</small>" in show_index(speaker("en", close)).html


@pytest.mark.parametrize("code", ["sv", "en"])
def test_the_list_has_every_indicator_once_in_order(code):
    """With its letter before it, and the order said in words."""
    part = show_index(speaker(code))
    links = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', part.html.partition("</nav>")[2])
    assert links == [(entry.address, entry.title.replace("&", "&amp;")) for entry in list_entries(speaker(code))]
    assert len(links) == 4
    said = {"sv": "med å, ä och ö sist", "en": "sorted as plain letters"}
    assert said[code] in part.text
    assert '<div class="search" data-search></div>' in part.html


def test_a_title_from_outside_is_text_in_the_list():
    """Nothing of it becomes an element, nothing is escaped twice."""
    html = show_index(speaker("sv", *named(NASTY))).html
    assert "<img" not in html
    shown = "Andel &lt;18 år &amp; &#34;unga vuxna&#34; i kommun&#39; &lt;img src=x onerror=alert(1)&gt;"
    assert f"{shown} ${{7*7}} {{{{7*7}}}} &amp;amp;</a>" in html


def test_a_long_list_goes_on_to_further_pages_and_parts_no_letter(monkeypatch):
    """Each letter leads to its page from every page; no indicator is lost."""
    monkeypatch.setattr(parts_index, "ROOM", 200)
    html = show_index(speaker("sv", *named(*TOWNS))).html
    own = html.partition("<article")[0]
    pages = dict(re.findall(r'<article data-page="(.*?)".*?>(.*?)</article>', html, re.DOTALL))
    assert list(pages) == ["indicators-2.html", "indicators-3.html"]
    assert len(re.findall(r'<a href="goal-', html)) == len(TOWNS)
    for page in (own, *pages.values()):
        assert '<a href="indicators.html#letter-a">A</a>' in page
        assert '<a href="indicators-2.html#letter-e5">Å</a>' in page
        assert '<a href="indicators-3.html#letter-f6">Ö</a>' in page
    assert 'id="letter-e5"' in pages["indicators-2.html"]
    assert 'data-title="Mått från Ö till Ö"' in html


def test_the_front_page_leads_to_the_list_for_those_without_a_script():
    """The box is empty until a script fills it."""
    part = show_search(speaker("en", clean_air(), population()))
    assert part.text == "All 2 indicators, breakdowns included, in alphabetical order"
    assert '<div class="search" data-search></div>' in part.html
    assert '<a href="indicators.html">' in part.html
