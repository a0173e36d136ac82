"""Every printed number leads back to an observation, its parts, its publication, and the reasons beside it."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest

import builders
import compare
from compare.catalogue.models import Derivation, OpenQuestion, TargetValue
from compare.cli import main
from compare.comparison.build import build
from compare.errors import CompareError, ObservationError, UnknownCodeError
from compare.presentation.explain import explain, find_explained
from compare.presentation.explain_origin import print_exact
from compare.presentation.explain_sheet import Sheet
from compare.presentation.explain_trace import Records
from compare.presentation.language import speak
from compare.presentation.narrative import tell_source
from whole import real

MANIFEST = pd.DataFrame(
    [
        {
            "response_id": "transcribed:test", "provider": "Office", "title": "Streets", "release": "table 7",
            "published": "2024", "kind": "register", "licence": "CC0", "licence_class": "open",
            "via": "example.org/copy", "second_hand": "true", "sha256": "abc123", "file": "office.csv",
            "note": "Read by hand.",
        },
        {
            "response_id": "transcribed:other", "provider": "Bureau", "title": "Lanes", "release": "", "published": "",
            "kind": "press", "licence": "", "licence_class": "fact", "via": "", "second_hand": "false", "sha256": "",
            "file": "", "note": "",
        },
    ]
)  # fmt: skip


UNITS = {**builders.UNITS, "PT": builders.unit(short=builders.text("%", "%"))}


def lay_out(indicator, *rows, **changes):
    """A comparison of one indicator at an edition of 2026."""
    catalogue = builders.catalogue(indicator, **{"units": UNITS, **changes})
    return build(builders.partnership(), catalogue, builders.frame(*rows), MANIFEST)


def explained(indicator, *rows, language="en", records=None, **changes):
    """The explanation of one indicator."""
    return explain(indicator.id, lay_out(indicator, *rows, **changes), language, records=records)


def flat(told):
    """The text with its line breaks gone, so that a phrase is found wherever it was wrapped."""
    return re.sub(r"\s+", " ", told.text)


def known(which="b", ref_area="BW-FR", **changes):
    """A value that only one place has."""
    return {
        "side": which, "series": "test:S", "ref_area": ref_area, "missing": "not_published",
        "question": builders.text("Hur är det hos er?", "How is it with you?"),
        "ask": builders.text("Kommunen", "The council"), **changes,
    }  # fmt: skip


BOTH = builders.rows("SE-1281", {2023: 12.5}), builders.rows("BW-FR", {2023: 40.25})


def test_a_number_leads_to_the_observation_and_to_what_was_read():
    """Value, unit, status, confidence; provider, terms, copy, second hand, file and its fingerprint."""
    told = explained(builders.indicator(), *BOTH)
    (pair,) = told.pairs
    assert pair.b.printed == "40.3%, BW-FR, 2023"
    assert pair.b.origin.observation["obs_value"] == 40.25
    (publication,) = pair.b.origin.publications
    assert (publication.provider, publication.via, publication.sha256) == ("Office", "example.org/copy", "abc123")
    assert told.publications == (publication,)
    text = flat(told)
    for phrase in (
        "Stored value 40.25 PT (PT), BW-FR, 2023", "test:S, sex=_T, age=_T", "A (normal value); high confidence",
        "Office: Streets; release: table 7; published: 2024; official register", "licence: CC0 (open licence)",
        "Copy that was read: example.org/copy (public, not the provider's own)",
        "Our file: data/transcribed/office.csv, SHA-256 abc123", "Read by hand.",
    ):  # fmt: skip
        assert phrase in text


def test_a_publication_is_told_in_full_once():
    """The second side refers to the first."""
    text = flat(explained(builders.indicator(), *BOTH))
    assert text.count("abc123") == 1
    assert "Office: Streets (see above)" in text


def test_what_a_publication_does_not_say_is_said_to_be_missing():
    """No date: that the year is not stated; no licence: what was made of it."""
    rows = builders.rows("BW-FR", {2023: 40.25}, response_id="transcribed:other")
    text = flat(explained(builders.indicator(), BOTH[0], rows))
    assert "Bureau: Lanes; published: year not stated; press article" in text
    assert "single figures quoted from a publication" in text


@pytest.mark.parametrize(
    ("source_unit", "unit", "value", "formula"),
    [
        ("RATIO_0_1", "PT", 0.125, "0.125 × 100 = 12.5 (RATIO_0_1 → PT)"),
        ("KELVIN", "CELSIUS", 281.171, "281.171 − 273.15 = 8.021 (KELVIN → CELSIUS)"),
    ],
)
def test_a_conversion_is_written_out_with_its_numbers(source_unit, unit, value, formula):
    """The stored value stays in the source's unit."""
    rows = [builders.rows(area, {2023: value}, unit_measure=source_unit) for area in ("SE-1281", "BW-FR")]
    told = explained(builders.indicator(unit=unit), *rows)
    assert told.pairs[0].a.origin.observation["unit_measure"] == source_unit
    assert f"Converted {formula}" in flat(told)


