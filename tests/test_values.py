"""Values of the bundle held against their publications, each read by hand from the row it came from."""

from __future__ import annotations

import pytest

import bundle

#: ref_area, series, sex, time_period, value as printed by the source
READ_BY_HAND = [
    # World Development Indicators, mirror of 1 July 2026
    ("SWE", "wdi:SH.DYN.MORT", "_T", "2024", "2.4"),
    ("BWA", "wdi:SH.DYN.MORT", "_T", "2024", "33.3"),
    ("SWE", "wdi:SG.GEN.PARL.ZS", "_T", "2024", "46.7048710601719"),
    ("BWA", "wdi:SG.GEN.PARL.ZS", "_T", "2024", "8.69565217391304"),
    ("SWE", "wdi:EG.ELC.ACCS.ZS", "_T", "2023", "100"),
    ("BWA", "wdi:EG.ELC.ACCS.ZS", "_T", "2023", "76"),
    ("SWE", "wdi:SL.UEM.1524.FE.ZS", "F", "2024", "23.451"),
    ("BWA", "wdi:SL.UEM.1524.FE.ZS", "F", "2024", "51.103"),
    ("SWE", "wdi:SI.POV.GINI", "_T", "2023", "29.3"),
    # Joint Monitoring Programme, through Gapminder's package of 1 March 2026
    ("SWE", "sg:at_least_basic_water_urban", "_T", "2024", "99.78668"),
    ("BWA", "sg:at_least_basic_water_urban", "_T", "2024", "96.77977"),
    ("SWE", "sg:at_least_basic_sanitation_urban", "_T", "2024", "98.72024"),
    ("BWA", "sg:at_least_basic_sanitation_urban", "_T", "2024", "77.27783"),
    # Human Development Report 2023-24
    ("SWE", "hdr:mys_f", "F", "2022", "12.84683271"),
    ("BWA", "hdr:mys_f", "F", "2022", "10.36"),
    # UN Global SDG Database, October 2020: the oldest vintage, and censored values keep their sign apart
    ("BWA", "unsdg:SN_ITK_DEFC", "_T", "2016", "20.5"),
    ("BWA", "unsdg:EG_EGY_CLEAN", "_T", "2016", "54"),
    # Air Quality Life Index, release of 2023: Francistown itself, but Skåne for Lund
    ("SE-M", "aqli:PM25", "_T", "2023", "5.7"),
    ("BW-FR", "aqli:PM25", "_T", "2023", "15.6"),
    ("SE-M", "aqli:PM25", "_T", "1998", "10.13"),
    ("BW-FR", "aqli:PM25", "_T", "1998", "14.18"),
    # GHSL Urban Centre Database R2024A
    ("GHSUC-699", "ghsl:GC_POP_TOT", "_T", "2025", "93090.59345"),
    ("GHSUC-859", "ghsl:GC_POP_TOT", "_T", "2025", "116208.6386"),
    ("GHSUC-699", "ghsl:HL_SHP_HOS", "_T", "2025", "32.91718445"),
    ("GHSUC-859", "ghsl:HL_SHP_HOS", "_T", "2025", "19.64813298"),
    # World Settlement Footprint 2019, counted inside the urban centres
    ("GHSUC-699", "wsf:wsf_built_share", "_T", "2019", "0.312273"),
    ("GHSUC-859", "wsf:wsf_built_share", "_T", "2019", "0.405654"),
    # ODIAC, through the Cities Learning Explorer
    ("GHSUC-699", "clx:emissions", "_T", "2022", "0.5492854194"),
    ("GHSUC-859", "clx:emissions", "_T", "2022", "0.9629791923"),
    # ITU-R maps: years not stated
    ("CELL:itu837-0.25:lund", "itu:P837.MT_annual", "_T", "_U", "584.504000"),
    ("CELL:itu837-0.25:francistown", "itu:P837.MT_annual", "_T", "_U", "442.260000"),
    # Population: census of Botswana, register of Sweden
    ("BW-FR", "statsbots:census.population", "_T", "2022", "103417"),
    ("BW-FR", "statsbots:census.population", "F", "2022", "53770"),
    ("BW-FR", "statsbots:census.population", "M", "2022", "49647"),
    ("BW-FR", "statsbots:census.population", "_T", "2011", "98961"),
    ("SE-1281", "scb:BefolkningNy", "_T", "2021", "127376.0"),
    # Elections and the council
    ("SE-1281", "val:KF.turnout", "_T", "2006", "83.0"),
    ("SE-1281", "val:KF.turnout", "_T", "2026", "84.86"),
    ("BW-FR", "iec:local.turnout", "_T", "2004", "67.0"),
    ("BW-FR", "genderlinks:women-councillors-share", "F", "2018-04-01/P1Y", "25"),
    # The council's money, by its own statements
    ("BW-FR", "fcc:own-revenue", "_T", "2019-04-01/P1Y", "41880810"),
    ("BW-FR", "fcc:revenue-support-grant", "_T", "2019-04-01/P1Y", "178455471"),
    # School results by the pupils' residence, Kolada
    ("SE-1281", "kolada:N15428", "_T", "2025", "89.112903"),
]


@pytest.mark.parametrize(("ref_area", "series", "sex", "period", "printed"), READ_BY_HAND)
def test_bundled_value_is_the_one_the_source_prints(ref_area, series, sex, period, printed):
    """A value is carried over digit by digit, for the area, sex and period that its source gives."""
    assert bundle.observations()[ref_area, series, sex, "_T", period]["obs_value"] == printed


def test_censored_values_keep_their_sign():
    """Sweden's undernourishment is printed as below 2.5: the sign stands in its own column."""
    row = bundle.observations()["SWE", "unsdg:SN_ITK_DEFC", "_T", "_T", "2016"]

    assert (row["qualifier"], row["obs_value"]) == ("<", "2.5")


def test_no_source_value_is_missing_a_publication():
    """Every bundled row names the publication it was read from."""
    assert all(row["response_id"].startswith("transcribed:") for row in bundle.table("observations.csv"))
