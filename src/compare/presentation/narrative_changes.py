"""Changes in words: what is new, revised, gone or judged otherwise, from what to what, and why.

In: a `Change`, the catalogue, a `Language`. Out: `tell_change`, `find_doubles`, `tell_counts`, `tell_title_of`,
`find_gone`, `tell_moment`, `Told`.
Never: a number rounded until old and new look the same, a masked count, a change put down to a cause not on record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from compare.comparison.changes import KINDS, Change
from compare.comparison.facts import MASKED
from compare.comparison.masking import SMALLEST_COUNT
from compare.comparison.model import Reason, Trend
from compare.presentation.language import Language, NotPrintableError, mark
from compare.presentation.narrative_grades import tell_level, tell_reason
from compare.presentation.narrative_trends import tell_sign, tell_unassessed
from compare.presentation.narrative_values import (
    MISSING,
    STATUSES,
    count_decimals,
    put_limit,
    tell_sex,
)

if TYPE_CHECKING:
    from compare.catalogue.load import Catalogue

Double = tuple[str, str, str, str]  #: moment, indicator, area, sex
#: Why a trend is another one.
_CAUSES = {
    "other_figures": mark("other figures are compared now"),
    "other_aim": mark("the value to reach has changed"),
    "new_values": mark("figures were added"),
    "revised_values": mark("figures were revised"),
    "withdrawn_values": mark("figures were withdrawn"),
    "other_status": mark("the source marks figures differently"),
    "method": mark("it is calculated in another way"),
}


@dataclass(frozen=True)
class Told:
    """A change as a clause that fits into a title, and what else there is to say, as sentences."""

    short: str
    more: str = ""

    def sentence(self, language: Language) -> str:
        """All of it."""
        return " ".join(part for part in (language.sentence(self.short), self.more) if part)


def tell_change(change: Change, catalogue: Catalogue, language: Language, doubles: Collection[Double] = ()) -> Told:
    """One change, without the name of its indicator.

    Parameters
    ----------
    doubles : collection
        From `find_doubles`: where the series has to be named.
    """
    teller = _Teller(catalogue, language, _find_double(change) in doubles)
    return getattr(teller, f"tell_{change.kind}")(change)


def find_doubles(changes: Iterable[Change]) -> set[Double]:
    """Where one run found changes in several series that describe the same people of the same area."""
    seen: dict[Double, set[str]] = {}
    for change in changes:
        if change.series:
            seen.setdefault(_find_double(change), set()).add(change.series)
    return {double for double, series in seen.items() if len(series) > 1}


def _find_double(change: Change) -> Double:
    return change.found, change.indicator, change.ref_area, change.sex


def tell_title_of(change: Change, catalogue: Catalogue, language: Language, gone: Mapping[str, str]) -> str:
    """The name of what has changed: an indicator, also one that is no more, or a source."""
    if change.source:
        entry = catalogue.sources.get(change.source)
        return language.of(entry.name) if entry else change.source
    known = catalogue.indicators.get(change.indicator)
    return language.of(known.title) if known else gone.get(change.indicator, change.indicator)


def find_gone(changes: Iterable[Change], language: Language) -> dict[str, str]:
    """The titles of the indicators that are there no more, by their id."""
    removed = (change for change in changes if change.titles)
    return {change.indicator: dict(change.titles).get(language.code, change.indicator) for change in removed}


def tell_counts(changes: Sequence[Change], language: Language) -> str:
    """How many changes of each kind: "14 new figures and one changed grade"."""
    counts: Counter[str] = Counter()
    for change in changes:
        counts[change.kind] += len(change.values) or 1
    told = _name_counts(counts, language)
    return language.join(told[kind] for kind in KINDS if counts[kind])


def _name_counts(n: Mapping[str, int], language: Language) -> dict[str, str]:
    """What so many changes of each kind are called."""
    plural = language.plural
    return {
        "added": plural("one new indicator", "{n} new indicators", n["added"]),
        "removed": plural("one indicator that is gone", "{n} indicators that are gone", n["removed"]),
        "first": plural(
            "one indicator with its first figures", "{n} indicators with their first figures", n["first"]
        ),
        "unit": plural("one changed unit", "{n} changed units", n["unit"]),
        "level": plural("one changed level", "{n} changed levels", n["level"]),
        "grade": plural("one changed grade", "{n} changed grades", n["grade"]),
        "sign": plural("one changed trend", "{n} changed trends", n["sign"]),
        "new": plural("one new figure", "{n} new figures", n["new"]),
        "revised": plural("one revised figure", "{n} revised figures", n["revised"]),
        "withdrawn": plural("one withdrawn figure", "{n} withdrawn figures", n["withdrawn"]),
        "status": plural("one figure with another remark", "{n} figures with another remark", n["status"]),
        "emptied": plural(
            "one source that stopped giving figures", "{n} sources that stopped giving figures", n["emptied"]
        ),
    }  # fmt: skip


def tell_moment(found: str, language: Language, *, clock: bool = False) -> str:
    """The day on which a change was found, with the time where several runs of a day found some."""
    moment = datetime.fromisoformat(found)
    day = language.date(date(moment.year, moment.month, moment.day))
    return language.text("{date}, {time} UTC", date=day, time=f"{moment:%H:%M:%S}") if clock else day


@dataclass(frozen=True)
class _Teller:
    catalogue: Catalogue
    language: Language
    series: bool

    # ---- indicators and sources

    def tell_added(self, change: Change) -> Told:
        if not change.count:
            return Told(self.language.text("new indicator, without figures so far"))
        return Told(self.language.plural("new indicator, with one figure", "new indicator, with {n} figures",
                                         change.count))  # fmt: skip

    def tell_removed(self, change: Change) -> Told:  # noqa: ARG002 - one form for all
        return Told(self.language.text("this indicator is no longer on these pages"))

    def tell_first(self, change: Change) -> Told:
        return Told(self.language.plural("the first figure", "the first figures, {n} in all", change.count))

    def tell_emptied(self, change: Change) -> Told:
        short = self.language.plural(
            "returned nothing for one figure that it had given before",
            "returned nothing for {n} figures that it had given before", change.count,
        )  # fmt: skip
        return Told(short, self.language.text("The figures from before stay, with their dates."))

    # ---- judgements

    def tell_unit(self, change: Change) -> Told:
        units = {"old": self._name_unit(change.old), "new": self._name_unit(change.new)}
        if change.reason != "source":
            return Told(self.language.text("the unit is now {new}; it was {old}", **units))
        short = self.language.text("{where}: the source now gives its figures in {new}, before in {old}",
                                   where=self._where(change), **units)  # fmt: skip
        return Told(short, self.language.text("They are shown in {unit}.", unit=self._name_unit(change.unit)))

    def tell_level(self, change: Change) -> Told:
        old, new = (tell_level(level, None, self.language) for level in (change.old, change.new))  # type: ignore[arg-type]
        return Told(self.language.text("the figures now describe: {new} (before: {old})", old=old, new=new))

    def tell_grade(self, change: Change) -> Told:
        text = self.language.text
        short = text("comparability is now {new}; it was {old}", new=change.new, old=change.old)
        if sex := tell_sex(change, self.language):  # type: ignore[arg-type]
            short = text("{short} ({whom})", short=short, whom=sex)
        now, before = self._tell_reasons(change.reason), self._tell_reasons(change.reason_before)
        told = [text("What decides it now: {why}", why=now)] if now else []
        told += [text("What decided it before: {why}", why=before)] if before else []
        return Told(short, " ".join(map(self.language.sentence, told)))

    def tell_sign(self, change: Change) -> Told:
        text, indicator = self.language.text, self.catalogue.indicators.get(change.indicator)
        old, new = (tell_sign(Trend(sign), indicator, self.language) for sign in (change.old, change.new))  # type: ignore[arg-type]
        short = text("trend for {where}: {new} (before: {old})", where=self._where(change), new=new, old=old)
        known = [text(_CAUSES[code]) for code in change.reason.split("+") if code in _CAUSES]
        why = self.language.join(known) or tell_unassessed(change.reason, self.language)
        more = [self.language.sentence(text("Why: {why}", why=why))]
        if change.reason_before:
            before = tell_unassessed(change.reason_before, self.language)
            more.append(self.language.sentence(text("Why there was none before: {why}", why=before)))
        return Told(short, " ".join(more))

    # ---- figures

    def tell_new(self, change: Change) -> Told:
        if change.values:
            return self._tell_many(change, mark("{n} new figures: {where}, from {first} to {last}"),
                                   mark("The latest of them is {new}."))  # fmt: skip
        _, new = self._print(change, change.old, change.new)
        return Told(self.language.text("new: {where}, {period}: {value}", value=new, **self._fields(change)))

    def tell_revised(self, change: Change) -> Told:
        if change.values:
            return self._tell_many(change, mark("{n} revised figures: {where}, from {first} to {last}"),
                                   mark("The latest of them went from {old} to {new}."))  # fmt: skip
        old, new = self._print(change, change.old, change.new)
        return Told(self.language.text("revised: {where}, {period}: from {old} to {new}", old=old, new=new,
                                       **self._fields(change)))  # fmt: skip

    def tell_withdrawn(self, change: Change) -> Told:
        why = ""
        if change.reason in MISSING:
            told = self.language.text(MISSING[change.reason])
            why = self.language.sentence(self.language.text("Why: {why}", why=told))
        if change.values:
            told = self._tell_many(change, mark("{n} withdrawn figures: {where}, from {first} to {last}"),
                                   mark("The latest of them was {old}."))  # fmt: skip
            return Told(told.short, " ".join(part for part in (told.more, why) if part))
        old, _ = self._print(change, change.old, change.new)
        return Told(self.language.text("withdrawn: {where}, {period}: {value}", value=old, **self._fields(change)), why)

    def tell_status(self, change: Change) -> Told:
        text = self.language.text
        if change.values:
            return self._tell_many(change, mark("{n} figures with another remark: {where}, from {first} to {last}"))
        old, new = (text(STATUSES[code]) if code in STATUSES else "" for code in (change.old, change.new))
        fields = self._fields(change)
        if new:
            return Told(text("{where}, {period}: the figure is now marked: {remark}", remark=new, **fields))
        if old:
            return Told(text("{where}, {period}: the figure is no longer marked: {remark}", remark=old, **fields))
        return Told(text("{where}, {period}: the figure's remark has changed", **fields))

    # ---- pieces

    def _tell_many(self, change: Change, words: str, newest: str = "") -> Told:
        values = sorted(change.values)
        periods = {"first": self._tell_period(values[0][0]), "last": self._tell_period(values[-1][0])}
        n = self.language.number(len(values), 0)
        short = self.language.text(words, n=n, where=self._where(change), **periods)
        old, new = self._print(change, *values[-1][1:])
        return Told(short, self.language.text(newest, old=old, new=new) if newest else "")

    def _fields(self, change: Change) -> dict[str, str]:
        return {"where": self._where(change), "period": self._tell_period(change.period)}

    def _where(self, change: Change) -> str:
        """The area that the figures describe, whom they are about, and whose they are where that tells them apart."""
        area = self.catalogue.areas.get(change.ref_area)
        parts = [self.language.of(area.name) if area else change.ref_area]
        if sex := tell_sex(change, self.language):  # type: ignore[arg-type]
            parts.append(sex)
        if self.series:
            parts.append(self.language.text("series {code}", code=change.series))
        return ", ".join(parts)

    def _tell_period(self, period: str) -> str:
        try:
            return self.language.period(period)
        except NotPrintableError:
            return period

    def _print(self, change: Change, old: str, new: str) -> tuple[str, str]:
        """Two numbers with their unit, as the pages print them; with more decimals where they would look the same."""
        indicator, unit = self.catalogue.indicators.get(change.indicator), self.catalogue.units.get(change.unit)
        decimals = 0 if unit is None else unit.decimals
        if indicator is not None and indicator.decimals is not None and indicator.unit == change.unit:
            decimals = indicator.decimals
        numbers = [float(text.lstrip("<>")) for text in (old, new) if text and text != MASKED]
        most = max(map(count_decimals, numbers), default=0)
        while len(numbers) == 2 and decimals < most and self.language.looks_equal(*numbers, decimals):
            decimals += 1
        return self._print_one(old, change, decimals), self._print_one(new, change, decimals)

    def _print_one(self, text: str, change: Change, decimals: int) -> str:
        if not text:
            return ""
        if text == MASKED:
            return self.language.text("not shown: fewer than {x} persons", x=SMALLEST_COUNT)
        unit, number = self.catalogue.units.get(change.unit), float(text.lstrip("<>"))
        if unit is None:
            return f"{self.language.number(number, decimals)} {change.unit}".strip()
        return put_limit(self.language.quantity(number, unit, decimals), text[0], unit, self.language)

    def _name_unit(self, code: str) -> str:
        names = (self.catalogue.units.get(part) for part in code.split("+"))
        told = [self.language.of(unit.label) if unit else part
                for unit, part in zip(names, code.split("+"), strict=True)]  # fmt: skip
        return self.language.join(told)

    def _tell_reasons(self, codes: str) -> str:
        """Reasons of a grade as clauses."""
        told = []
        for written in codes.split("+") if codes else ():
            dimension, code, score, number = (*written.split(":"), "", "", "")[:4]
            reason = Reason(dimension, int(score) if score else None, code, number=int(number) if number else None)  # type: ignore[arg-type]
            told.append(tell_reason(reason, self.language))
        return "; ".join(dict.fromkeys(part for part in told if part))
