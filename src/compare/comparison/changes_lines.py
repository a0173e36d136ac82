"""Which values of an indicator's lines are new, revised, withdrawn, or marked otherwise.

In: the facts of one indicator, before and now. Out: `compare_lines`, drafts of changes as dicts.
Never: a value compared with one in another unit; a long line that came at once told year by year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: Up to so many values of a line that change in the same way at once are a change each; more are one change.
SINGLE = 5
_LINE = ("series", "ref_area", "sex", "age")
Values = Mapping[str, tuple[str, str]]


def compare_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The changes of all lines, of the source's unit first."""
    same_unit = before["unit"] == after["unit"]
    old, new = ({tuple(line[key] for key in _LINE): line for line in told["lines"]} for told in (before, after))
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        shown = now or was or {}
        shared = {key: shown[key] for key in (*_LINE, "place")}
        if was and now and was["source_unit"] != now["source_unit"] and same_unit:
            yield {"kind": "unit", **shared, "old": was["source_unit"], "new": now["source_unit"],
                   "unit": shown["unit_measure"], "reason": "source"}  # fmt: skip
        for kind, found in _compare(_read(was), _read(now), same_unit=same_unit).items():
            for draft in _group(kind, found):
                unit = (was if kind == "withdrawn" else now) or shown
                yield {**shared, "unit": unit["unit_measure"], **draft}


def _read(line: Mapping[str, Any] | None) -> Values:
    return {period: (value, status) for period, value, status in (line or {}).get("values", ())}


def _compare(was: Values, now: Values, *, same_unit: bool) -> dict[str, list[tuple[str, str, str, str]]]:
    """Kind of change -> period, old, new, and the status that goes with it."""
    found: dict[str, list[tuple[str, str, str, str]]] = {"new": [], "revised": [], "withdrawn": [], "status": []}
    for period in sorted({*was, *now}):
        (old, old_status), (new, new_status) = was.get(period, ("", "")), now.get(period, ("", ""))
        if new and not old:
            found["new"].append((period, "", new, ""))
        elif old and not new:
            found["withdrawn"].append((period, old, "", new_status))
        elif old and old != new and same_unit:
            found["revised"].append((period, old, new, ""))
        elif old and old == new and old_status != new_status:
            found["status"].append((period, old_status, new_status, ""))
    return found


def _group(kind: str, found: list[tuple[str, str, str, str]]) -> Iterator[dict[str, Any]]:
    if len(found) <= SINGLE:
        for period, old, new, reason in found:
            yield {"kind": kind, "period": period, "old": old, "new": new, "reason": reason}
        return
    reasons = {reason for *_, reason in found}
    values = tuple((period, old, new) for period, old, new, _ in found)
    yield {"kind": kind, "values": values, "reason": reasons.pop() if len(reasons) == 1 else ""}
