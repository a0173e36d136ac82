"""The command line: what is wanted, one message where it cannot be had, and an exit code.

In: arguments. Out: 0 done, 1 unexpected, 2 usage or catalogue, 3 a page or a source failed and what was good stays,
4 nothing could be refreshed, 75 another run holds the site or the figures.
Never: a heavy library loaded for a help text, a traceback shown that was not asked for, a question asked.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import compare
from compare import cli_live, cli_run, cli_status
from compare.errors import CompareError

if TYPE_CHECKING:
    from compare.reports.outcome import Outcome

_SHOWN = 25  #: how many faults are listed
DONE, UNEXPECTED, USAGE, FAILED, STOPPED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The command's words; those of this process where None.

    Returns
    -------
    int
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # an old console cannot show every letter of a name
    parser = make_parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "act"):
        parser.print_help()
        return DONE
    try:
        return _stoppable(options)
    except KeyboardInterrupt:
        _say("Stopped. The site is as it was.")
        return STOPPED
    except CompareError as error:
        if options.debug:
            _print_trace()
        _say(str(error))
        return error.exit_code
    except Exception as error:
        return _unexpected(error, options.debug)


def make_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(prog="compare", description=compare.__doc__.splitlines()[0])
    parser.add_argument("--version", action="version", version=f"compare {compare.__version__}")
    parser.set_defaults(debug=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    report = _command(commands, "report", _report, "make the pages of a partnership and publish them")
    report.add_argument("--partnership", metavar="ID", default="lund-francistown", help="default: %(default)s")
    report.add_argument("--goal", metavar="N", nargs="+", action="extend", help="only these goals: --goal 5 13")
    report.add_argument("--language", metavar="CODE", nargs="+", action="extend", help="only these languages: sv en")
    report.add_argument("--indicator", metavar="ID", nargs="+", action="extend",
                        help="only the pages on which these stand: --indicator fine-dust")  # fmt: skip
    report.add_argument("--output", metavar="DIR", type=Path, help="where the site goes (default: reports/site)")
    report.add_argument("--pdf", action="store_true", help="print the pages, too: a brief and the full report")
    report.add_argument("--jobs", metavar="N", type=_positive, help="notebooks side by side (default: one a processor)")
    report.add_argument("--again", action="store_true", help="make every page again, even where nothing is new")
    report.add_argument("--deadline", metavar="S", type=_positive, default=600,
                        help="seconds that one notebook may take (default: %(default)s)")  # fmt: skip

    explain = _command(commands, "explain", _explain, "say where the figures of an indicator come from, step by step")
    explain.add_argument("indicator", metavar="INDICATOR", help="its id, or a series under its figures: aqli:PM25")
    cite = _command(commands, "cite", _cite, "write the references of an indicator, or of the report itself")
    cite.add_argument("indicator", metavar="INDICATOR", nargs="?", help="its id; without one the report is cited")
    cite.add_argument("--style", metavar="STYLE", default="apa", help="apa or bibtex (default: %(default)s)")
    for command in (explain, cite):
        command.add_argument("--partnership", metavar="ID", default="lund-francistown", help="default: %(default)s")
        command.add_argument("--language", metavar="CODE", default="en", help="sv or en (default: %(default)s)")

    preview = _command(commands, "preview", _preview, "write one indicator's section as a page and open it")
    preview.add_argument("indicator", metavar="INDICATOR", help="its id: fine-dust")
    preview.add_argument("--partnership", metavar="ID", default="lund-francistown", help="default: %(default)s")
    preview.add_argument("--no-open", action="store_true", help="only say where the pages are")

    ask = "ask the statistics services for newer figures"
    look = "check that everything needed is there and works"
    unattended = "refresh, make and publish unattended: the command for a schedule"
    cli_run.add_run(_command(commands, "run", cli_run.run_run, unattended))
    stands = "say how things stand: the last run, each source, what is published"
    cli_status.add_status(_command(commands, "status", cli_status.run_status, stands))
    back = "publish an earlier edition, and hold the site there"
    cli_status.add_rollback(_command(commands, "rollback", cli_status.run_rollback, back))
    cli_live.add_refresh(_command(commands, "refresh", cli_live.run_refresh, ask))
    cli_live.add_doctor(_command(commands, "doctor", cli_live.run_doctor, look))
    _command(commands, "check", _check, "check the catalogue and the stored observations against their rules")
    _command(commands, "bundle", _bundle, "rebuild data/snapshot from data/transcribed")
    _command(commands, "version", _version, "say which version this is")
    return parser


def _command(commands: argparse._SubParsersAction, name: str, act: Callable, what: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
    parser.add_argument("--debug", action="store_true", help="show the whole trace of an error")
    parser.set_defaults(act=act)
    return parser


def _report(options: argparse.Namespace) -> int:
    from compare.reports.inputs import find_site, find_unchanged, make_request

    # Whether there is anything to do is asked before the libraries are loaded that would do it.
    request = make_request(options.partnership, options.goal, options.language, options.indicator, options.pdf)
    site = find_site(options.output)
    if not options.again and (known := find_unchanged(site, request)):
        print(f"Nothing is new, {known['pages']} unchanged. Open {site / 'index.html'}")
        return DONE
    from compare.reports.pin import refuse_pinned
    from compare.reports.produce import produce

    refuse_pinned(options.output)
    outcome = produce(
        options.partnership,
        goals=options.goal,
        languages=options.language,
        indicators=options.indicator,
        output=options.output,
        jobs=options.jobs,
        timeout=options.deadline,
        pdf=options.pdf,
        again=options.again,
    )
    return tell_outcome(outcome)


def tell_outcome(outcome: Outcome) -> int:
    """Say what became of the pages; the exit code."""
    lines = _gather(outcome.failures or tuple(outcome.failed.values()))
    for line in lines[:_SHOWN]:
        _say(line)
    if len(lines) > _SHOWN:
        _say(f"... and {_count(len(lines) - _SHOWN, 'line')} more of the same kind.")
    if outcome.failures:
        stays = "the site before stays as it was" if (outcome.site / "index.html").exists() else "there is no site yet"
        _say(f"Not published: {_count(len(outcome.failures), 'fault')}; {stays}, at {outcome.site}.")
        return FAILED
    if outcome.carried:
        print(f"Carried over from the site before: {_count(len(outcome.carried), 'page')}.")
    if outcome.failed:
        _say(f"Not made: {_count(len(outcome.failed), 'page')}; the last good ones stay, and say so.")
    made = f"Made {_count(len(outcome.made), 'page')}" if outcome.made else "Nothing is new"
    same = f", {len(outcome.unchanged)} unchanged" if outcome.unchanged else ""
    print(f"{made}{same}. Open {outcome.site / 'index.html'}")
    return FAILED if outcome.failed else DONE


def _gather(failures: Sequence[str]) -> list[str]:
    """One line for all pages that failed in the same way: a fault in the figures can stop every page."""
    alike: dict[str, list[str]] = {}
    for failure in failures:
        alike.setdefault(failure.partition(") stopped ")[2] or failure, []).append(failure)
    return [
        same[0] + (f" The same on {_count(len(same) - 1, 'more page')}." if len(same) > 1 else "")
        for same in alike.values()
    ]


def _explain(options: argparse.Namespace) -> int:
    from compare.presentation.explain import find_explained

    comparison = compare.compare(options.partnership)
    indicators = find_explained(options.indicator, comparison)
    print("\n".join(compare.explain(indicator, comparison, options.language).text for indicator in indicators), end="")
    return DONE


def _cite(options: argparse.Namespace) -> int:
    told = compare.cite(options.indicator, compare.compare(options.partnership), options.style, options.language)
    if told:
        print(told)
    else:
        _say(f"There is no figure for {options.indicator}, and so no publication to cite.")
    return DONE


def _preview(options: argparse.Namespace) -> int:
    import webbrowser

    from compare.home import state_folder
    from compare.reports.preview import write_preview

    pages = write_preview(options.indicator, options.partnership, state_folder() / "reports" / "preview")
    for page in pages:
        print(page)
    if not options.no_open:
        webbrowser.open(pages[0].as_uri())
    return DONE


def _check(options: argparse.Namespace) -> int:  # noqa: ARG001
    from compare.catalogue.check import check_catalogue
    from compare.catalogue.load import list_partnerships, load_catalogue, load_partnership
    from compare.observations.derive import derive
    from compare.observations.frame import load_observations

    catalogue = load_catalogue()
    partnerships = [load_partnership(name) for name in list_partnerships()]
    loaded = load_observations(fetched=False)
    observations = derive(loaded.observations, catalogue)
    faults = check_catalogue(
        catalogue, loaded.series, observations, publications=loaded.manifest, partnerships=partnerships
    )
    for fault in faults:
        _say(str(fault))
    if faults:
        _say(f"{_count(len(faults), 'fault')}. Correct the entries named above under data/ and check again.")
        return USAGE
    print(
        f"No faults: {_count(len(catalogue.indicators), 'indicator')}, {_count(len(catalogue.areas), 'area')}, "
        f"{_count(len(partnerships), 'partnership')}, {_count(len(loaded.observations), 'observation')}."
    )
    return DONE


def _bundle(options: argparse.Namespace) -> int:  # noqa: ARG001
    from compare.home import checkout
    from compare.sources.snapshot import write_snapshot
    from compare.sources.transcribed import parse_transcribed

    root = checkout()
    if root is None:
        raise CompareError(
            "The bundled figures cannot be rebuilt here: this is an installed copy, and data/transcribed is found in a "
            "checkout only. Run `make bundle` in a checkout of the project."
        )
    written = write_snapshot(parse_transcribed(root / "data" / "transcribed"), root / "data" / "snapshot")
    print(f"Rebuilt data/snapshot: {_count(len(written), 'file')}.")
    return DONE


def _version(options: argparse.Namespace) -> int:  # noqa: ARG001
    print(f"compare {compare.__version__}")
    return DONE


def _stoppable(options: argparse.Namespace) -> int:
    """Carry out the command; a service manager's stop ends it as Ctrl-C does, with nothing left running."""
    import threading

    if threading.current_thread() is not threading.main_thread():
        return options.act(options)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return options.act(options)
    finally:
        signal.signal(signal.SIGTERM, before)


def _unexpected(error: Exception, debug: bool) -> int:
    import tempfile
    import traceback

    if debug:
        traceback.print_exc()
        return UNEXPECTED
    with tempfile.NamedTemporaryFile(
        "w", prefix="compare-trace-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        traceback.print_exc(file=file)
    _say(f"Unexpected {type(error).__name__}: {error}. The trace is in {file.name}; please report it with that file.")
    return UNEXPECTED


def _print_trace() -> None:
    import traceback

    traceback.print_exc()


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number
