"""Each edition keeps its pages in a folder of its own, and nothing of a later run changes them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from builders import partnership, text
from compare.catalogue.partnerships import Edition, Review
from compare.errors import ReportError
from compare.presentation.parts_editions import Laid
from compare.reports.editions import lay_down, list_editions, read_editions

FIRST, SECOND = date(2026, 11, 25), date(2026, 12, 1)
INSIDE = {"en/editions.html": b"kept list", "sv/editions.html": b"listan i utgavan"}


def of(number, day, *, reviewed=False):
    """The partnership with this edition."""
    review = Review(edition=day, on=day, by=text("Två kontor", "Two offices")) if reviewed else None
    return partnership().model_copy(update={"edition": Edition(number=number, date=day, review=review)})


def write(folder, words):
    """A small site."""
    files = {"index.html": "choose", "en/index.html": words, "sv/index.html": words, "en/editions.html": "list",
             "sv/editions.html": "lista", "assets/site.css": "p{}"}  # fmt: skip
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    (folder / "run.json").write_text("{}")
    return folder


def publish(tmp_path, name, words, told, published=None, *, whole=True):
    """Lay the edition `told` down in a new folder; the folder."""
    folder = write(tmp_path / name, words)
    earlier = read_editions(published, told.id)
    lay_down(folder, published, list_editions(told.edition, earlier, whole=whole), told, INSIDE, whole=whole)
    return folder


def test_an_edition_has_all_its_pages_in_its_own_folder(tmp_path):
    """With the list as it reads from there, and without what is about the run."""
    site = publish(tmp_path, "1", "first", of(1, FIRST))
    kept = site / "editions" / "2026-11-25"
    assert (kept / "en" / "index.html").read_text() == "first"
    assert (kept / "assets" / "site.css").is_file()
    assert (kept / "en" / "editions.html").read_bytes() == b"kept list"
    assert (site / "en" / "editions.html").read_text() == "list"
    assert not (kept / "run.json").exists()
    listed = json.loads((site / "editions" / "editions.json").read_text())
    assert [(one["number"], one["date"], one["status"], one["folder"]) for one in listed["editions"]] == [
        (1, "2026-11-25", "draft", "editions/2026-11-25")
    ]


def test_the_next_edition_stands_beside_the_first_which_stays(tmp_path):
    """Newest first; the first one's pages are byte for byte what they were, though the current ones are not."""
    first = publish(tmp_path, "1", "first", of(1, FIRST))
    second = publish(tmp_path, "2", "second", of(2, SECOND), first)
    assert [(one.number, one.date) for one in read_editions(second, "lund-francistown")] == [(2, SECOND), (1, FIRST)]
    assert (second / "editions/2026-11-25/en/index.html").read_text() == "first"
    assert (second / "editions/2026-12-01/en/index.html").read_text() == "second"
    assert not (second / "editions/2026-12-01/editions").exists()


def test_a_draft_of_the_same_day_is_made_anew(tmp_path):
    """An edition is lasting from the end of its day."""
    first = publish(tmp_path, "1", "first", of(1, FIRST))
    again = publish(tmp_path, "2", "mended", of(1, FIRST), first)
    assert (again / "editions/2026-11-25/en/index.html").read_text() == "mended"
    assert (first / "editions/2026-11-25/en/index.html").read_text() == "first"
    assert len(read_editions(again, "lund-francistown")) == 1


def test_a_reviewed_edition_is_never_replaced_by_something_else(tmp_path):
    """The same pages may be published again; others are refused with what to do."""
    first = publish(tmp_path, "1", "read by both", of(1, FIRST, reviewed=True))
    assert read_editions(first, "lund-francistown")[0].status == "reviewed"
    publish(tmp_path, "2", "read by both", of(1, FIRST, reviewed=True), first)
    with pytest.raises(ReportError, match="Give the partnership file a new edition"):
        publish(tmp_path, "3", "changed later", of(1, FIRST, reviewed=True), first)


def test_some_pages_alone_are_no_edition(tmp_path):
    """The editions that there are stay; the new pages are in none."""
    first = publish(tmp_path, "1", "first", of(1, FIRST))
    some = publish(tmp_path, "2", "only goal 5", of(2, SECOND), first, whole=False)
    assert [one.date for one in read_editions(some, "lund-francistown")] == [FIRST]
    assert (some / "editions/2026-11-25/en/index.html").read_text() == "first"


@pytest.mark.parametrize("content", ["", "[]", '{"editions": [{"number": 1}]}', '{"editions": 3}'])
def test_a_list_that_cannot_be_read_is_none(tmp_path, content):
    """As in a site that was made before there were editions."""
    site = write(tmp_path / "site", "x")
    (site / "editions").mkdir()
    (site / "editions" / "editions.json").write_text(content)
    assert read_editions(site, "lund-francistown") == ()
    assert read_editions(None, "lund-francistown") == ()


def test_another_partnerships_editions_are_not_taken_over(tmp_path):
    """A folder that held another site."""
    site = publish(tmp_path, "1", "first", of(1, FIRST))
    assert read_editions(site, "lund-namibia") == ()


def test_where_an_edition_lies():
    """By its date."""
    assert Laid(1, FIRST, "draft").folder == "editions/2026-11-25"
