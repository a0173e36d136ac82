"""The commands that ask services: `refresh` and `doctor`.

In: options of the command line. Out: a summary for people, an exit code.
Never: a service asked that was not named, a failure that is only counted.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from compare.errors import CompareError, SourceError

if TYPE_CHECKING:
    from compare.observations.renewal import Fared, Renewal
    from compare.sources.service import Service
    from compare.sources.session import Session

_SHOWN = 10  #: lines of one kind that are listed for a source
#: What the commands need besides Python, as it is named where it is installed from.
_PACKAGES = ("pandas", "matplotlib", "jupyterlab", "papermill", "requests", "nbconvert", "ipykernel")


def add_refresh(parser: argparse.ArgumentParser) -> None:
    """The options of `refresh`."""
    parser.add_argument("--source", metavar="ID", nargs="+", action="extend", help="only these: --source kolada scb")
    parser.add_argument("--since", metavar="YEAR", type=year, help="only years from this one on (default: all)")
    parser.add_argument("--max-age", metavar="HOURS", type=hours, default=12.0,
                        help="answers younger than this are not asked for again (default: %(default)s)")  # fmt: skip
    parser.add_argument("--again", action="store_true", help="ask for everything again, however young the answers are")
    parser.add_argument("--offline", action="store_true", help="ask nobody: read the stored answers anew")
    parser.add_argument("--deadline", metavar="S", type=float, default=1800.0,
                        help="seconds in which everything is asked (default: %(default)s)")  # fmt: skip


def run_refresh(options: argparse.Namespace) -> int:
    """Ask the services, put what they gave in force, and say how each fared."""
    renewal = renew(
        options.source, since=options.since, max_age=options.max_age, again=options.again, offline=options.offline,
        deadline=options.deadline,
    )  # fmt: skip
    for line in tell_renewal(renewal):
        print(line)
    return renewal.exit_code


def renew(
    sources: Sequence[str] | None, *, since: int | None, max_age: float, again: bool = False, offline: bool = False,
    deadline: float = 1800.0, bar: bool = True,
) -> Renewal:  # fmt: skip
    """Ask the services of these sources, and put what they gave in force; a bar on a terminal where one is wished."""
    from compare.catalogue.load import load_catalogue
    from compare.observations.frame import load_observations
    from compare.observations.live import find_live
    from compare.observations.renewal import refresh
    from compare.sources.store import Store, find_folder

    services = choose(sources)
    catalogue, bundled, now = load_catalogue(), load_observations(fetched=False), datetime.now(UTC)
    session = open_session(offline=offline or None, deadline=deadline)
    with _bar(services, bar) as tell:
        return refresh(
            services, catalogue, bundled, session, Store(find_folder()), find_live(), moment=now,
            young=None if again else now - timedelta(hours=max_age), since=since, tell=tell,
        )  # fmt: skip


def choose(sources: Sequence[str] | None) -> list[Service]:
    """The services of these sources, in the order of a summary; all where None."""
    from compare.sources.service import SERVICES, load_service

    for source in sources or ():
        load_service(source)  # an unknown one is an error before anything is asked
    return [load_service(source) for source in SERVICES if not sources or source in sources]


def open_session(*, offline: bool | None, deadline: float) -> Session:
    """A session that waits in real time, with the contact of the first partnership."""
    from compare.catalogue.load import list_partnerships, load_catalogue, load_partnership
    from compare.sources.session import Session

    contacts = [load_partnership(name).contact for name in list_partnerships()]
    return Session(
        load_catalogue().sources, clock=lambda: datetime.now(UTC), sleep=time.sleep, offline=offline,
        deadline=deadline, contact=contacts[0] if contacts else "",
    )  # fmt: skip


def tell_renewal(renewal: Renewal) -> Iterator[str]:
    """The summary of a refresh, for people: first what went wrong, a line for each source, one line last."""
    for fared in renewal.sources:
        yield from _tell_troubles(fared)
    for fared in renewal.sources:
        yield _tell_source(fared)
    states = [fared.state for fared in renewal.sources]
    rows = sum(fared.rows for fared in renewal.sources)
    if renewal.exit_code == 4:
        yield "Nothing could be refreshed. All figures are the earlier ones, and every stored answer is still there."
    else:
        missed = [fared.source for fared in renewal.sources if fared.state != "renewed"]
        told = f" Not renewed, or only in part: {', '.join(missed)}; their earlier figures stay." if missed else ""
        yield f"Refreshed {states.count('renewed')} of {len(states)} sources, {rows:,} rows in force.{told}"


def _tell_source(fared: Fared) -> str:
    tally = fared.tally
    return (
        f"{fared.source}: {fared.state}; answers: {tally.asked} asked for, {tally.new} new, "
        f"{tally.asked - tally.new} unchanged, {tally.kept} young enough to keep; "
        f"failed {len(fared.failures)}, refused {len(fared.refused)}; "
        f"series: {len(fared.series)} of {fared.wanted}, {fared.rows:,} rows; "
        f"flagged {len(fared.flags)}, revised {len(fared.revisions)}, withdrawn {fared.withdrawn}"
    )


def _tell_troubles(fared: Fared) -> Iterator[str]:
    kinds = {
        "failed": fared.failures, "kept out": [str(one) for one in fared.kept_out], "refused": fared.refused,
        "flagged": [str(one) for one in fared.flags], "note": fared.warnings,
    }  # fmt: skip
    for kind, lines in kinds.items():
        for line in lines[:_SHOWN]:
            yield f"{fared.source}, {kind}: {line}"
        if len(lines) > _SHOWN:
            yield f"{fared.source}, {kind}: and {len(lines) - _SHOWN} more"


def add_doctor(parser: argparse.ArgumentParser) -> None:
    """The options of `doctor`."""
    parser.add_argument("--live", action="store_true", help="ask each service one small question too")
    parser.add_argument("--source", metavar="ID", nargs="+", action="extend", help="with --live: only these")


def run_doctor(options: argparse.Namespace) -> int:
    """Look whether this machine, what is stored and, if wished, the services are as they must be."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("Python", _look_python), ("packages", _look_packages), ("folder", _look_folder),
        ("catalogue", _look_catalogue), ("figures", _look_figures), ("stored answers", _look_store),
    ]  # fmt: skip
    faults = 0
    for name, look in checks:
        faults += _print_check(name, look)
    if options.live:
        from concurrent.futures import ThreadPoolExecutor

        services = choose(options.source)
        session = open_session(offline=None, deadline=300.0)
        with ThreadPoolExecutor(len(services)) as pool:
            told = pool.map(lambda service: _look(lambda: _probe(service, session)), services)
        for service, (good, words) in zip(services, told, strict=True):
            print(f"{'ok  ' if good else 'FAIL'} {service.source}: {words}")
            faults += not good
    print("All is well." if not faults else f"{faults} of the lines above need attention.")
    return 3 if faults else 0


