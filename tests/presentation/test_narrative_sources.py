"""Source lines: the provider's own citation, areas, years and codes."""

from __future__ import annotations

import pandas as pd
from narrative_stage import EN, SV, comparison, pair, result, side

from compare.presentation.narrative import tell_source

ROW = {
    "response_id": "transcribed:test", "provider": "The Institute", "release": "edition 2023", "licence": "CC BY 4.0",
    "licence_class": "open", "citation": "Air Index, University.",
}  # fmt: skip


def told(language, made, *rows):
    """The source lines of one result."""
    return tell_source(made, comparison(made, manifest=pd.DataFrame(list(rows))), language)


def test_one_line_per_publication_with_areas_years_and_code():
    """Citation in the provider's words, the rest in the page's language."""
    made = result(pair(side("a", {1998: 1.0, 2023: 2.0}, ref_area="SE-M"), side("b", {2023: 2.0})))
    assert told(EN, made, ROW) == [
        "The Institute; Air Index, University; release: edition 2023; licence: CC BY 4.0. Skåne and Francistown, "
        "1998–2023. Code: test:S."
    ]
    assert told(SV, made, ROW) == [
        "The Institute; Air Index, University; utgåva: edition 2023; licens: CC BY 4.0. "
        "Skåne och Francistown, 1998–2023. Kod: test:S."
    ]


def test_nothing_is_said_twice_and_terms_are_honest():
    """What the citation holds is not repeated; figures quoted from a protected text are called that."""
    made = result(pair(side("a", {2023: 1.0}), side("b", {2023: 2.0})))
    row = {**ROW, "citation": "The Institute, edition 2023 (CC BY 4.0)", "licence_class": "open"}
    assert told(EN, made, row) == ["The Institute, edition 2023 (CC BY 4.0). Lund and Francistown, 2023. Code: test:S."]
    long = {**ROW, "citation": "Index, copy of 2023-07-01", "licence": "CC BY 4.0, declared in the copy; see note"}
    assert told(EN, made, long) == [
        "The Institute; Index, copy of 2023-07-01; licence: CC BY 4.0. Lund and Francistown, 2023. Code: test:S."
    ]
    assert "single figures quoted from a publication" in told(EN, made, {**row, "licence_class": "fact"})[0]
    assert "har inte lästs" in told(SV, made, {**row, "licence_class": "not_read"})[0]


def test_a_computed_figure_is_never_presented_as_the_providers():
    """A derived series names every publication behind it and says who calculated."""
    a = side("a", {2023: 1.0}, series="derived:share", history_changes={"response_id": "x+y"})
    made = result(pair(a, side("b", {2023: 2.0}, series="derived:share", history_changes={"response_id": "x+y"})))
    lines = told(EN, made, {**ROW, "response_id": "x", "citation": "X"}, {**ROW, "response_id": "y", "citation": "Y"})
    assert [line.split(";")[1].strip() for line in lines] == ["X", "Y"]
    assert all("Own calculation from these figures" in line for line in lines)
