"""A page goes on paper whole: what only works on a screen is left out, and nothing else."""

import pytest

from compare.reports.pdf_tree import (
    collect_ids,
    drop_ids,
    is_way,
    link_up,
    read_fragment,
    read_main,
    rename_ids,
    shift_headings,
    thin,
    write,
)

PAGE = """<!doctype html><html><body><header>Brand</header><main id="content" tabindex="-1">
<h1>Question &amp; answer</h1><p>Before <a class="all" href="x.html">more</a>after.</p>
<details><summary>As a table</summary><div class="scroll" role="region" tabindex="0"><table class="plain">
<caption>Shares</caption><thead><tr><th scope="col">Year</th><th scope="col">Lund</th></tr></thead>
<tbody><tr><th scope="row">2020</th><td>5,7&nbsp;%</td></tr></tbody></table></div></details>
<figure><picture><source srcset="n.svg"><img src="w.svg" alt="Line &lt;chart&gt;" loading="lazy"></picture></figure>
<ul class="get"><li><a href="files/x.csv">CSV</a></li></ul><nav><a href="y.html">On</a></nav>
</main><footer>Foot</footer></body></html>"""


def test_a_page_keeps_its_words_tables_and_pictures():
    """Folded blocks are open; the frame, the ways on and the files to fetch are gone."""
    html = write([thin(read_main(PAGE))])
    kept = ("Question &amp; answer", "<caption>Shares</caption>", '<th scope="row">2020</th>', "5,7\u00a0%", "As a table")  # noqa: E501
    gone = ("Brand", "Foot", "n.svg", "loading", "tabindex", "CSV", "y.html", "<details", "<summary")
    assert [words for words in kept if words not in html] == []
    assert [words for words in gone if words in html] == []
    assert next(read_fragment(html).iter("img")).get("alt") == "Line <chart>"


def test_text_behind_what_is_left_out_stays():
    """Where a link is dropped in the middle of a sentence, and where it is the first child."""
    root = read_fragment('<p>Before <b>bold</b> and <a class="all">gone</a>after.</p><p><i class="all">x</i>end</p>')
    assert "".join(thin(root).itertext()) == "Before bold and after.end"


def test_text_that_looks_like_markup_stays_text():
    """A title from outside with a script in it is words on paper, too."""
    root = read_fragment("<p>&lt;script&gt;alert(1)&lt;/script&gt; R&amp;D</p>")
    assert write([root]) == "<div><p>&lt;script&gt;alert(1)&lt;/script&gt; R&amp;D</p></div>"


def test_a_wide_table_takes_the_whole_width():
    """From six columns on, or with a note in a cell; a narrower one says how many columns it has."""
    note = "Lund: a projection, not counted"
    for columns, cell, expected in ((6, "1", "many"), (5, "1", "c5"), (2, "1", "c2"), (2, note, "many")):
        row = f"<td>{cell}</td>" * columns
        markup = write([thin(read_fragment(f'<table class="plain"><tr>{row}</tr></table>'))])
        assert f'class="plain {expected}"' in markup, (columns, cell)


def test_headings_move_together():
    """By what the level on the page is."""
    root = read_fragment("<h1>a</h1><h2>b</h2><hr><header>c</header>")
    shift_headings(root, lambda level: level + 1)
    assert write([root]) == "<div><h2>a</h2><h3>b</h3><hr><header>c</header></div>"


def test_links_lead_into_the_document_or_stay_words():
    """Addresses elsewhere are kept as they are."""
    root = read_fragment(
        '<a href="goal-05.html#pay">in</a><a href="indicator-x.html">out</a>'
        '<a href="https://example.org/a?b=1#c">web</a><a href="mailto:a@example.org">mail</a>'
    )
    link_up(root, {"goal-05.html#pay": "goal-05.pay"}.get)
    assert [element.get("href") for element in root.iter("a")] == [
        "#goal-05.pay", "https://example.org/a?b=1#c", "mailto:a@example.org",
    ]  # fmt: skip
    assert "<span>out</span>" in write([root])


def test_ids_begin_with_their_page_and_stay_where_a_link_leads_to_them():
    """A link in one chapter keeps the id of another."""
    first, second = read_fragment('<p id="a"></p><p id="b"></p>'), read_fragment('<a href="#goal-05.b">b</a>')
    rename_ids(first, "goal-05")
    assert collect_ids(first) == {"goal-05.a", "goal-05.b"}
    drop_ids([first, second])
    assert collect_ids(first) == {"goal-05.b"}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p><a href="coverage.html#missing">All</a></p>', True),
        ('<p><a href="https://example.org/">All</a></p>', False),
        ('<p>See <a href="coverage.html">All</a></p>', False),
        ('<p><a href="coverage.html">All</a> here</p>', False),
        ("<p><b>All</b></p>", False),
    ],
)
def test_a_way_is_a_paragraph_that_is_a_link_to_a_page(html, expected):
    """And nothing else."""
    assert is_way(read_fragment(html)[0]) is expected