def _print_check(name: str, look: Callable[[], str]) -> bool:
    good, words = _look(look)
    print(f"{'ok  ' if good else 'FAIL'} {name}: {words}")
    return not good


def _look(look: Callable[[], str]) -> tuple[bool, str]:
    try:
        return True, look()
    except (CompareError, OSError) as error:
        return False, str(error)


def _probe(service: Service, session: Session) -> str:
    """One small question: reachable, of the documented shape, and how new."""
    request = service.probe.make_request(service.source)
    how = {"params": request.params, "expected": request.expected}
    if request.json is None:
        answer = session.get(service.source, request.path, **how)
    else:
        answer = session.post(service.source, request.path, request.json, **how)
    return f"reachable, shape as expected, newest period {service.probe.read(answer.body)}"


def _look_python() -> str:
    import platform

    return f"{platform.python_version()} on {platform.system()}"


def _look_packages() -> str:
    import importlib.metadata

    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError as error:
            raise CompareError(f"{name} is not installed here. Run `make report`, which installs it.") from error
    return ", ".join(found)


def _look_folder() -> str:
    from compare.home import state_folder

    folder = state_folder()
    near = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(near, os.W_OK):
        raise CompareError(f"{near} cannot be written. Set COMPARE_HOME to a folder that can.")
    return f"{folder} can be written"


def _look_catalogue() -> str:
    from compare.catalogue.load import load_catalogue

    catalogue = load_catalogue()
    counts = {"indicators": catalogue.indicators, "awaited series": catalogue.awaited, "sources": catalogue.sources}
    return ", ".join(f"{len(entries)} {name}" for name, entries in counts.items())


def _look_figures() -> str:
    from compare.observations.frame import load_observations

    loaded = load_observations()
    if loaded.sources is None:
        return f"{len(loaded.observations):,} observations, all bundled; nothing was fetched yet"
    told = ", ".join(f"{row['source']} {row['state']} {row['tried'][:10]}" for row in loaded.sources.to_dict("records"))
    return f"{len(loaded.observations):,} observations; last asked: {told}"


def _look_store() -> str:
    from compare.sources.store import Store, find_folder

    folder = find_folder()
    if not folder.is_dir():
        return f"none yet ({folder})"
    store = Store(folder)
    damage = store.check()
    if damage:
        listed = "; ".join(f"{file}: {fault}" for file, fault in list(damage.items())[:_SHOWN])
        remedy = "`python -m compare refresh` asks for them again."
        raise SourceError(f"{len(damage)} damaged, not used: {listed}. {remedy}")
    return f"{len(store.list_rows())} in {folder}, all as received"


@contextlib.contextmanager
def _bar(services: Sequence[Service], wished: bool) -> Iterator[Callable[[str], None]]:
    """A count of requests that are done, on a terminal."""
    if not (wished and sys.stderr.isatty()):
        yield lambda _source: None
        return
    import threading

    from tqdm import tqdm

    guard = threading.Lock()
    with tqdm(unit=" answers", desc=f"{len(services)} sources", file=sys.stderr, dynamic_ncols=True) as bar:

        def tell(source: str) -> None:
            with guard:
                bar.set_postfix_str(source, refresh=False)
                bar.update()

        yield tell


def year(text: str) -> int:
    """A year, as an option gives it."""
    if not (text.isdigit() and 1900 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError(f"{text!r} is not a year such as 2010")
    return int(text)


def hours(text: str) -> float:
    """A number of hours, as an option gives it."""
    try:
        hours = float(text)
    except ValueError:
        hours = -1.0
    if not 0 <= hours < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of hours such as 12 or 0.5")
    return hours


