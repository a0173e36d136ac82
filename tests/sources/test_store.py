"""Answers are kept as received, and a damaged one is named, never used, and mended by asking again."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from compare.errors import NotStoredError
from compare.sources import store_files
from compare.sources.session_policy import Answer
from compare.sources.store import MANIFEST, Store, find_folder

MONDAY = datetime(2026, 3, 23, 6, 0, tzinfo=UTC)
BODY = b'\xef\xbb\xbf{"title": "\xc3\x85ldersgrupp <18"}\r\n'
REQUEST = "GET https://api.office.example/v3/data?lang=sv"


def make_answer(body: bytes = BODY, *, days: int = 0, request: str = REQUEST) -> Answer:
    """An answer received some days after a Monday."""
    moment = MONDAY + timedelta(days=days)
    return Answer("office", request, body, "https://mirror.example/x", 200, "application/json;charset=utf-8", moment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a store will be."""
    return tmp_path / "raw"


def read_csv(path: Path) -> list[dict[str, str]]:
    """Rows as anybody would read them."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_answer_is_kept_byte_for_byte_with_its_provenance(folder):
    """Byte order mark and line ends included; a second store reads the same."""
    stored = Store(folder).save(make_answer(), "CC0")
    digest = "b1a4974b009a85cb0997a568eabda7fcc17cb1b29bacdbd48a9373bafdd4c16b"  # as sha256sum says

    assert read_csv(folder / "manifest.csv") == [{
        "response_id": stored.response_id, "source": "office", "request": REQUEST, "url": "https://mirror.example/x",
        "retrieved": "2026-03-23T06:00:00.000Z", "status": "200", "sha256": digest, "bytes": "34",
        "content_type": "application/json;charset=utf-8", "licence": "CC0",
        "file": f"office/{digest[:2]}/{digest}.json",
    }]  # fmt: skip
    assert (folder / stored.file).read_bytes() == Store(folder).read(stored.response_id) == BODY
    assert stored.is_new
    assert Store(folder).check() == {}


def test_the_same_answer_again_is_confirmed_and_not_stored_twice(folder):
    """Whatever the day; the key stays, so nothing made from it changes."""
    store = Store(folder)
    first = store.save(make_answer(), "CC0")
    again = store.save(make_answer(days=1), "CC0")

    assert (again.response_id, again.is_new) == (first.response_id, False)
    assert (again.retrieved[:10], again.confirmed[:10]) == ("2026-03-23", "2026-03-24")
    assert len(read_csv(folder / "manifest.csv")) == 1
    assert Store(folder).find_newest("office", REQUEST).confirmed[:10] == "2026-03-24"


def test_the_newest_answer_is_the_one_given_last(folder):
    """Also when a service goes back to what it said before; the others stay."""
    store = Store(folder)
    old = store.save(make_answer(b"[1]"), "CC0")
    new = store.save(make_answer(b"[2]", days=1), "CC0")
    store.save(make_answer(b"[3]", request=REQUEST + "&x"), "CC0")
    assert store.find_newest("office", REQUEST).response_id == new.response_id

    store.save(make_answer(b"[1]", days=2), "CC0")
    assert Store(folder).find_newest("office", REQUEST).response_id == old.response_id
    assert store.read(new.response_id) == b"[2]"
    assert len(store.list_rows()) == 3


DAMAGES = {
    "emptied": (lambda path: path.write_bytes(b""), "empty"),
    "edited": (lambda path: path.write_bytes(BODY.replace(b"18", b"19")), "not what was received"),
    "cut": (lambda path: path.write_bytes(BODY[:-1]), "not what was received"),
    "deleted": (lambda path: path.unlink(), "missing"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_named_and_mended_by_asking_again(name, folder, caplog):
    """It counts as not stored until then; no person has to do anything."""
    store = Store(folder)
    stored = store.save(make_answer(), "CC0")
    DAMAGES[name][0](folder / stored.file)

    with pytest.raises(NotStoredError, match=DAMAGES[name][1]) as caught:
        store.read(stored.response_id)
    assert stored.file in str(caught.value)
    with pytest.raises(NotStoredError, match="damaged"):
        Store(folder).find_newest("office", REQUEST)
    assert list(Store(folder).check()) == [stored.file]
    assert stored.file.rpartition("/")[2] in caplog.text

    assert not store.save(make_answer(days=1), "CC0").is_new
    assert store.read(stored.response_id) == BODY
    assert store.check() == {}


def test_a_whole_older_answer_stands_in_for_a_damaged_newer_one(folder):
    """With its own date."""
    store = Store(folder)
    old = store.save(make_answer(b"[1]"), "CC0")
    new = store.save(make_answer(b"[2]", days=1), "CC0")
    (folder / new.file).write_bytes(b"[9]")
    assert store.find_newest("office", REQUEST) == replace(old, is_new=False)


@pytest.mark.parametrize("column", ["response_id", "source", "request", "sha256", "file", "bytes"])
def test_an_edited_row_of_the_manifest_is_not_believed(column, folder):
    """It would give a body to another question; asking again makes a row that fits."""
    stored = Store(folder).save(make_answer(), "CC0")
    row = read_csv(folder / "manifest.csv")[0]
    wrong = {"file": "../../secret.json", "bytes": "many", "sha256": "0" * 64}.get(column, row[column] + "x")
    text = (folder / "manifest.csv").read_text(encoding="utf-8").split("\n", 1)
    (folder / "manifest.csv").write_text(f"{text[0]}\n{text[1].replace(row[column], wrong, 1)}", encoding="utf-8")

    store = Store(folder)
    assert store.list_rows() == ()
    assert "manifest.csv" in store.check()
    store.save(make_answer(days=1), "CC0")
    assert store.read(stored.response_id) == Store(folder).read(stored.response_id) == BODY


@pytest.mark.parametrize("change", ["crlf and mark", "deleted", "emptied"])
def test_a_manifest_that_people_touched_is_read_or_made_anew(change, folder):
    """While a store is open as well."""
    store = Store(folder)
    stored = store.save(make_answer(), "CC0")
    path = folder / "manifest.csv"
    if change == "crlf and mark":
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        assert Store(folder).read(stored.response_id) == BODY
        assert Store(folder).check() == {}
        return
    path.unlink() if change == "deleted" else path.write_bytes(b"")
    assert store.list_rows() == ()
    store.save(make_answer(days=1), "CC0")
    assert store.read(stored.response_id) == BODY


def test_a_request_of_any_characters_is_one_row(folder):
    """Commas, quotes, a line separator inside a query."""
    request = 'POST https://api.office.example/q {"a":"x,\u2028\\n\\"y\\""}'
    stored = Store(folder).save(make_answer(request=request), "CC0")
    assert Store(folder).find_newest("office", request).response_id == stored.response_id


def test_a_line_that_was_cut_is_no_row_and_harms_no_other(folder):
    """What a kill in the middle of writing leaves."""
    store = Store(folder)
    first = store.save(make_answer(b"[1]"), "CC0")
    for name in ("manifest.csv", "confirmed.csv"):
        with open(folder / name, "ab") as file:
            file.write(b"office:0123,office,GET htt")
    fresh = Store(folder)
    assert [row.response_id for row in fresh.list_rows()] == [first.response_id]

    second = fresh.save(make_answer(b"[2]", days=1), "CC0")
    assert [row["response_id"] for row in read_csv(folder / "manifest.csv")] == [first.response_id, second.response_id]
    assert Store(folder).read(second.response_id) == store.read(second.response_id) == b"[2]"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_while_writing_leaves_what_was_there(step, folder, monkeypatch):
    """A full disk, say: no half file, no row without a file."""
    store = Store(folder)
    first = store.save(make_answer(b"[1]"), "CC0")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store_files.os, step, fail)
    with pytest.raises(OSError, match="No space"):
        store.save(make_answer(b"[2]", days=1), "CC0")
    monkeypatch.undo()
    assert [row.response_id for row in Store(folder).list_rows()] == [first.response_id]
    assert not list(folder.rglob(".writing-*"))


WRITER = textwrap.dedent("""
    import sys
    import time
    from datetime import UTC, datetime
    from pathlib import Path
    from compare.sources.session_policy import Answer
    from compare.sources import store_files
    from compare.sources.store import Store
    store, who, most = Store(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
    find_end = store_files._end_of_whole_lines
    store_files._end_of_whole_lines = lambda file: (find_end(file), time.sleep(float(sys.argv[4])))[0]
    for n in range(most):
        body = f'{{"who": "{who}", "n": {n}}}'.encode() * 2000
        answer = Answer("office", f"GET https://x/{who}/{n}", body, "https://x", 200, "text/csv", datetime.now(UTC))
        print(store.save(answer, "CC0").response_id, flush=True)
""")


def start_writer(folder: Path, who: str, most: int, slow: float = 0.0) -> subprocess.Popen[str]:
    """Another process that saves answers, halts before each row, and tells the key of each one that is safe."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), who, str(most), str(slow)], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
@pytest.mark.parametrize("after", [1, 4, 9])
def test_killing_the_writer_loses_nothing_it_had_told(after, folder):
    """Every key that was printed is there, whole; what was under way is there or not."""
    writer = start_writer(folder, "a", 10_000)
    told = [writer.stdout.readline().strip() for _ in range(after)]
    writer.send_signal(signal.SIGKILL)
    told += [line for line in writer.communicate()[0].split("\n")[:-1] if line]

    store = Store(folder)
    assert all(store.read(key) for key in told)
    assert store.check() == {}
    assert len(told) <= len(store.list_rows()) <= len(told) + 1
    assert store.save(make_answer(), "CC0").is_new


def test_two_processes_and_many_threads_write_one_store(folder):
    """No row lost, none twice, none mixed."""
    others = [start_writer(folder, who, 15, slow=0.005) for who in "ab"]
    keys = [other.stdout.readline().strip() for other in others]  # both are under way
    store = Store(folder)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: store.save(make_answer(b"[%d]" % n, days=n), "CC0"), range(15)))
    keys += [line for other in others for line in other.communicate()[0].split()]

    rows = read_csv(folder / "manifest.csv")
    assert len(rows) == len({row["response_id"] for row in rows}) == 45
    assert all(len(row) == len(MANIFEST) for row in rows)
    assert {row.response_id for row in store.list_rows()} >= set(keys)
    assert Store(folder).check() == {}


def test_the_store_lies_with_the_rest_of_what_is_written(monkeypatch, tmp_path):
    """Where COMPARE_HOME says."""
    monkeypatch.setenv("COMPARE_HOME", str(tmp_path))
    assert find_folder() == tmp_path.resolve() / "data" / "raw"


def test_what_is_not_there_is_said(folder):
    """By key and by request; nothing is made by asking."""
    with pytest.raises(NotStoredError, match="office:none"):
        Store(folder).read("office:none")
    with pytest.raises(NotStoredError, match="compare refresh"):
        Store(folder).find_newest("office", REQUEST)
    assert not folder.exists()
