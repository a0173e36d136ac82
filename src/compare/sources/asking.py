"""What is asked of a service and what came back, in the words that all services share.

In: series and areas as the catalogue names them; bodies as received. Out: `Request`, `Parsed`, `Gathered`.
Never: a connection of its own, a row without the answer it stands in, an answer kept before it could be read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from compare.catalogue import codes
from compare.errors import FormatError, SourceError
from compare.sources.store import name_response
from compare.sources.transcribed import OBSERVATION_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

    from compare.sources.session import Session
    from compare.sources.session_policy import Answer
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


@dataclass
class Gathered:
    """What a source gave to some requests; one that failed costs only its own rows."""

    parsed: list[Parsed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    response_ids: list[str] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)  #: ref_area, series: asked, and no row in the answer
    failures: list[SourceError] = field(default_factory=list)

    def frame(self) -> pd.DataFrame:
        """All rows, in the columns of an observation."""
        import pandas as pd

        frames = [make_frame(one.rows) if one.frame is None else one.frame for one in self.parsed]
        filled = [frame for frame in frames if len(frame)]
        return pd.concat(filled, ignore_index=True) if filled else make_frame(())


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


def chunk(items: Sequence[Any], most: int) -> list[tuple[Any, ...]]:
    """The items in order, at most `most` together."""
    return [tuple(items[start : start + most]) for start in range(0, len(items), most)]


def gather(
    session: Session, store: Store, requests: Iterable[Request], parse: Parse, licence: str, *,
    find_next: Callable[[Answer], str | None], check: Callable[[Request, list[bytes]], None] | None = None,
    smaller: Callable[[Request, SourceError], list[Request]] | None = None,
) -> Gathered:  # fmt: skip
    """Ask, read, and keep what could be read, request by request.

    Parameters
    ----------
    check : callable, optional
        Looks at all pages of a request together.
    smaller : callable, optional
        What to ask instead when a request fails: for services that refuse a whole question for one bad code.
    """
    gathered, waiting = Gathered(), list(requests)
    while waiting:
        request = waiting.pop(0)
        try:
            pages = _ask(session, request, parse, find_next, check)
        except SourceError as error:
            instead = smaller(request, error) if smaller else []
            waiting[:0] = instead
            gathered.failures += [] if instead else [error]
            continue
        for answer, parsed in pages:
            gathered.response_ids.append(store.save(answer, licence).response_id)
            gathered.parsed.append(parsed)
            gathered.warnings += parsed.warnings
        gathered.absent += find_absent(request, [parsed for _, parsed in pages])
    return gathered


def _ask(
    session: Session, request: Request, parse: Parse, find_next: Callable[[Answer], str | None],
    check: Callable[[Request, list[bytes]], None] | None,
) -> list[tuple[Answer, Parsed]]:  # fmt: skip
    """All pages of a request, each read; an answer that cannot be read fails the request and is not kept."""
    pages = []
    for answer in session.follow(request.source, request.path, request.params, find_next=find_next):
        response_id = name_response(answer.source, answer.request, answer.sha256)
        pages.append((answer, parse(answer.body, request, response_id)))
    if check:
        check(request, [answer.body for answer, _ in pages])
    return pages
