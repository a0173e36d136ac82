"""The session against a real server: each fault is met, told in words, and never becomes an answer."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from compare.catalogue.models import Source
from compare.errors import FormatError, NotStoredError, RefusedError, SourceError, UnknownCodeError, UnreachableError
from compare.sources.session import Session
from compare.sources.session_policy import Policy
from compare.sources.session_turns import Pace
from sources.loopback import START, Clock, Reply, Server, serving, zipped

GOOD = Reply()
BAD = {
    "a body shorter than announced": (Reply(fault="short"), "body cut off"),
    "chunks without an end": (Reply(fault="chunked-cut"), "body cut off"),
    "half a gzip": (zipped(b'{"rows": [1]}' * 40, keep=30), "compressed body cut off"),
    "broken gzip": (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "cannot be unpacked"),
    "another compression": (Reply(headers={"Content-Encoding": "br"}), "not asked for"),
    "a reset": (Reply(fault="reset"), "reset"),
    "a closed door": (Reply(fault="closed"), "closed without an answer"),
    "a status in trouble": (Reply(b"", 503), "status 503"),
    "a web page": (Reply(b"\n<!DOCTYPE html><html>Maintenance</html>", kind="text/html"), "web page"),
    "a web page called JSON": (Reply(b"\xef\xbb\xbf<html>Sign in</html>"), "web page"),
    "a few words": (Reply(b"temporarily closed"), "text instead of figures"),
    "JSON that stops": (Reply(b'{"rows": [1', fault="no-length"), "stops before its end"),
    "nothing": (Reply(b""), "empty answer"),
}


def make_source(name: str, *hosts: str) -> Source:
    """A declared service."""
    return Source(
        id=name, name={"sv": name, "en": name}, provider=name, url=f"https://{name}.example", licence="CC0",
        licence_class="open", attribution=name, hosts=hosts,
    )  # fmt: skip


SOURCES = {
    "office": make_source("office", "api.office.example", "files.office.example"),
    "bank-two": make_source("bank-two", "api.bank.example"),
    "paper": make_source("paper"),
}


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxies and certificates stay out of the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "requests_ca_bundle", "curl_ca_bundle"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of one's own."""
    with serving() as one:
        yield one


@pytest.fixture
def clock() -> Clock:
    """Time that passes only by sleeping."""
    return Clock()


def make_session(server: Server, clock: Clock, **settings: object) -> Session:
    """A session whose two services are both on loopback."""
    environ = {"COMPARE_URL_OFFICE": server.url, "COMPARE_URL_BANK_TWO": f"{server.url}/bank/"}
    environ |= settings.pop("environ", {})
    return Session(SOURCES, clock=clock, sleep=clock.sleep, environ=environ, **settings)


def test_an_answer_is_the_bytes_with_where_and_when(server, clock):
    """The request is kept as the service knows it, the address as it was asked."""
    server.script["/v3/data?year=2023,2024&lang=sv"] = [zipped(b'{"name": "K\xc3\xb6n"}')]
    answer = make_session(server, clock).get("office", "v3/data", {"year": "2023,2024", "lang": "sv", "none": None})

    assert (answer.body, answer.json()) == (b'{"name": "K\xc3\xb6n"}', {"name": "Kön"})
    assert answer.request == "GET https://api.office.example/v3/data?year=2023,2024&lang=sv"
    assert answer.url == f"{server.url}/v3/data?year=2023,2024&lang=sv"
    assert (answer.status, answer.content_type, answer.retrieved) == (200, "application/json", START)
    assert (answer.attempts, answer.source) == (1, "office")


def test_a_query_is_sent_as_json_whose_order_says_nothing(server, clock):
    """Two spellings of one query are one request."""
    server.script["/bank/q"] = [GOOD]
    session = make_session(server, clock)
    first = session.post("bank-two", "q", {"b": [1], "a": "Å"})

    assert first.request == 'POST https://api.bank.example/q {"a":"Å","b":[1]}'
    assert session.post("bank-two", "q", {"a": "Å", "b": [1]}).request == first.request
    assert server.bodies[0] == '{"a":"Å","b":[1]}'.encode()


@pytest.mark.parametrize("name", BAD)
def test_a_fault_that_passes_is_tried_again(name, server, clock):
    """After one second; the answer says how many tries it took."""
    server.script["/x"] = [BAD[name][0], GOOD]
    answer = make_session(server, clock).get("office", "x")

    assert (answer.body, answer.attempts, clock.slept) == (GOOD.body, 2, [1.0])


