"""A refresh against the four offices on loopback: what arrives is in force, what fails costs only itself."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import filelock
import pandas as pd
import pytest

from compare.catalogue.load import load_catalogue
from compare.errors import BusyError
from compare.observations.frame import load_observations
from compare.observations.live import read_live
from compare.observations.renewal import refresh
from compare.sources.service import load_service
from compare.sources.session import Session
from compare.sources.session_policy import Policy
from compare.sources.store import Store
from sources.loopback import Reply, serving
from sources.offices import Offices

MORTALITY, PARLIAMENT = "wdi:SH.DYN.MORT", "wdi:SG.GEN.PARL.ZS"
SERIES = (MORTALITY, PARLIAMENT, "kolada:N00901", "kolada:N01951", "unsdg:SH_DYN_MORT", "scb:BefolkningNy")
SOURCES = ("kolada", "scb", "worldbank", "unsdg")
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def bundled():
    """The bundle, of six series only."""
    loaded = load_observations(fetched=False)
    return loaded._replace(
        observations=loaded.observations[loaded.observations["series"].isin(SERIES)].reset_index(drop=True),
        series=loaded.series[loaded.series["series"].isin(SERIES)].reset_index(drop=True),
    )  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    """The catalogue, with one awaited series: the youngest councillors."""
    whole = load_catalogue()
    return dataclasses.replace(whole, awaited={"kolada:N66077": whole.awaited["kolada:N66077"]})


@pytest.fixture
def offices(bundled, catalogue):
    """The offices, which have today what the bundle has."""
    codes = {
        source: {area.codes[source]: area.code for area in catalogue.areas.values() if source in area.codes}
        for source in SOURCES
    }
    titles = dict(zip(bundled.series["series"], bundled.series["title"], strict=True))

    def make(url):
        return Offices(url, figures=bundled.observations.copy(), codes=codes, titles=titles)

    with serving(make=make) as server:
        yield server


@pytest.fixture
def ask(offices, bundled, catalogue, tmp_path):
    """Refresh into the test's own folder, `days` after the first time."""

    def run(days=0, *, sources=SOURCES, young=None, offline=False, since=None):
        moment, slept = NOW + timedelta(days=days), [0.0]
        session = Session(
            catalogue.sources, clock=lambda: moment + timedelta(seconds=slept[0]),
            sleep=lambda seconds: slept.__setitem__(0, slept[0] + seconds), offline=offline,
            policy=Policy(attempts=2, backoff=0.01), environ=offices.environ,
        )  # fmt: skip
        return refresh(
            [load_service(source) for source in sources], catalogue, bundled, session, Store(tmp_path / "raw"),
            tmp_path / "live", moment=moment, young=young, since=since,
        )  # fmt: skip

    return run


def change(offices, series, ref_area, period, value):
    """Another value from now on, or with None no row at all; the sex is the total."""
    frame = offices.figures
    mine = (frame["series"] == series) & (frame["ref_area"] == ref_area) & (frame["time_period"] == period)
    assert mine.any()
    if value is None:
        offices.figures = frame[~mine]
    else:
        frame.loc[mine & (frame["sex"] == "_T"), "obs_value"] = value


def standing(tmp_path, series):
    """What stands of a fetched series: (area, period) -> value as text."""
    live = read_live(tmp_path / "live").observations
    mine = live[(live["series"] == series) & (live["sex"] == "_T")]
    return dict(zip(zip(mine["ref_area"], mine["time_period"], strict=True), mine["obs_value"], strict=True))


def by_source(renewal):
    """How each source fared."""
    return {fared.source: fared for fared in renewal.sources}


def test_what_arrives_is_in_force_with_its_answer(offices, ask, tmp_path):
    """A revised value and its provenance; all four sources are renewed, several of their calls at the same time."""
    offices.delay = 0.02
    change(offices, MORTALITY, "SWE", "2024", 2.6)
    renewal = ask()
    assert renewal.exit_code == 0
    assert [fared.state for fared in renewal.sources] == ["renewed"] * 4
    assert offices.most_busy >= 2
    values = standing(tmp_path, MORTALITY)
    assert values["SWE", "2024"] == "2.6"
    assert values["BWA", "2024"] == "33.3"
    live = read_live(tmp_path / "live")
    row = live.observations[live.observations["series"] == MORTALITY].iloc[0]
    answer = live.manifest[live.manifest["response_id"] == row["response_id"]].iloc[0]
    assert answer["request"].startswith("GET https://api.worldbank.org/v2/country/SWE;BWA/indicator/SH.DYN.MORT?")
    assert answer["retrieved"].startswith("2026-11-25T08:00:00.")
    assert answer["status"] == "200"
    assert Store(tmp_path / "raw").read(row["response_id"]).startswith(b"[{")
    [revision] = [one for one in by_source(renewal)["worldbank"].revisions if one.series == MORTALITY]
    assert (revision.ref_area, revision.time_period, revision.old, revision.new) == ("SWE", "2024", 2.4, 2.6)


