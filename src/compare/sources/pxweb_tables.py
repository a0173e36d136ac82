"""Where the series of the catalogue lie in SCB's database, as far as a table's id in the second version is known.

In: nothing. Out: `TABLES`.
Never: an id that was not read somewhere; a series whose table must first be looked up is not here.
"""

from __future__ import annotations

from compare.sources.asking import Wanted
from compare.sources.pxweb import Table

_POPULATION = Wanted("scb:BefolkningNy", "PERSONS")
#: The table has men and women and adds them up where they are not asked for, so the total is a question of its own.
TABLES = (
    Table(_POPULATION, "TAB638", "BE0101N1"),
    Table(_POPULATION, "TAB638", "BE0101N1", sexes=(("1", "M"), ("2", "F"))),
)