def test_without_a_conversion_none_is_told():
    """The source's unit is the indicator's."""
    told = explained(builders.indicator(), *BOTH)
    assert told.pairs[0].a.conversion is None
    assert "Converted" not in told.text


SHARE = Derivation(
    id="share", formula="share", of=("test:women", "derived:all"), of_sex=("F", "_T"), unit="PT", factor=100,
    title=builders.text("Andelen kvinnor", "The share of women"),
)  # fmt: skip
ALL = Derivation(
    id="all", formula="sum", of=("test:women", "test:men"), of_sex=("F", "M"), total="test:total", unit="PERSONS",
    title=builders.text("Alla", "All of them"),
)  # fmt: skip


def counts(area, women, men):
    """Women and men of an area in 2023."""
    return [
        *builders.rows(area, {2023: women}, "test:women", unit_measure="PERSONS", sex="F"),
        *builders.rows(area, {2023: men}, "test:men", unit_measure="PERSONS", sex="M"),
    ]


def test_a_computed_value_leads_to_its_parts_and_theirs():
    """25 % = 100 × 30 ÷ 120, and 120 = 30 + 90, which meets the published total."""
    pairs = (builders.candidate("derived:share", "SE-1281", "derived:share", "BW-FR"),)
    totals = builders.rows("BW-FR", {2023: 120}, "test:total", unit_measure="PERSONS")
    told = explained(
        builders.indicator(pairs=pairs), counts("SE-1281", 30, 30), counts("BW-FR", 30, 90), totals,
        derived={"all": ALL, "share": SHARE},
    )  # fmt: skip
    origin = told.pairs[0].b.origin
    assert origin.derivation == SHARE
    women, everyone = origin.parts
    assert (women.observation["series"], women.observation["sex"]) == ("test:women", "F")
    assert [part.observation["obs_value"] for part in everyone.parts] == [30, 90]
    assert everyone.total.observation["series"] == "test:total"
    text = flat(told)
    for phrase in (
        "Computed 100 × 30 ÷ 120 = 25", "Computed 30 + 90 = 120", "A part of it: test:men",
        "The published total: test:total Stored value 120 PERSONS", "derived:share, sex=_T, age=_T: The share of women",
    ):  # fmt: skip
        assert phrase in text


def test_growth_leads_to_its_two_ends():
    """From 100 to 121 in two years is 10 % a year."""
    growth = Derivation(id="growth", formula="annual_growth", of=("test:S",), unit="PT", factor=100,
                        title=builders.text())  # fmt: skip
    rows = [builders.rows(area, {2020: 100, 2022: 121, 2023: 130}, unit_measure="PERSONS")
            for area in ("SE-1281", "BW-FR")]  # fmt: skip
    pairs = (builders.candidate("derived:growth", "SE-1281", "derived:growth", "BW-FR"),)
    told = explained(builders.indicator(pairs=pairs), *rows, derived={"growth": growth})
    origin = told.pairs[0].a.origin
    assert [part.observation["time_period"] for part in origin.parts] == ["2022", "2023"]
    assert origin.years == 1
    assert "100 × ((130 ÷ 121) ^ (1 ÷ 1) − 1) = 7.4380165289256" in flat(told)


def test_a_computed_value_without_its_parts_is_an_error():
    """A comparison whose observations were thinned out afterwards cannot be explained."""
    growth = Derivation(id="growth", formula="annual_growth", of=("test:S",), unit="PT", title=builders.text())
    rows = [builders.rows(area, {2020: 100, 2022: 121}, unit_measure="PERSONS") for area in ("SE-1281", "BW-FR")]
    pairs = (builders.candidate("derived:growth", "SE-1281", "derived:growth", "BW-FR"),)
    comparison = lay_out(builders.indicator(pairs=pairs), *rows, derived={"growth": growth})
    thinned = comparison.observations[comparison.observations["time_period"] != "2020"]
    object.__setattr__(comparison, "observations", thinned)
    with pytest.raises(ObservationError, match="derived:growth of SE-1281 cannot be explained"):
        explain("test-share", comparison)


