"""Source lines: the provider's own citation, areas, years and codes."""

from __future__ import annotations

import pandas as pd
import pytest
from narrative_stage import EN, SV, comparison, pair, result, side

from compare.presentation.narrative import list_sources, tell_source
from compare.presentation.narrative_sources import tell_licence, tell_release

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
        "The Institute; Air Index, University; utgåva: 2023; licens: CC BY 4.0. "
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


def test_terms_that_forbid_commercial_use_are_named():
    """A figure of such a source may be on a page of somebody's own, and the page says under which licence."""
    made = result(pair(side("a", {2023: 1.0}), side("b", {2023: 2.0})))
    row = {**ROW, "licence": "CC BY-NC-SA 4.0; not for commercial use", "licence_class": "closed"}
    assert "; licens: CC BY-NC-SA 4.0. " in told(SV, made, row)[0]
    assert tell_licence(row, EN) == "CC BY-NC-SA 4.0"


@pytest.mark.parametrize(
    ("release", "sv"),
    [
        ("to 2019, package of 2024-08-21", "2019, 2024-08-21"), ("export seen in April 2026", "april 2026"),
        ("2022-08 and 2023", "2022-08, 2023"), ("26.1 (2021-2025)", "26.1 (2021–2025)"), ("R2024A V1.2", "R2024A V1.2"),
        ("state of the public copy at commit 85383038", ""), ("stats brief", ""), ("v006, 2019", "v006, 2019"),
        ("as shipped in BESS-JPL 1.28.0", "BESS-JPL 1.28.0"),
    ],
)  # fmt: skip
def test_no_english_note_stands_in_a_swedish_line(release, sv):
    """Only names, numbers and dates of a release are told in Swedish; in English the note as it is."""
    assert tell_release(release, SV) == sv
    assert tell_release(release, EN) == release.replace("2021-2025", "2021–2025")


def test_an_undated_text_and_known_terms_are_told_in_the_pages_language():
    """Words that the manifest always uses have their Swedish."""
    made = result(pair(side("a", {2023: 1.0}), side("b", {2023: 2.0})))
    row = {**ROW, "release": "undated", "licence": "Terms of Kolada, which are long"}
    assert told(SV, made, row) == [
        "The Institute; Air Index, University; odaterad uppgift; licens: Koladas villkor. Lund och Francistown, 2023. "
        "Kod: test:S."
    ]
    assert "; undated; licence: Terms of Kolada." in told(EN, made, row)[0]


def test_no_remark_of_the_manifest_stands_on_a_swedish_page():
    """Terms that nobody has read are told in the page's language, whatever the manifest notes of them."""
    remark = {"licence": "government page, terms not stated", "licence_class": "not_read"}
    assert tell_licence(remark, SV) == "den första utgivarens villkor har inte lästs"
    assert tell_licence({"licence": "CC BY 4.0 (JRC); repository silent", "licence_class": "open"}, SV) == "CC BY 4.0"
    assert tell_licence({"licence": "", "licence_class": "open"}, SV) == ""


def test_the_years_are_those_of_the_periods():
    """A long period is not told by the year in its middle."""
    rain = side("b", {1953: 450.0}, history_changes={"time_period": "1921-01-01/P65Y"})
    made = result(pair(side("a", {1953: 600.0}, history_changes={"time_period": "1921-01-01/P65Y"}), rain))
    assert "Francistown, 1921–1985." in told(EN, made, ROW)[0]


def test_a_line_says_which_language_its_citation_is_in():
    """A page can mark foreign words; the rest is in its own language."""
    made = result(pair(side("a", {2023: 1.0}), side("b", {2023: 2.0})))
    for citation, code in (("Air Index, University", "en"), ("SMHI, klimatdata för tätorter", "sv")):
        stage = comparison(made, manifest=pd.DataFrame([{**ROW, "citation": citation}]))
        (line,) = list_sources(made, stage, SV)
        assert (line.cited, line.language) == (f"The Institute; {citation}", code)
        assert str(line) == line.cited + line.told == told(SV, made, {**ROW, "citation": citation})[0]


def test_a_computed_figure_is_never_presented_as_the_providers():
    """A derived series names every publication behind it and says who calculated."""
    a = side("a", {2023: 1.0}, series="derived:share", history_changes={"response_id": "x+y"})
    made = result(pair(a, side("b", {2023: 2.0}, series="derived:share", history_changes={"response_id": "x+y"})))
    lines = told(EN, made, {**ROW, "response_id": "x", "citation": "X"}, {**ROW, "response_id": "y", "citation": "Y"})
    assert [line.split(";")[1].strip() for line in lines] == ["X", "Y"]
    assert all("Own calculation from these figures" in line for line in lines)
