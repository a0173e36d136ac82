"""The addresses and titles of pages: which page an indicator stands on, and what each page asks.

In: a comparison's partnership and catalogue, a kind of page. Out: `page_name`, `indicator_name`, `address`,
`page_address`, `tell_title`, `tell_edition`, `Speaker` (what every part of a page is made from).
Never: an absolute address, a name that differs between languages, a title that two pages share.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from compare.errors import UnknownCodeError
from compare.presentation.language import Language, mark

if TYPE_CHECKING:
    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Area, Indicator
    from compare.catalogue.partnerships import Partnership
    from compare.comparison.model import Comparison, IndicatorResult
    from compare.presentation.parts_sheet import Taken

Results = tuple["IndicatorResult", ...]
Kind = Literal[
    "index", "partnership", "overview", "goal", "indicator", "indicators", "coverage", "changes", "sources",
    "downloads", "method", "rights", "editions", "accessibility",
]  # fmt: skip

#: Bytes for the sections of a goal's own page beside all else that it holds, less for each row of its table.
ROOM = 42_000
ROW = 430
#: Bytes for the sections of the page of all goals, beside the goals themselves.
CONTEXT_ROOM = 26_000
#: Bytes for the sections of a further page.
FURTHER_ROOM = 48_000

#: Pages other than the goals' -> the question that is their title.
CHAPTERS: dict[str, str] = {
    "index": mark("What do we know about {a} and {b}, and what can they learn from each other?"),
    "partnership": mark("What did {a} and {b} set out to do together?"),
    "overview": mark("Where do {a} and {b} stand?"),
    "indicators": mark("Which indicators are there for {a} and {b}?"),
    "coverage": mark("Which figures of {a} and {b} exist, which are missing, and who could give them?"),
    "changes": mark("What has changed in the figures for {a} and {b}?"),
    "sources": mark("Where do the figures come from?"),
    "downloads": mark("What can be downloaded?"),
    "method": mark("How are {a} and {b} compared?"),
    "rights": mark("Which human rights stand behind the goals?"),
    "editions": mark("Which editions of these pages are there?"),
    "accessibility": mark("Can everyone read these pages?"),
}
#: The same pages as a menu calls them.
MENU: dict[str, str] = {
    "index": mark("Start"),
    "partnership": mark("The partnership"),
    "overview": mark("All goals at once"),
    "indicators": mark("A to Z"),
    "coverage": mark("What is known"),
    "changes": mark("What has changed"),
    "sources": mark("Sources and licences"),
    "downloads": mark("Downloads"),
    "method": mark("How we compare"),
    "rights": mark("Human rights"),
    "editions": mark("Editions"),
    "accessibility": mark("Accessibility"),
}
#: What an edition is until both cities have read it, and after.
STATUS = {
    "draft": mark("draft, not yet reviewed by the two cities"),
    "reviewed": mark("reviewed by both cities"),
}


@dataclass(frozen=True)
class Speaker:
    """A comparison told in one language: what every ``show_*`` function is given."""

    comparison: Comparison
    language: Language
    #: Pictures that were drawn already, by indicator and width: a section and a page of its own show the same one.
    drawn: dict[tuple[str, bool], tuple[IndicatorResult, str]] = field(default_factory=dict, compare=False, repr=False)
    #: The same as files to take along, by indicator.
    taken: dict[str, Taken] = field(default_factory=dict, compare=False, repr=False)

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


def address(indicator: Indicator, comparison: Comparison) -> str:
    """The address of an indicator's section, from any page of the same language."""
    further = split_goal(comparison, indicator.goal)[1]
    shown = ({item.indicator.id for item in part} for part in further)
    place = next((place for place, ids in enumerate(shown, 1) if indicator.id in ids), 0)
    home = home_name(indicator.goal)
    return f"{further_name(home, place) if place else home}#{indicator.id}"


def page_address(result: IndicatorResult, comparison: Comparison) -> str:
    """The address of all about an indicator: its own page, or its section where it has none."""
    indicator = result.indicator
    return indicator_name(indicator.id) if has_page(result, comparison) else address(indicator, comparison)