@pytest.mark.parametrize("name", BAD)
def test_a_fault_that_stays_is_an_error_and_never_an_answer(name, server, clock):
    """Four tries, twice as long between each two, and words for what was found."""
    server.script["/x"] = [BAD[name][0]]
    with pytest.raises(UnreachableError, match=BAD[name][1]) as caught:
        make_session(server, clock).get("office", "x")

    assert (caught.value.source, caught.value.attempts, clock.slept) == ("office", 4, [1.0, 2.0, 4.0])
    assert "https://api.office.example/x" in str(caught.value)
    assert caught.value.last_status == (503 if "status" in name else None)


@pytest.mark.parametrize("fault", ["silent", "stalled"])
def test_a_service_that_says_nothing_is_not_waited_for_long(fault, server, clock):
    """Before the answer begins, and in the middle of it."""
    server.script["/x"] = [Reply(fault=fault), GOOD]
    begun = time.monotonic()
    answer = make_session(server, clock, policy=Policy(read=0.2)).get("office", "x")
    assert (answer.body, answer.attempts) == (GOOD.body, 2)
    assert time.monotonic() - begun < 2


def test_a_query_is_repeated_too(server, clock):
    """Statistics services read with POST."""
    server.script["/q"] = [Reply(b"", 502), Reply(fault="short"), GOOD]
    assert make_session(server, clock).post("office", "q", {}).attempts == 3


def test_nobody_listening_is_told_as_such(clock):
    """With every try counted."""
    with serving() as gone:
        pass
    with pytest.raises(UnreachableError, match="refused"):
        make_session(gone, clock).get("office", "x")
    assert sum(clock.slept) == 7.0


@pytest.mark.parametrize("wait", ["7", "Sat, 28 Mar 2026 23:59:07 GMT"])
def test_a_service_that_asks_for_time_gets_it(wait, server, clock):
    """In seconds or as a date."""
    server.script["/x"] = [Reply(b"{}", 429, {"Retry-After": wait}), GOOD]
    assert make_session(server, clock).get("office", "x").attempts == 2
    assert clock.slept == [7.0]


def test_other_questions_wait_as_well(server, clock):
    """The service spoke to the program, not to one call of it."""
    server.script |= {"/x": [Reply(b"{}", 429, {"Retry-After": "7"})], "/y": [GOOD]}
    session = make_session(server, clock, policy=Policy(attempts=1))
    with pytest.raises(UnreachableError):
        session.get("office", "x")
    session.get("office", "y")
    assert clock.slept == [7.0]


@pytest.mark.parametrize("wait", [61, 21600])
def test_a_service_that_asks_for_more_than_a_minute_is_left_for_another_day(wait, server, clock):
    """Neither a little more nor six hours are waited."""
    server.script["/x"] = [Reply(b"{}", 429, {"Retry-After": str(wait)})]
    with pytest.raises(UnreachableError, match=f"come back in {wait} s") as caught:
        make_session(server, clock).get("office", "x")
    assert (caught.value.attempts, caught.value.last_status, clock.slept) == (1, 429, [])


def test_a_no_is_not_repeated_and_its_words_are_kept(server, clock):
    """403 and 404 are answers."""
    server.script["/x"] = [Reply(b'{"title":"Too many cells selected"}', 403)]
    with pytest.raises(RefusedError, match="Too many cells selected") as caught:
        make_session(server, clock).get("office", "x")
    assert (caught.value.status, len(server.asked)) == (403, 1)


def test_a_service_that_failed_three_calls_is_left_alone(server, clock):
    """For the rest of the run; others are asked, and a question that was wrong does not count."""
    server.script |= {"/x": [Reply(b"", 500)], "/bank/x": [GOOD]}
    session = make_session(server, clock)
    for _ in range(3):
        with pytest.raises(RefusedError):
            session.get("office", "no-such-code")
    for _ in range(3):
        with pytest.raises(UnreachableError, match="status 500"):
            session.get("office", "x")
    asked = len(server.asked)
    with pytest.raises(UnreachableError, match="left alone") as caught:
        session.get("office", "x")

    assert (len(server.asked), caught.value.attempts) == (asked, 0)
    assert session.left_alone() == ("office",)
    assert session.get("bank-two", "x").body == GOOD.body


def test_all_asking_ends_at_the_deadline(server, clock):
    """A wait that would go beyond it is not begun."""
    server.script["/x"] = [Reply(b"", 503, {"Retry-After": "50"})]
    with pytest.raises(UnreachableError, match="time for it is over") as caught:
        make_session(server, clock, deadline=60).get("office", "x")
    assert (caught.value.attempts, clock.slept) == (2, [50.0])


def test_an_answer_that_trickles_is_stopped_in_time(server, clock):
    """The time of one call holds inside the body as well."""
    server.script["/x"] = [Reply(b"[" + b"1," * 200_000 + b"1]")]
    ticking = iter(range(10_000))

    def hurried():
        clock.sleep(next(ticking) and 50.0)
        return clock.now

    session = Session(SOURCES, clock=hurried, sleep=clock.sleep, environ={"COMPARE_URL_OFFICE": server.url})
    with pytest.raises(UnreachableError, match=r"(not complete in time|time for it is over)"):
        session.get("office", "x")


