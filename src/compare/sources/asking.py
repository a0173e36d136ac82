"""What is asked of a service and what came back, in the words that all services share.

In: series and areas as the catalogue names them; bodies as received. Out: `Request`, `Parsed`, `Gathered`.
Never: a connection of its own, a row without the answer it stands in, an answer kept before it could be read.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from compare.catalogue import codes
from compare.errors import FormatError, NotStoredError, SourceError
from compare.sources.session_policy import Answer, Expected
from compare.sources.store import name_response
from compare.sources.transcribed import OBSERVATION_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

    from compare.sources.session import Session
    from compare.sources.store import Store

#: The columns of an observation, in order.
COLUMNS = (*OBSERVATION_COLUMNS[:-1], "response_id")
_NUMBERS = ("obs_value", "lower", "upper", "sample_size", "numerator")


@dataclass(frozen=True)
class Wanted:
    """A series to ask for: its key in the catalogue and what its values are."""

    series: str
    unit: str
    titles: tuple[str, ...] = ()  #: titles under which the source is known to give this series
    sex: str = "_T"  #: whom the values are about, where the source gives no sex with them
    age: str = "_T"
    status: str = "A"  #: of values that the source does not mark
    confidence: str = "high"

    @property
    def code(self) -> str:
        """The source's own code."""
        return self.series.partition(":")[2]


@dataclass(frozen=True)
class Request:
    """One question to a service; its pages belong to it."""

    source: str
    path: str
    params: tuple[tuple[str, str], ...]
    series: tuple[Wanted, ...]
    areas: tuple[tuple[str, str], ...]  #: the source's code of an area, and its `ref_area`
    since: int | None = None
    detail: Any = None  #: what the source's own reader must know besides
    json: Any = None  #: a query sent as JSON, with POST
    expected: Expected = "json"
    largest: int = 0  #: bytes of an answer once unpacked; 0 is the session's own limit


@dataclass(frozen=True)
class Parsed:
    """The rows of one body, and what a person must be told of it."""

    rows: tuple[dict[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()
    deleted: frozenset[tuple[str, str, str, str]] = frozenset()  #: ref_area, series, sex, period taken back
    frame: pd.DataFrame | None = None  #: instead of `rows`, where there can be very many

    @property
    def found(self) -> set[tuple[str, str]]:
        """The pairs of ref_area and series that have a row, be it an empty one."""
        if self.frame is not None:
            return set(self.frame[["ref_area", "series"]].drop_duplicates().itertuples(index=False, name=None))
        return {(row["ref_area"], row["series"]) for row in self.rows}


class Parse(Protocol):
    """Reads one body of a source."""

    def __call__(self, body: bytes, request: Request, response_id: str) -> Parsed:
        """The rows of `body`, which belongs to `request`."""


def make_row(
    wanted: Wanted, ref_area: str, freq: str, period: str, value: float | None, response_id: str, **more: Any
) -> dict[str, Any]:
    """One observation; an empty value that nothing explains is marked as missing (``O``)."""
    status = more.pop("obs_status", wanted.status)
    if value is None and status not in codes.EXPLAINS_ABSENCE:
        status = "O"
    return {
        "ref_area": ref_area, "series": wanted.series, "sex": wanted.sex, "age": wanted.age, "freq": freq,
        "time_period": period, "obs_value": math.nan if value is None else value, "unit_measure": wanted.unit,
        "obs_status": status, "qualifier": "", "lower": math.nan, "upper": math.nan, "sample_size": math.nan,
        "numerator": math.nan, "confidence": wanted.confidence, "comment_obs": "", "response_id": response_id,
    } | more  # fmt: skip


def make_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a frame with the columns and types of observations; an empty one has them too."""
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    return frame.astype({column: "float64" if column in _NUMBERS else "str" for column in COLUMNS})


def malformed(source: str, where: str, found: object, expected: str) -> FormatError:
    """The error of an answer that is not of the documented form."""
    text = repr(found)
    shown = text if len(text) <= 120 else text[:117] + "..."
    return FormatError(
        f"{source}: an answer is not of the documented form at {where}: found {shown}; expected {expected}. "
        "Nothing of this answer was used; what is stored stays. If it happens again, the service has changed.",
        source=source, where=where, found=found, expected=expected,
    )  # fmt: skip


def read_json(source: str, body: bytes) -> Any:
    """A body as JSON, a byte order mark left aside; ``NaN`` and ``Infinity`` are no JSON."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number in JSON")

    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=refuse)
    except ValueError as error:
        raise malformed(source, "the whole body", body[:60].decode("utf-8", "replace"), "JSON") from error


