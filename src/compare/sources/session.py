"""The one place that opens connections: whole answers of declared services, or one error that says why not.

In: sources as sources.toml declares them, a path and parameters, the moment and a way to wait. Out: `Answer`.
Never: half an answer, a host that nobody declared, a connection without a checked certificate, a socket when offline.
"""

from __future__ import annotations

import contextlib
import http.client
import logging
import os
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

import compare
from compare.errors import FormatError, NotStoredError, RefusedError, SourceError, UnreachableError
from compare.sources import session_policy as policy_of
from compare.sources.session_address import Address, Params, find_address, name_request, place, write_json
from compare.sources.session_body import read_body
from compare.sources.session_policy import Answer, Expected, Fault, Policy
from compare.sources.session_trust import certificate_fault, name_cause, trust
from compare.sources.session_turns import Breaker, Pace, Turns

if TYPE_CHECKING:
    from compare.catalogue.models import Source

#: Bytes taken from a connection at a time, as they come: a slow trickle must not outlive the call's time.
_PIECE = 64 * 1024
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Call:
    source: str
    method: str
    address: Address
    json: str | None
    expected: Expected
    largest: int

    @property
    def request(self) -> str:
        return name_request(self.method, self.address, self.json)


class Session:
    """Asks services at their pace, until the run's time is over.

    Parameters
    ----------
    sources : mapping of str to Source
        What may be asked, by id.
    clock : callable
        The moment now, in UTC.
    sleep : callable
        Waits the seconds it is given.
    offline : bool, optional
        Refuse before a socket is opened; by default what ``COMPARE_OFFLINE`` says.
    deadline : float
        Seconds from now in which everything is asked.
    contact : str
        Address for the service's staff, sent with each call; ``COMPARE_CONTACT`` goes first.
    policy : Policy
        Tries, waits and sizes of one call.
    environ : mapping
        Where the variables of `compare` are looked up. Proxies are those of the process.
    """

    def __init__(
        self, sources: Mapping[str, Source], *, clock: Callable[[], datetime], sleep: Callable[[float], None],
        offline: bool | None = None, deadline: float = 1800.0, contact: str = "", policy: Policy = Policy(),  # noqa: B008
        environ: Mapping[str, str] = os.environ,
    ):  # fmt: skip
        self._sources, self._clock, self._sleep, self._policy = sources, clock, sleep, policy
        self._environ = environ
        asked_off = environ.get("COMPARE_OFFLINE", "").strip().lower() not in ("", "0", "false", "no")
        self.offline = asked_off if offline is None else offline
        self._end = self._seconds() + deadline
        self._turns, self._breaker = Turns(), Breaker(policy.failures)
        self._contact = environ.get("COMPARE_CONTACT", "").strip() or contact
        self._http: requests.Session | None = None
        self._opening = threading.Lock()

    def get(
        self, source: str, path_or_url: str, params: Params = None, *, expected: Expected = "json", largest: int = 0
    ) -> Answer:
        """Ask `source` for a path at its first host, or for a whole address at any of its hosts.

        Raises
        ------
        NotStoredError
            If asking is not allowed here.
        UnreachableError
            If no whole answer came in the tries allowed, or the source is left alone by now.
        RefusedError
            If the service said no, led elsewhere or sent too much.
        """
        address = find_address(self._sources, source, path_or_url, params, self._environ)
        return self._ask(_Call(source, "GET", address, None, expected, largest or self._policy.largest))

    def post(
        self, source: str, path_or_url: str, json: Any, *, params: Params = None, expected: Expected = "json",
        largest: int = 0,
    ) -> Answer:  # fmt: skip
        """Send a query as JSON; the queries of statistics services change nothing, so a repetition is safe.

        Raises
        ------
        NotStoredError, UnreachableError, RefusedError
            As `get`.
        """
        address = find_address(self._sources, source, path_or_url, params, self._environ)
        return self._ask(_Call(source, "POST", address, write_json(json), expected, largest or self._policy.largest))

    def follow(
        self, source: str, path_or_url: str, params: Params = None, *, find_next: Callable[[Answer], str | None],
        recall: Callable[[str], Answer | None] = lambda _request: None, expected: Expected = "json", largest: int = 0,
        most: int = 1000,
    ) -> Iterator[Answer]:  # fmt: skip
        """Every page of an answer; `find_next` gives the next page's address, or None after the last.

        `recall` gives the answer to a request (by its name) where it need not be asked for again.

        Raises
        ------
        FormatError
            If a page was seen before, by address or by content, or there are more than `most`.
        NotStoredError, UnreachableError, RefusedError
            As `get`.
        """
        seen: set[str] = set()
        following: str | None = path_or_url
        while following:
            answer = recall(self.name(source, following, params))
            answer = answer or self.get(source, following, params, expected=expected, largest=largest)
            if len(seen) >= 2 * most or {answer.request, answer.sha256} & seen:
                raise FormatError(
                    f"{source}: the pages do not end. {answer.request} came after {len(seen) // 2} pages and was "
                    "there before. Nothing of them was used; the service must be told.",
                    source=source, url=answer.url, where=answer.request, found="a page seen before",
                    expected="a last page",
                )  # fmt: skip
            seen |= {answer.request, answer.sha256}
            yield answer
            found = find_next(answer)
            following, params = (urljoin(answer.request.partition(" ")[2], found) if found else None), None

    def name(self, source: str, path_or_url: str, params: Params = None, json: Any = None) -> str:
        """The key under which the answer to a question is stored, wherever it is asked.

        Raises
        ------
        UnknownCodeError, RefusedError, SourceError
            As `get`, where the address cannot be asked at all.
        """
        address = find_address(self._sources, source, path_or_url, params, self._environ)
        return name_request("GET", address) if json is None else name_request("POST", address, write_json(json))

    def set_pace(self, source: str, pace: Pace) -> None:
        """Ask `source` at the pace that it states itself."""
        self._turns.set_pace(source, pace)

    def left_alone(self) -> tuple[str, ...]:
        """The sources that failed too often in this run and are not asked any more."""
        return self._breaker.left_alone()

    def _ask(self, call: _Call) -> Answer:
        if self.offline:
            raise NotStoredError(
                f"{call.source} was not asked: {call.request} is not stored, and asking is switched off here. "
                "Unset COMPARE_OFFLINE (or leave out --offline) on a machine with a network.",
                source=call.source, url=call.address.asked,
            )  # fmt: skip
        if self._breaker.is_open(call.source):
            raise UnreachableError(
                f"{call.source} was not asked for {call.request}: it failed too often in this run and is left alone. "
                "What is stored stays; run again later.", source=call.source, url=call.address.asked,
            )  # fmt: skip
        try:
            return self._try(call)
        except SourceError as error:
            if not policy_of.told_apart(error):
                self._breaker.count(call.source, hopeless=certificate_fault(error) is not None)
            raise

    def _try(self, call: _Call) -> Answer:
        attempt = 0
        earliest = self._seconds()
        limit = min(self._end, earliest + self._policy.call)
        fault = Fault("no time left")
        while True:
            if not self._wait_turn(call.source, earliest, limit):
                raise self._given_up(call, attempt, fault, "The time for it is over. ") from fault
            attempt += 1
            try:
                return replace(self._once(call, limit), attempts=attempt)
            except Fault as met:
                fault = met
            if fault.wait is not None and fault.wait <= self._policy.longest_wait:
                self._turns.hold(call.source, self._seconds() + fault.wait)
            wait = policy_of.wait_before(attempt + 1, fault, self._policy)
            if wait is None:
                raise self._given_up(call, attempt, fault) from fault
            earliest = self._seconds() + wait

    def _given_up(self, call: _Call, attempts: int, fault: Fault, why: str = "") -> UnreachableError:
        if fault.wait is not None and fault.wait > self._policy.longest_wait:
            why = f"It asks to come back in {fault.wait:.0f} s. "
        return UnreachableError(
            f"{call.source} gave no whole answer to {call.request} in {attempts} tries: {fault.found}. "
            f"{why}What is stored stays as it is; run again later.",
            source=call.source, url=call.address.asked, attempts=attempts, last_status=fault.status,
        )  # fmt: skip

    def _wait_turn(self, source: str, earliest: float, limit: float) -> bool:
        moment = self._turns.reserve(source, earliest)
        if moment >= limit:
            return False
        wait = moment - self._seconds()
        if wait > 0:
            if wait >= 2:
                _LOG.info("%s: waiting %.0f s before the next call", source, wait)
            self._sleep(wait)
        return True

    def _once(self, call: _Call, limit: float) -> Answer:
        address = call.address
        for _ in range(self._policy.redirects + 1):
            with _told(call.source, address.asked), self._send(call, address.asked, limit) as response:
                if response.status_code in (301, 302, 303, 307, 308) and response.headers.get("Location"):
                    address = self._redirected(call, address, response)
                    continue
                return self._receive(call, response, limit)
        raise RefusedError(
            f"{call.source}: {call.request} is redirected in a circle. Nothing was stored; the service must be told.",
            source=call.source, url=address.asked, status=302,
        )  # fmt: skip

    def _redirected(self, call: _Call, address: Address, response: requests.Response) -> Address:
        if call.method == "POST" and response.status_code not in (307, 308):
            policy_of.judge_status(call.source, address.asked, response.status_code, {}, self._clock())
        target = urljoin(address.asked, response.headers["Location"])
        return place(call.source, target, self._sources[call.source].hosts, self._environ)

    def _send(self, call: _Call, url: str, limit: float) -> requests.Response:
        headers = {"Content-Type": "application/json; charset=utf-8"} if call.json is not None else None
        left = max(0.001, limit - self._seconds())
        return self._opened(call.source).request(
            call.method, url, data=call.json.encode("utf-8") if call.json is not None else None, headers=headers,
            timeout=(min(self._policy.connect, left), min(self._policy.read, left)), stream=True,
            allow_redirects=False,
        )  # fmt: skip

    def _receive(self, call: _Call, response: requests.Response, limit: float) -> Answer:
        retrieved, kind = self._clock(), response.headers.get("Content-Type", "")
        said = _excerpt(response) if response.status_code != 200 else ""
        policy_of.judge_status(call.source, response.url, response.status_code, response.headers, retrieved, said)
        body = read_body(
            iter(lambda: response.raw.read1(_PIECE, decode_content=False), b""), response.headers, largest=call.largest,
            in_time=lambda: self._seconds() < limit, source=call.source, url=response.url,
        )  # fmt: skip
        policy_of.judge_body(body, kind, call.expected)
        return Answer(call.source, call.request, body, response.url, response.status_code, kind, retrieved)

    def _opened(self, source: str) -> requests.Session:
        with self._opening:
            if self._http is None:
                self._http = self._open(source)
            return self._http

    def _open(self, source: str) -> requests.Session:
        http = requests.Session()
        adapter = _Adapter(trust(source, self._environ, requests.certs.where()), pool_connections=32, pool_maxsize=16)
        http.mount("https://", adapter)
        http.mount("http://", adapter)
        http.auth = lambda request: request  # a .netrc is for people, not for this
        http.cookies.set_policy(_no_cookies())
        contact = f"contact: {self._contact}" if self._contact else "no contact given"
        http.headers.update({
            "User-Agent": f"compare/{compare.__version__} (open statistics on partner cities; {contact})",
            "Accept-Encoding": "gzip", "Accept": "application/json, */*;q=0.8",
        })  # fmt: skip
        return http

    def _seconds(self) -> float:
        return self._clock().timestamp()