def test_calls_of_one_source_keep_its_pace(server, clock):
    """Three in ten seconds, whoever asks; another source does not wait for it."""
    server.script |= {"/x": [GOOD], "/bank/x": [GOOD]}
    session = make_session(server, clock)
    session.set_pace("office", Pace(calls=3, seconds=10))
    for _ in range(4):
        session.get("office", "x")
    assert clock.slept == [10.0]
    session.get("bank-two", "x")
    assert clock.slept == [10.0]


def test_many_threads_share_one_session_and_its_pace(server, clock):
    """Each of ten calls has its own moment, a second apart."""
    server.script["/x"] = [GOOD]
    session = make_session(server, clock)
    session.set_pace("office", Pace(interval=1.0))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: session.get("office", "x"), range(10)))
    assert len(answers) == len(server.asked) == 10
    assert clock.now.timestamp() - START.timestamp() >= 9.0


def test_a_body_beyond_the_cap_is_stopped(server, clock):
    """A compressed one too: 20 MB of nothing are 20 kB on the wire."""
    server.script |= {"/plain": [Reply(b"[" + b" " * 3000 + b"]")], "/bomb": [Reply(
        gzip.compress(b"[" + b" " * 20_000_000 + b"]"), headers={"Content-Encoding": "gzip"})]}  # fmt: skip
    session = make_session(server, clock, policy=Policy(largest=2000))
    for path in ("plain", "bomb"):
        with pytest.raises(RefusedError, match="stopped at 2000 bytes"):
            session.get("office", path)
    assert len(session.get("office", "plain", largest=4000).body) == 3002
    assert len(server.asked) == 3


def test_a_redirect_is_followed_within_the_source_only(server, clock):
    """To another of its hosts, to another path; never to a host that nobody declared, never without end."""
    to = lambda place: [Reply(b"", 302, {"Location": place})]  # noqa: E731
    server.script |= {
        "/a": to("/b?page=1"), "/b?page=1": [GOOD], "/files": to("https://files.office.example/b?page=1"),
        "/away": to("https://login.portal.example/?next=x"), "/plain": to("http://api.office.example/b"),
        "/circle": to("/circle"),
    }  # fmt: skip
    session = make_session(server, clock, policy=Policy(failures=10))
    assert session.get("office", "a").url == f"{server.url}/b?page=1"
    assert session.get("office", "a").request == "GET https://api.office.example/a"
    assert session.get("office", "files").body == GOOD.body
    with pytest.raises(RefusedError, match=r"leads to https://login\.portal\.example"):
        session.get("office", "away")
    with pytest.raises(RefusedError, match=r"leads to http://api\.office\.example"):
        session.get("office", "plain")
    with pytest.raises(RefusedError, match="redirected in a circle"):
        session.get("office", "circle")
    assert server.asked.count("GET /circle") == 6


def test_pages_are_followed_to_the_last(server, clock):
    """Next addresses may be whole, relative, or on the mirror."""
    server.script |= {
        "/p?n=1": [Reply(b'{"next": "https://api.office.example/p?n=2"}')],
        "/p?n=2": [Reply(b'{"next": "p?n=3"}')],
        "/p?n=3": [Reply(f'{{"next": "{server.url}/p?n=4"}}'.encode())],
        "/p?n=4": [Reply(b'{"next": null}')],
    }
    pages = make_session(server, clock).follow("office", "p", {"n": 1}, find_next=lambda page: page.json()["next"])
    assert [page.request[-4:] for page in pages] == ["?n=1", "?n=2", "?n=3", "?n=4"]


def test_pages_in_a_circle_are_an_error(server, clock):
    """The first page again, though its content differs by now."""
    server.script |= {
        "/p?n=1": [Reply(b'{"next": "p?n=2", "at": 1}'), Reply(b'{"next": "p?n=2", "at": 3}')],
        "/p?n=2": [Reply(b'{"next": "p?n=1"}')],
    }
    with pytest.raises(FormatError, match="do not end"):
        list(make_session(server, clock).follow("office", "p?n=1", find_next=lambda page: page.json()["next"]))
    assert len(server.asked) == 3


def test_the_same_page_at_ever_new_addresses_is_an_error(server, clock):
    """By its content."""
    server.script |= {"/p?n=1": [Reply(b'{"next": "p?n=2"}')], "/p?n=2": [Reply(b'{"next": "p?n=3"}')]}
    server.script["/p?n=3"] = server.script["/p?n=2"]
    with pytest.raises(FormatError, match="do not end"):
        list(make_session(server, clock).follow("office", "p?n=1", find_next=lambda page: page.json()["next"]))
    assert len(server.asked) == 3