def read_field(source: str, entry: Any, name: str, kinds: type | tuple[type, ...], where: str) -> Any:
    """A field that must be there and of one of `kinds`; a truth value is never a number."""
    value = entry.get(name, ...) if isinstance(entry, dict) else ...
    allowed = kinds if isinstance(kinds, tuple) else (kinds,)
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        names = " or ".join("null" if kind is type(None) else kind.__name__ for kind in allowed)
        raise malformed(source, f"{where}.{name}", "nothing" if value is ... else value, names)
    return value


def resolve_flags(source: str, text: str, where: str) -> tuple[str, str]:
    """The one status of a value from SDMX letters, and a comment that keeps the others.

    ``BP`` is a break and provisional: the break is the status, since it must cut the series; the rest is written out.
    """
    letters = list(dict.fromkeys(text.strip()))
    if not letters or any(letter not in codes.OBS_STATUS for letter in letters):
        raise malformed(source, where, text, "one or more letters of the SDMX observation status")
    first, *others = sorted(letters, key=codes.STATUS_ORDER.index, reverse=True)
    return first, "; ".join(f"also {letter}: {codes.OBS_STATUS[letter]}" for letter in others)


def find_absent(request: Request, parsed: Iterable[Parsed]) -> list[tuple[str, str]]:
    """The pairs of ref_area and series that were asked for and have no row at all, which is not the same as empty."""
    found = set().union(*(one.found | {key[:2] for key in one.deleted} for one in parsed))
    asked = [(ref_area, wanted.series) for wanted in request.series for _, ref_area in request.areas]
    return [pair for pair in dict.fromkeys(asked) if pair not in found]


def tell_unasked(series: Iterable[str], why: str) -> list[str]:
    """One warning that names the series that nobody asked for, and why; none where there are none."""
    names = sorted(series)
    return [f"{len(names)} series are not asked for, since {why}: {', '.join(names)}"] if names else []


def chunk(items: Sequence[Any], most: int) -> list[tuple[Any, ...]]:
    """The items in order, at most `most` together."""
    return [tuple(items[start : start + most]) for start in range(0, len(items), most)]


@dataclass
class Gathered:
    """What a source gave to some requests; one that failed costs only its own rows."""

    parsed: list[Parsed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    response_ids: list[str] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)  #: ref_area, series: asked, and no row in the answer
    failures: list[SourceError] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)  #: series of which not every request was answered
    answered: set[str] = field(default_factory=set)  #: series of which at least one request was

    def frame(self) -> pd.DataFrame:
        """All rows, in the columns of an observation."""
        import pandas as pd

        rows = make_frame(row for one in self.parsed for row in one.rows)
        filled = [frame for frame in (rows, *(one.frame for one in self.parsed)) if frame is not None and len(frame)]
        return pd.concat(filled, ignore_index=True) if filled else rows

    def add_failure(self, error: SourceError, series: Iterable[str]) -> None:
        """A request for `series` failed."""
        self.failures.append(error)
        self.failed |= set(series)


@dataclass
class Tally:
    """What became of the questions to one source."""

    asked: int = 0  #: answers that came from the service
    new: int = 0  #: of them those that were not stored before
    kept: int = 0  #: answers that were young enough not to be asked for again
    guard: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)


