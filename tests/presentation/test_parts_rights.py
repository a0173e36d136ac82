"""The page of rights: what the treaties say of the two countries, read from the catalogue by hand."""

from __future__ import annotations

import pytest

from compare import compare
from compare.presentation.language import speak
from compare.presentation.parts_links import Speaker
from compare.presentation.parts_rights import rights_address, show_rights


@pytest.fixture(scope="module")
def comparison():
    """The real comparison: rights are written for real targets."""
    return compare()


def test_botswana_is_not_bound_by_the_covenant_on_social_rights(comparison):
    """Botswana has not joined ICESCR; the page says so beside each target that it stands behind."""
    shown = show_rights(Speaker(comparison, speak("en"))).text

    assert "not by ICESCR art. 11(1)" in shown
    assert "Sweden is bound by ICESCR art. 11(1) (1971)" in shown
    assert "by our own reading" in shown


def test_the_page_tells_both_languages_the_same(comparison):
    """Each target has its heading in both, under the same address."""
    pages = [show_rights(Speaker(comparison, speak(language))).html for language in ("sv", "en")]

    assert [page.count('id="target-') for page in pages] == [pages[0].count('id="target-')] * 2
    assert 'id="target-5.5"' in pages[0]
    assert "inte av ICESCR art. 11.1" in pages[0]


def test_a_goal_without_a_right_has_no_address(comparison):
    """Goal 9 has targets without a right that was read; goal 5 has one."""
    speaker = Speaker(comparison, speak("sv"))

    assert rights_address(speaker, "5") == "rights.html#goal-5"
    assert rights_address(speaker, None) == "rights.html"
    assert [goal for goal in speaker.catalogue.goals if rights_address(speaker, goal) is None] != []
