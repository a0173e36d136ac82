"""Two places laid side by side, as people wrote them under ``data/partnerships``: whose, which themes, which editions.

In: mappings read from TOML. Out: frozen pydantic models, checked one by one.
Never: a look at another entry (``check`` does that), an edition that nobody made or declared.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from compare.catalogue.models import Code, Entry, Text, Theme, Word


class ThemeTerm(Entry):
    """A theme that the two cities named, for the partnership chapter."""

    id: Theme
    title: Text
    named: Text  #: who named it and where, in a sentence


class Fact(Entry):
    """A dated fact of the partnership's history, with the page that says it."""

    when: str
    text: Text
    url: str


class Review(Entry):
    """That both cities have read an edition: which, when, and which offices."""

    edition: date  #: the date of the edition
    on: date
    by: Text

    @model_validator(mode="after")
    def _read_what_was_there(self) -> Review:
        if self.on < self.edition:
            raise ValueError(f"reviewed on {self.on}, before the edition of {self.edition} was there")
        return self


class Edition(Entry):
    """Which edition of the report this is; the first one's number and date are in the partnership file."""

    number: Annotated[int, Field(ge=1)]
    date: date
    review: Review | None = None  #: not written in the file: found among the partnership's reviews
    declared: date | None = None  #: not written in the file: the date that stands there, where `date` is a later one

    @property
    def status(self) -> Literal["draft", "reviewed"]:
        """Whether both cities have read it."""
        return "draft" if self.review is None else "reviewed"


class Partnership(Entry):
    """Two places that are laid side by side."""

    id: Word
    a: Code
    b: Code
    country_a: Code
    country_b: Code
    title: Text
    languages: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")], ...]
    publisher: Text
    contact: str
    address: str = ""  #: where the site is published, with https://, for citations; empty where nowhere yet
    edition: Edition
    reviews: tuple[Review, ...] = ()
    themes: tuple[ThemeTerm, ...]
    questions: tuple[Word, ...] = ()  #: indicators whose question stands on the front page, most pressing first
    history: tuple[Fact, ...] = ()
    #: A source that has given nothing for more months than this is told on the front page; None: however long.
    stale_after_months: Annotated[int, Field(ge=1, le=120)] | None = None
