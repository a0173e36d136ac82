"""The warm process as the run sees it: started, asked for kernels, ended.

In: the variables of a run; a request for a kernel. Out: `WarmProcess`, and a provisioner for Jupyter's manager.
Never: two requests at once, a process id trusted where a descriptor can be held.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from compare.reports.kernels import START_TIMEOUT, end_marked, kernel_environment
from compare.reports.zygote import READY

_PROGRAM = "compare.reports.zygote"


class WarmProcess:
    """Started at once; the first request waits until it is warm, which it is once it has the comparison promised to it.

    Parameters
    ----------
    variables : mapping
        Environment variables that it, and every kernel, gets besides its own.

    Raises
    ------
    OSError
        It cannot be started.
    """

    def __init__(self, variables: Mapping[str, str]):
        self._lock = threading.Lock()
        self._is_warm = False
        self._token = uuid.uuid4().hex
        self._folder = Path(tempfile.mkdtemp(prefix="compare-"))
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(START_TIMEOUT)
        with theirs:
            command = [sys.executable, "-m", _PROGRAM, str(theirs.fileno()), str(os.getpid())]
            try:
                # In a session of its own: Ctrl-C is for the run, which ends this process in its turn.
                self._process = subprocess.Popen(
                    command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True,
                    cwd=self._folder, env=kernel_environment(self._folder, self._token) | variables,
                )  # fmt: skip
            except OSError:
                self._channel.close()
                shutil.rmtree(self._folder, ignore_errors=True)
                raise

    def provision(self, manager: Any) -> ForkProvisioner:
        """What lets Jupyter's `manager` have its kernel from here."""
        return ForkProvisioner(kernel_id=uuid.uuid4().hex, kernel_spec=manager.kernel_spec, parent=manager, warm=self)

    def fork(self, environment: Mapping[str, str], folder: str, connection: str) -> ForkedProcess:
        """A new process that becomes a kernel in `folder`, with exactly this environment.

        Raises
        ------
        OSError
            The warm process does not answer, or the kernel ended at once.
        """
        request = {"environment": dict(environment), "folder": folder, "connection": connection}
        with self._lock:
            self._await_warm()
            try:
                self._channel.sendall(json.dumps(request).encode() + b"\n")
                answer, descriptors, _, _ = socket.recv_fds(self._channel, 64, 1)
            except ConnectionError:
                answer, descriptors = b"", []
        if not descriptors:
            raise ConnectionError("the forked kernel ended at once" if answer else "the warm process has ended")
        return ForkedProcess(int(answer), descriptors[0])

    def kill(self) -> None:
        """End this process alone; its kernels live on until the run ends."""
        self._process.kill()
        self._process.wait()
        with self._lock:  # whoever is asking now hears that nobody answers
            self._channel.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """End this process and everything that was forked from it."""
        if self._is_warm:  # else it has forked nothing, and is busy loading
            with contextlib.suppress(OSError):
                self._channel.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        end_marked({self._token})
        self.kill()

    def _await_warm(self) -> None:
        if self._is_warm:
            return
        if self._channel.recv(len(READY)) != READY:
            raise ConnectionError("the warm process ended before it was warm")
        self._is_warm = True


class ForkedProcess:
    """A process that is no child of this one, held by a descriptor; as much of `subprocess.Popen` as Jupyter uses.

    Parameters
    ----------
    pid, descriptor : int
        Its process id, and a descriptor of it that becomes readable when it ends.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, descriptor: int):
        self.pid = pid
        self.returncode: int | None = None
        self._descriptor = descriptor

    def poll(self) -> int | None:
        """None while it runs, then -1: how it ended is known to its parent alone."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Raises
        ------
        subprocess.TimeoutExpired
            It has not ended after `timeout` seconds.
        """
        if self._look(timeout) is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return -1

    def send_signal(self, signum: int) -> None:
        """Send a signal; nothing where it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signum)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _look(self, timeout: float | None) -> int | None:
        poller = select.poll()
        poller.register(self._descriptor, select.POLLIN)
        if self.returncode is None and poller.poll(None if timeout is None else timeout * 1000):
            self.returncode = -1
            os.close(self._descriptor)
        return self.returncode


class ForkProvisioner(LocalProvisioner):
    """Jupyter's own provisioner, except for where the process comes from."""

    def __init__(self, warm: WarmProcess, **settings: Any):
        super().__init__(**settings)
        self._warm = warm

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:  # noqa: ARG002
        """Fork the process of the kernel; `cmd` is what a plain start would run."""
        self.process = self._warm.fork(kwargs["env"], str(kwargs["cwd"]), self.parent.connection_file)
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info
