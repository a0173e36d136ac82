"""How large the two places are: a small map at one scale, with the same in a table and the outlines' terms.

In: a `Speaker`, outlines. Out: `show_map`.
Never: a number made here, a picture without its text, an outline without its credit.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from compare.presentation.narrative_places import (
    POPULATION,
    PlaceFacts,
    find_facts,
    tell_credits,
    tell_map,
    tell_population,
    tell_size,
)
from compare.presentation.narrative_sources import tell_state
from compare.presentation.narrative_values import describe_area, is_missing, tell_period
from compare.presentation.parts_base import Part, el, embed, file_name, make_part
from compare.presentation.parts_links import Speaker
from compare.presentation.parts_sheet import frame, link_taken, take
from compare.presentation.parts_table import draw_table
from compare.presentation.tables import Cell, Column, Table
from compare.sources.boundaries import Outline

_MIME = "image/svg+xml"


def show_map(speaker: Speaker, outlines: Sequence[Outline]) -> Part:
    """The map, what it shows in a table, and whose outlines they are; the table alone where an outline is missing."""
    text, language = speaker.language.text, speaker.language
    heading = el("h2", text("How large are they?"), id="map-h")
    table = draw_table(tabulate_places(speaker, outlines), "map")
    figure = _draw_figure(speaker, outlines)
    if figure is None:
        return make_part(el("section", heading, table, *_draw_notes(speaker), id="map"))
    summary = el("summary", language.plural("The figures as a table (one row)", "The figures as a table ({n} rows)", 2))
    beside = el("div", figure, el("div", *_draw_notes(speaker)), class_="split")
    return make_part(el("section", heading, beside, el("details", summary, table), id="map"))


def tabulate_places(speaker: Speaker, outlines: Sequence[Outline]) -> Table:
    """One row for each place: inhabitants, year and area, under each figure the publication that it comes from."""
    text = speaker.language.text
    columns = (
        Column("place", text("Place")),
        Column("population", text("Inhabitants"), "number"),
        Column("period", text("Year")),
        Column("area", text("Size"), "number"),
    )
    facts = find_facts(speaker.comparison, outlines)
    caption = text("Inhabitants and area of the two places; the area is that of the outline")
    return Table(caption, columns, tuple(_row(speaker, one) for one in facts))


def _row(speaker: Speaker, facts: PlaceFacts) -> tuple[Cell, ...]:
    language, comparison, value = speaker.language, speaker.comparison, facts.population
    place = Cell(language.capital(describe_area(facts.ref_area, comparison, language)))
    size = Cell(
        tell_size(facts, comparison, language), facts.area, note=_cite(speaker, facts.area_source),
        missing=facts.area is None,
    )  # fmt: skip
    if value is None or is_missing(value):
        return place, Cell(tell_population(facts, comparison, language), missing=True), Cell("–"), size
    number = Cell(language.number(value.obs_value, 0), value.obs_value, note=_cite(speaker, value.response_id))
    return place, number, Cell(tell_period(value, comparison, language)), size


def _cite(speaker: Speaker, response_id: str) -> str:
    """The publication behind a figure, as it is cited; empty where the manifest does not have it."""
    found = speaker.comparison.manifest
    cited = found.loc[found["response_id"] == response_id, "citation"].tolist()
    return str(cited[0]).rstrip(".") if cited else ""


def _draw_figure(speaker: Speaker, outlines: Sequence[Outline]) -> Markup | None:
    """The picture in two widths, under it what the outlines are and whose."""
    from compare.presentation import figures_map
    from compare.presentation.figures import render_svg

    text, language, comparison = speaker.language.text, speaker.language, speaker.comparison
    told = tell_credits(comparison, language, outlines)
    drawn = {narrow: figures_map.draw_map(comparison, language, outlines, narrow) for narrow in (False, True)}
    svg = {
        narrow: render_svg(drawing, title=text("{a} and {b} at one scale", **speaker.names), source=" ".join(told))
        for narrow, drawing in drawn.items()
        if drawing is not None
    }
    if not svg:
        return None
    picture = el(
        "picture",
        el("source", media="(max-width: 44em)", srcset=embed(svg[True], _MIME), data_file="map-narrow.svg"),
        el("img", src=embed(svg[False], _MIME), data_file=file_name("map", ending="svg"),
           alt=tell_map(comparison, language, outlines), loading="lazy"),
    )  # fmt: skip
    coarse = text("The outlines are coarse, so the areas are given in round figures.")
    credits = el("p", el("b", text("Outlines:")), " ", " ".join(told), class_="source")
    wide = drawn[False]
    counted = [facts.population for facts in find_facts(comparison, outlines) if facts.population is not None]
    cited = [f"{_cite(speaker, value.response_id)}." for value in counted if _cite(speaker, value.response_id)]
    inhabitants = [result for result in comparison.results if result.indicator.id == POPULATION]
    state = tell_state(inhabitants, comparison, language)
    title = text("{a} and {b} at one scale", **speaker.names)
    around = frame(speaker, title, coarse, [*told, *cited], state, wide.width)
    links = link_taken(speaker, take(wide, svg[False], around), "map")
    figure = el("figure", picture, el("figcaption", el("p", coarse), credits))
    return el("div", figure, el("ul", *(el("li", link) for link in links), class_="get"))


def _draw_notes(speaker: Speaker) -> list[Markup]:
    """What the catalogue says of each place's extent."""
    notes = []
    for which, name in speaker.names.items():
        note = speaker.language.of(speaker.area(getattr(speaker.partnership, which)).note)
        if note:
            notes.append(el("p", el("b", name, class_=which), el("br"), note))
    return notes
