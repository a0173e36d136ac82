"""The frame keeps its contract whole, or every broken rule and row is listed."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from compare.errors import FormatError, NotStoredError, ObservationError
from compare.observations.frame import COLUMNS, KEY, cast, load_observations, validate
from compare.sources.transcribed import parse_transcribed, write_snapshot
from smallest import rewrite

NAN = math.nan


def observations(*changes: dict[str, object]) -> pd.DataFrame:
    """A valid frame with one row per change, a year apart."""
    first = {
        "ref_area": "SE-1281", "series": "off:CLEAN", "sex": "_T", "age": "_T", "freq": "A", "time_period": "",
        "obs_value": 5.0, "unit_measure": "PT", "obs_status": "A", "qualifier": "", "lower": NAN, "upper": NAN,
        "sample_size": NAN, "numerator": NAN, "confidence": "high", "comment_obs": "",
        "response_id": "transcribed:office-2024",
    }  # fmt: skip
    rows = [{**first, "time_period": str(2020 + number), **change} for number, change in enumerate(changes)]
    return pd.DataFrame(rows).astype(COLUMNS)


def broken(frame: pd.DataFrame) -> list[tuple[str, str, object]]:
    """Column, rule and row of each failure."""
    with pytest.raises(ObservationError) as caught:
        validate(frame)
    cases = caught.value.failure_cases
    return list(cases[["column", "check", "index"]].itertuples(index=False, name=None))


@pytest.fixture
def bundle(data_folder: Path) -> Path:
    """A data folder with its bundle written."""
    write_snapshot(parse_transcribed(data_folder / "transcribed"), data_folder / "snapshot")
    return data_folder


def test_the_bundle_is_loaded_with_numbers_as_numbers(bundle: Path) -> None:
    """Nought is nought, an absent value is NaN with its status, each row knows its publication."""
    loaded = load_observations(bundle)

    frame = loaded.observations
    assert dict(frame.dtypes.astype(str)) == COLUMNS
    assert frame["obs_value"].tolist()[:2] == [41.5, 0.0]
    assert math.isnan(frame["obs_value"].iloc[2])
    assert frame["obs_status"].tolist() == ["A", "A", "M"]
    assert frame["lower"].isna().all()
    assert set(frame["response_id"]) == set(loaded.manifest["response_id"]) == {"transcribed:office-2024"}
    assert loaded.series["title"].tolist() == ["Share of streets cleaned (%)"]
    assert loaded.conflicts.empty


def test_namibia_is_loaded_as_text(data_folder: Path) -> None:
    """No cell that reads ``NA`` is missing."""
    text = (data_folder / "transcribed/office.csv").read_text(encoding="utf-8").replace("BW-FR", "NA")
    (data_folder / "transcribed/office.csv").write_text(text, encoding="utf-8")
    write_snapshot(parse_transcribed(data_folder / "transcribed"), data_folder / "snapshot")

    frame = load_observations(data_folder).observations
    assert frame["ref_area"].tolist() == ["NA", "SE-1281", "SE-1281"]
    assert not frame["comment_obs"].isna().any()


def test_no_bundle_and_a_damaged_bundle_are_named(bundle: Path, tmp_path: Path) -> None:
    """Neither becomes an empty frame."""
    with pytest.raises(NotStoredError):
        load_observations(tmp_path)

    rewrite(bundle, "snapshot/observations.csv", "41.50", "14.50")
    with pytest.raises(FormatError, match="damaged"):
        load_observations(bundle)


def test_observations_without_a_publication_are_not_loaded(data_folder: Path) -> None:
    """A number whose `response_id` leads nowhere is refused, not shown without its source."""
    parsed = parse_transcribed(data_folder / "transcribed")
    write_snapshot(dataclasses.replace(parsed, origin={}), data_folder / "snapshot")

    with pytest.raises(ObservationError, match="transcribed:office-2024"):
        load_observations(data_folder)


def test_a_valid_frame_comes_back_as_it_was() -> None:
    """Validation changes nothing and returns the frame."""
    frame = observations({}, {"obs_value": NAN, "obs_status": "L"}, {"lower": 4.0, "upper": 6.0, "qualifier": "<"},
                         {"time_period": "_U", "freq": "_U"}, {"sex": "F", "age": "Y15T24"})
    before = frame.copy(deep=True)

    assert validate(frame) is frame
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"ref_area": ""}, "ref_area"),
        ({"series": "CLEAN"}, "series"),
        ({"sex": "T"}, "sex"),
        ({"sex": ""}, "sex"),
        ({"age": "15-24"}, "age"),
        ({"freq": "Y"}, "freq"),
        ({"time_period": "2015-02-30/P1Y"}, "time_period"),
        ({"freq": "Q", "time_period": "2023"}, "time_period"),
        ({"unit_measure": ""}, "unit_measure"),
        ({"obs_status": "BP"}, "obs_status"),
        ({"obs_status": ""}, "obs_status"),
        ({"obs_value": NAN}, "obs_value"),
        ({"obs_value": NAN, "obs_status": "E"}, "obs_value"),
        ({"obs_value": 3.0, "obs_status": "Q"}, "obs_status"),
        ({"obs_value": math.inf}, "obs_value"),
        ({"qualifier": "~"}, "qualifier"),
        ({"lower": 6.0}, "obs_value"),
        ({"upper": 4.0}, "obs_value"),
        ({"confidence": "sure"}, "confidence"),
        ({"response_id": ""}, "response_id"),
    ],
)
def test_each_rule_refuses_its_row(change: dict[str, object], column: str) -> None:
    """The row in the middle is named, its neighbours are not."""
    cases = broken(observations({}, change, {}))

    assert column in {case[0] for case in cases}
    assert {case[2] for case in cases} == {1}


def test_two_rows_with_one_key_are_both_named() -> None:
    """A key has one value; each row that shares it is listed once."""
    cases = broken(observations({"time_period": "2021"}, {}, {"time_period": "2022"}))

    assert cases == [("time_period", "one row per key", 0), ("time_period", "one row per key", 1)]
    assert KEY == ("ref_area", "series", "sex", "age", "time_period")


def test_all_failures_come_at_once_with_their_keys() -> None:
    """Three rows, three lines, each with the key that finds it."""
    frame = observations({"sex": "T"}, {"obs_value": NAN}, {"unit_measure": "per cent"})
    with pytest.raises(ObservationError) as caught:
        validate(frame)

    assert caught.value.failure_cases["index"].tolist() == [0, 1, 2]
    assert "3 case(s)" in str(caught.value)
    assert "SE-1281 off:CLEAN _T _T 2021" in str(caught.value)
    assert "data/transcribed" in str(caught.value)


def test_a_long_list_of_failures_is_shown_in_part_and_kept_whole() -> None:
    """The message stays readable; every case lies in ``.failure_cases``."""
    with pytest.raises(ObservationError) as caught:
        validate(observations(*({"unit_measure": ""} for _ in range(20))))

    assert len(caught.value.failure_cases) == 20
    assert str(caught.value).count("\n  - unit_measure") == 15
    assert "  - and 5 more" in str(caught.value)


def test_columns_are_exactly_the_contracts() -> None:
    """A missing, an added, a moved or a wrongly typed column is named."""
    frame = observations({})

    assert [case[0] for case in broken(frame.drop(columns="age"))] == ["age"]
    assert [case[0] for case in broken(frame.assign(place="Lund"))] == ["place"]
    moved = frame[["series", "ref_area", *frame.columns[2:]]]
    assert {case[0] for case in broken(moved)} == {"series", "ref_area"}
    assert "obs_value" in {case[0] for case in broken(frame.assign(obs_value="5"))}
    assert "sex" in {case[0] for case in broken(frame.assign(sex=None))}


def test_a_cell_that_is_no_number_is_listed_never_emptied() -> None:
    """The cast of a text table refuses what it cannot read."""
    text = observations({}, {}).astype({"obs_value": "str"}).assign(lower="", upper="", sample_size="", numerator="")
    text.loc[1, "obs_value"] = "53,2"

    with pytest.raises(ObservationError) as caught:
        cast(text)
    assert caught.value.failure_cases["failure_case"].tolist() == ["53,2"]
    assert "SE-1281 off:CLEAN _T _T 2021" in str(caught.value)


def test_importing_the_contract_loads_no_heavy_library() -> None:
    """pandas and pandera come with the first frame."""
    code = "import sys, compare.observations.frame; print([m for m in ('pandas', 'pandera') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
