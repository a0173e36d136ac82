"""The errors of `compare`: each says what failed, on what, what was found and what to do.

In: the facts of a failure, as keyword arguments. Out: exception classes whose text a person can act on.
Never: an exception of requests, pandera or papermill beyond the layer that met it; those are always the cause
(``raise ... from``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class CompareError(Exception):
    """Base of every error that `compare` raises on purpose."""

    exit_code = 2  #: of a command that ends with it: an option, or something that people wrote, is wrong


class CatalogueError(CompareError, ValueError):
    """Something that people wrote under ``data/`` breaks a rule of the catalogue.

    Attributes
    ----------
    file, entry, field : str
        Where the first fault lies.
    faults : tuple of str
        All faults found in the file, each a line.
    """

    def __init__(self, message: str, *, file: str = "", entry: str = "", field: str = "", faults: Iterable[str] = ()):
        super().__init__(message)
        self.file, self.entry, self.field = file, entry, field
        self.faults = tuple(faults)


class UnknownCodeError(CompareError, LookupError):
    """A code was asked for that does not exist; the closest valid ones are named."""

    def __init__(self, kind: str, code: object, valid: Iterable[str], *, remedy: str = ""):
        import difflib

        known = sorted({str(item) for item in valid})
        self.kind, self.code = kind, str(code)
        self.closest = tuple(difflib.get_close_matches(self.code, known, n=3, cutoff=0.3)) or tuple(known[:3])
        hint = remedy or "Codes are exact and case-sensitive."
        super().__init__(f"Unknown {kind} {self.code!r}. Closest: {', '.join(self.closest) or 'none exist'}. {hint}")

    def __str__(self) -> str:
        # LookupError's subclasses print their argument's repr in some tracebacks; the sentence is what helps.
        return str(self.args[0])


class SourceError(CompareError):
    """A source could not be asked, or answered something that cannot be used."""

    def __init__(self, message: str, *, source: str = "", url: str = ""):
        super().__init__(message)
        self.source, self.url = source, url


class NotStoredError(SourceError):
    """Nothing is stored for what was asked, and asking the service is not allowed here."""


class UnreachableError(SourceError):
    """The service did not give a whole answer within the attempts allowed."""

    def __init__(
        self, message: str, *, source: str = "", url: str = "", attempts: int = 0, last_status: int | None = None
    ):
        super().__init__(message, source=source, url=url)
        self.attempts, self.last_status = attempts, last_status


class RefusedError(SourceError):
    """The service answered, and its answer was no."""

    def __init__(self, message: str, *, source: str = "", url: str = "", status: int | None = None):
        super().__init__(message, source=source, url=url)
        self.status = status


class FormatError(SourceError):
    """An answer or a file is not of the documented form."""

    def __init__(
        self,
        message: str,
        *,
        source: str = "",
        url: str = "",
        where: str = "",
        found: object = None,
        expected: str = "",
        faults: Iterable[object] = (),
    ):
        super().__init__(message, source=source, url=url)
        self.where, self.found, self.expected = where, found, expected
        self.faults = tuple(faults)


class ObservationError(CompareError, ValueError):
    """Observations break the data contract.

    Attributes
    ----------
    failure_cases : pandas.DataFrame or None
        One row per broken rule and row of data: ``column``, ``check``, ``failure_case``, ``index``.
    """

    def __init__(self, message: str, *, failure_cases: Any = None):
        super().__init__(message)
        self.failure_cases = failure_cases


class UnitError(CompareError, ValueError):
    """A value was asked for in a unit to which no conversion is declared."""


class BusyError(CompareError):
    """Another run holds what is to be written."""

    exit_code = 75


class ReportError(CompareError):
    """A page could not be made; the last good page stays."""

    exit_code = 3

    def __init__(self, message: str, *, notebook: str = "", cell: str = ""):
        super().__init__(message)
        self.notebook, self.cell = notebook, cell
