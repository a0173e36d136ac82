"""Each number leads back to its publication."""

from __future__ import annotations

import pandas as pd
import pytest

from compare.errors import ObservationError, UnknownCodeError
from compare.observations.provenance import cite_publication, find_untraced, join_response_ids, trace

OBSERVATIONS = pd.DataFrame(
    [
        ("SE-1281", "off:CLEAN", "_T", "_T", "2022", 5.0, "transcribed:b-2024"),
        ("SE-1281", "derived:share", "_T", "_T", "2022", 50.0, "transcribed:a-2024+transcribed:b-2024"),
        ("BW-FR", "off:LOST", "_T", "_T", "2022", 5.0, "transcribed:gone"),
    ],
    columns=["ref_area", "series", "sex", "age", "time_period", "obs_value", "response_id"],
)
MANIFEST = pd.DataFrame(
    {
        "response_id": ["transcribed:a-2024", "transcribed:b-2024"],
        "citation": ["Office A, Table 1.", "Office B, Table 2"],
        "licence": ["CC0", "CC BY 4.0"],
        "second_hand": ["false", "true"],
        "via": ["", "example.org at commit 0"],
    }
)


def test_a_transcribed_value_leads_to_its_publication() -> None:
    """One observation, one row of the manifest."""
    found = trace(OBSERVATIONS, MANIFEST, ("SE-1281", "off:CLEAN", "_T", "_T", "2022"))

    assert found.observation["obs_value"] == 5.0
    assert [row["citation"] for row in found.publications] == ["Office B, Table 2"]


def test_a_computed_value_leads_to_all_its_publications() -> None:
    """None is lost on the way."""
    found = trace(OBSERVATIONS, MANIFEST, ("SE-1281", "derived:share", "_T", "_T", "2022"))

    assert [row["response_id"] for row in found.publications] == ["transcribed:a-2024", "transcribed:b-2024"]


def test_an_unknown_key_names_the_closest() -> None:
    """A wrong year is answered with the years that exist."""
    with pytest.raises(UnknownCodeError) as caught:
        trace(OBSERVATIONS, MANIFEST, ("SE-1281", "off:CLEAN", "_T", "_T", "2023"))

    assert caught.value.closest[0] == "SE-1281 off:CLEAN _T _T 2022"

    with pytest.raises(UnknownCodeError) as caught:
        trace(OBSERVATIONS, MANIFEST, ("BW-MA", "off:LOST", "_T", "_T", "2022"))
    assert caught.value.closest == ("BW-FR off:LOST _T _T 2022",)

    with pytest.raises(UnknownCodeError) as caught:
        trace(OBSERVATIONS, MANIFEST, ("BW-FR", "off:GONE", "_T", "_T", "2022"))
    assert caught.value.closest == ("BW-FR off:LOST _T _T 2022",)


def test_a_number_without_a_publication_is_an_error() -> None:
    """It is named, with the manifest's gap."""
    with pytest.raises(ObservationError, match="transcribed:gone"):
        trace(OBSERVATIONS, MANIFEST, ("BW-FR", "off:LOST", "_T", "_T", "2022"))

    assert find_untraced(OBSERVATIONS, MANIFEST) == ("transcribed:gone",)
    assert find_untraced(OBSERVATIONS.iloc[:2], MANIFEST) == ()


def test_a_citation_has_its_terms_and_says_what_is_second_hand() -> None:
    """One full stop after each part; the address of the copy is left out."""
    assert cite_publication(MANIFEST.iloc[0]) == "Office A, Table 1. Licence: CC0."
    assert cite_publication(MANIFEST.iloc[1]) == (
        "Office B, Table 2. Licence: CC BY 4.0. Read in a public copy, not at the provider."
    )


def test_response_ids_are_joined_once_each_and_sorted() -> None:
    """A part that is itself computed brings its parts."""
    assert join_response_ids(["transcribed:b", "transcribed:a+transcribed:b", "transcribed:c"]) == (
        "transcribed:a+transcribed:b+transcribed:c"
    )
