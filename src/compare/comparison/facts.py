"""What the pages of a comparison say, as plain facts: by these, two runs are told apart.

In: a `Comparison`. Out: `tell_facts`, `write_facts`, `MASKED`; a dict that JSON holds.
Never: a date of access, an order that depends on chance, the name of an answer; a count too small to print.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from compare.catalogue.models import Unit
from compare.comparison.masking import is_small
from compare.comparison.model import Comparison, Grade, IndicatorResult, Reason, Side, Trend
from compare.observations.fetched import write_number

FORMAT = 1  #: grows when facts of one version can no longer be laid beside facts of another
MASKED = "masked"  #: stands for a number of so few persons that no page has it
#: What keeps a grade from being better than C.
_CAPS = frozenset({"old", "indicative", "in_doubt"})
_SCORES = {"A": 0, "B": 1, "C": 2, "E": 3}


def tell_facts(comparison: Comparison) -> dict[str, Any]:
    """All facts of the pages: for each indicator its unit, levels, grades, arrows and every value that is shown.

    Returns
    -------
    dict
        ``format``, ``partnership``, ``sources`` (source -> how many figures it has stopped giving), ``indicators``.
        Equal for two comparisons that say the same, whenever and from whichever answers they were made.
    """
    units = _find_source_units(comparison)
    return {
        "format": FORMAT,
        "partnership": comparison.partnership.id,
        "sources": {name: one.emptied for name, one in sorted(comparison.freshness.items()) if one.emptied},
        "indicators": {
            result.indicator.id: _tell_result(result, comparison, units)
            for result in sorted(comparison.results, key=lambda result: result.indicator.id)
        },
    }


def write_facts(facts: dict[str, Any]) -> bytes:
    """The same facts as JSON, an indicator a line: the same facts give the same bytes."""
    lines = [f"{_dump(key)}: {_dump(told)}" for key, told in facts["indicators"].items()]
    head = ",\n".join(f"{_dump(key)}: {_dump(facts[key])}" for key in ("format", "partnership", "sources"))
    return ("{\n" + head + ',\n"indicators": {\n' + ",\n".join(lines) + "\n}\n}\n").encode("utf-8")


def list_deciding(grade: Grade) -> list[Reason]:
    """The reasons that keep a grade from being the next better one; none for A."""
    if grade.letter == "N":
        return list(grade.reasons)
    capped = [reason for reason in grade.reasons if reason.code in _CAPS and grade.letter == "C"]
    if grade.letter == "D":
        return [reason for reason in grade.reasons if reason.code == "mixed_level"]
    score = _SCORES[grade.letter]
    return [*(reason for reason in grade.reasons if score and reason.score == score), *capped]


def _dump(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _tell_result(result: IndicatorResult, comparison: Comparison, units: dict[tuple[str, ...], str]) -> dict[str, Any]:
    indicator = result.indicator
    return {
        "title": {code: indicator.title.in_language(code) for code in sorted(comparison.partnership.languages)},
        "goal": indicator.goal,
        "unit": indicator.unit,
        "level": result.level,
        "pairs": [
            {
                "sex": pair.sex, "level": pair.level, "grade": pair.grade.letter, "why": _tell_reasons(pair.grade),
                "a": {"line": _name(pair.a), **_tell_sign(pair.trend_a)},
                "b": {"line": _name(pair.b), **_tell_sign(pair.trend_b)},
            }
            for pair in sorted(result.pairs, key=lambda pair: (pair.sex, pair.rank))
        ],
        "one_sided": [
            {"which": one.which, "why": _tell_reasons(one.grade), "line": _name(one.side), **_tell_sign(one.trend)}
            for one in sorted(result.one_sided, key=lambda one: (one.which, _name(one.side)))
        ],
        "lines": [_tell_line(side, result, comparison, units) for side in _list_lines(result)],
    }  # fmt: skip


def _tell_reasons(grade: Grade) -> list[list[Any]]:
    return [[reason.dimension, reason.code, reason.score, reason.number] for reason in list_deciding(grade)]


def _tell_sign(trend: Trend) -> dict[str, Any]:
    """The arrow, why there is none, and what it is measured against."""
    number = "" if trend.target_value is None else write_number(trend.target_value)
    aim = f"{trend.direction} {number} {trend.target_year or ''}".strip()
    return {"sign": trend.sign, "reason": trend.reason, "aim": aim}


def _list_lines(result: IndicatorResult) -> Iterator[Side]:
    """Each line of figures once, in the order of its name."""
    pairs = (*result.pairs, *result.also_known)
    paired = (side for pair in pairs for side in (pair.b, pair.a))
    sides: Iterable[Side] = (*result.references, *(one.side for one in result.one_sided), *paired)
    # A line may stand in a pair and behind another one: the pair's own comes last and counts.
    lines = {tuple(_name(side)): side for side in sides}
    return (lines[name] for name in sorted(lines))


def _tell_line(
    side: Side, result: IndicatorResult, comparison: Comparison, units: dict[tuple[str, ...], str]
) -> dict[str, Any]:
    name = _name(side)
    told = dict(zip(("series", "ref_area", "sex", "age"), name, strict=True))
    unit = comparison.catalogue.units[result.indicator.unit]
    values = list(_tell_values(side, unit, persons=result.indicator.persons))
    return {**told, "place": side.place, "unit_measure": unit.code, "source_unit": units.get(tuple(name), ""),
            "values": sorted(values)}  # fmt: skip


def _tell_values(side: Side, unit: Unit, *, persons: bool) -> Iterator[list[str]]:
    """Period, value and status; a value that is a limit begins with its sign."""
    history = side.history
    if history is None or history.empty:
        return
    columns = [history[name].tolist() for name in ("time_period", "obs_value", "obs_status", "qualifier", "numerator")]
    for period, number, status, qualifier, numerator in zip(*columns, strict=True):
        text = write_number(float(number))
        if text and is_small(float(number), unit, numerator=float(numerator), persons=persons):
            text = MASKED
        elif text:
            text = f"{qualifier or ''}{text}"
        yield [str(period), text, str(status)]


def _find_source_units(comparison: Comparison) -> dict[tuple[str, ...], str]:
    """The unit in which each line was published; several joined by ``+``."""
    frame = comparison.observations
    if frame is None or frame.empty:
        return {}
    keys = ["series", "ref_area", "sex", "age"]
    seen = frame[[*keys, "unit_measure"]].drop_duplicates().sort_values([*keys, "unit_measure"])
    units: dict[tuple[str, ...], str] = {}
    for *name, unit in seen.itertuples(index=False, name=None):
        units[tuple(name)] = f"{units[tuple(name)]}+{unit}" if tuple(name) in units else str(unit)
    return units


def _name(side: Side) -> list[str]:
    return [side.series, side.ref_area, side.sex, side.age]
