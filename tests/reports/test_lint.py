"""The gate finds each kind of fault by itself, and lets a faultless page through."""

import re

import nbformat
import pytest

from compare.reports import markup
from compare.reports.lint import lint_page, lint_site
from compare.reports.markup import read_page

GOOD = """<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><title>Jämställdhet: Lund och Francistown</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="assets/site.css"><link rel="alternate" hreflang="en" href="en.html"></head>
<body>
<a href="#content">Till innehållet</a>
<header><p>Lund och Francistown</p></header>
<nav aria-label="Mål"><ul><li><a href="goal.html" hreflang="en" lang="en">English</a></li></ul></nav>
<main id="content">
<h1>Hur jämställda är de två?</h1>
<h2 id="women">Kvinnor i fullmäktige</h2>
<figure aria-labelledby="women">
<img src="files/women.svg" alt="Andelen kvinnor: 48 % i Lund 2022, 25 % i Francistown 2024.">
<figcaption>Andel av ledamöterna, %</figcaption></figure>
<h3>Tabell</h3>
<table><caption>Kvinnor i fullmäktige</caption>
<thead><tr><th scope="col" id="c1">År</th><th scope="col" id="c2">Lund</th></tr></thead>
<tbody><tr><th scope="row" id="r1">2022</th><td headers="c2 r1">47,7</td></tr></tbody></table>
<svg aria-hidden="true" viewBox="0 0 1 1"><path d="M0 0"/></svg>
<p>None of the two is "finance" or "<18 år". Källa: <a href="https://www.example.org/home/data">Valmyndigheten</a>.</p>
</main>
<footer><p><a href="mailto:project-group@example.org">Kontakt</a></p></footer>
</body>
</html>
""".replace("<18 år", "&lt;18 år")


def test_a_faultless_page_passes():
    """With its language and the numbers of figures and tables that were made."""
    assert lint_page(GOOD, language="sv", figures=1, tables=1) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<!doctype html>", "", "whole HTML document"),
        ("</html>", "", "whole HTML document"),
        ('<html lang="sv">', "<html>", "lang None, expected sv"),
        ('<html lang="sv">', '<html lang="en">', "lang 'en', expected sv"),
        ("<title>Jämställdhet: Lund och Francistown</title>", "", "title"),
        ("<title>Jämställdhet: Lund och Francistown</title>", "<title> </title>", "title"),
        ('<meta name="viewport" content="width=device-width, initial-scale=1">', "", "viewport"),
        ("<h1>Hur jämställda är de två?</h1>", "", "0 h1"),
        ("<h3>Tabell</h3>", "<h1>Tabell</h1>", "2 h1"),
        ("<h3>Tabell</h3>", "<h4>Tabell</h4>", "jumps from h2 to h4 at 'Tabell'"),
        ("<h3>Tabell</h3>", "<h3> </h3>", "empty h3"),
        ("<header><p>Lund och Francistown</p></header>", "", "<header>"),
        ('<main id="content">', '<main id="content"></main><main>', "exactly one <main>"),
        ('<a href="#content">Till innehållet</a>', "", "skip link"),
        (' alt="Andelen kvinnor: 48 % i Lund 2022, 25 % i Francistown 2024."', "", "no alt text"),
        (' alt="Andelen kvinnor: 48 % i Lund 2022, 25 % i Francistown 2024."', ' alt="  "', "no alt text"),
        ("<figcaption>Andel av ledamöterna, %</figcaption>", "", "no figcaption"),
        ('<svg aria-hidden="true"', "<svg", "drawing has no name"),
        (">Kontakt<", "> <", "<a> 'mailto:project-group@example.org' has no words"),
        ('id="c2"', 'id="c1"', "id 'c1' 2 times"),
        ('id="women"', 'id="women in council"', "nothing can point to"),
        ('headers="c2 r1"', 'headers="c2 r9"', "headers='r9'"),
        ('aria-labelledby="women"', 'aria-labelledby="men"', "aria-labelledby='men'"),
        ("<caption>Kvinnor i fullmäktige</caption>", "", "no caption"),
        ("<caption>Kvinnor i fullmäktige</caption>", "<caption></caption>", "caption is empty"),
        ('<th scope="row" id="r1">', '<th id="r1">', "'2022' has no scope"),
        ("47,7", "NaN", "not a number"),
        ("47,7", "nan", "not a number"),
        ("47,7", "None", "not a number"),
        ("47,7", "inf", "not a number"),
        ("48 % i Lund 2022", "{value} i Lund 2022", "placeholder: 'Andelen kvinnor: {value}"),
        ("Källa:", "Källa: %(provider)s", "placeholder"),
        ("Källa:", "{{ source }}", "placeholder"),
        ("Källa:", "/home/someone/project/data.csv", "a path of this machine"),
        ("Källa:", "/home/anna/x", "a path of this machine"),
        ("Källa:", "C:\\Users\\anna", "a path of this machine"),
        ("Källa:", "Traceback (most recent call last):", "an error report"),
        ("Källa:", "FutureWarning: this will change", "an error report"),
        ("Källa:", "&lt;Axes object at 0x7f3c&gt;", "inner name"),
        ("Källa:", "In [3]:", "prompt"),
        ('src="files/women.svg"', 'src="https://cdn.example.org/w.svg"', "another server"),
        ('src="files/women.svg"', 'src="//cdn.example.org/w.svg"', "another server"),
        ('href="assets/site.css"', 'href="http://cdn.example.org/site.css"', "another server"),
        ("</head>", '<script src="https://cdn.example.org/m.js"></script></head>', "another server"),
        ("</head>", "<script>go()</script></head>", "holds a script of its own"),
        ("</head>", '<script src="assets/a.js"></script></head>', "waits for the script 'assets/a.js'"),
        ("</head>", "<style>@import 'https://cdn.example.org/f.css';</style></head>", "another server"),
        ("<h3>", '<h3 style="background: url(http://example.org/x.png)">', "another server"),
        ("<p>None", '<img alt="x" srcset="a.png 1x, https://cdn.example.org/b.png 2x"><p>None', "another server"),
        ("</head>", '<base href="/x/"></head>', "<base>"),
        ("<p>None", '<iframe title="x" src="y.html"></iframe><p>None', "frames another document"),
        ("<p>None", '<p onclick="x()">None', "runs a script by onclick"),
        ('href="goal.html"', 'href="javascript:go()"', "runs or holds something"),
        ("</ul>", "</li></ul>", "</li> closes while"),
        ("</table>", "", "closes while <table> is open"),
    ],
)  # fmt: skip
def test_each_kind_of_fault_is_found(old, new, told):
    """One thing is broken in the faultless page, and the gate says that thing."""
    assert old in GOOD
    faults = lint_page(GOOD.replace(old, new, 1), language="sv", figures=1, tables=1)
    assert any(told in fault for fault in faults), faults


