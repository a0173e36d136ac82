"""Pages in a real browser: accessible, readable on a phone, by keyboard, with wide text, on paper, and by themselves.

``make test`` looks at some of each kind in each language, ``make test-browser`` at every page of the whole site: those
tests bear the marker ``everypage``, which pyproject.toml leaves out unless it is asked for.
"""

import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: The spacing that a reader may set without losing content (WCAG 1.4.12).
SPACING = """* {line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important}
p {margin-bottom: 2em !important}"""
#: Pages of indicators: a pair of a city and a region over years, a city's figure above a pair of countries.
NAMED = ("goal-05.html", "goal-17.html", "indicator-fine-dust.html", "indicator-women-in-council.html")
#: What a whole site has a page of; a kind that a language lacks is missed here.
KINDS = {
    "index", "partnership", "partnership-", "overview", "overview-n", "goal-n", "goal-n-n", "indicator-", "indicators",
    "coverage", "coverage-goals", "coverage-targets", "coverage-sources", "coverage-themes", "changes", "sources",
    "method", "rights", "downloads", "downloads-n", "editions", "accessibility",
}  # fmt: skip
#: An A4 sheet between the margins that the pages ask for, in CSS pixels.
PAPER = 680
UNFOLD = "document.querySelectorAll('details').forEach(item => {item.open = true})"
NAIVE = """<!doctype html><html><head><title></title></head><body><h1>Air</h1><h4>Lund</h4>
<img src="x.png"><p style="color: #aaa">pale</p><table><tr><th></th><td>1</td></tr></table><a href="#"></a>
</body></html>"""


@pytest.fixture(scope="session")
def pages(made_site):
    """All pages of the site."""
    # An edition holds the same pages once more.
    found = sorted(path for path in made_site.rglob("*.html") if "editions" not in path.relative_to(made_site).parts)
    assert len(found) > 300, "a whole site has hundreds of pages"
    return found


@pytest.fixture(scope="session")
def kinds(pages):
    """Of each kind of page one in each language: the largest, and those that are named, which are apart."""
    largest = {}
    for page in sorted(pages, key=lambda page: page.stat().st_size):
        largest[page.parent, tell_kind(page.name)] = page
    chosen = [page for page in pages if page in largest.values() or page.name in NAMED]
    assert {page.name for page in chosen} >= set(NAMED)
    assert {tell_kind(page.name) for page in chosen} >= KINDS
    return chosen


@pytest.fixture(scope="session", params=["kinds", pytest.param("pages", marks=pytest.mark.everypage)])
def looked_at(request):
    """Pages to look at: some of each kind, and for ``make test-browser`` all."""
    return request.getfixturevalue(request.param)


def tell_kind(name):
    """What sort of page it is: goal-04.html and goal-05.html are, goal-05-2.html is a goal's further page."""
    stem = name.removesuffix(".html")
    if stem.startswith(("indicator-", "partnership-")):
        return stem.partition("-")[0] + "-"
    return re.sub(r"\d+", "n", stem)


