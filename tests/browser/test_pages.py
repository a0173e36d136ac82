"""Every page in a real browser: accessible, readable on a phone, by keyboard, with wide text, and by itself."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: The spacing that a reader may set without losing content (WCAG 1.4.12).
SPACING = """* {line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important}
p {margin-bottom: 2em !important}"""
NAIVE = """<!doctype html><html><head><title></title></head><body><h1>Air</h1><h4>Lund</h4>
<img src="x.png"><p style="color: #aaa">pale</p><table><tr><th></th><td>1</td></tr></table><a href="#"></a>
</body></html>"""


@pytest.fixture(scope="session")
def pages(made_site):
    """All pages of the site."""
    found = sorted(made_site.rglob("*.html"))
    assert len(found) > 40, "a whole site has more than forty pages"
    return found


@pytest.fixture(scope="session")
def kinds(pages):
    """One page of each kind, and the two ends of the goals."""
    chosen = [page for page in pages if "goal-" not in page.name or page.name in ("goal-05.html", "goal-17.html")]
    assert {page.name for page in chosen} >= {"index.html", "partnership.html", "overview.html", "coverage.html"}
    return chosen


def wider(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_axe_finds_nothing_on_any_page(pages, open_page, judge):
    """Wide and narrow, with everything that is folded opened."""
    faults = []
    for path in pages:
        for width in (1280, 320):
            page = open_page(path, width)
            page.evaluate("document.querySelectorAll('details').forEach(item => {item.open = true})")
            faults += [f"{path.parent.name}/{path.name} at {width}: {fault}" for fault in judge(page)]
            page.context.close()
    assert faults == []


def test_axe_finds_the_faults_of_a_naive_page(tmp_path, open_page, judge):
    """The test above can fail."""
    (tmp_path / "naive.html").write_text(NAIVE, encoding="utf-8")
    found = {fault.split(":")[0] for fault in judge(open_page(tmp_path / "naive.html"))}
    assert found >= {"html-has-lang", "document-title", "image-alt", "heading-order", "color-contrast", "link-name"}


def test_a_page_asks_for_nothing_elsewhere_and_misses_nothing(pages, made_site, open_page):
    """Only files of the site are loaded, all are there, and nothing complains."""
    root = made_site.resolve().as_uri()
    for path in pages:
        page = open_page(path.resolve())
        assert [url for url in page.asked if not url.startswith((root, "data:"))] == [], path
        assert page.complained == [], path
        page.context.close()


def test_every_page_fits_a_phone(pages, open_page):
    """At 320 px nothing but a table's own region scrolls sideways, with its details open."""
    faults = {}
    for path in pages:
        page = open_page(path, 320)
        page.evaluate("document.querySelectorAll('details').forEach(item => {item.open = true})")
        if (over := wider(page)) > 0:
            faults[f"{path.parent.name}/{path.name}"] = over
        page.context.close()
    assert faults == {}


def test_wide_text_is_not_cut(kinds, open_page):
    """With the widest spacing that a reader may set, no words run out of their box or off a narrow window."""
    clipped = """() => [...document.querySelectorAll('main *')].filter(item => {
        const style = getComputedStyle(item);
        return item.clientWidth > 1 && style.overflow === 'hidden' && item.children.length === 0
            && (item.scrollWidth > item.clientWidth + 1 || item.scrollHeight > item.clientHeight + 1);
    }).map(item => item.outerHTML.slice(0, 100))"""
    for path in kinds:
        page = open_page(path, 320)
        page.add_style_tag(content=SPACING)
        assert page.evaluate(clipped) == [], path
        assert wider(page) <= 0, path
        page.context.close()


def test_text_can_be_twice_as_large(kinds, open_page):
    """At 200 % in a window of 1280 px the page still fits."""
    for path in kinds:
        page = open_page(path, 640)  # what a window of 1280 px is at 200 %
        assert wider(page) <= 0, path
        page.context.close()


def test_the_keyboard_reaches_the_content_first_and_everything_visibly(kinds, open_page):
    """The first stop is the skip link, which leads into main; every stop shows where it is and is on the page."""
    look = """() => {
        const item = document.activeElement, style = getComputedStyle(item), box = item.getBoundingClientRect();
        const lined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return {tag: item.tagName, href: item.getAttribute('href'), wide: box.width,
                ring: lined || style.boxShadow !== 'none'};
    }"""
    for path in kinds:
        page = open_page(path)
        page.keyboard.press("Tab")
        first = page.evaluate(look)
        assert (first["tag"], first["href"][:1]) == ("A", "#"), path
        assert first["wide"] > 20, "the skip link is seen when it has the focus"
        assert page.evaluate("target => document.querySelector(target).closest('main') !== null", first["href"]), path
        for _ in range(40):
            stop = page.evaluate(look)
            if stop["tag"] == "BODY":
                break
            assert stop["ring"], f"{path}: no visible focus on {stop}"
            assert stop["wide"] > 1, f"{path}: the focus is on something unseen: {stop}"
            page.keyboard.press("Tab")
        page.context.close()


def test_all_is_there_without_scripts(kinds, open_page):
    """A browser that runs no script shows the same words."""
    for path in kinds:
        texts = []
        for scripts in (True, False):
            page = open_page(path, java_script_enabled=scripts)
            texts.append(page.locator("main").inner_text())
            page.context.close()
        assert texts[0] == texts[1], path


def test_paper_shows_what_is_folded(kinds, open_page):
    """Printed, the tables in closed details are there."""
    hidden = """() => [...document.querySelectorAll('details table')]
        .filter(item => item.getClientRects().length === 0).length"""
    for path in kinds:
        page = open_page(path)
        page.emulate_media(media="print")
        assert page.evaluate(hidden) == 0, path
        page.context.close()


def test_the_other_language_is_one_step_away(made_site, open_page):
    """From a goal in Swedish to the same goal in English."""
    page = open_page(made_site / "sv" / "goal-05.html")
    page.locator("a[hreflang=en]").first.click()
    assert page.url.endswith("/en/goal-05.html")
    assert page.locator("html").get_attribute("lang") == "en"
