"""What the notebook of one indicator calls: an object whose methods each give one block of that indicator's page.

In: a `Comparison`, a language, an indicator. Out: `IndicatorPage`.
Never: a block that differs from the one on the site; an unknown indicator or language passed over.
"""

from __future__ import annotations

from compare.comparison.model import Comparison, IndicatorResult
from compare.errors import UnknownCodeError
from compare.presentation import parts_about
from compare.presentation.language import speak
from compare.presentation.parts_about_links import show_about_links
from compare.presentation.parts_base import Part
from compare.presentation.parts_links import Speaker


class IndicatorPage:
    """The blocks of one indicator's page. Each method returns a `Part`, which a notebook shows when it ends a cell.

    Parameters
    ----------
    comparison : Comparison
        Of one partnership.
    language : str
        Two-letter code.
    indicator : str
        Its id: ``"fine-dust"``. Any indicator will do, also one that has no page of its own on the site.

    Attributes
    ----------
    comparison : Comparison
        For an analyst who wants to look behind the page.
    result : IndicatorResult
        What the page is about: its pairs, grades, one-sided figures and references.

    Raises
    ------
    UnknownCodeError
        An indicator that the catalogue, or a language that the partnership, does not have; the closest are named.
    """

    def __init__(self, comparison: Comparison, language: str, indicator: str):
        languages = comparison.partnership.languages
        if language not in languages:
            raise UnknownCodeError(f"language of {comparison.partnership.id}", language, languages)
        self.comparison = comparison
        self.result: IndicatorResult = comparison.result(indicator)
        self._told = (Speaker(comparison, speak(language)), self.result)

    def title(self) -> Part:
        """The finding as the heading, and what was measured."""
        return parts_about.show_about_title(*self._told)

    def finding(self) -> Part:
        """The picture with both values in words, what one city alone knows, what to mind."""
        return parts_about.show_about_finding(*self._told)

    def grade(self) -> Part:
        """Whether the two can be compared, dimension by dimension, and what differs."""
        return parts_about.show_about_grade(*self._told)

    def table(self) -> Part:
        """Every figure of every year, and the same as files."""
        return parts_about.show_about_table(*self._told)

    def candidates(self) -> Part:
        """The other pairs that were found."""
        return parts_about.show_about_candidates(*self._told)

    def course(self) -> Part:
        """Where each side is heading, and who decides."""
        return parts_about.show_about_course(*self._told)

    def questions(self) -> Part:
        """What to ask each other."""
        return parts_about.show_about_questions(*self._told)

    def sources(self) -> Part:
        """Every publication with its date and terms."""
        return parts_about.show_about_sources(*self._told)

    def links(self) -> Part:
        """Where to go on."""
        return show_about_links(*self._told)

    def made(self) -> Part:
        """How the page was made, and its figures in one tidy file."""
        return parts_about.show_about_made(*self._told)
