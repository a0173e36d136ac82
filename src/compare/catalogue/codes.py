"""The code lists of observations, in SDMX's own letters.

In: nothing. Out: constants, `PERIOD_FORMS` for the spelling of a period, and the marks of values that are in doubt.
Never: a label (``presentation`` says what a code means), a code of our own where SDMX has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

#: SDMX CL_OBS_STATUS, version 2.2. If only one letter can be given, B (a break) outranks the others.
OBS_STATUS = {
    "A": "normal value",
    "B": "time series break",
    "D": "definition differs",
    "E": "estimated value",
    "F": "forecast value",
    "G": "experimental value",
    "H": "missing: holiday or weekend",
    "I": "imputed value",
    "J": "derogation",
    "K": "included in another category",
    "L": "missing: exists but was not collected",
    "M": "missing: cannot exist",
    "N": "not significant",
    "O": "missing",
    "P": "provisional value",
    "Q": "missing: suppressed",
    "S": "strike or other special event",
    "U": "low reliability",
    "V": "unvalidated value",
    "W": "includes another category",
}
#: Statuses that say why there is no value: an empty value needs one of these.
EXPLAINS_ABSENCE = frozenset("HJKLMNOQ")
#: Statuses that say that there is none: a value beside one of these contradicts it.
MEANS_ABSENCE = frozenset("HLMOQ")
#: From least to most doubtful, for values computed from several others. B stands last: it must cut the series.
STATUS_ORDER = "AWSVPDNGJKIEFUHLMOQB"
SEX = ("_T", "F", "M")
QUALIFIER = ("", "<", ">")
#: From most to least certain.
CONFIDENCE = ("high", "medium", "low")
LICENCE_CLASS = ("open", "fact", "not_read")
PUBLICATION_KIND = ("dataset", "register", "census", "survey", "model", "report", "press", "statement")

#: ``_T``, ``Y15T24``, ``Y_GE15``, ``Y0``, ``M0``.
AGE = re.compile(r"_T|[YM][0-9]+(T[0-9]+)?|[YM]_(GE|GT|LE|LT)[0-9]+")
#: ``wdi:SP.POP.TOTL``: a prefix in lower case, then the source's own code.
SERIES = re.compile(r"[a-z][a-z0-9-]*:\S+")
#: A plain number: a point before decimals, a hyphen for minus, nothing between thousands.
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")

_SPAN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}/P(?=[0-9])([0-9]+Y)?([0-9]+M)?([0-9]+D)?"
#: freq -> the spelling of its periods; a span stands under the frequency that it is nearest to.
PERIOD_FORMS = {
    "A": re.compile(rf"[0-9]{{4}}|{_SPAN}"),
    "Q": re.compile(rf"[0-9]{{4}}-Q[1-4]|{_SPAN}"),
    "M": re.compile(rf"[0-9]{{4}}-(0[1-9]|1[0-2])|{_SPAN}"),
    "_U": re.compile("_U"),
}

#: Why a value that arrived is doubted. It stays as it came, with confidence low and a mark in `comment_obs`.
#: range: outside what its unit or indicator allows · unit: in another unit than before · jump: far from the years
#: around it or from its own earlier value · zero: nought among values that are not near it · scale: a fraction among
#: percentages or the other way round · identity: of another area than the one asked for · part: computed from such.
FLAG_KINDS = ("range", "unit", "jump", "zero", "scale", "identity", "part")
_MARK = re.compile(r"flag:(?P<kind>[a-z]+);(?: (?:expected|of) (?P<detail>[^;]*);)?(?: |$)")


class Mark(NamedTuple):
    """What stands in `comment_obs` of a doubted value: ``flag:range; expected 0..100;``, then the source's comment."""

    kind: str  #: one of `FLAG_KINDS`
    detail: str = ""  #: ``low..high``, a number or a unit that was expected; of ``part`` the doubted series


def split_marks(comment_obs: str) -> tuple[tuple[Mark, ...], str]:
    """The marks that a comment begins with, and the rest of it.

    Examples
    --------
    >>> split_marks("flag:range; expected 0..100; Preliminary.")
    ((Mark(kind='range', detail='0..100'),), 'Preliminary.')
    """
    marks, rest = [], comment_obs
    while (found := _MARK.match(rest)) and found["kind"] in FLAG_KINDS:
        marks.append(Mark(found["kind"], found["detail"] or ""))
        rest = rest[found.end() :]
    return tuple(marks), rest


def hide_expected(comment_obs: str) -> str:
    """The same comment with its marks bare: what was expected may tell a count that is masked."""
    marks, rest = split_marks(comment_obs)
    return join_marks((Mark(mark.kind) for mark in marks), rest)


def join_marks(marks: Iterable[Mark], comment_obs: str) -> str:
    """A comment with marks before it, each kind once: what is already marked keeps its words."""
    already, rest = split_marks(comment_obs)
    found = {mark.kind: mark for mark in (*marks, *already)}
    kept = sorted(found.values(), key=lambda mark: FLAG_KINDS.index(mark.kind))
    told = [
        f"flag:{mark.kind};" + (f" {'of' if mark.kind == 'part' else 'expected'} {mark.detail};" if mark.detail else "")
        for mark in kept
    ]
    return " ".join([*told, *([rest] if rest else [])])