def test_a_rejected_value_is_told_with_its_reason():
    """Of the same series and area, whatever its period; those of other areas are not told."""
    columns = ["ref_area", "series", "sex", "age", "time_period", "obs_value", "unit_measure", "response_id", "reason"]
    conflicts = pd.DataFrame(
        [
            ("BW-FR", "test:S", "_T", "_T", "2023", "39", "PT", "transcribed:other", "Rounded."),
            ("BW-FR", "test:S", "_T", "_T", "2022", "38", "PT", "transcribed:other", "Preliminary."),
            ("BW-NE", "test:S", "_T", "_T", "2023", "7", "PT", "transcribed:other", "Another area."),
        ],
        columns=columns,
    )
    titles = pd.DataFrame({"series": ["test:S"], "title": ["Streets as the office calls them"]})
    told = explained(builders.indicator(), *BOTH, records=Records(conflicts, titles))
    assert [item.obs_value for item in told.pairs[0].b.origin.conflicts] == [38, 39]
    assert told.pairs[0].a.origin.conflicts == ()
    text = flat(told)
    assert "Not used 38 PT, 2022 (Bureau: Lanes): Preliminary. 39 PT, 2023 (Bureau: Lanes): Rounded." in text
    assert "Another area" not in text
    assert "sex=_T, age=_T: Streets as the office calls them" in text


@pytest.mark.parametrize(
    ("years_a", "years_b", "code", "shared"),
    [
        ((2019, 2023), (2019, 2023), "shared", 2023),
        ((2021, 2023), (2021, 2024), "shared", 2021),
        ((2015, 2023), (2015, 2022), "fresher", 2015),
        ((2023,), (2021,), "nearest", None),
        ((2023,), (2010,), "beyond_tolerance", None),
        (("2020-01-01/P4Y",), ("2020-01-01/P4Y",), "same_span", 2022),
        (("2020-01-01/P4Y",), ("2023-01-01/P4Y",), "overlap", None),
        (("_U",), ("_U",), "period_not_stated_same_release", None),
        (("_U",), (2020,), "period_not_stated", None),
    ],
)
def test_the_rule_that_matched_two_periods_is_retold(years_a, years_b, code, shared):
    """Each rule of the method once; 2021 with both is taken before 2023 beside 2024, which is but two years fresher."""
    rows = [builders.rows(area, dict.fromkeys(years, 10.0))
            for area, years in (("SE-1281", years_a), ("BW-FR", years_b))]  # fmt: skip
    told = explained(builders.indicator(), *rows)
    assert (told.pairs[0].rule.code, told.pairs[0].rule.shared) == (code, shared)
    assert told.pairs[0].rule.tolerance == 3


def test_each_dimension_has_its_score_and_sentence_and_the_letter_follows():
    """Concept 1 and 2023 beside 2019: the period decides; press keeps a pair from being better than C."""
    candidate = builders.candidate(concept=1, tolerance=5, differs=builders.text(en="Roads are counted in one place."))
    indicator = builders.indicator(pairs=(candidate,))
    rows = builders.rows("SE-1281", {2023: 12.5}), builders.rows("BW-FR", {2019: 40.25})
    text = flat(explained(indicator, *rows))
    for phrase in (
        "Grade C: to be compared with caution", "concept 1: The same concept, with a documented difference.",
        "measurement 0: Measured in the same way.", "population base 0: The same population group.",
        "territory 1: Two kinds of area.", "time 2: Four years lie between the figures.", "The worst score is 2: C.",
        "Roads are counted in one place.", "Tolerance: 5 years.",
    ):  # fmt: skip
        assert phrase in text
    press = builders.rows("BW-FR", {2023: 40.25}, response_id="transcribed:other")
    text = flat(explained(builders.indicator(), BOTH[0], press))
    assert "confidence: At least one figure is indicative" in text
    assert "The worst score is 1: B. A pair with an indicative or old figure gets C at most." in text


