"""The accessibility statement: every item that Swedish law asks for, and none of the law where it does not apply."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.presentation.parts_base import plain_text
from compare.presentation.parts_method import show_accessibility
from page_scenes import speaker

#: Name, coverage, compliance, shortcomings, exemptions, method, date, contact, supervision.
ITEMS = {
    "sv": (
        "Tillgänglighetsredogörelse för sidorna ”", "Utgivare: ", "delvis förenliga med lagen (2018:1937)",
        "har inte provats av människor", "har undantagits som oskäligt betungande", "självskattning",
        "Bedömd och senast uppdaterad: ", "skriv till:", "Myndigheten för digital förvaltning (Digg)",
    ),
    "en": (
        "Accessibility statement for the pages “", "Published by: ", "partially compliant",
        "have not been tested by people", "exempted as an unreasonable burden", "The assessment is our own",
        "Assessed, and last updated: ", "write to:", "Swedish Agency for Digital Government (Digg)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", ITEMS)
def test_a_statement_has_every_item(code):
    """In both languages, with the way to the agency and to the project."""
    told = speaker(code)
    html = show_accessibility(told).html
    text = plain_text(html)
    for item in ITEMS[code]:
        assert item in text, item
    assert 'href="https://www.digg.se/tdosanmalan"' in html
    assert f'href="mailto:{told.partnership.contact}"' in html
    assert told.language.date(told.partnership.edition.date) in text


def test_a_partnership_without_a_swedish_place_is_told_nothing_of_swedish_law():
    """The act and its agency belong to one country; what is known of the pages is told of every one."""
    told = speaker("en")
    abroad = told.partnership.model_copy(update={"country_a": told.partnership.country_b})
    html = show_accessibility(replace(told, comparison=replace(told.comparison, partnership=abroad))).html
    for word in ("2018:1937", "Digg", "digg.se", "section 12"):
        assert word not in html
    assert "have not been tested by people" in html
