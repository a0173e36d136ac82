"""Computes the series that the catalogue declares: shares, ratios, sums, differences, growth a year.

In: validated observations, derivations of ``derived.toml``. Out: the same observations and rows of ``derived:<id>``.
Never: a value computed across areas, ages or vintages, from a censored or absent value, or from parts that miss
the published total.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from compare.catalogue import codes
from compare.errors import UnitError
from compare.observations.frame import COLUMNS, validate
from compare.observations.periods import Period, join_periods, parse_period
from compare.observations.provenance import join_response_ids, split_response_id

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Derivation

Record = Mapping[str, Any]
#: What the parts of one value have in common.
_SHARED = ("ref_area", "age", "freq", "time_period")


def derive(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Observations with the declared series added; a derivation may use those that are declared before it.

    A derived row keeps every `response_id` of its parts, joined by ``+`` and sorted, and takes the worst status and
    the lowest confidence among them. What is computed from a doubted value is marked as such. `numerator` holds the
    count behind a share or ratio of counts.

    Growth a year is compound, between consecutive observations of one area (or the two periods that the derivation
    names, so that two places can be given the same years) whose periods are equally long, never over a break. Its
    `time_period` is the span from the first day of the one to the last day of the other: from the census of 2011 to
    that of 2022 it is ``2011-01-01/P12Y``, and eleven years lie between.

    Raises
    ------
    UnitError
        Parts of a share, sum or difference are in different units.
    ObservationError
        What was computed breaks the data contract.
    """
    import pandas as pd

    wanted = {code for item in catalogue.derived.values() for code in (*item.of, item.total)}
    known: dict[str, list[Record]] = {}
    for record in observations[observations["series"].isin(wanted)].to_dict("records"):
        known.setdefault(record["series"], []).append(record)
    added: list[Record] = []
    for derivation in catalogue.derived.values():
        compute = _grow if derivation.formula == "annual_growth" else _combine
        rows = list(compute(derivation, known, catalogue))
        known[f"derived:{derivation.id}"] = rows
        added += rows
    if not added:
        return observations
    frame = pd.DataFrame(added, columns=list(COLUMNS)).astype(COLUMNS)
    whole = pd.concat([observations, frame], ignore_index=True)
    # What came in is valid; a key names its series, so that only these rows can be wrong or stand twice.
    validate(whole[whole["series"].isin(set(frame["series"]))])
    return whole


def _combine(derivation: Derivation, known: Mapping[str, list[Record]], catalogue: Catalogue) -> Iterator[Record]:
    """Shares, ratios, sums and differences: the parts are of one area, age and period."""
    sexes = derivation.of_sex or ("_T",) * len(derivation.of)
    tables = [_by_place(known.get(code, ()), sex) for code, sex in zip(derivation.of, sexes, strict=True)]
    sex = sexes[0] if len(set(sexes)) == 1 else "_T"
    totals = _by_place(known.get(_total_of(derivation) or "", ()), sex)
    for place in sorted(set.intersection(*map(set, tables))):
        parts = [table[place] for table in tables]
        if not _belong_together(parts):
            continue
        _check_units(derivation, parts)
        if place in totals and not _meets(parts, totals[place]):
            continue
        value = _compute(derivation, [part["obs_value"] for part in parts])
        if value is not None:
            count = _count_behind(derivation, parts[0], catalogue)
            yield {**_row(derivation, parts, value), "sex": sex, "numerator": count}


def _grow(derivation: Derivation, known: Mapping[str, list[Record]], _catalogue: Catalogue) -> Iterator[Record]:
    """Compound growth a year between consecutive observations."""
    sex = derivation.of_sex[0] if derivation.of_sex else "_T"
    lines: dict[tuple[str, str], list[tuple[Period, Record]]] = {}
    for record in known.get(derivation.of[0], ()):
        if record["sex"] == sex and record["freq"] != "_U" and _usable(record):
            period = parse_period(record["freq"], record["time_period"])
            lines.setdefault((record["ref_area"], record["age"]), []).append((period, record))
    for _, line in sorted(lines.items()):
        line.sort(key=lambda item: item[0].start)
        for (early, first), (late, last) in pairwise(_between(derivation, line)):
            value = _growth(early, first, late, last)
            if value is not None:
                change = f"Change a year from {first['time_period']} to {last['time_period']}."
                row = _row(derivation, [first, last], value * derivation.factor, change)
                yield {**row, "freq": "A", "time_period": join_periods(early, late)}


def _between(derivation: Derivation, line: list[tuple[Period, Record]]) -> list[tuple[Period, Record]]:
    """All observations, or the two that the derivation names where no break lies between them."""
    if derivation.between is None:
        return line
    places = {record["time_period"]: place for place, (_, record) in enumerate(line)}
    first, last = (places.get(period) for period in derivation.between)
    if first is None or last is None or any(record["obs_status"] == "B" for _, record in line[first + 1 : last + 1]):
        return []
    return [line[first], line[last]]


def _by_place(records: Iterable[Record], sex: str) -> dict[tuple[str, ...], Record]:
    found = (record for record in records if record["sex"] == sex and _usable(record))
    return {tuple(record[column] for column in _SHARED): record for record in found}


