"""The part of the gate that judges words: what belongs to the machine, and what was not filled in.

In: the text of a file, the words of a page. Out: `find_leaks`, `judge_words`.
Never: a word mended, a sentence that begins with "None of" refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

#: What belongs to the machine or to the making of a page, and never on it: how it looks, and pieces of text of which it
#: must have one. Looking for these first takes a twentieth of the time.
_LEAKS = (
    (
        "a path of this machine",
        re.compile(r"/(?<![\w.]/)(?:home|root|Users|tmp|usr|opt|var|mnt|private)/"), ("/",),
    ),
    (
        "a path of this machine",
        re.compile(r"\b[A-Za-z]:\\\w|file://|\.venv\b|site-packages"), (":\\", "file://", ".venv", "site-packages"),
    ),
    ("a local address", re.compile(r"\blocalhost\b|\b127\.0\.0\.1\b"), ("localhost", "127.0.0.1")),
    (
        "an error report",
        re.compile(r"Traceback \(most recent call last\)|\b[A-Z]\w+(?:Error|Warning): "),
        ("Traceback", "Error: ", "Warning: "),
    ),
    (
        "an object's inner name",
        re.compile(r"(?:<|&lt;)[\w. ]+ (?:object )?at 0x[0-9a-f]+|\bdtype[:=](?!str,)"), (" at 0x", "dtype"),
    ),
    ("a notebook's prompt", re.compile(r"\b(?:In|Out) ?\[\d* ?\]:"), ("]:",)),
)  # fmt: skip
#: A sentence may begin with the last one.
_NO_VALUES = ("NaN", "nan", "NaT", "<NA>", "-inf", "inf", "None")
#: Values and templates that were not filled in. That nothing stands before a word is asked behind it: an expression
#: that begins with letters is found ten times as fast.
_UNFILLED = {
    "a value that is not a number or a word": re.compile(
        "|".join(rf"{word}(?<![\w-]{word})(?![\w-])" for word in _NO_VALUES)
        + r"(?! (?:of|has|have|is|are|was|were)\b)"
    ),
    "a stand-in for an alt text": re.compile("No description has been provided"),
    "a placeholder": re.compile(r"\{[A-Za-z_][\w.:]*\}|\{\{|\{%|%\([a-z_]+\)[sd]"),
}


def judge_words(words: Sequence[str]) -> Iterator[str]:
    """The faults of the words that a page shows."""
    together = "\n".join(words)
    for kind, pattern in _UNFILLED.items():
        for text in words if pattern.search(together) else ():
            if match := pattern.search(text):
                yield f"shows {kind}: {_around(text, match)!r}"


def find_leaks(text: str) -> Iterator[tuple[str, str]]:
    """What a text has of the machine, or of the making of a page: the kind of thing, and where it stands."""
    for kind, pattern, pieces in _LEAKS:
        if any(piece in text for piece in pieces) and (match := pattern.search(text)):
            yield kind, _around(text, match)


def _around(text: str, match: re.Match[str]) -> str:
    return " ".join(text[max(0, match.start() - 30) : match.end() + 30].split())
