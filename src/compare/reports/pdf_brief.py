"""The brief for a meeting: two pages, made of the front page's parts and a few of the others.

In: a `Comparison`, the `Site`, a language. Out: `compose_brief`, `PAGES`, `SIZES`.
Never: a link that leads nowhere when the brief lies in a mailbox; more or fewer than two pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from compare.presentation.language import speak
from compare.presentation.parts_base import el
from compare.presentation.parts_brief import (
    show_brief_contact,
    show_brief_figures,
    show_brief_known,
    show_brief_sources,
)
from compare.presentation.parts_front import show_front_findings, show_front_questions, show_front_title
from compare.presentation.parts_links import Speaker
from compare.reports.pdf_frame import frame_document
from compare.reports.pdf_tree import drop_ids, is_way, link_up, read_fragment, thin, write
from compare.reports.site import Site

if TYPE_CHECKING:
    from compare.comparison.model import Comparison

PAGES = 2
#: What each page shows, in order.
_SHOWN = (
    (show_front_title, show_front_findings, show_brief_figures),
    (show_brief_known, show_front_questions, show_brief_sources, show_brief_contact),
)
#: Sizes of the letters, tried in turn: texts, fonts and findings differ in length, the paper does not.
SIZES = tuple(f"html{{font-size:{size}pt}}" for size in (9.5, 9.25, 9, 8.75, 8.5, 8.25, 8, 7.75, 7.5))


def compose_brief(comparison: Comparison, site: Site, language: str) -> str:
    """The brief as an HTML document."""
    spoken = speak(language)
    speaker = Speaker(comparison, spoken)
    sides = []
    for shown in _SHOWN:
        side = thin(read_fragment("\n".join(show(speaker).html for show in shown)), is_way)
        link_up(side, lambda _: None)  # a brief is mailed by itself
        drop_ids([side])
        sides.append(el("div", Markup(write(list(side))), class_="side"))
    return frame_document(Markup("\n").join(sides), site, spoken, "brief")
