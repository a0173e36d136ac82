"""The sides of an indicator, and the history of a side as values, as the pictures and tables read them.

In: an `IndicatorResult` or a `Side`. Out: `list_sides`, `list_values`, `find_masked`.
Never: a row that the source does not have, a value in another unit than the side's.
"""

from __future__ import annotations

from collections.abc import Iterator

from compare.catalogue.models import Indicator
from compare.comparison.model import Comparison, IndicatorResult, Side, Value
from compare.presentation.narrative_values import is_masked

#: The columns that make a `Value`, in the order of `_value`.
_COLUMNS = (
    "obs_value", "time_period", "reference_year", "unit_measure", "obs_status", "qualifier", "lower", "upper",
    "confidence", "comment_obs", "response_id", "sample_size", "numerator",
)  # fmt: skip


def list_sides(result: IndicatorResult, *, also_known: bool = False) -> Iterator[Side]:
    """The sides of the pairs, then the values of one place alone, then the references, as a page shows them.

    Parameters
    ----------
    also_known : bool
        Whether the sides of the candidates that were not chosen come too.
    """
    for pair in (*result.pairs, *(result.also_known if also_known else ())):
        yield from (pair.a, pair.b)
    yield from (one.side for one in result.one_sided)
    yield from result.references


def list_values(side: Side) -> tuple[Value, ...]:
    """Every observation of a side, in the order of its history."""
    if side.history is None or side.history.empty:
        return ()
    # Column by column: reading a frame row by row takes many times as long, and every picture and table does it.
    columns = [side.history[name].tolist() for name in _COLUMNS]
    flags = side.history["indicative"].tolist() if "indicative" in side.history else [False] * len(side.history)
    return tuple(_value(flag, *cells) for flag, *cells in zip(flags, *columns, strict=True))


def find_masked(side: Side, comparison: Comparison, indicator: Indicator) -> frozenset[str]:
    """The periods whose values stand for so few persons that they are neither printed nor drawn."""
    if not indicator.persons:
        return frozenset()
    return frozenset(value.time_period for value in list_values(side) if is_masked(value, comparison, indicator))


def _value(
    indicative: bool, number: float, time_period: object, year: float | None, unit: object, status: object,
    qualifier: object, lower: float, upper: float, confidence: object, comment: object, response_id: object,
    sample: float, numerator: float,
) -> Value:  # fmt: skip
    stated = isinstance(year, int | float) and year == year  # a year that is not stated is None, NaN or NA
    return Value(
        float(number), str(time_period), int(year) if stated else None, str(unit), str(status), str(qualifier),
        float(lower), float(upper), str(confidence), str(comment), str(response_id), float(sample), float(numerator),
        kind="press" if indicative else "",  # the history knows that it is indicative, not by which publication
    )  # fmt: skip
