"""What a service of Open-Meteo has of a model, and the questions by which its whole years are asked for.

In: series and areas to ask for, the last year that is over. Out: `Record`, `Measure`, requests.
Never: a question about a year that is not over, so long a one that the service counts it as too many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from compare.errors import RefusedError, SourceError
from compare.sources import asking
from compare.sources.asking import Request, Wanted
from compare.sources.openmeteo_answers import Grid
from compare.sources.session_turns import Pace

#: Places in one call: what a call counts at the service grows with them.
MOST_AREAS = 2
#: Days that the small question looks back: the newest values come some days late.
_LOOK_BACK = 30
#: Where the small question looks.
PROBED = ("55.7047,13.191", "SE-1281")

#: The values of a whole year -> one number.
Fold = Callable[[Sequence[float]], float]


@dataclass(frozen=True)
class Measure:
    """One number made of a variable's values in a whole year."""

    variable: str
    fold: Fold


@dataclass(frozen=True)
class Record:
    """What one service has of a model, and how we ask for it."""

    grid: Grid
    path: str
    fixed: tuple[tuple[str, str], ...]  #: parameters of every question
    first: int  #: the first whole year that there is
    usual: int  #: the year from which on we ask where nobody says another
    together: int  #: years in one call
    measures: Mapping[str, Measure]  #: by the series' own code
    least: int = 1  #: values that a day must have to count
    for_each: tuple[tuple[str, str], ...] = ()  #: parameters that need one value a place
    for_newest: tuple[tuple[str, str], ...] = ()  #: parameters of the small question besides
    pace: Pace | None = None
    confidence: str = "high"
    status: str = "A"

    @property
    def source(self) -> str:
        """The id of the service."""
        return self.grid.source

    def list_variables(self, series: Sequence[Wanted]) -> list[str]:
        """The variables that some series need, in the order of the grid's own list."""
        needed = {self.measures[one.code].variable for one in series}
        return [variable for variable in self.grid.units if variable in needed]


def plan_years(
    record: Record, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None, until: int
) -> list[Request]:
    """One request for some years, with all variables and up to `MOST_AREAS` places.

    The same years go together in every run, so that the same question is asked again and its answer is recognised.

    Parameters
    ----------
    areas : mapping
        ``latitude,longitude`` -> `ref_area`.
    until : int
        The last year that is over.
    """
    series = tuple(one for one in wanted if one.code in record.measures)
    years = range(max(record.first, record.usual if since is None else since), until + 1)
    spans = [list(span) for _, span in groupby(years, key=lambda year: (year - 1) // record.together)]
    return [
        _make_request(record, series, places, span[0], span[-1])
        for span in spans
        for places in asking.chunk(list(areas.items()), MOST_AREAS)
        if series
    ]


def plan_singly(record: Record, request: Request, error: SourceError) -> list[Request]:
    """One request per variable, if a refusal may have been about one of several; else none."""
    variables = record.list_variables(request.series)
    if not isinstance(error, RefusedError) or error.status not in (200, 400) or len(variables) < 2:
        return []
    groups = [
        tuple(one for one in request.series if record.measures[one.code].variable == variable) for variable in variables
    ]
    return [_make_request(record, group, request.areas, *request.detail) for group in groups]


def plan_newest(record: Record) -> Request:
    """The small question: one variable in the last weeks, without a date of ours."""
    variable = next(iter(record.grid.units))
    params = (
        *_place(record, (PROBED,)), (record.grid.section, variable), ("past_days", str(_LOOK_BACK)),
        *record.for_newest, *record.fixed,
    )  # fmt: skip
    return Request(record.source, record.path, params, (), (PROBED,))


def _make_request(
    record: Record, series: tuple[Wanted, ...], places: Sequence[tuple[str, str]], first: int, last: int
) -> Request:
    params = (
        *_place(record, places), ("start_date", f"{first}-01-01"), ("end_date", f"{last}-12-31"),
        (record.grid.section, ",".join(record.list_variables(series))), *record.fixed,
    )  # fmt: skip
    return Request(record.source, record.path, params, series, tuple(places), detail=(first, last))


def _place(record: Record, places: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Where: as the catalogue spells it, in the order of the places."""
    axes = zip(*(code.split(",") for code, _ in places), strict=True)
    latitudes, longitudes = (",".join(axis) for axis in axes)
    each = ((name, ",".join([value] * len(places))) for name, value in record.for_each)
    return (("latitude", latitudes), ("longitude", longitudes), *each)
