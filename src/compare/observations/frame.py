"""The data contract: the columns of `observations`, what may stand in them, and the key that is unique.

In: the text tables of the bundle and of what was fetched, or any frame that claims to hold observations.
Out: the validated frame, or one `ObservationError` with every broken rule and row.
Never: a row dropped, a value filled in, a code read as missing (``NA`` is Namibia).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from compare.catalogue import codes
from compare.errors import ObservationError
from compare.home import data_folder
from compare.observations.live import find_live, read_live
from compare.observations.periods import parse_period
from compare.observations.provenance import find_untraced
from compare.observations.vintages import replace_vintages
from compare.sources.transcribed import KEY, read_snapshot

if TYPE_CHECKING:
    import pandas as pd

#: column -> dtype, in order. Text columns have no missing cells; an empty text is an empty text.
COLUMNS = {
    "ref_area": "str",
    "series": "str",
    "sex": "str",
    "age": "str",
    "freq": "str",
    "time_period": "str",
    "obs_value": "float64",
    "unit_measure": "str",
    "obs_status": "str",
    "qualifier": "str",
    "lower": "float64",
    "upper": "float64",
    "sample_size": "float64",
    "numerator": "float64",
    "confidence": "str",
    "comment_obs": "str",
    "response_id": "str",
}
NUMBERS = tuple(column for column, dtype in COLUMNS.items() if dtype == "float64")
#: Cases printed in a message; all lie in ``.failure_cases``.
_SHOWN = 15


class Loaded(NamedTuple):
    """What is held: `observations` by the contract, the others as text."""

    observations: pd.DataFrame
    manifest: pd.DataFrame  #: one row per `response_id`
    series: pd.DataFrame  #: one row per series: title as the source words it, unit, SDG indicator
    conflicts: pd.DataFrame  #: values that lost against another for the same key, with the reason
    sources: pd.DataFrame | None = None  #: how each service fared when it was last asked; None before the first time


def load_observations(folder: Path | None = None, *, fetched: bool = True) -> Loaded:
    """The observations in force, validated, with what they come from: the bundle, and what was fetched in its place.

    Parameters
    ----------
    folder : pathlib.Path, optional
        The data folder, which holds ``snapshot/`` and perhaps ``live/``; the project's own where None.
    fetched : bool
        Without it only the bundle.

    Raises
    ------
    NotStoredError, FormatError
        There is no bundle, or something that is stored is damaged.
    ObservationError
        The observations break the data contract.
    """
    stored = read_snapshot((folder or data_folder()) / "snapshot")
    live = read_live(find_live(folder)) if fetched else None
    rows, manifest, series = stored.observations, stored.manifest, stored.series
    if live is not None:
        import pandas as pd

        rows = replace_vintages(rows, live.observations)
        manifest = pd.concat([manifest, live.manifest], ignore_index=True)
        series = pd.concat([series, live.series], ignore_index=True)
    observations = validate(cast(rows))
    untraced = find_untraced(observations, manifest)
    if untraced:
        raise ObservationError(
            f"Observations have no publication. The manifest has no {', '.join(untraced)}. "
            "Run `python -m compare bundle` to make the two anew together."
        )
    return Loaded(observations, manifest, series, stored.conflicts, None if live is None else live.sources)


def cast(text: pd.DataFrame) -> pd.DataFrame:
    """A text table with the contract's dtypes: an empty cell of a number column is NaN, all else must be a number.

    Raises
    ------
    ObservationError
        A number column holds something else; each cell is listed.
    """
    import pandas as pd

    numbers = {column: pd.to_numeric(text[column].replace("", "nan"), errors="coerce") for column in NUMBERS}
    cases = [
        {"column": column, "check": "a number", "failure_case": text[column].loc[index], "index": index}
        for column, values in numbers.items()
        for index in text.index[values.isna() & ~text[column].isin(("", "nan"))]
    ]
    if cases:
        raise _broken(pd.DataFrame(cases), text)
    return text.assign(**{column: values.astype("float64") for column, values in numbers.items()})


def validate(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame, if it keeps the whole contract.

    Raises
    ------
    ObservationError
        ``.failure_cases`` has one row per broken rule and row: ``column``, ``check``, ``failure_case``, ``index``.
    """
    from pandera.errors import SchemaErrors

    try:
        _schema().validate(frame, lazy=True)
    except SchemaErrors as error:
        raise _broken(_tidy_cases(error.failure_cases), frame) from error
    return frame


