"""What stands around every printed document: its head, its metadata, its style sheet, the foot of each page.

In: the content of a document, the `Site`, a language. Out: `frame_document`, `build_style`.
Never: a word that the pages do not have, a date other than the edition's.
"""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from compare.presentation import style
from compare.presentation.language import Language
from compare.presentation.parts_base import el
from compare.presentation.parts_links import tell_edition, tell_title
from compare.presentation.parts_papers import PAPERS
from compare.reports.site import Site

_STYLE = Path(__file__).parent / "template" / "paper.css"


def frame_document(body: Markup, site: Site, language: Language, kind: str) -> str:
    """A whole HTML document of `body`, with what becomes the PDF's metadata."""
    partnership = site.partnership
    asked = tell_title("index", partnership, site.catalogue, language)
    title = f"{asked} – {language.text(PAPERS[kind])}"
    metas = {
        "author": language.of(partnership.publisher), "description": tell_edition(partnership, language),
        "dcterms.created": partnership.edition.date.isoformat(),
        "dcterms.modified": partnership.edition.date.isoformat(), "generator": "compare",
    }  # fmt: skip
    head = Markup("").join(Markup('<meta name="{}" content="{}">').format(*item) for item in metas.items())
    return Markup('<!doctype html>\n<html lang="{}"><head><meta charset="utf-8"><title>{}</title>{}</head>\n{}</html>').format(  # noqa: E501
        language.code, title, head, el("body", body, class_=kind)
    )


def build_style(site: Site, language: Language) -> str:
    """The style sheet of printed documents: colours from the code and the catalogue, the foot in the language."""
    goals = sorted(site.catalogue.goals.items(), key=lambda item: int(item[0]))
    foot = f"{language.of(site.partnership.title)} · {tell_edition(site.partnership, language)}"
    return "\n".join(
        (
            style.css_properties(), *(f".g{number}{{--goal:{goal.colour}}}" for number, goal in goals),
            _STYLE.read_text(encoding="utf-8"), f"@page{{@bottom-left{{content:{_quote(foot)}}}}}",
        )
    )  # fmt: skip


def _quote(words: str) -> str:
    """A text as a string of CSS."""
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ") + "'"
