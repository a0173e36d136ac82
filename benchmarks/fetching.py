"""Asking: many requests with every service's pace kept, and a refresh that finds everything still young."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
from measure import HERE, Line, median

sys.path.insert(0, str(HERE.parent / "tests"))

from compare.catalogue.load import load_catalogue
from compare.observations.frame import load_observations
from compare.observations.renewal import refresh
from compare.sources.asking import Asker, Parsed, Request, gather
from compare.sources.service import load_service
from compare.sources.session import Session
from compare.sources.store import Store
from sources.loopback import Reply, Server, serving
from sources.offices import Offices

#: Six services without a limit of their own, which are asked twenty times in two seconds at most.
_SIX = tuple(f"office{number}" for number in range(6))
_EACH, _WAIT = 20, 0.05


class _Slow(Server):
    def reply(self, path: str) -> Reply:
        time.sleep(_WAIT)
        return Reply(b'{"path": "%s"}' % path.encode())


def run_requests() -> list[Line]:
    """120 requests of 50 ms: ours are kept in a store too, the peer's are thrown away."""
    like = load_catalogue().sources["worldbank"]
    sources = {name: like.model_copy(update={"id": name, "hosts": (f"{name}.test",)}) for name in _SIX}
    with contextlib.ExitStack() as stack:
        servers = {source: stack.enter_context(serving(make=_Slow)) for source in _SIX}
        environ = dict(os.environ) | {f"COMPARE_URL_{source.upper()}": server.url for source, server in servers.items()}

        def ours() -> None:
            from concurrent.futures import ThreadPoolExecutor

            with tempfile.TemporaryDirectory() as folder:
                session = Session(
                    sources, clock=lambda: datetime.now(UTC), sleep=time.sleep, environ=environ
                )  # fmt: skip
                store = Store(Path(folder))

                def one(source: str) -> int:
                    plan = [Request(source, f"/{n}", (), (), ()) for n in range(_EACH)]
                    return len(gather(Asker(session, store), plan, lambda *_: Parsed()).response_ids)

                with ThreadPoolExecutor(len(_SIX)) as pool:
                    assert sum(pool.map(one, _SIX)) == _EACH * len(_SIX)

        def plain() -> None:
            for server in servers.values():
                for n in range(_EACH):
                    requests.get(f"{server.url}/{n}", timeout=10).raise_for_status()

        return [Line("120 requests of 50 ms, 6 services / plain requests", median(ours), median(plain), "s", 0.2)]


def run_refresh() -> list[Line]:
    """The whole bundle's series at the four offices, of 50 ms each; then again within the hour."""
    catalogue, bundled = load_catalogue(), load_observations(fetched=False)
    sources = ("kolada", "scb", "worldbank", "unsdg")
    with _offices(catalogue, bundled, sources) as server, tempfile.TemporaryDirectory() as folder:
        rounds = iter(range(1000))

        def once(state: Path, young: datetime | None) -> None:
            session = Session(
                catalogue.sources, clock=lambda: datetime.now(UTC), sleep=time.sleep,
                environ=dict(os.environ) | server.environ,
            )  # fmt: skip
            renewal = refresh(
                [load_service(source) for source in sources], catalogue, bundled, session, Store(state / "raw"),
                state / "live", moment=datetime.now(UTC), young=young,
            )  # fmt: skip
            assert renewal.exit_code == 0

        first = median(lambda: once(Path(folder, str(next(rounds))), None), 3)
        warm = median(lambda: once(Path(folder, "0"), datetime.now(UTC) - timedelta(hours=1)))
    return [Line("refresh with every answer young / first refresh", warm, first, "s", 0.1)]


@contextlib.contextmanager
def _offices(catalogue, bundled, sources) -> Iterator[Offices]:
    codes = {
        source: {area.codes[source]: area.code for area in catalogue.areas.values() if source in area.codes}
        for source in sources
    }
    titles = dict(zip(bundled.series["series"], bundled.series["title"], strict=True))
    with serving(
        make=lambda url: Offices(url, figures=bundled.observations, codes=codes, titles=titles, delay=_WAIT)
    ) as server:
        yield server
