"""The catalogue once it is known which awaited series have figures.

In: a catalogue, a partnership, the series that are held. Out: `settle`, the catalogue to compare by.
Never: an indicator that waits for its first figure counted as one that nobody has; a judgement of what two series have
in common that no person made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from compare.catalogue.awaited import AwaitedSeries
from compare.catalogue.models import CandidatePair, Indicator, KnownValue, Text
from compare.catalogue.partnerships import Partnership

if TYPE_CHECKING:
    from compare.catalogue.load import Catalogue


def settle(
    catalogue: Catalogue, partnership: Partnership, held: Collection[str], fetched: Collection[str]
) -> Catalogue:
    """The catalogue without indicators that still wait, and with the awaited series that have come.

    An indicator waits while every series it names is awaited, or computed from an awaited one, and has no figure. An
    awaited series that has come feeds the indicator whose definition it meets; without one it becomes an indicator of
    its own, with what is known of a counterpart as its question.

    Parameters
    ----------
    held : collection of str
        The series that have observations, derived ones among them.
    fetched : collection of str
        Those of them that came in an answer: an old bundled value of an awaited series is no reason to show it.
    """
    shown = {entry.id: entry for entry in catalogue.indicators.values() if not _waits(entry, catalogue, held)}
    for entry in catalogue.awaited.values():
        if entry.series not in fetched or _is_named(entry.series, shown.values()):
            continue
        side, area = _find_side(entry, catalogue, partnership)
        if side is None:
            continue
        fed = shown.get(entry.indicator or "")
        if fed is not None:
            shown[fed.id] = _feed(fed, entry, area, _make_known(entry, side, area, catalogue, partnership))
        elif entry.indicator is None:
            made = _make_indicator(entry, side, area, catalogue, partnership)
            shown[made.id] = made
    return replace(catalogue, indicators=_in_order(shown, catalogue))


def _waits(indicator: Indicator, catalogue: Catalogue, held: Collection[str]) -> bool:
    named = list(_name_series(indicator))
    return bool(named) and all(is_awaited(series, catalogue, held) for series in named)


def is_awaited(series: str, catalogue: Catalogue, held: Collection[str]) -> bool:
    """Whether a series has no figure, and is to be asked for or computed from one that is."""
    if series in held:
        return False
    parts = list_parts(series, catalogue)
    return series in catalogue.awaited or any(is_awaited(part, catalogue, held) for part in parts)


def list_parts(series: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The series that a computed one is made of; none of any other."""
    derivation = catalogue.derived.get(series.removeprefix("derived:")) if series.startswith("derived:") else None
    return derivation.of if derivation else ()


def _name_series(indicator: Indicator) -> Iterable[str]:
    for pair in indicator.pairs:
        yield from (pair.a.series, pair.b.series)
    yield from (known.series for known in indicator.known)


def _is_named(series: str, indicators: Iterable[Indicator]) -> bool:
    return any(series in set(_name_series(indicator)) for indicator in indicators)


def _find_side(entry: AwaitedSeries, catalogue: Catalogue, partnership: Partnership) -> tuple[str | None, str]:
    """The place whose own area the source knows, and that area."""
    for side in ("a", "b"):
        place = getattr(partnership, side)
        if place in catalogue.areas and entry.source in catalogue.areas[place].codes:
            return side, place
    return None, ""


def _feed(indicator: Indicator, entry: AwaitedSeries, area: str, alone: KnownValue) -> Indicator:
    """The indicator with the series wherever it has another of the same area: first, since it is asked for anew.

    Where it has none, the series is a value that only one place has.
    """
    pairs: list[CandidatePair] = []
    for pair in indicator.pairs:
        for side in ("a", "b"):
            old = getattr(pair, side)
            if old.ref_area == area:
                pairs.append(pair.model_copy(update={side: old.model_copy(update={"series": entry.series})}))
                break
    known = [
        one.model_copy(update={"series": entry.series})
        for one in indicator.known
        if one.ref_area == area and one.sex == "_T"
    ][:1]
    known = known or ([] if pairs else [alone])
    return indicator.model_copy(update={"pairs": (*pairs, *indicator.pairs), "known": (*known, *indicator.known)})


def _make_indicator(
    entry: AwaitedSeries, side: str, area: str, catalogue: Catalogue, partnership: Partnership
) -> Indicator:
    """An indicator of one series of one place."""
    source, code = catalogue.sources[entry.source], entry.series.partition(":")[2]
    return Indicator(
        id=entry.series.replace(":", "-").lower(),
        goal=entry.goal, target=entry.target, title=entry.title, unit=entry.unit, direction="none",
        definition=Text(
            sv=f"Nyckeltal {code} hos {source.name.sv}, med källans egen titel. Definitionen står i källan.",
            en=f"Key figure {code} of {source.name.en}, whose own title is “{entry.title.sv}”. "
            "Its definition is given there.",
        ),
        allowed=entry.allowed, themes=entry.themes, caveat=entry.note,
        known=(_make_known(entry, side, area, catalogue, partnership),),
    )  # fmt: skip


def _make_known(
    entry: AwaitedSeries, side: str, area: str, catalogue: Catalogue, partnership: Partnership
) -> KnownValue:
    """The value of one place, with what is known of a counterpart as whom to ask."""
    other = catalogue.areas[partnership.b if side == "a" else partnership.a]
    return KnownValue(
        side=side, series=entry.series, ref_area=area,  # type: ignore[arg-type]
        missing="not_found" if entry.counterpart else "not_applicable",
        question=Text(
            sv=f"Vilken är motsvarande uppgift för {other.name.sv}?",
            en=f"What is the corresponding figure for {other.name.en}?",
        ),
        ask=entry.counterpart or entry.no_counterpart or Text(sv=other.name.sv, en=other.name.en),
    )  # fmt: skip


def _in_order(shown: dict[str, Indicator], catalogue: Catalogue) -> dict[str, Indicator]:
    """Goals in order as the catalogue has them; within a goal what people wrote comes first."""
    goals = list(dict.fromkeys(entry.goal for entry in catalogue.indicators.values()))
    ranked = sorted(shown.values(), key=lambda entry: goals.index(entry.goal) if entry.goal in goals else len(goals))
    return {entry.id: entry for entry in ranked}
