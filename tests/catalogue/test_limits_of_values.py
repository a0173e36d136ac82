"""What values may be: the widest range that an indicator allows, else a percentage's, else the unit's own."""

from __future__ import annotations

import builders
from compare.catalogue.ledger import Ledger
from compare.catalogue.limits import find_limits, list_limits
from compare.catalogue.load import load_catalogue


def find(series: str, unit: str, *indicators) -> tuple[float | None, float | None]:
    """The range where these indicators use ``test:S``."""
    catalogue = builders.catalogue(*indicators)
    return find_limits(series, unit, list_limits(Ledger(catalogue, {}).uses, catalogue), catalogue)


def test_the_widest_of_several_indicators_counts() -> None:
    """A series serves two: one allows up to 130, one down to -5, one says nothing."""
    wide, low = builders.indicator(id="wide", allowed=(0, 130)), builders.indicator(id="low", allowed=(-5, 100))

    assert find("test:S", "PT", builders.indicator(), wide, low) == (-5, 130)
    assert find("test:S", "PT", builders.indicator()) == (0, 100)


def test_a_series_in_another_unit_than_its_indicator_has_its_units_range() -> None:
    """What is allowed in per cent says nothing of a fraction."""
    wide = builders.indicator(allowed=(0, 130))

    assert find("test:S", "RATIO_0_1", wide) == (None, 1)
    assert find("test:other", "PT", wide) == (None, None)
    assert find("test:other", "UNKNOWN", wide) == (None, None)


def test_awaited_series_may_be_what_their_entry_says() -> None:
    """A result of the year may be a loss; a turnout is a share."""
    catalogue = load_catalogue()
    listed = list_limits(Ledger(catalogue, {}).uses, catalogue)

    assert find_limits("kolada:N03102", "PT", listed, catalogue) == (-100, 100)
    assert find_limits("kolada:N05401", "PT", listed, catalogue) == (0, 100)
    assert find_limits("wdi:SE.PRM.CMPT.ZS", "PT", listed, catalogue) == (0, 130)