def _no_cookies() -> Any:
    """A cookie policy that takes none: a service must answer everybody alike."""
    from http.cookiejar import DefaultCookiePolicy

    return DefaultCookiePolicy(allowed_domains=[])


def _excerpt(response: requests.Response) -> str:
    """The beginning of an answer that says no, for the message."""
    try:
        said = response.raw.read(512, decode_content=True)
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError):
        return ""
    return " ".join(said.decode("utf-8", "replace").split())[:200]


class _Adapter(HTTPAdapter):
    """Connections that trust what the system trusts (and any file named for it), and are always checked."""

    def __init__(self, trust: ssl.SSLContext, **settings: Any):
        self._trust = trust
        super().__init__(**settings)

    def init_poolmanager(self, *args: Any, **settings: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._trust, **settings)

    def proxy_manager_for(self, proxy: str, **settings: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=self._trust, **settings)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002
        # All trusted certificates are in the context already; there is no way to ask for less than a full check.
        conn.cert_reqs, conn.ca_certs, conn.ca_cert_dir = "CERT_REQUIRED", None, None


@contextlib.contextmanager
def _told(source: str, url: str) -> Iterator[None]:
    """What requests and urllib3 raise, in the project's own words."""
    try:
        yield
    except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
        certificate = certificate_fault(error)
        if certificate is None:
            raise Fault(name_cause(error)) from error
        raise UnreachableError(
            f"{source} was not asked: the certificate of {urlsplit(url).hostname} could not be verified "
            f"({certificate}). "
            "If an inspecting proxy stands between, set REQUESTS_CA_BUNDLE to the PEM file of its certificate, or have "
            "it installed in the system's store. The check is never switched off.",
            source=source, url=url, attempts=1,
        ) from error  # fmt: skip
