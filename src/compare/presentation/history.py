"""The sides of an indicator, and the history of a side as values, as the pictures and tables read them.

In: an `IndicatorResult` or a `Side`. Out: `list_sides`, `find_publications`, `list_values`, `find_masked`.
Never: a row that the source does not have, a value in another unit than the side's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compare.catalogue.models import Indicator
from compare.comparison.model import Comparison, IndicatorResult, Side, Value
from compare.observations.provenance import split_response_id
from compare.presentation.narrative_values import is_masked


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


def find_publications(results: Iterable[IndicatorResult], *, also_known: bool = False) -> set[str]:
    """The `response_id` of every publication behind the figures of these results."""
    sides = (side for result in results for side in list_sides(result, also_known=also_known))
    # Not by `list_values`, which each side keeps: kernels would be handed all of it.
    joined = {str(name) for side in sides for name in set(side.history["response_id"].tolist())}
    return {part for name in joined for part in split_response_id(name)}


def list_values(side: Side) -> tuple[Value, ...]:
    """Every observation of a side, in the order of its history."""
    return side.values


def find_masked(side: Side, comparison: Comparison, indicator: Indicator) -> frozenset[str]:
    """The periods whose values stand for so few persons that they are neither printed nor drawn."""
    if not indicator.persons:
        return frozenset()
    return frozenset(value.time_period for value in list_values(side) if is_masked(value, comparison, indicator))
