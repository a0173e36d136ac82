"""One file out of a zip archive, the others left packed.

In: the bytes of an archive. Out: `open_member`, a text to read.
Never: more unpacked than allowed, a file of another name taken instead, an archive that was cut taken for a whole one.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TextIO

from compare.errors import FormatError
from compare.sources.asking import malformed


@contextmanager
def open_member(source: str, body: bytes, name: str, most: int) -> Iterator[TextIO]:
    """The one file called `name`, in whatever folder, as text; read it to its end, where its checksum is compared.

    Bytes that are no UTF-8 become U+FFFD; a byte order mark is left aside. No more than the announced size is ever
    unpacked, and no more than a piece at a time.

    Parameters
    ----------
    most : int
        Bytes that the file may have once unpacked.

    Raises
    ------
    FormatError
        The archive is none, was cut or damaged, has no such file or two, or it is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            member = _find(source, archive, name, most)
            with (
                archive.open(member) as packed,
                io.TextIOWrapper(packed, encoding="utf-8-sig", errors="replace", newline="") as text,
            ):
                yield text
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        found = str(error) or type(error).__name__
        raise malformed(source, f"the archive with {name}", found, "a whole zip archive") from error


def _find(source: str, archive: zipfile.ZipFile, name: str, most: int) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if PurePosixPath(member.filename).name == name]
    if len(members) != 1:
        names = [member.filename for member in members or archive.infolist()]
        raise malformed(source, "the archive", names, f"one file {name}")
    (member,) = members
    if member.flag_bits & 1:
        raise malformed(source, name, "an encrypted file", "an open one")
    if member.file_size > most:
        raise _too_large(source, member, most)
    return member


def _too_large(source: str, member: zipfile.ZipInfo, most: int) -> FormatError:
    size = f"{member.file_size} bytes, packed into {member.compress_size}"
    return malformed(source, f"the size of {member.filename}", size, f"at most {most} bytes")
