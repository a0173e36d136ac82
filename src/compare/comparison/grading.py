"""How comparable two numbers are with each other: the worst dimension decides, and every dimension gives its reason.

In: a candidate's judged scores, its match, level and territory, its two values. Out: `Grade` A to E, or N.
Never: a sum or mean of dimensions, a grade that uncertainty moved, a grade without its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable

from compare.catalogue.models import CandidatePair, KnownValue
from compare.comparison.model import Dimension, Grade, Letter, Level, Reason, Value
from compare.comparison.pairing import Match

#: A figure older than this many years at the edition's date is an old one.
OLD_AFTER = 10

_JUDGED: tuple[Dimension, ...] = ("concept", "measurement", "base")
_LETTERS: dict[int, Letter] = {0: "A", 1: "B", 2: "C", 3: "E"}
_UNRELATED = 3


def grade_pair(
    candidate: CandidatePair,
    match: Match,
    *,
    level: Level,
    territory: tuple[int, str],
    values: tuple[Value, Value],
    edition_year: int,
) -> Grade:
    """The grade of two matched values.

    A: all dimensions 0. B: the worst is 1. C: the worst is 2. D: a country on one side only, and nothing is 3.
    E: any dimension is 3. An indicative or an old figure is at most C.

    Parameters
    ----------
    territory : tuple
        Score and reason code, from ``levels.score_territory``.
    edition_year : int
        The year at whose date a figure may be old.
    """
    dimensions = (
        *_judged_reasons(candidate),
        Reason("territory", territory[0], territory[1]),
        _period_reason(match),
    )
    limits = tuple(_limits(values, edition_year))
    worst = max(reason.score or 0 for reason in dimensions)
    return Grade(_find_letter(worst, level, limited=bool(limits)), (*dimensions, *limits))


def grade_one_sided(known: KnownValue, value: Value, *, edition_year: int) -> Grade:
    """N: one place has a figure, and the catalogue says why the other has none."""
    reasons = (Reason("level", None, "one_sided"), Reason("level", None, known.missing))
    return Grade("N", (*reasons, *_limits((value,), edition_year)))


def find_old_year(values: Iterable[Value], edition_year: int) -> int | None:
    """The year of the oldest value, where that is more than ten years before the edition; else None.

    A pair is as old as its older value. A value whose years the source does not state is not called old.
    """
    years = [value.reference_year for value in values if value.reference_year is not None]
    oldest = min(years, default=edition_year)
    return oldest if edition_year - oldest > OLD_AFTER else None


def _find_letter(worst: int, level: Level, *, limited: bool) -> Letter:
    if worst == _UNRELATED:
        return "E"
    if level == "mixed":
        return "D"
    return "C" if limited else _LETTERS[worst]


def _judged_reasons(candidate: CandidatePair) -> list[Reason]:
    """The three dimensions a person judged; what differs stands with the worst of them."""
    scores = {dimension: getattr(candidate, dimension) for dimension in _JUDGED}
    worst = max(scores.values())
    return [
        Reason(dimension, score, "judged", note=candidate.differs if score == worst > 0 else None)
        for dimension, score in scores.items()
    ]


def _period_reason(match: Match) -> Reason:
    number = match.gap if match.code in ("years_apart", "beyond_tolerance") else None
    return Reason("period", _period_score(match), match.code, number=number)


def _period_score(match: Match) -> int:
    if not match.within or match.gap is None or match.gap > 5:
        return 3
    if match.gap == 0:
        return 0
    return 1 if match.gap <= 2 else 2


def _limits(values: Iterable[Value], edition_year: int) -> Iterable[Reason]:
    """What keeps a grade from being better than C."""
    values = tuple(values)
    if any(value.doubts for value in values):
        yield Reason("confidence", None, "in_doubt")
    if any(value.indicative and not value.doubts for value in values):
        yield Reason("confidence", None, "indicative")
    year = find_old_year(values, edition_year)
    if year is not None:
        yield Reason("age_of_figure", None, "old", number=year)
