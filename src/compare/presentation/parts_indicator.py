"""One indicator on a page, with an address of its own: finding, picture, figures, sources, and why this grade.

In: a `Speaker` and an `IndicatorResult`. Out: `show_indicator`, `draw_section`, `Told`.
Never: a country's pair above a city's own figure, a picture without its text, a letter without its words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from compare.comparison.model import IndicatorResult, OneSided
from compare.presentation.narrative import (
    list_sources,
    name_place,
    tell_alt,
    tell_grade,
    tell_headline,
    tell_measure,
    tell_number,
    tell_one_sided,
    tell_pair,
    tell_period,
    tell_source,
    tell_stand_in,
    tell_values,
)
from compare.presentation.parts_base import Part, draw_number, el, embed, file_name, join_markup, make_part
from compare.presentation.parts_grade import draw_grade_box, draw_pill
from compare.presentation.parts_links import Speaker, has_page, indicator_name
from compare.presentation.parts_sheet import Taken, link_taken, surround, take
from compare.presentation.parts_table import ROWS, draw_table
from compare.presentation.tables import Table, tabulate_history

#: More publications than these are folded away.
_OPEN_SOURCES = 3


def show_indicator(speaker: Speaker, result: IndicatorResult) -> Part:
    """One section by itself."""
    return make_part(draw_section(speaker, result, Told()))


@dataclass
class Told:
    """What a page has explained so far, so that it is explained once: it grows with every section."""

    stand_ins: set[str] = field(default_factory=set)
    domains: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Material:
    """What a section is made of; each picture is drawn once, however often it is linked."""

    speaker: Speaker
    result: IndicatorResult

    @property
    def key(self) -> str:
        """The indicator's id."""
        return self.result.indicator.id

    @cached_property
    def kind(self) -> str | None:
        """Which kind of picture fits; None where none does."""
        from compare.presentation.figures import choose_kind

        return choose_kind(self.result)

    @cached_property
    def wide(self) -> str:
        """The picture for a screen."""
        return self._draw(narrow=False)

    @cached_property
    def narrow(self) -> str:
        """The picture for a phone."""
        return self._draw(narrow=True)

    @property
    def taken(self) -> Taken:
        """The picture to take along; it is made with the one for a screen."""
        assert self.wide
        return self.speaker.taken[self.key]

    @cached_property
    def table(self) -> Table | None:
        """The history; None where there is not one figure."""
        table = tabulate_history(self.result, self.speaker.comparison, self.speaker.language)
        return table if table.rows else None

    def _draw(self, *, narrow: bool) -> str:
        drawn, key = self.speaker.drawn, (self.key, narrow)
        if key not in drawn or drawn[key][0] is not self.result:
            drawn[key] = (self.result, self._draw_anew(narrow=narrow))
        return drawn[key][1]

    def _draw_anew(self, *, narrow: bool) -> str:
        from compare.presentation import figures

        draw = figures.draw_series if self.kind == "series" else figures.draw_dots
        told = (self.result, self.speaker.comparison, self.speaker.language)
        drawing = draw(*told, narrow=narrow)
        svg = figures.render_svg(drawing, title=tell_headline(*told), source=" ".join(tell_source(*told)))
        if not narrow:
            self.speaker.taken[self.key] = take(drawing, svg, surround(self.speaker, self.result, drawing.width))
        return svg


def draw_section(speaker: Speaker, result: IndicatorResult, told_before: Told) -> Markup:
    """The section of one indicator on a page that has explained some things already."""
    key, material = result.indicator.id, Material(speaker, result)
    told = (result, speaker.comparison, speaker.language)
    evidence = el(
        "div",
        *(draw_alone(speaker, one) for one in result.one_sided),
        explain_stand_ins(speaker, result, told_before.stand_ins),
        draw_figure(material),
        draw_caveat(speaker, result),
        _draw_table(material),
        draw_downloads(material),
        _draw_sources(speaker, result),
        _draw_also_known(speaker, result),
        class_="evidence",
    )
    return el(
        "section",
        draw_code(speaker, result),
        el("h3", tell_headline(*told)),
        el("p", tell_measure(*told), class_="measure"),
        _link_page(speaker, result),
        el("div", evidence, draw_grade_box(speaker, result, told_before.domains), class_="split"),
        id=key, class_="indicator",
    )  # fmt: skip


def _link_page(speaker: Speaker, result: IndicatorResult) -> Markup | None:
    """The way to the page that has all about this one indicator."""
    if not has_page(result, speaker.comparison):
        return None
    title = el("span", f": {speaker.language.of(result.indicator.title)}", class_="unseen")
    words = speaker.language.text("All about this figure")
    return el("p", el("a", words, title, href=indicator_name(result.indicator.id)), class_="all")


def draw_code(speaker: Speaker, result: IndicatorResult) -> Markup:
    """How the indicator relates to the official list, as the line above a headline."""
    return el("p", tell_code(speaker, result), class_="kicker")


def tell_code(speaker: Speaker, result: IndicatorResult) -> str:
    """How the indicator relates to the official list."""
    text, indicator = speaker.language.text, result.indicator
    if indicator.sdg_code and indicator.sdg_match == "official":
        return text("Official indicator {code}", code=indicator.sdg_code)
    if indicator.sdg_code and indicator.sdg_match == "proxy":
        return text("Close to the official indicator {code}", code=indicator.sdg_code)
    if indicator.target:
        return text("Belongs to target {target}; no official indicator", target=indicator.target)
    if indicator.goal != "context":
        return text("No official indicator")
    return text("Background; no official indicator")