def test_an_unchanged_answer_is_not_stored_twice_and_changes_nothing(ask, tmp_path):
    """The day after: the same observations and manifest, byte for byte; only the day of asking is another."""
    ask()
    before = (read_live(tmp_path / "live"), len(Store(tmp_path / "raw").list_rows()))
    renewal = ask(1)
    tally = by_source(renewal)["worldbank"].tally
    assert (tally.asked, tally.new, tally.kept) == (2, 0, 0)
    after = read_live(tmp_path / "live")
    assert after.observations.equals(before[0].observations)
    assert after.manifest.equals(before[0].manifest)
    assert len(Store(tmp_path / "raw").list_rows()) == before[1]
    assert set(after.sources["tried"]) == {"2026-11-26T08:00:00Z"}


def test_young_answers_are_not_asked_for_again(offices, ask):
    """Within the hour nothing is asked; the source counts as renewed."""
    ask()
    asked = len(offices.asked)
    renewal = ask(young=NOW - timedelta(hours=1))
    assert len(offices.asked) == asked
    assert renewal.exit_code == 0
    assert by_source(renewal)["worldbank"].tally.kept == 2


def test_one_source_down_costs_only_itself(offices, ask, tmp_path):
    """Its last answers stay, dated; the others are fresh; partly failed."""
    change(offices, MORTALITY, "SWE", "2024", 2.6)
    ask()
    change(offices, MORTALITY, "SWE", "2024", 2.7)
    change(offices, "kolada:N00901", "SE-1281", "2020", 20.99)
    offices.faults["worldbank"] = Reply(b"<html><body>Down for maintenance</body></html>", 503, kind="text/html")
    renewal = ask(1)
    assert renewal.exit_code == 3
    assert by_source(renewal)["worldbank"].state == "failed"
    assert standing(tmp_path, MORTALITY)["SWE", "2024"] == "2.6"
    assert standing(tmp_path, "kolada:N00901")["SE-1281", "2020"] == "20.99"
    told = read_live(tmp_path / "live").sources.set_index("source")
    assert told.loc["worldbank", "state"] == "failed"
    assert told.loc["worldbank", "tried"] == "2026-11-26T08:00:00Z"
    assert told.loc["worldbank", "renewed"] == "2026-11-25T08:00:00Z"
    assert "503" in told.loc["worldbank", "told"]


def test_nothing_refreshed_loses_nothing(offices, ask, tmp_path):
    """All down: what stood stands, every answer is still there."""
    ask()
    before = read_live(tmp_path / "live")
    answers = [row.response_id for row in Store(tmp_path / "raw").list_rows()]
    offices.faults |= {source: Reply(b"", 500) for source in SOURCES}
    renewal = ask(1)
    assert renewal.exit_code == 4
    assert read_live(tmp_path / "live").observations.equals(before.observations)
    assert [row.response_id for row in Store(tmp_path / "raw").list_rows()] == answers
    assert Store(tmp_path / "raw").check() == {}


def test_an_emptied_answer_is_kept_out_and_named(offices, ask, tmp_path):
    """A valid page without rows where there were 70: not "nothing", not deleted."""
    ask()
    offices.figures = offices.figures[offices.figures["series"] != MORTALITY]
    renewal = ask(1)
    [kept_out] = by_source(renewal)["worldbank"].kept_out
    assert (kept_out.series, kept_out.reason, kept_out.found) == (MORTALITY, "emptied", 0)
    assert renewal.exit_code == 3
    assert standing(tmp_path, MORTALITY)["BWA", "2024"] == "33.3"
    emptied = dict(read_live(tmp_path / "live").sources[["source", "emptied"]].itertuples(index=False, name=None))
    assert emptied == {**dict.fromkeys(emptied, ""), "worldbank": str(kept_out.had)}


def test_one_of_two_places_missing_keeps_both_as_they_were(offices, ask, tmp_path):
    """Asked for Sweden and Botswana, answered for Sweden: Botswana is named, neither is replaced."""
    change(offices, MORTALITY, "SWE", "2024", 2.6)
    frame = offices.figures
    offices.figures = frame[~((frame["series"] == MORTALITY) & (frame["ref_area"] == "BWA"))]
    renewal = ask()
    [kept_out] = by_source(renewal)["worldbank"].kept_out
    assert kept_out.lines == ("BWA _T _T",)
    assert renewal.exit_code == 3
    assert MORTALITY not in set(read_live(tmp_path / "live").observations["series"])
    assert PARLIAMENT in set(read_live(tmp_path / "live").observations["series"])


