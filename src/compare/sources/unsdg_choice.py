"""Which rows of the UN's database make a series: all totals, unless this table says otherwise.

In: a series of the catalogue. Out: its `Choice`.
Never: a guess for a series whose key has a part that nobody has settled.
"""

from __future__ import annotations

from dataclasses import dataclass

from compare.errors import UnknownCodeError


@dataclass(frozen=True)
class Choice:
    """The rows that make a series."""

    code: str  #: the database's own
    ages: tuple[str, ...] = ("_T",)
    sexes: tuple[str, ...] = ("_T", "F", "M")
    others: tuple[tuple[str, str], ...] = ()  #: other dimensions in which not the total is wanted


#: Series whose definition is about an age, so that they have no row for all ages.
_AGES = {
    "AG_PRD_FIESMSI": ("_T", "Y_GE15"),
    "FB_ATM_TOTL": ("Y_GE15",),
    "FB_BNK_ACCSS": ("Y_GE15",),
    "FB_CBK_BRCH": ("Y_GE15",),
    "SG_REG_BRTH": ("Y0T4",),
    "SH_ALC_CONSPT": ("Y_GE15",),
    "SH_DTH_NCOM": ("Y30T70",),
    "SH_DYN_IMRT": ("Y0",),
    "SH_DYN_MORT": ("Y0T4",),
    "SH_DYN_NMRT": ("M0",),
    "SH_HAP_HBSAG": ("Y0T4",),
    "SH_PRV_SMOK": ("Y_GE15",),
    "SH_STA_OVRWGT": ("Y0T4",),
    "SH_STA_STUNT": ("Y0T4",),
    "SH_STA_WASTE": ("Y0T4",),
    "SH_SUD_ALCOL": ("Y_GE15",),
    "SI_POV_EMP1": ("Y_GE15",),
    "SL_TLF_NEET": ("Y15T24",),
    "SL_TLF_UEM": ("Y15T24", "Y_GE15"),
    "SP_DYN_ADKL": ("Y15T19",),
    "VC_VAW_MARR": ("Y18T49",),
}
#: A part of a series' key that is settled -> the dimension and its code, as the database wrote them in the years of the
#: bundled copy. Under another spelling no row fits, and a warning says so.
_EDUCATION, _SKILL, _OCCUPATION = "Education level", "Type of skill", "Type of occupation"
_PARTS = {
    "URBAN": ("Location", "URBAN"),
    "RURAL": ("Location", "RURAL"),
    "B40": ("Quantile", "B40"),
    **{part: (_EDUCATION, part) for part in ("PREPRI", "GRAD23", "PRIMAR", "SECOND", "LOWSEC", "UPPSEC")},
    **{part: (_SKILL, part) for part in ("ARSP", "CMFL", "COPA", "EMAIL", "EPRS", "INST", "PCPR", "SOFT", "TRAF")},
    **{part: (_SKILL, part) for part in ("LITE", "NUME", "SKILL_MATH", "SKILL_READ")},
    **{part: (_OCCUPATION, part) for part in ("DENT", "NURSMID", "PHAR", "PHYS")},
}
#: Series whose key writes out that a dimension is not broken down; the total needs no choice.
_TOTALS = {"SE_TOT_GPI": "T", "SI_HEI_TOTL": "T"}


def find_choice(series: str) -> Choice:
    """The rows that make `series`.

    Raises
    ------
    UnknownCodeError
        The key has a part (``.TERTIARY``) whose dimension and code have not been read.
    """
    code, *parts = series.partition(":")[2].split(".")
    parts = [part for part in parts if part != _TOTALS.get(code)]
    others = [_PARTS.get(part) for part in parts]
    if None in others or len({other[0] for other in others if other}) < len(others):
        raise UnknownCodeError(
            "part of a UN series", series, _PARTS, remedy="Settle its dimension and code in unsdg_choice.py first."
        )
    return Choice(code, _AGES.get(code, ("_T",)), others=tuple(other for other in others if other))


def is_settled(series: str) -> bool:
    """Whether it is known which rows make `series`."""
    try:
        find_choice(series)
    except UnknownCodeError:
        return False
    return True
