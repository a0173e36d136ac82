"""The human rights behind the targets, and whether the treaties bind the two countries.

In: a `Speaker`. Out: `show_rights`, `rights_address`.
Never: the link from a target to a right told as anything but our own reading, a treaty without both countries.
"""

from __future__ import annotations

from markupsafe import Markup

from compare.comparison.model import IndicatorResult
from compare.presentation.narrative import tell_rights
from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_links import Speaker, page_name, tell_title


def show_rights(speaker: Speaker) -> Part:
    """Goal by goal: each target that an indicator serves, the right it speaks to, and whom the treaties bind."""
    text = speaker.language.text
    title = tell_title("rights", speaker.partnership, speaker.catalogue, speaker.language)
    lead = text(
        "A right binds a country when it has joined the treaty. Which right a target speaks to is our own reading, "
        "mostly of shortened treaty texts; the treaties' dates are those of the sources named beside them."
    )
    head = el("div", el("h1", title), el("p", lead, class_="lead"), class_="title")
    goals = sorted(speaker.catalogue.goals, key=int)
    told = [goal for goal in goals if _list_targets(speaker, goal)]
    return make_part(head, *(_draw_goal(speaker, goal) for goal in told), _draw_treaties(speaker, told))


def rights_address(speaker: Speaker, goal: str | None) -> str | None:
    """Where the rights behind a goal's targets are told, or None where there are none."""
    if goal is None:
        return page_name("rights")
    return f"{page_name('rights')}#goal-{goal}" if _list_targets(speaker, goal) else None


def _list_targets(speaker: Speaker, goal: str) -> dict[str, IndicatorResult]:
    """Each target of the goal with a right behind it, to an indicator that serves it."""
    known = speaker.catalogue.rights
    served = {
        result.indicator.target: result
        for result in speaker.comparison.goal(goal)
        if result.indicator.target in known and known[result.indicator.target].right is not None
    }
    return dict(sorted(served.items(), key=lambda item: _in_order(item[0])))


def _in_order(target: str) -> tuple[int, str]:
    """Numbered targets before lettered ones: 3.2, 3.10, 3.d."""
    last = target.split(".")[1]
    return (int(last), "") if last.isdigit() else (99, last)


def _draw_goal(speaker: Speaker, goal: str) -> Markup:
    language = speaker.language
    title = language.text("Goal {number}: {title}", number=goal, title=language.of(speaker.catalogue.goals[goal].title))
    targets = [_draw_target(speaker, target, result) for target, result in _list_targets(speaker, goal).items()]
    link = el("p", el("a", language.text("The figures of this goal"), href=page_name("goal", goal)))
    return el("section", el("h2", title), *targets, link, id=f"goal-{goal}", class_="prose")


def _draw_target(speaker: Speaker, target: str, result: IndicatorResult) -> Markup:
    term = speaker.catalogue.targets[target]
    right, *treaties = tell_rights(result, speaker.comparison, speaker.language)
    heading = el("h3", f"{target} {speaker.language.of(term.title)}")
    # What was read is named in English in the catalogue, as a citation is.
    lang = None if speaker.language.code == "en" else "en"
    source = el("span", speaker.catalogue.rights[target].source, lang=lang)
    lines = el("ul", *(el("li", line) for line in treaties))
    read = el("p", speaker.language.text("Source:"), " ", source, class_="small")
    return el("div", heading, el("p", right), lines, read, id=f"target-{target}")


def _draw_treaties(speaker: Speaker, goals: list[str]) -> Markup:
    """The treaties behind the rights by their full names, in the catalogue's order."""
    targets = [target for goal in goals for target in _list_targets(speaker, goal)]
    named = {article.treaty for target in targets for article in speaker.catalogue.rights[target].articles}
    names = [speaker.language.of(treaty.name) for code, treaty in speaker.catalogue.treaties.items() if code in named]
    heading = el("h2", speaker.language.text("The treaties by their full names"))
    listed = el("ul", *(el("li", speaker.language.capital(name)) for name in names))
    return el("section", heading, listed, id="treaties", class_="prose")
