"""The catalogue's entries as types: what people write under ``data/catalogue`` and ``data/partnerships``.

In: mappings read from TOML. Out: frozen pydantic models, checked one by one.
Never: a look at another entry (``check`` does that), a number that is an observation.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from compare.errors import UnknownCodeError

#: An identifier that people type: a word in lower case, parts joined by hyphens.
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
#: Codes are text, exact and case-sensitive.
Code = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S+$")]
#: ``"5"`` or ``"context"`` (population, rain: the overview's measures).
Goal = Annotated[str, StringConstraints(pattern=r"^([1-9]|1[0-7]|context)$")]
Score = Literal[0, 1, 2, 3]
Kind = Literal[
    "municipality", "city", "urban_centre", "functional_area", "county", "statistical_region", "district", "cell",
    "country",
]  # fmt: skip
Direction = Literal["higher", "lower", "value", "none"]
Theme = Literal[
    "youth", "drugs", "democracy", "unemployment", "women", "violence", "rights", "poverty", "climate"
]
LicenceClass = Literal["open", "fact", "not_read", "closed"]
Missing = Literal["not_collected", "not_published", "not_found", "suppressed", "not_applicable"]


class Entry(BaseModel):
    """Base of all entries: frozen, and an unknown field is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(Entry):
    """One text in every language of the project; a further language is one more field with its two-letter code."""

    model_config = ConfigDict(frozen=True, extra="allow", str_strip_whitespace=True)

    sv: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]

    @model_validator(mode="after")
    def _others_are_languages(self) -> Text:
        for code, text in (self.model_extra or {}).items():
            if not (re.fullmatch("[a-z]{2}", code) and isinstance(text, str) and text.strip()):
                raise ValueError(f"{code}: a text has one field a language, named by its two-letter code")
        return self

    def in_language(self, language: str) -> str:
        """The text in `language`.

        Raises
        ------
        UnknownCodeError
            The text has not been written in it.
        """
        text = {"sv": self.sv, "en": self.en, **(self.model_extra or {})}.get(language)
        if text is None:
            remedy = "Write the text in that language where the others stand, under data/."
            raise UnknownCodeError(f"language of the text “{self.en[:40]}”", language, ("sv", "en"), remedy=remedy)
        return str(text)


class Identity(Entry):
    """What an area is known by, for the check that an answer is about the right place."""

    population: float | None = None  #: inhabitants
    population_year: int | None = None
    area_km2: float | None = None
    publication: Code | None = None  #: key of publications.csv that says so


class Identifying(Entry):
    """Series whose values are an area's own population or size: what arrives in them is held against its `Identity`."""

    measure: Literal["population", "area_km2"]
    series: tuple[Code, ...]


class Area(Entry):
    """A ``ref_area``: what a value may describe."""

    code: Code
    kind: Kind
    name: Text  #: short, as printed in a table: "Skåne", "Sweden"
    described: Text  #: in words at first use: "Skåne, the region of Lund", "the urban centre of Lund"
    country: Literal["SWE", "BWA", "NAM"] | Code
    stands_for: Code | None = None  #: the place it may be shown for
    holds_place: bool = False  #: whether the whole place lies inside it
    cell_width_km: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    iso2: str | None = None
    identity: Identity = Identity()
    codes: dict[str, str] = {}  #: source id -> the source's own code for the area
    note: Text | None = None


class Source(Entry):
    """A service or family of publications we read, and the terms it is read under."""

    id: Word
    name: Text
    provider: str
    url: str
    licence: str
    licence_url: str = ""
    licence_class: LicenceClass
    attribution: str
    hosts: tuple[str, ...] = ()
    note: Text | None = None


class Unit(Entry):
    """A unit of measure, its labels and what may be computed in it."""

    code: Code
    label: Text  #: in full: "micrograms per cubic metre"
    short: Text | None = None  #: as printed after a number: "µg/m³", "%"
    ratio_scale: bool  #: zero is a true zero, so a ratio means something
    kind: Word
    decimals: int = 1
    minimum: float | None = None
    maximum: float | None = None


class Conversion(Entry):
    """``value * factor + offset`` in unit `to`; an offset applies to levels, never to differences."""

    from_unit: Code = Field(alias="from")
    to: Code
    factor: float = 1.0
    offset: float = 0.0


class GoalTerm(Entry):
    """One of the seventeen goals: official short title and colour."""

    number: Annotated[str, StringConstraints(pattern=r"^([1-9]|1[0-7])$")]
    title: Text
    question: Text  #: the page's title, as a question about the two cities
    not_answered: Text  #: what the goal asks that no figure here answers
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]