def _explained(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["obs_value"].notna() | frame["obs_status"].isin(codes.EXPLAINS_ABSENCE)


def _not_contradicted(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["obs_value"].isna() | ~frame["obs_status"].isin(codes.MEANS_ABSENCE)


def _in_interval(frame: pd.DataFrame) -> pd.Series[bool]:
    low, value, high = frame["lower"], frame["obs_value"], frame["upper"]
    return ~((low > value) | (value > high) | (low > high))


def _readable(frame: pd.DataFrame) -> pd.Series[bool]:
    spelled = frame[["freq", "time_period"]].drop_duplicates()
    good = [_can_be_parsed(freq, text) for freq, text in spelled.itertuples(index=False, name=None)]
    return frame["freq"].add(" ").add(frame["time_period"]).isin((spelled["freq"] + " " + spelled["time_period"])[good])


def _can_be_parsed(freq: str, time_period: str) -> bool:
    try:
        parse_period(freq, time_period)
    except ObservationError:
        return False
    return True


#: Rules over several columns: name -> the column that a failure is reported under, and the rule.
_ROW_RULES: dict[str, tuple[str, Callable[[pd.DataFrame], Any]]] = {
    "an empty value has a status that says why": ("obs_value", _explained),
    "a status of absence has no value": ("obs_status", _not_contradicted),
    "lower <= obs_value <= upper": ("obs_value", _in_interval),
    "a period in the spelling of its freq": ("time_period", _readable),
}
_UNIQUE = "one row per key"


@lru_cache(maxsize=1)
def _schema() -> Any:
    """The contract as a pandera schema; imported here since it takes long and few commands need it."""
    import pandera.pandas as pa

    def spelled(pattern: str, name: str) -> pa.Check:
        return pa.Check(lambda texts: texts.str.fullmatch(pattern), name=name)

    code = spelled(r"\S+", "a code, not empty, without spaces")
    text_rules = {
        "ref_area": code,
        "series": spelled(codes.SERIES.pattern, "prefix:code"),
        "sex": pa.Check.isin(codes.SEX),
        "age": spelled(codes.AGE.pattern, "an age code, as _T, Y15T24, Y_GE15"),
        "freq": pa.Check.isin(list(codes.PERIOD_FORMS)),
        "time_period": code,
        "unit_measure": code,
        "obs_status": pa.Check.isin(list(codes.OBS_STATUS)),
        "qualifier": pa.Check.isin(codes.QUALIFIER),
        "confidence": pa.Check.isin(codes.CONFIDENCE),
        "response_id": code,
    }
    finite = pa.Check(lambda values: values.abs() != float("inf"), name="a finite number")
    columns = {
        column: pa.Column(float, finite, nullable=True) if column in NUMBERS else pa.Column(str, text_rules.get(column))
        for column in COLUMNS
    }
    rows = [pa.Check(rule, name=name, ignore_na=False) for name, (_, rule) in _ROW_RULES.items()]
    rows.append(pa.Check(lambda frame: ~frame.duplicated(list(KEY), keep=False), name=_UNIQUE))
    return pa.DataFrameSchema(columns, checks=rows, strict=True, ordered=True)


#: How pandera names what is wrong with the columns themselves: then the case is a column's name.
_OF_COLUMNS = {
    "column_in_dataframe": "a column of this name",
    "column_in_schema": "no other columns than the contract's",
    "column_ordered": "the contract's order of columns",
}


def _tidy_cases(cases: pd.DataFrame) -> pd.DataFrame:
    """One case per rule and row; pandera lists a rule over several columns once for each column of the frame."""
    shown_under = {name: column for name, (column, _) in _ROW_RULES.items()} | {_UNIQUE: "time_period"}
    expected = cases["check"].map(shown_under)
    kept = cases[expected.isna() | (cases["column"] == expected)]
    of_columns = kept["check"].isin(_OF_COLUMNS)
    return (
        kept.assign(
            column=kept["column"].where(~of_columns, kept["failure_case"]), check=kept["check"].replace(_OF_COLUMNS)
        )
        .sort_values("index", kind="stable", na_position="first")[["column", "check", "failure_case", "index"]]
        .reset_index(drop=True)
    )


def _broken(cases: pd.DataFrame, frame: pd.DataFrame) -> ObservationError:
    lines = [f"The observations break the data contract: {len(cases)} case(s)."]
    for case in cases.head(_SHOWN).itertuples(index=False):
        key = _key_of(frame, case.index)
        lines.append(f"  - {case.column}: found {case.failure_case!r}; expected {case.check}{key}")
    if len(cases) > _SHOWN:
        lines.append(f"  - and {len(cases) - _SHOWN} more, in .failure_cases")
    lines.append("Mend the rows where they come from (data/transcribed, or the source's module), not in the frame.")
    return ObservationError("\n".join(lines), failure_cases=cases)


def _key_of(frame: pd.DataFrame, index: object) -> str:
    """The row's key, so that a person can find it."""
    if index not in frame.index or not set(KEY) <= set(frame.columns):
        return ""
    row = frame.loc[[index]].iloc[0]
    return f" ({' '.join(str(row[column]) for column in KEY)})"
