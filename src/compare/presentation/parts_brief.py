"""What a brief of two pages has beside the front page's own parts: pictures, coverage in figures, sources in short.

In: a `Speaker`. Out: `show_brief_figures`, `show_brief_known`, `show_brief_sources`, `show_brief_contact`.
Never: a number, a picture or a sentence that the pages do not have.
"""

from __future__ import annotations

from compare.presentation.narrative import tell_alt, tell_headline
from compare.presentation.narrative_coverage import tell_known
from compare.presentation.narrative_sources import list_sources
from compare.presentation.parts_base import Part, el, embed, join_markup, make_part
from compare.presentation.parts_front import choose_findings
from compare.presentation.parts_indicator import Material
from compare.presentation.parts_links import Speaker, tell_title
from compare.presentation.parts_table import draw_table
from compare.presentation.tables import tabulate_coverage

FIGURES = 2


def show_brief_figures(speaker: Speaker) -> Part:
    """Pictures of the findings, those over time first, in the drawing made for narrow places."""
    materials = [Material(speaker, result) for result, _ in choose_findings(speaker.comparison)]
    drawn = [material for material in materials if material.kind is not None]
    chosen = sorted(drawn, key=lambda material: material.kind != "series")[:FIGURES]
    told = (speaker.comparison, speaker.language)
    figures = [
        el(
            "figure", el("figcaption", tell_headline(material.result, *told)),
            el("img", src=embed(material.narrow, "image/svg+xml"), alt=tell_alt(material.result, *told, material.kind)),
        )
        for material in chosen
    ]  # fmt: skip
    return make_part(el("div", *figures, class_="figures")) if figures else Part("", "")


def show_brief_known(speaker: Speaker) -> Part:
    """What stands out, and how many indicators describe what, goal by goal: the pages' table without its years."""
    told = tell_known(speaker.comparison.results, speaker.comparison, speaker.language)
    lines = el("ul", *(el("li", line) for line in told)) if told else None
    table = tabulate_coverage(speaker.comparison.results, speaker.comparison, speaker.language)
    heading = el("h2", speaker.language.text("How much is known, goal by goal"))
    drawn = draw_table(table, "known", skip=("newest_a", "newest_b"))
    return make_part(el("section", heading, lines, drawn, class_="matrix"))


def show_brief_sources(speaker: Speaker) -> Part:
    """The publications behind the findings, as cited."""
    lines: dict[str, str] = {}
    for result, _ in choose_findings(speaker.comparison):
        for line in list_sources(result, speaker.comparison, speaker.language):
            lines.setdefault(line.cited, line.language)
    if not lines:
        return Part("", "")
    own = speaker.language.code
    cited = [el("span", cited, lang=language if language != own else None) for cited, language in lines.items()]
    heading = el("h2", speaker.language.text("Sources of the findings"))
    return make_part(el("section", heading, el("p", join_markup(cited, ". "), ".", class_="small")))


def show_brief_contact(speaker: Speaker) -> Part:
    """Who publishes it, whom to write to, and where more is."""
    text, contact = speaker.language.text, speaker.partnership.contact
    asked = tell_title("index", speaker.partnership, speaker.catalogue, speaker.language)
    more = text("All figures with their sources are on the pages “{title}” and in the full report.", title=asked)
    publisher = text("Published by: {publisher}", publisher=speaker.language.of(speaker.partnership.publisher))
    mail = el("a", text("Report an error: {contact}", contact=contact), href=f"mailto:{contact}")
    return make_part(el("div", el("p", more), el("p", publisher, ". ", mail), class_="contact"))
