"""ILOSTAT's letters for how a value came to be, some of which mean another thing than the same letter in SDMX.

In: the letters of a value. Out: `read_flags`, one SDMX letter and a remark that keeps the others.
Never: M taken for "missing" or R for unknown, a second letter cut off, two letters read as the name of a union.
"""

from __future__ import annotations

from compare.catalogue import codes
from compare.sources import asking

#: The letters of the service's own list -> SDMX, and a remark where the SDMX letter does not say as much.
_OWN = {
    "A": ("A", "A: adjusted"),
    "B": ("B", ""),
    "I": ("I", ""),
    "M": ("E", "M: model-based extrapolation"),
    "R": ("A", "R: real value"),
    "U": ("U", ""),
}
#: Letters of SDMX that are not in that list and that a value may carry all the same.
_BESIDES = "DEFP"


def read_flags(text: str, usual: str, value: float | None, where: str) -> tuple[str, str]:
    """The status of a value and what else is to be said of it; `usual` is the status of a value without a letter.

    Raises
    ------
    FormatError
        A letter is of neither list.
    """
    letters = list(dict.fromkeys(text.strip()))
    if any(letter not in _OWN and letter not in _BESIDES for letter in letters):
        known = ", ".join([*_OWN, *_BESIDES])
        raise asking.malformed("ilostat", where, text, f"one or more of {known}")
    told = [_OWN.get(letter, (letter, "")) for letter in letters]
    meant = [letter for letter, _ in told if letter != "A"] or [letter for letter, _ in told[:1]] or [usual]
    status, others = asking.resolve_flags("ilostat", "".join(meant), where)
    hidden = f"{status}: {codes.OBS_STATUS[status]}" if value is None and status not in codes.EXPLAINS_ABSENCE else ""
    kept = hidden if letters else ""  # an empty value becomes "missing", which must not swallow its letter
    return status, "; ".join(filter(None, (kept, others, *(remark for _, remark in told))))
