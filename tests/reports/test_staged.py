"""The files of a new site are on the disk as soon as they are made, and two pages do not make one file differently."""

from __future__ import annotations

from compare.reports.staged import Staged


def test_files_are_written_as_they_come(tmp_path):
    """By their paths in the site, with their sizes."""
    staged = Staged(tmp_path)
    kept = staged.add("sv/a.html", {"sv/a.html": b"<p>a</p>", "files/a.csv": b"1\n"})
    assert (tmp_path / "files" / "a.csv").read_bytes() == b"1\n"
    assert (tmp_path / "sv" / "a.html").read_bytes() == b"<p>a</p>"
    assert kept == ("sv/a.html", "files/a.csv")
    staged.add("en/a.html", {"en/a.html": b"<p>an a</p>"})
    assert staged.sizes == {"sv/a.html": 8, "files/a.csv": 2, "en/a.html": 11}


def test_a_file_that_two_pages_make_is_the_same_for_both(tmp_path):
    """The same bytes twice are one file; other bytes are a fault of the second page, and the first file stays."""
    staged = Staged(tmp_path)
    staged.add("sv/a.html", {"files/a.csv": b"1\n"})
    staged.add("en/a.html", {"files/a.csv": b"1\n"})
    assert staged.faults == []
    staged.add("en/b.html", {"files/a.csv": b"2\n"})
    assert staged.faults == ["en/b.html: made files/a.csv unlike another page. Give one of the files another name."]
    assert (tmp_path / "files" / "a.csv").read_bytes() == b"1\n"