def wider(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(looked_at, visit, judge, width):
    """No violation of WCAG 2.2 AA or of good practice, with all that folds unfolded, on a screen and on a phone."""
    faults = []
    for name, page in visit(looked_at, width):
        page.evaluate(UNFOLD)
        faults += [f"{name} at {width}: {fault}" for fault in judge(page)]
    assert faults == []


def test_axe_finds_the_faults_of_a_naive_page(tmp_path, open_page, judge):
    """The test above can fail."""
    (tmp_path / "naive.html").write_text(NAIVE, encoding="utf-8")
    found = {fault.split(":")[0] for fault in judge(open_page(tmp_path / "naive.html"))}
    assert found >= {"html-has-lang", "document-title", "image-alt", "heading-order", "color-contrast", "link-name"}


def test_a_page_fits_a_phone_and_stands_by_itself(looked_at, made_site, visit):
    """At 320 px only a table's own region scrolls sideways; only files of the site are asked for, and all are there."""
    root = made_site.resolve().as_uri()
    faults = []
    for name, page in visit(looked_at, 320, settle=True):
        page.evaluate(UNFOLD)
        faults += [f"{name} asked for {url}" for url in page.asked if not url.startswith((root, "data:"))]
        faults += [f"{name}: {text}" for text in page.complained]
        if (over := wider(page)) > 0:
            faults.append(f"{name} is {over} px too wide")
    assert faults == []


def test_the_menu_and_the_other_language_stand_on_one_line(looked_at, visit):
    """On a common screen all of the header does, whichever item is bold; on a tablet the name is on a line above."""
    middles = """() => [...document.querySelectorAll('header.site a')].map(item => {
        const box = item.getBoundingClientRect();
        return (box.top + box.bottom) / 2;
    })"""
    for width, wanted in ((1280, 1), (1024, 2)):
        for name, page in visit(looked_at, width):
            found = page.evaluate(middles)
            lines = 1 + sum(below - above > 10 for above, below in pairwise(found))
            assert lines == (wanted if page.locator(".languages").count() else 1), f"{name} at {width}"


def test_wide_text_is_not_cut(looked_at, visit):
    """With the widest spacing that a reader may set, no words run out of their box or off a narrow window."""
    clipped = """() => [...document.querySelectorAll('main *')].filter(item => {
        const style = getComputedStyle(item);
        return item.clientWidth > 1 && style.overflow === 'hidden' && item.children.length === 0
            && (item.scrollWidth > item.clientWidth + 1 || item.scrollHeight > item.clientHeight + 1);
    }).map(item => item.outerHTML.slice(0, 100))"""
    faults = []
    for name, page in visit(looked_at, 320):
        page.add_style_tag(content=SPACING)
        faults += [f"{name}: {cut}" for cut in page.evaluate(clipped)]
        if (over := wider(page)) > 0:
            faults.append(f"{name} is {over} px too wide")
    assert faults == []


def test_text_can_be_twice_as_large(looked_at, visit):
    """At 200 % in a window of 1280 px, which leaves 640, the page still fits."""
    assert {name: wider(page) for name, page in visit(looked_at, 640) if wider(page) > 0} == {}


def test_the_keyboard_reaches_the_content_first_and_everything_visibly(looked_at, visit):
    """The first stop is the skip link, which leads into main; every stop shows where it is and is on the page."""
    look = """() => {
        const item = document.activeElement, style = getComputedStyle(item), box = item.getBoundingClientRect();
        const lined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return {tag: item.tagName, href: item.getAttribute('href'), wide: box.width,
                ring: lined || style.boxShadow !== 'none'};
    }"""
    for name, page in visit(looked_at):
        page.keyboard.press("Tab")
        first = page.evaluate(look)
        assert (first["tag"], first["href"][:1]) == ("A", "#"), name
        assert first["wide"] > 20, "the skip link is seen when it has the focus"
        assert page.evaluate("target => document.querySelector(target).closest('main') !== null", first["href"]), name
        for _ in range(25):
            stop = page.evaluate(look)
            if stop["tag"] == "BODY":
                break
            assert stop["ring"], f"{name}: no visible focus on {stop}"
            assert stop["wide"] > 1, f"{name}: the focus is on something unseen: {stop}"
            page.keyboard.press("Tab")


def test_all_is_there_without_scripts(looked_at, visit):
    """A browser that runs no script shows the same words; a script has added the search box alone."""
    with_scripts = {}
    for name, page in visit(looked_at):
        page.evaluate("document.querySelectorAll('.search form').forEach(item => item.remove())")
        with_scripts[name] = page.locator("main").inner_text()
    without = {name: page.locator("main").inner_text() for name, page in visit(looked_at, java_script_enabled=False)}
    assert with_scripts == without


def test_paper_shows_what_is_folded_and_cuts_nothing_off(looked_at, visit):
    """Printed, the tables in closed details are there, and nothing is wider than the paper or its own box."""
    hidden = """() => [...document.querySelectorAll('details table')]
        .filter(item => item.getClientRects().length === 0).map(item => 'hidden: ' + item.outerHTML.slice(0, 100))"""
    cut = """() => [...document.querySelectorAll('main *')].filter(item => item.clientWidth > 1
        && item.scrollWidth > item.clientWidth + 1 && getComputedStyle(item).overflowX !== 'visible')
        .map(item => 'cut off: ' + item.outerHTML.slice(0, 100))"""
    faults = []
    for name, page in visit(looked_at, PAPER):
        page.emulate_media(media="print")
        faults += [f"{name} {fault}" for fault in page.evaluate(hidden) + page.evaluate(cut)]
        if (over := wider(page)) > 0:
            faults.append(f"{name} is {over} px wider than the paper")
    assert faults == []


def test_each_link_leads_somewhere_without_scripts_and_network(looked_at, made_site, visit):
    """From a folder: each link within the site leads to a file that is there, and to the place in it that is named."""
    root = made_site.resolve()
    links = "() => [...document.querySelectorAll('a[href]')].map(item => item.href)"
    faults, checked, places = [], 0, {}
    for name, page in visit(looked_at, java_script_enabled=False, offline=True):
        for href in page.evaluate(links):
            address, place = urldefrag(href)
            if not address.startswith("file:"):
                continue
            path = Path(unquote(urlsplit(address).path))
            checked += 1
            if not path.is_relative_to(root) or not path.is_file():
                faults.append(f"{name}: {href}")
            elif place and place not in find_places(path, places):
                faults.append(f"{name}: no place {href}")
    assert faults == []
    assert checked > 20 * len(looked_at), "a page has dozens of links"


def test_every_page_can_be_reached_from_the_entrance(made_site, pages):
    """Following links alone, as from a folder without scripts, a reader comes to every page of the site."""
    root = made_site.resolve()
    waiting, reached = [root / "index.html"], set()
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        for href in re.findall(r'<a [^>]*?href="([^"#:]+)["#]', path.read_text(encoding="utf-8")):
            target = (path.parent / unquote(unescape(href))).resolve()
            assert target.is_relative_to(root), f"{path.name}: {href}"
            assert target.is_file(), f"{path.name}: {href}"
            if target.suffix == ".html":
                waiting.append(target)
    # An edition's own entrance is for who was sent its folder; the list of editions leads past it.
    entrances = {path.resolve() for path in made_site.glob("editions/*/index.html")}
    every = {path.resolve() for path in made_site.rglob("*.html")} - entrances
    assert sorted(str(path.relative_to(root)) for path in every - reached) == []
    assert len(every) >= len(pages)


def find_places(path, known):
    """The ids of a page, read once."""
    if path not in known:
        known[path] = {unescape(item) for item in re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8"))}
    return known[path]


def test_the_other_language_is_one_step_away(made_site, open_page):
    """From a goal in Swedish to the same goal in English."""
    page = open_page(made_site / "sv" / "goal-05.html")
    page.locator("a[hreflang=en]").first.click()
    assert page.url.endswith("/en/goal-05.html")
    assert page.locator("html").get_attribute("lang") == "en"
