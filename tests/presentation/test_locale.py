"""Every text of the code has a reviewed Swedish one, and the list for translators is up to date."""

from __future__ import annotations

import pytest

from compare.presentation.language_extract import build_template, find_texts, list_untranslated
from compare.presentation.language_texts import LOCALE, read_texts

#: Texts that are the same in both languages, and why.
SAME: dict[str, str] = {}

LANGUAGES = sorted(folder.parent.name for folder in LOCALE.glob("*/LC_MESSAGES"))


def test_swedish_is_a_language():
    """Guards the other tests against an empty list."""
    assert "sv" in LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_of_the_code_is_translated_and_none_is_left_over(code):
    """What the code says and what the catalogue holds are the same set."""
    missing, unused = list_untranslated(code)
    assert missing == []
    assert unused == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_translation_is_the_original(code):
    """An English line in a translation is a line that nobody wrote."""
    texts = read_texts(code)
    copies = [original for original, text in texts.items() if (text if isinstance(text, str) else text[0]) == original]
    assert sorted(set(copies) - set(SAME)) == []
    assert sorted(set(SAME) - set(copies)) == []


def test_the_list_for_translators_is_up_to_date():
    """``python -m compare.presentation.language_extract`` writes it."""
    assert (LOCALE / "compare.pot").read_bytes() == build_template()


def test_texts_are_found_in_calls_marks_and_templates(tmp_path):
    """The finder reads modules and templates alike, with forms for many."""
    (tmp_path / "presentation").mkdir()
    (tmp_path / "reports" / "template").mkdir(parents=True)
    (tmp_path / "presentation" / "a.py").write_text(
        'A = mark("marked")\nlanguage.text("said {x}", x=1)\nlanguage.plural("one", "many", 2)\naxes.text(0, "no")\n',
        encoding="utf-8",
    )
    (tmp_path / "reports" / "template" / "b.html.j2").write_text('<p>{{ text("in a page") }}</p>', encoding="utf-8")
    assert set(find_texts(tmp_path)) == {"marked", "said {x}", ("one", "many"), "in a page"}
