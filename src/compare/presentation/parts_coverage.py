"""What is known, what is not, and from whom it could come.

In: a `Speaker`. Out: `show_coverage_matrix`, `show_missing`.
Never: a missing figure without its reason, coverage told as a score.
"""

from __future__ import annotations

from compare.presentation.narrative import tell_questions
from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_goal import list_questions
from compare.presentation.parts_links import Speaker
from compare.presentation.parts_table import draw_card_table
from compare.presentation.tables import tabulate_coverage


def show_coverage_matrix(speaker: Speaker) -> Part:
    """Goals by rows, what the figures describe by columns, and the newest year of each."""
    table = tabulate_coverage(speaker.comparison.results, speaker.comparison, speaker.language)
    heading = el("h2", speaker.language.text("How much is known, goal by goal"), id="matrix-h")
    return make_part(el("section", heading, draw_card_table(table, "matrix"), id="coverage"))


def show_missing(speaker: Speaker) -> Part:
    """The figures that are missing, theme by theme and then by goal, each with who could give it."""
    text, language = speaker.language.text, speaker.language
    told: set[tuple[str, str]] = set()
    blocks = []
    groups = [(language.of(theme.title), speaker.comparison.theme(theme.id)) for theme in speaker.partnership.themes]
    groups += [
        (text("Goal {number}: {title}", number=goal, title=language.of(term.title)), speaker.comparison.goal(goal))
        for goal, term in sorted(speaker.catalogue.goals.items(), key=lambda item: int(item[0]))
    ]
    groups.append((text("What kind of places are they?"), speaker.comparison.goal("context")))
    for title, results in groups:
        fresh = [item for item in tell_questions(results, speaker.comparison, language) if item not in told]
        told.update(fresh)
        if fresh:
            blocks += [el("h3", title), list_questions(speaker, fresh)]
    heading = el("h2", text("Figures that are missing, and who could give them"), id="missing-h")
    return make_part(el("section", heading, *blocks, id="missing"))
