"""The bundle holds what was transcribed, the same bytes each time, and is not read when it is damaged."""

from __future__ import annotations

import csv
import hashlib
import random
from pathlib import Path

import pytest

from compare.errors import FormatError, NotStoredError
from compare.sources.transcribed import parse_transcribed, read_snapshot, write_snapshot


@pytest.fixture
def snapshot(data_folder: Path) -> Path:
    """A folder with a freshly written bundle."""
    write_snapshot(parse_transcribed(data_folder / "transcribed"), data_folder / "snapshot")
    return data_folder / "snapshot"


def test_observations_carry_a_response_id_and_the_numbers_as_written(snapshot: Path) -> None:
    """The file is plain text that anyone can read."""
    lines = (snapshot / "observations.csv").read_bytes().decode("utf-8").split("\n")

    assert lines[0].endswith("confidence,comment_obs,response_id")
    assert lines[1] == "BW-FR,off:CLEAN,_T,_T,A,2022,41.50,PT,A,,,,,,high,,transcribed:office-2024"
    assert lines[2].split(",")[6] == "0"
    assert len(lines) == 5
    assert lines[-1] == ""


def test_the_manifest_tells_where_a_figure_was_written(snapshot: Path, data_folder: Path) -> None:
    """One row per publication, with the hash of our own file and nothing pretended about a request."""
    with (snapshot / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    digest = hashlib.sha256((data_folder / "transcribed/office.csv").read_bytes()).hexdigest()
    assert len(rows) == 1
    assert rows[0]["response_id"] == "transcribed:office-2024"
    assert rows[0]["citation"] == "Invented office, Streets, cleaned, 2024."
    assert (rows[0]["request"], rows[0]["retrieved"], rows[0]["status"]) == ("", "", "")
    assert (rows[0]["sha256"], rows[0]["file"]) == (digest, "office.csv")


def test_a_publication_in_two_files_is_hashed_over_both(data_folder: Path) -> None:
    """The files one after the other, in the order of their names."""
    folder = data_folder / "transcribed"
    text = (folder / "office.csv").read_text(encoding="utf-8")
    (folder / "more.csv").write_text(text.replace(",2022,", ",2012,").replace(",2023,", ",2013,"), encoding="utf-8")
    write_snapshot(parse_transcribed(folder), data_folder / "snapshot")

    row = read_snapshot(data_folder / "snapshot").manifest.iloc[0]
    both = (folder / "more.csv").read_bytes() + (folder / "office.csv").read_bytes()
    assert row["file"] == "more.csv office.csv"
    assert row["sha256"] == hashlib.sha256(both).hexdigest()


def test_a_publication_without_figures_is_not_in_the_manifest(data_folder: Path) -> None:
    """The manifest lists what stands behind a number, nothing else."""
    path = data_folder / "transcribed/publications.csv"
    line = path.read_text(encoding="utf-8").splitlines()[1]
    with path.open("a", encoding="utf-8") as file:
        file.write(line.replace("office-2024", "office-2025") + "\n")
    write_snapshot(parse_transcribed(data_folder / "transcribed"), data_folder / "snapshot")

    assert read_snapshot(data_folder / "snapshot").manifest["publication"].tolist() == ["office-2024"]


def test_the_same_figures_give_the_same_bytes(snapshot: Path, data_folder: Path) -> None:
    """Neither the order of rows nor the editor's line ends show in the bundle."""
    before = {path.name: path.read_bytes() for path in snapshot.iterdir()}
    path = data_folder / "transcribed/office.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    random.Random(3).shuffle(rows)
    path.write_bytes("\r\n".join([head, *sorted(rows), ""]).encode())

    write_snapshot(parse_transcribed(data_folder / "transcribed"), snapshot)

    assert {path.name: path.read_bytes() for path in snapshot.iterdir()} == before
    assert set(before) == {"observations.csv", "manifest.csv", "series.csv", "conflicts.csv", "snapshot.sha256"}


def test_what_is_read_is_what_was_written(snapshot: Path, data_folder: Path) -> None:
    """Text for text; an empty cell stays an empty text."""
    parsed, read = parse_transcribed(data_folder / "transcribed"), read_snapshot(snapshot)

    assert read.series.equals(parsed.series)
    assert read.observations.drop(columns="response_id").equals(parsed.observations.drop(columns="publication"))
    assert read.observations["comment_obs"].tolist() == ["", "", "Not collected this year"]
    assert (read.conflicts.empty, len(read.manifest)) == (True, 1)


def test_namibia_survives_the_round_trip(data_folder: Path) -> None:
    """``NA`` goes in and comes out as two letters."""
    path = data_folder / "transcribed/office.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("BW-FR", "NA"), encoding="utf-8")
    write_snapshot(parse_transcribed(path.parent), data_folder / "snapshot")

    assert read_snapshot(data_folder / "snapshot").observations["ref_area"].tolist() == ["NA", "SE-1281", "SE-1281"]


@pytest.mark.parametrize("name", ["observations.csv", "manifest.csv", "series.csv", "conflicts.csv"])
def test_a_damaged_file_is_named_and_not_read(snapshot: Path, name: str) -> None:
    """One changed byte in any file refuses the bundle."""
    raw = (snapshot / name).read_bytes()
    (snapshot / name).write_bytes(raw[:-2] + b"9\n")

    with pytest.raises(FormatError) as caught:
        read_snapshot(snapshot)
    assert caught.value.where == str(snapshot / name)
    assert "damaged" in str(caught.value)
    assert "compare bundle" in str(caught.value)


def test_a_missing_file_is_named(snapshot: Path) -> None:
    """Three files of four are no bundle."""
    (snapshot / "series.csv").unlink()

    with pytest.raises(FormatError, match="no file"):
        read_snapshot(snapshot)


def test_a_hash_file_that_leaves_a_file_out_is_no_pass(snapshot: Path) -> None:
    """A file without a hash counts as damaged."""
    path = snapshot / "snapshot.sha256"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[1:]), encoding="utf-8")

    with pytest.raises(FormatError, match=r"observations\.csv"):
        read_snapshot(snapshot)


def test_line_ends_of_a_windows_checkout_are_no_damage(snapshot: Path) -> None:
    """Git may change line ends; the figures are the same."""
    before = read_snapshot(snapshot).observations
    for path in snapshot.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert read_snapshot(snapshot).observations.equals(before)


def test_no_bundle_is_said(tmp_path: Path) -> None:
    """An absent bundle is no empty frame."""
    with pytest.raises(NotStoredError, match="compare bundle"):
        read_snapshot(tmp_path)


def test_the_hashes_are_those_that_sha256sum_checks(snapshot: Path) -> None:
    """Anyone can verify the bundle without this program."""
    for line in (snapshot / "snapshot.sha256").read_text(encoding="ascii").splitlines():
        digest, name = line.split("  ")
        assert digest == hashlib.sha256((snapshot / name).read_bytes()).hexdigest()


def test_an_interrupted_write_leaves_the_old_bundle_whole(
    snapshot: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk fails before all files are beside their places, nothing has changed."""
    before = {path.name: path.read_bytes() for path in snapshot.iterdir()}
    path = data_folder / "transcribed/office.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("41.50", "42.50"), encoding="utf-8")
    parsed = parse_transcribed(path.parent)
    write_bytes = Path.write_bytes

    def fail(target: Path, raw: bytes) -> int:
        if target.name == "series.csv":
            raise OSError(28, "No space left on device")
        return write_bytes(target, raw)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space left"):
        write_snapshot(parsed, snapshot)

    assert {path.name: path.read_bytes() for path in snapshot.iterdir()} == before
