"""Places that a source knows by an id, a name and a country, all three of which its answer must give back.

In: codes of places.toml, as ``699/Lund/Sweden``. Out: `Named`.
Never: a place taken by its name alone (towns have namesakes), or by its id alone (a release may number anew).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """How a source knows a place."""

    id: str
    name: str
    country: str  #: as the source writes it: a name, or a code

    def __str__(self) -> str:
        return f"{self.id} ({self.name}, {self.country})"


def read_named(code: str) -> Named | None:
    """The three parts of a code; None where it has not three, and so is of another kind of area.

    Examples
    --------
    >>> read_named("699/Lund/Sweden")
    Named(id='699', name='Lund', country='Sweden')
    >>> read_named("624") is None
    True
    """
    parts = code.split("/")
    return Named(*parts) if len(parts) == 3 and all(parts) else None