def draw_alone(speaker: Speaker, one: OneSided, *, ask: bool = True) -> Markup:
    """A city's own figure that has no counterpart, with the question to the other city unless that stands elsewhere."""
    language, comparison = speaker.language, speaker.comparison
    indicator = comparison.result(one.indicator).indicator
    value = None
    if one.side.value is not None:
        value = draw_number(
            tell_number(one.side.value, comparison, language, indicator),
            language.of(speaker.catalogue.units[one.side.value.unit_measure].short),
            one.which,
            f"{speaker.name(one.side.ref_area)}, {tell_period(one.side.value, comparison, language)}",
        )
    other = name_place("b" if one.which == "a" else "a", comparison, language)
    asked = el(
        "p",
        el("b", language.text("Question to {place}:", place=other)), " ", language.of(one.known.question), " ",
        language.text("Who could answer: {who}", who=language.of(one.known.ask)), class_="ask",
    )  # fmt: skip
    told = el("p", tell_one_sided(one, comparison, language))
    return el("div", value, told, asked if ask else None, class_=f"alone {one.which}")


def explain_stand_ins(speaker: Speaker, result: IndicatorResult, explained: set[str]) -> Markup | None:
    """A stand-in in plain words, once a page."""
    told = [tell_stand_in(pair, speaker.comparison, speaker.language) for pair in result.pairs]
    told += [tell_stand_in(one, speaker.comparison, speaker.language) for one in result.one_sided]
    fresh = [text for text in dict.fromkeys(told) if text and text not in explained]
    explained.update(fresh)
    return el("p", " ".join(fresh), class_="stand-in") if fresh else None


def draw_figure(material: Material) -> Markup | None:
    """The picture with both values in words under it; the words alone where there is no picture."""
    speaker, result = material.speaker, material.result
    words = [tell_pair(pair, speaker.comparison, speaker.language) for pair in result.pairs]
    if material.kind is None:
        return el("div", *(el("p", line) for line in words), class_="words") if words else None
    words = words or [speaker.language.text("The figures of one city only.")]
    return el("figure", _draw_picture(material), el("figcaption", *(el("p", line) for line in words)))


def _draw_picture(material: Material) -> Markup:
    """The picture in two widths, with its text."""
    speaker = material.speaker
    mime, alt = "image/svg+xml", tell_alt(material.result, speaker.comparison, speaker.language, material.kind)
    small = {"srcset": embed(material.narrow, mime), "data_file": file_name(material.key, "narrow", ending="svg")}
    large = {"src": embed(material.wide, mime), "data_file": file_name(material.key, ending="svg")}
    return el(
        "picture", el("source", media="(max-width: 44em)", **small), el("img", **large, alt=alt, loading="lazy")
    )


def draw_caveat(speaker: Speaker, result: IndicatorResult) -> Markup | None:
    """What to mind, in the catalogue's words; None where there is nothing."""
    caveat = speaker.language.of(result.indicator.caveat)
    return el("p", el("b", speaker.language.text("Keep in mind:")), " ", caveat, class_="caveat") if caveat else None


def _draw_table(material: Material) -> Markup | None:
    if material.table is None:
        return None
    language, number = material.speaker.language, len(material.table.rows)
    summary = language.plural("The figures as a table (one row)", "The figures as a table ({n} rows)", number)
    if number > ROWS:
        summary = language.text(
            "The figures as a table (the newest {shown} of {n} rows; the file has all)", shown=ROWS, n=number
        )
    return el("details", el("summary", summary), draw_table(material.table, material.key, most=ROWS))


def draw_downloads(material: Material) -> Markup | None:
    """The figures as a file, and the picture where there is one."""
    if material.table is None:
        return None
    language = material.speaker.language
    name, content = file_name(material.key, ending="csv"), material.table.csv(language)
    links = [el("a", language.text("Figures (CSV)"), href=embed(content, "text/csv"), data_file=name, download=name)]
    if material.kind is not None:
        links += link_taken(material.speaker, material.taken, material.key)
    return el("ul", *(el("li", link) for link in links), class_="get")


def _draw_sources(speaker: Speaker, result: IndicatorResult) -> Markup | None:
    lines = draw_source_lines(speaker, result)
    if not lines:
        return None
    if len(lines) == 1:
        return el("p", el("b", speaker.language.text("Source:")), " ", lines[0], class_="source")
    listed = el("ul", *(el("li", line) for line in lines))
    if len(lines) <= _OPEN_SOURCES:
        return el("div", el("p", el("b", speaker.language.text("Sources:"))), listed, class_="source")
    summary = speaker.language.text("Sources: {n} publications", n=len(lines))
    return el("details", el("summary", summary), listed, class_="source")


def draw_source_lines(speaker: Speaker, result: IndicatorResult) -> list[Markup]:
    """Each publication with its release, terms, areas, years and codes; what is cited in another language is marked."""
    own = speaker.language.code
    return [
        join_markup((el("span", line.cited, lang=line.language) if line.language != own else line.cited, line.told))
        for line in list_sources(result, speaker.comparison, speaker.language)
    ]


def _draw_also_known(speaker: Speaker, result: IndicatorResult) -> Markup | None:
    """The candidates that were not chosen, briefly."""
    if not result.also_known:
        return None
    language = speaker.language
    items = [
        el(
            "li", tell_values(pair, speaker.comparison, language), " ",
            draw_pill(pair.grade.letter, tell_grade(pair, speaker.comparison, language).partition(" · ")[2]),
        )
        for pair in result.also_known
    ]  # fmt: skip
    summary = language.plural("Also known: one other pair", "Also known: {n} other pairs", len(items))
    return el("details", el("summary", summary), el("ul", *items), class_="also")