def test_a_retired_code_is_named_and_is_no_failure(offices, ask):
    """The service answers and says no to one code; its figures stay, the others are renewed."""
    offices.titles.pop(MORTALITY)
    renewal = ask()
    fared = by_source(renewal)["worldbank"]
    assert fared.failures == []
    assert "SH.DYN.MORT" in fared.refused[0] or "Invalid value" in fared.refused[0]
    assert fared.series == (PARLIAMENT,)
    assert renewal.exit_code == 0


def test_a_code_with_another_title_gives_no_value(offices, ask, tmp_path):
    """Kolada uses codes again: the figures of the old meaning stay, and the new title is in the warning."""
    offices.titles["kolada:N00901"] = "Antal hästar per invånare"
    renewal = ask()
    assert any("Antal hästar" in warning for warning in by_source(renewal)["kolada"].warnings)
    assert "kolada:N00901" not in set(read_live(tmp_path / "live").observations["series"])


def test_a_value_that_cannot_be_is_flagged_and_stays(offices, ask, tmp_path):
    """963 per cent women in parliament: in force, marked, of low confidence, and in the summary."""
    change(offices, PARLIAMENT, "SWE", "2023", 963.0)
    renewal = ask()
    flags = [flag for flag in by_source(renewal)["worldbank"].flags if flag.series == PARLIAMENT]
    assert [(flag.ref_area, flag.time_period) for flag in flags] == [("SWE", "2023")] * len(flags)
    assert "range" in {flag.kind for flag in flags}
    live = read_live(tmp_path / "live").observations
    row = live[(live["series"] == PARLIAMENT) & (live["ref_area"] == "SWE") & (live["time_period"] == "2023")].iloc[0]
    assert (row["obs_value"], row["confidence"]) == ("963", "low")
    assert "range" in row["comment_obs"]


def test_an_awaited_series_that_comes_is_there(offices, ask, tmp_path, catalogue):
    """Its first figure enters under the source's own code."""
    title = catalogue.awaited["kolada:N66077"].title.sv
    offices.titles["kolada:N66077"] = title
    first = offices.figures.iloc[[0]].assign(
        series="kolada:N66077", ref_area="SE-1281", time_period="2024", freq="A", sex="_T", age="_T", obs_value=11.25
    )
    offices.figures = pd.concat([offices.figures, first], ignore_index=True)
    assert ask().exit_code == 0
    assert standing(tmp_path, "kolada:N66077") == {("SE-1281", "2024"): "11.25"}
    assert title in set(read_live(tmp_path / "live").series["title"])


def test_stored_answers_are_read_anew_without_a_network(offices, ask, tmp_path):
    """The tables are lost, the answers are not: offline they give the same tables again."""
    ask()
    before = read_live(tmp_path / "live")
    number = (tmp_path / "live" / "current").read_text().strip()
    (tmp_path / "live" / number / "observations.csv").write_bytes(b"")
    asked = len(offices.asked)
    assert ask(1, offline=True).exit_code == 0
    assert len(offices.asked) == asked
    assert read_live(tmp_path / "live").observations.equals(before.observations)


def test_a_damaged_answer_is_fetched_again(offices, ask, tmp_path):
    """Edited on the disk: not used though it is young, and asked for without help."""
    ask()
    store = Store(tmp_path / "raw")
    row = next(row for row in store.list_rows() if "SH.DYN.MORT" in row.request)
    (store.folder / row.file).write_bytes(b"[]")
    asked = len(offices.asked)
    assert ask(young=NOW - timedelta(hours=1)).exit_code == 0
    assert offices.asked[asked:] == [f"GET /worldbank{row.request.partition('org')[2]}"]
    assert store.check() == {}


def test_a_reader_that_breaks_costs_only_its_own_source(ask, monkeypatch):
    """A fault of ours in one module is named as such, and the other sources are renewed."""
    broken = dataclasses.replace(load_service("kolada"), fetch=lambda *_args: {}["no such key"])
    monkeypatch.setattr("compare.sources.kolada.SERVICE", broken)
    renewal = ask()
    assert "KeyError" in by_source(renewal)["kolada"].failures[0]
    assert renewal.exit_code == 3
    assert by_source(renewal)["worldbank"].state == "renewed"


def test_a_second_refresh_does_not_wait(ask, tmp_path):
    """It says that another is on."""
    (tmp_path / "live").mkdir()
    with filelock.FileLock(tmp_path / "live" / "lock"), pytest.raises(BusyError, match="Another refresh"):
        ask()


def test_years_before_since_are_left_out(ask, tmp_path):
    """All rows are of 2015 or later."""
    assert ask(since=2015, sources=("worldbank",)).exit_code == 0
    assert min(period for _, period in standing(tmp_path, MORTALITY)) == "2015"
