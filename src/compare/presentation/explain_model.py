"""An explanation as frozen values: the way of a number from the page back to the publication it was read in.

In: nothing but the types of the catalogue and the comparison.
Out: `Publication`, `Conflict`, `Origin`, `PeriodRule`, `ExplainedSide`, `ExplainedPair`, `ExplainedValue`,
`Explanation`.
Never: a step left out between the printed number and its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from compare.catalogue.models import Area, Conversion, Derivation, Indicator
    from compare.comparison.levels import Extent
    from compare.comparison.model import Distance, OneSided, Pair, Side


@dataclass(frozen=True)
class Publication:
    """A row of the manifest: what was read, in which copy, on which terms, and the fingerprint of our file of it."""

    response_id: str
    provider: str = ""
    title: str = ""
    release: str = ""
    published: str = ""
    kind: str = ""
    licence: str = ""
    licence_class: str = ""
    citation: str = ""
    via: str = ""  #: the public copy that was read
    second_hand: str = ""  #: ``true`` where that copy is not the provider's own
    request: str = ""  #: empty for what was transcribed: nothing was asked of a service
    retrieved: str = ""
    sha256: str = ""
    file: str = ""
    note: str = ""
    source: str = ""

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Publication:
        """From a row of the manifest; what it does not say is empty."""
        return cls(**{item.name: str(row.get(item.name) or "") for item in fields(cls)})


@dataclass(frozen=True)
class Conflict:
    """A value that another publication gives for the same series and that is not used."""

    time_period: str
    obs_value: float
    unit_measure: str
    reason: str
    publication: Publication


@dataclass(frozen=True)
class Origin:
    """One observation as it is stored, and what lies behind it.

    A value that was read has `publications`; a value that was computed has a `derivation` and the `parts` that it was
    computed from, each an origin of its own.
    """

    observation: Mapping[str, Any]  #: the columns of `observations`, in the source's own unit
    title: str  #: what the source calls the series
    publications: tuple[Publication, ...]
    conflicts: tuple[Conflict, ...] = ()  #: of the whole series in this area, by period
    derivation: Derivation | None = None
    parts: tuple[Origin, ...] = ()
    years: float | None = None  #: for growth: the years between its two parts
    total: Origin | None = None  #: the published total that a sum meets


@dataclass(frozen=True)
class PeriodRule:
    """Which rule matched the two periods of a pair."""

    code: str  #: ``same_span``, ``shared``, ``nearest``, ``fresher``, ``overlap``, or the code of the period's reason
    tolerance: int
    gap: int | None
    shared: int | None  #: the newest year that both sides have


@dataclass(frozen=True)
class ExplainedSide:
    """One side: the number as printed, and the way back from it."""

    which: Literal["a", "b"]
    side: Side
    area: Area
    extent: Extent
    printed: str
    newest: str  #: a newer value than the matched one, as printed; empty where there is none
    masked: bool  #: whether the number stands for so few persons that it is not shown, nor what it was made from
    origin: Origin | None  #: None where the side has no observation
    conversion: Conversion | None  #: None where the source's unit is the indicator's
    distance: Distance | None


@dataclass(frozen=True)
class ExplainedPair:
    """A candidate pair with values: why these two, what they describe, and what may be said."""

    pair: Pair
    chosen: bool  #: whether it is *the* pair of the indicator; else it is also known
    candidates: int  #: how many the catalogue lists
    rule: PeriodRule
    a: ExplainedSide
    b: ExplainedSide


@dataclass(frozen=True)
class ExplainedValue:
    """A value that only one place has."""

    one: OneSided
    side: ExplainedSide


@dataclass(frozen=True)
class Explanation:
    """All that stands behind one indicator; `text` says it for a terminal, in `language`."""

    indicator: Indicator
    language: str
    pairs: tuple[ExplainedPair, ...]
    also_known: tuple[ExplainedPair, ...]
    one_sided: tuple[ExplainedValue, ...]
    text: str = field(repr=False)

    @property
    def publications(self) -> tuple[Publication, ...]:
        """Every publication behind the values shown, each once, by key."""
        found = {item.response_id: item for origin in self._origins() for item in origin.publications}
        return tuple(found[key] for key in sorted(found))

    def _origins(self) -> list[Origin]:
        pairs = (*self.pairs, *self.also_known)
        sides = [side for pair in pairs for side in (pair.a, pair.b)] + [value.side for value in self.one_sided]
        return [side.origin for side in sides if side.origin is not None]

    def __str__(self) -> str:
        return self.text
