"""What is said of a value that was doubted when it arrived: that it is in doubt, and why.

In: a `Value`, or the kinds of doubt of several; a `Language`. Out: `tell_doubt`, `tell_doubts`, `list_doubts`.
Never: the value that would have been right; words that give away a number which is masked.
"""

from __future__ import annotations

from collections.abc import Iterable

from compare.comparison.model import Value
from compare.presentation.language import Language, mark

#: Kinds of doubt (`codes.FLAG_KINDS`). A nought among larger values is not called one: it may be a masked count.
DOUBTS = {
    "range": mark("outside what is possible"),
    "unit": mark("in another unit than before"),
    "jump": mark("far from the rest of its series"),
    "zero": mark("far below the rest of its series"),
    "scale": mark("possibly a mix-up of percentages and fractions"),
    "identity": mark("may describe another area"),
    "part": mark("computed from a figure in doubt"),
}


def tell_doubt(value: Value, language: Language) -> str:
    """Why a value is in doubt: "in doubt: far from the rest of its series"; empty where it is not."""
    why = list_doubts(value.doubts, language)
    return language.text("in doubt: {why}", why=language.join(why)) if why else ""


def tell_doubts(kinds: Iterable[str], language: Language) -> str:
    """The same of several values, for a legend: "in doubt (outside what is possible)"."""
    return language.text("in doubt ({why})", why=language.join(list_doubts(kinds, language)))


def list_doubts(kinds: Iterable[str], language: Language) -> list[str]:
    """Each kind in words, in the order of the list above."""
    found = set(kinds)
    return [language.text(words) for kind, words in DOUBTS.items() if kind in found]
