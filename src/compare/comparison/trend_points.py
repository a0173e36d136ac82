"""Which observations a trend may rest on: dated, annual, measured, plain, and after the last break.

In: a frame with `time_period` and `obs_value`, and other columns of the contract where it has them.
Out: `read_rows`, `select_rows`. Never: a missing value filled in, an approximate year used, two values of one period.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from compare.catalogue.codes import PERIOD_FORMS
from compare.comparison.model import is_about
from compare.errors import ObservationError
from compare.observations.periods import parse_period

if TYPE_CHECKING:
    import pandas as pd

_NEEDED = ("time_period", "obs_value")
#: Columns of the contract that count where they are there.
_OPTIONAL = ("freq", "obs_status", "qualifier", "confidence", "comment_obs", "indicative")


class Row(NamedTuple):
    """One observation, read."""

    year: int | None
    end: str  #: the last day of its period
    value: float
    freq: str
    status: str
    qualifier: str
    indicative: bool
    about: bool


class Selection(NamedTuple):
    """What a trend rests on, sorted by time; where `reason` says that it does not suffice, what is dated and plain."""

    rows: list[Row]
    reason: str


def read_rows(observations: pd.DataFrame) -> list[Row]:
    """Every observation, sorted by time.

    Raises
    ------
    ObservationError
        A column is missing, a cell is no number or period, a period stands twice, or frequencies are mixed.
    """
    if observations.empty:
        return []
    missing = [column for column in _NEEDED if column not in observations.columns]
    if missing:
        raise ObservationError(
            f"A trend needs the columns time_period and obs_value. Missing: {', '.join(missing)}. "
            f"Found: {', '.join(map(str, observations.columns))}. Rename or add them."
        )
    _refuse_twice(observations)
    rows = [_read(*cells) for cells in zip(*_columns(observations), strict=True)]
    frequencies = sorted({row.freq for row in rows} - {"_U"})
    if len(frequencies) > 1:
        raise ObservationError(
            f"A trend needs one frequency. Found: {', '.join(frequencies)}. Give one of them at a time."
        )
    return sorted(rows, key=lambda row: (row.year or 0, row.end))


def select_rows(
    rows: Sequence[Row], *, base_year: int, minimum_observations: int, minimum_years: int
) -> Selection:
    """Leave out, step by step, what a trend may not rest on; the step after which too little is left is the reason."""
    kept = [row for row in rows if not math.isnan(row.value)]
    if any(math.isinf(row.value) for row in kept):
        return Selection([], "not_finite")
    reason = "too_few" if len(kept) < max(minimum_observations, 1) else ""
    dated = kept
    for name, may_stay in _steps(rows, base_year):
        kept = [row for row in kept if may_stay(row)]
        dated = dated if name == "" else [row for row in dated if may_stay(row)]
        thin = _find_thinness(kept, minimum_observations, minimum_years)
        if thin and not reason:
            reason = thin if name == "" or (name, thin) == ("not_dated", "too_short") else name
    if not reason and (kept[0].qualifier or kept[-1].qualifier):
        reason = "censored"
    if reason:
        return Selection([row for row in dated if not row.qualifier], reason)
    return Selection(kept, "")


def _steps(rows: Sequence[Row], base_year: int) -> tuple[tuple[str, Callable[[Row], bool]], ...]:
    """Reason -> what may stay. The base year has no reason of its own: what is left is then too few or too short."""
    broken = max((row.year for row in rows if row.year is not None and "B" in row.status), default=0)
    return (
        ("not_dated", lambda row: row.year is not None and not row.about),
        ("", lambda row: (row.year or 0) >= base_year),
        ("not_annual", lambda row: row.freq == "A"),
        ("projection", lambda row: row.status != "F"),
        ("indicative", lambda row: not row.indicative),
        ("series_break", lambda row: (row.year or 0) >= broken),
    )


def _find_thinness(rows: Sequence[Row], minimum_observations: int, minimum_years: int) -> str:
    if len(rows) < max(minimum_observations, 1):
        return "too_few"
    first, last = rows[0].year, rows[-1].year
    return "too_short" if first is None or last is None or last - first < minimum_years else ""


def _columns(observations: pd.DataFrame) -> list[list[object]]:
    """The cells of each column that counts; None where there is none."""
    nothing = [None] * len(observations)
    return [
        [None if _is_missing(cell) else cell for cell in observations[name].tolist()]
        if name in observations.columns
        else nothing
        for name in (*_NEEDED, *_OPTIONAL)
    ]


def _is_missing(cell: object) -> bool:
    """None, NaN and pandas' own NA, which answers no comparison with True or False."""
    return cell is None or (cell != cell) is not False


def _read(
    time_period: object, value: object, freq: object, status: object, qualifier: object, confidence: object,
    comment: object, indicative: object,
) -> Row:  # fmt: skip
    text = _period_text(time_period)
    spelled = str(freq) if freq else next((freq for freq, form in PERIOD_FORMS.items() if form.fullmatch(text)), "A")
    period = parse_period(spelled, text)
    flags = str(status or "")
    return Row(
        year=period.reference_year,
        end=str(period.end or ""),
        value=_number(value, text),
        freq=spelled,
        status=flags,
        qualifier=str(qualifier or ""),
        indicative=confidence == "low" or bool(indicative),
        about=is_about(flags, str(comment or "")),
    )


def _period_text(time_period: object) -> str:
    """A year may arrive as a number: 2015 or 2015.0."""
    if isinstance(time_period, float) and time_period.is_integer():
        return str(int(time_period))
    return str(time_period)


def _number(value: object, period: str) -> float:
    try:
        return math.nan if value is None or value == "" else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise ObservationError(
            f"The observation of {period} is no number. Found: {value!r}. Give a number with a decimal point, or NaN."
        ) from error


def _refuse_twice(observations: pd.DataFrame) -> None:
    texts = [_period_text(cell) for cell in observations["time_period"].tolist()]
    counts = Counter(texts)
    if len(counts) == len(texts):
        return
    import pandas as pd

    cases = [
        {"column": "time_period", "check": "one observation per period", "failure_case": text, "index": index}
        for text, index in zip(texts, observations.index, strict=True)
        if counts[text] > 1
    ]
    twice = sorted(text for text, count in counts.items() if count > 1)
    raise ObservationError(
        f"A trend needs one observation per period. Found more than one of: {', '.join(twice)}. "
        "Give one series of one area at a time.",
        failure_cases=pd.DataFrame(cases),
    )