class TargetTerm(Entry):
    """An SDG target, as text; `translation` says whose Swedish it is."""

    code: Annotated[str, StringConstraints(pattern=r"^([1-9]|1[0-7])\.([0-9]{1,2}|[a-d])$")]
    title: Text
    translation: Literal["published", "ours"]


class TargetValue(Entry):
    """The number to reach, when, and who set it. A benchmark without a year gives a distance and no arrow."""

    value: float
    year: int | None = None
    sdg: bool = False  #: set by the 2030 Agenda itself
    origin: Text


class Derivation(Entry):
    """A value computed from observations of one area and period (``derived:<id>``)."""

    id: Word
    formula: Literal["share", "ratio", "annual_growth", "sum", "difference"]
    of: tuple[Code, ...]  #: series; for share: numerator, denominator
    of_sex: tuple[str, ...] = ()  #: the sex of each of `of`; all _T where empty
    total: Code | None = None  #: the published total that a sum must meet, else it is not used
    between: tuple[str, str] | None = None  #: growth between these two periods only, not between all neighbours
    unit: Code
    factor: float = 1.0  #: 100 for per cent, 1000 for per thousand
    title: Text

    @model_validator(mode="after")
    def _parts_fit(self) -> Derivation:
        wanted = {"annual_growth": 1, "sum": max(2, len(self.of))}.get(self.formula, 2)
        if len(self.of) != wanted:
            raise ValueError(f"formula {self.formula} is of {wanted} series, found are {len(self.of)}")
        if self.of_sex and len(self.of_sex) != len(self.of):
            raise ValueError("of_sex is empty or has one code for each series of `of`")
        if self.total is not None and self.formula != "sum":
            raise ValueError("a total is what a sum must meet; other formulas have none")
        if self.between is not None and self.formula != "annual_growth":
            raise ValueError("only growth is computed between two periods")
        return self


class PairSide(Entry):
    """One side of a candidate pair."""

    series: Code
    ref_area: Code
    sex: Code = "_T"
    age: Code = "_T"


class CandidatePair(Entry):
    """Two series that may stand beside each other, with what a person has judged of them."""

    a: PairSide
    b: PairSide
    concept: Score
    measurement: Score
    base: Score
    differs: Text  #: what differs between the two, a sentence
    tolerance: int | None = Field(default=None, ge=0, le=5)


class KnownValue(Entry):
    """A city value that has no counterpart: it stands above the pair of countries, with its question."""

    side: Literal["a", "b"]
    series: Code
    ref_area: Code
    sex: Code = "_T"
    age: Code = "_T"
    label: Text | None = None  #: which group or kind, where one place has several: "short schooling"
    missing: Missing  #: why the other place has none
    question: Text  #: what to ask the other place
    ask: Text  #: who could answer


class Reference(Entry):
    """A series drawn thinly behind a pair: usually the country's."""

    series: Code
    ref_area: Code
    sex: Code = "_T"
    age: Code = "_T"


class OpenQuestion(Entry):
    """What is asked where neither place has a figure."""

    question: Text
    ask: Text
    missing_a: Missing
    missing_b: Missing


class Indicator(Entry):
    """What we want to know, and the candidate pairs of series that may answer, in order of preference."""

    id: Word
    goal: Goal
    target: str | None = None
    sdg_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}\.[0-9a-d]{1,2}\.[0-9]{1,2}$")] | None = None
    sdg_match: Literal["official", "proxy", "context"] = "context"
    title: Text
    definition: Text
    unit: Code
    decimals: int | None = None
    direction: Direction
    band: tuple[float, float] | None = None
    allowed: tuple[float, float] | None = None  #: values outside are a fault; for a share 0 to 100 where not given
    target_value: TargetValue | None = None
    tolerance: int = Field(default=3, ge=0, le=5)
    themes: tuple[Theme, ...] = ()
    domain: Word | None = None  #: service domain of mandates.toml
    caveat: Text | None = None
    persons: bool = False  #: counts of persons in health, crime or care: small counts are masked
    children: bool = False  #: about children, where no age code says so: by sex it has girls and boys
    pairs: tuple[CandidatePair, ...] = ()
    known: tuple[KnownValue, ...] = ()
    references: tuple[Reference, ...] = ()
    question: OpenQuestion | None = None
    part_of: Word | None = None  #: a slice of another indicator; does not count as one of its own

    @model_validator(mode="after")
    def _direction_fits(self) -> Indicator:
        if (self.direction == "value") != (self.band is not None):
            raise ValueError("direction 'value' and a band belong together")
        if not (self.pairs or self.known or self.question):
            raise ValueError("needs a pair, a known value or an open question")
        if self.goal != "context" and self.target is not None and self.target.split(".")[0] != self.goal:
            raise ValueError(f"target {self.target} is not one of goal {self.goal}")
        return self
