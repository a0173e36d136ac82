"""A new vintage stands for all places or for none, and an answer that lost what it had is not believed."""

from __future__ import annotations

from compare.observations.vintages import replace_vintages, settle
from observations.rows import NAN, frame, line

OLD = frame(*line("off:A", "SWE", {2019: 1.0, 2020: 2.0}), *line("off:A", "BWA", {2019: 3.0, 2020: 4.0}))
NEEDED = {("off:A", "SWE", "_T", "_T"), ("off:A", "BWA", "_T", "_T")}
NEW = {"response_id": "off:1"}


def test_a_whole_answer_takes_the_place_of_all_that_stood() -> None:
    """Both places' rows are the new ones, none of the old is left beside them."""
    arrived = frame(
        *line("off:A", "SWE", {2019: 1.1, 2020: 2.0, 2021: 2.5}, **NEW),
        *line("off:A", "BWA", {2019: 3.0, 2020: 4.2}, **NEW),
    )  # fmt: skip
    settled = settle(arrived, OLD, needed=NEEDED)
    assert settled.kept_out == ()
    assert len(settled.withdrawn) == 0
    standing = replace_vintages(OLD, settled.accepted)
    assert standing["obs_value"].tolist() == [3.0, 4.2, 1.1, 2.0, 2.5]
    assert set(standing["response_id"]) == {"off:1"}


def test_one_place_missing_keeps_the_whole_series_out() -> None:
    """Asked for two, answered for one: never one place's new vintage beside the other's old one."""
    settled = settle(frame(*line("off:A", "SWE", {2019: 1.1, 2021: 2.5}, **NEW)), OLD, needed=NEEDED)
    assert settled.accepted.empty
    [kept_out] = settled.kept_out
    assert (kept_out.series, kept_out.reason, kept_out.lines) == ("off:A", "emptied", ("BWA _T _T",))
    assert (kept_out.had, kept_out.found) == (4, 2)
    assert "BWA" in str(kept_out)
    assert "The figures before stay" in str(kept_out)


def test_an_empty_answer_is_not_nothing() -> None:
    """A valid answer without rows, or with rows that are all empty, where there were figures."""
    assert settle(frame(), OLD, needed=NEEDED).kept_out[0].reason == "emptied"
    nulls = frame(*line("off:A", "SWE", {2019: NAN, 2020: NAN}), *line("off:A", "BWA", {2019: 3.0, 2020: 4.0}))
    assert settle(nulls, OLD, needed=NEEDED).kept_out[0].lines == ("SWE _T _T",)


def test_a_few_values_withdrawn_are_listed_and_most_of_them_gone_is_refused() -> None:
    """One of four may be taken back by its source; three of four is an answer gone wrong."""
    one_less = frame(*line("off:A", "SWE", {2019: 1.0, 2020: 2.0}), *line("off:A", "BWA", {2020: 4.0}))
    settled = settle(one_less, OLD, needed=NEEDED)
    assert settled.kept_out == ()
    assert settled.withdrawn[["ref_area", "time_period", "obs_value"]].to_numpy().tolist() == [["BWA", "2019", 3.0]]

    longer = frame(*OLD.to_dict("records"), *line("off:A", "SWE", dict.fromkeys(range(2010, 2019), 1.0)))
    settled = settle(
        frame(*line("off:A", "SWE", {2020: 2.0}), *line("off:A", "BWA", {2020: 4.0})), longer, needed=NEEDED
    )
    assert [one.reason for one in settled.kept_out] == ["lost"]


def test_years_that_were_not_asked_for_are_not_missed() -> None:
    """With --since 2020 an answer from 2020 on has lost nothing."""
    arrived = frame(*line("off:A", "SWE", {2020: 2.0}), *line("off:A", "BWA", {2020: 4.0}))
    settled = settle(arrived, OLD, needed=NEEDED, since=2020)
    assert settled.kept_out == ()
    assert len(settled.withdrawn) == 0


def test_a_line_that_nobody_shows_does_not_hold_back_the_rest() -> None:
    """Men's values gone, of a series of which only the total is shown: accepted, and listed as withdrawn."""
    before = frame(*OLD.to_dict("records"), *line("off:A", "SWE", {2019: 1.5}, sex="M"))
    settled = settle(OLD, before, needed=NEEDED)
    assert settled.kept_out == ()
    assert settled.withdrawn["sex"].tolist() == ["M"]


def test_a_new_series_has_nothing_to_lose() -> None:
    """It is accepted as it is, and other series stay as they are."""
    arrived = frame(*line("off:B", "SWE", {2020: 5.0}))
    settled = settle(arrived, OLD[OLD["series"] == "off:B"], needed=NEEDED)
    assert replace_vintages(OLD, settled.accepted)["series"].tolist() == ["off:A"] * 2 + ["off:A"] * 2 + ["off:B"]
