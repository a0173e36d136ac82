"""The plan of a site: which pages there are, in which languages, and what a page's frame needs to know.

In: a partnership, the catalogue, a comparison. Out: `Page`, `Site`, `plan_pages` (one per notebook run), `plan_fixed`
(pages without a notebook), `plan_site`, `add_indicators` (pages that a goal's notebook makes beside its own).
Never: a page executed or written, a name that differs between languages, a page without a title of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from compare.errors import UnknownCodeError
from compare.presentation.language import Language, speak
from compare.presentation.parts_editions import Laid
from compare.presentation.parts_links import (
    Kind,
    find_goal,
    has_page,
    indicator_name,
    name_places,
    page_name,
    tell_title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Indicator
    from compare.catalogue.partnerships import Partnership
    from compare.comparison.model import Comparison

#: Kind of page -> the notebook that is run for it.
NOTEBOOKS: dict[str, str] = {
    "partnership": "01_partnership.ipynb",
    "overview": "02_overview.ipynb",
    "goal": "03_goal.ipynb",
    "indicator": "04_indicator.ipynb",
    "coverage": "05_coverage.ipynb",
    "changes": "06_changes.ipynb",
}
#: Pages that need no notebook.
FIXED: tuple[Kind, ...] = (
    "index", "indicators", "sources", "downloads", "method", "rights", "editions", "accessibility",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One page of the site: a notebook run with parameters, or a fixed page where `notebook` is empty.

    The page of an indicator could be had from its notebook; a run takes it from the notebook of its goal, which has
    drawn its picture already.
    """

    kind: Kind
    language: str
    goal: str | None
    notebook: str  #: file name under ``notebooks/``; empty for a fixed page
    parameters: Mapping[str, str] = field(compare=False)
    path: str  #: from the site's root: ``sv/goal-05.html``
    title: str  #: the page's question
    indicator: str | None = None  #: where the page is about one

    @property
    def name(self) -> str:
        """The file name, equal in every language."""
        return self.path.rpartition("/")[2]

    @property
    def label(self) -> str:
        """A short name for messages: ``goal 5, sv``."""
        about = self.indicator or self.goal
        return f"{self.kind}{f' {about}' if about else ''}, {self.language}"


@dataclass(frozen=True)
class Site:
    """What the frame of every page needs: whose site it is, and which pages it has."""

    partnership: Partnership
    catalogue: Catalogue = field(repr=False)
    pages: tuple[Page, ...] = ()
    editions: tuple[Laid, ...] = ()  #: those that the site will have, the newest first

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there are pages, in the partnership's order."""
        used = {page.language for page in self.pages}
        return tuple(code for code in self.partnership.languages if code in used)

    def names(self, language: Language) -> dict[str, str]:
        """The two places' names, as fields ``a`` and ``b``."""
        return name_places(self.partnership, self.catalogue, language)

    def find(self, kind: str, language: str, goal: str | None = None) -> Page | None:
        """A page of the site, or None where it is not part of this run."""
        wanted = (kind, language, goal)
        return next((page for page in self.pages if (page.kind, page.language, page.goal) == wanted), None)

    def at(self, path: str) -> Page | None:
        """The page planned at `path`, or None where there is none."""
        return next((page for page in self.pages if page.path == path), None)

    def twins(self, page: Page) -> tuple[Page, ...]:
        """The same page in the other languages."""
        about = (page.kind, page.goal, page.indicator)
        same = [item for item in self.pages if (item.kind, item.goal, item.indicator) == about]
        # A further page of a goal has the name that its twin has, and is not planned by itself.
        return tuple(
            replace(item, path=f"{item.language}/{page.name}") for item in same if item.language != page.language
        )

    def goals(self, language: str) -> tuple[Page, ...]:
        """The pages of the goals in one language, in order."""
        return tuple(page for page in self.pages if page.kind == "goal" and page.language == language)

    def neighbours(self, page: Page) -> tuple[Page, ...]:
        """The pages of the indicators of the same goal and language, itself among them, in the catalogue's order."""
        about = ("indicator", page.language, page.goal)
        return tuple(item for item in self.pages if (item.kind, item.language, item.goal) == about)

    def beside(self, pages: Iterable[Page]) -> tuple[Page, ...]:
        """The pages of indicators that the notebooks of `pages` make beside their own."""
        homes = {(page.language, page.goal) for page in pages if page.kind in ("goal", "overview")}
        return tuple(item for item in self.pages if item.kind == "indicator" and (item.language, item.goal) in homes)


