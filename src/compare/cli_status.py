"""What a person asks after a night of runs: `status`, and `rollback` where an edition should not stand.

In: options of the command line. Out: how things stand; an earlier edition as the site.
Never: a run that undoes a rollback, an edition lost by it.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from compare.moments import tell_now, write_moment


def add_status(parser: argparse.ArgumentParser) -> None:
    """The options of `status`."""
    parser.add_argument("--partnership", metavar="ID", default="lund-francistown",
                        help="whose site --output is (default: %(default)s)")  # fmt: skip
    parser.add_argument("--output", metavar="DIR", type=Path, help="a site (default: those of the last run)")
    parser.add_argument("--json", action="store_true", help="for machines")


def run_status(options: argparse.Namespace) -> int:
    """Say how things stand."""
    import json

    from compare.reports.status import find_status, tell_status

    sites = {options.partnership: options.output} if options.output else {}
    status = find_status(sites, tell_now())
    print(json.dumps(status, indent=1, ensure_ascii=False) if options.json else "\n".join(tell_status(status)))
    return 0


def add_rollback(parser: argparse.ArgumentParser) -> None:
    """The options of `rollback`."""
    parser.add_argument("--output", metavar="DIR", type=Path, help="the site (default: reports/site)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--edition", metavar="YYYY-MM-DD", type=_day,
                       help="the day of the edition (default: the one before the present)")  # fmt: skip
    which.add_argument("--release", action="store_true", help="let go: the site as it was, and runs renew it again")


def run_rollback(options: argparse.Namespace) -> int:
    """Publish an earlier edition and hold the site there, or let it go."""
    from compare.reports.rollback import release, roll_back

    where = f" --output {options.output}" if options.output else ""
    if options.release:
        told = "The site is as it was before, and the next run renews it." if release(options.output) else (
            "The site is not held; nothing was changed."
        )  # fmt: skip
        print(told)
        return 0
    edition, days = roll_back(options.output, options.edition, write_moment(tell_now()))
    print(
        f"Published: the edition of {edition}. All editions are still there: {', '.join(map(str, days))}.\n"
        "The site is held at it: runs make no page (exit code 3), until you run `python -m compare rollback --release"
        f"{where}`."
    )
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-25") from error