def test_the_level_is_derived_from_the_kinds_of_the_two_areas():
    """A county beside a city is a pair of regions; a country on one side only is D."""
    county = explained(
        builders.indicator(pairs=(builders.candidate(area_a="SE-M"),)),
        builders.rows("SE-M", {2023: 12.5}), BOTH[1],
    )  # fmt: skip
    assert "SE-M (county, larger than the city) and BW-FR (city, counts as the city)" in flat(county)
    mixed = explained(
        builders.indicator(pairs=(builders.candidate(area_a="SWE"),)), builders.rows("SWE", {2023: 12.5}), BOTH[1]
    )
    assert "A country stands on one side only: D." in flat(mixed)
    assert "Difference none is calculated" in flat(mixed)


def test_difference_and_distance_are_told_unrounded():
    """12.5 and 40.25 per cent with 10 to reach: 27.75 percentage points apart, 2.5 and 30.25 still to go."""
    target = TargetValue(value=10, origin=builders.text(en="The office"))
    text = flat(explained(builders.indicator(target_value=target), *BOTH))
    assert "Difference SE-1281 minus BW-FR: −27.75 PP nearer what is aimed at: SE-1281" in text
    assert "Distance still to go: 2.5 PP" in text
    assert "Distance still to go: 30.25 PP" in text
    assert "To reach Benchmark: 10% (The office)." in text


def test_whether_the_two_come_nearer_each_other_is_told_where_it_is_assessed():
    """From 20 to 30 points apart in five years; with two years of figures nothing is said."""
    lund, other = {2015: 10, 2018: 10, 2020: 10}, {2015: 30, 2018: 35, 2020: 40}
    rows = builders.rows("SE-1281", lund), builders.rows("BW-FR", other)
    told = flat(explained(builders.indicator(), *rows))
    assert "Both over time The values of SE-1281 and BW-FR have moved further apart." in told
    short = flat(explained(builders.indicator(), *(row[:2] for row in rows)))
    assert "Both over time" not in short


def test_a_band_is_told_as_what_is_aimed_at():
    """And nobody says beside it that there is nothing to reach."""
    text = flat(explained(builders.indicator(direction="value", band=(40, 60)), *BOTH))
    assert "Direction the aim is a value from 40 to 60" in text
    assert "To reach" not in text
    assert "Distance still to go: 27.5 PP" in text
    assert "Distance reached" in text


def test_a_trend_is_told_with_all_that_it_rests_on():
    """From 22 in 2015 to 14.9 in 2023 towards 5 in 2030: 7.1 in 8 years against 17 in 15."""
    target = TargetValue(value=5, year=2030, sdg=True, origin=builders.text(en="Agenda 2030"))
    indicator = builders.indicator(target_value=target, unit="UG_M3")
    rows = [builders.rows(area, {2015: 22.0, 2019: 18.0, 2023: 14.9}, unit_measure="UG_M3")
            for area in ("SE-1281", "BW-FR")]  # fmt: skip
    text = flat(explained(indicator, *rows))
    for phrase in (
        "3 figures that count, from 2015 to 2023",
        "Pace kept towards the aim: 0.888 a year; pace needed: 1.133 a year",
        "linear pace: improving, but too slowly; compound rate a year (Eurostat): insufficient progress; "
        "progress chart of the United Nations: fair progress",
        "Methods that say the same: 2 of 3 that apply", "Without the first or the last figure the result is the same",
    ):  # fmt: skip
        assert phrase in text


def test_the_reason_for_no_trend_is_told():
    """One figure is too few; direction none has no aim."""
    assert "no trend is assessed: there are too few observations" in flat(explained(builders.indicator(), *BOTH))
    indicator = builders.indicator(direction="none")
    assert "neither a higher nor a lower value is an aim in itself" in flat(explained(indicator, *BOTH))


def test_a_one_sided_value_has_its_question_and_whom_to_ask():
    """Grade N, why the other place has none, and the way back as for any value."""
    told = explained(builders.indicator(pairs=(), known=(known(),)), BOTH[1])
    assert told.pairs == ()
    (value,) = told.one_sided
    assert value.side.origin.observation["obs_value"] == 40.25
    text = flat(told)
    for phrase in ("One side only, BW-FR: N · one side only", "Question How is it with you?", "Ask The council",
                   "level: The other place does not publish this figure.", "SHA-256 abc123"):  # fmt: skip
        assert phrase in text


