"""What was fetched is read whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import pandas as pd
import pytest

from compare.errors import FormatError
from compare.observations import live as module
from compare.observations.frame import COLUMNS, load_observations
from compare.observations.live import MANIFEST, SERIES, SOURCES, Live, read_live, write_live
from compare.sources.transcribed import parse_transcribed, write_snapshot


def state(value: str = "7.5") -> Live:
    """One fetched value of the test's series."""
    cells = {"ref_area": "SE-1281", "series": "office:A", "sex": "_T", "age": "_T", "freq": "A", "time_period": "2025",
             "obs_value": value, "unit_measure": "PT", "obs_status": "A", "confidence": "high",
             "response_id": "office:0123456789abcdef"}  # fmt: skip
    answer = dict.fromkeys(MANIFEST, "") | {"response_id": "office:0123456789abcdef", "source": "office"}
    told = {"source": "office", "tried": "2026-11-25T08:00:00Z", "state": "renewed", "renewed": "2026-11-25T08:00:00Z",
            "told": ""}  # fmt: skip
    return Live(
        pd.DataFrame([{name: cells.get(name, "") for name in COLUMNS}]), pd.DataFrame([answer]),
        pd.DataFrame([], columns=list(SERIES)), pd.DataFrame([told], columns=list(SOURCES)),
    )  # fmt: skip


def test_nothing_was_fetched_yet(tmp_path):
    """That is no error."""
    assert read_live(tmp_path / "live") is None


def test_what_was_written_is_read_and_two_states_stay(tmp_path):
    """The newest is in force; the one before stays for whoever is reading it, older ones go."""
    for value in ("1.5", "2.5", "3.5", "4.5"):
        write_live(tmp_path, state(value))
    assert read_live(tmp_path).observations["obs_value"].tolist() == ["4.5"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["3", "4", "current"]


def test_a_kill_before_the_switch_leaves_the_state_before(tmp_path, monkeypatch):
    """Half of the new tables may lie there; the old ones are in force, and the next refresh goes on."""
    write_live(tmp_path, state("1.5"))

    def killed(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "write_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            write_live(tmp_path, state("2.5"))
    assert read_live(tmp_path).observations["obs_value"].tolist() == ["1.5"]
    write_live(tmp_path, state("3.5"))
    assert read_live(tmp_path).observations["obs_value"].tolist() == ["3.5"]


@pytest.mark.parametrize("name", ["observations.csv", "sources.csv", "live.sha256"])
def test_a_damaged_table_is_named_and_not_read(tmp_path, name):
    """With what to do."""
    write_live(tmp_path, state())
    path = tmp_path / "1" / name
    path.write_bytes(path.read_bytes()[:-9] + b"999999999")
    with pytest.raises(FormatError, match="refresh --offline") as caught:
        read_live(tmp_path)
    assert "damaged" in str(caught.value)


def test_a_state_that_is_not_there_is_named(tmp_path):
    """`current` edited by hand, or the folder removed."""
    write_live(tmp_path, state())
    (tmp_path / "current").write_text("8\n")
    with pytest.raises(FormatError, match="'8'"):
        read_live(tmp_path)


def test_fetched_series_stand_in_place_of_bundled_ones(data_folder):
    """All places of the series, with their answer in the manifest; without `fetched` the bundle alone."""
    write_snapshot(parse_transcribed(data_folder / "transcribed"), data_folder / "snapshot")
    bundled = load_observations(data_folder)
    series = bundled.observations["series"].iloc[0]
    live = state()
    write_live(data_folder / "live", Live(
        live.observations.assign(series=series), live.manifest, live.series, live.sources,
    ))  # fmt: skip
    loaded = load_observations(data_folder)
    mine = loaded.observations[loaded.observations["series"] == series]
    assert mine[["ref_area", "time_period", "obs_value"]].to_numpy().tolist() == [["SE-1281", "2025", 7.5]]
    others = bundled.observations[bundled.observations["series"] != series]
    assert len(loaded.observations) == len(others) + 1
    assert "office:0123456789abcdef" in set(loaded.manifest["response_id"])
    assert loaded.sources["state"].tolist() == ["renewed"]
    assert load_observations(data_folder, fetched=False).observations.equals(bundled.observations)
