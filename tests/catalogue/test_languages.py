"""A third language is one more field of a text, and a text that lacks it says so."""

from __future__ import annotations

import pytest

from builders import partnership
from compare.catalogue.models import Text
from compare.catalogue.partnerships import Partnership
from compare.errors import UnknownCodeError


def test_a_further_language_is_one_more_field():
    """Setswana beside Swedish and English; the partnership names it."""
    text = Text(sv="Skola", en="School", tn="Sekolo")
    assert [text.in_language(code) for code in ("sv", "en", "tn")] == ["Skola", "School", "Sekolo"]
    told = Partnership.model_validate(partnership().model_dump() | {"languages": ["sv", "en", "tn"]})
    assert told.languages == ("sv", "en", "tn")


def test_a_text_without_the_language_is_named():
    """Never a line in another language instead."""
    with pytest.raises(UnknownCodeError, match=r"School.*'tn'"):
        Text(sv="Skola", en="School").in_language("tn")


@pytest.mark.parametrize("more", [{"svv": "Skola"}, {"note": "x"}, {"tn": ""}, {"tn": 3}, {"TN": "x"}])
def test_what_is_no_language_is_refused(more):
    """A slip of the pen is no language."""
    with pytest.raises(ValueError, match="two-letter code"):
        Text(sv="Skola", en="School", **more)


def test_both_first_languages_are_needed():
    """As before."""
    with pytest.raises(ValueError, match="sv"):
        Text(en="School", tn="Sekolo")
