"""What a run says while it goes on: a line for people, or the same as one JSON object for machines.

In: events with a message. Out: `RunLog`, on standard error.
Never: a message that only one of the two readers gets, a line that is not JSON where JSON was asked for.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

from compare.moments import write_moment

if TYPE_CHECKING:
    import logging


class RunLog:
    """The log of one run.

    Parameters
    ----------
    clock : callable
        The moment now, in UTC.
    as_json : bool
        One object a line: ``time``, ``level``, ``event``, ``message``, and what belongs to the event.
    """

    def __init__(self, clock: Callable[[], datetime], *, as_json: bool = False, file: TextIO | None = None):
        self._clock, self.as_json, self._file = clock, as_json, file
        if as_json:
            self._take_over()

    def say(self, event: str, message: str, level: str = "info", **more: Any) -> None:
        """One event; `level` is info, warning or error."""
        line = message
        if self.as_json:
            told = {"time": write_moment(self._clock()), "level": level, "event": event, "message": message, **more}
            line = json.dumps(told, ensure_ascii=False, default=str)
        print(line, file=self._file or sys.stderr, flush=True)

    def _take_over(self) -> None:
        """What libraries say goes the same way."""
        import logging

        log = self

        class Handler(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                log.say("log", record.getMessage(), record.levelname.lower(), logger=record.name)

        root = logging.getLogger()
        root.handlers[:] = [Handler(logging.WARNING)]
        warnings.showwarning = lambda message, kind, *_: self.say("log", str(message), "warning", logger=kind.__name__)