def plan_pages(
    partnership: Partnership,
    catalogue: Catalogue,
    goals: Iterable[str] | None = None,
    languages: Iterable[str] | None = None,
    indicators: Iterable[str] | None = None,
) -> tuple[Page, ...]:
    """Every page that a notebook is run for.

    Parameters
    ----------
    partnership : Partnership
        Whose site it is.
    catalogue : Catalogue
        Its goals and areas.
    goals : iterable of str, optional
        Only the pages of these goals, and no chapter; all goals and the chapters where None.
    languages : iterable of str, optional
        Only these; all of the partnership's where None.
    indicators : iterable of str, optional
        Only the pages of the goals, or of the context, that these belong to, besides those of `goals`.

    Returns
    -------
    tuple of Page
        Language by language: partnership, overview, the goals in order, coverage, changes.

    Raises
    ------
    UnknownCodeError
        A goal or indicator that the catalogue, or a language that the partnership, does not have.
    """
    known = sorted(catalogue.goals, key=int)
    wanted = _choose_goals(catalogue, goals, indicators)
    pages = []
    for code in _choose_languages(partnership, languages):
        if wanted is None:
            pages.append(make_page("partnership", code, partnership, catalogue))
        if wanted is None or "context" in wanted:
            pages.append(make_page("overview", code, partnership, catalogue))
        chosen = [goal for goal in known if wanted is None or goal in wanted]
        pages += [make_page("goal", code, partnership, catalogue, goal) for goal in chosen]
        if wanted is None:
            pages += [make_page(kind, code, partnership, catalogue) for kind in ("coverage", "changes")]
    return tuple(pages)


def plan_fixed(
    partnership: Partnership, catalogue: Catalogue, languages: Iterable[str] | None = None
) -> tuple[Page, ...]:
    """The pages without a notebook: each language's start, sources, method, rights and accessibility."""
    codes = _choose_languages(partnership, languages)
    return tuple(make_page(kind, code, partnership, catalogue) for code in codes for kind in FIXED)


def plan_site(partnership: Partnership, catalogue: Catalogue, languages: Iterable[str] | None = None) -> Site:
    """The whole site: what links may point to, whichever of its pages a run makes anew."""
    codes = _choose_languages(partnership, languages)
    pages = plan_fixed(partnership, catalogue, codes) + plan_pages(partnership, catalogue, languages=codes)
    return Site(partnership, catalogue, pages)


def add_indicators(site: Site, comparison: Comparison) -> Site:
    """The site with a page for each indicator of a city or a region; which these are is known from the figures."""
    shown = [result.indicator for result in comparison.results if has_page(result, comparison)]
    pages = [_make_own(indicator, code, site) for code in site.languages for indicator in shown]
    return replace(site, pages=(*site.pages, *pages))


def make_page(
    kind: Kind, language: str, partnership: Partnership, catalogue: Catalogue, goal: str | None = None
) -> Page:
    """One page, with the parameters of its notebook."""
    parameters = {"partnership": partnership.id, "language": language} | ({"goal": goal} if goal else {})
    return Page(
        kind=kind, language=language, goal=goal, notebook=NOTEBOOKS.get(kind, ""),
        parameters=parameters if kind in NOTEBOOKS else {},
        path=f"{language}/{page_name(kind, goal)}",
        title=tell_title(kind, partnership, catalogue, speak(language), goal),
    )  # fmt: skip


def _make_own(indicator: Indicator, language: str, site: Site) -> Page:
    """The page of one indicator."""
    return Page(
        kind="indicator", language=language, goal=None if indicator.goal == "context" else indicator.goal,
        notebook=NOTEBOOKS["indicator"],
        parameters={"partnership": site.partnership.id, "language": language, "indicator": indicator.id},
        path=f"{language}/{indicator_name(indicator.id)}", title=speak(language).of(indicator.title),
        indicator=indicator.id,
    )  # fmt: skip


def _choose_goals(
    catalogue: Catalogue, goals: Iterable[str] | None, indicators: Iterable[str] | None
) -> set[str] | None:
    """The goals, and the context, whose pages are wanted; None where all are."""
    if goals is None and indicators is None:
        return None
    wanted = {find_goal(catalogue, goal) for goal in goals or ()}
    for indicator in indicators or ():
        if indicator not in catalogue.indicators:
            raise UnknownCodeError("indicator", indicator, catalogue.indicators)
        wanted.add(catalogue.indicators[indicator].goal)
    return wanted


def _choose_languages(partnership: Partnership, languages: Iterable[str] | None) -> tuple[str, ...]:
    if languages is None:
        return tuple(partnership.languages)
    wanted = set(languages)
    for code in sorted(wanted - set(partnership.languages)):
        raise UnknownCodeError(f"language of {partnership.id}", code, partnership.languages)
    return tuple(code for code in partnership.languages if code in wanted)
