"""The warm process: everything a notebook needs is loaded once, and each kernel is a fork of it.

In: a socket from the run that started it, the environment of a kernel. Out: one forked kernel for each request.
Never: a notebook executed here, a thread here (a fork would lose it), a process that outlives the run.

Started as ``python -m compare.reports.zygote SOCKET RUN``: a file descriptor and the run's process id.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
from typing import Any, NoReturn

from compare.comparison.handed import is_handed, keep_handed
from compare.reports.kernels import TOKEN, end_marked

READY = b"ready\n"
_LOOK = 10  #: milliseconds from one look for the comparison to the next
#: What a kernel or a page would otherwise import by itself; a name that a later version has not is passed over.
_LOADED = (
    "IPython.core.completerlib", "IPython.core.debugger", "IPython.extensions.storemagic", "ipykernel.debugger",
    "ipykernel.ipkernel", "ipykernel.kernelapp", "ipykernel.zmqshell", "matplotlib.pyplot", "numpy.random", "pandas",
    "sqlite3", "tornado.platform.asyncio", "zmq.utils.garbage", "compare.comparison.build",
    "compare.presentation.parts", "compare.presentation.parts_indicator_page",
)  # fmt: skip


def main(arguments: list[str]) -> None:
    """Load, say so, and fork a kernel for each request until the run closes its end of the socket, or ends."""
    del sys.path[0]  # the folder that it was started in, as for any kernel
    channel, run = socket.socket(fileno=int(arguments[0])), os.pidfd_open(int(arguments[1]))
    # The system reaps the kernels; the run looks after them, through a descriptor of each.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    mark, before = _find_mark(), dict(os.environ)
    load()
    if not _await_handed(channel, run):
        return
    warm()
    loaded = {key: value for key, value in os.environ.items() if before.get(key) != value}
    gc.collect()
    gc.freeze()  # a kernel's collector would otherwise touch, and so copy, all that is shared
    channel.sendall(READY)
    tokens = [os.environ[TOKEN]]
    with channel.makefile("rb") as requests:
        for line in requests:
            request = json.loads(line)
            tokens.append(request["environment"][TOKEN])
            request["environment"] = loaded | request["environment"]
            pid = os.fork()
            if pid == 0:
                _be_kernel(request, mark, channel, run)
            _answer(channel, pid)
    end_marked(tokens)


def load() -> None:
    """Import what notebooks import."""
    for name in _LOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _await_handed(channel: socket.socket, run: int) -> bool:
    """Wait until the run has handed its comparison over; False where it has closed its end, or has ended, before."""
    poller = select.poll()
    poller.register(channel, select.POLLIN)  # nothing is asked before this process is ready: this is the end
    poller.register(run, select.POLLIN)
    while not is_handed():
        if poller.poll(_LOOK):
            return False
    return True


def warm() -> None:
    """Read the handed comparison, and draw pictures of it that are thrown away."""
    comparison = keep_handed()
    # Whatever fails here fails again in the notebook that asks for it, and is told there.
    with contextlib.suppress(Exception):
        from compare.presentation.parts import Pages
        from compare.presentation.parts_links import has_page

        shown = next(result.indicator.id for result in comparison.results if has_page(result, comparison))
        for language in comparison.partnership.languages:
            Pages(comparison, language).indicator(shown)


def _answer(channel: socket.socket, pid: int) -> None:
    """The kernel's process id, with a descriptor that stays the kernel's even when the number is used again."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        channel.sendall(b"0\n")
        return
    socket.send_fds(channel, [b"%d\n" % pid], [descriptor])
    os.close(descriptor)


def _be_kernel(request: dict[str, Any], mark: int, channel: socket.socket, run: int) -> NoReturn:
    """In the child: shed what is the warm process's own, then be a kernel as if started anew."""
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        channel.close()
        environment = request["environment"]
        ctypes.memmove(mark, environment[TOKEN].encode(), len(environment[TOKEN]))
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(request["folder"])
        threading.Thread(target=_end_with, args=(run,), daemon=True).start()
        _renew_chance()
        sys.argv = [importlib.import_module("ipykernel_launcher").__file__ or "", "-f", request["connection"]]
        _serve(request["connection"])
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)  # never back into the warm process's own loop


def _serve(connection: str) -> None:
    from ipykernel.kernelapp import IPKernelApp

    # 1: no look-out for the parent's end, and no words about how to connect on the run's standard output.
    app = IPKernelApp.instance(connection_file=connection, parent_handle=1)
    app.initialize([])
    app.start()


def _renew_chance() -> None:
    """As in a new process: numpy's own stream of numbers would be the same in each fork (Python renews its own)."""
    if random := sys.modules.get("numpy.random"):
        random.seed()


def _end_with(run: int) -> None:
    """End this kernel and its group when the run ends, even if the warm process is gone by then."""
    poller = select.poll()
    poller.register(run, select.POLLIN)
    poller.poll()
    os.killpg(0, signal.SIGKILL)


def _find_mark() -> int:
    """Where the token lies in what the system shows as this process's environment.

    A fork shows the environment that its parent was *started* with. Written over in the child, the token there is the
    kernel's own, and whatever the kernel forks carries it, however it detaches itself.
    """
    library = ctypes.CDLL(None)
    library.getenv.restype = ctypes.c_void_p
    library.getenv.argtypes = [ctypes.c_char_p]
    return int(library.getenv(TOKEN.encode()))


if __name__ == "__main__":
    main(sys.argv[1:])
