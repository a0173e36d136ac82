"""A real browser; without one these tests are skipped and counted, and on a machine that checks they fail."""

import os
import shutil
from importlib.resources import files

import pytest

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser():
    """Chromium as the system has it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium is installed: the pages were not looked at")
        pytest.skip("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def visit(browser):
    """A function that opens files one after the other in one window, and tells what each asked for besides."""
    contexts = []

    def walk(paths, width=1280, settle=False, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complained.append(message.text))
        page.on("requestfailed", lambda request: page.complained.append(f"{request.url}: {request.failure}"))
        for path in paths:
            page.asked, page.complained = [], []
            page.goto(path.resolve().as_uri())
            if settle:
                # An icon that is still on its way when the next page is opened is no fault of either. It costs half a
                # second a page, so only those wait who look at what was asked for.
                page.wait_for_load_state("networkidle")
            yield f"{path.parent.name}/{path.name}", page

    yield walk
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(visit):
    """A function that opens one file."""
    return lambda path, width=1280, **options: next(visit([path], width, **options))[1]


@pytest.fixture(scope="session")
def judge():
    """axe-core's violations of WCAG 2.2 AA and of good practice on a page, each a line."""
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def violations(page):
        page.evaluate(script)
        # Only violations are asked for: telling of all that is well takes twice as long.
        look = "async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations"
        found = page.evaluate(look, rules)
        return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]

    return violations
