"""Comparability in words: level, grade and the reasons behind them.

In: `Pair`, `OneSided`, `IndicatorResult`, `Grade`. Out: `tell_level`, `tell_grade`, `tell_comparable`, `tell_letters`,
`tell_reason`, `tell_reasons`, `tell_caveat`, `tell_stand_in`.
Never: a judgement of its own; the grade is settled before, here it only gets its words.
"""

from __future__ import annotations

import re

from compare.comparison.model import Comparison, Grade, IndicatorResult, OneSided, Pair, Reason
from compare.presentation.language import Language, mark
from compare.presentation.narrative_values import (
    describe_area,
    is_city_area,
    is_missing,
    name_area,
    name_lacking,
    name_place,
)

#: Between two sentences; an abbreviation is followed by a small letter.
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-ZÅÄÖ0-9])")
#: Words that keep their capitals: ILO, FN:s, GDP.
_ABBREVIATION = re.compile(r"\w[A-ZÅÄÖ]")
#: Names that are no entry of the catalogue.
_NAMES = frozenset({"Global Data Lab", "Världsbanken", "Världshälsoorganisationen", "Swedish", "Botswanan"})

Thing = Pair | OneSided | IndicatorResult

_LEVELS = {
    "city": mark("both cities"),
    "region": mark("a larger area than the city"),
    "country": mark("whole countries"),
    "mixed": mark("a city beside a country"),
    "one-sided": mark("one side only"),
    "none": mark("no figure"),
}
_LETTERS = {
    "A": mark("comparable: everything checked is the same"),
    "B": mark("comparable, with small differences that are stated"),
    "C": mark("to be compared with caution; the caveat stands beside the difference"),
    "D": mark("a city beside a whole country: both values, no difference"),
    "E": mark("not comparable: two separate figures"),
    "N": mark("only one side has a figure, or neither has"),
}
#: Reasons that keep a grade from being better than C.
_CAPS = frozenset({"old", "indicative", "in_doubt"})
#: Short words for "can they be compared?", by level and letter.
_COMPARABLE = {
    ("city", "A"): mark("Yes, measured the same way"),
    ("city", "B"): mark("Yes, with small differences"),
    ("city", "C"): mark("With caution"),
    ("region", "A"): mark("Yes, but for a larger area"),
    ("region", "B"): mark("Yes, but for a larger area"),
    ("region", "C"): mark("With caution, larger area"),
    ("country", "A"): mark("Whole countries only"),
    ("country", "B"): mark("Whole countries only"),
    ("country", "C"): mark("Whole countries, with caution"),
}
_DIMENSIONS = {
    ("concept", 0): mark("the same definition"),
    ("concept", 1): mark("the same concept, with a documented difference"),
    ("concept", 2): mark("at least one figure is only an indirect measure of the concept"),
    ("concept", 3): mark("the two figures measure different things"),
    ("measurement", 0): mark("measured in the same way"),
    ("measurement", 1): mark("measured in two recognised ways"),
    ("measurement", 2): mark("measured in ways of unequal quality"),
    ("measurement", 3): mark("how at least one of them was measured is not known"),
    ("base", 0): mark("the same population group"),
    ("base", 1): mark("population groups that differ slightly"),
    ("base", 2): mark("population groups that differ"),
    ("base", 3): mark("the population group of at least one figure is not known"),
}
_COMPUTED = {
    "same_kind": mark("the same kind of area"),
    "kinds_differ": mark("two kinds of area"),
    "city_beside_region": mark("a city beside a larger area"),
    "no_relation": mark("at least one area does not describe its city"),
    "mixed_level": mark("a city beside a whole country"),
    "same_period": mark("the same period"),
    "period_not_stated_same_release": mark("the source does not state the years; both figures come from one release"),
    "period_not_stated": mark("the years of at least one figure are not stated"),
    "indicative": mark("at least one figure is indicative: from the press, a statement or another uncertain source"),
    "in_doubt": mark(
        "at least one figure is in doubt: it is not possible, does not fit its series or may be for another area"
    ),
    "one_sided": mark("only one of the places has a figure"),
    "not_collected": mark("the other place does not collect this figure"),
    "not_published": mark("the other place does not publish this figure"),
    "not_found": mark("no figure for the other place has been found"),
    "suppressed": mark("the source does not show the figure for the other place"),
    "not_applicable": mark("the figure has no meaning for the other place"),
}


def tell_level(level: str, comparison: Comparison, language: Language) -> str:  # noqa: ARG001 - one form for all
    """What a pair describes, in a few words: "both cities", "whole countries"."""
    return language.text(_LEVELS[level])


def tell_letters(language: Language) -> list[tuple[str, str]]:
    """Each letter of the grade with its meaning, for a legend."""
    return [(letter, language.text(words)) for letter, words in _LETTERS.items()]


def tell_grade(thing: Thing, comparison: Comparison, language: Language) -> str:
    """The grade's letter and what was measured: ``B · both cities``."""
    return f"{_letter_of(thing)} · {tell_level(_level_of(thing), comparison, language)}"


def tell_comparable(thing: Thing, comparison: Comparison, language: Language) -> str:
    """Whether the two can be compared, in so few words that they stand in a table: "Yes, with small differences"."""
    letter, level = _letter_of(thing), _level_of(thing)
    if (level, letter) in _COMPARABLE:
        return language.text(_COMPARABLE[level, letter])
    if letter == "N":
        return _tell_absent(thing, comparison, language)
    if letter == "D":
        return language.text("No, a city beside a country")
    return language.text("No, too different")


