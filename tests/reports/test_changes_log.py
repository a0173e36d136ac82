"""The list of changes of a site: found between two runs, kept for good, the same bytes where nothing is new."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

import builders
from compare.comparison.build import build
from compare.comparison.model import Freshness
from compare.errors import ReportError
from compare.reports import changes_log
from compare.reports.changes_log import read_log, render_log, renew_log, tell_log
from compare.reports.feed import ENTRIES
from compare.reports.site import add_indicators, plan_site

ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = datetime(2026, 11, 25, 3, tzinfo=UTC)
POINTS = {2021: 16.5, 2022: 15.6}


def compared(points=POINTS, **partnership):
    """Two cities on one indicator; the second has these figures."""
    chosen = builders.partnership().model_copy(update=partnership)
    catalogue = builders.catalogue(builders.indicator(title=builders.text("Fint damm & sot", "Fine dust & soot")))
    rows = builders.frame(builders.rows("SE-1281", {2022: 5.7}), builders.rows("BW-FR", points))
    return build(chosen, catalogue, rows, builders.manifest())


def publish(folder, comparison, moment=FIRST):
    """One run: read what was there, find what is new, write the files of the list."""
    log = renew_log(read_log(folder if folder.exists() else None, "lund-francistown"), comparison, moment)
    told = replace(comparison, changes=log.changes)
    site = add_indicators(plan_site(told.partnership, told.catalogue), told)
    assert render_log(tell_log(told), site) == render_log(log, site)
    for name, content in render_log(log, site).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return log


def files(folder):
    """All files by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def entries(folder, code="en"):
    """The entries of a feed: id, updated, title."""
    feed = ET.fromstring((folder / code / "changes.atom").read_bytes())
    tags = [ATOM + tag for tag in ("id", "updated", "title")]
    return [tuple(map(entry.findtext, tags)) for entry in feed.iter(f"{ATOM}entry")]


def test_before_the_first_site_nothing_has_changed(tmp_path):
    """No change, an empty feed that is as old as the edition, and no trace of when the run was."""
    log = publish(tmp_path / "a", compared())
    publish(tmp_path / "b", compared(), FIRST + timedelta(days=3))
    assert log.changes == ()
    assert sorted(files(tmp_path / "a")) == ["changes.json", "en/changes.atom", "facts.json", "sv/changes.atom"]
    assert files(tmp_path / "a") == files(tmp_path / "b")
    feed = ET.fromstring((tmp_path / "a" / "sv" / "changes.atom").read_bytes())
    assert feed.findtext(f"{ATOM}updated") == "2026-11-25T00:00:00Z"
    assert feed.findall(f"{ATOM}entry") == []


def test_an_unchanged_run_gives_the_same_bytes(tmp_path):
    """Also with changes on the list, at any later moment."""
    publish(tmp_path, compared())
    publish(tmp_path, compared({**POINTS, 2022: 15.4}), FIRST + timedelta(days=1))
    before = files(tmp_path)
    publish(tmp_path, compared({**POINTS, 2022: 15.4}), FIRST + timedelta(days=2))
    assert files(tmp_path) == before


def test_one_value_revised_twice_is_two_entries_for_good(tmp_path):
    """Each has its own id and keeps it, its moment and its words; the newest stands first."""
    publish(tmp_path, compared())
    publish(tmp_path, compared({**POINTS, 2022: 15.4}), FIRST + timedelta(days=1))
    first = entries(tmp_path)
    publish(tmp_path, compared({**POINTS, 2022: 15.6}), FIRST + timedelta(days=2))
    second = entries(tmp_path)
    assert len(first) == 1
    assert len(second) == 2
    assert second[1] == first[0]
    assert second[0][0] != first[0][0]
    assert [updated for _, updated, _ in second] == ["2026-11-27T03:00:00Z", "2026-11-26T03:00:00Z"]
    assert first[0][2] == "Fine dust & soot – revised: BW-FR, 2022: from 15.6 to 15.4"
    feed = ET.fromstring((tmp_path / "en" / "changes.atom").read_bytes())
    assert feed.findtext(f"{ATOM}updated") == "2026-11-27T03:00:00Z"
    told = json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))
    assert [change["id"] for change in told["changes"]] == [name for name, _, _ in second]


