"""What the checks look things up in, and how they name where a fault lies.

In: a catalogue, series, publications, partnerships. Out: `Ledger`, `Use`. Never: a judgement.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from compare.catalogue.models import Indicator
from compare.catalogue.partnerships import Partnership
from compare.catalogue.reading import Fault

if TYPE_CHECKING:
    from compare.catalogue.load import Catalogue


@dataclass(frozen=True)
class SeriesFacts:
    """What series.csv says of a series; the texts are empty where only its unit is known."""

    unit: str
    title: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Use:
    """One place where an indicator names a series of an area."""

    indicator: Indicator
    field: str  #: pairs#1.a, known#2, references#1
    side: Literal["a", "b"] | None
    series: str
    ref_area: str
    sex: str
    age: str


@dataclass(frozen=True)
class Ledger:
    """Everything that is known when a catalogue is checked; None where something was not given."""

    catalogue: Catalogue
    series: dict[str, SeriesFacts]
    awaited: frozenset[str] = frozenset()  #: of `series`, those that have no figure yet
    sources: tuple[str, ...] | None = None  #: of publications
    publications: frozenset[str] | None = None
    partnerships: tuple[Partnership, ...] = ()

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every series that an indicator names, in the catalogue's order."""
        return tuple(use for indicator in self.catalogue.indicators.values() for use in _uses_of(indicator))

    def convertible(self, unit: str, to_unit: str) -> bool:
        """Whether a value in `unit` may be shown in `to_unit`."""
        declared = ((item.from_unit, item.to) for item in self.catalogue.conversions)
        return unit == to_unit or (unit, to_unit) in declared

    def fault(self, section: str, entry: str, field: str, message: str) -> Fault:
        """A fault in an entry of the catalogue, with the file that holds it."""
        return Fault(self.catalogue.files.get(section, {}).get(entry, f"catalogue: {section}"), entry, field, message)

    def unknown(self, kind: str, code: str, known: Collection[str]) -> str:
        """What is wrong with a code that does not exist, and the closest that do."""
        closest = difflib.get_close_matches(code, known, n=3, cutoff=0.6)
        return f"{kind} {code!r} does not exist; " + (f"closest: {', '.join(closest)}" if closest else "add it first")


def _uses_of(indicator: Indicator) -> Iterator[Use]:
    for number, pair in enumerate(indicator.pairs, start=1):
        for side, named in (("a", pair.a), ("b", pair.b)):
            place = f"pairs#{number}.{side}"
            yield Use(indicator, place, side, named.series, named.ref_area, named.sex, named.age)  # type: ignore[arg-type]
    for number, known in enumerate(indicator.known, start=1):
        yield Use(indicator, f"known#{number}", known.side, known.series, known.ref_area, known.sex, known.age)
    for number, named in enumerate(indicator.references, start=1):
        yield Use(indicator, f"references#{number}", None, named.series, named.ref_area, named.sex, named.age)
