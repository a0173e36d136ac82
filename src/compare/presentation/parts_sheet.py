"""A picture to take along, with its headline above and its sources below it, as SVG and as PNG.

In: a `Speaker`, a drawing and its SVG, the words around it. Out: `Taken`, `take`, `surround`, `link_taken`.
Never: a picture that leaves the page without its sources, a picture that the page itself loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from compare.comparison.model import IndicatorResult
from compare.presentation.narrative import tell_comparable, tell_headline, tell_measure, tell_source
from compare.presentation.narrative_sources import tell_state
from compare.presentation.parts_base import el, embed, file_name
from compare.presentation.parts_links import Speaker

if TYPE_CHECKING:
    from compare.presentation.figures import Drawing
    from compare.presentation.figures_sheet import Around


@dataclass(frozen=True)
class Taken:
    """One picture as the two files that a page offers."""

    svg: str
    png: bytes


def surround(speaker: Speaker, result: IndicatorResult, width: float) -> Around:
    """The words around the picture of an indicator."""
    told = (result, speaker.comparison, speaker.language)
    grade = f"{speaker.language.text('Can they be compared?')} {result.letter} · {tell_comparable(*told)}"
    state = tell_state([result], speaker.comparison, speaker.language)
    return frame(speaker, tell_headline(*told), tell_measure(*told), tell_source(*told), state, width, grade)


def frame(
    speaker: Speaker, headline: str, measure: str, sources: Sequence[str], state: str, width: float, grade: str = ""
) -> Around:
    """The words around any picture: what it shows, where it comes from, as of which day."""
    from compare.presentation.figures_sheet import Around

    text, partnership = speaker.language.text, speaker.partnership
    whose = f"{text('Source:') if len(sources) == 1 else text('Sources:')} {' '.join(sources)}" if sources else ""
    site = f"{speaker.language.of(partnership.title)}. {state}"
    foot = (grade, whose, " ".join(part for part in (site, partnership.address) if part))
    return Around(headline, measure, tuple(words for words in foot if words), width)


def take(drawing: Drawing, svg: str, around: Around) -> Taken:
    """Both files of a picture."""
    from compare.presentation.figures_sheet import frame_png, frame_svg

    return Taken(frame_svg(svg, around), frame_png(drawing, around))


def link_taken(speaker: Speaker, taken: Taken, key: str) -> list[Markup]:
    """The two links, as the page's list of downloads has them."""
    text = speaker.language.text
    svg, png = (file_name(key, "picture", ending=ending) for ending in ("svg", "png"))
    return [
        el("a", text("Picture (SVG)"), href=embed(taken.svg, "image/svg+xml"), data_file=svg, download=svg),
        el("a", text("Picture (PNG)"), href=embed(taken.png, "image/png"), data_file=png, download=png),
    ]
