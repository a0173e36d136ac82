"""Kernels forked from one warm process, and started the plain way wherever that does not work.

In: the variables of a run. Out: `warm_start`, a `Starter` whose kernels are ready in a fraction of the time.
Never: a page lost because a kernel could not be forked, a plain start instead of a fork that nobody is told of,
another page than a kernel started the plain way gives.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from compare.errors import ReportError
from compare.reports.kernels import Kernel, Starter, start_kernel

if TYPE_CHECKING:
    from compare.reports.warm import WarmProcess

SWITCH = "COMPARE_FORK"  #: ``0`` starts every kernel the plain way
_LOG = logging.getLogger(__name__)


@contextmanager
def warm_start(variables: Mapping[str, str] | None = None) -> Iterator[Starter]:
    """A way to kernels for one run; when it is left, all of them have ended.

    Parameters
    ----------
    variables : mapping, optional
        Environment variables that every kernel gets besides its own.
    """
    with contextlib.ExitStack() as stack:
        start = partial(start_kernel, variables)
        starter = Starter(stack.enter_context(contextlib.closing(Forge(variables or {}))) if can_fork() else start)
        stack.callback(starter.close)
        yield starter


def can_fork() -> bool:
    """Whether kernels may be forked here: on Linux, unless `COMPARE_FORK` says no.

    macOS could, but its own libraries may not be used in a process that was only forked; Windows cannot.
    """
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and os.environ.get(SWITCH, "1") != "0"


class Forge:
    """Gives forked kernels as long as its warm process works, and plainly started ones after that.

    Parameters
    ----------
    variables : mapping
        Environment variables that every kernel gets besides its own.
    """

    def __init__(self, variables: Mapping[str, str]):
        from compare.reports.warm import WarmProcess

        self._variables = variables
        self._lock = threading.Lock()
        self._warm: WarmProcess | None = None
        try:
            self._warm = WarmProcess(variables)
        except OSError as error:
            self._tell(error)

    def __call__(self) -> Kernel:
        """A ready kernel.

        Raises
        ------
        ReportError
            Not even the plain way works.
        """
        warm = self._warm
        if warm is not None:
            try:
                return start_kernel(self._variables, warm.provision)
            except ReportError as error:
                # Not closed: kernels that were forked before live on and finish their notebooks.
                if self._take():
                    warm.kill()
                    self._tell(error.__cause__ or error)
        return start_kernel(self._variables)

    def close(self) -> None:
        """End the warm process, and what is left of its kernels with it."""
        if warm := self._take():
            warm.close()

    def _take(self) -> WarmProcess | None:
        """The warm process, for the first who asks; nobody forks from it any more."""
        with self._lock:
            warm, self._warm = self._warm, None
        return warm

    def _tell(self, error: BaseException) -> None:
        said = (str(error) or type(error).__name__).splitlines()[0]
        _LOG.warning("No kernel could be forked (%s): notebooks start more slowly from here on, to the same end.", said)
