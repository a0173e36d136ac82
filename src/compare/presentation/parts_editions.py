"""The editions of the pages: which there are, of when, who has read them, and where each stays.

In: a `Speaker` and the editions. Out: `Laid`, `show_editions`.
Never: an edition called reviewed that no line of the partnership file says so of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_links import STATUS, Speaker, page_name, tell_title


@dataclass(frozen=True)
class Laid:
    """An edition that is published, in a folder of its own."""

    number: int
    date: date
    status: str  #: "draft" or "reviewed"
    sha256: str = ""  #: of all its pages and files

    @property
    def folder(self) -> str:
        """From the site's root."""
        return f"editions/{self.date.isoformat()}"


def show_editions(speaker: Speaker, editions: Sequence[Laid], inside: date | None = None) -> Part:
    """All editions, the newest first, each with a link to its front page.

    Parameters
    ----------
    inside : date, optional
        The edition that this very page is kept in; None for the page that is always the newest.
    """
    text, language = speaker.language.text, speaker.language
    title = tell_title("editions", speaker.partnership, speaker.catalogue, language)
    lead = text(
        "Each edition stays as it was, in a folder of its own: cite the edition that you have read. A new edition is "
        "made when there are new figures."
    )
    root = "../" if inside is None else "../../../"
    items = [el("li", _draw_edition(speaker, one, root)) for one in editions]
    publisher = language.of(speaker.partnership.publisher)
    contact = speaker.partnership.contact
    return make_part(
        el("div", el("h1", title), el("p", lead, class_="lead"), _draw_way_out(speaker, inside, root), class_="title"),
        el(
            "section", el("ul", *items),
            el("p", text("Published by: {publisher}", publisher=publisher), ". ",
               el("a", text("Report an error: {contact}", contact=contact), href=f"mailto:{contact}")),
        ),
    )  # fmt: skip


def _draw_edition(speaker: Speaker, one: Laid, root: str) -> Markup:
    language = speaker.language
    words = language.text("Edition {number}, {date}", number=one.number, date=language.date(one.date))
    href = f"{root}{one.folder}/{language.code}/{page_name('index')}"
    told = language.text(STATUS[one.status])
    review = next((item for item in speaker.partnership.reviews if item.edition == one.date), None)
    if review is not None:
        told = language.text(
            "{status} on {date}: {by}", status=told, date=language.date(review.on), by=language.of(review.by)
        )  # fmt: skip
    return Markup("{}: {}").format(el("a", words, href=href), told)


def _draw_way_out(speaker: Speaker, inside: date | None, root: str) -> Markup | None:
    """From a kept edition to the pages of today."""
    if inside is None:
        return None
    language = speaker.language
    told = language.text("This page is kept in the edition of {date}.", date=language.date(inside))
    link = el("a", language.text("The newest pages"), href=f"{root}{language.code}/{page_name('index')}")
    return el("p", told, " ", link)
