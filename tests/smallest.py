"""The smallest data folder that loads without a fault; every number and publication in it is invented."""

from __future__ import annotations

from pathlib import Path

PLACES = """
["areas"."SE-1281"]
kind = "municipality"
country = "SWE"
stands_for = "SE-1281"
holds_place = true
name = { sv = "Lund", en = "Lund" }
described = { sv = "Lunds kommun", en = "Lund municipality" }

["areas"."BW-FR"]
kind = "city"
country = "BWA"
stands_for = "BW-FR"
holds_place = true
name = { sv = "Francistown", en = "Francistown" }
described = { sv = "staden Francistown", en = "the city of Francistown" }

["areas"."SWE"]
kind = "country"
country = "SWE"
stands_for = "SE-1281"
holds_place = true
name = { sv = "Sverige", en = "Sweden" }
described = { sv = "hela Sverige", en = "Sweden as a whole" }

["areas"."BWA"]
kind = "country"
country = "BWA"
stands_for = "BW-FR"
holds_place = true
name = { sv = "Botswana", en = "Botswana" }
described = { sv = "hela Botswana", en = "Botswana as a whole" }
"""

SOURCES = """
[sources.office]
name = { sv = "Statistikbyrån", en = "The statistics office" }
provider = "Invented office"
url = "https://example.org"
licence = "CC0"
licence_class = "open"
attribution = "Invented office"
"""

UNITS = """
[units.PT]
label = { sv = "procent", en = "per cent" }
short = { sv = "%", en = "%" }
ratio_scale = true
kind = "share"

[units.RATIO_0_1]
label = { sv = "andel mellan 0 och 1", en = "fraction between 0 and 1" }
ratio_scale = true
kind = "share"

[units.PERSONS]
label = { sv = "personer", en = "persons" }
ratio_scale = true
kind = "count"
decimals = 0

[units.PT_YEAR]
label = { sv = "procent per år", en = "per cent a year" }
ratio_scale = false
kind = "growth"

[units.PP]
label = { sv = "procentenheter", en = "percentage points" }
ratio_scale = false
kind = "difference"

[[conversions]]
from = "RATIO_0_1"
to = "PT"
factor = 100
"""

TERMS = """
[goals.11]
title = { sv = "Hållbara städer och samhällen", en = "Sustainable cities and communities" }
question = { sv = "Hur sköter de två städerna sin luft?", en = "How do the two cities care for their air?" }
not_answered = { sv = "Vad boendet kostar sägs inte här.", en = "What housing costs is not said here." }
colour = "#FD9D24"

[targets."11.6"]
title = { sv = "Minska städernas miljöpåverkan", en = "Reduce the environmental impact of cities" }
translation = "published"
"""

GOAL_11 = """
[indicators.clean-share]
goal = "11"
target = "11.6"
sdg_code = "11.6.1"
sdg_match = "proxy"
title = { sv = "Andel städat", en = "Share cleaned" }
definition = { sv = "Andelen av gatorna som städas varje vecka.", en = "The share of streets cleaned every week." }
unit = "PT"
direction = "higher"

[[indicators.clean-share.pairs]]
a = { series = "off:CLEAN", ref_area = "SE-1281" }
b = { series = "off:CLEAN", ref_area = "BW-FR" }
concept = 0
measurement = 1
base = 0
differs = { sv = "Lund räknar gator, Francistown vägar.", en = "Lund counts streets, Francistown counts roads." }
"""

PARTNERSHIP = """
id = "lund-francistown"
a = "SE-1281"
b = "BW-FR"
country_a = "SWE"
country_b = "BWA"
languages = ["sv", "en"]
contact = "project-group@example.org"
title = { sv = "Lund och Francistown", en = "Lund and Francistown" }
publisher = { sv = "Projektgruppen", en = "The project group" }
edition = { number = 1, date = 2026-11-25 }
themes = []
"""

OBSERVATION_HEAD = (
    "ref_area,series,sex,age,freq,time_period,obs_value,unit_measure,obs_status,qualifier,lower,upper,"
    "sample_size,numerator,confidence,comment_obs,publication\n"
)

OFFICE = OBSERVATION_HEAD + (
    "BW-FR,off:CLEAN,_T,_T,A,2022,41.50,PT,A,,,,,,high,,office-2024\n"
    "SE-1281,off:CLEAN,_T,_T,A,2022,0,PT,A,,,,,,high,,office-2024\n"
    "SE-1281,off:CLEAN,_T,_T,A,2023,,PT,M,,,,,,high,Not collected this year,office-2024\n"
)

PUBLICATIONS = (
    "publication,source,provider,title,release,published,licence,licence_class,citation,via,second_hand,kind,note\n"
    'office-2024,office,Invented office,"Streets, cleaned",2024,2024-05-01,CC0,open,"Invented office, Streets, '
    'cleaned, 2024.",example.org at commit 0,false,register,\n'
)

SERIES = (
    "series,title,title_lang,source,unit_measure,sdg_indicator,match,note\n"
    "off:CLEAN,Share of streets cleaned (%),en,office,PT,11.6.1,proxy,\n"
)

CONFLICTS = "ref_area,series,sex,age,time_period,obs_value,unit_measure,publication,reason\n"

#: Path below the data folder -> text.
FILES = {
    "catalogue/places.toml": PLACES,
    "catalogue/sources.toml": SOURCES,
    "catalogue/units.toml": UNITS,
    "catalogue/terms.toml": TERMS,
    "catalogue/indicators/goal-11.toml": GOAL_11,
    "partnerships/lund-francistown.toml": PARTNERSHIP,
    "transcribed/office.csv": OFFICE,
    "transcribed/publications.csv": PUBLICATIONS,
    "transcribed/series.csv": SERIES,
    "transcribed/conflicts.csv": CONFLICTS,
}


def write_data(folder: Path) -> Path:
    """Write the smallest data folder and return it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    """Replace `old`, which must be there once, by `new` in one file."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