def test_an_open_question_is_told_where_nothing_is_known():
    """With why each place has no figure."""
    question = OpenQuestion(question=builders.text(en="How many?"), ask=builders.text(en="The hospital"),
                            missing_a="not_collected", missing_b="suppressed")  # fmt: skip
    text = flat(explained(builders.indicator(pairs=(), question=question)))
    assert "The open question Question How many? Ask The hospital" in text
    assert "SE-1281 no figure (not collected) BW-FR no figure (suppressed by the source)" in text


def test_single_city_values_stand_above_whole_countries_and_below_pairs_of_cities():
    """As on the page."""
    countries = builders.candidate("test:N", "SWE", "test:N", "BWA")
    national = [builders.rows(area, {2023: 1.5}, "test:N") for area in ("SWE", "BWA")]
    text = explained(builders.indicator(pairs=(countries,), known=(known(),)), *national, BOTH[1]).text
    assert text.index("One side only") < text.index("The pair")
    text = explained(builders.indicator(known=(known("a", "SE-1281"),)), *BOTH).text
    assert text.index("The pair") < text.index("One side only")


def test_other_candidates_are_also_known_with_why_they_were_not_taken():
    """The second stands after the first; a first that is too far apart stands after the second."""
    countries = builders.candidate("test:N", "SWE", "test:N", "BWA")
    national = [builders.rows(area, {2023: 1.5}, "test:N") for area in ("SWE", "BWA")]
    cities = builders.candidate()
    told = explained(builders.indicator(pairs=(cities, countries)), *national, *BOTH)
    (other,) = told.also_known
    assert other.pair.rank == 1
    assert "Candidate 2 of 2 in the catalogue. Another one stands before it." in flat(told)
    far = builders.rows("BW-FR", {2010: 40.25})
    text = flat(explained(builders.indicator(pairs=(cities, countries)), *national, BOTH[0], far))
    assert "Candidate 1 of 2 in the catalogue. Its years are too far apart." in text


def test_a_country_s_value_never_stands_under_a_city_s_name():
    """The heading of a side names the area that the value describes."""
    countries = builders.candidate("test:N", "SWE", "test:N", "BWA")
    national = [builders.rows(area, {2023: 1.5}, "test:N") for area in ("SWE", "BWA")]
    text = explained(builders.indicator(pairs=(countries,)), *national).text
    assert "1.5%, SWE, 2023" in text
    assert "SE-1281" not in text
    assert "BW-FR" not in text


def test_a_masked_count_is_in_no_line_of_the_text():
    """4 of 80 persons: neither the count nor the share it makes, nor what would give it away."""
    share = Derivation(id="share", formula="share", of=("test:S", "test:all"), unit="PT", factor=100,
                       title=builders.text())  # fmt: skip
    pairs = (builders.candidate("derived:share", "SE-1281", "derived:share", "BW-FR"),)
    rows = [builders.rows(area, {2023: number}, series, unit_measure="PERSONS")
            for area, series, number in (("SE-1281", "test:S", 4), ("SE-1281", "test:all", 80),
                                         ("BW-FR", "test:S", 30), ("BW-FR", "test:all", 90))]  # fmt: skip
    indicator = builders.indicator(pairs=pairs, persons=True, target_value=TargetValue(value=1, origin=builders.text()))
    told = explained(indicator, *rows, derived={"share": share})
    side = told.pairs[0].a
    assert side.masked
    assert math.isnan(side.origin.observation["obs_value"])
    assert math.isnan(side.origin.observation["numerator"])
    block = flat(told).partition("not shown: fewer than 5 persons, SE-1281")[2].partition("33.3%, BW-FR")[0]
    assert block
    assert not re.search(r"\b(4|80|5\.0|5)\b", block.replace("fewer than 5", ""))


def test_an_unknown_indicator_or_language_names_the_closest():
    """A slip of the pen is answered with what exists."""
    comparison = lay_out(builders.indicator(), *BOTH)
    with pytest.raises(UnknownCodeError) as caught:
        explain("test-shore", comparison)
    assert caught.value.closest[0] == "test-share"
    with pytest.raises(UnknownCodeError, match="language 'sw'"):
        explain("test-share", comparison, "sw")


