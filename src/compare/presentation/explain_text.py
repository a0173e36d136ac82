"""An explanation in words, for a terminal: one block for each pair and each value, one row for each step.

In: an `Explanation` without its text, its `Comparison`, a `Language`. Out: `tell_explanation`.
Never: another sentence about a pair than the page has, a step that is left out because it is dull.
"""

from __future__ import annotations

from dataclasses import replace

from compare.comparison.model import Comparison, Grade, Pair
from compare.presentation.explain_model import ExplainedPair, ExplainedSide, ExplainedValue, Explanation
from compare.presentation.explain_origin import OriginTeller, print_exact
from compare.presentation.explain_sheet import Sheet
from compare.presentation.explain_trend import tell_components, tell_distance
from compare.presentation.explain_words import DIMENSIONS, DIRECTIONS, EXTENTS, INTERVALS, KINDS, RULES
from compare.presentation.language import Language, mark
from compare.presentation.narrative import (
    name_area,
    name_place,
    tell_grade,
    tell_letters,
    tell_level,
    tell_missing,
    tell_movement,
    tell_one_sided,
    tell_pair,
    tell_reasons,
    tell_sex,
    tell_target,
)
from compare.presentation.narrative_values import tell_group

#: What an indicator is to the official list, by its field `sdg_match`.
_MATCHES = {
    "official": mark("Official indicator {code}"),
    "proxy": mark("Close to the official indicator {code}"),
}
#: By whether a pair is *the* pair, and whether its years are too far apart: why.
_CHOICES = {
    (True, False): mark("The first whose years lie within its tolerance."),
    (True, True): mark("The first with figures for both sides; none has years within its tolerance."),
    (False, False): mark("Another one stands before it."),
    (False, True): mark("Its years are too far apart."),
}
_EACH_SEX = mark("The figures exist for each sex apart, so each has a pair.")


def tell_explanation(told: Explanation, comparison: Comparison, language: Language) -> str:
    """The whole text: what is measured, the pairs and single values in the page's order, the open question."""
    return _Teller(told, comparison, language).tell()


