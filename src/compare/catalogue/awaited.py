"""Series that have no figure in the collection yet and are ready to be asked for, and how others are asked, as types.

In: mappings read from ``awaited.toml`` and ``asked.toml``. Out: frozen `AwaitedSeries`, `AskedSeries`, checked singly.
Never: a figure, a look at another entry (``check`` does that), a claim that a list's members were read at the source.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from compare.catalogue.models import Code, Entry, Goal, Text, Theme, Word

#: Which list a series was taken from: RKA's set for the 2030 Agenda, our choice for a goal whose members in that set
#: could not be read, our choice of key figures on youth, democracy and rights, a series that one method gives for both
#: places, or one of countries. The last two are named by an indicator, which says what they are compared with.
Listed = Literal["rka-agenda-2030", "by-goal", "youth-and-democracy", "one-method", "context"]
WITH_INDICATOR = ("one-method", "context")


class AwaitedSeries(Entry):
    """A series to be asked for, under the source's own title, and what there is to lay beside it."""

    series: Annotated[Code, StringConstraints(pattern=r"^[a-z][a-z0-9-]*:\S+$")]
    source: Word
    title: Text  #: `sv`: the source's own, letter for letter, so that an answer about something else is found out
    unit: Code
    allowed: tuple[float, float] | None = None  #: values outside are doubted; for a percentage 0 to 100 where not given
    goal: Goal
    target: str | None = None
    themes: tuple[Theme, ...] = ()
    by_sex: bool  #: whether the source says that it has women and men apart
    listed: Listed
    membership: Literal["high", "medium", "low"] | None = None  #: how sure it is that RKA's set has the series
    closed: bool = False  #: the source adds no more years to it
    indicator: Word | None = None  #: the indicator whose definition it meets, which it will feed
    beside: Word | None = None  #: the indicator nearest in subject, where the definition is another
    counterpart: Text | None = None  #: what there is for Francistown or Botswana, and who could be asked
    counterpart_series: tuple[Code, ...] = ()  #: the series in the collection that `counterpart` speaks of
    no_counterpart: Text | None = None  #: why there can be none
    note: Text | None = None  #: what a reader of the values must know

    @model_validator(mode="after")
    def _fields_fit(self) -> AwaitedSeries:
        if self.goal != "context" and self.target is not None and self.target.split(".")[0] != self.goal:
            raise ValueError(f"target {self.target} is not one of goal {self.goal}")
        told = [text for text in (self.counterpart, self.no_counterpart) if text is not None]
        if len(told) > 1 or (not told and self.listed not in WITH_INDICATOR):
            raise ValueError("needs a counterpart, or no_counterpart with the reason; one of the two")
        if self.counterpart_series and self.counterpart is None:
            raise ValueError("counterpart_series belongs to a counterpart")
        if self.indicator is not None and self.beside is not None:
            raise ValueError("indicator and beside exclude each other: it meets a definition or stands beside it")
        if (self.listed == "rka-agenda-2030") != (self.membership is not None):
            raise ValueError("membership says how sure it is that rka-agenda-2030 has it, and is given for that list")
        return self


class AskedSeries(Entry):
    """How a series of the collection is asked for today, where the collection says something else of it."""

    series: Annotated[Code, StringConstraints(pattern=r"^[a-z][a-z0-9-]*:\S+$")]
    titles: tuple[str, ...] = ()  #: other wordings of the source's title for the same measure
    left: bool = False  #: the source no longer has the code: nobody asks, and the figures stay as they are