@dataclass(frozen=True)
class Asker:
    """All that asking takes: where, from when on a stored answer still counts, how many questions at once.

    Parameters
    ----------
    since : datetime, optional
        A stored answer that the service gave at this moment or later is not asked for again.
    tell : callable
        Told of each request that is done.
    """

    session: Session
    store: Store
    licence: str = ""
    since: datetime | None = None
    at_once: int = 4
    tell: Callable[[], None] = lambda: None
    tally: Tally = field(default_factory=Tally)

    def ask(self, request: Request, read: Callable[[bytes], Any]) -> Any:
        """What `read` makes of the one answer to a preliminary question; kept once it could be read.

        Raises
        ------
        SourceError
            It could not be had, or not be read.
        """
        answer = self._one(request)
        made = read(answer.body)
        self.keep(answer)
        return made

    def pages(self, request: Request, find_next: Callable[[Answer], str | None]) -> Iterable[Answer]:
        """Every page of the answer to a request, from the store where it is young enough."""
        if request.json is not None:
            return [self._one(request)]
        return self.session.follow(
            request.source, request.path, request.params, find_next=find_next,
            recall=lambda name: self.recall(request.source, name), expected=request.expected, largest=request.largest,
        )  # fmt: skip

    def recall(self, source: str, name: str) -> Answer | None:
        """The stored answer to a request, if it is whole and young enough."""
        if self.since is None and not self.session.offline:
            return None
        try:
            row = self.store.find_newest(source, name)
            moment = datetime.fromisoformat(row.confirmed)
            if self.since is not None and moment < self.since and not self.session.offline:
                return None
            body = self.store.read(row.response_id)
        except NotStoredError:
            return None
        return Answer(source, name, body, row.url, row.status, row.content_type, moment, attempts=0)

    def keep(self, answer: Answer) -> str:
        """Store an answer that could be read, if it came from the service; its key."""
        stored = self.store.save(answer, self.licence) if answer.attempts else None
        with self.tally.guard:
            self.tally.kept += stored is None
            self.tally.asked += stored is not None
            self.tally.new += stored is not None and stored.is_new
        return stored.response_id if stored else name_response(answer.source, answer.request, answer.sha256)

    def _one(self, request: Request) -> Answer:
        name = self.session.name(request.source, request.path, request.params, request.json)
        answer = self.recall(request.source, name)
        if answer is not None:
            return answer
        how = {"params": request.params, "expected": request.expected, "largest": request.largest}
        if request.json is None:
            return self.session.get(request.source, request.path, **how)
        return self.session.post(request.source, request.path, request.json, **how)


def gather(
    asker: Asker, requests: Iterable[Request], parse: Parse, *,
    find_next: Callable[[Answer], str | None] = lambda _answer: None,
    check: Callable[[Request, list[bytes]], None] | None = None,
    smaller: Callable[[Request, SourceError], list[Request]] | None = None,
) -> Gathered:  # fmt: skip
    """Ask, read, and keep what could be read; several requests at a time, the results in the order of the requests.

    Parameters
    ----------
    find_next : callable, optional
        The address of the page after an answer; without it an answer has one page.
    check : callable, optional
        Looks at all pages of a request together.
    smaller : callable, optional
        What to ask instead when a request fails: for services that refuse a whole question for one bad code.
    """
    gathered, waiting = Gathered(), list(requests)
    with ThreadPoolExecutor(max(1, asker.at_once)) as pool:
        while waiting:
            again: list[Request] = []
            for request, pages in pool.map(lambda one: _try(asker, one, parse, find_next, check), waiting):
                if isinstance(pages, SourceError):
                    instead = smaller(request, pages) if smaller else []
                    again += instead
                    if not instead:
                        gathered.add_failure(pages, (wanted.series for wanted in request.series))
                    continue
                gathered.response_ids += [response_id for response_id, _ in pages]
                gathered.parsed += [parsed for _, parsed in pages]
                gathered.warnings += [warning for _, parsed in pages for warning in parsed.warnings]
                gathered.answered |= {wanted.series for wanted in request.series}
                gathered.absent += find_absent(request, [parsed for _, parsed in pages])
            waiting = again
    return gathered


def _try(
    asker: Asker, request: Request, parse: Parse, find_next: Callable[[Answer], str | None],
    check: Callable[[Request, list[bytes]], None] | None,
) -> tuple[Request, list[tuple[str, Parsed]] | SourceError]:  # fmt: skip
    """All pages of a request, each read; an answer that cannot be read fails the request and is not kept."""
    try:
        pages = []
        for answer in asker.pages(request, find_next):
            response_id = name_response(answer.source, answer.request, answer.sha256)
            pages.append((answer, parse(answer.body, request, response_id)))
        if check:
            check(request, [answer.body for answer, _ in pages])
        return request, [(asker.keep(answer), parsed) for answer, parsed in pages]
    except SourceError as error:
        return request, error
    finally:
        asker.tell()