class _Teller:
    """Writes one sheet."""

    def __init__(self, told: Explanation, comparison: Comparison, language: Language):
        self.told, self.comparison, self.language = told, comparison, language
        self.indicator = told.indicator
        self.unit = comparison.catalogue.units[self.indicator.unit]
        self.sheet = Sheet()
        self.origins = OriginTeller(self.sheet, comparison, language)

    def tell(self) -> str:
        self._tell_indicator()
        blocks = [*map(self._tell_pair, self.told.pairs)] if self._cities_first() else []
        for value in self.told.one_sided:
            self._tell_value(value)
        if not blocks:
            for pair in self.told.pairs:
                self._tell_pair(pair)
        for pair in self.told.also_known:
            self._tell_pair(pair)
        self._tell_question()
        return self.sheet.text

    def _cities_first(self) -> bool:
        """Whether the pair is about the cities or their regions; a pair of countries stands below single values."""
        return bool(self.told.pairs) and self.told.pairs[0].pair.level in ("city", "region", "mixed")

    # ---- the indicator

    def _tell_indicator(self) -> None:
        text, indicator, sheet = self.language.text, self.indicator, self.sheet
        sheet.head(f"{indicator.id}: {self.language.of(indicator.title)}")
        sheet.row(text("Measures"), self.language.of(indicator.definition))
        sheet.row(text("Belongs to"), self._tell_place())
        direction = DIRECTIONS[indicator.direction]
        low, high = (print_exact(edge, self.language) for edge in indicator.band or (0, 0))
        sheet.row(text("Unit"), f"{self.language.of(self.unit.label)} ({self.unit.code})")
        sheet.row(text("Direction"), text(direction, low=low, high=high) if indicator.band else text(direction))
        target = tell_target(self.comparison.result(indicator.id), self.comparison, self.language)
        if target or not indicator.band:
            sheet.row(text("To reach"), target or text("there is no number to reach"))
        sheet.row(text("Mind"), self.language.of(indicator.caveat))

    def _tell_place(self) -> str:
        """Goal and target, and what it is to the official list."""
        text, indicator = self.language.text, self.indicator
        if indicator.goal == "context":
            return text("Background; no official indicator")
        goal = self.comparison.catalogue.goals.get(indicator.goal)
        named = (
            text("Goal {number}: {title}", number=indicator.goal, title=self.language.of(goal.title)) if goal else ""
        )
        if indicator.sdg_code and indicator.sdg_match in _MATCHES:
            match = text(_MATCHES[indicator.sdg_match], code=indicator.sdg_code)
        elif indicator.target:
            match = text("Belongs to target {target}; no official indicator", target=indicator.target)
        else:
            match = text("Background; no official indicator")
        return " · ".join(part for part in (named, match) if part)

    # ---- a pair

    def _tell_pair(self, told: ExplainedPair) -> None:
        text, pair = self.language.text, told.pair
        kind = text("The pair") if told.chosen else text("Also known")
        sex = tell_sex(pair.a, self.language, self.comparison.result(pair.indicator))
        grade = tell_grade(pair, self.comparison, self.language)
        heading = ", ".join(part for part in (kind, sex) if part)
        self.sheet.head(f"{heading}: {grade}")
        self.sheet.row(text("As printed"), tell_pair(pair, self.comparison, self.language))
        self.sheet.row(text("Choice"), self._tell_choice(told))
        self.sheet.row(text("Level"), self._tell_level(told))
        tolerance = self.language.plural("Tolerance: one year.", "Tolerance: {n} years.", told.rule.tolerance)
        self.sheet.row(text("Years"), f"{text(RULES[told.rule.code], year=told.rule.shared)} {tolerance}")
        self.sheet.row(text("Grade"), *self._tell_grade(pair.grade, pair.level), self.language.of(pair.differs))
        self.sheet.row(text("Difference"), *self._tell_gap(pair))
        if not (told.a.masked or told.b.masked):
            self.sheet.row(text("Both over time"), tell_movement(pair, self.comparison, self.language))
        for side, trend in ((told.a, pair.trend_a), (told.b, pair.trend_b)):
            self._tell_side(side)
            self.sheet.row(
                text("Trend"), *tell_components(trend, side, self.indicator, self.comparison, self.language), depth=1
            )

    def _tell_choice(self, told: ExplainedPair) -> str:
        """Where the pair stands among the candidates, and why it was taken or not."""
        beyond = told.rule.code in ("beyond_tolerance", "period_not_stated")
        reason = _CHOICES[told.chosen, beyond]
        if told.chosen and told.pair.sex != "_T" and len(self.told.pairs) > 1:
            reason = _EACH_SEX
        place = self.language.text(
            "Candidate {place} of {number} in the catalogue.", place=told.pair.rank + 1, number=told.candidates
        )
        return f"{place} {self.language.text(reason)}"

    def _tell_level(self, told: ExplainedPair) -> str:
        """The level, and what it was computed from."""
        text = self.language.text
        areas = [
            f"{name_area(side.area.code, self.comparison, self.language)} ({text(KINDS[side.area.kind])}, "
            f"{text(EXTENTS[side.extent])})"
            for side in (told.a, told.b)
        ]
        return f"{tell_level(told.pair.level, self.comparison, self.language)}: {self.language.join(areas)}"

    def _tell_grade(self, grade: Grade, level: str) -> list[str]:
        """The letter, then each dimension with its score and sentence, then how the one follows from the others."""
        letters = dict(tell_letters(self.language))
        told = [f"{grade.letter}: {letters[grade.letter]}"]
        for reason in grade.reasons:
            alone = Grade(grade.letter, (replace(reason, note=None),))
            sentence = " ".join(tell_reasons(alone, self.comparison, self.language))
            score = "" if reason.score is None else f" {reason.score}"
            told.append(f"{self.language.text(DIMENSIONS[reason.dimension])}{score}: {sentence}")
        return [*told, self._tell_rule(grade, level)]

    def _tell_rule(self, grade: Grade, level: str) -> str:
        scores = [reason.score for reason in grade.reasons if reason.score is not None]
        if not scores:
            return ""
        worst, text = max(scores), self.language.text
        told = text("The worst score is {score}: {letter}.", score=worst, letter="ABCE"[worst])
        if level == "mixed" and grade.letter == "D":
            return text("A country stands on one side only: D.")
        if grade.letter != "ABCE"[worst]:
            return " ".join([told, text("A pair with an indicative or old figure gets C at most.")])
        return told

    def _tell_gap(self, pair: Pair) -> list[str]:
        """The numbers of the difference; that there are none where the grade or a value forbids them."""
        text, gap = self.language.text, pair.gap
        if gap is None:
            return [text("none is calculated")]
        names = {which: name_area(side.ref_area, self.comparison, self.language)
                 for which, side in (("a", pair.a), ("b", pair.b))}  # fmt: skip
        unit = self.comparison.catalogue.units[gap.unit_measure]
        size = f"{print_exact(gap.difference, self.language)} {self.language.of(unit.label)}"
        told = [text("{a} minus {b}: {size}", **names, size=size)]
        if gap.ratio is not None:
            told.append(text("{a} divided by {b}: {ratio}", **names, ratio=print_exact(gap.ratio, self.language)))
        if gap.lower == gap.lower:
            limits = [print_exact(limit, self.language) for limit in (gap.lower, gap.upper)]
            told.append(text("95 per cent interval: {low} to {high}", low=limits[0], high=limits[1]))
        if gap.nearer_target in names:
            told.append(text("nearer what is aimed at: {area}", area=names[gap.nearer_target]))
        elif gap.nearer_target == "tied":
            told.append(text("equally near what is aimed at"))
        return told

    # ---- a single value, a side, the question

    def _tell_value(self, told: ExplainedValue) -> None:
        text, one = self.language.text, told.one
        group = tell_group(one, self.language, self.comparison.result(one.indicator))
        place = name_area(told.side.area.code, self.comparison, self.language)
        grade = tell_grade(one, self.comparison, self.language)
        heading = ", ".join(part for part in (text("One side only"), place, group) if part)
        self.sheet.head(f"{heading}: {grade}")
        self.sheet.row(text("As printed"), tell_one_sided(one, self.comparison, self.language))
        self.sheet.row(text("Grade"), *self._tell_grade(one.grade, "one-sided"))
        self.sheet.row(text("Question"), self.language.of(one.known.question))
        self.sheet.row(text("Ask"), self.language.of(one.known.ask))
        self._tell_side(told.side)
        self.sheet.row(
            text("Trend"), *tell_components(one.trend, told.side, self.indicator, self.comparison, self.language),
            depth=1,
        )  # fmt: skip

    def _tell_side(self, told: ExplainedSide) -> None:
        text, area = self.language.text, told.area
        self.sheet.head(told.printed, depth=1)
        self.sheet.row(
            text("Area"), f"{self.language.of(area.described)} ({area.code}, {text(KINDS[area.kind])})",
            self.language.of(area.note), depth=1,
        )  # fmt: skip
        self.sheet.row(text("Newer figure"), told.newest, depth=1)
        if told.origin is not None:
            self.origins.tell(told.origin, depth=1, conversion=told.conversion)
        self.sheet.row(text("Uncertainty"), self._tell_interval(told), depth=1)
        self.sheet.row(text("Distance"), tell_distance(told, self.comparison, self.language), depth=1)

    def _tell_interval(self, told: ExplainedSide) -> str:
        """An interval that was computed; a published one stands with the stored value."""
        value = told.side.value
        if value is None or told.masked or value.interval not in INTERVALS:
            return ""
        low, high = (print_exact(limit, self.language) for limit in (value.lower, value.upper))
        origin = self.language.text(INTERVALS[value.interval])
        return self.language.text(
            "95 per cent interval: {low} to {high} ({origin})", low=low, high=high, origin=origin
        )

    def _tell_question(self) -> None:
        question = self.indicator.question
        if question is None:
            return
        text = self.language.text
        self.sheet.head(text("The open question"))
        self.sheet.row(text("Question"), self.language.of(question.question))
        self.sheet.row(text("Ask"), self.language.of(question.ask))
        for which, why in (("a", question.missing_a), ("b", question.missing_b)):
            place = name_place(which, self.comparison, self.language)
            self.sheet.row(place, text("no figure ({why})", why=tell_missing(why, self.comparison, self.language)))
