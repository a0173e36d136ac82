"""The way back from a number: the stored observation, how it was converted or computed, where it was read.

In: an `Origin`, a `Sheet` to write on. Out: `OriginTeller`, `print_exact`.
Never: a rounded number where the source has more digits, a publication without its terms and fingerprint.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from compare.catalogue.codes import NUMBER, Mark, split_marks
from compare.catalogue.models import Conversion
from compare.comparison.model import Comparison
from compare.presentation.explain_model import Conflict, Origin, Publication
from compare.presentation.explain_sheet import Sheet
from compare.presentation.explain_words import CONFIDENCES, FLAGS, LICENCES, PUBLICATIONS
from compare.presentation.language import Language, mark
from compare.presentation.narrative_doubts import DOUBTS

_TRANSCRIBED = "transcribed:"
_FILES = "data/transcribed/"
#: Columns of an observation that say how many stand behind it.
_COUNTS = {"sample_size": mark("Size of the sample: {n}"), "numerator": mark("Count behind it: {n}")}


def print_exact(x: float, language: Language) -> str:
    """A number with all the digits that it has.

    Examples
    --------
    >>> from compare.presentation.language import speak
    >>> print_exact(0.312273, speak("sv")), print_exact(103417.0, speak("en"))
    ('0,312273', '103,417')
    """
    if not math.isfinite(x):
        return language.text("no figure")
    written = Decimal(format(x, ".15g")).normalize()
    return language.number(x, max(0, -int(written.as_tuple().exponent)))


class OriginTeller:
    """Writes origins on a sheet; a publication is told in full where it is met first."""

    def __init__(self, sheet: Sheet, comparison: Comparison, language: Language):
        self.sheet, self.comparison, self.language = sheet, comparison, language
        self.told: set[str] = set()
        self.rejected: set[Conflict] = set()

    def tell(self, origin: Origin, *, depth: int, conversion: Conversion | None = None) -> None:
        """One observation, its parts below it where it was computed, its publications where it was read."""
        text, row = self.language.text, self.sheet.row
        row(text("Stored value"), self._tell_observation(origin), depth=depth)
        row(text("Series"), self._tell_series(origin), depth=depth)
        marks, comment = split_marks(str(origin.observation["comment_obs"]))
        row(text("Marked as"), *self._tell_flags(origin), *map(self._tell_mark, marks), depth=depth)
        row(text("Comment"), comment, depth=depth)
        row(text("Converted"), self._tell_conversion(origin, conversion), depth=depth)
        row(text("Computed"), self._tell_formula(origin), depth=depth)
        if origin.derivation is None:
            for publication in origin.publications:
                row(text("Read in"), *self._tell_publication(publication), depth=depth)
        rejected = [item for item in origin.conflicts if item not in self.rejected]
        self.rejected.update(rejected)
        row(text("Not used"), *map(self._tell_conflict, rejected), depth=depth)
        for part in (*origin.parts, *filter(None, [origin.total])):
            title = text("The published total") if part is origin.total else text("A part of it")
            self.sheet.head(f"{title}: {part.observation['series']}", depth=depth + 1)
            self.tell(part, depth=depth + 1)

    def _tell_observation(self, origin: Origin) -> str:
        cells = origin.observation
        unit = self.comparison.catalogue.units[cells["unit_measure"]]
        number = " ".join(filter(None, [cells["qualifier"], print_exact(cells["obs_value"], self.language)]))
        period = self.language.period(cells["time_period"])
        spelled = "" if period == cells["time_period"] else f" ({cells['time_period']})"
        return f"{number} {self.language.of(unit.label)} ({unit.code}), {cells['ref_area']}, {period}{spelled}"

    def _tell_series(self, origin: Origin) -> str:
        cells = origin.observation
        derivation = origin.derivation
        title = origin.title if derivation is None else self.language.of(derivation.title)
        return f"{cells['series']}, sex={cells['sex']}, age={cells['age']}{f': {title}' if title else ''}"

    def _tell_flags(self, origin: Origin) -> Iterator[str]:
        """Status and confidence in words, then how sure the number is where the source says so."""
        text, cells = self.language.text, origin.observation
        status = f"{cells['obs_status']} ({text(FLAGS[cells['obs_status']])})"
        yield f"{status}; {text(CONFIDENCES[cells['confidence']])}"
        if math.isfinite(cells["lower"]) and math.isfinite(cells["upper"]):
            low, high = (print_exact(cells[name], self.language) for name in ("lower", "upper"))
            yield text("95 per cent interval, as published: {low} to {high}", low=low, high=high)
        for name, words in _COUNTS.items():
            if math.isfinite(cells[name]):
                yield text(words, n=print_exact(cells[name], self.language))

    def _tell_mark(self, found: Mark) -> str:
        """Why the value was doubted when it arrived, and what was expected instead."""
        why = self.language.text("in doubt: {why}", why=self.language.text(DOUBTS[found.kind]))
        expected = self._tell_expected(found)
        return f"{why} ({expected})" if expected else why

    def _tell_expected(self, found: Mark) -> str:
        text = self.language.text
        low, dots, high = (self._print_end(end) for end in found.detail.partition(".."))
        if found.kind == "part" or not found.detail:
            return found.detail
        if found.kind == "unit":
            units = (self.comparison.catalogue.units.get(code) for code in found.detail.split("/"))
            labels = [self.language.of(unit.label) for unit in units if unit]
            return text("before: {unit}", unit=self.language.join(labels))
        if not dots:
            return text("expected: about {number}", number=low)
        if low and high:
            return text("expected: {low} to {high}", low=low, high=high)
        return text("expected: at least {low}", low=low) if low else text("expected: at most {high}", high=high)

    def _print_end(self, end: str) -> str:
        """A number of a mark in the language; anything else as it is."""
        return print_exact(float(end), self.language) if NUMBER.fullmatch(end) else end

    def _tell_conversion(self, origin: Origin, conversion: Conversion | None) -> str:
        """The formula with its numbers; nothing where the source's unit is kept."""
        if conversion is None or not math.isfinite(origin.observation["obs_value"]):
            return ""
        value, factor = origin.observation["obs_value"], conversion.factor
        exact = Decimal(repr(float(value))) * Decimal(repr(factor)) + Decimal(repr(conversion.offset))
        told = print_exact(value, self.language)
        if factor != 1:
            told += f" × {print_exact(factor, self.language)}"
        if conversion.offset:
            sign = "+" if conversion.offset > 0 else "−"
            told += f" {sign} {print_exact(abs(conversion.offset), self.language)}"
        units = f"{conversion.from_unit} → {conversion.to}"
        return f"{told} = {print_exact(float(exact), self.language)} ({units})"

    def _tell_formula(self, origin: Origin) -> str:
        """A computed value as its formula, with the numbers of its parts in it."""
        if origin.derivation is None or not origin.parts:
            return ""
        numbers = [print_exact(part.observation["obs_value"], self.language) for part in origin.parts]
        factor = origin.derivation.factor
        times = "" if factor == 1 else f"{print_exact(factor, self.language)} × "
        result = print_exact(origin.observation["obs_value"], self.language)
        if origin.derivation.formula == "annual_growth":
            years = print_exact(origin.years or 0, self.language)
            return f"{times}(({numbers[1]} ÷ {numbers[0]}) ^ (1 ÷ {years}) − 1) = {result}"
        sign = {"share": " ÷ ", "ratio": " ÷ ", "sum": " + ", "difference": " − "}[origin.derivation.formula]
        joined = sign.join(numbers)
        return f"{times}{f'({joined})' if times and sign in (' + ', ' − ') else joined} = {result}"

    def _tell_publication(self, item: Publication) -> list[str]:
        text = self.language.text
        named = f"{item.provider}: {item.title}" if item.provider else item.response_id
        if item.response_id in self.told:
            return [text("{publication} (see above)", publication=named)]
        self.told.add(item.response_id)
        dates = [text("release: {release}", release=item.release) if item.release else "",
                 text("published: {when}", when=item.published or text("year not stated"))]  # fmt: skip
        kind = text(PUBLICATIONS[item.kind]) if item.kind in PUBLICATIONS else item.kind
        terms = text(LICENCES[item.licence_class]) if item.licence_class in LICENCES else item.licence_class
        return [
            "; ".join(part for part in (named, *dates, kind) if part),
            text("licence: {licence}", licence=f"{item.licence} ({terms})") if item.licence else terms,
            self._tell_copy(item),
            text("Asked: {request}, {when}", request=item.request, when=item.retrieved) if item.request else "",
            self._tell_file(item),
            item.note,
        ]

    def _tell_copy(self, item: Publication) -> str:
        """Where it was read, and whether that is the provider's own place."""
        if not item.via:
            return ""
        if item.second_hand == "true":
            return self.language.text("Copy that was read: {via} (public, not the provider's own)", via=item.via)
        return self.language.text("Copy that was read: {via} (the provider's own)", via=item.via)

    def _tell_file(self, item: Publication) -> str:
        if not item.sha256:
            return ""
        folder = _FILES if item.response_id.startswith(_TRANSCRIBED) else ""
        files = ", ".join(f"{folder}{name}" for name in item.file.split())
        return self.language.text("Our file: {file}, SHA-256 {digest}", file=files, digest=item.sha256)

    def _tell_conflict(self, conflict: Conflict) -> str:
        unit = self.comparison.catalogue.units.get(conflict.unit_measure)
        label = conflict.unit_measure if unit is None else self.language.of(unit.label)
        item = conflict.publication
        named = f"{item.provider}: {item.title}" if item.provider else item.response_id
        number = print_exact(conflict.obs_value, self.language)
        return f"{number} {label}, {self.language.period(conflict.time_period)} ({named}): {conflict.reason}"
