"""What a notebook calls: one object whose methods each give one block of a page, in the page's language.

In: a `Comparison`, a language, a goal or none. Out: `Pages`, `Part`, and the `show_*` functions behind its methods.
Never: a number or a sentence made here; a request; an unknown goal or language passed over.
"""

from __future__ import annotations

from compare.comparison.model import Comparison, IndicatorResult
from compare.errors import UnknownCodeError
from compare.home import data_folder
from compare.presentation.language import speak
from compare.presentation.parts_about import show_about_pages
from compare.presentation.parts_base import Part
from compare.presentation.parts_changes import show_changes, show_changes_further, show_changes_title
from compare.presentation.parts_coverage import (
    show_coverage_further,
    show_coverage_matrix,
    show_missing,
)
from compare.presentation.parts_goal import show_glance, show_learning, show_questions, show_summary, show_title
from compare.presentation.parts_indicator import show_indicator
from compare.presentation.parts_links import CHAPTERS, Kind, Speaker, find_goal, page_name
from compare.presentation.parts_map import show_map
from compare.presentation.parts_overview import show_goal_tiles, show_goals, show_overview
from compare.presentation.parts_partnership import show_history, show_theme, show_theme_pages, show_themes
from compare.presentation.parts_sections import show_further, show_indicators
from compare.presentation.parts_sources import show_made, show_sources
from compare.sources.boundaries import read_boundaries

__all__ = [
    "Pages",
    "Part",
    "show_about_pages",
    "show_changes",
    "show_changes_further",
    "show_changes_title",
    "show_coverage_further",
    "show_coverage_matrix",
    "show_further",
    "show_glance",
    "show_goal_tiles",
    "show_goals",
    "show_history",
    "show_indicator",
    "show_indicators",
    "show_learning",
    "show_made",
    "show_map",
    "show_missing",
    "show_overview",
    "show_questions",
    "show_sources",
    "show_summary",
    "show_theme",
    "show_theme_pages",
    "show_themes",
    "show_title",
]


class Pages:
    """The blocks of one page. Each method returns a `Part`, which a notebook shows when it ends a cell.

    Parameters
    ----------
    comparison : Comparison
        Of one partnership.
    language : str
        Two-letter code.
    goal : str, optional
        The goal that the page is about: ``"1"`` to ``"17"``. None for a page about all.
    kind : str, optional
        Which page about all: ``"partnership"``, ``"overview"``, ``"coverage"`` or ``"changes"``.

    Attributes
    ----------
    comparison : Comparison
        For an analyst who wants to look behind the page.
    results : tuple of IndicatorResult
        What the page is about.

    Raises
    ------
    UnknownCodeError
        A goal that the catalogue, or a language that the partnership, does not have; an unknown kind.
    """

    def __init__(self, comparison: Comparison, language: str, goal: str | None = None, kind: str | None = None):
        languages = comparison.partnership.languages
        if language not in languages:
            raise UnknownCodeError(f"language of {comparison.partnership.id}", language, languages)
        if goal is None and kind is not None and kind not in CHAPTERS:
            raise UnknownCodeError("kind of page", kind, CHAPTERS)
        self.comparison = comparison
        self.goal = None if goal is None else find_goal(comparison.catalogue, goal)
        self.kind: Kind = "goal" if goal is not None else kind or "overview"  # type: ignore[assignment]
        self._speaker = Speaker(comparison, speak(language))

    @property
    def results(self) -> tuple[IndicatorResult, ...]:
        """What the page is about: one goal's indicators, those of the themes, or all."""
        if self.goal is not None:
            return self.comparison.goal(self.goal)
        if self.kind == "partnership":
            return tuple(result for result in self.comparison.results if result.indicator.themes)
        return self.comparison.results

    def title(self) -> Part:
        """The question that the page asks, and one sentence on how much is known."""
        if self.kind == "changes":
            return show_changes_title(self._speaker)
        return show_title(self._speaker, self.kind, self.results, self.goal)

    def summary(self) -> Part:
        """What the figures say, and what they cannot say."""
        return show_summary(self._speaker, self.results, self.goal)

    def glance(self) -> Part:
        """One table of all results."""
        return show_glance(self._speaker, self.results)

    def indicators(self) -> Part:
        """Every indicator with its figure, data, sources and grade."""
        return show_indicators(self._speaker, self.goal or "context")

    def further(self) -> Part:
        """What stands on further pages: the tables of the themes, or the sections that one page cannot hold."""
        if self.kind == "partnership":
            return show_theme_pages(self._speaker)
        if self.kind == "coverage":
            return show_coverage_further(self._speaker)
        if self.kind == "changes":
            return show_changes_further(self._speaker)
        return show_further(self._speaker, self.goal or "context")

    def indicator_pages(self) -> Part:
        """A page for each indicator with a figure of a city or a region."""
        return show_about_pages(self._speaker, self.goal or "context")

    def indicator(self, indicator: str) -> Part:
        """One indicator by its id."""
        return show_indicator(self._speaker, self.comparison.result(indicator))

    def learning(self) -> Part:
        """What the two can learn from each other, and the questions to ask."""
        return show_learning(self._speaker, self.results)

    def questions(self) -> Part:
        """The questions that missing figures leave."""
        return show_questions(self._speaker, self.results)

    def history(self) -> Part:
        """What happened in the partnership, as dated."""
        return show_history(self._speaker)

    def themes(self) -> Part:
        """What is known and not known of each theme that the cities named."""
        return show_themes(self._speaker)

    def theme(self, theme: str) -> Part:
        """One theme by its id."""
        return show_theme(self._speaker, theme)

    def map(self) -> Part:
        """Both places at one scale, with how many live there."""
        return show_map(self._speaker, read_boundaries(data_folder() / "boundaries"))

    def context(self) -> Part:
        """What kind of places the two are."""
        return show_indicators(self._speaker, "context")

    def goals(self) -> Part:
        """All goals one under the other."""
        return show_goals(self._speaker)

    def shares(self) -> Part:
        """Shares in one picture."""
        return show_overview(self._speaker)

    def tiles(self) -> Part:
        """The goals as tiles with their coverage."""
        return show_goal_tiles(self._speaker)

    def coverage(self) -> Part:
        """How much is known, goal by goal."""
        return show_coverage_matrix(self._speaker)

    def missing(self) -> Part:
        """The figures that are missing, and who could give them."""
        return show_missing(self._speaker)

    def changes(self) -> Part:
        """What has changed from run to run, the newest first."""
        return show_changes(self._speaker)

    def sources(self) -> Part:
        """Publications and licences behind the page; behind the measures of the context on the page of all goals.

        The page of what is known counts them on a further page, and here only leads to the list of all.
        """
        shown = self.comparison.goal("context") if self.kind == "overview" else self.results
        shown = () if self.kind == "coverage" else shown
        return show_sources(self._speaker, shown)

    def made(self) -> Part:
        """How the page was made."""
        return show_made(self._speaker, self.results, page_name(self.kind, self.goal).removesuffix(".html"))
