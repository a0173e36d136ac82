"""Pages of two runs side by side lead nowhere that is not there, and a fault of the new pages is not covered up."""

from compare.reports.partial import unlink_dead

PAGES = {
    "sv/old.html": '<p id="old"><a href="new.html#gone">gone</a> <a href="new.html#new">new</a>'
                   ' <a href="lost.html">lost</a> <a href="../editions/2026-11-25/sv/old.html">then</a>'
                   ' <a href="files/old.csv">file</a></p>',
    "sv/new.html": '<p id="new"><a href="old.html#fresh">fresh</a> <a href="old.html#old">old</a>'
                   ' <a href="third.html#no">no</a></p>',
    "sv/third.html": "<p>third</p>",
    "sv/files/old.csv": "a",
    "editions/2026-11-25/sv/old.html": "<p>then</p>",
}  # fmt: skip


def test_links_of_a_page_that_stays_and_to_it_become_words_where_they_are_dead(tmp_path):
    """A link between two new pages is left as it is, dead or not: the gate tells of it."""
    for name, text in PAGES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    unlink_dead(tmp_path, {"sv/old.html"})
    assert (tmp_path / "sv/old.html").read_text(encoding="utf-8") == (
        '<p id="old">gone <a href="new.html#new">new</a> lost'
        ' <a href="../editions/2026-11-25/sv/old.html">then</a> <a href="files/old.csv">file</a></p>'
    )
    assert (tmp_path / "sv/new.html").read_text(encoding="utf-8") == (
        '<p id="new">fresh <a href="old.html#old">old</a> <a href="third.html#no">no</a></p>'
    )