def test_a_series_leads_to_every_indicator_that_prints_it():
    """From a pair, another candidate, a value of one city, a reference; not from what is in no figure."""
    share = builders.indicator(
        pairs=(builders.candidate("test:P", "SE-1281", "test:Q", "BW-FR"),
               builders.candidate("test:C", "SWE", "test:C", "BWA")),
        known=(known(series="test:K"),), references=({"series": "test:R", "ref_area": "SWE"},),
    )  # fmt: skip
    other = builders.indicator(id="other-share", pairs=(builders.candidate("test:P", "SE-1281", "test:N", "BW-FR"),))
    rows = [
        row
        for series, area in (("test:P", "SE-1281"), ("test:Q", "BW-FR"), ("test:C", "SWE"), ("test:C", "BWA"),
                             ("test:K", "BW-FR"), ("test:R", "SWE"))
        for row in builders.rows(area, {2023: 12.5}, series)
    ]  # fmt: skip
    catalogue = builders.catalogue(share, other, units=UNITS)
    comparison = build(builders.partnership(), catalogue, builders.frame(rows), MANIFEST)
    for series in ("test:Q", "test:C", "test:K", "test:R"):
        assert find_explained(series, comparison) == ("test-share",), series
    assert find_explained("other-share", comparison) == ("other-share",)
    assert explain("test:K", comparison).text == explain("test-share", comparison).text
    with pytest.raises(UnknownCodeError, match="indicator or series 'test:N'"):
        find_explained("test:N", comparison)


def test_a_series_of_several_indicators_is_answered_with_their_ids():
    """One explanation cannot be chosen for the reader."""
    indicators = [builders.indicator(), builders.indicator(id="other-share")]
    catalogue = builders.catalogue(*indicators, units=UNITS)
    comparison = build(builders.partnership(), catalogue, builders.frame(*BOTH), MANIFEST)
    assert find_explained("test:S", comparison) == ("test-share", "other-share")
    with pytest.raises(CompareError, match=r"2 indicators use it, test-share, other-share. Name one of them."):
        explain("test:S", comparison)


def test_swedish_says_the_same_in_swedish():
    """As many rows, decimal commas, no English label."""
    rows = [builders.rows(area, {2023: 0.125}, unit_measure="RATIO_0_1") for area in ("SE-1281", "BW-FR")]
    english, swedish = (explained(builders.indicator(), *rows, language=code) for code in ("en", "sv"))
    assert "0,125 × 100 = 12,5 (RATIO_0_1 → PT)" in flat(swedish)
    assert swedish.pairs[0].a.printed.startswith("12,5\u00a0%")
    assert "Läst exemplar: example.org/copy (öppen kopia, inte utgivarens egen)" in flat(swedish)
    labels = [{line.split("  ")[0] for line in told.text.splitlines() if line[:1].strip() and ": " not in line[:20]}
              for told in (english, swedish)]  # fmt: skip
    assert len(labels[0]) == len(labels[1])
    assert labels[0] & labels[1] == set()


def test_lines_are_wrapped_under_their_label():
    """At most 100 wide; a further paragraph begins a line of its own; a long label stands alone."""
    sheet = Sheet()
    sheet.row("Note", "word " * 40, "second")
    sheet.row("A label that is far too long", "short", depth=1)
    sheet.row("Nothing", "")
    lines = sheet.text.splitlines()
    assert all(len(line) <= 100 for line in lines)
    assert lines[0].startswith("Note              word")
    assert lines[1].startswith(" " * 18 + "word")
    assert " " * 18 + "second" in lines
    assert lines[-2:] == ["  A label that is far too long", " " * 20 + "short"]
    assert "Nothing" not in sheet.text


@pytest.mark.parametrize(
    ("number", "english", "swedish"),
    [(0.312273, "0.312273", "0,312273"), (103417.0, "103,417", "103\u00a0417"), (-9.9, "−9.9", "−9,9"),
     (0.1 + 0.2, "0.3", "0,3"), (0, "0", "0"), (2e-7, "0.0000002", "0,0000002")],
)  # fmt: skip
def test_a_number_is_printed_with_all_its_digits(number, english, swedish):
    """No more and no fewer: noise beyond the fifteenth is none of its digits."""
    assert print_exact(number, speak("en")) == english
    assert print_exact(number, speak("sv")) == swedish


# ---- the bundle


