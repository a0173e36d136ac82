"""The body of an answer, read piece by piece: whole, within its size, within its time; or a fault.

In: pieces of bytes as they arrive and the headers that describe them. Out: the unpacked bytes.
Never: more in memory than the cap and one piece; a body that was cut, taken for a whole one.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping

from compare.errors import RefusedError
from compare.sources.session_policy import Fault

#: Bytes unpacked at a time.
_STEP = 256 * 1024


def read_body(
    pieces: Iterable[bytes], headers: Mapping[str, str], *, largest: int, in_time: Callable[[], bool], source: str,
    url: str,
) -> bytes:  # fmt: skip
    """The whole body.

    Parameters
    ----------
    pieces : iterable of bytes
        As received, still compressed.
    largest : int
        Bytes allowed once unpacked.
    in_time : callable
        Asked before each piece; False stops the reading.

    Raises
    ------
    Fault
        If the body is shorter than announced, cut inside its compression, or too slow.
    RefusedError
        If it is larger than allowed.
    """
    unpack = _unpacker(headers.get("Content-Encoding", ""))
    body, received = bytearray(), 0
    for piece in pieces:
        if not in_time():
            raise Fault(f"an answer that was not complete in time, after {received} bytes")
        received += len(piece)
        for part in unpack.feed(piece):
            body += part
            if len(body) > largest:
                raise _too_large(source, url, largest)
    chunked = headers.get("Transfer-Encoding")  # then the connection itself knows where the end is
    announced = "" if chunked else headers.get("Content-Length", "").strip()
    if announced.isdigit() and int(announced) != received:
        raise Fault(f"a body cut off after {received} of {announced} bytes")
    if not unpack.complete():
        raise Fault(f"a compressed body cut off after {received} bytes")
    return bytes(body)


def _too_large(source: str, url: str, largest: int) -> RefusedError:
    return RefusedError(
        f"{source}: the answer of {url} was stopped at {largest} bytes, the most that is taken. A question of this "
        "project is never that large: ask for less, or give the call a larger limit if the service has grown.",
        source=source, url=url, status=200,
    )  # fmt: skip


class _Plain:
    def feed(self, piece: bytes) -> Iterable[bytes]:
        yield piece

    def complete(self) -> bool:
        return True


class _Gzip:
    """Unpacks gzip, of one member or several, never more than a step at a time."""

    def __init__(self) -> None:
        self._member, self._begun = zlib.decompressobj(zlib.MAX_WBITS | 16), False

    def feed(self, piece: bytes) -> Iterable[bytes]:
        left = piece
        try:
            while left:
                if self._member.eof:
                    self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
                self._begun = True
                yield self._member.decompress(left, _STEP)
                left = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            while not self._member.eof and (more := self._member.decompress(b"", _STEP)):
                yield more
        except zlib.error as error:
            raise Fault(f"a compressed body that cannot be unpacked ({error})") from error

    def complete(self) -> bool:
        return self._member.eof or not self._begun


def _unpacker(encoding: str) -> _Plain | _Gzip:
    kind = encoding.strip().lower()
    if kind in ("", "identity"):
        return _Plain()
    if kind in ("gzip", "x-gzip"):
        return _Gzip()
    raise Fault(f"a compression that was not asked for ({encoding})")
