"""Units are converted as declared, and refused otherwise."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compare.catalogue.load import Catalogue
from compare.catalogue.models import Conversion
from compare.errors import UnitError
from compare.observations.units import convert, difference_unit

CATALOGUE = Catalogue(
    conversions=(
        Conversion(**{"from": "RATIO_0_1", "to": "PT", "factor": 100}),
        Conversion(**{"from": "KELVIN", "to": "CELSIUS", "factor": 1, "offset": -273.15}),
        Conversion(**{"from": "KELVIN", "to": "FAHRENHEIT", "factor": 1.8, "offset": -459.67}),
    )
)


def frame(*rows: tuple[float, str], **columns: object) -> pd.DataFrame:
    """Values with their units, and the other columns that a conversion touches or must leave."""
    values = pd.DataFrame(rows, columns=["obs_value", "unit_measure"])
    given = {"series": "off:S", "lower": math.nan, "upper": math.nan, "sample_size": 80.0, "numerator": 7.0}
    return values.assign(**{**given, **columns})


def test_a_declared_conversion_applies_to_the_value_and_its_interval() -> None:
    """0.57 becomes 57 exactly; counts behind the value stay counts."""
    converted = convert(frame((0.57, "RATIO_0_1"), lower=0.5, upper=0.645), "PT", CATALOGUE)

    row = converted.iloc[0]
    assert (row["obs_value"], row["lower"], row["upper"]) == (57.0, 50.0, 64.5)
    assert (row["unit_measure"], row["sample_size"], row["numerator"]) == ("PT", 80.0, 7.0)


def test_levels_take_the_offset_and_differences_do_not() -> None:
    """300 K is 26.85 degrees; a difference of 2 K is a difference of 2 degrees."""
    levels = convert(frame((300.0, "KELVIN"), lower=299.0, upper=301.0), "CELSIUS", CATALOGUE)
    assert levels[["obs_value", "lower", "upper"]].iloc[0].tolist() == [26.85, 25.85, 27.85]

    assert convert(frame((2.0, "KELVIN")), "CELSIUS", CATALOGUE, difference=True)["obs_value"].tolist() == [2.0]
    assert convert(frame((2.0, "KELVIN")), "FAHRENHEIT", CATALOGUE, difference=True)["obs_value"].tolist() == [3.6]


def test_rows_in_several_units_meet_in_one() -> None:
    """What is in the unit already is left as it is."""
    converted = convert(frame((0.25, "RATIO_0_1"), (30.0, "PT"), (math.nan, "RATIO_0_1")), "PT", CATALOGUE)

    assert converted["obs_value"].tolist()[:2] == [25.0, 30.0]
    assert math.isnan(converted["obs_value"].iloc[2])
    assert set(converted["unit_measure"]) == {"PT"}


def test_nought_stays_nought_and_the_frame_given_stays_as_it_was() -> None:
    """Nothing is changed in place."""
    given = frame((0.0, "RATIO_0_1"))
    before = given.copy(deep=True)

    assert convert(given, "PT", CATALOGUE)["obs_value"].tolist() == [0.0]
    pd.testing.assert_frame_equal(given, before)


def test_an_undeclared_conversion_names_series_units_and_what_is_declared() -> None:
    """A reader of the error knows what to ask for or to write."""
    with pytest.raises(UnitError) as caught:
        convert(frame((1.0, "KELVIN"), series="modis:LST"), "PT", CATALOGUE)

    for part in ("modis:LST", "KELVIN", "PT", "to CELSIUS, FAHRENHEIT", "units.toml"):
        assert part in str(caught.value)


def test_a_conversion_is_never_turned_round() -> None:
    """From per cent to a fraction is not declared, so it is refused."""
    with pytest.raises(UnitError, match="Declared from PT: to nothing"):
        convert(frame((50.0, "PT")), "RATIO_0_1", CATALOGUE)


def test_an_empty_frame_is_no_error() -> None:
    """A series without values stays one."""
    assert convert(frame((1.0, "PT")).iloc[:0], "PERSONS", CATALOGUE).empty


@pytest.mark.parametrize(
    ("unit", "of_difference"), [("PT", "PP"), ("PT_YEAR", "PP"), ("CELSIUS", "KELVIN"), ("UG_M3", "UG_M3")]
)
def test_a_difference_has_its_own_unit(unit: str, of_difference: str) -> None:
    """Shares differ in percentage points, never in per cent."""
    assert difference_unit(unit) == of_difference
