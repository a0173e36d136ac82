"""Every observation behind some results, once for each indicator, with what it is used as: what the downloads list.

In: results, their `Comparison`. Out: `Use`, `Record`, `list_uses`, `list_records`, `read_manifest`.
Never: an observation twice for one indicator, a word of any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from compare.comparison.model import Comparison, IndicatorResult, OneSided, Pair, Side, Value
from compare.presentation.history import list_values
from compare.presentation.narrative_values import is_masked

Role = Literal["pair", "also_known", "one_sided", "reference"]


@dataclass(frozen=True)
class Use:
    """A side and what it is to its indicator."""

    side: Side
    role: Role
    thing: Pair | OneSided | None  #: in which it stands; None for a reference

    @property
    def rank(self) -> int | None:
        """The place of its pair among the candidates, from 0."""
        return self.thing.rank if isinstance(self.thing, Pair) else None

    @property
    def level(self) -> str:
        """What its pair describes; empty for a reference."""
        if self.thing is None:
            return ""
        return self.thing.level if isinstance(self.thing, Pair) else "one-sided"

    @property
    def grade(self) -> str:
        """The grade's letter; empty for a reference."""
        return self.thing.grade.letter if self.thing is not None else ""


@dataclass(frozen=True)
class Record:
    """One observation and the indicator that it serves."""

    result: IndicatorResult
    use: Use
    value: Value
    freq: str
    masked: bool  #: whether it stands for so few persons that no file may hold it

    @property
    def matched(self) -> bool:
        """Whether a pair, or a figure of one side, stands on this very value."""
        stands = self.use.side.value
        return self.use.role != "reference" and stands is not None and stands.time_period == self.value.time_period


def list_uses(result: IndicatorResult) -> Iterator[Use]:
    """The sides of a result: of one place alone, of the pair, of the other candidates, and what stands behind them."""
    for one in result.one_sided:
        yield Use(one.side, "one_sided", one)
    pairs: list[tuple[Role, Pair]] = [("pair", pair) for pair in result.pairs]
    pairs += [("also_known", pair) for pair in result.also_known]
    for role, pair in pairs:
        yield Use(pair.a, role, pair)
        yield Use(pair.b, role, pair)
    for side in result.references:
        yield Use(side, "reference", None)


def list_records(results: Iterable[IndicatorResult], comparison: Comparison) -> list[Record]:
    """Every observation of every side, in the order of the pages; one that stands twice is where it stands first."""
    records = []
    for result in results:
        told = set()
        for use in list_uses(result):
            side = use.side
            for value, freq in zip(list_values(side), _list_freqs(side), strict=True):
                key = (side.ref_area, side.series, side.sex, side.age, value.time_period)
                if key not in told:
                    told.add(key)
                    hidden = is_masked(value, comparison, result.indicator)
                    records.append(Record(result, use, value, freq, hidden))
    return records


def read_manifest(comparison: Comparison) -> dict[str, dict[str, str]]:
    """The rows of the manifest by `response_id`; nothing is None."""
    return dict(comparison.publications)


def _list_freqs(side: Side) -> list[str]:
    return [] if side.history is None or side.history.empty else [str(freq) for freq in side.history["freq"]]
