"""The addresses and titles of pages: which page an indicator stands on, and what each page asks.

In: a comparison's partnership and catalogue, a kind of page. Out: `page_name`, `address`, `tell_title`,
`tell_edition`, `Speaker` (what every part of a page is made from).
Never: an absolute address, a name that differs between languages, a title that two pages share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from compare.errors import UnknownCodeError
from compare.presentation.language import Language, mark

if TYPE_CHECKING:
    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Area, Indicator, Partnership
    from compare.comparison.model import Comparison, IndicatorResult

Kind = Literal["index", "partnership", "overview", "goal", "coverage", "method", "accessibility"]

#: Pages other than the goals' -> the question that is their title.
CHAPTERS: dict[str, str] = {
    "index": mark("What do we know about {a} and {b}, and what can they learn from each other?"),
    "partnership": mark("What did {a} and {b} set out to do together?"),
    "overview": mark("Where do {a} and {b} stand?"),
    "coverage": mark("Which figures of {a} and {b} exist, which are missing, and who could give them?"),
    "method": mark("How are {a} and {b} compared?"),
    "accessibility": mark("Can everyone read these pages?"),
}
#: The same pages as a menu calls them.
MENU: dict[str, str] = {
    "index": mark("Start"),
    "partnership": mark("The partnership"),
    "overview": mark("All goals at once"),
    "coverage": mark("What is known"),
    "method": mark("How we compare"),
    "accessibility": mark("Accessibility"),
}
_STATUS = {
    "draft": mark("draft, not yet reviewed by the two cities"),
    "reviewed": mark("reviewed by both cities"),
}


@dataclass(frozen=True)
class Speaker:
    """A comparison told in one language: what every ``show_*`` function is given."""

    comparison: Comparison
    language: Language

    @property
    def partnership(self) -> Partnership:
        """Whose comparison it is."""
        return self.comparison.partnership

    @property
    def catalogue(self) -> Catalogue:
        """What people wrote."""
        return self.comparison.catalogue

    def area(self, code: str) -> Area:
        """An area of the catalogue; the closest codes are named where there is none."""
        try:
            return self.catalogue.areas[code]
        except KeyError as error:
            raise UnknownCodeError("area", code, self.catalogue.areas) from error

    def name(self, code: str) -> str:
        """The short name of an area: "Skåne"."""
        return self.language.of(self.area(code).name)

    @property
    def names(self) -> dict[str, str]:
        """The two places' names, as fields ``a`` and ``b`` of a text."""
        return name_places(self.partnership, self.catalogue, self.language)


def name_places(partnership: Partnership, catalogue: Catalogue, language: Language) -> dict[str, str]:
    """The two places' names, as fields ``a`` and ``b`` of a text."""
    return {key: language.of(catalogue.areas[getattr(partnership, key)].name) for key in ("a", "b")}


def page_name(kind: Kind, goal: str | None = None) -> str:
    """The file name of a page, equal in every language: ``goal-05.html``.

    Examples
    --------
    >>> page_name("goal", "5"), page_name("coverage")
    ('goal-05.html', 'coverage.html')
    """
    return f"goal-{int(goal):02d}.html" if kind == "goal" and goal is not None else f"{kind}.html"


def indicator_page(indicator: Indicator) -> str:
    """The page that an indicator has its section on: its goal's, or the overview for the context."""
    return page_name("overview") if indicator.goal == "context" else page_name("goal", indicator.goal)


def address(indicator: Indicator, page: str | None = None) -> str:
    """The address of an indicator's section, seen from `page` (a file name) of the same language."""
    own = indicator_page(indicator)
    return f"#{indicator.id}" if own == page else f"{own}#{indicator.id}"


def find_goal(catalogue: Catalogue, goal: str) -> str:
    """`goal` if the catalogue has it; the closest are named where not."""
    if goal not in catalogue.goals:
        raise UnknownCodeError("goal", goal, catalogue.goals, remedy="Goals are numbers from 1 to 17, as text.")
    return goal


def tell_title(
    kind: Kind, partnership: Partnership, catalogue: Catalogue, language: Language, goal: str | None = None
) -> str:
    """The question that is a page's title and heading."""
    if kind == "goal" and goal is not None:
        return language.of(catalogue.goals[find_goal(catalogue, goal)].question)
    return language.text(CHAPTERS[kind], **name_places(partnership, catalogue, language))


def tell_edition(partnership: Partnership, language: Language) -> str:
    """Which edition this is, of when, and who has read it."""
    edition = partnership.edition
    return language.text(
        "Edition {number} · {date} · {status}",
        number=edition.number, date=language.date(edition.date), status=language.text(_STATUS[edition.status]),
    )  # fmt: skip


def count_levels(results: tuple[IndicatorResult, ...]) -> dict[str, int]:
    """How many indicators there are at each level; a slice of another indicator is not counted."""
    levels = dict.fromkeys(("city", "region", "mixed", "country", "one-sided", "none"), 0)
    for result in results:
        if result.indicator.part_of is None:
            levels[result.level] += 1
    return levels
