"""Which edition a report is, by what it says and by what was published before; never by the day it is made on."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from builders import partnership
from compare.catalogue.partnerships import Partnership
from compare.comparison.edition import find_edition

DECLARED = date(2026, 11, 25)  # number 1
BUNDLED = pd.DataFrame({"response_id": ["transcribed:a"], "retrieved": [""]})


def fetched(*days):
    """A manifest with an answer of each of these days beside the bundled publication."""
    moments = ["", *(f"{day}T02:10:00.000Z" for day in days)]
    return pd.DataFrame({"response_id": range(len(moments)), "retrieved": moments})


def test_the_bundled_figures_are_the_declared_edition():
    """Number and date as in the file, however often it is published."""
    for published in ({}, {DECLARED: 1}):
        found = find_edition(partnership(), BUNDLED, published)
        assert (found.number, found.date, found.status) == (1, DECLARED, "draft")


@pytest.mark.parametrize(
    ("days", "published", "expected"),
    [
        (("2026-11-27", "2026-12-01"), {DECLARED: 1}, (2, date(2026, 12, 1))),
        (("2026-12-01",), {DECLARED: 1, date(2026, 12, 1): 2}, (2, date(2026, 12, 1))),
        (("2026-12-04",), {DECLARED: 1, date(2026, 12, 1): 2}, (3, date(2026, 12, 4))),
        (("2026-12-04",), {}, (2, date(2026, 12, 4))),
        (("2026-11-20",), {}, (1, DECLARED)),
    ],
)
def test_newer_answers_make_the_next_edition_of_their_day(days, published, expected):
    """The day of the newest answer in force; the same answers are the same edition again."""
    found = find_edition(partnership(), fetched(*days), published)
    assert (found.number, found.date) == expected


def test_a_later_edition_that_people_declare_goes_before():
    """Its own number, where that is higher than what was published."""
    told = partnership().model_copy(update={"edition": partnership().edition.model_copy(
        update={"number": 7, "date": date(2027, 1, 15)})})  # fmt: skip
    found = find_edition(told, fetched("2026-12-01"), {DECLARED: 1, date(2026, 12, 1): 2})
    assert (found.number, found.date) == (7, date(2027, 1, 15))


def test_a_review_counts_for_its_own_edition_only():
    """The edition of the first of December was read, not the one after it."""
    by = {"sv": "Två kontor", "en": "Two offices"}
    reviews = [{"edition": date(2026, 12, 1), "on": date(2026, 12, 10), "by": by}]
    told = Partnership.model_validate(partnership().model_dump() | {"reviews": reviews})
    assert find_edition(told, fetched("2026-12-01"), {}).status == "reviewed"
    assert find_edition(told, fetched("2026-12-01"), {}).review.by.en == "Two offices"
    assert find_edition(told, fetched("2026-12-04"), {}).status == "draft"


def test_nobody_reviews_an_edition_before_it_is_there():
    """The file is refused, with both days."""
    reviews = [{"edition": date(2026, 12, 1), "on": date(2026, 11, 30), "by": {"sv": "x", "en": "y"}}]
    with pytest.raises(ValueError, match="reviewed on 2026-11-30, before the edition of 2026-12-01"):
        Partnership.model_validate(partnership().model_dump() | {"reviews": reviews})