def test_a_next_page_elsewhere_is_refused(server, clock):
    """Before anything is asked there."""
    server.script["/p"] = [Reply(b'{"next": "https://elsewhere.example/p?n=2"}')]
    pages = make_session(server, clock).follow("office", "p", find_next=lambda page: page.json()["next"])
    next(pages)
    with pytest.raises(RefusedError, match=r"elsewhere\.example"):
        next(pages)


@pytest.mark.parametrize(
    "settings", [{"offline": True}, {"environ": {"COMPARE_OFFLINE": "1"}}], ids=["argument", "variable"]
)
def test_offline_refuses_before_a_socket_is_opened(settings, server, clock, monkeypatch):
    """Not even a name is looked up."""
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("a socket was opened")

    session = make_session(server, clock, **settings)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(NotStoredError, match="COMPARE_OFFLINE"):
        session.get("office", "x")
    with pytest.raises(NotStoredError):
        session.post("office", "x", {})
    assert not make_session(server, clock, offline=False, environ={"COMPARE_OFFLINE": "1"}).offline
    assert not make_session(server, clock, environ={"COMPARE_OFFLINE": "0"}).offline


def test_what_cannot_be_asked_is_said_at_once(server, clock):
    """A source nobody declared, one without hosts, another host, a mirror that is no address."""
    session = make_session(server, clock)
    with pytest.raises(UnknownCodeError, match="Closest: office"):
        session.get("ofice", "x")
    with pytest.raises(SourceError, match="declares no hosts"):
        session.get("paper", "x")
    with pytest.raises(RefusedError, match=r"elsewhere\.example"):
        session.get("office", "https://elsewhere.example/x")
    for wrong in ("loopback:80", "ftp://mirror.example", "https://me:secret@mirror.example"):
        with pytest.raises(SourceError, match="COMPARE_URL_OFFICE") as caught:
            make_session(server, clock, environ={"COMPARE_URL_OFFICE": wrong}).get("office", "x")
        assert "secret" not in str(caught.value)


def test_the_caller_says_who_it_is(server, clock):
    """With a contact where there is one; no cookies are kept."""
    server.script["/x"] = [Reply(headers={"Set-Cookie": "id=1; Path=/"})]
    session = make_session(server, clock, contact="group@example.org")
    session.get("office", "x")
    session.get("office", "x")
    make_session(server, clock, environ={"COMPARE_CONTACT": "me@example.org"}).get("office", "x")
    assert [head["User-Agent"].partition("contact")[2] for head in server.heads] == [
        ": group@example.org)", ": group@example.org)", ": me@example.org)",
    ]  # fmt: skip
    assert "Cookie" not in server.heads[1]


def test_a_proxy_of_the_environment_is_used(server, clock, monkeypatch):
    """As by every program of the machine."""
    server.script["http://mirror.example/x"] = [GOOD]
    monkeypatch.setenv("http_proxy", server.url)
    session = make_session(server, clock, environ={"COMPARE_URL_OFFICE": "http://mirror.example"})
    assert session.get("office", "x").body == GOOD.body
    assert server.asked == ["GET http://mirror.example/x"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that nobody trusts, and its key."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    pem, key = folder / "c.pem", folder / "k.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", pem, "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True,
    )  # fmt: skip
    return pem, key


def test_a_certificate_fault_is_said_as_such_and_never_repeated(certificate, clock):
    """It names the host and the variable, and the service is left alone at once."""
    with serving(certificate) as server:
        server.script["/x"] = [GOOD]
        session = make_session(server, clock)
        with pytest.raises(UnreachableError, match=r"certificate of 127\.0\.0\.1 .*REQUESTS_CA_BUNDLE") as caught:
            session.get("office", "x")
        assert (caught.value.attempts, clock.slept, server.asked) == (1, [], [])
        assert session.left_alone() == ("office",)


@pytest.mark.parametrize("where", ["environ", "process"])
def test_a_named_certificate_is_trusted_besides_the_systems_own(where, certificate, clock, monkeypatch):
    """REQUESTS_CA_BUNDLE works as it does for other programs."""
    named = {"REQUESTS_CA_BUNDLE": str(certificate[0])}
    if where == "process":
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    with serving(certificate) as server:
        server.script["/x"] = [GOOD]
        assert make_session(server, clock, environ=named).get("office", "x").body == GOOD.body


@pytest.mark.parametrize("content", [None, "no certificate"], ids=["missing", "not one"])
def test_a_named_file_without_certificates_is_told(content, server, clock, tmp_path):
    """Rather than a puzzle about connections."""
    path = tmp_path / "ca.pem"
    if content:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=r"REQUESTS_CA_BUNDLE names .*ca\.pem"):
        make_session(server, clock, environ={"REQUESTS_CA_BUNDLE": str(path)}).get("office", "x")
