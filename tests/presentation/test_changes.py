"""Changes in words and on their page, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import page_scenes
from compare.comparison.changes import Change
from compare.presentation import parts_changes
from compare.presentation.language import speak
from compare.presentation.narrative_changes import find_doubles, tell_change, tell_counts, tell_moment
from compare.presentation.parts import Pages
from compare.presentation.parts_changes import link_changes
from compare.presentation.parts_links import Speaker

EN, SV = speak("en"), speak("sv")
GAP = "\u00a0"
DUST = {"indicator": "clean-air", "goal": "11", "place": "BW-FR", "series": "aqli:PM25", "ref_area": "BW-FR",
        "sex": "_T", "age": "_T", "unit": "UG_M3"}  # fmt: skip


def change(kind, number=0, **told):
    """A change found in the small hours of 26 November."""
    fields = {"found": "2026-11-26T03:00:00Z", "edition": 2, "edition_date": "2026-11-26", **told}
    return Change(id=f"urn:x:{number}", kind=kind, **fields)


def comparison(*changes):
    """The scene with these changes and a catalogue that knows its indicators."""
    made = page_scenes.comparison()
    known = {result.indicator.id: result.indicator for result in made.results}
    return replace(made, changes=changes, catalogue=replace(made.catalogue, indicators=known))


def said(language, one, *others):
    """One change as sentences, with the Swedish gaps as blanks."""
    told = tell_change(one, comparison().catalogue, language, find_doubles((one, *others)))
    return told.sentence(language).replace(GAP, " ")


def page(code, *changes):
    """The page as text, its further pages after it."""
    made = Pages(comparison(*changes), code, kind="changes")
    return [part for part in (made.title(), made.changes(), made.further()) if part.html]


@pytest.mark.parametrize(
    ("one", "english", "swedish"),
    [
        (
            change("new", period="2023", new="15.4", **DUST),
            "New: Francistown, 2023: 15.4 µg/m³.", "Nytt: Francistown, 2023: 15,4 µg/m³.",
        ),
        (
            change("revised", period="2022", old="15.6", new="15.4", **DUST),
            "Revised: Francistown, 2022: from 15.6 µg/m³ to 15.4 µg/m³.",
            "Reviderat: Francistown, 2022: från 15,6 µg/m³ till 15,4 µg/m³.",
        ),
        (
            change("revised", period="2022", old="15.61", new="15.64", **DUST),
            "Revised: Francistown, 2022: from 15.61 µg/m³ to 15.64 µg/m³.",
            "Reviderat: Francistown, 2022: från 15,61 µg/m³ till 15,64 µg/m³.",
        ),
        (
            change("revised", period="2022", old="<5", new="5", **DUST),
            "Revised: Francistown, 2022: from less than 5.0 µg/m³ to 5.0 µg/m³.",
            "Reviderat: Francistown, 2022: från mindre än 5,0 µg/m³ till 5,0 µg/m³.",
        ),
        (
            change("revised", period="2022", old="masked", new="5", **DUST),
            "Revised: Francistown, 2022: from not shown: fewer than 5 persons to 5.0 µg/m³.",
            "Reviderat: Francistown, 2022: från visas inte: färre än 5 personer till 5,0 µg/m³.",
        ),
        (
            change("withdrawn", period="2022", old="15.6", reason="Q", **DUST),
            "Withdrawn: Francistown, 2022: 15.6 µg/m³. Why: suppressed by the source.",
            "Borttaget: Francistown, 2022: 15,6 µg/m³. Skäl: visas inte av källan.",
        ),
        (
            change("status", period="2022", old="P", new="A", **DUST),
            "Francistown, 2022: the figure is no longer marked: provisional.",
            "Francistown, 2022: uppgiften har inte längre anmärkningen preliminärt.",
        ),
        (
            change("new", values=(("1998", "", "20"), ("2023", "", "15.4")), **DUST),
            "2 new figures: Francistown, from 1998 to 2023. The latest of them is 15.4 µg/m³.",
            "2 nya uppgifter: Francistown, från 1998 till 2023. Den senaste av dem är 15,4 µg/m³.",
        ),
        (
            change("revised", values=(("1998", "20", "21"), ("2023", "15.4", "15.6")), **DUST),
            "2 revised figures: Francistown, from 1998 to 2023. The latest of them went from 15.4 µg/m³ to 15.6 µg/m³.",
            "2 reviderade uppgifter: Francistown, från 1998 till 2023. Den senaste av dem ändrades från 15,4 µg/m³ "
            "till 15,6 µg/m³.",
        ),
        (
            change("first", indicator="clean-air", goal="11", new="68"),
            "The first figures, 68 in all.", "De första uppgifterna, sammanlagt 68.",
        ),
        (
            change("unit", indicator="clean-air", goal="11", old="PT", new="UG_M3"),
            "The unit is now micrograms per cubic metre; it was per cent.",
            "Enheten är nu mikrogram per kubikmeter, förut procent.",
        ),
        (
            change("level", indicator="clean-air", goal="11", sex="_T", old="country", new="city"),
            "The figures now describe: both cities (before: whole countries).",
            "Uppgifterna gäller nu: båda städerna (förut: hela länder).",
        ),
        (
            change("grade", indicator="clean-air", goal="11", sex="_T", old="B", new="C",
                   reason="period:years_apart:2:4+age_of_figure:old::2009", reason_before="territory:kinds_differ:1:"),
            "Comparability is now C; it was B. What decides it now: four years lie between the figures; old figure, "
            "from 2009. What decided it before: two kinds of area.",
            "Jämförbarheten är nu C, förut B. Det här avgör nu: det skiljer fyra år mellan uppgifterna; gammal "
            "uppgift, från 2009. Det här avgjorde förut: två slags områden.",
        ),
        (
            change("sign", old="moderate", new="not_assessed", reason="series_break", **DUST),
            "Trend for Francistown: not assessed (before: improving, but too slowly to reach the benchmark by 2030). "
            "Why: there is a break in the series.",
            "Trend för Francistown: bedöms inte (förut: förbättras, men för långsamt för att nå jämförelsevärdet "
            "2030). Skäl: det finns ett brott i serien.",
        ),
        (
            change("sign", old="not_assessed", new="achieved", reason="new_values+revised_values",
                   reason_before="too_few", **DUST),
            "Trend for Francistown: the benchmark is reached (before: not assessed). Why: figures were added "
            "and figures were revised. Why there was none before: there are too few observations.",
            "Trend för Francistown: jämförelsevärdet är nått (förut: bedöms inte). Skäl: uppgifter har "
            "tillkommit och uppgifter har reviderats. Varför ingen bedömdes förut: det finns för få observationer.",
        ),
        (
            change("emptied", source="who", new="12"),
            "Returned nothing for 12 figures that it had given before. The figures from before stay, with their dates.",
            "Lämnade inga värden för 12 uppgifter som fanns där tidigare. De tidigare uppgifterna står kvar, med sina "
            "datum.",
        ),
        (change("added", indicator="clean-air", goal="11", new="0"),
         "New indicator, without figures so far.", "Nytt mått, än så länge utan uppgifter."),
        (change("removed", indicator="gone", goal="11", old="4"),
         "This indicator is no longer on these pages.", "Måttet finns inte längre på sidorna."),
    ],
    ids=lambda value: value.kind if isinstance(value, Change) else "",
)  # fmt: skip
def test_each_kind_of_change_is_told_with_old_and_new_and_why(one, english, swedish):
    """Units, areas, periods and numbers as on the pages."""
    assert said(EN, one) == english
    assert said(SV, one) == swedish


def test_whom_a_figure_is_about_and_which_series_it_is_of_are_said_where_it_matters():
    """Women; and two series of the same area that changed in one run."""
    first = change("new", period="2023", new="1", **{**DUST, "sex": "F"})
    other = change("new", period="2023", new="2", **{**DUST, "sex": "F", "series": "who:AIR"})
    assert said(EN, first) == "New: Francistown, women, 2023: 1.0 µg/m³."
    assert said(EN, first, other) == "New: Francistown, women, series aqli:PM25, 2023: 1.0 µg/m³."


def test_codes_that_the_catalogue_has_no_more_are_told_as_they_are():
    """An area and a unit of an old change were renamed since."""
    one = change("new", period="odd", new="15.4", **{**DUST, "ref_area": "XX", "unit": "OLD"})
    assert said(EN, one) == "New: XX, odd: 15 OLD."


def test_counts_add_up_figures_and_name_every_kind():
    """Twenty values in one change are twenty figures."""
    many = change("revised", values=tuple((str(year), "1", "2") for year in range(2000, 2020)), **DUST)
    told = (change("new"), many, change("grade"), change("new"))
    assert tell_counts(told, EN) == "one changed grade, 2 new figures and 20 revised figures"
    assert tell_counts(told, SV) == "ett fall av ändrad jämförbarhet, 2 nya uppgifter och 20 reviderade uppgifter"


def test_a_moment_is_a_day_of_utc():
    """With its time where it is asked for."""
    assert tell_moment("2026-11-26T23:30:00Z", SV) == "26 november 2026"
    assert tell_moment("2026-11-26T23:30:00Z", EN, clock=True) == "26 November 2026, 23:30:00 UTC"


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", "Nothing has changed since these pages were first published."),
     ("sv", "Ingenting har ändrats sedan sidorna först publicerades.")],
)  # fmt: skip
def test_where_nothing_has_changed_one_sentence_says_so(code, words):
    """With the feed and the file beside it, and no further page."""
    head, body = page(code)
    assert words in body.text
    assert '<a href="changes.atom"' in body.html
    assert '<a href="../changes.json"' in body.html
    assert "<h1>" in head.html
    assert link_changes(Speaker(comparison(), speak(code)))


def test_changes_stand_by_run_goal_and_indicator_with_a_link():
    """The newest run first, with its edition and its counts; the context and sources last."""
    older = change("new", 1, period="2022", new="15.6", **DUST)
    newer = {"found": "2026-12-01T03:00:00Z", "edition": 3}
    changes = (
        change("emptied", 2, source="who", new="12", **newer),
        change("revised", 3, period="2022", old="15.6", new="15.4", **DUST, **newer),
        change("new", 4, period="2023", new="15.0", **DUST, **newer),
        change("new", 5, indicator="population", goal="context", ref_area="SE-1281", unit="PERSONS", period="2023",
               new="128000", **newer),
        change("level", 6, indicator="women-in-council", goal="5", sex="_T", old="city", new="country", **newer),
        older,
    )  # fmt: skip
    _, body = page("en", *changes)
    assert re.findall(r"<h[23][^>]*>(.*?)</h", body.html) == [
        "1 December 2026: edition 3", "Goal 5: Gender equality", "Goal 11: Sustainable cities", "Background", "Sources",
        "26 November 2026: edition 2", "Goal 11: Sustainable cities",
    ]  # fmt: skip
    counts = "One changed level, 2 new figures, one revised figure and one source that stopped giving figures."
    assert counts in body.text
    assert body.html.count('<a href="indicator-clean-air.html">Fine dust &amp; soot</a>') == 2
    assert "New: Lund, 2023: 128,000 persons." in body.text.replace(GAP, " ")
    ids = re.findall(r' id="([^"]+)"', body.html)
    assert len(ids) == len(set(ids))


def test_two_runs_of_a_day_are_told_apart_by_their_time():
    """Else two headings would be the same."""
    changes = (change("new", 1, period="2023", new="1", **DUST, found="2026-11-26T12:00:00Z"),
               change("new", 2, period="2022", new="1", **DUST))  # fmt: skip
    headings = re.findall(r"<h2[^>]*>(.*?)</h2", page("en", *changes)[1].html)
    assert headings == ["26 November 2026, 12:00:00 UTC: edition 2", "26 November 2026, 03:00:00 UTC: edition 2"]


def test_an_indicator_that_is_gone_keeps_its_name_and_leads_nowhere():
    """Its earlier changes too: its title is with its removal."""
    titles = (("en", "Old share"), ("sv", "Gammal andel"))
    changes = (change("removed", 1, indicator="gone", goal="11", old="4", titles=titles),
               change("new", 2, **{**DUST, "indicator": "gone"}, period="2020", new="1",
                      found="2026-11-25T03:00:00Z"))  # fmt: skip
    html = page("sv", *changes)[1].html
    assert html.count("<b>Gammal andel</b>") == 2


def test_many_changes_go_on_to_further_pages_and_then_to_the_file(monkeypatch):
    """Every page is light; none is lost on the way, and the last one leads to the file."""
    monkeypatch.setattr(parts_changes, "PAGES", 3)
    changes = tuple(
        change("new", number, **{**DUST, "indicator": f"i-{number:04}"}, period="2023", new="1.5")
        for number in range(3000)
    )
    _, body, further = page("sv", *changes)
    pages = [body.html, *re.findall(r"<article.*?</article>", further.html, re.DOTALL)]
    assert len(pages) == 3
    assert all(len(one.encode()) < 50_000 for one in pages)
    found = re.findall(r"<b>(i-\d+)</b>", "".join(pages))
    assert found == [f"i-{number:04}" for number in range(len(found))]
    assert len(found) > 900
    assert 'data-page="changes-2.html"' in pages[1]
    assert '<a href="changes-3.html">' in pages[1]
    assert "Ännu tidigare ändringar" in pages[2]


def test_the_same_changes_stand_on_a_page_in_both_languages(monkeypatch):
    """Each page leads to its twin of the same name, so that there must be as many, whichever language is longer."""
    monkeypatch.setattr(parts_changes, "ROOM", 3_000)
    changes = tuple(
        change("first", number, indicator=f"i-{number:04}", goal="11", new="68") for number in range(100)
    )
    pages = []
    for code in ("sv", "en"):
        _, body, further = page(code, *changes)
        blocks = [body.html, *re.findall(r"<article.*?</article>", further.html, re.DOTALL)]
        pages.append([re.findall(r"<b>(i-\d+)</b>", block) for block in blocks])
    assert pages[0] == pages[1]
    assert len(pages[0]) > 2


def test_the_front_page_says_what_changed_last():
    """Of the last run alone, with a link to all of it."""
    changes = (change("new", 1, period="2023", new="1", **DUST, found="2026-12-01T12:00:00Z"),
               change("grade", 2, indicator="clean-air", goal="11", old="B", new="C"))  # fmt: skip
    assert str(link_changes(Speaker(comparison(*changes), SV))) == (
        '<p class="small">Ändrat den 1 december 2026: en ny uppgift. <a href="changes.html">Det här har ändrats</a></p>'
    )
