"""Asks every service for what the catalogue wants of it, and says how each fared.

In: services, a session, a store, the bundle and what stands. Out: `refresh`, `Renewal`, `Fared`; the new state.
Never: a source that failed costing another its figures, an answer without its rows put in force, a figure lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import BusyError, FormatError, ObservationError, RefusedError, SourceError
from compare.observations import live as living
from compare.observations.arrivals import Flag, Revision, check_arrivals
from compare.observations.fetched import make_live
from compare.observations.frame import Loaded, cast, validate
from compare.observations.live import FAILED, PARTLY, RENEWED, Live
from compare.observations.vintages import KeptOut, settle
from compare.observations.wanted import find_areas, find_needed, find_wanted
from compare.sources.asking import Asker, Gathered, Tally
from compare.sources.service import Service
from compare.sources.session_policy import told_apart

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.sources.session import Session
    from compare.sources.store import Store

_LOG = logging.getLogger(__name__)


@dataclass
class Fared:
    """How one source fared."""

    source: str
    wanted: int = 0  #: series
    tally: Tally = field(default_factory=Tally)  #: answers
    failures: list[str] = field(default_factory=list)  #: what could not be had, in words
    refused: list[str] = field(default_factory=list)  #: single questions that the service says no to: retired codes
    warnings: list[str] = field(default_factory=list)
    kept_out: tuple[KeptOut, ...] = ()
    flags: tuple[Flag, ...] = ()
    revisions: tuple[Revision, ...] = ()
    withdrawn: int = 0  #: values that stood and are in the accepted answers no more
    series: tuple[str, ...] = ()  #: accepted
    rows: int = 0  #: accepted, empty ones among them

    @property
    def state(self) -> str:
        """Whether all that was asked is renewed, some of it, or nothing."""
        if not self.series and self.wanted and (self.failures or self.kept_out or self.refused):
            return FAILED
        return PARTLY if self.failures or self.kept_out else RENEWED


@dataclass(frozen=True)
class Renewal:
    """A refresh: its sources in the order of asking, and when it was."""

    moment: datetime
    sources: tuple[Fared, ...]

    @property
    def exit_code(self) -> int:
        """0 all renewed, 3 some not, 4 nothing."""
        states = {fared.state for fared in self.sources}
        return 0 if states <= {RENEWED} else 4 if states == {FAILED} else 3


def refresh(
    services: Sequence[Service], catalogue: Catalogue, bundled: Loaded, session: Session, store: Store, folder: Path,
    *, moment: datetime, young: datetime | None = None, since: int | None = None,
    tell: Callable[[str], None] = lambda _source: None,
) -> Renewal:  # fmt: skip
    """Ask all `services` at the same time, and put what they gave in force.

    Parameters
    ----------
    bundled : Loaded
        The collection without anything fetched.
    folder : pathlib.Path
        Where the fetched vintages stand.
    moment : datetime
        Now, in UTC.
    young : datetime, optional
        Answers that a service gave since then are not asked for again.
    since : int, optional
        Only years from this one on.
    tell : callable
        Told the source of each request that is done.

    Raises
    ------
    BusyError
        Another refresh is on.
    """
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder / "lock", timeout=0):
            before = _read_before(folder)
            work = _Work(catalogue, bundled, before, session, store, moment, young, since, tell)
            with ThreadPoolExecutor(max(1, len(services))) as pool:
                asked = list(pool.map(work.ask, services))
            fared, frames = work.settle(asked)
            made = make_live(before, frames, fared, catalogue, store, moment)
            if before is None or not _same(before, made):
                living.write_live(folder, made)
    except filelock.Timeout as error:
        raise BusyError(f"Another refresh is on: {folder / 'lock'} is held. Wait for it to end.") from error
    return Renewal(moment, tuple(fared))


@dataclass(frozen=True)
class _Work:
    catalogue: Catalogue
    bundled: Loaded
    before: Live | None
    session: Session
    store: Store
    moment: datetime
    young: datetime | None
    since: int | None
    tell: Callable[[str], None]

    def ask(self, service: Service) -> tuple[Fared, Gathered]:
        """All that one service has; what goes wrong in it stays with it."""
        wanted = find_wanted(service, self.catalogue, self.bundled.series, self.bundled.observations)
        areas = find_areas(service, self.catalogue)
        fared, source = Fared(service.source, len(wanted)), self.catalogue.sources[service.source]
        asker = Asker(
            self.session, self.store, source.licence, self.young, tell=lambda: self.tell(service.source),
            tally=fared.tally,
        )  # fmt: skip
        try:
            gathered = service.fetch(asker, wanted, areas, self.since)
        except SourceError as error:
            gathered = Gathered()
            gathered.add_failure(error, (one.series for one in wanted))
        except Exception as error:  # an answer of a shape that nobody thought of must not cost the other sources theirs
            _LOG.debug("%s", service.source, exc_info=True)
            gathered = Gathered()
            message = f"{service.source}: its answers could not be read ({type(error).__name__}: {error}). Report it."
            gathered.add_failure(FormatError(message, source=service.source), (one.series for one in wanted))
        fared.warnings += dict.fromkeys(gathered.warnings)
        for error in gathered.failures:
            (fared.refused if _is_about_a_code(error) else fared.failures).append(str(error))
        return fared, gathered

    def settle(self, asked: Iterable[tuple[Fared, Gathered]]) -> tuple[list[Fared], list[pd.DataFrame]]:
        """What of the answers stands from now on, source by source."""
        needed, fared, frames = find_needed(self.catalogue), [], []
        standing = self._find_standing()
        for one, gathered in asked:
            arrived = _without(gathered.frame(), gathered.failed)
            arrived = _keep_valid(arrived, one)
            before = standing[standing["series"].isin(gathered.answered - gathered.failed)]
            settled = settle(arrived, before, needed=needed, since=self.since)
            checked = check_arrivals(settled.accepted, before, self.catalogue)
            one.kept_out, one.withdrawn = settled.kept_out, len(settled.withdrawn)
            one.flags, one.revisions = checked.flags, checked.revisions
            one.series, one.rows = tuple(sorted(checked.frame["series"].unique())), len(checked.frame)
            fared.append(one)
            frames.append(checked.frame)
        return fared, frames

    def _find_standing(self) -> pd.DataFrame:
        """The observations in force."""
        from compare.observations.vintages import replace_vintages

        if self.before is None:
            return self.bundled.observations
        return replace_vintages(self.bundled.observations, cast(self.before.observations))


def _is_about_a_code(error: SourceError) -> bool:
    """A no to one question: the code was retired, say. The service itself answers."""
    return isinstance(error, RefusedError) and (told_apart(error) or error.status == 200)


def _without(frame: pd.DataFrame, series: set[str]) -> pd.DataFrame:
    """The rows of series that were answered whole, each key once: two pages may both have it, and alike."""
    return frame[~frame["series"].isin(series)].drop_duplicates(
        [column for column in frame.columns if column != "response_id"], ignore_index=True
    )


def _keep_valid(frame: pd.DataFrame, fared: Fared) -> pd.DataFrame:
    """The series that keep the contract; one that does not is a failure of its own, named with the rule."""
    try:
        return validate(frame)
    except ObservationError as error:
        cases = error.failure_cases
        if cases is None or not set(cases["index"].dropna()) <= set(frame.index):
            raise
        broken = frame.loc[cases["index"].dropna(), "series"]
        for series in sorted(broken.unique()):
            rules = cases[cases["index"].isin(broken.index[broken == series])]["check"].unique()
            broke = f"{series}: its answer breaks the data contract ({'; '.join(rules)})"
            fared.failures.append(f"{broke}. It was not used; what stands stays.")
        return validate(frame[~frame["series"].isin(set(broken))].reset_index(drop=True))


def _read_before(folder: Path) -> Live | None:
    """What stands; a damaged state is made anew from the answers, and said."""
    try:
        return living.read_live(folder)
    except SourceError as error:
        _LOG.warning("%s", error)
        return None


def _same(before: Live, made: Live) -> bool:
    return all(
        getattr(before, name).equals(getattr(made, name)) for name in ("observations", "manifest", "series", "sources")
    )
