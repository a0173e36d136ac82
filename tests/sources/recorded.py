"""Answers made for tests, and a session that gives them out without any connection."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from compare.errors import SourceError
from compare.sources.asking import Asker
from compare.sources.session_address import write_json
from compare.sources.session_policy import Answer
from compare.sources.store import Store

FOLDER = Path(__file__).parent.parent / "recorded"


def read(name: str) -> bytes:
    """A recorded body."""
    return (FOLDER / name).read_bytes()


def change(name: str, change) -> bytes:
    """A recorded body after a function has changed it."""
    data = json.loads(read(name))
    change(data)
    return json.dumps(data).encode("utf-8")


class Scripted:
    """Answers as told: a function of path and parameters gives a body, or an error to raise."""

    offline = False

    def __init__(self, answer):
        self.answer, self.asked, self.paces, self.sent = answer, [], [], []

    def name(self, source, path, params=(), json=None):
        """The key of a question."""
        address = f"https://{source}.test{path}" if path.startswith("/") else path
        address += ("?" + urlencode(tuple(params), safe=",;:[]")) if params else ""
        return f"GET {address}" if json is None else f"POST {address} {write_json(json)}"

    def get(self, source, path, params=(), **_settings):
        """One answer."""
        return self._answer(source, self.name(source, path, params))

    def post(self, source, path, json, *, params=(), **_settings):
        """The answer to a query, which is noted in `sent`."""
        self.sent.append(json)
        return self._answer(source, self.name(source, path, params, json))

    def _answer(self, source, name):
        address = name.split(" ")[1]
        self.asked.append(address)
        body = self.answer(address)
        if isinstance(body, SourceError):
            raise body
        moment = datetime(2026, 11, 1, tzinfo=UTC)
        return Answer(source, name, body, address, 200, "application/json", moment)

    def follow(self, source, path, params=(), *, find_next, recall=lambda _name: None, **_settings):
        """All pages."""
        while path:
            answer = recall(self.name(source, path, params)) or self.get(source, path, params)
            yield answer
            path, params = find_next(answer), ()

    def set_pace(self, source, pace):
        """Note it."""
        self.paces.append((source, pace))


def asker(session, folder, **more):
    """What a fetch needs: a session, and a store in `folder`."""
    return Asker(session, Store(folder), "terms of the test", **more)


def facts(parsed, *columns):
    """The given columns of all rows, sorted, with None for an empty number."""
    rows = parsed.frame.to_dict("records") if parsed.frame is not None else parsed.rows
    return sorted((tuple(None if row[name] != row[name] else row[name] for name in columns) for row in rows), key=str)
