"""The feed of changes in one language, as RFC 4287 has it: an entry for each change.

In: changes, the newest first; a `Site`. Out: `write_feed`, bytes.
Never: an id that is a path or that two changes share, the time at which a feed was written, other bytes for the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from xml.sax.saxutils import escape, quoteattr

from compare.comparison.changes import Change
from compare.presentation.language import Language, speak
from compare.presentation.narrative_changes import Double, find_doubles, find_gone, tell_change, tell_title_of
from compare.presentation.parts_changes import FEED
from compare.presentation.parts_links import indicator_name, page_name, tell_title
from compare.reports.site import Site

ENTRIES = 300  #: in a feed, the newest; ``changes.json`` has more
_ROOT = uuid.UUID("8e8a3b55-62ab-5c0c-9d5c-6c3f0c1b1f0d")


def write_feed(changes: Sequence[Change], site: Site, code: str) -> bytes:
    """The feed of `changes` for readers of one language.

    Parameters
    ----------
    changes : sequence of Change
        The newest first.
    site : Site
        Whose changes they are, and which pages entries can lead to.
    code : str
        The language.
    """
    language, partnership = speak(code), site.partnership
    gone, doubles = find_gone(changes, language), find_doubles(changes)
    edition = partnership.edition
    # A feed without an entry is as old as the edition that people declared: there is no run to tell.
    latest = changes[0].found if changes else f"{(edition.declared or edition.date).isoformat()}T00:00:00Z"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(code)}>',
        _element("id", uuid.uuid5(_ROOT, f"{partnership.id} {code}").urn),
        _element("title", tell_title("changes", partnership, site.catalogue, language)),
        _element("subtitle", language.of(partnership.title)),
        _element("updated", latest),
        f"<author>{_element('name', language.of(partnership.publisher))}</author>",
        _link("self", FEED, site, code, "application/atom+xml"),
        _link("alternate", page_name("changes"), site, code, "text/html"),
        *(_draw(change, site, language, gone, doubles) for change in changes[:ENTRIES]),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _draw(
    change: Change, site: Site, language: Language, gone: dict[str, str], doubles: Collection[Double]
) -> str:
    title = tell_title_of(change, site.catalogue, language, gone)
    told = tell_change(change, site.catalogue, language, doubles)
    edition = language.text("Edition {number}.", number=change.edition)
    return "\n".join(
        (
            "<entry>",
            _element("id", change.id),
            _element("title", f"{title} – {told.short}"),
            _element("updated", change.found),
            _element("published", change.found),
            _link("alternate", _find_page(change, site, language.code), site, language.code, "text/html"),
            f"<category term={quoteattr(change.kind)}/>",
            f'<content type="text">{escape(f"{told.sentence(language)} {edition}")}</content>',
            "</entry>",
        )
    )


def _find_page(change: Change, site: Site, code: str) -> str:
    """The page of the indicator, of its goal, or of the changes: the first that there is."""
    own = indicator_name(change.indicator)
    if site.at(f"{code}/{own}"):
        return own
    if change.indicator in site.catalogue.indicators and site.find("goal", code, change.goal):
        return page_name("goal", change.goal)
    return page_name("changes")


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _link(relation: str, name: str, site: Site, code: str, kind: str) -> str:
    """A link beside the feed; an absolute one where the site's address is known."""
    address = site.partnership.address
    href = f"{address.rstrip('/')}/{code}/{name}" if address else name
    return f'<link rel="{relation}" type="{kind}" hreflang={quoteattr(code)} href={quoteattr(href)}/>'
