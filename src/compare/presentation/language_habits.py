"""How each language prints numbers, dates and names: the habits that no message catalogue holds.

In: nothing. Out: `Habits`, `HABITS` by two-letter code.
Never: a text of a page (those are in ``locale/``), a look at the machine's own locale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Habits:
    """What a language does with numbers, dates and names.

    Attributes
    ----------
    locale : str
        The Babel locale whose symbols are used.
    percent_gap : str
        What stands between a number and a per cent sign.
    date_pattern : str
        CLDR pattern of a full date.
    words : tuple of str
        The numbers from zero in words, as far as they are written so in running text.
    quarter : str
        How a quarter is written, with ``{quarter}`` and ``{year}``.
    conjunction : str
        The word before the last item of a list.
    genitive : Callable
        A name to the form that owns.
    alphabet : mapping of str to str
        Letters that sort elsewhere than their base letter, to what they sort as.
    singular : mapping of str to str
        Units in the plural to the form after an exact 1.
    """

    locale: str
    percent_gap: str
    date_pattern: str
    words: tuple[str, ...]
    quarter: str
    conjunction: str
    genitive: Callable[[str], str]
    alphabet: Mapping[str, str]
    singular: Mapping[str, str]


def _own_in_swedish(name: str) -> str:
    # Names that end in an s sound take no ending and no apostrophe: Västerås, Bordeaux, Schweiz.
    return name if name[-1:].casefold() in {"s", "x", "z"} else f"{name}s"


def _own_in_english(name: str) -> str:
    return f"{name}'s"


#: Å, Ä and Ö come after Z; "{", "|" and "}" are the three characters after "z".
_SWEDISH_ALPHABET = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"}

HABITS: Mapping[str, Habits] = {
    "sv": Habits(
        locale="sv",
        percent_gap=NO_BREAK_SPACE,
        date_pattern="d MMMM y",
        words=("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
        quarter="kvartal {quarter} {year}",
        conjunction="och",
        genitive=_own_in_swedish,
        alphabet=_SWEDISH_ALPHABET,
        singular={"personer": "person", "dagar": "dag", "timmar": "timme"},
    ),
    "en": Habits(
        locale="en_GB",
        percent_gap="",
        date_pattern="d MMMM y",
        words=(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        ),
        quarter="quarter {quarter} of {year}",
        conjunction="and",
        genitive=_own_in_english,
        alphabet={},
        singular={"persons": "person", "days": "day", "hours": "hour", "years": "year"},
    ),
}