def has_page(result: IndicatorResult, comparison: Comparison) -> bool:
    """Whether an indicator has a page of its own: one with a figure of a city or of a region."""
    if any(pair.level != "country" for pair in result.pairs):
        return True
    known = (one.side for one in result.one_sided if one.side.value is not None)
    return any(comparison.catalogue.areas[side.ref_area].kind != "country" for side in known)


def indicator_name(indicator: str) -> str:
    """The file name of an indicator's own page: ``indicator-fine-dust.html``."""
    return f"indicator-{indicator}.html"


def home_name(goal: str) -> str:
    """The page that is about a goal, or about the context (``"context"``)."""
    return page_name("overview") if goal == "context" else page_name("goal", goal)


def split_goal(comparison: Comparison, goal: str) -> tuple[Results, tuple[Results, ...]]:
    """The results with a section on a goal's own page, and those on its further pages.

    A page must stay light on a slow connection. Where a goal has more than one can hold, what is known of the cities
    stays on its own page as far as there is room, the rest follows on further pages, and whole countries come last.
    """
    # Every link to an indicator asks for it: it is kept with the comparison, as that keeps what it was asked before.
    kept: dict[str, tuple[Results, tuple[Results, ...]]] = vars(comparison).setdefault("_split_goals", {})
    if goal not in kept:
        kept[goal] = _split_anew(comparison, goal)
    return kept[goal]


def _split_anew(comparison: Comparison, goal: str) -> tuple[Results, tuple[Results, ...]]:
    results = comparison.goal(goal)
    rows = sum(max(1, len(result.pairs) + len(result.one_sided)) for result in results)
    room = CONTEXT_ROOM if goal == "context" else ROOM - ROW * rows
    ordered = sorted(results, key=describes_countries)
    own = _take(ordered, room)
    further = []
    for countries in (False, True):
        rest = [result for result in ordered[len(own) :] if describes_countries(result) is countries]
        pages = -(-sum(map(_weigh, rest)) // FURTHER_ROOM)
        share = sum(map(_weigh, rest)) // max(pages, 1) + 1  # pages of about the same weight
        while rest:
            chunk = _take(rest, share)
            further.append(tuple(chunk))
            rest = rest[len(chunk) :]
    return tuple(own), tuple(further)


def _take(results: list[IndicatorResult], room: int) -> list[IndicatorResult]:
    """The first results that fit, at least one."""
    taken, weight = [], 0
    for result in results:
        weight += _weigh(result)
        if taken and weight > room:
            break
        taken.append(result)
    return taken


def _weigh(result: IndicatorResult) -> int:
    """About how many bytes a section takes: the same in every language, so that addresses are the same."""
    sides = [side for pair in result.pairs for side in (pair.a, pair.b)] + [one.side for one in result.one_sided]
    lengths = [min(len(side.history), 30) for side in (*sides, *result.references)]
    rows = 35 * max(lengths, default=0) + 18 * sum(lengths)
    more = 600 * len(result.one_sided) + 350 * len(result.also_known) + 500 * max(0, len(result.pairs) - 1)
    return 3300 + rows + more


def describes_countries(result: IndicatorResult) -> bool:
    """Whether all that a result has are figures for whole countries."""
    return result.level == "country" and not result.one_sided


def further_name(home: str, place: int | str) -> str:
    """The file name of a further page: ``goal-03-2.html`` is the first of ``goal-03.html``."""
    return f"{home.removesuffix('.html')}-{place + 1 if isinstance(place, int) else place}.html"


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
        number=edition.number, date=language.date(edition.date), status=language.text(STATUS[edition.status]),
    )  # fmt: skip


def count_levels(results: Results) -> dict[str, int]:
    """How many indicators there are at each level; a slice of another indicator is not counted."""
    levels = dict.fromkeys(("city", "region", "mixed", "country", "one-sided", "none"), 0)
    for result in results:
        if result.indicator.part_of is None:
            levels[result.level] += 1
    return levels
