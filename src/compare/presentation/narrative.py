"""Sentences about a comparison: every `tell_` function, gathered from the modules by topic.

In: a result, pair, side or value of a `Comparison`, the comparison itself, and a `Language`.
Out: plain text in that language.
Never: markup, a number or a verb that is not in the data, a sentence that the grade forbids, a score or a rank.
"""

from __future__ import annotations

from compare.presentation.narrative_alt import tell_alt
from compare.presentation.narrative_goals import tell_cannot, tell_coverage, tell_findings, tell_questions
from compare.presentation.narrative_grades import (
    tell_caveat,
    tell_comparable,
    tell_grade,
    tell_letters,
    tell_level,
    tell_reasons,
    tell_stand_in,
)
from compare.presentation.narrative_headlines import tell_headline, tell_measure
from compare.presentation.narrative_learning import tell_learning, tell_mandates
from compare.presentation.narrative_pairs import (
    tell_gap,
    tell_movement,
    tell_one_sided,
    tell_pair,
    tell_subject,
    tell_values,
)
from compare.presentation.narrative_periods import tell_span, tell_years
from compare.presentation.narrative_rights import tell_rights
from compare.presentation.narrative_sources import SourceLine, list_sources, tell_source
from compare.presentation.narrative_trends import tell_change, tell_sign, tell_target, tell_trend
from compare.presentation.narrative_values import (
    describe_area,
    is_masked,
    is_missing,
    name_area,
    name_place,
    tell_missing,
    tell_number,
    tell_period,
    tell_sex,
    tell_status,
    tell_value,
)

__all__ = [
    "SourceLine",
    "describe_area",
    "is_masked",
    "is_missing",
    "list_sources",
    "name_area",
    "name_place",
    "tell_alt",
    "tell_cannot",
    "tell_caveat",
    "tell_change",
    "tell_comparable",
    "tell_coverage",
    "tell_findings",
    "tell_gap",
    "tell_grade",
    "tell_headline",
    "tell_learning",
    "tell_letters",
    "tell_level",
    "tell_mandates",
    "tell_measure",
    "tell_missing",
    "tell_movement",
    "tell_number",
    "tell_one_sided",
    "tell_pair",
    "tell_period",
    "tell_questions",
    "tell_reasons",
    "tell_rights",
    "tell_sex",
    "tell_sign",
    "tell_source",
    "tell_span",
    "tell_stand_in",
    "tell_status",
    "tell_subject",
    "tell_target",
    "tell_trend",
    "tell_value",
    "tell_values",
    "tell_years",
]