def test_fine_dust_of_the_bundle_is_followed_to_its_file():
    """5.7 in Skåne and 15.6 in Francistown, from the same release of the Air Quality Life Index."""
    told = compare.explain("fine-dust", real())
    pair = told.pairs[0]
    assert (pair.a.printed, pair.b.printed) == ("5.7\u00a0µg/m³, Skåne, 2023", "15.6\u00a0µg/m³, Francistown, 2023")
    for side in (pair.a, pair.b):
        (publication,) = side.origin.publications
        assert (publication.response_id, publication.file) == ("transcribed:aqli-2023", "aqli.csv")
        assert re.fullmatch("[0-9a-f]{64}", publication.sha256)


def test_the_census_of_francistown_has_its_rejected_values():
    """103,417 is final; 103,497 was preliminary."""
    told = compare.explain("population", real(), "sv")
    rejected = {item.obs_value: item.reason for item in told.pairs[0].b.origin.conflicts}
    assert rejected[103497] == "Preliminary result; the final one is used."
    assert "103\u00a0497 personer, 2022" in re.sub(r"[ \n]+", " ", told.text)


def test_the_command_line_explains_an_indicator(capsys, monkeypatch):
    """The same text as from Python; a slip of the pen is one line and exit code 2."""
    monkeypatch.setattr(compare, "compare", lambda _partnership: real())
    assert main(["explain", "fine-dust", "--language", "sv"]) == 0
    assert capsys.readouterr().out == compare.explain("fine-dust", real(), "sv").text
    assert main(["explain", "fine-dsut"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Unknown indicator or series 'fine-dsut'. Closest: fine-dust")


def test_the_command_line_explains_a_series_as_printed(capsys, monkeypatch):
    """The code under a figure; all indicators that use it, one after the other; a slip names series too."""
    monkeypatch.setattr(compare, "compare", lambda _partnership: real())
    assert main(["explain", "aqli:PM25"]) == 0
    assert capsys.readouterr().out == compare.explain("fine-dust", real()).text
    assert main(["explain", "scb:ME0105T28.turnout"]) == 0
    heads = re.findall(r"^([a-z0-9-]+): ", capsys.readouterr().out, re.MULTILINE)
    assert heads == [
        "youth-turnout", "turnout-of-young-women-and-men", "turnout-aged-30-to-49", "turnout-aged-50-to-64",
        "turnout-aged-65-or-over",
    ]  # fmt: skip
    assert main(["explain", "aqli:PM2.5"]) == 2
    assert "Unknown indicator or series 'aqli:PM2.5'. Closest: aqli:PM25," in capsys.readouterr().err


def test_every_series_in_a_source_line_leads_to_its_indicator():
    """What is printed after "Code:" can be typed."""
    for result in real():
        for line in tell_source(result, real(), speak("en")):
            for series in line.rpartition("Code: ")[2].rstrip(".").split(", "):
                assert result.indicator.id in find_explained(series, real()), line


def replay(origin):
    """A value computed again from what the explanation shows of it."""
    if not origin.parts:
        return origin.observation["obs_value"]
    values, rule = [replay(part) for part in origin.parts], origin.derivation
    results = {
        "sum": lambda: sum(values), "difference": lambda: values[0] - values[1],
        "annual_growth": lambda: (values[1] / values[0]) ** (1 / origin.years) - 1,
    }  # fmt: skip
    return rule.factor * results.get(rule.formula, lambda: values[0] / values[1])()


def test_every_number_of_the_bundle_can_be_computed_again_from_its_explanation():
    """Stored value, formula and conversion give the number on the page; every publication has its fingerprint."""
    for place, result in enumerate(real()):
        told = explain(result.indicator.id, real(), ("en", "sv")[place % 2])
        pairs = (*told.pairs, *told.also_known)
        for side in [side for pair in pairs for side in (pair.a, pair.b)] + [item.side for item in told.one_sided]:
            factor, offset = (side.conversion.factor, side.conversion.offset) if side.conversion else (1, 0)
            found = replay(side.origin) * factor + offset
            assert found == pytest.approx(side.side.value.obs_value, rel=1e-9), (result.indicator.id, side.printed)
            assert side.printed in re.sub(r"[ \n]+", " ", told.text)
        assert all(re.fullmatch("[0-9a-f]{64}", item.sha256) for item in told.publications)
        assert not re.search(r"\bnan\b|\bNone\b|[{}]", told.text), result.indicator.id
