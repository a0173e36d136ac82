"""A grade taken apart: what each dimension adds to it, and which of them decide the letter.

In: a `Grade`. Out: `list_dimensions`, `Dimension`.
Never: a dimension left out because it speaks for the pair, a letter explained by a dimension that did not decide it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from compare.comparison.model import Comparison, Grade, Reason
from compare.presentation.explain_words import DIMENSIONS
from compare.presentation.language import Language
from compare.presentation.narrative_grades import tell_reasons

#: The letter that the worst score alone would give.
_BY_SCORE = {0: "A", 1: "B", 2: "C", 3: "E"}
#: The level of a pair without both sides says why there is no grade, and decides nothing.
_NO_GRADE = "N"


@dataclass(frozen=True)
class Dimension:
    """One dimension of a grade in words."""

    name: str
    words: str  #: one sentence or more
    decides: bool  #: whether the letter would be better without it


def list_dimensions(grade: Grade, comparison: Comparison, language: Language) -> list[Dimension]:
    """Each reason of a grade under its dimension's name; reasons of one dimension together, in the grade's order.

    What differs is told once for the whole pair, so the catalogue's note is left out here.
    """
    told: dict[str, list[Reason]] = {}
    for reason in grade.reasons:
        told.setdefault(reason.dimension, []).append(reason)
    listed = []
    for dimension, reasons in told.items():
        bare = tuple(replace(reason, note=None) for reason in reasons)
        words = " ".join(tell_reasons(replace(grade, reasons=bare), comparison, language))
        decides = any(_decides(reason, grade) for reason in reasons)
        if words:
            listed.append(Dimension(language.capital(language.text(DIMENSIONS[dimension])), words, decides))
    return listed


def _decides(reason: Reason, grade: Grade) -> bool:
    """Whether a reason is why the letter is no better."""
    if grade.letter in ("A", _NO_GRADE):
        return False
    if grade.letter == "D":
        return reason.code == "mixed_level"
    worst = max((item.score or 0 for item in grade.reasons), default=0)
    if _BY_SCORE[worst] == grade.letter:
        return reason.score == worst
    # A figure that is old, indicative or in doubt carries no score and keeps the letter from being better than C.
    return reason.score is None
