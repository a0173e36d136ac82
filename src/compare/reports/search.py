"""The search over all indicators: a script, and for each language its data as a script that the page loads.

In: the `Site` and its `Comparison`. Out: `render_search` (paths to bytes), `build_data`, `list_addresses`,
`find_language`.
Never: a request (a page opened from a folder may make none), markup in the data, an address that no page has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.presentation.index import Entry, list_entries
from compare.presentation.language import Language, speak
from compare.presentation.parts_links import Speaker, home_name

if TYPE_CHECKING:
    from compare.comparison.model import Comparison
    from compare.reports.site import Site

SCRIPT = "assets/search.js"
_DATA = re.compile(r"(?:^|/)assets/search-(?P<language>[a-z]+)\.js$")
_OPENING = "window.compareIndex="
_OWN, _ENDING = "indicator-", ".html"


def render_search(site: Site, comparison: Comparison) -> dict[str, bytes]:
    """The script, and the data of each language, of the pages that the site has."""
    files = {SCRIPT: (Path(__file__).parent / "template" / "search.js").read_bytes()}
    for code in site.languages:
        names = {page.name for page in site.pages if page.language == code}
        data = build_data(Speaker(comparison, speak(code)), names)
        told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        files[name_data(code)] = f"{_OPENING}{told};\n".encode()
    return files


def name_data(language: str) -> str:
    """Where the data of a language are."""
    return f"assets/search-{language}.js"


def find_language(name: str) -> str | None:
    """The language of the file of data that is called so; None for any other file."""
    found = _DATA.search(name)
    return found["language"] if found else None


def build_data(speaker: Speaker, names: set[str]) -> dict[str, Any]:
    """What the script is given.

    Parameters
    ----------
    speaker : Speaker
        The comparison in the language of the pages.
    names : set of str
        The pages that the site has in this language; an indicator on none of them is left out.

    Returns
    -------
    dict
        ``says``: the script's own words. ``goals``: goal -> its title. ``themes``: titles. ``pages``: file names.
        ``items``: in alphabetical order, each with title, id, place in ``pages`` (-1: its own page), codes with the
        goal before them where none begins with it, places in ``themes``, titles in other languages.
    """
    themes = speaker.partnership.themes
    kept = [entry for entry in list_entries(speaker) if _is_there(entry, names)]
    pages = sorted({page for page, section in map(_split, kept) if section})
    return {
        "says": _list_words(speaker.language),
        "goals": _name_goals(speaker, {entry.goal for entry in kept}),
        "themes": [speaker.language.of(theme.title) for theme in themes],
        "pages": pages,
        "items": [_make_item(entry, pages, [theme.id for theme in themes]) for entry in kept],
    }


def list_addresses(text: str) -> Iterator[str]:
    """The address of each item in a file of data, from a page beside which it is used.

    Raises
    ------
    ValueError
        The text is not such a file.
    """
    data = json.loads(text.removeprefix(_OPENING).strip().removesuffix(";"))
    for _, one, place, *_ in data["items"]:
        yield f"{_OWN}{one}{_ENDING}" if place < 0 else f"{data['pages'][place]}#{one}"


def _is_there(entry: Entry, names: set[str]) -> bool:
    """Whether the site has the page; a further page is there where the page is that it continues."""
    page, section = _split(entry)
    return page in names or (bool(section) and home_name(entry.goal) in names)


def _split(entry: Entry) -> tuple[str, str]:
    page, _, section = entry.address.partition("#")
    return page, section


def _make_item(entry: Entry, pages: list[str], themes: list[str]) -> list[Any]:
    page, section = _split(entry)
    return [
        entry.title,
        section or page.removeprefix(_OWN).removesuffix(_ENDING),
        pages.index(page) if section else -1,
        _list_codes(entry),
        [themes.index(theme) for theme in entry.themes if theme in themes],
        " ".join(entry.others),
    ]


def _list_codes(entry: Entry) -> str:
    """Codes, the first one of the goal under which the indicator stands: the script reads the goal from it."""
    goal, codes = entry.goal, sorted(entry.codes, key=lambda code: not _is_of(code, entry.goal))
    return " ".join(codes if codes and _is_of(codes[0], goal) else [goal, *codes])


def _is_of(code: str, goal: str) -> bool:
    return code.partition(".")[0] == goal


def _name_goals(speaker: Speaker, goals: Iterable[str]) -> dict[str, str]:
    language, known = speaker.language, speaker.catalogue.goals
    return {
        goal: language.text("Goal {number}: {title}", number=goal, title=language.of(known[goal].title))
        if goal in known else language.text("Background")
        for goal in sorted(goals, key=lambda goal: (goal not in known, goal.zfill(2)))
    }  # fmt: skip


def _list_words(language: Language) -> dict[str, str]:
    """What the script says; ``#`` stands for a number, ``*`` for what was typed."""
    text = language.text
    return {
        "label": text("Search the indicators"),
        "hint": text("A word of the title, a theme, or a code such as 11.6"),
        "none": text("No indicator has “{words}” in its title, theme or code.", words="*"),
        "one": text("One indicator found."),
        "many": text("{n} indicators found.", n="#"),
        "more": text("{n} indicators found; the first {most} are shown.", n="#", most="*"),
    }
