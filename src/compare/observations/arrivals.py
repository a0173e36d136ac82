"""Looks at figures that arrive: what cannot be, what leaps, what is of another area or unit than before.

In: rows as a source gave them, the vintage before, the catalogue.
Out: `check_arrivals`, `Arrivals`, `Flag`, `Revision`.
Never: a value dropped, changed or filled in; a doubted value that does not say so itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.catalogue.codes import FLAG_KINDS, Mark, join_marks
from compare.observations import arrivals_lines, arrivals_rules
from compare.observations.arrivals_fit import doubt_lines
from compare.observations.arrivals_words import Doubt
from compare.sources.transcribed import KEY

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue


@dataclass(frozen=True)
class Flag:
    """One value that is doubted, and why."""

    ref_area: str
    series: str
    sex: str
    age: str
    time_period: str
    kind: str  #: one of `codes.FLAG_KINDS`
    found: str  #: the value, or the unit
    expected: str  #: ``low..high``, a number or a unit

    def __str__(self) -> str:
        where = " ".join((self.series, self.ref_area, self.sex, self.age, self.time_period))
        return f"{where}: {self.kind}, found {self.found}, expected {self.expected}"


@dataclass(frozen=True)
class Revision:
    """One value that the source gave differently before."""

    ref_area: str
    series: str
    sex: str
    age: str
    time_period: str
    old: float
    new: float


@dataclass(frozen=True)
class Arrivals:
    """What arrived, with its doubts marked: the same rows and the same values in the same order."""

    frame: pd.DataFrame
    flags: tuple[Flag, ...]
    revisions: tuple[Revision, ...]


def check_arrivals(arrived: pd.DataFrame, before: pd.DataFrame, catalogue: Catalogue) -> Arrivals:
    """Check rows that arrived against what they can be, the years around them and the vintage before.

    A doubted value keeps its number; its `confidence` becomes low, which makes it indicative wherever it is used, and
    its `comment_obs` begins with a mark (`codes.split_marks`) before the source's own comment.

    Parameters
    ----------
    arrived, before : pandas.DataFrame
        Observations; `before` is the vintage in force of the same series, or empty. Its values stand in where the
        answer begins later; those that were doubted themselves are no measure for others.
    catalogue : Catalogue
        Units, what indicators allow, which series tell the size of an area, and the identity of areas.

    Returns
    -------
    Arrivals
        A revision is a value that both vintages have and that differs; it is doubted only where it is a jump.
    """
    if arrived.empty:
        return Arrivals(arrived, (), ())
    points = arrivals_lines.lay_out(arrived, before, catalogue)
    old = arrivals_lines.find_earlier(arrived, before)
    doubts = [
        *arrivals_rules.doubt_range(arrived, catalogue),
        *arrivals_rules.doubt_unit(arrived, before),
        *doubt_lines(points),
        *arrivals_rules.doubt_revisions(arrived, old, catalogue),
        *arrivals_rules.doubt_identity(arrived, catalogue),
    ]
    told = _sort(doubts)
    keys = list(arrived[list(KEY)].itertuples(index=False, name=None))
    flags = tuple(Flag(*keys[one.row], one.kind, one.found, one.expected) for one in told)
    numbers = arrived["obs_value"].to_numpy(dtype="float64")
    revised = np.flatnonzero(arrivals_rules.differ(old, numbers))
    revisions = tuple(Revision(*keys[row], float(old[row]), float(numbers[row])) for row in revised)
    return Arrivals(_mark(arrived, told), flags, revisions)


def _sort(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Row by row, and of each kind the first."""
    first: dict[tuple[int, int], Doubt] = {}
    for doubt in doubts:
        first.setdefault((doubt.row, FLAG_KINDS.index(doubt.kind)), doubt)
    return [first[place] for place in sorted(first)]


def _mark(arrived: pd.DataFrame, doubts: Iterable[Doubt]) -> pd.DataFrame:
    """The same frame, with the doubted rows saying so."""
    marks: dict[int, list[Mark]] = {}
    for doubt in doubts:
        marks.setdefault(doubt.row, []).append(Mark(doubt.kind, doubt.expected))
    if not marks:
        return arrived
    cells = {name: arrived[name].tolist() for name in ("confidence", "comment_obs")}
    for row, found in marks.items():
        cells["confidence"][row] = "low"
        cells["comment_obs"][row] = join_marks(found, cells["comment_obs"][row])
    columns = {name: type(arrived[name])(texts, arrived.index, "str") for name, texts in cells.items()}
    return arrived.assign(**columns)
