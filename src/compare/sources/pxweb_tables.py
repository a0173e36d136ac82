"""Where the series of the catalogue lie in SCB's database, as far as a table's id in the second version is known.

In: nothing. Out: `TABLES`.
Never: an id or a code that was not read somewhere; a series whose table must first be looked up is not here.
"""

from __future__ import annotations

from compare.sources.asking import Wanted
from compare.sources.pxweb import Table

_MEN_WOMEN = (("1", "M"), ("2", "F"))
_ALL_MEN_WOMEN = (("1+2", "_T"), *_MEN_WOMEN)
_POPULATION = Wanted("scb:BefolkningNy", "PERSONS")
#: What happens to a population in a year -> its code among the changes.
_CHANGES = {"births": "115", "deaths": "130", "immigration": "175", "emigration": "220", "net-migration": "230"}
#: Kind of house -> its code.
_HOUSES = {"smahus": "SMÅHUS", "flerbostadshus": "FLERBOST", "ovriga-hus": "ÖVRHUS", "specialbostader": "SPEC"}
#: Level of education -> its code.
_LEVELS = {
    "forgymnasial-kortare-an-9-ar": "1", "forgymnasial-9-ar": "2", "gymnasial-hogst-2-ar": "3", "gymnasial-3-ar": "4",
    "eftergymnasial-mindre-an-3-ar": "5", "eftergymnasial-3-ar-eller-mer": "6", "forskarutbildning": "7",
}  # fmt: skip

TABLES = (
    # The table has men and women and adds them up where they are not asked for: the total is a question of its own.
    Table(_POPULATION, "TAB638", "BE0101N1"),
    Table(_POPULATION, "TAB638", "BE0101N1", sexes=_MEN_WOMEN),
    # From 2025 on the population carries noise, so a total has a code of its own.
    Table(Wanted("scb:000007SF", "PERSONS"), "TAB6471", "000007SF", fixed=(("Alder", "TotSA"),)),
    *(
        Table(
            Wanted(f"scb:BE0101.{change}", "PERSONS"), "TAB5169", "000002Z9",
            fixed=(("Forandringar", code), ("Period", "hel"), ("Kon", "1+2")),
        )
        for change, code in _CHANGES.items()
    ),
    Table(
        Wanted("scb:ArbStatusM.unemployed", "PERSONS", status="P", confidence="medium"), "TAB6260", "000004YH",
        sexes=_ALL_MEN_WOMEN, fixed=(("Fodelseregion", "tot"),),
        ages=(("16-19", "Y16T19"), ("20-24", "Y20T24"), ("16-64", "Y16T64"), ("20-64", "Y20T64")),
    ),
    Table(
        Wanted("scb:HE0110A.earned-income", "THS_SEK"), "TAB3554", "HE0110J8", sexes=_ALL_MEN_WOMEN,
        ages=(("20-64", "Y20T64"),), fixed=(("Inkomstklass", "TOT"),),
    ),
    *(
        Table(Wanted(f"scb:BO0104.{house}", "NUMBER"), "TAB824", "BO0104AH", fixed=(("Hustyp", code),))
        for house, code in _HOUSES.items()
    ),
    *(
        Table(
            Wanted(f"scb:Utbildning.{level}", "PERSONS"), "TAB3981", "UF0506A1", sexes=_MEN_WOMEN,
            ages=(("tot16-74", "Y16T74"),), fixed=(("UtbildningsNiva", code),),
        )
        for level, code in _LEVELS.items()
    ),
)  # fmt: skip
