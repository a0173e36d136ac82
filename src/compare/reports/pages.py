"""What one page is made from, as a digest; and what is done to a page that stays while others are made anew.

In: a `Page`, its `Site` and comparison; the text of a page. Out: `Digests`, `restate`, `mark_kept`, `tell_editions`.
Never: a page that stays without its edition told rightly, one that could not be made anew and does not say so.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from compare.home import notebook_folder
from compare.presentation.language import Language, speak
from compare.presentation.parts_base import el
from compare.presentation.scope import digest, narrow
from compare.reports.frame import build_frame
from compare.reports.inputs import digest_file

if TYPE_CHECKING:
    from compare.comparison.model import Comparison
    from compare.reports.site import Page, Site

_MAIN = re.compile(r"<main\b[^>]*>\n?(?:<div class=\"wide\">\n)?")
_KEPT = re.compile(r'<div class="notice kept"[^>]*>.*?</div>\n', re.DOTALL)


class Digests:
    """The digests of a run's pages; what several pages read is digested once.

    Parameters
    ----------
    site : Site
        With all the pages that it will have, since each page's frame leads to others.
    comparison : Comparison
        Of the run.
    program : str
        `inputs.digest_program`.
    """

    def __init__(self, site: Site, comparison: Comparison, program: str):
        self._site, self._comparison, self._program = site, comparison, program
        self._parts: dict[str | None, str] = {}

    def of(self, page: Page) -> str:
        """SHA-256 of all that the notebook of `page` and the pages it makes are made from, but for the edition."""
        frames = []
        for one in (page, *self._site.beside([page])):
            frame, _ = build_frame(one, self._site)
            frames.append({**frame, "edition": ""})
        told = {
            "program": self._program, "notebook": digest_file(notebook_folder() / page.notebook),
            "parameters": dict(page.parameters), "figures": self._part(page.goal), "frames": frames,
        }  # fmt: skip
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()

    def _part(self, goal: str | None) -> str:
        if goal not in self._parts:
            self._parts[goal] = digest(narrow(self._comparison, goal))
        return self._parts[goal]


def restate(html: str, before: str, now: str) -> str:
    """A page that stays, as one of this edition: where it told the edition before it tells this one."""
    return html.replace(before, now) if before else html


def mark_kept(html: str, told: str, language: Language) -> str:
    """A page that could not be made anew, with a notice of which edition it is."""
    words = language.text("This page could not be made anew. It is the one of: {edition}.", edition=told)
    notice = f'{el("div", el("p", words), class_="notice kept", role="note")}\n'
    html = _KEPT.sub("", html)
    return _MAIN.sub(lambda match: f"{match[0]}{notice}", html, count=1)


def tell_editions(site: Site) -> dict[str, str]:
    """How this edition is told on pages, by language."""
    from compare.presentation.parts_links import tell_edition

    return {code: tell_edition(site.partnership, speak(code)) for code in site.languages}
