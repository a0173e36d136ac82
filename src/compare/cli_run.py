"""The command of a schedule: `run`, which refreshes, makes and publishes with nobody there.

In: options of the command line. Out: one line on standard output, the log on standard error, an exit code.
Never: a question asked, a second run at the same time, a library loaded for a run that has nothing to do.
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.cli_live import hours, year
from compare.errors import CompareError
from compare.home import data_folder, state_folder
from compare.moments import tell_now

if TYPE_CHECKING:
    from compare.observations.renewal import Renewal
    from compare.reports.run_log import RunLog
    from compare.reports.run_record import Record

_DEADLINE = 7200  #: seconds of a whole run where nobody says otherwise
_STOPPED = 130


def add_run(parser: argparse.ArgumentParser) -> None:
    """The options of `run`."""
    parser.add_argument("--partnership", metavar="ID", nargs="+", action="extend",
                        help="whose sites: one or several (default: lund-francistown)")  # fmt: skip
    parser.add_argument("--goal", metavar="N", nargs="+", action="extend", help="only these goals: --goal 5 13")
    parser.add_argument("--language", metavar="CODE", nargs="+", action="extend", help="only these languages: sv en")
    parser.add_argument("--output", metavar="DIR", type=Path,
                        help="where the site goes (default: reports/site); of several partnerships, the folder with "
                             "one site each (default: reports/sites)")  # fmt: skip
    parser.add_argument("--pdf", action="store_true", help="print the pages, too: a brief and the full report")
    parser.add_argument("--jobs", metavar="N", type=_positive, help="notebooks side by side (default: one a processor)")
    parser.add_argument("--keep", metavar="N", type=_positive, help="drafts of editions that stay (default: all)")
    parser.add_argument("--offline", action="store_true", help="ask nobody: make the pages of what is stored")
    parser.add_argument("--source", metavar="ID", nargs="+", action="extend", help="ask only these: --source kolada")
    parser.add_argument("--since", metavar="YEAR", type=year, help="ask only for years from this one on (default: all)")
    parser.add_argument("--max-age", metavar="HOURS", type=hours, default=12.0,
                        help="answers younger than this are not asked for again (default: %(default)s)")  # fmt: skip
    parser.add_argument("--deadline", metavar="S", type=_positive, default=_DEADLINE,
                        help="seconds that the whole run may take (default: %(default)s)")  # fmt: skip
    parser.add_argument("--shard", metavar="I/N", help="of several partnerships, the part of this machine: 1/3")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="make pages on the machines there: tcp://host:8786")
    parser.add_argument("--log-json", action="store_true", help="write the log as one JSON object a line")
    parser.add_argument("--notify-command", metavar="CMD",
                        help="run this once at the end, with the path of the run's record as last word")  # fmt: skip


def run_run(options: argparse.Namespace) -> int:
    """Refresh, make and publish, and leave a record of it."""
    from compare.reports.run_lock import hold_run
    from compare.reports.run_log import RunLog
    from compare.reports.run_record import Record, find_runs

    log = RunLog(tell_now, as_json=options.log_json)
    try:
        sites = _find_sites(options)
        if not sites:
            print(f"No partnership is of the part {options.shard}: nothing to do; exit code 0.")
            return 0
        folder, listed = find_runs(), _list_options(options)
        if same := _find_same(options, sites):
            with hold_run(folder):
                return _tell_same(same, log, Record(folder, tell_now(), listed, at_once=False))
        _check(options)
        with hold_run(folder):
            return _run(options, sites, log, Record(folder, tell_now(), listed))
    except CompareError as error:
        if options.debug or not options.log_json:
            raise
        log.say("refused", str(error), "error")
        return error.exit_code


def _find_same(options: argparse.Namespace, sites: Mapping[str, Path]) -> list[dict[str, Any]]:
    """The entry of each partnership where nothing at all is to be done for any; nothing where something is.

    So nothing is loaded that only work would need.
    """
    from compare.reports.inputs import find_unchanged, make_request
    from compare.reports.pin import find_pin
    from compare.reports.run_record import make_entry, read_pages, tell_pages

    if not options.offline or options.notify_command is not None or options.scheduler:
        return []
    found = []
    for partnership, site in sites.items():
        request = make_request(partnership, options.goal, options.language, None, options.pdf, options.keep)
        known = None if find_pin(site) else find_unchanged(site, request)
        if known is None:
            return []
        pages = read_pages(site)
        entry = make_entry(partnership, site, "unchanged", str(known["edition"]))
        found.append(entry | {"pages": tell_pages(pages, pages, made=(), unchanged=pages, failed={})})
    return found


def _tell_same(entries: list[dict[str, Any]], log: RunLog, record: Record) -> int:
    """The record and the log of a run that had nothing to do."""
    from compare.reports.run_record import tell_summary

    for entry in entries:
        told = f"{entry['id']}: nothing is new, at {entry['site']}."
        log.say("site", told, partnership=entry["id"], status="unchanged")
    record.told["partnerships"] = entries
    summary = tell_summary(record.told, 0)
    record.end(tell_now(), 0, summary)
    log.say("ended", f"The record of the run is {record.path}.", exit_code=0)
    print(summary, flush=True)
    return 0


def _run(options: argparse.Namespace, sites: Mapping[str, Path], log: RunLog, record: Record) -> int:
    from compare.reports.produce import produce
    from compare.reports.unattended import Order, Unattended

    with contextlib.ExitStack() as stack:
        try:
            pages = _tell_pages(options, stack)
            order = Order(sites, options.deadline, pages, notify=options.notify_command or "")
            refresh = None if options.offline else lambda seconds: _refresh(options, log, seconds)
            run = Unattended(order, log, record, tell_now, refresh, _find_stale, produce)
            code = run.carry_out()
        except CompareError as error:
            record.end(tell_now(), error.exit_code, f"Run {record.told['id']}: not begun. {error}")
            raise
        except KeyboardInterrupt:
            record.end(tell_now(), _STOPPED, f"Run {record.told['id']}: stopped; what was published stays.")
            raise
    log.say("ended", f"The record of the run is {record.path}.", exit_code=code)
    print(run.tell_summary(), flush=True)
    return code


def _tell_pages(options: argparse.Namespace, stack: contextlib.ExitStack) -> dict[str, Any]:
    """What `produce` is told besides the partnership."""
    told: dict[str, Any] = {"goals": options.goal, "languages": options.language, "jobs": options.jobs,
                            "pdf": options.pdf, "keep": options.keep}  # fmt: skip
    if options.scheduler:
        from compare.reports.scheduler import open_executor

        told["executor"] = stack.enter_context(open_executor(options.scheduler))
    return told


def _refresh(options: argparse.Namespace, log: RunLog, seconds: float) -> Renewal:
    from compare.cli_live import renew, tell_renewal

    renewal = renew(
        options.source, since=options.since, max_age=options.max_age, deadline=seconds, bar=not options.log_json
    )
    for line in tell_renewal(renewal):
        log.say("refresh", line, "info" if renewal.exit_code == 0 else "warning")
    return renewal


def _find_stale(partnership: str) -> dict[str, str]:
    from compare.observations.ages import read_ages
    from compare.observations.live import find_live
    from compare.reports.run_sources import tell_stale

    return tell_stale(partnership, read_ages(find_live()))


def _find_sites(options: argparse.Namespace) -> dict[str, Path]:
    """Each partnership of this machine, and where its site goes."""
    wanted = list(dict.fromkeys(options.partnership or ["lund-francistown"]))
    for partnership in wanted:
        if not (data_folder() / "partnerships" / f"{partnership}.toml").is_file():
            from compare.catalogue.load import load_partnership

            load_partnership(partnership)
    chosen: Sequence[str] = wanted
    if options.shard:
        from compare.reports.shard import choose_shard

        chosen = choose_shard(wanted, options.shard)
    if len(wanted) == 1:
        from compare.reports.inputs import find_site

        return dict.fromkeys(chosen, find_site(options.output))
    folder = options.output or state_folder() / "reports" / "sites"
    return {partnership: folder / partnership for partnership in chosen}


def _check(options: argparse.Namespace) -> None:
    """Refuse what is known to be wrong before anything is asked or made."""
    if options.notify_command is not None:
        from compare.reports.notify import split_command

        split_command(options.notify_command)
    if options.scheduler:
        from compare.reports.scheduler import check_address

        check_address(options.scheduler)
    if options.goal or options.language:
        from compare.catalogue.load import load_catalogue, load_partnership
        from compare.reports.site import plan_pages

        for partnership in options.partnership or ["lund-francistown"]:
            plan_pages(load_partnership(partnership), load_catalogue(), options.goal, options.language)
    if options.source and not options.offline:
        from compare.cli_live import choose

        choose(options.source)


def _list_options(options: argparse.Namespace) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Path) else value
            for name, value in sorted(vars(options).items()) if name not in ("act", "debug")}  # fmt: skip


def _positive(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return int(text)

