"""One language of a page: its texts, numbers, dates and names.

In: message catalogues (``locale/``) and the languages' habits. Out: `speak`, `Language`, `round_half_up`, `mark`.
Never: an English line on a page in another language, an exact zero for a value that is not zero, a "-0",
anything that depends on the locale of the machine.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import CompareError, UnknownCodeError
from compare.presentation.language_habits import HABITS, NO_BREAK_SPACE, Habits
from compare.presentation.language_texts import MissingTextError, read_texts

if TYPE_CHECKING:
    from compare.catalogue.models import Text, Unit

__all__ = ["Language", "MissingTextError", "NotPrintableError", "mark", "round_half_up", "speak"]

#: The originals are English: its texts need no catalogue.
ORIGINAL = "en"
MINUS = "−"
_SPAN = re.compile(r"^(\d{4})-(\d{2})-(\d{2})/P(\d+)([YM])$")


class NotPrintableError(CompareError, ValueError):
    """A number or period was asked for that cannot be printed; a missing value needs its reason instead."""


def mark(msgid: str) -> str:
    """Mark a constant for the catalogue of texts; it is put into words later, by `Language.text`."""
    return msgid


def round_half_up(x: float, decimals: int) -> Decimal:
    """Round as people do on paper: halves away from zero, on the number as it is written, not as it is stored.

    Examples
    --------
    >>> round_half_up(2.25, 1), round_half_up(2.35, 1), round_half_up(-0.04, 1)
    (Decimal('2.3'), Decimal('2.4'), Decimal('0.0'))
    """
    if not math.isfinite(x):
        raise NotPrintableError(
            f"Cannot print a number: found {x!r} where a value was expected. Say why it is missing instead."
        )
    # Fifteen digits are all that a float holds for certain; noise beyond them (14.499999999999998) is not a half.
    written = Decimal(x) if isinstance(x, int) else Decimal(format(x, ".15g"))
    rounded = written.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


@dataclass(frozen=True)
class Language:
    """A language of the pages. Made by `speak`; all text is plain, without markup."""

    code: str
    habits: Habits = field(repr=False)
    texts: Mapping[str, str | tuple[str, ...]] | None = field(repr=False)  #: None: the originals are the texts

    # ---- texts

    def text(self, msgid: str, **values: object) -> str:
        """The text whose English original is `msgid`, with its ``{fields}`` filled in.

        Raises
        ------
        MissingTextError
            The language has no such text, or a field has no value.
        """
        return self._fill(msgid, self._find(msgid), values)

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The text for one or for many; ``{n}`` is the number in digits unless given."""
        found = self._find(one) if self.texts is not None else (one, many)
        forms = (found, found) if isinstance(found, str) else found
        return self._fill(one, forms[0] if n == 1 else forms[-1], {"n": self.number(n, 0), **values})

    def of(self, text: Text | None) -> str:
        """A text of the catalogue in this language; empty where there is none."""
        return "" if text is None else text.in_language(self.code)

    # ---- numbers

    def number(self, x: float, decimals: int) -> str:
        """A number with a fixed count of decimals, rounded half up, with a real minus sign.

        A value too small for the decimals never reads as an exact zero: 0.04 at one decimal is ``<0.1``, and
        -0.04 keeps its first digit, ``−0.04``.
        """
        rounded = round_half_up(x, decimals)
        if rounded == 0 and x > 0:
            return "<" + self._print(Decimal(1).scaleb(-decimals), decimals)
        if rounded == 0 and x < 0:
            decimals = -math.floor(math.log10(-x))
            rounded = round_half_up(x, decimals)
        return self._print(rounded, decimals)

    def quantity(self, x: float, unit: Unit, decimals: int | None = None) -> str:
        """A number with its unit: ``5,7 µg/m³``, ``32,9 %``; a yes-or-no unit is put into words."""
        if unit.kind == "flag":
            return self.text("yes") if x else self.text("no")
        return self.attach_unit(self.number(x, unit.decimals if decimals is None else decimals), unit)

    def attach_unit(self, printed: str, unit: Unit) -> str:
        """The short unit behind a number that is already printed; nothing where the unit has none."""
        # Groups inside a unit ("per 100 000") must not break over two lines either.
        short = re.sub(r"(?<=\d) (?=\d)", NO_BREAK_SPACE, self.of(unit.short))
        if not short:
            return printed
        if printed == "1":
            short = self.habits.singular.get(short, short)
        return printed + (self.habits.percent_gap if short.startswith("%") else NO_BREAK_SPACE) + short

    def looks_equal(self, x: float, y: float, decimals: int) -> bool:
        """Whether two numbers are printed the same, so that no word beside them may say that they differ."""
        return self.number(x, decimals) == self.number(y, decimals)

    def count(self, n: int) -> str:
        """A small count in words, as in running text (up to twelve); digits beyond."""
        return self.habits.words[n] if 0 <= n < len(self.habits.words) else self.number(n, 0)

    # ---- times

    def period(self, time_period: str) -> str:
        """A period as people write it: ``2023``, ``2015/16``, ``2011–2015``, ``July 2023``, or "not stated"."""
        if time_period == "_U":
            return self.text("years not stated")
        if re.fullmatch(r"\d{4}", time_period):
            return time_period
        if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", time_period):
            return self.habits.quarter.format(year=quarter[1], quarter=quarter[2])
        if month := re.fullmatch(r"(\d{4})-(\d{2})", time_period):
            return self._month(int(month[1]), int(month[2]))
        if span := _SPAN.match(time_period):
            return self._span(*(int(part) for part in span.groups()[:4]), span[5])
        raise NotPrintableError(
            f"Cannot print a period: found {time_period!r}. Expected a year, a quarter, a month, a span such as "
            "'2015-04-01/P1Y', or '_U'."
        )

    def date(self, day: date) -> str:
        """A full date: ``25 November 2026``, ``25 november 2026``."""
        from babel.dates import format_date

        return format_date(day, self.habits.date_pattern, locale=self.habits.locale)

    # ---- names and sentences

    def genitive(self, name: str) -> str:
        """The owner's form of a name: ``Francistowns``, ``Västerås``; ``Francistown's``."""
        return self.habits.genitive(name)

    def join(self, parts: Iterable[str]) -> str:
        """A list in running text: ``a, b och c``."""
        items = list(parts)
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.habits.conjunction} {items[-1]}"

    def sentence(self, clause: str) -> str:
        """A clause with a capital and a full stop."""
        clause = self.capital(clause.strip())
        return clause if clause[-1:] in {".", "?", "!", ""} else f"{clause}."

    def capital(self, text: str) -> str:
        """A text with its first letter as a capital, the rest as it is."""
        return text[:1].upper() + text[1:]

    def sort_key(self, text: str) -> tuple[str, str]:
        """A key that files text as the language does (Å, Ä, Ö last in Swedish), whatever the machine's locale."""
        letters = []
        for letter in unicodedata.normalize("NFC", text).casefold():
            base = unicodedata.normalize("NFD", letter)[:1]
            letters.append(self.habits.alphabet.get(letter, base))
        return "".join(letters), text

    # ---- private

    def _find(self, msgid: str) -> str | tuple[str, ...]:
        if self.texts is None:
            return msgid
        try:
            return self.texts[msgid]
        except KeyError as error:
            raise MissingTextError(
                f"A text is missing in {self.code!r}: {msgid!r} has no entry. "
                f"Add it to locale/{self.code}/LC_MESSAGES/compare.po.",
                language=self.code,
                texts=(msgid,),
            ) from error

    def _fill(self, msgid: str, found: str | tuple[str, ...], values: Mapping[str, object]) -> str:
        template = found if isinstance(found, str) else found[0]
        try:
            return template.format(**values)
        except (KeyError, IndexError, ValueError) as error:
            raise MissingTextError(
                f"A text in {self.code!r} could not be filled in: {template!r} asks for {error}, "
                f"given were {sorted(values)}. Give every field by name.",
                language=self.code,
                texts=(msgid,),
            ) from error

    def _print(self, number: Decimal, decimals: int) -> str:
        return _print_number(number, decimals, self.habits.locale)

    def _month(self, year: int, month: int) -> str:
        from babel.dates import format_date

        return format_date(date(year, month, 1), "MMMM y", locale=self.habits.locale)

    def _span(self, year: int, month: int, day: int, length: int, unit: str) -> str:
        months = length * 12 if unit == "Y" else length
        last = year * 12 + month - 1 + months - 1
        last_year, last_month = last // 12, last % 12 + 1
        whole_years = months % 12 == 0
        if day == 1 and month == 1 and whole_years:
            return str(year) if last_year == year else f"{year}–{last_year}"
        if whole_years and months == 12:
            return f"{year}/{last_year % 100:02d}"
        if whole_years:
            return f"{year}/{(year + 1) % 100:02d}–{last_year - 1}/{last_year % 100:02d}"
        return f"{self._month(year, month)}–{self._month(last_year, last_month)}"


@lru_cache(maxsize=1 << 14)
def _print_number(number: Decimal, decimals: int, locale: str) -> str:
    """A number as it is written in a place; a value stands in a headline, a picture, a table and a sentence."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    printed = format_decimal(number, format=pattern, locale=locale)
    return printed.replace("-", MINUS).replace("\u202f", NO_BREAK_SPACE)


@lru_cache(maxsize=8)
def speak(code: str, folder: Path | None = None) -> Language:
    """The language with a two-letter code.

    Parameters
    ----------
    code : str
        ``"sv"`` or ``"en"``.
    folder : pathlib.Path, optional
        Where the message catalogues are; the package's own where None.

    Raises
    ------
    UnknownCodeError
        No such language.
    MissingTextError
        Its catalogue holds texts that are not fit to print; all are listed.
    """
    if code not in HABITS:
        raise UnknownCodeError("language", code, HABITS, remedy="Languages are two-letter codes.")
    return Language(code, HABITS[code], None if code == ORIGINAL else read_texts(code, folder))
