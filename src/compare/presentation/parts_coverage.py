"""What is known, what is not, and from whom it could come.

In: a `Speaker`. Out: `show_coverage_matrix`, `show_missing`, `show_missing_further`.
Never: a missing figure without its reason, coverage told as a score.
"""

from __future__ import annotations

from markupsafe import Markup

from compare.presentation.narrative import tell_questions
from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_goal import list_questions
from compare.presentation.parts_links import Results, Speaker, further_name, page_name, tell_title
from compare.presentation.parts_sections import draw_page
from compare.presentation.parts_table import draw_card_table
from compare.presentation.tables import tabulate_coverage

#: The further page of missing figures.
_NAME = further_name(page_name("coverage"), "goals")


def show_coverage_matrix(speaker: Speaker) -> Part:
    """Goals by rows, what the figures describe by columns, and the newest year of each."""
    table = tabulate_coverage(speaker.comparison.results, speaker.comparison, speaker.language)
    heading = el("h2", speaker.language.text("How much is known, goal by goal"), id="matrix-h")
    return make_part(el("section", heading, draw_card_table(table, "matrix"), id="coverage"))


def show_missing(speaker: Speaker) -> Part:
    """The figures that are missing on the themes that the cities named, each with who could give it."""
    text, language = speaker.language.text, speaker.language
    groups = [(language.of(theme.title), speaker.comparison.theme(theme.id)) for theme in speaker.partnership.themes]
    heading = el("h2", text("Figures that are missing, and who could give them"), id="missing-h")
    more = el("p", el("a", text("Missing figures outside these themes, goal by goal"), href=_NAME))
    return make_part(el("section", heading, *_list_groups(speaker, groups, set()), more, id="missing"))


def show_missing_further(speaker: Speaker) -> Part:
    """A page with the figures that are missing outside the themes, goal by goal."""
    text, language = speaker.language.text, speaker.language
    themes = [result for theme in speaker.partnership.themes for result in speaker.comparison.theme(theme.id)]
    told = set(tell_questions(themes, speaker.comparison, language))
    goals = sorted(speaker.catalogue.goals.items(), key=lambda item: int(item[0]))
    groups = [
        (text("Goal {number}: {title}", number=goal, title=language.of(term.title)), speaker.comparison.goal(goal))
        for goal, term in goals
    ]
    groups.append((text("Background"), speaker.comparison.goal("context")))
    title = text("Missing figures outside these themes, goal by goal")
    asked = tell_title("coverage", speaker.partnership, speaker.catalogue, language)
    back = el("p", el("a", text("Back to: {title}", title=asked), href=page_name("coverage")))
    head = el("div", el("h1", title), back, class_="title")
    blocks = _list_groups(speaker, groups, told, heading="h2")
    return make_part(draw_page(_NAME, title, head, el("section", *blocks)))


def _list_groups(
    speaker: Speaker, groups: list[tuple[str, Results]], told: set[tuple[str, str]], heading: str = "h3"
) -> list[Markup]:
    """Questions under their headings; none of them twice."""
    blocks = []
    for title, results in groups:
        fresh = [item for item in tell_questions(results, speaker.comparison, speaker.language) if item not in told]
        told.update(fresh)
        if fresh:
            blocks += [el(heading, title), list_questions(speaker, fresh)]
    return blocks
