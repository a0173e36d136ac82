"""The pages against what `jupyter nbconvert` makes of the same notebooks: axe-core's violations, own faults, size."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from measure import HERE

#: What the default is asked for, beside its own template.
TEMPLATES = ("lab", "classic")
GOALS = ("5", "11")  #: one whose figures are mostly of countries, one with figures of both cities
INDICATOR = "fine-dust"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LOOK = "async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations"
_UNFOLD = "document.querySelectorAll('details').forEach(item => {item.open = true})"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Row:
    """One line of the table: each number of the default template, of the other one and of the project's own pages."""

    what: str
    language: str
    kilobytes: tuple[float, ...]
    axe: tuple[int, ...]
    lint: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.what:22} {self.language:4} {_side(self.kilobytes)} {_side(self.axe)} {_side(self.lint)}"

    @property
    def missed(self) -> bool:
        """Whether a page of the project has a fault."""
        return bool(self.axe[-1] or self.lint[-1])


@dataclass(frozen=True)
class Heading:
    """The line above the rows."""

    missed: bool = False

    def __str__(self) -> str:
        names = "lab / classic / ours"
        return f"{'page':22} {'':4} {'KB: ' + names:26} {'axe: ' + names:26} {'lint: ' + names:26}"


def run() -> Iterator[Heading | Row]:
    """The rows, each when it is known."""
    with tempfile.TemporaryDirectory() as name, _judge() as judge:
        folder = Path(name)
        environment = _environment(folder)
        _do([sys.executable, "-m", "compare", "report", "--output", str(folder / "site")], folder, environment)
        yield Heading()
        for page in _plan():
            yield _compare(page, folder, environment, judge)


def _plan() -> list:
    """A page of each kind that a notebook makes, in each language."""
    import compare
    from compare.reports.site import add_indicators, plan_site

    comparison = compare.compare()
    site = add_indicators(plan_site(comparison.partnership, comparison.catalogue), comparison)
    own = f"indicator-{INDICATOR}.html"
    kinds = ("partnership", "overview", "coverage")
    return [page for page in site.pages if page.kind in kinds or (page.kind == "goal" and page.goal in GOALS)
            or page.name == own]  # fmt: skip


def _compare(page, folder: Path, environment: dict[str, str], judge: Callable[[Path], int]) -> Row:
    """One notebook, executed once and shown by both templates, and the pages that the project makes of it."""
    ours = _find_ours(folder / "site", page)
    theirs = _render(page, folder, environment)
    groups = [[path] for path in theirs] + [ours]
    return Row(
        page.name.removesuffix(".html"), page.language,
        tuple(max(path.stat().st_size for path in group) / 1024 for group in groups),
        tuple(sum(judge(path) for path in group) for group in groups),
        tuple(sum(_lint(path, page.language) for path in group) for group in groups),
    )  # fmt: skip


def _find_ours(site: Path, page) -> list[Path]:
    """A page and its further ones, which hold together what the notebook holds."""
    stem = page.name.removesuffix(".html")
    further = re.compile(rf"{re.escape(stem)}-[a-z0-9]+\.html")
    beside = site / page.language
    return [beside / page.name, *sorted(path for path in beside.iterdir() if further.fullmatch(path.name))]


def _render(page, folder: Path, environment: dict[str, str]) -> list[Path]:
    """What the two commands make of a page's notebook: papermill, then nbconvert as it comes."""
    from compare.home import notebook_folder

    made, source = folder / "made.ipynb", notebook_folder() / page.notebook
    given = [word for key, value in page.parameters.items() for word in ("-r", key, value)]
    words = [sys.executable, "-m", "papermill", str(source), str(made), "-k", "python3", "--no-progress-bar", *given]
    _do(words, folder, environment)
    pages = []
    for template in TEMPLATES:
        name = f"{page.language}-{page.name.removesuffix('.html')}-{template}"
        words = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--template", template]
        _do([*words, "--output", name, str(made)], folder, environment)
        pages.append(folder / f"{name}.html")
    return pages


def _lint(path: Path, language: str) -> int:
    from compare.reports.lint import lint_page

    return len(lint_page(path.read_text(encoding="utf-8"), language=language))


@contextlib.contextmanager
def _judge() -> Iterator[Callable[[Path], int]]:
    """A function that counts the elements which axe-core finds at fault on a page, without a network."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        raise SystemExit(f"No browser was found to look at the pages: none of {', '.join(_BROWSERS)} is installed.")
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])

        def judge(path: Path) -> int:
            context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
            page = context.new_page()
            page.goto(path.resolve().as_uri(), wait_until="load")
            page.evaluate(_UNFOLD)
            page.evaluate(script)
            count = sum(len(item["nodes"]) for item in page.evaluate(_LOOK, _RULES))
            context.close()
            return count

        yield judge
        browser.close()


def _environment(folder: Path) -> dict[str, str]:
    """What a person has fetched into the checkout is not what is measured."""
    path = os.pathsep.join(filter(None, (str(HERE.parent / "src"), os.environ.get("PYTHONPATH"))))
    return os.environ | {"COMPARE_HOME": str(folder / "home"), "PYTHONPATH": path, "PYTHONHASHSEED": "0"}


def _do(words: Sequence[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(words, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")


def _side(numbers: Sequence[float]) -> str:
    return f"{' / '.join(f'{number:.0f}' for number in numbers):26}"
