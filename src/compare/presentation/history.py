"""The history of a side as values: one `Value` per row, as the pictures and tables read them.

In: a `Side`. Out: `list_values`, `find_masked`.
Never: a row that the source does not have, a value in another unit than the side's.
"""

from __future__ import annotations

from compare.catalogue.models import Indicator
from compare.comparison.model import Comparison, Side, Value
from compare.presentation.narrative_values import is_masked


def list_values(side: Side) -> tuple[Value, ...]:
    """Every observation of a side, in the order of its history."""
    if side.history is None or side.history.empty:
        return ()
    return tuple(_value(row) for row in side.history.to_dict("records"))


def find_masked(side: Side, comparison: Comparison, indicator: Indicator) -> frozenset[str]:
    """The periods whose values stand for so few persons that they are neither printed nor drawn."""
    if not indicator.persons:
        return frozenset()
    return frozenset(value.time_period for value in list_values(side) if is_masked(value, comparison, indicator))


def _value(row: dict[str, object]) -> Value:
    year = row["reference_year"]
    return Value(
        obs_value=float(row["obs_value"]), time_period=str(row["time_period"]),
        reference_year=None if year is None or year != year else int(year), unit_measure=str(row["unit_measure"]),
        obs_status=str(row["obs_status"]), qualifier=str(row["qualifier"]), lower=float(row["lower"]),
        upper=float(row["upper"]), confidence=str(row["confidence"]), comment_obs=str(row["comment_obs"]),
        response_id=str(row["response_id"]), sample_size=float(row["sample_size"]), numerator=float(row["numerator"]),
    )  # fmt: skip
