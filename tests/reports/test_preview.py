"""A curator's preview: one section, both languages, without a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from compare.cli import main
from compare.errors import UnknownCodeError
from compare.reports.preview import write_preview


def test_preview_holds_one_section_in_each_language(tmp_path: Path) -> None:
    """The page names the two areas that the figures describe, and brings its own style sheet."""
    swedish, english = write_preview("fine-dust", "lund-francistown", tmp_path)

    assert swedish == tmp_path / "sv" / "fine-dust.html"
    assert "Skåne" in swedish.read_text(encoding="utf-8")
    assert 'id="fine-dust"' in english.read_text(encoding="utf-8")
    assert (tmp_path / "assets" / "site.css").is_file()
    assert english.read_text(encoding="utf-8").count('class="indicator') == 1


def test_an_unknown_indicator_writes_nothing(tmp_path: Path) -> None:
    """The closest ids are named, and no file is left behind."""
    with pytest.raises(UnknownCodeError, match="fine-dust"):
        write_preview("fine-dus", "lund-francistown", tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_the_command_says_where_the_pages_are(tmp_path: Path, monkeypatch, capsys) -> None:
    """Without a browser it only prints the two paths."""
    monkeypatch.setenv("COMPARE_HOME", str(tmp_path))

    assert main(["preview", "city-co2", "--no-open"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [Path(line).name for line in printed] == ["city-co2.html"] * 2
    assert main(["preview", "city-co"]) == 2
