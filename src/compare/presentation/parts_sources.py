"""Where a page's figures come from and how the page was made.

In: a `Speaker` and results. Out: `show_sources`, `show_all_sources`, `show_made`.
Never: a source without its terms, a claim about a check that the program does not make.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from compare.comparison.model import IndicatorResult
from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_downloads import draw_files
from compare.presentation.parts_links import Speaker, page_name, tell_edition, tell_title
from compare.presentation.parts_rights import rights_address
from compare.presentation.parts_table import draw_table
from compare.presentation.tables import tabulate_sources


def show_sources(speaker: Speaker, results: Sequence[IndicatorResult]) -> Part:
    """The publications behind a page in short; each section has its own in full."""
    text = speaker.language.text
    table = tabulate_sources(results, speaker.comparison, speaker.language)
    places = {column.key: place for place, column in enumerate(table.columns)}
    items = []
    for row in table.rows:
        keys = ("provider", "title", "release", "licence")
        provider, title, release, licence = (row[places[key]] for key in keys)
        named = title.text if provider.text in title.text else f"{provider.text}, {title.text}"
        told = " · ".join(dict.fromkeys((release.text, licence.text)))
        items.append(el("li", el("span", named, lang=title.lang or None), f" · {told}"))
    note = text("Each figure names its source, with its terms, right below it. The publications behind this page:")
    link = el("a", text("All sources of all pages, with their terms and editions"), href=page_name("sources"))
    heading = el("h2", text("Sources and licences"), id="sources-h")
    listed = (el("p", note), el("ul", *items, class_="small")) if items else ()
    return make_part(el("section", heading, *listed, el("p", link), id="sources"))


def show_all_sources(speaker: Speaker) -> Part:
    """One row per publication behind any page: who published what and when, and under which terms."""
    text = speaker.language.text
    title = tell_title("sources", speaker.partnership, speaker.catalogue, speaker.language)
    lead = text(
        "Every publication that a figure on these pages was taken from, who published it, which edition was used and "
        "on which terms."
    )
    table = tabulate_sources(speaker.comparison.results, speaker.comparison, speaker.language)
    head = el("div", el("h1", title), el("p", lead, class_="lead"), class_="title")
    return make_part(head, el("section", draw_table(table, "sources", skip=("used_for",))))


def show_made(speaker: Speaker, results: Sequence[IndicatorResult], name: str) -> Part:
    """All figures of the page as files, how it was made, which edition it belongs to, and whom to tell of errors.

    Parameters
    ----------
    name : str
        What the files are called, without their ending: ``goal-11``.
    """
    text, contact = speaker.language.text, speaker.partnership.contact
    steps = (
        _tell_entry(speaker),
        text("People chose which figures stand side by side and noted what differs; fixed rules then set the grade."),
        text("The text, the tables and the pictures were written by a program from those figures."),
        text("Figures are compared as published, and rounded only where they are printed."),
    )
    method = el("a", text("How we compare"), href=page_name("method"))
    report = el("a", contact, href=f"mailto:{contact}")
    return make_part(
        draw_files(speaker, results, name),
        el(
            "section",
            el("h2", text("How this page was made"), id="made-h"),
            el("ul", *(el("li", step) for step in steps)),
            el("ul", el("li", method), _link_rights(speaker, results), class_="get"),
            el("p", tell_edition(speaker.partnership, speaker.language)),
            el("p", text("Have you found an error? Write to:"), " ", report),
            id="made",
        )
    )


def _tell_entry(speaker: Speaker) -> str:
    """How a figure enters: by hand from a publication, or in an answer of a service once any was asked."""
    if speaker.comparison.freshness:
        return speaker.language.text(
            "Each figure was copied from a publication or fetched from a statistics service, and keeps the area, year "
            "and unit that it had there."
        )
    return speaker.language.text(
        "Each figure was copied once from a publication and keeps the area, year and unit that it had there."
    )


def _link_rights(speaker: Speaker, results: Sequence[IndicatorResult]) -> Markup | None:
    """Where the rights behind the page's targets are told; of one goal where the page is about one."""
    goals = {result.indicator.goal for result in results} - {"context"}
    href = rights_address(speaker, goals.pop() if len(goals) == 1 else None)
    return el("li", el("a", speaker.language.text("The human rights behind the goals"), href=href)) if href else None
