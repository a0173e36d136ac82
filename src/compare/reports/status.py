"""How things stand: the last run, the age of each source, what is published and what of it is old.

In: the record of the last run, what was fetched, published sites. Out: `find_status`, `tell_status`.
Never: a site made or a service asked, a heavy library loaded.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from compare.errors import CompareError
from compare.home import state_folder
from compare.moments import write_moment
from compare.observations.ages import find_stale, read_ages
from compare.reports.inputs import find_site
from compare.reports.pin import find_pin
from compare.reports.run_record import BROKEN_OFF, RUNNING, find_runs, read_latest, read_pages

#: What an exit code of `run` says.
CODES = {
    0: "all is well", 1: "something unexpected happened", 2: "an option, or something people wrote, was wrong",
    3: "a page, a source or a notice failed, or figures are older than allowed; the last good pages stay",
    4: "nothing could be refreshed; the pages are of what was stored", 75: "another run was on",
    130: "it was stopped",
}  # fmt: skip


def find_status(sites: Mapping[str, Path], moment: datetime) -> dict[str, Any]:
    """All of it, as plain values.

    Parameters
    ----------
    sites : mapping of str to pathlib.Path
        Partnership -> where it is published; those of the last run where empty.
    moment : datetime
        Now, in UTC: how old a source is.
    """
    last = read_latest(find_runs())
    made = {one["id"]: one for one in (last or {}).get("partnerships", ())}
    chosen = dict(sites) or {name: Path(one["site"]) for name, one in made.items()}
    chosen = chosen or {"lund-francistown": find_site(None)}
    ages = read_ages(state_folder() / "data" / "live")
    stale: dict[str, int] = {}
    for name in chosen:
        months = _read_months(name)
        stale |= {one.source: months or 0 for one in find_stale(ages, months, write_moment(moment))}
    sources = [{**one._asdict(), "days": _count_days(one.renewed, moment), "stale": one.source in stale}
               for one in ages]  # fmt: skip
    published = [_tell_site(name, site, made.get(name, {})) for name, site in chosen.items()]
    run = None
    if last:
        run = {key: last.get(key) for key in ("id", "state", "started", "ended", "exit_code", "summary")}
        run["in_words"] = _word(last)
    return {"run": run, "sources": sources, "sites": published}


def tell_status(status: Mapping[str, Any]) -> Iterator[str]:
    """The same for people, a line each."""
    run = status["run"]
    if run is None:
        yield "No run is on record yet: `python -m compare run` makes the first."
    else:
        yield f"Last run: {run['id']}, begun {run['started']}: {run['in_words']}."
    for one in status["sites"]:
        yield from _tell_lines(one)
    if not status["sources"]:
        yield "Sources: none was asked yet; all figures are those of the collection itself."
    for one in status["sources"]:
        days = f"{one['days']} day{'' if one['days'] == 1 else 's'}"
        age = "never renewed" if one["days"] is None else f"renewed {one['renewed'][:10]}, {days} ago"
        told = f"; {one['told']}" if one["told"] else ""
        yield f"{one['source']}: {one['state']}; {age}{'; STALE' if one['stale'] else ''}{told}"


def _tell_site(name: str, site: Path, made: Mapping[str, Any]) -> dict[str, Any]:
    """One published site."""
    pages, pin = read_pages(site), find_pin(site)
    newest = {path.partition("/")[0]: str(page.get("edition", "")) for path, page in pages.items()
              if path.endswith("/index.html")}  # fmt: skip
    older = [path for path, page in pages.items()
             if page.get("edition") and page["edition"] != newest.get(path.partition("/")[0])]  # fmt: skip
    failed = {page["path"]: page["message"] for page in made.get("pages", ()) if page["status"] == "failed"}
    return {
        "partnership": name, "site": str(site), "published": (site / "index.html").is_file(), "pages": len(pages),
        "editions": (days := _list_editions(site)), "edition": pin.edition if pin else max(days, default=None),
        "held": pin.since if pin else None, "earlier": sorted(older), "failed": failed,
    }  # fmt: skip


def _tell_lines(one: Mapping[str, Any]) -> Iterator[str]:
    if not one["published"]:
        yield f"{one['partnership']}: nothing is published at {one['site']}."
        return
    # A site of some pages only is no edition.
    what = f"edition of {one['edition']}" if one["edition"] else "some of the pages, no edition"
    yield f"{one['partnership']}: {what}, {one['pages']} pages, at {one['site']}."
    if one["held"]:
        yield f"{one['partnership']}: held at this edition since {one['held']}, until `rollback --release`."
    if one["earlier"]:
        yield f"{one['partnership']}: of an earlier edition: {', '.join(one['earlier'])}."
    for page, message in one["failed"].items():
        yield f"{one['partnership']}: not made in the last run, the last good one stays: {page}: {message}"


def _word(last: Mapping[str, Any]) -> str:
    if last.get("state") == RUNNING:
        return f"it is on, as process {last.get('process')} of {last.get('host')}"
    if last.get("state") == BROKEN_OFF:
        return "it was broken off (killed, or the machine went down); the next run repairs what it left"
    code = last.get("exit_code")
    return f"ended {last.get('ended')}, exit code {code}: {CODES.get(code or 0, 'not known here')}"


def _count_days(renewed: str, moment: datetime) -> int | None:
    with contextlib.suppress(ValueError):
        return (moment - datetime.fromisoformat(renewed)).days
    return None


def _read_months(partnership: str) -> int | None:
    from compare.catalogue.load import load_partnership

    try:
        return load_partnership(partnership).stale_after_months
    except CompareError:
        return None


def _list_editions(site: Path) -> list[str]:
    try:
        told = json.loads((site / "editions" / "editions.json").read_text(encoding="utf-8"))
        return sorted((str(one["date"]) for one in told["editions"]), reverse=True)
    except (OSError, ValueError, KeyError, TypeError):
        return []
