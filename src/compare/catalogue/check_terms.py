"""Checks that goals, targets, units, directions and targets to reach fit each other.

In: `Ledger`. Out: faults. Never: a value looked at; a direction judged where it is not plainly impossible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.catalogue.ledger import Ledger, SeriesFacts
from compare.catalogue.models import Indicator, Unit
from compare.catalogue.reading import Fault

_PER_CENT = re.compile(r"%|\bper ?cent\b|\bpercentage\b|\bprocent\b", re.IGNORECASE)
#: A title may name a percentage beside what it measures: "bottom 40% of population (2021 PPP $ per day)".
_OTHER_MEASURE = re.compile(r"\d\s*(%|per ?cent|procent)|\(\s*1 = ", re.IGNORECASE)
_PER_THOUSANDS = re.compile(r"\bper 1[ ,.\u00a0]?0{3}\b|\bper 10{1,2}[ ,.\u00a0]?0{3}\b", re.IGNORECASE)
#: Units of shares and of growth, which a title may call per cent.
_SHARE_UNITS = ("PT", "PT_YEAR", "PP", "RATIO_0_1", "PER_100_POP")


def check_terms(ledger: Ledger) -> Iterator[Fault]:
    """All faults between an indicator and its goal, target, unit and number to reach; and within the units."""
    if not ledger.catalogue.indicators:
        yield Fault("catalogue/indicators", "", "", "holds no indicator; a catalogue asks for at least one")
    yield from _check_targets(ledger)
    for indicator in ledger.catalogue.indicators.values():
        yield from _check_goal(ledger, indicator)
        yield from _check_unit(ledger, indicator)
        for field, message in _number_to_reach(indicator, ledger.catalogue.units.get(indicator.unit)):
            yield ledger.fault("indicators", indicator.id, field, message)
    yield from _check_conversions(ledger)
    yield from _check_titles(ledger)


def _check_targets(ledger: Ledger) -> Iterator[Fault]:
    for target in ledger.catalogue.targets.values():
        if target.code.split(".")[0] not in ledger.catalogue.goals:
            yield ledger.fault("targets", target.code, "code", "its goal is not in terms.toml; add the goal first")


def _check_goal(ledger: Ledger, indicator: Indicator) -> Iterator[Fault]:
    catalogue, said = ledger.catalogue, indicator.id
    if indicator.goal != "context" and indicator.goal not in catalogue.goals:
        yield ledger.fault("indicators", said, "goal", ledger.unknown("goal", indicator.goal, catalogue.goals))
    if indicator.target is not None and indicator.target not in catalogue.targets:
        yield ledger.fault("indicators", said, "target", ledger.unknown("target", indicator.target, catalogue.targets))
    if indicator.sdg_code is not None and indicator.sdg_code.rpartition(".")[0] != indicator.target:
        message = f"{indicator.sdg_code} is not an indicator of target {indicator.target or '(none given)'}"
        yield ledger.fault("indicators", said, "sdg_code", message)
    file = catalogue.files.get("indicators", {}).get(said, "")
    expected = "context" if indicator.goal == "context" else f"goal-{int(indicator.goal):02d}"
    if file and not re.search(rf"/{expected}(-[a-z0-9-]+)?\.toml$", file):
        yield ledger.fault("indicators", said, "goal", f"goal {indicator.goal} belongs in {expected}.toml")
    if indicator.domain is not None and catalogue.domains and indicator.domain not in catalogue.domains:
        yield ledger.fault("indicators", said, "domain", ledger.unknown("domain", indicator.domain, catalogue.domains))
    if indicator.part_of is not None and indicator.part_of not in catalogue.indicators:
        message = ledger.unknown("indicator", indicator.part_of, catalogue.indicators)
        yield ledger.fault("indicators", said, "part_of", message)


def _check_unit(ledger: Ledger, indicator: Indicator) -> Iterator[Fault]:
    units = ledger.catalogue.units
    if indicator.unit not in units:
        yield ledger.fault("indicators", indicator.id, "unit", ledger.unknown("unit", indicator.unit, units))


def _number_to_reach(indicator: Indicator, unit: Unit | None) -> Iterator[tuple[str, str]]:
    """Only what cannot be meant: up towards nothing, down towards everything, a number the unit does not have."""
    wanted = indicator.target_value.value if indicator.target_value else None
    if indicator.band is not None and indicator.band[0] > indicator.band[1]:
        yield "band", f"found {indicator.band[0]} to {indicator.band[1]}; the lower end comes first"
    if wanted is None or unit is None:
        return
    lowest = 0.0 if unit.kind == "share" and unit.minimum is None else unit.minimum
    highest = 100.0 if unit.code == "PT" else unit.maximum
    if indicator.direction == "none":
        yield "direction", "none, and yet a number to reach; choose higher, lower or value"
    if indicator.direction == "higher" and lowest is not None and wanted <= lowest:
        yield "direction", f"higher, towards {wanted:g}, which is the least there is; lower is meant, or another number"
    if indicator.direction == "lower" and highest is not None and wanted >= highest:
        yield "direction", f"lower, towards {wanted:g}, which is the most there is; higher is meant, or another number"
    if indicator.band is not None and not indicator.band[0] <= wanted <= indicator.band[1]:
        yield "target_value.value", f"{wanted:g} lies outside the band {indicator.band[0]:g} to {indicator.band[1]:g}"
    if (lowest is not None and wanted < lowest) or (highest is not None and wanted > highest):
        yield "target_value.value", f"{wanted:g} is no possible value in {unit.code}"


def _check_conversions(ledger: Ledger) -> Iterator[Fault]:
    units, declared = ledger.catalogue.units, {}
    for number, item in enumerate(ledger.catalogue.conversions, start=1):
        said, both = f"conversions#{number}", (item.from_unit, item.to)
        for field, code in (("from", item.from_unit), ("to", item.to)):
            if code not in units:
                yield Fault("catalogue/units.toml", said, field, ledger.unknown("unit", code, units))
        if both in declared or item.from_unit == item.to:
            yield Fault("catalogue/units.toml", said, "to", f"{both[0]} to {both[1]} is declared already or no change")
        if item.factor <= 0:
            yield Fault("catalogue/units.toml", said, "factor", f"found {item.factor:g}; a factor is above 0")
        back = declared.get(both[::-1])
        if back is not None and abs(back * item.factor - 1) > 1e-9:
            message = f"{item.factor:g}, and {back:g} the other way: there and back is not the same"
            yield Fault("catalogue/units.toml", said, "factor", message)
        declared[both] = item.factor
    for unit in units.values():
        if unit.minimum is not None and unit.maximum is not None and unit.minimum > unit.maximum:
            yield ledger.fault("units", unit.code, "minimum", "is above the maximum")
    if "PT" in units and "PP" not in units:
        yield Fault("catalogue/units.toml", "PP", "code", "is missing: shares in PT differ in percentage points, PP")


def _check_titles(ledger: Ledger) -> Iterator[Fault]:
    """A unit that does not exist, or that the source's own title contradicts (unless a note speaks of the title)."""
    for code, facts in ledger.series.items():
        if code.startswith("derived:"):
            continue
        message = ""
        if facts.unit not in ledger.catalogue.units:
            message = ledger.unknown("unit", facts.unit, ledger.catalogue.units)
        elif "title" not in facts.note.casefold():
            message = _contradiction(facts)
        if message:
            yield Fault("transcribed/series.csv", code, "unit_measure", message)


def _contradiction(facts: SeriesFacts) -> str:
    per_cent = _PER_CENT.search(facts.title) and not _OTHER_MEASURE.search(facts.title)
    said = ""
    if per_cent and facts.unit not in _SHARE_UNITS:
        said = "per cent"
    elif _PER_THOUSANDS.search(facts.title) and facts.unit in ("PT", "RATIO_0_1"):
        said = "per so many"
    wording = f"{facts.unit}, but the title says {said}: {facts.title!r}; mend it, or say in the note why"
    return wording if said else ""