@pytest.mark.parametrize(
    "other",
    [
        "<p class=plain>x</p>", "<P>x</P>", "<br /><img alt=x src=x.svg>", "<!-- no <p> -->", "</br>", "<p/>",
        "<script>if (a < b) { c = '</p>' }</script>", '<script src="assets/a.js"></p></script>',
        "<style>p > a {}</style>",
        '<p\nid="new"\ntitle="a <b> &amp; c">x</p >', '<p id="new" id="new">x</p>', "a < b & c", "&lt;p&gt;",
        "</p lang='sv'>", "<svg viewBox='0 0 1 1'/>", '<p title="one\ntwo">x</p>\n\n<h5>x</h5>', "<p>",
    ],
)  # fmt: skip
def test_markup_is_read_alike_in_both_ways(other, monkeypatch):
    """What is written plainly is read by one expression, the rest by Python's parser: neither sees another page."""
    page = GOOD.replace("<h3>Tabell", f"{other}<h3>Tabell", 1)
    read = read_page(page)
    monkeypatch.setattr(markup, "_PLAIN", re.compile("(?!)"))  # nothing is plain
    again = read_page(page)
    assert read == again
    told = [[(one.text, one.count("a")) for one in facts.elements] for facts in (read, again)]
    assert told[0] == told[1]


def test_a_whole_page_is_written_plainly():
    """Else the gate takes three times as long, and nobody sees why."""
    page = GOOD.replace('<svg aria-hidden="true" viewBox="0 0 1 1"><path d="M0 0"/></svg>\n', "")
    assert page[markup._Reader().read_plainly(page) :] == "\n"


def test_what_was_made_must_have_arrived():
    """A template that drops outputs leaves a page without faults of its own: the counts tell."""
    assert lint_page(GOOD, figures=2, tables=0) == ["holds 1 <figure>, expected 2", "holds 1 <table>, expected 0"]


def test_a_heavy_page_is_refused():
    """The HTML alone may weigh 60 KB."""
    assert lint_page(GOOD.replace("Tabell", "x" * 62 * 1024)) == ["weighs 63 KB, at most 60 KB are allowed"]


def write(folder, **pages):
    """A small site; names with __ for / and _ for a dot."""
    for name, text in {"assets__site_css": "body {color: #000}", "files__women_svg": "<svg></svg>", **pages}.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


ENGLISH = GOOD.replace('lang="sv"', 'lang="en"', 1)


