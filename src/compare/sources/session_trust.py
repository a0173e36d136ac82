"""Whom an encrypted connection may trust, and how a fault of trust is told from a fault of the network.

In: the environment, the usual file of certificates, an error met. Out: an `ssl.SSLContext`; words.
Never: a check that is left out, a certificate trusted because nothing else was there.
"""

from __future__ import annotations

import http.client
import os
import ssl
from collections.abc import Iterator, Mapping

import truststore

from compare.errors import SourceError

#: Either names a file or folder of certificates that are trusted besides the system's own; the first that is set.
CERTIFICATE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_CERTIFICATE_LIBRARIES = ("X509", "PEM")


def trust(source: str, environ: Mapping[str, str], usual: str) -> ssl.SSLContext:
    """A context that checks each certificate against the system's store, the file `usual` and what a person named.

    Raises
    ------
    SourceError
        If a variable names something that holds no certificates.
    """
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(usual)
    for name in CERTIFICATE_VARIABLES:
        path = environ.get(name, "")
        if path:
            try:
                context.load_verify_locations(**{"capath" if os.path.isdir(path) else "cafile": path})
            except (OSError, ssl.SSLError) as error:
                raise SourceError(
                    f"{source} was not asked: {name} names {path}, where no certificates could be read "
                    f"({error.strerror or error}). Name a PEM file, or unset the variable.", source=source,
                ) from error  # fmt: skip
            break
    return context


def certificate_fault(error: BaseException) -> str | None:
    """What is wrong with a certificate, where that is the reason of `error`, however deep; None otherwise."""
    for one in _chain(error):
        if isinstance(one, ssl.SSLCertVerificationError):
            return str(one.verify_message or one.reason or "not trusted")
        if isinstance(one, ssl.SSLError) and one.library in _CERTIFICATE_LIBRARIES:
            return str(one.reason)
    return None


def name_cause(error: BaseException) -> str:
    """What went wrong with a connection, in one line: the system's own word for it where there is one."""
    chain = list(_chain(error))
    if any(isinstance(one, http.client.IncompleteRead) for one in chain):
        return "a body cut off: the connection ended before the answer did"
    if any(isinstance(one, http.client.RemoteDisconnected) for one in chain):
        return "a connection that was closed without an answer"
    told = [one for one in chain if isinstance(one, OSError) and one.errno and one.strerror]
    return f"{told[-1].strerror}" if told else " ".join(f"{type(error).__name__}: {error}".split())[:160]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and all that lie inside it, outermost first."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop(0)
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            inside = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
            waiting += [part for part in inside if isinstance(part, BaseException)]
