"""Checks that what one entry names exists: series, areas, units with a conversion, sources, places.

In: `Ledger`. Out: faults. Never: a text or a value looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from compare.catalogue.ledger import Ledger, Use
from compare.catalogue.reading import Fault


def check_references(ledger: Ledger) -> Iterator[Fault]:
    """All faults of reference, in the order of the catalogue."""
    yield from _check_areas(ledger)
    yield from _check_identifying(ledger)
    yield from _check_derived(ledger)
    for use in ledger.uses:
        yield from _check_use(ledger, use)
    yield from _check_pairs(ledger)
    yield from _check_sources(ledger)
    yield from _check_partnerships(ledger)


def _check_areas(ledger: Ledger) -> Iterator[Fault]:
    areas, met = ledger.catalogue.areas, {}
    for area in areas.values():
        stands_for = areas.get(area.stands_for) if area.stands_for else None
        if area.stands_for and (stands_for is None or stands_for.stands_for != stands_for.code):
            message = f"{area.stands_for!r} is no place; a place is an area that stands for itself"
            yield ledger.fault("areas", area.code, "stands_for", message)
        if area.kind == "cell" and area.cell_width_km is None:
            yield ledger.fault("areas", area.code, "cell_width_km", "a cell needs its width: its level depends on it")
        publication = area.identity.publication
        if publication and ledger.publications is not None and publication not in ledger.publications:
            message = ledger.unknown("publication", publication, ledger.publications)
            yield ledger.fault("areas", area.code, "identity.publication", message)
        for source, code in area.codes.items():
            other = met.setdefault((source, code), area.code)
            if other != area.code:
                message = f"{source} has {code!r} for {other} too; a source's code names one area"
                yield ledger.fault("areas", area.code, f"codes.{source}", message)


def _check_identifying(ledger: Ledger) -> Iterator[Fault]:
    for number, entry in enumerate(ledger.catalogue.identifying, start=1):
        for code in entry.series:
            if code not in ledger.series:
                message = ledger.unknown("series", code, ledger.series)
                yield ledger.fault("identifying", f"identifying#{number}", "series", message)


def _check_derived(ledger: Ledger) -> Iterator[Fault]:
    earlier: set[str] = set()
    for entry in ledger.catalogue.derived.values():
        named = [(f"of#{number}", code) for number, code in enumerate(entry.of, start=1)]
        for field, code in [*named, *([("total", entry.total)] if entry.total else [])]:
            if code not in ledger.series:
                yield ledger.fault("derived", entry.id, field, ledger.unknown("series", code, ledger.series))
            elif code.startswith("derived:") and code not in earlier:
                yield ledger.fault("derived", entry.id, field, f"{code} is declared later; move it before this entry")
        if entry.unit not in ledger.catalogue.units:
            message = ledger.unknown("unit", entry.unit, ledger.catalogue.units)
            yield ledger.fault("derived", entry.id, "unit", message)
        earlier.add(f"derived:{entry.id}")


def _check_use(ledger: Ledger, use: Use) -> Iterator[Fault]:
    """One series of one area, as an indicator names it."""
    catalogue, indicator = ledger.catalogue, use.indicator
    facts = ledger.series.get(use.series)
    if facts is None:
        message = ledger.unknown("series", use.series, ledger.series)
        yield ledger.fault("indicators", indicator.id, f"{use.field}.series", message)
    elif not ledger.convertible(facts.unit, indicator.unit):
        message = f"{use.series} is in {facts.unit}, the indicator in {indicator.unit}, and no conversion is declared"
        yield ledger.fault("indicators", indicator.id, f"{use.field}.series", message)
    elif facts.source and facts.source not in catalogue.sources:
        message = f"{use.series} comes from {facts.source!r}, which is not in sources.toml"
        yield ledger.fault("indicators", indicator.id, f"{use.field}.series", message)
    area = catalogue.areas.get(use.ref_area)
    if area is None:
        message = ledger.unknown("area", use.ref_area, catalogue.areas)
        yield ledger.fault("indicators", indicator.id, f"{use.field}.ref_area", message)
        return
    wanted = _places(ledger, use.side)
    if area.stands_for is None or (wanted and area.stands_for not in wanted):
        said = f"stands for {area.stands_for}" if area.stands_for else "stands for no place"
        message = f"{use.ref_area} {said}, expected is {' or '.join(sorted(wanted)) or 'a place'}"
        yield ledger.fault("indicators", indicator.id, f"{use.field}.ref_area", message)


def _places(ledger: Ledger, side: str | None) -> set[str]:
    """The places that a side may be shown for: of its own side, or any of the two for a reference."""
    sides = ("a", "b") if side is None else (side,)
    return {getattr(partnership, name) for partnership in ledger.partnerships for name in sides}


def _check_pairs(ledger: Ledger) -> Iterator[Fault]:
    areas = ledger.catalogue.areas
    for indicator in ledger.catalogue.indicators.values():
        for number, pair in enumerate(indicator.pairs, start=1):
            a, b = areas.get(pair.a.ref_area), areas.get(pair.b.ref_area)
            if a and b and a.stands_for == b.stands_for:
                message = f"both sides stand for {a.stands_for}; a pair is of two places"
                yield ledger.fault("indicators", indicator.id, f"pairs#{number}", message)
            if pair.a.sex != pair.b.sex:
                message = f"side a is of sex {pair.a.sex}, side b of {pair.b.sex}; a pair is of one"
                yield ledger.fault("indicators", indicator.id, f"pairs#{number}.b.sex", message)


def _check_sources(ledger: Ledger) -> Iterator[Fault]:
    """Publications and series name known sources; a source that nothing names is left over or misspelt."""
    known = ledger.catalogue.sources
    used = {facts.source for facts in ledger.series.values() if facts.source}
    for source in sorted(set(ledger.sources or ()) - set(known)):
        yield Fault("transcribed/publications.csv", source, "source", ledger.unknown("source", source, known))
    for source in sorted(used - set(known)):
        yield Fault("transcribed/series.csv", source, "source", ledger.unknown("source", source, known))
    if ledger.sources is not None:
        left_over = known.keys() - used - set(ledger.sources)
        for source in (entry.id for entry in known.values() if entry.id in left_over and not entry.hosts):
            message = "no publication and no series is from it, and no host is asked for it; remove it or use it"
            yield ledger.fault("sources", source, "id", message)


def _check_partnerships(ledger: Ledger) -> Iterator[Fault]:
    """A question that a partnership puts first belongs to an indicator of the catalogue."""
    for partnership in ledger.partnerships:
        for code in partnership.questions:
            if code not in ledger.catalogue.indicators:
                message = ledger.unknown("indicator", code, ledger.catalogue.indicators)
                yield Fault(f"partnerships/{partnership.id}.toml", partnership.id, "questions", message)