def tell_reasons(grade: Grade, comparison: Comparison, language: Language) -> list[str]:  # noqa: ARG001
    """Why the grade is what it is: one sentence for each dimension, then what differs."""
    clauses = [tell_reason(reason, language) for reason in grade.reasons]
    notes = [language.of(reason.note) for reason in grade.reasons if reason.note is not None]
    return list(dict.fromkeys(language.sentence(item) for item in (*clauses, *notes) if item))


def tell_caveat(pair: Pair, comparison: Comparison, language: Language) -> str:
    """What weighs most against comparing a pair, as clauses that fit after a colon, within the sentence."""
    reasons = pair.grade.reasons
    # A grade that is capped (an old or an indicative figure) carries no score that says so.
    capped = [reason for reason in reasons if reason.code in _CAPS and pair.grade.letter == "C"]
    worst = max((reason.score or 0 for reason in reasons), default=0)
    weighty = [reason for reason in reasons if worst > 0 and reason.score == worst]
    notes = [split_note(language.of(reason.note), comparison) for reason in weighty]
    clauses = [tell_reason(reason, language) for reason in capped]
    clauses += [tell_reason(reason, language) for reason in weighty if reason.note is None and reason.code != "judged"]
    # What a person judged shares one note; only where it is missing do the dimension's own words stand in.
    if not any(notes):
        clauses += [tell_reason(reason, language) for reason in weighty if reason.code == "judged"]
    told = dict.fromkeys(item for item in (*clauses, *(part for note in notes for part in note)) if item)
    return "; ".join(told or split_note(language.of(pair.differs), comparison))


def split_note(note: str, comparison: Comparison) -> list[str]:
    """The sentences of a note as clauses of a longer sentence: without full stops, and small where no name opens them.

    The difference and all of its caveat belong in one sentence, however many sentences the catalogue's note has.
    """
    catalogue = comparison.catalogue
    names = {name for area in catalogue.areas.values() for name in (area.name.sv, area.name.en)}
    names |= {name for source in catalogue.sources.values() for name in (source.name.sv, source.name.en)}
    longest_first = sorted(names | _NAMES, key=len, reverse=True)
    opening = re.compile("|".join(rf"{re.escape(name)}(?:s|'s)?\b" for name in longest_first))
    sentences = (part.rstrip(".") for part in _SENTENCE_END.split(note.strip()) if part)
    return [
        part if opening.match(part) or _ABBREVIATION.match(part) else part[:1].lower() + part[1:] for part in sentences
    ]


def tell_stand_in(thing: Pair | OneSided, comparison: Comparison, language: Language) -> str:
    """That a larger area stands in for a city, explained in plain words for its first use; empty where none does."""
    if isinstance(thing, Pair) and thing.level == "country":
        return language.text(
            "The figures describe the whole countries, {a} and {b}; neither says what the value is in the cities.",
            a=name_area(thing.a.ref_area, comparison, language),
            b=name_area(thing.b.ref_area, comparison, language),
        )
    sides = (thing.a, thing.b) if isinstance(thing, Pair) else (thing.side,)
    larger = [side for side in sides if not is_city_area(side.ref_area, comparison)]
    names = [
        (name_area(side.place, comparison, language), describe_area(side.ref_area, comparison, language))
        for side in larger
    ]
    if len(names) == 2:
        (a, area_a), (b, area_b) = names
        return language.text(
            "Instead of {a} and {b} themselves, the figures describe {area_a} and {area_b}. They are stand-ins: the "
            "values of larger areas, shown because there are no figures for the cities themselves to use here.",
            a=a, b=b, area_a=area_a, area_b=area_b,
        )  # fmt: skip
    return "".join(
        language.text(
            "Instead of {place} itself, the figure describes {area}. It is a stand-in: the value of a larger area, "
            "shown because there is no figure for the city itself to use here.",
            place=place, area=area,
        )
        for place, area in names
    )  # fmt: skip


def tell_reason(reason: Reason, language: Language) -> str:
    """One reason as a clause without a full stop; empty for a dimension that a note tells better."""
    years = reason.number or 0
    if reason.code == "years_apart":
        return language.plural(
            "one year lies between the figures",
            "{count} years lie between the figures",
            years,
            count=language.count(years),
        )
    if reason.code == "beyond_tolerance":
        return language.plural(
            "one year lies between the figures, more than this measure bears",
            "{count} years lie between the figures, more than this measure bears",
            years,
            count=language.count(years),
        )
    if reason.code == "old":
        return language.text("old figure, from {year}", year=reason.number)
    if reason.code in _COMPUTED:
        return language.text(_COMPUTED[reason.code])
    words = _DIMENSIONS.get((reason.dimension, reason.score))
    return language.text(words) if words else ""


def _letter_of(thing: Thing) -> str:
    return thing.letter if isinstance(thing, IndicatorResult) else thing.grade.letter


def _level_of(thing: Thing) -> str:
    return "one-sided" if isinstance(thing, OneSided) else thing.level


def _tell_absent(thing: Thing, comparison: Comparison, language: Language) -> str:
    """Which place lacks the figure."""
    lacking = {"a", "b"}
    if isinstance(thing, Pair):
        lacking = {which for which, side in (("a", thing.a), ("b", thing.b)) if is_missing(side.value)}
    elif isinstance(thing, OneSided):
        lacking.discard(thing.which)
    elif isinstance(thing, IndicatorResult):
        lacking -= {one.which for one in thing.one_sided}
    if len(lacking) == 1:
        if isinstance(thing, IndicatorResult):
            thing = thing.one_sided[0]
        if isinstance(thing, OneSided):
            return language.text("No figure for {place}", place=name_lacking(thing, comparison, language))
        return language.text("No figure for {place}", place=name_place(lacking.pop(), comparison, language))
    return language.text("No figure for either city") if lacking else language.text("No, too different")
