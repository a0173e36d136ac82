"""A real server on loopback that answers by a script, with every fault that services have."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 3, 28, 23, 59, tzinfo=UTC)


@dataclass
class Reply:
    """One scripted reply; `fault` is what goes wrong with it."""

    body: bytes = b'{"rows": [1]}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    fault: str = ""  #: short, chunked-cut, reset, closed, no-length, silent, stalled


def zipped(reply: bytes, keep: int | None = None) -> Reply:
    """A reply in gzip; with `keep` only its first bytes, their number honestly announced."""
    return Reply(gzip.compress(reply)[:keep], headers={"Content-Encoding": "gzip"})


@dataclass
class Server:
    """What a test sees of the server: its address, its script and what it was asked."""

    url: str
    script: dict[str, list[Reply]] = field(default_factory=dict)  #: path with query -> replies, the last one repeats
    asked: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)  #: set when the test is done

    def reply(self, path: str) -> Reply:
        """The next reply for `path`."""
        replies = self.script.get(path) or [Reply(b'{"detail": "not found"}', 404)]
        return replies.pop(0) if len(replies) > 1 else replies[0]


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept, self._lock = START, [], threading.Lock()

    def __call__(self) -> datetime:
        """The moment now."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Pass `seconds`."""
        with self._lock:
            self.slept.append(seconds)
            self.now += timedelta(seconds=seconds)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        seen: Server = self.server.seen  # type: ignore[attr-defined]
        seen.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        seen.asked.append(f"{self.command} {self.path}")
        seen.heads.append(dict(self.headers))
        self._send(seen.reply(self.path))

    do_POST = do_GET

    def _send(self, reply: Reply) -> None:
        self.close_connection = bool(reply.fault)
        if reply.fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        if reply.fault == "closed":
            return
        if reply.fault == "silent":
            self.server.seen.over.wait(5)  # type: ignore[attr-defined]
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        body = reply.body
        if reply.fault == "chunked-cut":
            self.send_header("Transfer-Encoding", "chunked")
            body = f"{len(body):x}\r\n".encode() + body + b"\r\n"
        elif reply.fault != "no-length":
            more = 500 if reply.fault in ("short", "stalled") else 0
            self.send_header("Content-Length", str(len(body) + more))
        self.end_headers()
        with contextlib.suppress(OSError):  # the other side may stop early, and should
            self.wfile.write(body)
        if reply.fault == "stalled":
            self.server.seen.over.wait(5)  # type: ignore[attr-defined]


@contextlib.contextmanager
def serving(
    certificate: tuple[Path, Path] | None = None, make: Callable[[str], Server] = Server
) -> Iterator[Server]:
    """A server on a free port, with TLS where a certificate and key are given; `make` gets its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.seen = make(f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.seen  # type: ignore[attr-defined]
    finally:
        server.seen.over.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()
        thread.join()