def test_a_site_whose_links_resolve_passes(tmp_path):
    """Pages, pictures, style sheet and fragments are all there."""
    page = GOOD.replace('href="goal.html"', 'href="goal.html#women"')
    assert lint_site(write(tmp_path, index_html=page, goal_html=ENGLISH), {"goal.html": {"language": "en"}}) == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("gaol.html", "leads to 'gaol.html', which is not in the site"),
        ("Goal.html", "not in the site"),
        ("goal.html#men", "that page has no such id"),
        ("#men", "that page has no such id"),
        ("../goal.html", "not in the site"),
        ("/goal.html", "not relative"),
        ("files\\women.svg", "not relative"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(tmp_path, address, told):
    """Within the set of files, upper and lower case apart."""
    page = GOOD.replace('href="goal.html"', f'href="{address}"')
    faults = lint_site(write(tmp_path, index_html=page, goal_html=ENGLISH))
    assert [fault for fault in faults if told in fault and fault.startswith("index.html: ")]


def test_faults_between_pages_and_in_files_are_found(tmp_path):
    """An expected page that is missing, one title twice, a leak in a download, a request in a drawing."""
    site = write(
        tmp_path,
        index_html=GOOD,
        goal_html=GOOD,
        files__women_csv="a,b\n/home/x,1\n",
        files__women_svg='<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/x.png"/></svg>',
    )
    faults = lint_site(site, {"sv/absent.html": {}})
    assert faults == [
        "sv/absent.html: expected, and not in the site",
        "index.html: has the title of goal.html: 'Jämställdhet: Lund och Francistown'",
        "files/women.csv: holds a path of this machine: 'a,b /home/x,1'",
        "files/women.svg: asks another server: 'https://example.org/x.png'",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('{"pages":["goal.html"],"items":[["A","women",0,"5",[],""]]}', []),
        ('{"pages":["goal.html"],"items":[["A","men",0,"5",[],""]]}',
         ["leads to 'goal.html#men', and that page has no such id"]),
        ('{"pages":[],"items":[["A","women",-1,"5",[],""]]}',
         ["leads to 'indicator-women.html', which is not in the site"]),
        ("{}", ["is no data for the search: 'items'"]),
    ],
)  # fmt: skip
def test_what_a_search_leads_to_must_be_there(tmp_path, data, told):
    """Its data are no links that a browser would find broken before somebody clicks."""
    folder = write(tmp_path, sv__index_html=GOOD, sv__goal_html=ENGLISH, sv__assets__site_css="",
                   sv__files__women_svg="<svg></svg>")  # fmt: skip
    (folder / "assets" / "search-sv.js").write_text(f"window.compareIndex={data};\n", encoding="utf-8")
    assert lint_site(folder) == [f"assets/search-sv.js: {fault}" for fault in told]


def test_a_page_is_weighed_with_what_it_loads(tmp_path):
    """A picture of 260 KB is too much, a download of that size is not."""
    site = write(tmp_path, index_html=GOOD, goal_html=ENGLISH, files__women_csv="x" * 262_000)
    assert lint_site(site) == []
    (site / "files" / "women.svg").write_text("<svg>" + " " * 262_000 + "</svg>", encoding="utf-8")
    assert {fault.split(": ")[1][:14] for fault in lint_site(site)} == {"weighs 257 KB "}


def test_an_empty_site_is_a_fault(tmp_path):
    """Nothing made is not a success."""
    assert lint_site(tmp_path) == ["the site holds no page"]


def test_a_naive_page_is_full_of_faults():
    """An ordinary notebook through nbconvert's default template does not pass the gate."""
    from nbconvert import HTMLExporter

    notebook = nbformat.v4.new_notebook()
    table = "<table><thead><tr><th></th><th>pm25</th></tr></thead><tr><th>0</th><td>NaN</td></tr></table>"
    notebook.cells = [
        nbformat.v4.new_markdown_cell("# Air\n\n### Lund"),
        nbformat.v4.new_code_cell(
            "frame",
            execution_count=1,
            outputs=[
                nbformat.v4.new_output("execute_result", {"text/html": table}, execution_count=1),
                nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo="}),
                nbformat.v4.new_output("stream", name="stderr", text="/home/x.py:1: FutureWarning: soon\n"),
            ],
        ),
    ]
    html, _ = HTMLExporter().from_notebook_node(notebook)
    faults = "\n".join(lint_page(html, language="sv"))
    for told in (
        "lang 'en', expected sv", "jumps from h1 to h3", "has no caption", "no scope", "not a number", "stand-in",
        "a path of this machine", "an error report", "another server", "skip link", "weighs",
    ):  # fmt: skip
        assert told in faults
