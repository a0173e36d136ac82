"""Tells somebody that a run is over: one command, once, with the path of the record.

In: a command line, a path. Out: `notify`, which says how that went.
Never: a shell, a second try, a wait longer than a minute, a process of the command left behind.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import tempfile
from pathlib import Path

from compare.errors import CompareError

WAIT = 60.0  #: seconds


class CommandError(CompareError, ValueError):
    """What was given as a command is none."""


def split_command(command: str) -> list[str]:
    """The words of a command line, quoted as in a shell; on Windows a backslash is a part of a path.

    Raises
    ------
    CommandError
        Nothing in it, or a quotation without an end.
    """
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as error:
        raise CommandError(_refuse(command, str(error))) from error
    if not words:
        raise CommandError(_refuse(command, "it is empty"))
    return [word.strip('"') for word in words] if os.name == "nt" else words


def notify(command: str, record: Path, *, wait: float = WAIT) -> str:
    """Run `command` with the path of the record as its last argument; what went wrong, in words, or nothing."""
    words = [*split_command(command), str(record)]
    with tempfile.TemporaryFile() as heard:
        try:
            # In a session of its own, so that what the command starts can be ended with it.
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=heard, stderr=subprocess.STDOUT, start_new_session=True
            )
        except OSError as error:
            return f"{words[0]} could not be started: {error.strerror or error}."
        try:
            code = process.wait(wait)
        except subprocess.TimeoutExpired:
            _end(process)
            return f"{words[0]} did not end within {wait:g} seconds, and was ended."
        except BaseException:
            _end(process)
            raise
        if code:
            return f"{words[0]} ended with exit code {code}. {_tail(heard)}".strip()
    return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _tail(heard: tempfile._TemporaryFileWrapper[bytes]) -> str:
    """The last of what it said."""
    heard.seek(0, os.SEEK_END)
    heard.seek(max(0, heard.tell() - 500))
    said = heard.read().decode("utf-8", "replace").strip().splitlines()
    return f"It said: {said[-1]}" if said else ""


def _refuse(command: str, why: str) -> str:
    return (
        f"The command {command!r} of --notify-command cannot be used: {why}. Give a program and its words, quoted as "
        "in a shell: --notify-command 'notify-group --by mail'. The path of the run's record is added to them."
    )
