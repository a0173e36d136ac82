"""Checks that what an awaited series names exists, and that it is still awaited.

In: `Ledger`. Out: faults. Never: a title compared with the source's (the fetch does that), a text judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from compare.catalogue.arrived import list_parts
from compare.catalogue.awaited import WITH_INDICATOR, AwaitedSeries
from compare.catalogue.ledger import Ledger
from compare.catalogue.reading import Fault


def check_awaited(ledger: Ledger) -> Iterator[Fault]:
    """All faults of awaited series, in the order of their file."""
    used = set(_list_used(ledger))
    for entry in ledger.catalogue.awaited.values():
        yield from _check_names(ledger, entry)
        for field, message in _check_feed(ledger, entry):
            yield ledger.fault("awaited", entry.series, field, message)
        if entry.title.sv == entry.title.en and entry.listed not in WITH_INDICATOR:
            message = f"the Swedish is the English: {entry.title.sv!r}; the Swedish is the source's own title"
            yield ledger.fault("awaited", entry.series, "title", message)
        for message in _no_longer_awaited(ledger, entry, used):
            yield ledger.fault("awaited", entry.series, "series", message)
    for code in ledger.catalogue.asked:
        if code not in ledger.series or code in ledger.awaited:
            yield ledger.fault("asked", code, "series", ledger.unknown("series of the collection", code, ledger.series))


def _list_used(ledger: Ledger) -> Iterator[str]:
    """The series that indicators name, and those that a named one is computed from."""
    waiting = [use.series for use in ledger.uses]
    while waiting:
        series = waiting.pop()
        yield series
        waiting += list_parts(series, ledger.catalogue)


def _check_names(ledger: Ledger, entry: AwaitedSeries) -> Iterator[Fault]:
    """Each code is one of the catalogue's or of the collection's."""
    catalogue = ledger.catalogue
    goals = {**catalogue.goals, "context": None}
    named: list[tuple[str, str, str | None, Collection[str]]] = [
        ("source", "source", entry.source, catalogue.sources),
        ("unit", "unit", entry.unit, catalogue.units),
        ("goal", "goal", entry.goal, goals),
        ("target", "target", entry.target, catalogue.targets),
        ("indicator", "indicator", entry.indicator, catalogue.indicators),
        ("beside", "indicator", entry.beside, catalogue.indicators),
    ]
    for number, code in enumerate(entry.counterpart_series, start=1):
        named.append((f"counterpart_series#{number}", "series", code, ledger.series))
    for field, kind, code, known in named:
        if code is not None and code not in known:
            yield ledger.fault("awaited", entry.series, field, ledger.unknown(kind, code, known))


def _check_feed(ledger: Ledger, entry: AwaitedSeries) -> Iterator[tuple[str, str]]:
    """A series that will feed an indicator is of its goal, and can be shown in its unit."""
    indicator = ledger.catalogue.indicators.get(entry.indicator or "")
    if indicator is None:
        return
    if indicator.goal != entry.goal:
        yield "goal", f"{entry.goal}, but the indicator {indicator.id} is of goal {indicator.goal}"
    if entry.unit in ledger.catalogue.units and not ledger.convertible(entry.unit, indicator.unit):
        yield "unit", f"is {entry.unit}, the indicator {indicator.id} in {indicator.unit}; no conversion is declared"


def _no_longer_awaited(ledger: Ledger, entry: AwaitedSeries, used: Collection[str]) -> Iterator[str]:
    """Bundled and used: it is here. Bundled and not used: it waits for newer years, for an indicator that is named."""
    if entry.series in ledger.awaited:
        if entry.series not in used and entry.listed in WITH_INDICATOR and entry.indicator is None:
            yield f"{entry.series} is of the list {entry.listed}, whose series an indicator names; none does"
        return
    if entry.series in used:
        yield f"{entry.series} is used by an indicator already; remove it here"
    elif entry.indicator is None:
        yield f"{entry.series} is in the collection already; name the indicator it is to feed, or remove it here"
    elif ledger.series[entry.series].unit != entry.unit:
        yield f"{entry.series} is in {ledger.series[entry.series].unit} in the collection, here in {entry.unit}"