def _usable(record: Record) -> bool:
    """A censored value is not a number like the others."""
    return not math.isnan(record["obs_value"]) and not record["qualifier"]


def _belong_together(parts: list[Record]) -> bool:
    """One table for parts of one series, one release where years are not stated.

    Two series may be of two vintages, as of two publications: each is replaced whole, and both are cited.
    """
    one_table = {record["series"]: _delivery(record) for record in parts}
    if any(one_table[record["series"]] != _delivery(record) for record in parts):
        return False
    return parts[0]["freq"] != "_U" or len({record["response_id"] for record in parts}) == 1


def _check_units(derivation: Derivation, parts: list[Record]) -> None:
    units = {record["series"]: record["unit_measure"] for record in parts}
    if derivation.formula != "ratio" and len(set(units.values())) > 1:
        listed = ", ".join(f"{series} in {unit}" for series, unit in units.items())
        raise UnitError(
            f"derived:{derivation.id} is a {derivation.formula} of series in different units. Found: {listed}. "
            "Choose series in one unit in data/catalogue/derived.toml."
        )


def _total_of(derivation: Derivation) -> str | None:
    """The series of the published total: the one declared, or for women and men of one series that series itself."""
    if derivation.formula != "sum":
        return None
    by_sex = len(set(derivation.of)) == 1 and set(derivation.of_sex) == {"F", "M"}
    return derivation.total or (derivation.of[0] if by_sex else None)


def _meets(parts: list[Record], total: Record) -> bool:
    """Whether the parts add up: exactly for whole numbers, within the rounding of what was printed otherwise."""
    numbers = [_decimal(record["obs_value"]) for record in (*parts, total)]
    places = min(max(0, -int(number.normalize().as_tuple().exponent)) for number in numbers)
    whole = all(number == number.to_integral_value() for number in numbers)
    slack = Decimal(0) if whole else Decimal(len(numbers)) * Decimal("0.5") / Decimal(10) ** places
    return abs(sum(numbers[:-1]) - numbers[-1]) <= slack


def _compute(derivation: Derivation, values: list[float]) -> float | None:
    numbers, factor = [_decimal(value) for value in values], _decimal(derivation.factor)
    if derivation.formula == "sum":
        return float(sum(numbers) * factor)
    if derivation.formula == "difference":
        return float((numbers[0] - numbers[1]) * factor)
    return float(numbers[0] * factor / numbers[1]) if numbers[1] else None


def _growth(early: Period, first: Record, late: Period, last: Record) -> float | None:
    """The compound rate as a fraction a year, or None where it means nothing."""
    x0, x1 = first["obs_value"], last["obs_value"]
    lengths = {(period.end - period.start).days // 28 for period in (early, late)}  # leap days and months aside
    if x0 <= 0 or x1 <= 0 or last["obs_status"] == "B" or len(lengths) > 1 or not _one_kind(first, last):
        return None
    if first["unit_measure"] != last["unit_measure"] or early.end >= late.start:
        return None
    years = (late.start.year - early.start.year) + (late.start.month - early.start.month) / 12
    return (x1 / x0) ** (1 / years) - 1


def _one_kind(*records: Record) -> bool:
    kinds = {part.split(":")[0] for record in records for part in split_response_id(record["response_id"])}
    return len(kinds) == 1


def _delivery(record: Record) -> str:
    """A publication that was transcribed, or a service: its answer may have come in several pages."""
    first, _, _ = record["response_id"].partition(":")
    return record["response_id"] if first == "transcribed" else first


def _row(derivation: Derivation, parts: list[Record], value: float, said: str = "") -> dict[str, Any]:
    """The cells that every formula fills alike."""
    names = " and ".join(dict.fromkeys(record["series"] for record in parts))
    told = [(record["series"], *codes.split_marks(record["comment_obs"])) for record in parts]
    doubted = " and ".join(dict.fromkeys(series for series, marks, _ in told if marks))
    comments = dict.fromkeys(comment for _, _, comment in told if comment)
    comment = " ".join([f"Computed from {names}.", *filter(None, [said]), *comments])
    return {
        **{column: math.nan for column, dtype in COLUMNS.items() if dtype == "float64"},
        **{column: parts[0][column] for column in ("ref_area", "sex", *_SHARED[1:])},
        "series": f"derived:{derivation.id}",
        "obs_value": value,
        "unit_measure": derivation.unit,
        "obs_status": max((record["obs_status"] for record in parts), key=codes.STATUS_ORDER.index),
        "qualifier": "",
        "confidence": max((record["confidence"] for record in parts), key=codes.CONFIDENCE.index),
        "comment_obs": codes.join_marks([codes.Mark("part", doubted)], comment) if doubted else comment,
        "response_id": join_response_ids([record["response_id"] for record in parts]),
    }


def _count_behind(derivation: Derivation, first: Record, catalogue: Catalogue) -> float:
    """The count above the line of a share or ratio, so that small counts can be masked."""
    unit = catalogue.units.get(first["unit_measure"])
    counted = derivation.formula in ("share", "ratio") and unit is not None and unit.kind == "count"
    return first["obs_value"] if counted else math.nan


def _decimal(value: float) -> Decimal:
    """The number as it was printed."""
    return Decimal(repr(float(value)))
