"""References that can be pasted: APA 7 and BibTeX, for an indicator's publications and for the report."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import builders
import compare
from compare.catalogue.models import GoalTerm, Source
from compare.catalogue.partnerships import Review
from compare.cli import main
from compare.comparison.build import build
from compare.errors import UnknownCodeError
from compare.presentation.citation import cite
from whole import real

SOURCE = Source(
    id="office", name=builders.text(), provider="Office", url="https://example.org/a b{1}_2%20", licence="CC0",
    licence_class="open", attribution="Office",
)  # fmt: skip
PLAIN = {
    "response_id": "transcribed:office-2024", "source": "office", "provider": "Office", "title": "Streets",
    "release": "table 7 (final)", "published": "2024", "kind": "register", "licence": "CC0", "second_hand": "true",
}  # fmt: skip


def publications(*changes):
    """One publication per mapping, each the plain one but for what the mapping says."""
    return [{**PLAIN, **item} for item in changes]


def cited(*rows, style="apa", language="en", indicator="test-share"):
    """References of an indicator whose figures come from these publications, one year each, in both places."""
    years = range(2023, 2023 - len(rows), -1)
    points = [
        builders.rows(area, {year: 10.0}, response_id=row["response_id"])
        for area in ("SE-1281", "BW-FR")
        for year, row in zip(years, rows, strict=True)
    ]
    catalogue = builders.catalogue(builders.indicator(), sources={"office": SOURCE})
    comparison = build(builders.partnership(), catalogue, builders.frame(*points), pd.DataFrame(rows))
    return cite(indicator, comparison, style, language)


def test_a_publication_as_apa():
    """Author, year, title with version and kind, address; then terms, and that a copy was read."""
    assert cited(*publications({})) == (
        "Office. (2024). Streets (table 7 [final]) [Data set]. https://example.org/a b{1}_2%20 Licence: CC0. "
        "Read in a public copy, not at the provider."
    )


def test_a_publication_as_apa_in_swedish():
    """The words between are Swedish, the title is not touched."""
    told = cited(*publications({"second_hand": "false", "source": ""}), language="sv")
    assert told == "Office. (2024). Streets (table 7 [final]) [Datamängd]. Licens: CC0."


@pytest.mark.parametrize(
    ("published", "language", "printed"),
    [
        ("", "en", "(n.d.)"), ("", "sv", "(u.å.)"), ("2013-02", "en", "(2013, February)"),
        ("2013-02", "sv", "(2013, februari)"), ("2018-03-13", "en", "(2018, March 13)"),
        ("2018-03-13", "sv", "(2018, 13 mars)"),
    ],
)  # fmt: skip
def test_a_date_is_as_exact_as_the_publication_s(published, language, printed):
    """And none is invented."""
    assert f"Office. {printed}. Streets" in cited(*publications({"published": published}), language=language)


@pytest.mark.parametrize("release", ["", "undated", "2024", "Streets"])
def test_a_release_that_says_nothing_more_is_left_out(release):
    """Not the year again, nor what stands in the title."""
    assert cited(*publications({"release": release})).startswith("Office. (2024). Streets [Data set].")


@pytest.mark.parametrize(("kind", "words"), [("statement", " [Statement]"), ("press", " [Press article]"),
                                             ("report", "")])  # fmt: skip
def test_the_kind_stands_in_brackets_where_the_title_does_not_say_it(kind, words):
    """A report is a report."""
    assert cited(*publications({"kind": kind, "release": ""})).startswith(f"Office. (2024). Streets{words}. ")


def test_works_of_one_author_and_year_get_letters_and_all_are_sorted():
    """By author, then year, then title; undated works too."""
    rows = publications(
        {"response_id": "transcribed:z", "title": "Zebra crossings"},
        {"response_id": "transcribed:a", "title": "Alleys"},
        {"response_id": "transcribed:b", "provider": "Bureau"}, {"response_id": "transcribed:u", "published": ""},
        {"response_id": "transcribed:v", "published": "", "title": "Verges"},
    )  # fmt: skip
    starts = [re.match(r"(\w+\. \([^)]+\)\. \w+)", line)[1] for line in cited(*rows).splitlines()]
    assert starts == [
        "Bureau. (2024). Streets", "Office. (n.d.-a). Streets", "Office. (n.d.-b). Verges", "Office. (2024a). Alleys",
        "Office. (2024b). Zebra",
    ]  # fmt: skip


def test_a_publication_as_bibtex():
    """Braces keep a body's name whole; the address is made safe; year and month by their macros."""
    assert cited(*publications({"published": "2024-05"}), style="bibtex") == (
        "@misc{office-2024,\n"
        "  author = {{Office}},\n"
        "  title = {{Streets}},\n"
        "  year = {2024},\n"
        "  month = may,\n"
        "  howpublished = {Data set},\n"
        "  url = {https://example.org/a%20b%7B1%7D_2%20},\n"
        "  note = {Table 7 (final). Licence: CC0. Read in a public copy, not at the provider.},\n"
        "}"
    )


