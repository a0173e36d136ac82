"""What is new between the facts of two runs: each change with when it was found, and an id of its own for good.

In: two dicts of `facts.tell_facts`, a moment, an edition. Out: `Change`, `find_changes`.
Never: a date of access or an order taken for a change, one id for two changes, a clock read here.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from compare.catalogue.partnerships import Edition
from compare.comparison.changes_lines import compare_lines
from compare.comparison.changes_signs import compare_signs, list_levels

Kind = Literal[
    "added", "removed", "first", "unit", "level", "grade", "sign", "new", "revised", "withdrawn", "status", "emptied"
]
#: In this order the changes of one indicator are told.
KINDS: tuple[Kind, ...] = (
    "added", "removed", "first", "unit", "level", "grade", "sign", "new", "revised", "withdrawn", "status", "emptied"
)  # fmt: skip
#: The root of all ids; it never changes.
_ROOT = uuid.UUID("5b0f3f0e-3f4e-5d0e-8c53-8a2f5d1f6c11")


@dataclass(frozen=True)
class Change:
    """One change, with old and new as codes and exact numbers; what does not apply is empty.

    ``added``, ``removed``: an indicator (`new` or `old` is its number of figures). ``first``: an indicator that had no
    figure has some. ``unit``: another unit, of the indicator or, with a line, at its source. ``level``, ``grade``,
    ``sign``: of the pair that `sex` stands for. ``new``, ``revised``, ``withdrawn``, ``status``: of one value of a
    line, or of many at once, which then stand in `values`. ``emptied``: a source that gave `new` figures no more.
    """

    id: str  #: an absolute URI, permanent
    kind: Kind
    found: str  #: moment of the run that found it, UTC, ISO 8601
    edition: int  #: the number of the edition that it came with
    edition_date: str
    indicator: str = ""
    goal: str = ""
    place: str = ""  #: code of the place that the figure is shown for
    series: str = ""
    ref_area: str = ""
    sex: str = ""
    age: str = ""
    period: str = ""
    old: str = ""
    new: str = ""
    unit: str = ""  #: the unit of `old`, `new` and `values`
    reason: str = ""  #: why it is so now, in codes joined by ``+``
    reason_before: str = ""
    source: str = ""
    values: tuple[tuple[str, str, str], ...] = ()  #: period, old, new: where many values of a line changed at once
    titles: tuple[tuple[str, str], ...] = ()  #: language, title: of an indicator that is there no more

    @property
    def count(self) -> int:
        """How many figures it is about."""
        if self.kind in ("new", "revised", "withdrawn", "status"):
            return len(self.values) or 1
        return int(self.new or self.old or 0) if self.kind in ("added", "removed", "first", "emptied") else 0


def find_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], *, found: str, edition: Edition, taken: Collection[str] = ()
) -> tuple[Change, ...]:
    """Everything that `after` says and `before` did not, indicator by indicator.

    Parameters
    ----------
    before, after : mapping
        Facts of the same partnership and the same format.
    found : str
        The moment of this run, UTC, ISO 8601; a change that comes back at another moment is another change.
    edition : Edition
        The edition that `after` is.
    taken : collection of str
        Ids that earlier changes have.

    Returns
    -------
    tuple of Change
        Sorted by indicator, kind and line: the same facts at the same moment give the same changes with the same ids.
    """
    drafts = [*_compare_sources(before["sources"], after["sources"])]
    old, new = before["indicators"], after["indicators"]
    for indicator in sorted({*old, *new}):
        drafts += [
            {"indicator": indicator, "goal": (new.get(indicator) or old[indicator])["goal"], **draft}
            for draft in _compare_indicator(old.get(indicator), new.get(indicator))
        ]
    blank = Change("", "new", found, edition.number, edition.date.isoformat())
    used, changes = set(taken), []
    for change in sorted((replace(blank, **draft) for draft in drafts), key=_place):
        named = replace(change, id=_name(change, str(after["partnership"]), used))
        used.add(named.id)
        changes.append(named)
    return tuple(changes)


def _place(change: Change) -> tuple[Any, ...]:
    line = (change.series, change.ref_area, change.sex, change.age)
    return change.indicator, KINDS.index(change.kind), change.source, *line, change.period


def _name(change: Change, partnership: str, used: set[str]) -> str:
    """An id that says nothing but which change it is; the same change has the same one on every machine."""
    told = (
        partnership, change.kind, change.indicator, change.place, change.series, change.ref_area, change.sex,
        change.age, change.period, change.old, change.new, change.source, change.values, change.found,
    )  # fmt: skip
    number = 0
    while True:
        name = uuid.uuid5(_ROOT, json.dumps([*told, number], ensure_ascii=False)).urn
        if name not in used:
            return name
        number += 1  # with a clock that stands still, the same change may come back at the same moment


def _compare_sources(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for source, number in after.items():
        if number and before.get(source) != number:
            yield {"kind": "emptied", "source": source, "new": str(number)}


def _compare_indicator(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    """The changes of one indicator, without what all of them share."""
    had, has = _count(before), _count(after)
    if before is None:
        yield {"kind": "added", "new": str(has)}
    elif after is None:
        yield {"kind": "removed", "old": str(had), "titles": tuple(sorted(before["title"].items()))}
    elif has and not had:
        # Its level, grade and arrows come with its figures and are no news of their own.
        yield {"kind": "first", "new": str(has), "values": ()}
    else:
        if before["unit"] != after["unit"]:
            yield {"kind": "unit", "old": before["unit"], "new": after["unit"]}
        lines = list(compare_lines(before, after))
        yield from list_levels(before, after)
        yield from compare_signs(before, after, lines)
        yield from lines


def _count(told: Mapping[str, Any] | None) -> int:
    """How many figures an indicator has."""
    return sum(bool(value) for line in (told or {}).get("lines", ()) for _, value, _ in line["values"])
