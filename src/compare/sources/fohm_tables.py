"""Where the series of the health survey lie in Folkhälsodata, and by which words their codes are recognised.

In: nothing. Out: `TABLES`.
Never: a path or a code that was not read in use; a code trusted without its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from compare.sources import asking

REGION, SEX, TIME, MEASURE = "Region", "Kön", "År", "Andel och konfidensintervall"
#: Codes of `MEASURE`, each with a word that its text must hold.
SHARE, LOWER, UPPER, COUNT = "01", "02", "03", "04"
_MEASURES = {SHARE: "andel", LOWER: "nedre", UPPER: "övre", COUNT: "antal"}
#: Codes of `SEX` in the survey's tables; those of registers have others. -> our sex, and a word of the text
_SEXES = {"00": ("_T", "tot"), "01": ("F", "kvinn"), "02": ("M", "män")}


@dataclass(frozen=True)
class Variable:
    """A variable of a table as the service describes it."""

    texts: Mapping[str, str] = field(default_factory=dict)  #: code -> text
    eliminable: bool = False


@dataclass(frozen=True)
class Table:
    """Which cells make a series: the table, the variable that says what is meant, its code, and a word of its text."""

    path: str
    variable: str
    code: str
    word: str

    @property
    def sexes(self) -> dict[str, str]:
        """The table's code of a sex -> ours."""
        return {code: sex for code, (sex, _) in _SEXES.items()}

    def choose(self, regions: Sequence[str], times: Sequence[str]) -> dict[str, list[str]]:
        """The codes to ask for of each variable."""
        return {
            REGION: list(regions), self.variable: [self.code], MEASURE: list(_MEASURES), SEX: list(_SEXES),
            TIME: list(times),
        }  # fmt: skip

    def check_texts(self, name: str, codes: Iterable[str], texts: Mapping[str, str]) -> None:
        """That each code is there and still means what it meant.

        Raises
        ------
        FormatError
            One is missing, or its text lacks the word that it is recognised by.
        """
        words = {self.variable: {self.code: self.word}, MEASURE: _MEASURES,
                 SEX: {code: word for code, (_, word) in _SEXES.items()}}.get(name, {})  # fmt: skip
        asked = list(codes)
        if not asked or any(code not in texts for code in asked):
            raise asking.malformed("fohm", f"{self.path} {name}", list(texts), f"the codes {asked}")
        for code in asked:
            if words.get(code, "") not in texts[code].casefold():
                expected = f"a text with “{words[code]}” in it"
                raise asking.malformed("fohm", f"{self.path} {name} {code}", texts[code], expected)


#: Series -> its table. The last part of a series' code is the code of the variable that says what is meant.
TABLES: Mapping[str, Table] = {
    "fohm:halsgodyreg.01": Table(
        "A_Mo8/Halsoutfall/01Overgrip/01.01halsgod/halsgodyreg.px", "Hälsotillstånd", "01", "bra"
    ),
    "fohm:psykessler6yreg.21": Table(
        "A_Mo8/Halsoutfall/02Pyskhals/02.03psykessler6/psykessler6yreg.px", "Psykisk hälsa", "21", "påfrestning"
    ),
    "fohm:tobakdagyreg.01": Table(
        "A_Mo8/6_Levanor/01Begrans/06.01tobakdag/tobakdagyreg.px", "Användning av tobaks- och nikotinprodukter", "01",
        "rök",
    ),
    "fohm:alkriskyreg.01": Table(
        "A_Mo8/6_Levanor/01Begrans/06.04alkrisk/alkriskyreg.px", "Alkoholkonsumtion", "01", "risk"
    ),
}  # fmt: skip
