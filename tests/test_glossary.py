"""The glossary has every level, grade and status word that the program prints, exactly as the program prints it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import builders
from compare.catalogue import codes, models
from compare.catalogue.models import TargetValue
from compare.comparison import model
from compare.presentation import explain_words
from compare.presentation.language import speak
from compare.presentation.narrative import tell_letters, tell_level, tell_sign, tell_status

DOCUMENT = Path(__file__).parent.parent / "docs" / "glossary.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
LANGUAGES = [speak("en"), speak("sv")]


def rows(title: str) -> list[list[str]]:
    """The rows of the table under a heading, head and rule left out."""
    section = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)[1]
    table = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in table[2:]]


def say(words: dict[str, str]) -> list[list[str]]:
    """What the program says for each code, in both languages."""
    return [[code, *(language.text(msgid) for language in LANGUAGES)] for code, msgid in words.items()]


def signs() -> list[list[str]]:
    """Each sign for a target of the Agenda, then for a benchmark."""
    told = []
    for sdg in (True, False):
        target = TargetValue(value=5, year=2030, sdg=sdg, origin=builders.text())
        indicator = builders.indicator(target_value=target)
        told += [
            [sign, *(tell_sign(model.Trend(sign), indicator, language) for language in LANGUAGES)]
            for sign in get_args(model.Sign)
            if sign != "not_assessed" or not sdg
        ]
    return told


PRESENT = {code: words for code, words in explain_words.FLAGS.items() if code not in explain_words.MISSING}
EXPECTED = {
    "Levels": [[level, *(tell_level(level, None, language) for language in LANGUAGES)]
               for level in get_args(model.Level)],
    "Grades": [[letter, words, swedish] for (letter, words), (_, swedish)
               in zip(*(tell_letters(language) for language in LANGUAGES), strict=True)],
    "Dimensions of the grade": say(explain_words.DIMENSIONS),
    "Kinds of area": say(explain_words.KINDS),
    "Status of a value": say(PRESENT),
    "Why there is no value": say(explain_words.MISSING),
    "Confidence, publications and licences": say(
        {**explain_words.CONFIDENCES, **explain_words.PUBLICATIONS, **explain_words.LICENCES}
    ),
    "Trends": signs(),
    "Methods of a trend, and what each says": say({**explain_words.METHODS, **explain_words.CLASSES}),
}  # fmt: skip


@pytest.mark.parametrize("title", EXPECTED)
def test_the_glossary_says_what_the_program_says(title):
    """Every code with its words in both languages, no more and no fewer."""
    assert [row[:3] for row in rows(title)] == EXPECTED[title]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (get_args(model.Letter), [row[0] for row in EXPECTED["Grades"]]),
        (get_args(models.Kind), explain_words.KINDS),
        (codes.OBS_STATUS, explain_words.FLAGS),
        (get_args(models.Missing), explain_words.MISSING),
        (get_args(models.LicenceClass), explain_words.LICENCES),
        (codes.PUBLICATION_KIND, explain_words.PUBLICATIONS),
        (codes.CONFIDENCE, explain_words.CONFIDENCES),
    ],
    ids=["letters", "kinds", "statuses", "missing", "licences", "publications", "confidences"],
)
def test_every_code_of_the_data_has_words(known, words):
    """A code that is added to the data needs its words, and so its line in the glossary."""
    assert set(known) <= set(words)


def test_words_beside_a_number_are_in_the_glossary():
    """That a value is indicative is said beside it, in the glossary's words."""
    (row,) = (row for row in rows("Words of the data") if row[0] == "indicative")
    value = builders.value(5.0, confidence="low")
    assert row[:2] == [tell_status(value, None, language) for language in LANGUAGES]


def test_no_cell_is_empty_and_no_term_stands_twice():
    """In every table."""
    titles = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    for title in titles:
        found = rows(title)
        assert found, title
        assert all(cell for row in found for cell in row), title
        keys = [(row[0], row[1]) for row in found]
        assert len(set(keys)) == len(keys), title


def test_easily_mistaken_words_are_told_apart():
    """Municipality, council and city are three words in either language."""
    pairs = {row[0]: row[1] for row in rows("Words that are easily mistaken for each other")}
    wanted = {
        "municipality": "kommun", "council, municipal or city": "fullmäktige", "city": "stad",
        "stand-in": "ersättningsvärde", "target": "mål", "benchmark": "jämförelsevärde",
    }  # fmt: skip
    assert {english: pairs[english] for english in wanted} == wanted