def test_the_feed_keeps_to_the_standard(tmp_path):
    """RFC 4287: what a feed and an entry must have, absolute ids that nobody shares, moments in UTC, the language."""
    publish(tmp_path, compared())
    publish(tmp_path, compared({**POINTS, 2022: 15.4, 2023: 15.0}), FIRST + timedelta(days=1))
    for code, title in (("sv", "Fint damm & sot"), ("en", "Fine dust & soot")):
        feed = ET.fromstring((tmp_path / code / "changes.atom").read_bytes())
        assert feed.tag == f"{ATOM}feed"
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == code
        parts = [feed, *feed.iter(f"{ATOM}entry")]
        assert len(parts) == 3
        for part in parts:
            for tag in ("id", "title", "updated"):
                assert len(part.findall(ATOM + tag)) == 1, tag
            moment = part.findtext(f"{ATOM}updated")
            assert datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ")
            assert part.findtext(f"{ATOM}id").startswith("urn:uuid:")
        ids = [part.findtext(f"{ATOM}id") for part in parts]
        assert len(set(ids)) == 3
        assert feed.findtext(f"{ATOM}updated") == max(part.findtext(f"{ATOM}updated") for part in parts[1:])
        assert feed.find(f"{ATOM}author").findtext(f"{ATOM}name") == {"sv": "Utgivaren", "en": "The publisher"}[code]
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links == {"self": "changes.atom", "alternate": "changes.html"}
        for entry in parts[1:]:
            assert entry.find(f"{ATOM}link").get("href") == "indicator-test-share.html"
            assert entry.findtext(f"{ATOM}title").startswith(title)
            assert entry.findtext(f"{ATOM}content")


def test_links_are_absolute_where_the_address_of_the_site_is_known(tmp_path):
    """A reader of feeds then finds the pages from anywhere."""
    made = {"address": "https://compare.example/lund/"}
    publish(tmp_path, compared(**made))
    publish(tmp_path, compared({**POINTS, 2022: 15.4}, **made), FIRST + timedelta(days=1))
    feed = ET.fromstring((tmp_path / "sv" / "changes.atom").read_bytes())
    assert [link.get("href") for link in feed.iter(f"{ATOM}link")] == [
        f"https://compare.example/lund/sv/{name}"
        for name in ("changes.atom", "changes.html", "indicator-test-share.html")
    ]


def test_moments_are_of_utc_whatever_zone_they_come_in(tmp_path):
    """Half past four in the afternoon on Kiritimati is half past two of the same day in UTC."""
    publish(tmp_path, compared())
    zone = timezone(timedelta(hours=14))
    log = publish(tmp_path, compared({**POINTS, 2022: 15.4}), datetime(2026, 11, 27, 16, 30, tzinfo=zone))
    assert [change.found for change in log.changes] == ["2026-11-27T02:30:00Z"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="a machine's zone cannot be set here")
def test_the_zone_of_the_machine_changes_no_byte(tmp_path):
    """The same two runs on Kiritimati and in Stockholm."""
    script = (
        "import sys; from datetime import timedelta; from pathlib import Path; import reports.test_changes_log as t;"
        "f = Path(sys.argv[1]); t.publish(f, t.compared());"
        "t.publish(f, t.compared({2022: 15.4}), t.FIRST.replace(tzinfo=None) + timedelta(days=1))"
    )
    for name in ("Pacific/Kiritimati", "Europe/Stockholm"):
        environment = {**os.environ, "TZ": name, "PYTHONPATH": str(Path(__file__).parents[1])}
        folder = tmp_path / name.partition("/")[2]
        subprocess.run([sys.executable, "-c", script, str(folder)], check=True, env=environment, timeout=120)
    assert files(tmp_path / "Kiritimati") == files(tmp_path / "Stockholm")
    assert b"2026-11-26T03:00:00Z" in files(tmp_path / "Kiritimati")["changes.json"]


def test_changes_say_with_which_edition_they_came(tmp_path):
    """The number and the day of the edition of the run."""
    publish(tmp_path, compared())
    edition = builders.partnership().edition.model_copy(update={"number": 4, "date": date(2026, 12, 1)})
    publish(tmp_path, compared({**POINTS, 2023: 15.0}, edition=edition), FIRST + timedelta(days=6))
    (change,) = json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))["changes"]
    assert change == {
        "id": change["id"], "kind": "new", "found": "2026-12-01T03:00:00Z", "edition": 4,
        "edition_date": "2026-12-01", "indicator": "test-share", "goal": "11", "place": "BW-FR", "series": "test:S",
        "ref_area": "BW-FR", "sex": "_T", "age": "_T", "period": "2023", "new": "15", "unit": "PT",
    }  # fmt: skip


