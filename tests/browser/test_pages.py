"""Every page in a real browser: accessible, readable on a phone, by keyboard, with wide text, and by itself."""

from itertools import pairwise

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: The spacing that a reader may set without losing content (WCAG 1.4.12).
SPACING = """* {line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important}
p {margin-bottom: 2em !important}"""
#: Pages of indicators: a pair of a city and a region over years, a city's figure above a pair of countries.
INDICATORS = ("indicator-fine-dust.html", "indicator-women-in-council.html")
UNFOLD = "document.querySelectorAll('details').forEach(item => {item.open = true})"
NAIVE = """<!doctype html><html><head><title></title></head><body><h1>Air</h1><h4>Lund</h4>
<img src="x.png"><p style="color: #aaa">pale</p><table><tr><th></th><td>1</td></tr></table><a href="#"></a>
</body></html>"""


@pytest.fixture(scope="session")
def pages(made_site):
    """All pages of the site; of the indicators' own, which are alike, those that hold most and one of each sort."""
    # An edition holds the same pages once more.
    found = sorted(path for path in made_site.rglob("*.html") if "editions" not in path.parts)
    own = sorted((page for page in found if page.name.startswith("indicator-")), key=lambda page: -page.stat().st_size)
    assert len(own) > 200, "each indicator of a city or a region has a page in each language"
    found = [page for page in found if page not in own or page in own[:10] or page.name in INDICATORS]
    assert len(found) > 40, "a whole site has more than forty pages"
    return found


@pytest.fixture(scope="session")
def kinds(pages):
    """One page of each kind, and the two ends of the goals; of indicators a pair over years and one city's figure."""
    several = ("goal-", "indicator-", "downloads-")
    named = ("goal-05.html", "goal-17.html", "downloads-2.html", *INDICATORS)
    chosen = [page for page in pages if not page.name.startswith(several) or page.name in named]
    wanted = ("index", "partnership", "overview", "coverage", "indicators", "downloads", "downloads-2")
    assert {page.name for page in chosen} >= {*(f"{name}.html" for name in wanted), *INDICATORS}
    return chosen


def wider(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_axe_finds_nothing_on_any_page(pages, kinds, visit, judge):
    """Every Swedish page, and of the English ones, which have the same structure, one of each kind; also on a phone."""
    wide = [path for path in pages if path.parent.name != "en" or path in kinds]
    faults = []
    for paths, width in ((wide, 1280), (kinds, 320)):
        for name, page in visit(paths, width):
            page.evaluate(UNFOLD)
            faults += [f"{name} at {width}: {fault}" for fault in judge(page)]
    assert faults == []


def test_axe_finds_the_faults_of_a_naive_page(tmp_path, open_page, judge):
    """The test above can fail."""
    (tmp_path / "naive.html").write_text(NAIVE, encoding="utf-8")
    found = {fault.split(":")[0] for fault in judge(open_page(tmp_path / "naive.html"))}
    assert found >= {"html-has-lang", "document-title", "image-alt", "heading-order", "color-contrast", "link-name"}


def test_every_page_fits_a_phone_and_stands_by_itself(pages, made_site, visit):
    """At 320 px only a table's own region scrolls sideways; only files of the site are asked for, and all are there."""
    root = made_site.resolve().as_uri()
    faults = []
    for name, page in visit(pages, 320, settle=True):
        page.evaluate(UNFOLD)
        faults += [f"{name} asked for {url}" for url in page.asked if not url.startswith((root, "data:"))]
        faults += [f"{name}: {text}" for text in page.complained]
        if (over := wider(page)) > 0:
            faults.append(f"{name} is {over} px too wide")
    assert faults == []


def test_the_menu_and_the_other_language_stand_on_one_line(kinds, visit):
    """On a common screen all of the header does, whichever item is bold; on a tablet the name is on a line above."""
    middles = """() => [...document.querySelectorAll('header.site a')].map(item => {
        const box = item.getBoundingClientRect();
        return (box.top + box.bottom) / 2;
    })"""
    for width, wanted in ((1280, 1), (1024, 2)):
        for name, page in visit(kinds, width):
            found = page.evaluate(middles)
            lines = 1 + sum(below - above > 10 for above, below in pairwise(found))
            assert lines == (wanted if page.locator(".languages").count() else 1), f"{name} at {width}"


def test_wide_text_is_not_cut(kinds, visit):
    """With the widest spacing that a reader may set, no words run out of their box or off a narrow window."""
    clipped = """() => [...document.querySelectorAll('main *')].filter(item => {
        const style = getComputedStyle(item);
        return item.clientWidth > 1 && style.overflow === 'hidden' && item.children.length === 0
            && (item.scrollWidth > item.clientWidth + 1 || item.scrollHeight > item.clientHeight + 1);
    }).map(item => item.outerHTML.slice(0, 100))"""
    faults = []
    for name, page in visit(kinds, 320):
        page.add_style_tag(content=SPACING)
        faults += [f"{name}: {cut}" for cut in page.evaluate(clipped)]
        if (over := wider(page)) > 0:
            faults.append(f"{name} is {over} px too wide")
    assert faults == []


def test_text_can_be_twice_as_large(kinds, visit):
    """At 200 % in a window of 1280 px, which leaves 640, the page still fits."""
    assert {name: wider(page) for name, page in visit(kinds, 640) if wider(page) > 0} == {}


def test_the_keyboard_reaches_the_content_first_and_everything_visibly(kinds, visit):
    """The first stop is the skip link, which leads into main; every stop shows where it is and is on the page."""
    look = """() => {
        const item = document.activeElement, style = getComputedStyle(item), box = item.getBoundingClientRect();
        const lined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return {tag: item.tagName, href: item.getAttribute('href'), wide: box.width,
                ring: lined || style.boxShadow !== 'none'};
    }"""
    for name, page in visit(kinds):
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


def test_all_is_there_without_scripts(kinds, visit):
    """A browser that runs no script shows the same words; a script has added the search box alone."""
    with_scripts = {}
    for name, page in visit(kinds):
        page.evaluate("document.querySelectorAll('.search form').forEach(item => item.remove())")
        with_scripts[name] = page.locator("main").inner_text()
    without = {name: page.locator("main").inner_text() for name, page in visit(kinds, java_script_enabled=False)}
    assert with_scripts == without


def test_paper_shows_what_is_folded(kinds, visit):
    """Printed, the tables in closed details are there."""
    hidden = """() => [...document.querySelectorAll('details table')]
        .filter(item => item.getClientRects().length === 0).length"""
    faults = {}
    for name, page in visit(kinds):
        page.emulate_media(media="print")
        faults[name] = page.evaluate(hidden)
    assert set(faults.values()) == {0}, faults


def test_the_other_language_is_one_step_away(made_site, open_page):
    """From a goal in Swedish to the same goal in English."""
    page = open_page(made_site / "sv" / "goal-05.html")
    page.locator("a[hreflang=en]").first.click()
    assert page.url.endswith("/en/goal-05.html")
    assert page.locator("html").get_attribute("lang") == "en"
