"""One file out of an archive: whole, named, within its size."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from compare.errors import FormatError
from compare.sources.zipped import open_member

NAME = "table.csv"


def pack(**files: bytes) -> bytes:
    """An archive; a double underscore in a name is a point, and one alone at its start a folder."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return body.getvalue()


def read(body: bytes, most: int = 1000) -> str:
    """The table of an archive."""
    with open_member("office", body, NAME, most) as text:
        return text.read()


def test_the_one_file_is_read_and_the_others_are_left():
    """A map of another name may be as large as it likes; letters that are no UTF-8 are marked, not guessed."""
    body = pack(map__gpkg=b"0" * 5000, table__csv="\ufeffid,name\n1,Å".encode() + b"\xc5")
    assert read(body) == "id,name\n1,Å\ufffd"


def test_a_file_in_a_folder_is_found():
    """By its own name."""
    assert read(pack(**{"V1_2/table__csv": b"x"})) == "x"


@pytest.mark.parametrize(
    "body", [pack(other__csv=b"x"), pack(**{"a/table__csv": b"x", "b/table__csv": b"y"}), pack(**{"{th}__csv": b"x"})]
)
def test_no_file_or_two_are_refused(body):
    """Never the first at hand."""
    with pytest.raises(FormatError, match=r"one file table\.csv"):
        read(body)


def test_a_bomb_is_stopped_before_it_is_unpacked():
    """Its size stands in the list of contents."""
    with pytest.raises(FormatError, match="5000000 bytes, packed into"):
        read(pack(table__csv=b"0" * 5_000_000))


def test_a_bomb_that_lies_about_its_size_is_found_out():
    """No more than the announced size is unpacked, and then the checksum does not fit."""
    body = pack(table__csv=b"0" * 5_000_000)
    true, false = struct.pack("<L", 5_000_000), struct.pack("<L", 900)
    assert body.count(true) == 2
    with pytest.raises(FormatError, match="CRC"):
        read(body.replace(true, false))


@pytest.mark.parametrize("keep", [0, 10, 60, -1, -30])
def test_a_short_archive_is_refused(keep):
    """The list of contents is at its end."""
    with pytest.raises(FormatError, match="a whole zip archive"):
        read(pack(table__csv=b"id,name\n1,Lund\n" * 20)[:keep])


def test_a_damaged_archive_is_refused():
    """A letter that was changed on the way is found by the checksum."""
    whole = pack(table__csv=bytes(range(256)))
    body = bytearray(whole)
    body[whole.index(b"table.csv") + 30] ^= 255
    with pytest.raises(FormatError, match="a whole zip archive"):
        read(bytes(body))


def test_an_encrypted_file_is_refused():
    """Nobody has its password."""
    body = bytearray(pack(table__csv=b"x"))
    place = body.index(b"PK\x01\x02") + 8
    body[place] |= 1
    with pytest.raises(FormatError, match="an encrypted file"):
        read(bytes(body))