def test_a_source_that_returned_nothing_is_on_the_list(tmp_path):
    """Twelve figures that it had: said in words, and no figure is called withdrawn."""
    publish(tmp_path, compared())
    freshness = {"who": Freshness("who", "failed", "2026-11-26T03:00:00Z", "", 12)}
    log = publish(tmp_path, replace(compared(), freshness=freshness), FIRST + timedelta(days=1))
    assert [(change.kind, change.source, change.count) for change in log.changes] == [("emptied", "who", 12)]
    assert entries(tmp_path)[0][2] == "who – returned nothing for 12 figures that it had given before"


def test_the_list_is_bounded_and_the_newest_stay(tmp_path, monkeypatch):
    """Three on record: the fourth pushes the first out."""
    monkeypatch.setattr(changes_log, "LIMIT", 3)
    publish(tmp_path, compared())
    for day in range(1, 5):
        publish(tmp_path, compared({**POINTS, 2022: 15.0 + day}), FIRST + timedelta(days=day))
    told = json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))
    assert [change["new"] for change in told["changes"]] == ["19", "18", "17"]
    assert told["limit"] == 3
    assert ENTRIES <= 2000


def test_another_partnerships_list_is_none_of_ours(tmp_path):
    """Its facts are not laid beside ours."""
    publish(tmp_path, compared())
    assert read_log(tmp_path, "lund-elsewhere") is None
    assert read_log(None, "lund-francistown") is None
    assert read_log(tmp_path / "nothing", "lund-francistown") is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("changes.json", b'{"partnership": "lund-francistown", "changes": ['),
        ("changes.json", b"\xff\xfe"),
        ("changes.json", b'{"partnership": "lund-francistown", "changes": [{"id": "urn:x"}]}'),
        ("changes.json", b'{"partnership": "lund-francistown"}'),
        ("facts.json", b""),
        ("facts.json", None),
        ("facts.json", b'{"format": 1, "partnership": "lund-francistown", "sources": {}}'),
    ],
)
def test_a_damaged_list_is_never_begun_anew_in_silence(tmp_path, name, content):
    """Cut off, unreadable, not whole, missing: an error that says what to do, and nothing is overwritten."""
    publish(tmp_path, compared())
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ReportError, match=r"list of changes could not be read.*Put back both files"):
        read_log(tmp_path, "lund-francistown")


def test_the_list_kept_with_an_edition_stands_in_for_a_damaged_one(tmp_path, caplog):
    """Old changes stay, what came since is found once more, and a warning says so."""
    publish(tmp_path, compared())
    publish(tmp_path, compared({**POINTS, 2022: 15.4}), FIRST + timedelta(days=1))
    for name in ("changes.json", "facts.json"):
        kept = tmp_path / "editions" / "2026-11-26" / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes((tmp_path / name).read_bytes())
    newer = {**POINTS, 2022: 15.4, 2023: 15.0}
    publish(tmp_path, compared(newer), FIRST + timedelta(days=2))
    (tmp_path / "changes.json").write_bytes(b"{")
    log = publish(tmp_path, compared(newer), FIRST + timedelta(days=3))
    assert [(change.kind, change.found) for change in log.changes] == [
        ("new", "2026-11-28T03:00:00Z"), ("revised", "2026-11-26T03:00:00Z")
    ]  # fmt: skip
    assert "damaged" in caplog.text


def test_facts_of_another_form_begin_a_new_count_and_keep_the_list(tmp_path, caplog):
    """A later version of the program cannot lay them side by side."""
    publish(tmp_path, compared())
    publish(tmp_path, compared({**POINTS, 2022: 15.4}), FIRST + timedelta(days=1))
    facts = json.loads((tmp_path / "facts.json").read_text(encoding="utf-8"))
    (tmp_path / "facts.json").write_text(json.dumps({**facts, "format": 0}), encoding="utf-8")
    log = publish(tmp_path, compared({**POINTS, 2022: 15.2}), FIRST + timedelta(days=2))
    assert [change.new for change in log.changes] == ["15.4"]
    assert "another form" in caplog.text


def test_a_clock_that_was_wrong_does_not_mix_runs(tmp_path):
    """A run dated before the one before it stands below it, as its moment says."""
    publish(tmp_path, compared())
    publish(tmp_path, compared({**POINTS, 2022: 15.4}), FIRST + timedelta(days=9))
    log = publish(tmp_path, compared({**POINTS, 2022: 15.2}), FIRST + timedelta(days=1))
    assert [change.new for change in log.changes] == ["15.4", "15.2"]
