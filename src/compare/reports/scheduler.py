"""The one place that knows dask.distributed: its scheduler at an address, as an executor.

In: an address. Out: `open_executor`, which gives a `concurrent.futures.Executor`.
Never: a wait for a scheduler or a worker without an end, a page for a worker that is known to differ from this machine,
a worker or scheduler started or stopped.

Connections are protected as dask's own configuration says: ``tls://`` addresses with the certificates named there.
"""

from __future__ import annotations

import contextlib
import logging
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

from compare.errors import CompareError, ReportError
from compare.reports.agree import describe_program
from compare.reports.worker import find_disagreement

WAIT = 20.0  #: seconds in which a scheduler must answer, and have a worker
_FORM = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.%]+\]|[A-Za-z0-9._-]+):([0-9]{1,5})")
_LOG = logging.getLogger(__name__)


class AddressError(CompareError, ValueError):
    """The address of a scheduler is none."""


class MissingSchedulerError(CompareError):
    """Other machines were asked for, and what reaches them is not installed."""


@contextlib.contextmanager
def open_executor(address: str, seconds: float = WAIT) -> Iterator[Executor]:
    """The workers of the scheduler at `address`, as an executor; what is still out when this is left is given up.

    Parameters
    ----------
    address : str
        ``tcp://host:port``, or ``tls://host:port``.
    seconds : float
        How long to wait for the scheduler, and then for a worker.

    Raises
    ------
    AddressError
        Not an address of this form.
    MissingSchedulerError
        dask.distributed is not installed.
    ReportError
        No scheduler answers there, it has no worker, or none that is as this machine is.
    """
    check_address(address)
    distributed = _load()
    client = _connect(distributed, address, seconds)
    try:
        executor = client.get_executor(pure=False, **_choose(client, address, seconds))
        try:
            yield executor
        finally:
            with contextlib.suppress(Exception):
                executor.shutdown(wait=False)
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=5)


def check_address(address: str) -> None:
    """Refuse what is no address, before anything else is done.

    Raises
    ------
    AddressError
        With the form that an address has.
    """
    match = _FORM.fullmatch(address)
    if not match or not 1 <= int(match[3]) <= 65535:
        raise AddressError(
            f"No scheduler can be reached at {address!r}: that is no address. Write it as tcp://host:port "
            "(tcp://192.0.2.7:8786), or tls://host:port where dask's configuration names certificates."
        )


def _load() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise MissingSchedulerError(
            f"No scheduler can be reached: the Python package distributed is not installed ({error}). Install it with "
            "`pip install 'compare[distributed]'`, in a checkout with `pip install '.[distributed]'`, or leave "
            "--scheduler out. No notebook was run."
        ) from error
    return distributed


def _connect(distributed: Any, address: str, seconds: float) -> Any:
    try:
        return _within(
            2 * seconds, lambda: distributed.Client(address, timeout=seconds, name="compare", set_as_default=False)
        )
    except Exception as error:
        raise ReportError(
            f"No scheduler answers at {address} ({_tell(error)}). Start one with `dask scheduler`, or leave "
            "--scheduler out. No notebook was run; the site before is in place."
        ) from error


def _choose(client: Any, address: str, seconds: float) -> dict[str, Any]:
    """What to tell the executor about workers: nothing where all are as this machine is."""
    try:
        client.wait_for_workers(1, timeout=seconds)
        told = _within(seconds, lambda: client.run(find_disagreement, describe_program(), on_error="return"))
    except Exception as error:
        raise ReportError(
            f"The scheduler at {address} has no worker that answers ({_tell(error)}). Start workers with "
            f"`dask worker {address}`, or leave --scheduler out. No notebook was run; the site before is in place."
        ) from error
    others = {worker: said for worker, found in sorted(told.items()) if (said := _say(found))}
    for worker, said in others.items():
        _LOG.warning("The worker %s gets no page, since it is not as this machine is: %s.", worker, said)
    if not others:
        return {}
    if len(others) == len(told):
        listed = "; ".join(f"{worker}: {said}" for worker, said in others.items())
        raise ReportError(
            f"No worker of {address} is as this machine is ({listed}). "
            "Give all machines the same checkout and lock, start the workers again, and run again. No notebook was run."
        )
    # These alone, even when they are lost: were others allowed, idle ones that differ would draw pages to themselves.
    return {"workers": sorted(set(told) - set(others))}


def _within(seconds: float, act: Callable[[], Any]) -> Any:
    """What `act` gives, if it does so in time: dask waits for ever where the other end takes a call and says nothing.

    Raises
    ------
    TimeoutError
        Nothing came; the thread that waits for it is left behind and ends with this process.
    """
    future: Future[Any] = Future()

    def carry_out() -> None:
        try:
            future.set_result(act())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=carry_out, daemon=True).start()
    try:
        return future.result(seconds)
    except TimeoutError as error:
        raise TimeoutError(f"nothing was heard for {seconds:.0f} seconds") from error


def _say(found: Any) -> str:
    if isinstance(found, BaseException):
        return f"it cannot say what it has ({_tell(found)})"
    return "; ".join(found)


def _tell(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:300]