def test_special_characters_are_escaped_once():
    """Whatever TeX would take for a command, and line breaks; letters of other languages stay."""
    rows = publications({"title": "R&D: 5% of $1 #2 a_b {c} \\d ~e ^f", "provider": "Å\nÖ", "published": ""})
    told = cited(*rows, style="bibtex")
    assert "  author = {{Å Ö}},\n" in told
    assert (
        r"  title = {{R\&D: 5\% of \$1 \#2 a\_b \{c\} \textbackslash{}d \textasciitilde{}e \textasciicircum{}f}},"
        in told
    )
    assert "  year = {n.d.},\n" in told
    assert "month" not in told


def test_entries_are_sorted_by_keys_that_stay():
    """The key is the publication's own; what BibTeX cannot take becomes a hyphen."""
    rows = publications({"response_id": "transcribed:b-1"}, {"response_id": "live:a,2 {x}"})
    assert re.findall(r"@misc\{(.*),", cited(*rows, style="bibtex")) == ["a-2-x-", "b-1"]


def report(language, style="apa", **edition):
    """The report's own reference."""
    read = edition.pop("status", "draft") == "reviewed"
    base = builders.partnership()
    day = base.edition.model_copy(update=edition)
    reviews = (Review(edition=day.date, on=day.date, by=builders.text()),) if read else ()
    told = base.model_copy(update={"edition": day, "reviews": reviews})
    goal = GoalTerm(number="5", title=builders.text(), question=builders.text(), not_answered=builders.text(),
                    colour="#FF3A21")  # fmt: skip
    return cite(None, build(told, builders.catalogue(goals={"5": goal}), builders.frame(), pd.DataFrame(
        columns=["response_id", "provider", "title", "release", "kind"])), style, language)  # fmt: skip


def test_the_report_is_cited_with_its_edition_and_date():
    """Publisher, date, the question of the first page; a draft says that it is one."""
    assert report("en") == (
        "The publisher. (2026, November 25). What do we know about SE-1281 and BW-FR, and what can they learn from "
        "each other? (edition 1, draft)."
    )
    assert report("sv", number=2, status="reviewed") == (
        "Utgivaren. (2026, 25 november). Vad vet vi om SE-1281 och BW-FR, och vad kan de lära av varandra? (utgåva 2)."
    )


def test_the_report_as_bibtex():
    """Its key holds partnership, edition and language."""
    told = report("sv", "bibtex")
    assert told.startswith("@misc{lund-francistown-1-sv,\n  author = {{Utgivaren}},\n")
    for field in ("year = {2026}", "month = nov", "langid = {swedish}", "note = {Utgåva 1, utkast.}"):
        assert f"  {field},\n" in told


def test_an_unknown_style_or_indicator_names_the_closest():
    """Styles are few."""
    with pytest.raises(UnknownCodeError, match=r"style 'apa7'\. Closest: apa"):
        cited(*publications({}), style="apa7")
    with pytest.raises(UnknownCodeError, match="test-share"):
        cited(*publications({}), indicator="test-shore")


# ---- the bundle


def test_the_bundle_s_references_are_whole_and_their_keys_are_unique():
    """Every publication behind a figure has one; braces balance; an indicator without a figure has none."""
    keys = set()
    for result in real():
        told = compare.cite(result.indicator.id, real(), "bibtex")
        found = re.findall(r"^@misc\{([A-Za-z0-9.+-]+),$", told, re.MULTILINE)
        assert bool(found) == bool(result.pairs or result.one_sided or result.references)
        keys.update(found)
        bare = re.sub(r"\\[{}]", "", told)
        assert bare.count("{") == bare.count("}")
    assert keys <= set(real().manifest["publication"])
    assert compare.cite("drug-use", real()) == ""


def test_fine_dust_of_the_bundle_is_cited():
    """Its pair comes from one release, its countries' from another."""
    assert compare.cite("fine-dust", real()).splitlines()[0] == (
        "Energy Policy Institute at the University of Chicago (EPIC). (2025). Air Quality Life Index, annual means by "
        "first-level unit (2023 release [1998-2023]) [Data set]. https://aqli.epic.uchicago.edu Licence: CC BY 4.0."
    )


def test_the_command_line_cites_the_report_and_an_indicator(capsys, monkeypatch):
    """Without an indicator the report; without a figure one line that says so."""
    monkeypatch.setattr(compare, "compare", lambda _partnership: real())
    assert main(["cite", "--language", "sv"]) == 0
    assert capsys.readouterr().out == compare.cite(None, real(), language="sv") + "\n"
    assert main(["cite", "fine-dust", "--style", "bibtex"]) == 0
    assert capsys.readouterr().out.startswith("@misc{aqli-2023,\n")
    assert main(["cite", "drug-use"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "There is no figure for drug-use, and so no publication to cite.\n")
