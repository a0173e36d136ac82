"""The documents to print and to send: what the front page says of them.

In: a `Speaker`, the documents that were made. Out: `Paper`, `show_papers`, `name_paper`.
Never: a document named that was not made, one without its length and size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compare.presentation.language import Language, mark
from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_downloads import tell_size
from compare.presentation.parts_links import Speaker

#: Kind of document, which is its file's name too -> what it is called.
PAPERS = {"brief": mark("The brief for a meeting"), "report": mark("The full report")}


@dataclass(frozen=True)
class Paper:
    """A document that was made, in one language."""

    kind: str
    pages: int
    size: int  #: bytes


def name_paper(kind: str) -> str:
    """The file of a document, beside the pages of its language.

    Examples
    --------
    >>> name_paper("brief")
    'brief.pdf'
    """
    return f"{kind}.pdf"


def tell_paper(kind: str, language: Language) -> str:
    """A document as a link in few words."""
    return language.text("{title} (PDF)", title=language.text(PAPERS[kind]))


def show_papers(speaker: Speaker, papers: Sequence[Paper]) -> Part:
    """The documents with their length and size; nothing where none was made."""
    if not papers:
        return Part("", "")
    language = speaker.language
    items = [
        el("li", el("a", language.text(PAPERS[paper.kind]), href=name_paper(paper.kind)), " ",
           el("small", language.text("PDF, {n} pages, {size}", n=language.number(paper.pages, 0),
                                     size=tell_size(paper.size, language))))
        for paper in papers
    ]  # fmt: skip
    heading = el("h2", language.text("To print and to send"), id="papers-h")
    return make_part(el("section", heading, el("ul", *items), id="papers"))
