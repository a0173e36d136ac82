"""Converts values between units, where the catalogue declares how, and nowhere else.

In: observations in the sources' units. Out: the same in another unit, or a `UnitError`.
Never: a conversion that is not written in units.toml, nor one of them turned round; an offset on a difference.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from compare.errors import UnitError

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Conversion

#: Columns that are in the unit of the row.
MEASURED = ("obs_value", "lower", "upper")
#: Units whose differences are counted in another unit than their levels.
_DIFFERENCES = {"PT": "PP", "PT_YEAR": "PP", "CELSIUS": "KELVIN"}


def difference_unit(unit: str) -> str:
    """The unit of a difference of two values in `unit`: percentage points for shares, kelvin for degrees Celsius."""
    return _DIFFERENCES.get(unit, unit)


def find_conversion(unit: str, to_unit: str, catalogue: Catalogue) -> Conversion | None:
    """The declared conversion from `unit` to `to_unit`, or None."""
    found = (item for item in catalogue.conversions if (item.from_unit, item.to) == (unit, to_unit))
    return next(found, None)


def convert(frame: pd.DataFrame, to_unit: str, catalogue: Catalogue, *, difference: bool = False) -> pd.DataFrame:
    """Observations with `obs_value`, `lower` and `upper` in `to_unit`.

    Parameters
    ----------
    frame : pandas.DataFrame
        Observations; rows may be in different units.
    to_unit : str
        A code of units.toml.
    catalogue : Catalogue
        Declares the conversions that are allowed.
    difference : bool
        True where the values are differences: the factor applies, an offset does not.

    Returns
    -------
    pandas.DataFrame
        A new frame; `sample_size` and `numerator` are counts and stay as they are.

    Raises
    ------
    UnitError
        A row's unit has no declared conversion; the series, both units and what is declared are named.
    """
    if set(frame["unit_measure"].tolist()) <= {to_unit}:
        return frame
    declared = {unit: _declared(unit, to_unit, frame, catalogue) for unit in frame["unit_measure"].unique()}
    columns = {}
    for column in MEASURED:
        cells = zip(frame[column], frame["unit_measure"], strict=True)
        columns[column] = [_apply(declared[unit], value, difference) for value, unit in cells]
    return frame.assign(**columns, unit_measure=to_unit)


def _declared(unit: str, to_unit: str, frame: pd.DataFrame, catalogue: Catalogue) -> Conversion | None:
    """The conversion that a unit needs; None where it is the wanted unit already."""
    if unit == to_unit:
        return None
    conversion = find_conversion(unit, to_unit, catalogue)
    if conversion is None:
        series = ", ".join(sorted(frame.loc[frame["unit_measure"] == unit, "series"].unique()))
        targets = ", ".join(item.to for item in catalogue.conversions if item.from_unit == unit) or "nothing"
        raise UnitError(
            f"{series} is in {unit} and was asked for in {to_unit}. Declared from {unit}: to {targets}. "
            "Ask for one of these, or declare the conversion in data/catalogue/units.toml."
        )
    return conversion


def _apply(conversion: Conversion | None, value: float, difference: bool) -> float:
    """Computed in decimals, so that 0.57 becomes 57 and rounds as a reader expects."""
    if conversion is None or math.isnan(value):
        return value
    offset = Decimal(0) if difference else Decimal(repr(conversion.offset))
    return float(Decimal(repr(float(value))) * Decimal(repr(conversion.factor)) + offset)
