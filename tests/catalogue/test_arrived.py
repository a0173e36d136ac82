"""Indicators wait until one of their series has a figure; an awaited series that has come is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import partnership
from compare.catalogue.arrived import is_awaited, settle
from compare.catalogue.awaited import AwaitedSeries
from compare.catalogue.load import load_catalogue
from compare.catalogue.models import CandidatePair, Derivation, KnownValue, PairSide, Text
from whole import real

NONE: frozenset[str] = frozenset()
HELD = frozenset(real().observations["series"].unique())
POOR = "kolada:N66077"  # children in households of low economic standard: no indicator of its own, one beside it
INHABITANTS = "kolada:N01951"  # meets the definition of the indicator `population`


@pytest.fixture(scope="module")
def catalogue():
    """As people wrote it."""
    return load_catalogue()


def named(indicator):
    """The series an indicator names, in order."""
    sides = [side for pair in indicator.pairs for side in (pair.a, pair.b)]
    return [side.series for side in (*sides, *indicator.known)]


def test_before_any_fetch_only_what_waits_is_left_out(catalogue):
    """The indicators that have a bundled series are all there, in their order, and nothing is added."""
    settled = settle(catalogue, partnership(), HELD, NONE)
    waiting = [
        entry.id for entry in catalogue.indicators.values()
        if named(entry) and all(is_awaited(series, catalogue, HELD) for series in named(entry))
    ]  # fmt: skip
    assert set(settled.indicators) == set(catalogue.indicators) - set(waiting)
    assert "under-five-mortality" in settled.indicators


def test_an_indicator_waits_until_one_of_its_series_has_a_figure(catalogue):
    """With the first figure it is there."""
    model = catalogue.indicators["fine-dust"]
    pair = CandidatePair(
        a=PairSide(series="satellite:PM", ref_area="SE-1281"), b=PairSide(series="satellite:PM", ref_area="BW-FR"),
        concept=0, measurement=0, base=0, differs=Text(sv="Inget.", en="Nothing."),
    )  # fmt: skip
    waiting = model.model_copy(update={"id": "dust-from-above", "pairs": (pair,), "known": (), "references": ()})
    awaited = AwaitedSeries(
        series="satellite:PM", source="aqli", title=Text(sv="Partiklar", en="Particles"), unit="UG_M3", goal="11",
        by_sex=False, listed="one-method",
    )  # fmt: skip
    more = replace(
        catalogue, indicators={**catalogue.indicators, "dust-from-above": waiting},
        awaited={**catalogue.awaited, "satellite:PM": awaited},
    )  # fmt: skip
    assert "dust-from-above" not in settle(more, partnership(), HELD, NONE).indicators
    assert "dust-from-above" in settle(more, partnership(), HELD | {"satellite:PM"}, {"satellite:PM"}).indicators


def test_what_is_computed_from_an_awaited_series_waits_with_it(catalogue):
    """A share of an awaited part and a bundled whole has no figure until the part has come."""
    share = Derivation(
        id="part", formula="share", of=(POOR, "scb:BefolkningNy"), unit="PT", title=Text(sv="Del", en="Part")
    )
    twice = share.model_copy(update={"id": "twice", "of": ("derived:part", "scb:BefolkningNy")})
    more = replace(catalogue, derived={**catalogue.derived, "part": share, "twice": twice})
    for series in (POOR, "derived:part", "derived:twice"):
        assert is_awaited(series, more, HELD)
    assert not is_awaited("derived:part", more, HELD | {"derived:part"})
    assert not is_awaited("derived:part", more, HELD | {POOR})
    assert not is_awaited("derived:ghg-per-person", more, HELD - {"derived:ghg-per-person"})
    assert not is_awaited("scb:NOTHING", more, HELD)


def test_a_series_without_an_indicator_becomes_one_with_its_question(catalogue):
    """Lund's value under the source's own title; Francistown's counterpart is the question, and nothing is judged."""
    settled = settle(catalogue, partnership(), HELD | {POOR}, {POOR})
    made = settled.indicators["kolada-n66077"]
    entry = catalogue.awaited[POOR]
    assert (made.goal, made.target, made.unit, made.direction) == ("1", "1.2", "PT", "none")
    assert made.title == entry.title
    assert made.pairs == ()
    [known] = made.known
    assert isinstance(known, KnownValue)
    assert (known.side, known.series, known.ref_area, known.missing) == ("a", POOR, "SE-1281", "not_found")
    assert known.question.en == "What is the corresponding figure for Francistown?"
    assert known.ask == entry.counterpart
    goals = [item.goal for item in settled.indicators.values()]
    assert goals.index("2") == len([goal for goal in goals if goal == "1"])


def test_a_series_that_meets_a_definition_stands_first_in_that_indicator(catalogue):
    """The pair with the old series of the same area stays behind it."""
    before = catalogue.indicators["population"]
    after = settle(catalogue, partnership(), HELD | {INHABITANTS}, {INHABITANTS}).indicators["population"]
    mine = [pair for pair in before.pairs if "SE-1281" in (pair.a.ref_area, pair.b.ref_area)]
    assert mine
    assert [pair.a.series for pair in after.pairs[: len(mine)]] == [INHABITANTS] * len(mine)
    assert after.pairs[len(mine) :] == before.pairs
    assert after.pairs[0].b == mine[0].b
    assert after.pairs[0].differs == mine[0].differs


def test_a_source_that_knows_neither_place_adds_nothing(catalogue):
    """Whose figure it would be is not known."""
    stranger = catalogue.awaited[POOR].model_copy(update={"source": "gapminder"})
    more = replace(catalogue, awaited={POOR: stranger})
    assert "kolada-n66077" not in settle(more, partnership(), HELD | {POOR}, {POOR}).indicators


def test_every_awaited_series_of_lund_is_shown_once_it_has_come(catalogue):
    """None is fetched for nobody: it feeds its indicator, or is one."""
    series = [entry.series for entry in catalogue.awaited.values() if entry.source == "kolada"]
    settled = settle(catalogue, partnership(), HELD | set(series), set(series))
    shown = {name for indicator in settled.indicators.values() for name in named(indicator)}
    assert len(series) > 100
    assert set(series) <= shown


def test_an_old_bundled_value_of_an_awaited_series_changes_nothing(catalogue):
    """Kolada's count of inhabitants is in the collection for older years; the newer count stays the figure."""
    assert INHABITANTS in HELD
    assert settle(catalogue, partnership(), HELD, NONE).indicators["population"] == catalogue.indicators["population"]
