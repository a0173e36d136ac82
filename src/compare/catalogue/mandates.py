"""Who decides, and which right and treaty stand behind a target, as types: mandates.toml and rights.toml.

In: mappings read from TOML. Out: frozen pydantic models, checked one by one.
Never: an actor, a status or a right without what says so; a look at another entry (``check_mandates`` does that).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from compare.catalogue.models import Code, Entry, Text, Word


class MandateRole(Entry):
    """Who has one role in one country; an empty actor means that it could not be verified."""

    country: Code
    role: Literal["decides", "funds", "provides", "measures"]
    actor: Text | None = None  #: None: not verified
    level: Literal["municipality", "region", "state", "mixed", "other"] | None = None
    basis: str = ""  #: the act or official page, by its own name
    url: str = ""
    says: Text | None = None  #: what the basis says, in our own words
    confidence: Literal["high", "medium", "low"] | None = None
    #: the day, month or year of the page that was read, `_U` where the page has no date; empty for an act in force
    as_of: Annotated[str, StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|_U)?$")] = ""
    note: Text | None = None

    @model_validator(mode="after")
    def _cited(self) -> MandateRole:
        if self.actor is not None and not self.basis:
            raise ValueError("an actor needs the law or official page that says so, else leave the actor out")
        if self.actor is None and (self.level or self.basis or self.says or self.confidence or self.as_of):
            raise ValueError("without an actor nothing is verified: leave level, basis, says, confidence and as_of out")
        return self


class Domain(Entry):
    """A service domain: who decides, funds, provides and measures it, per country."""

    id: Word
    title: Text
    targets: tuple[str, ...] = ()
    roles: tuple[MandateRole, ...]
    note: Text | None = None


class TreatyStatus(Entry):
    """Whether a treaty binds a country: since when, or until when it was seen that it does not."""

    country: Code
    binds: Literal["yes", "no", "not_verified"]
    status: Literal["ratified", "acceded", "joined", "party", "signed", "not_party", "not_applicable", "not_verified"]
    #: for a party, when it became one; else the day, month or year of what was read; empty where it was not read
    date: Annotated[str, StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")] = ""
    source: str = ""
    url: str = ""
    note: Text | None = None  #: reservations, and what was not read

    @model_validator(mode="after")
    def _status_fits(self) -> TreatyStatus:
        wanted = {"not_verified": "not_verified", "signed": "no", "not_party": "no", "not_applicable": "no"}
        if self.binds != wanted.get(self.status, "yes"):
            raise ValueError(f"status {self.status} does not go with binds {self.binds}")
        if self.status not in ("not_applicable", "not_verified") and not self.source:
            raise ValueError("a status needs the source that says so, else it is not_verified")
        return self


class Treaty(Entry):
    """A human-rights treaty and what it is to each country."""

    id: Code
    name: Text
    statuses: tuple[TreatyStatus, ...]


class Article(Entry):
    """An article of a treaty."""

    treaty: Code
    article: str = ""  #: empty: the whole treaty


class Right(Entry):
    """The right an SDG target speaks to: the link is our own reading, and the pages say so."""

    target: str
    right: Text | None = None  #: None: no article was read that the target speaks to
    articles: tuple[Article, ...] = ()
    source: str = ""
    confidence: Literal["high", "medium", "low"] | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _cited(self) -> Right:
        if self.right is not None and not (self.articles and self.source and self.confidence):
            raise ValueError("a right needs its articles, the source they were read in and a confidence")
        if self.right is None and self.articles:
            raise ValueError("articles without a right: name the right, or leave the articles out")
        return self
