"""Builds the comparison: the only module that knows the order of the layers.

In: a partnership, the catalogue, validated observations and their manifest. Out: one frozen `Comparison`.
Never: a figure computed here; a file, a clock or a connection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from compare.catalogue.arrived import settle
from compare.catalogue.models import Area, CandidatePair, Indicator, KnownValue, PairSide
from compare.catalogue.partnerships import Partnership
from compare.comparison.assessment import assess_trend
from compare.comparison.convergence import converge
from compare.comparison.edition import find_edition
from compare.comparison.gaps import assess_distance, assess_gap
from compare.comparison.grading import find_old_year, grade_one_sided, grade_pair
from compare.comparison.histories import Histories, Where, find_unit
from compare.comparison.levels import describes, find_level, score_territory
from compare.comparison.masking import is_small
from compare.comparison.model import Comparison, Freshness, IndicatorResult, Level, OneSided, Pair, Side, Trend
from compare.comparison.pairing import Candidate, Match, Point, find_newest, pair_candidates, pair_periods
from compare.comparison.uncertainty import whole_of
from compare.errors import ObservationError, UnitError, UnknownCodeError
from compare.observations.derive import derive

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Unit

Which = Literal["a", "b"]


def build(
    partnership: Partnership, catalogue: Catalogue, observations: pd.DataFrame, manifest: pd.DataFrame,
    sources: pd.DataFrame | None = None, published: Mapping[date, int] = MappingProxyType({}),
) -> Comparison:  # fmt: skip
    """Lay the two places side by side on every indicator of the catalogue.

    Derive, convert to the indicator's unit, pair, grade, then gap, distance and trend.

    Parameters
    ----------
    observations : pandas.DataFrame
        The validated frame, in the sources' units.
    manifest : pandas.DataFrame
        One row per `response_id`.
    sources : pandas.DataFrame, optional
        How each service fared when it was last asked: ``source``, ``state``, ``tried``, ``renewed``.
    published : mapping of date to int, optional
        The editions published before: date -> number.

    Returns
    -------
    Comparison
        Its `observations` hold the derived rows too, so that every number can be traced.

    Raises
    ------
    UnknownCodeError
        The catalogue names an area or a unit that it does not have.
    UnitError
        A series cannot be converted to its indicator's unit.
    ObservationError
        A series breaks a rule of trends.
    """
    edition = find_edition(partnership, manifest, published)
    partnership = partnership.model_copy(update={"edition": edition})
    frame = derive(observations, catalogue)
    fetched = frame.loc[~frame["response_id"].str.startswith("transcribed:"), "series"]
    catalogue = settle(catalogue, partnership, frozenset(frame["series"]), frozenset(fetched))
    bench = _Bench(partnership, catalogue, Histories.read(frame, manifest, catalogue))
    results = tuple(_lay_out(bench, indicator) for indicator in catalogue.indicators.values())
    freshness = _tell_freshness(sources)
    return Comparison(partnership, catalogue, partnership.edition.date, results, frame, manifest, freshness)


def _tell_freshness(sources: pd.DataFrame | None) -> dict[str, Freshness]:
    rows = () if sources is None else sources.to_dict("records")
    return {
        row["source"]: Freshness(
            row["source"], row["state"], row["tried"], row["renewed"], int(row.get("emptied") or 0)
        )
        for row in rows
    }


def _lay_out(bench: _Bench, indicator: Indicator) -> IndicatorResult:
    """One result; a fault in it names the indicator."""
    try:
        return bench.lay_out(indicator)
    except UnitError as error:
        raise UnitError(f"Indicator {indicator.id}: {error}") from error
    except ObservationError as error:
        raise ObservationError(f"Indicator {indicator.id}: {error}", failure_cases=error.failure_cases) from error


@dataclass(frozen=True)
class _Draft:
    """A candidate whose two values are matched and not yet graded."""

    rank: int
    candidate: CandidatePair
    match: Match


@dataclass(frozen=True)
class _Bench:
    """What every step needs: whose places, by which catalogue, from which histories."""

    partnership: Partnership
    catalogue: Catalogue
    histories: Histories

    @property
    def year(self) -> int:
        """The edition's year."""
        return self.partnership.edition.date.year

    def lay_out(self, indicator: Indicator) -> IndicatorResult:
        """All that is known of one indicator."""
        matches = [self._match(candidate, indicator) for candidate in indicator.pairs]
        primary, others = pair_candidates(
            [
                Candidate(rank, candidate.a.sex, self._find_level(candidate), match)
                for rank, (candidate, match) in enumerate(zip(indicator.pairs, matches, strict=True))
            ]
        )
        drafts = {
            rank: _Draft(rank, indicator.pairs[rank], match) for rank, match in enumerate(matches) if match is not None
        }
        one_sided = (self._finish_one_sided(known, indicator) for known in indicator.known)
        references = (self._find_reference(reference, indicator) for reference in indicator.references)
        return IndicatorResult(
            indicator=indicator,
            pairs=tuple(self._finish(drafts[rank], indicator) for rank in primary),
            also_known=tuple(self._finish(drafts[rank], indicator) for rank in others),
            one_sided=tuple(one for one in one_sided if one is not None),
            references=tuple(side for side in references if side is not None),
        )

    def _match(self, candidate: CandidatePair, indicator: Indicator) -> Match | None:
        a, b = (self._find_points(where, indicator) for where in (candidate.a, candidate.b))
        tolerance = indicator.tolerance if candidate.tolerance is None else candidate.tolerance
        return pair_periods(a, b, tolerance=tolerance)

    def _finish(self, draft: _Draft, indicator: Indicator) -> Pair:
        """Grade a matched candidate, and say what its grade allows."""
        candidate, match = draft.candidate, draft.match
        unit = find_unit(self.catalogue, indicator.unit)
        a = self._find_side("a", candidate.a, indicator, match.a)
        b = self._find_side("b", candidate.b, indicator, match.b)
        values = (a.value, b.value)
        level = self._find_level(candidate)
        grade = grade_pair(
            candidate,
            match,
            level=level,
            territory=self._score_territory(candidate),
            values=values,
            edition_year=self.year,
        )
        pair = Pair(
            indicator=indicator.id,
            rank=draft.rank,
            a=a,
            b=b,
            level=level,
            period_gap=match.gap,
            grade=grade,
            gap=assess_gap(*values, letter=grade.letter, indicator=indicator, unit=unit),
            distance_a=assess_distance(a.value, indicator),
            distance_b=assess_distance(b.value, indicator),
            trend_a=self._assess_trend(a, indicator, unit),
            trend_b=self._assess_trend(b, indicator, unit),
            differs=candidate.differs,
            old=find_old_year(values, self.year) is not None,
        )
        return replace(pair, movement=converge(pair))

    def _finish_one_sided(self, known: KnownValue, indicator: Indicator) -> OneSided | None:
        """A value that only one place has; None where the series has no value (yet)."""
        side = self._find_side(known.side, known, indicator, None)
        if side.value is None:
            return None
        return OneSided(
            indicator=indicator.id,
            side=side,
            which=known.side,
            known=known,
            grade=grade_one_sided(known, side.value, edition_year=self.year),
            distance=assess_distance(side.value, indicator),
            trend=self._assess_trend(side, indicator, find_unit(self.catalogue, indicator.unit)),
            old=find_old_year((side.value,), self.year) is not None,
        )

    def _find_reference(self, reference: Where, indicator: Indicator) -> Side | None:
        area = self._find_area(reference.ref_area)
        is_b = describes(area, place=self.partnership.b, country=self.partnership.country_b)
        side = self._find_side("b" if is_b else "a", reference, indicator, None)
        return None if side.value is None else side

    def _find_side(self, which: Which, where: Where, indicator: Indicator, row: int | None) -> Side:
        """One side with its history, the matched value (the newest where `row` is None) and the newest."""
        self._find_area(where.ref_area)
        history = self.histories.find(where, indicator.unit)
        last = find_newest(self._find_points(where, indicator))
        newest = None if last is None else self.histories.find_value(history, last.row, events=indicator.persons)
        # The same row twice would be read twice.
        is_newest = row is None or (last is not None and last.row == row)
        matched = newest if is_newest else self.histories.find_value(history, row, events=indicator.persons)
        return Side(
            place=getattr(self.partnership, which),
            ref_area=where.ref_area,
            series=where.series,
            sex=where.sex,
            age=where.age,
            history=history,
            value=matched,
            newest=newest,
        )

    def _find_points(self, where: Where, indicator: Indicator) -> list[Point]:
        """What may be matched. A projection of a year after the edition's is in the history, and nothing to compare."""
        years = ((point, point.period.reference_year) for point in self.histories.find_points(where, indicator.unit))
        return [point for point, year in years if year is None or year <= self.year]

    def _find_level(self, candidate: CandidatePair) -> Level:
        return find_level(*self._find_areas(candidate))

    def _score_territory(self, candidate: CandidatePair) -> tuple[int, str]:
        a, b = self._find_areas(candidate)
        told = self.partnership
        related = describes(a, place=told.a, country=told.country_a) and describes(
            b, place=told.b, country=told.country_b
        )
        return score_territory(a, b, related=related)

    def _find_areas(self, candidate: CandidatePair) -> Sequence[Area]:
        sides: tuple[PairSide, PairSide] = (candidate.a, candidate.b)
        return [self._find_area(side.ref_area) for side in sides]

    def _find_area(self, code: str) -> Area:
        if code not in self.catalogue.areas:
            remedy = "Areas are in data/catalogue/places.toml."
            raise UnknownCodeError("ref_area", code, self.catalogue.areas, remedy=remedy)
        return self.catalogue.areas[code]

    def _assess_trend(self, side: Side, indicator: Indicator, unit: Unit) -> Trend:
        """The trend of the side's own frequency; none from counts too small to print."""
        if _has_small(side.history, unit, persons=indicator.persons):
            return Trend("not_assessed", reason="small_counts", direction=indicator.direction)
        target = indicator.target_value
        return assess_trend(
            _one_frequency(side.history),
            target_value=target.value if target else None,
            direction=indicator.direction,
            target_year=target.year if target else None,
            band=indicator.band,
            bounds=(0.0, whole_of(unit)) if unit.kind == "share" and unit.ratio_scale else None,
        )


def _one_frequency(history: pd.DataFrame) -> pd.DataFrame:
    """The annual values; where there are none, those of the newest value's frequency."""
    frequencies = set(history["freq"].tolist())
    if len(frequencies - {"_U"}) < 2:
        return history
    chosen = "A" if "A" in frequencies else history["freq"].iloc[-1]
    return history[history["freq"].isin((chosen, "_U"))]


def _has_small(history: pd.DataFrame, unit: Unit, *, persons: bool) -> bool:
    if not persons:
        return False
    pairs = zip(history["obs_value"].tolist(), history["numerator"].tolist(), strict=True)
    return any(is_small(value, unit, numerator=count, persons=persons) for value, count in pairs)
