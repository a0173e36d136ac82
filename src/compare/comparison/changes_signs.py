"""Which levels, grades and arrows of an indicator are others than before, and why.

In: the facts of one indicator, before and now; what became of its values. Out: `list_levels`, `compare_signs`.
Never: an arrow that changed without a reason, an arrow of a pair that was not there before called a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_LINE = ("series", "ref_area", "sex", "age")
#: What became of a line's values -> why its arrow is another one; in this order.
_CAUSES = {"new": "new_values", "revised": "revised_values", "withdrawn": "withdrawn_values", "status": "other_status"}


def list_levels(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Level and grade of each pair, by the sex that it stands for; of the whole indicator where there is no pair."""
    old, new = _find_pairs(before), _find_pairs(after)
    if not old.keys() & new.keys():
        old, new = (dict([next(iter(told.items()))]) for told in (old, new))
        old = dict(zip(new, old.values(), strict=True))
    for sex, now in new.items():
        was = old.get(sex)
        if was is None:
            continue
        if was["level"] != now["level"]:
            yield {"kind": "level", "sex": sex, "old": was["level"], "new": now["level"]}
        if was["grade"] != now["grade"]:
            reasons = {"reason": _write(now["why"]), "reason_before": _write(was["why"])}
            yield {"kind": "grade", "sex": sex, "old": was["grade"], "new": now["grade"], **reasons}


def compare_signs(
    before: Mapping[str, Any], after: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The arrows that both have, and that are others now."""
    old, new = _find_signs(before), _find_signs(after)
    moved: dict[tuple[str, ...], set[str]] = {}
    for draft in lines:
        moved.setdefault(tuple(draft[key] for key in _LINE), set()).add(draft["kind"])
    places = {tuple(line[key] for key in _LINE): line["place"] for line in after["lines"]}
    for key in sorted(old.keys() & new.keys()):
        was, now = old[key], new[key]
        if was["sign"] == now["sign"]:
            continue
        line = tuple(now["line"])
        why = now["reason"] or "+".join(_find_causes(was, now, moved.get(line, set())))
        yield {
            "kind": "sign", **dict(zip(_LINE, line, strict=True)), "place": places.get(line, ""),
            "old": was["sign"], "new": now["sign"], "reason": why, "reason_before": was["reason"],
        }  # fmt: skip


def _find_pairs(told: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    pairs = {pair["sex"]: pair for pair in told["pairs"]}
    if pairs:
        return pairs
    why = told["one_sided"][0]["why"] if told["one_sided"] else []
    return {"_T": {"level": told["level"], "grade": "N", "why": why}}


def _find_signs(told: Mapping[str, Any]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    signs: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for pair in told["pairs"]:
        signs |= {("pair", which, pair["sex"]): pair[which] for which in ("a", "b")}
    return signs | {("one", one["which"], *one["line"]): one for one in told["one_sided"]}


def _find_causes(was: Mapping[str, Any], now: Mapping[str, Any], moved: set[str]) -> list[str]:
    """Why there is another arrow: other figures stand there, another aim, or the same line has other values."""
    if was["line"] != now["line"]:
        return ["other_figures"]
    causes = ["other_aim"] if was["aim"] != now["aim"] else []
    causes += [cause for kind, cause in _CAUSES.items() if kind in moved]
    return causes or ["method"]


def _write(why: Sequence[Sequence[Any]]) -> str:
    """Reasons as text: ``period:years_apart:1:2``; empty parts where there is none."""
    return "+".join(":".join("" if part is None else str(part) for part in reason) for reason in why)
