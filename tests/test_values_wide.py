"""More values of the bundle held against the row each was carried over from, over all goals and kinds of area."""

from __future__ import annotations

import pytest

import bundle

#: ref_area, series, sex, age, time_period, value as printed by the source
COUNTRIES = [
    # Goal 1
    ("SWE", "wdi:SI.POV.NAHC", "_T", "_T", "2022", "16.1"),
    ("BWA", "wdi:SI.POV.NAHC", "_T", "_T", "2015", "16.1"),
    ("SWE", "wdi:SI.POV.DDAY", "_T", "_T", "2023", "0.8"),
    ("BWA", "wdi:SI.POV.DDAY", "_T", "_T", "2015", "21.4"),
    # Goal 2
    ("SWE", "unsdg:AG_PRD_FIESMSI", "_T", "_T", "2018", "5.76673"),
    ("BWA", "unsdg:AG_PRD_FIESMSI", "_T", "_T", "2018", "66.67497"),
    ("BWA", "wdi:SN.ITK.DEFC.ZS", "_T", "_T", "2023", "24"),
    # Goal 3
    ("SWE", "wdi:SH.STA.MMRT", "_T", "_T", "2023", "4"),
    ("BWA", "wdi:SH.STA.MMRT", "_T", "_T", "2023", "155"),
    ("BWA", "wdi:SH.DYN.AIDS.ZS", "_T", "_T", "2024", "15.7"),
    ("SWE", "sg:tb_treatment_coverage", "_T", "_T", "2023", "86"),
    ("BWA", "sg:tb_treatment_coverage", "_T", "_T", "2023", "40"),
    # Goal 4
    ("SWE", "unsdg:SE_TOT_PRFL.GRAD23.SKILL_READ", "_T", "_T", "2011", "97.5920141"),
    ("BWA", "unsdg:SE_TOT_PRFL.GRAD23.SKILL_READ", "_T", "_T", "2011", "55.7019103"),
    # Goal 5
    ("SWE", "unsdg:SG_GEN_LOCGELS", "F", "_T", "2018", "43.84"),
    ("BWA", "unsdg:SG_GEN_LOCGELS", "F", "_T", "2018", "12.67"),
    # Goal 6
    ("SWE", "unsdg:ER_H2O_STRESS", "_T", "_T", "2017", "3.4"),
    ("BWA", "unsdg:ER_H2O_STRESS", "_T", "_T", "2017", "2"),
    # Goal 7
    ("SWE", "wdi:EG.FEC.RNEW.ZS", "_T", "_T", "2021", "57.9"),
    ("BWA", "wdi:EG.FEC.RNEW.ZS", "_T", "_T", "2021", "27.4"),
    ("BWA", "unsdg:EG_EGY_CLEAN", "_T", "_T", "2018", "53"),
    # Goal 8
    ("SWE", "unsdg:SL_TLF_NEET", "_T", "Y15T24", "2018", "6.1"),
    ("BWA", "unsdg:SL_TLF_NEET", "_T", "Y15T24", "2009", "35.5"),
    ("BWA", "unsdg:SL_TLF_NEET", "F", "Y15T24", "2009", "42.1"),
    ("SWE", "wdi:SL.UEM.TOTL.ZS", "_T", "_T", "2025", "8.694"),
    ("BWA", "wdi:SL.UEM.TOTL.ZS", "_T", "_T", "2025", "24.477"),
    # Goal 9
    ("SWE", "ft:manuf_employ", "_T", "_T", "2023", "9.83"),
    ("BWA", "ft:manuf_employ", "_T", "_T", "2023", "6.57"),
    ("BWA", "wdi:GB.XPD.RSDV.GD.ZS", "_T", "_T", "2013", "0.561"),
    # Goal 10
    ("SWE", "wdi:SI.DST.10TH.10", "_T", "_T", "2023", "22.3"),
    ("BWA", "wdi:SI.DST.10TH.10", "_T", "_T", "2015", "42.9"),
    # Goal 11
    ("SWE", "unsdg:EN_ATM_PM25.URBAN", "_T", "_T", "2016", "6.1439905"),
    ("BWA", "unsdg:EN_ATM_PM25.URBAN", "_T", "_T", "2016", "20.8782349"),
    # Goal 12
    ("SWE", "unsdg:EN_MAT_DOMCMPC", "_T", "_T", "2017", "16.92074"),
    ("BWA", "unsdg:EN_MAT_DOMCMPC", "_T", "_T", "2017", "29.50656"),
    ("SWE", "ft:matfootp_cap", "_T", "_T", "2019", "26.72"),
    ("BWA", "ft:matfootp_cap", "_T", "_T", "2019", "14.19"),
    # Goal 13
    ("SWE", "owid:co2_per_capita", "_T", "_T", "2024", "3.592"),
    ("BWA", "owid:co2_per_capita", "_T", "_T", "2024", "2.960"),
    # Goal 14
    ("SWE", "wdi:EN.FSH.THRD.NO", "_T", "_T", "2022", "24"),
    ("BWA", "wdi:EN.FSH.THRD.NO", "_T", "_T", "2022", "2"),
    ("BWA", "unsdg:ER_REG_SSFRAR", "_T", "_T", "2018", "4"),
    # Goal 15
    ("SWE", "wdi:AG.LND.FRST.ZS", "_T", "_T", "2023", "68.7013529108454"),
    ("BWA", "wdi:AG.LND.FRST.ZS", "_T", "_T", "2023", "26.2908263194114"),
    ("SWE", "owid:red_list_index", "_T", "_T", "2024", "0.99"),
    # Goal 16
    ("SWE", "wdi:VC.IHR.PSRC.P5", "_T", "_T", "2023", "1.14675703743944"),
    ("BWA", "wdi:VC.IHR.PSRC.P5", "_T", "_T", "2021", "11.3681767255945"),
    ("SWE", "wgi:RL.EST", "_T", "_T", "2023", "1.60"),
    ("BWA", "wgi:RL.EST", "_T", "_T", "2023", "0.39"),
    # Goal 17
    ("SWE", "wdi:IT.NET.USER.ZS", "_T", "_T", "2024", "95.5293"),
    ("BWA", "wdi:IT.NET.USER.ZS", "_T", "_T", "2023", "81.36"),
    ("SWE", "wdi:GC.TAX.TOTL.GD.ZS", "_T", "_T", "2024", "27.2263453447308"),
    # Botswana's own surveys and registers
    ("BWA", "statsbots:neet", "_T", "Y15T35", "2019-Q3", "47.4"),
    ("BWA", "statsbots:gini", "_T", "_T", "2015-04-01/P1Y", "0.522"),
    ("BWA", "statsbots:maternal-mortality", "_T", "_T", "2021", "240"),
    ("BWA", "statsbots:unemployment-rate", "M", "Y_GE18", "2015-04-01/P1Y", "16.3"),
    ("BWA", "statsbots:poverty.datum-line.CITIES_TOWNS", "_T", "_T", "2015-04-01/P1Y", "9.4"),
]
LUND = [
    # Kolada: costs, incomes, school, unemployment of two definitions, waiting times, equity
    ("SE-1281", "kolada:N31001", "_T", "_T", "2011", "1088.9975"),
    ("SE-1281", "kolada:N00905", "_T", "_T", "2024", "301400"),
    ("SE-1281", "kolada:N20896", "_T", "_T", "2011", "17.4935"),
    ("SE-1281", "kolada:U23401", "_T", "_T", "2022", "69"),
    ("SE-1281", "kolada:N15404", "_T", "_T", "2012", "93.5345"),
    ("SE-1281", "kolada:N15507", "_T", "_T", "2025", "251"),
    ("SE-1281", "kolada:N00800", "_T", "_T", "2009", "4.0"),
    ("SE-1281", "kolada:U00907", "_T", "_T", "2008", "0.425"),
    ("SE-1281", "kolada:N03001", "_T", "_T", "2024", "-0.486016"),
    ("SE-1281", "kolada:N00900", "_T", "_T", "2026", "32.42"),
    # SCB: education, income, votes and dwellings, by sex and age where the table has them
    ("SE-1281", "scb:Utbildning.forskarutbildning", "F", "Y16T74", "2022", "2338"),
    ("SE-1281", "scb:Utbildning.forskarutbildning", "M", "Y16T74", "2022", "3282"),
    ("SE-1281", "scb:HE0110A.earned-income", "F", "Y20T64", "2022", "309.9"),
    ("SE-1281", "scb:HE0110A.earned-income", "M", "Y20T64", "2022", "374.5"),
    ("SE-1281", "scb:HE0110.household-median", "_T", "Y18T29", "2015", "165.7"),
    ("SE-1281", "scb:ME0105T28.turnout", "F", "Y18T29", "2018", "94.0"),
    ("SE-1281", "scb:ME0105T28.turnout", "M", "Y18T29", "2018", "90.0"),
    ("SE-1281", "scb:ME0105.turnout-forgymnasial", "F", "_T", "2022", "76.0"),
    ("SE-1281", "scb:BO0104.smahus", "_T", "_T", "2015", "18122"),
    ("SE-1281", "scb:000007SF", "_T", "_T", "2025-12", "132333.0"),
    # SMHI: two releases, two gases or all
    ("SE-1281", "smhi:GGT", "_T", "_T", "2024", "209790.702"),
    ("SE-1281", "smhi:GGT.transporter", "_T", "_T", "2022", "96727.66"),
    ("SE-1281", "smhi:CO2", "_T", "_T", "2022", "122064.913"),
    # Valmyndigheten: Lund, and Skåne under its own name
    ("SE-1281", "val:RD.turnout", "_T", "_T", "2026", "88.18"),
    ("SE-1281", "val:KF.votes", "_T", "_T", "2026", "89426"),
    ("SE-1281", "val:RD.eligible", "_T", "_T", "2014", "86390"),
    ("SE-M", "val:RF.turnout", "_T", "_T", "2026", "80.97"),
    # Trafikanalys and Trafikverket
    ("SE-1281", "trafa:cars-per-1000", "_T", "_T", "2025", "348.0"),
    ("SE-1281", "trafa:new-cars.electric", "_T", "_T", "2025", "684.0"),
    ("SE-1281", "nvdb:cycle-network.kommunal", "_T", "_T", "2025", "395822.9"),
    # The municipality itself, and rankings
    ("SE-1281", "lund:employees", "_T", "_T", "2023", "10445"),
    ("SE-1281", "scb:BE0101.births", "_T", "_T", "2022", "974.0"),
    ("SE-1281", "ekomat:SE.1.EMC", "_T", "_T", "2019", "83"),
    ("SE-1281", "sei-consumption-2023:per-inhabitant", "_T", "_T", "2023", "5172.235651"),
]
FRANCISTOWN = [
    # Census and surveys
    ("BW-FR", "statsbots:census.population", "F", "_T", "2011", "50837"),
    ("BW-FR", "statsbots:census.population", "M", "_T", "2011", "48124"),
    ("BW-FR", "statsbots:census.population-rounded", "_T", "_T", "2001", "83.0"),
    ("BW-FR", "statsbots:births.non-institutional", "_T", "_T", "2015", "31"),
    ("BW-FR", "bais:hiv-prevalence", "_T", "_T", "2013", "24.3"),
    # Electoral commission
    ("BW-FR", "iec:local.registered", "_T", "_T", "1999", "22702"),
    ("BW-FR", "iec:local.turnout", "_T", "_T", "1999", "74.5"),
    ("BW-FR", "iec:local.seats", "_T", "_T", "2004", "19"),
    # Council
    ("BW-FR", "fcc:ipelegeng", "F", "_T", "2012-04-01/P1Y", "14406"),
    ("BW-FR", "fcc:ipelegeng", "M", "_T", "2012-04-01/P1Y", "3360"),
    ("BW-FR", "fcc:councillors", "_T", "_T", "2024", "29"),
    ("BW-FR", "fcc:councillors-nominated", "_T", "_T", "2024", "7"),
    ("BW-FR", "fcc:refuse-trucks", "_T", "_T", "2014", "4"),
    ("BW-FR", "fcc:river-grant", "_T", "_T", "2023", "1425684.04"),
    ("BW-FR", "fcc:open-spaces.titled", "_T", "_T", "2020", "161"),
    ("BW-FR", "genderlinks:women-management-share", "F", "_T", "2018-04-01/P1Y", "39"),
    ("BW-FR", "hailstorm-2024:households-assisted", "_T", "_T", "2024", "18"),
    # Lists of facilities
    ("BW-FR", "mfl:facilities", "_T", "_T", "2025", "38"),
    ("BW-FR", "mfl:government-clinics", "_T", "_T", "2025", "13"),
    ("BW-FR", "mfl:private-practitioners", "_T", "_T", "2025", "14"),
    ("BW-FR", "kwtrp:clinics", "_T", "_T", "2019", "15"),
]
REGIONS_AND_GRIDS = [
    # Subnational Human Development Index to 2019
    ("SE22", "gdl:shdi", "_T", "_T", "2019", "0.937"),
    ("GDL-BWAr106", "gdl:shdi", "_T", "_T", "2019", "0.753"),
    ("GDL-BWAr106", "gdl:lifexp", "_T", "_T", "2000", "53.176"),
    ("SE22", "gdl:mschf", "F", "_T", "2019", "12.762"),
    ("GDL-BWAr106", "gdl:mschf", "F", "_T", "2019", "9.824"),
    ("GDL-BWAr106", "gdl:pop", "_T", "_T", "2019", "181.416"),
    # Air Quality Life Index: Skåne beside the city of Francistown
    ("SE-M", "aqli:WHO_LYG", "_T", "_T", "2023", "0.07"),
    ("BW-FR", "aqli:WHO_LYG", "_T", "_T", "2018", "0.92"),
    # Urban centres
    ("GHSUC-699", "clx:hdd", "_T", "_T", "_U", "3293.3295898438"),
    ("GHSUC-859", "clx:hdd", "_T", "_T", "_U", "442.9392700195"),
    ("GHSUC-859", "clx:cdd", "_T", "_T", "_U", "1789.3250732422"),
    # Functional urban areas
    ("GHSFUA-624", "ghsl:FUA_area", "_T", "_T", "2015", "737.0"),
    ("GHSFUA-932", "ghsl:FUA_area", "_T", "_T", "2015", "92.0"),
    ("GHSFUA-624", "map:walking_mean_minutes_among_observed", "_T", "_T", "2019", "27.511440892319865"),
    ("GHSFUA-932", "map:walking_mean_minutes_among_observed", "_T", "_T", "2019", "10.794259314897234"),
    ("GHSFUA-932", "ucdp:GED.best", "_T", "_T", "2021-01-01/P5Y", "0"),
    # Cells of a grid
    ("CELL:itu837-0.125:lund", "itu:P837.R001", "_T", "_T", "_U", "25.248"),
    ("CELL:itu837-0.125:francistown", "itu:P837.R001", "_T", "_T", "_U", "41.791"),
    ("CELL:bess-0.05:685:3863", "bess:NDVI_max", "_T", "_T", "_U", "0.7181"),
    ("CELL:bess-0.05:2223:4150", "bess:NDVI_max", "_T", "_T", "_U", "0.5208"),
]

#: key, value, and what stands beside the number
WITH_MARKS = [
    # Provisional: the year 2025 of Kolada, the monthly tables of SCB
    (("SE-1281", "kolada:N03106", "_T", "_T", "2025"), "35.108694", {"obs_status": "P"}),
    (("SE-1281", "kolada:N15027", "_T", "_T", "2025"), "144154.429313", {"obs_status": "P"}),
    (("SE-1281", "kolada:N03106", "_T", "_T", "2024"), "34.407361", {"obs_status": "A"}),
    (("SE-1281", "scb:ArbStatusM.unemployed", "F", "Y20T24", "2023-07"), "81", {"obs_status": "P", "freq": "M"}),
    (("SE-1281", "scb:ArbStatusM.unemployed", "M", "Y16T19", "2023-07"), "47", {"obs_status": "P", "freq": "M"}),
    # A break: the method changed
    (("SE-1281", "kolada:N00097", "_T", "_T", "2019"), "6.1868",
     {"obs_status": "B", "comment_obs": "The method changed this year."}),
    # Projections to 2025
    (("GHSUC-699", "ghsl:GC_UCA_KM2", "_T", "_T", "2025"), "27", {"obs_status": "F"}),
    (("GHSFUA-932", "map:known_projected_population", "_T", "_T", "2025"), "121376.81885938514",
     {"obs_status": "F"}),
    # Censored: the sign apart from the number
    (("SWE", "unsdg:EG_EGY_CLEAN", "_T", "_T", "2018"), "95", {"qualifier": ">"}),
    (("SWE", "unsdg:SN_ITK_DEFC", "_T", "_T", "2018"), "2.5", {"qualifier": "<"}),
    (("SWE", "wdi:SN.ITK.DEFC.ZS", "_T", "_T", "2023"), "2.5", {"qualifier": "<"}),
    (("BWA", "unsdg:EG_EGY_CLEAN", "_T", "_T", "2018"), "53", {"qualifier": ""}),
    # A year known roughly
    (("BW-FR", "fcc:councillors-by-sex", "F", "_T", "2009"), "5",
     {"obs_status": "E", "confidence": "low", "comment_obs": "About 2009: the article has no date."}),
    (("BW-FR", "fcc:unemployment-rate", "_T", "_T", "2012"), "18",
     {"obs_status": "E", "confidence": "low", "comment_obs": "About 2012: the article has no date (2012 or 2013)."}),
    (("BW-FR", "fcc:plot-waiting-list", "_T", "_T", "2013"), "24491",
     {"obs_status": "E", "confidence": "low", "comment_obs": "About 2013: the article has no date (2013 or 2014)."}),
    (("BW-FR", "awdr-2006:domestic-water", "_T", "_T", "2004"), "62.5",
     {"obs_status": "E", "confidence": "medium"}),
    # Statements of the council: low, however exact, with the stage of the budget and the financial year as a span
    (("BW-FR", "fcc:recurrent-budget", "_T", "_T", "2016-04-01/P1Y"), "183900000",
     {"confidence": "low", "comment_obs": "Approved."}),
    (("BW-FR", "fcc:recurrent-budget", "_T", "_T", "2018-04-01/P1Y"), "223412750",
     {"confidence": "low", "comment_obs": "Revised."}),
    (("BW-FR", "fcc:own-revenue", "_T", "_T", "2015-04-01/P1Y"), "41696430",
     {"confidence": "low", "comment_obs": "Proposed."}),
    (("BW-FR", "fcc:youth-projects", "_T", "_T", "2015-04-01/P1Y"), "179",
     {"confidence": "low", "comment_obs": "The parts printed (129, 39 and 14) add up to 182."}),
    (("BW-FR", "fcc:on-treatment", "_T", "_T", "2009"), "16001",
     {"confidence": "low", "comment_obs": "Adults and children at five public institutions on 31 October."}),
    # What a share was counted from
    (("BW-FR", "health-anc-2016:teenage-share", "F", "_T", "2016-Q3"), "9.2",
     {"numerator": "64", "sample_size": "703", "confidence": "low"}),
    (("SE-1281", "val:KF.turnout", "_T", "_T", "2022"), "83.54", {"numerator": "83089.0", "confidence": "high"}),
    # Spans: three years of crime, sixty-five of rain
    (("SE-1281", "skr-oj-2023:violent-crime", "_T", "_T", "2020-01-01/P3Y"), "7.2151",
     {"unit_measure": "PER_1K_POP", "comment_obs": "Mean of the three years."}),
    (("BW-FR", "dms:rainfall-mean", "_T", "_T", "1921-01-01/P65Y"), "462.5", {"unit_measure": "MM_YEAR"}),
    # Other comments
    (("SE-1281", "scb:BefolkningNy", "_T", "_T", "1950"), "47838", {"comment_obs": "Today's municipality."}),
    (("SE-1281", "lund:fossil-free", "_T", "_T", "2020"), "98", {"comment_obs": "As stated on 12 June 2020."}),
    (("GHSUC-859", "clx:public_transport_accessibility", "_T", "_T", "2023"), "7.96653151609",
     {"obs_status": "E", "confidence": "low", "comment_obs": "The year is that of the release."}),
]

#: ref_area, series, sex, time_period, the value that lost; words of the reason
LOST = [
    ("BW-FR", "statsbots:census.population", "_T", "2001", "101028", "filed under a wrong year"),
    ("BW-FR", "statsbots:census.population", "F", "2001", "50815", "filed under a wrong year"),
    ("BW-FR", "statsbots:census.population", "_T", "2001", "113315", "Urban agglomeration"),
    ("BW-FR", "statsbots:census.population", "_T", "2011", "100079", "Preliminary"),
    ("BW-FR", "statsbots:census.population", "_T", "2022", "103497", "Preliminary"),
    ("BW-FR", "bais:hiv-prevalence", "_T", "2013", "23.1", "Second version"),
    ("BW-FR", "fcc:recurrent-budget", "_T", "2013-04-01/P1Y", "163000000", "neither can be preferred"),
    ("BW-FR", "fcc:recurrent-budget", "_T", "2013-04-01/P1Y", "123000000", "neither can be preferred"),
    ("BW-FR", "fcc:recurrent-budget", "_T", "2018-04-01/P1Y", "227899950", "Proposed"),
    ("BW-FR", "genderlinks:councillors", "M", "2014", "22", "may be the total"),
    ("BWA", "statsbots:neet", "_T", "2019-Q3", "35.2", "prints 47.4"),
    ("BWA", "wdi:SG.GEN.PARL.ZS", "_T", "2024", "10", "rounded"),
    ("SE-1281", "smhi:GGT", "_T", "2014", "227000.0", "older release"),
    ("SWE", "unsdg:VC_SNS_WALN", "_T", "2017", "0.72", "fraction"),
    ("SWE", "unsdg:VC_SNS_WALN", "_T", "2018", "0.72", "fraction"),
]


@pytest.mark.parametrize("row", COUNTRIES + LUND + FRANCISTOWN + REGIONS_AND_GRIDS, ids=lambda row: "/".join(row[:5]))
def test_value_is_the_one_printed(row):
    """A value is carried over digit by digit, for the area, sex, age and period that its source gives."""
    assert bundle.observations()[row[:5]]["obs_value"] == row[5]


@pytest.mark.parametrize(("key", "printed", "marks"), WITH_MARKS, ids=["/".join(row[0]) for row in WITH_MARKS])
def test_what_stands_beside_the_number(key, printed, marks):
    """Status, sign, confidence and comment say what kind of number it is."""
    found = bundle.observations()[key]

    assert (found["obs_value"], {column: found[column] for column in marks}) == (printed, marks)


def test_women_answer_for_themselves():
    """The share of women is a row of sex F, with the age that was asked, and not a series of its own."""
    row = bundle.observations()["BWA", "unsdg:AG_PRD_FIESMSI", "F", "Y_GE15", "2018"]

    assert row["obs_value"] == "71.34545"


@pytest.mark.parametrize("lost", LOST, ids=lambda lost: f"{lost[1]}/{lost[3]}/{lost[4]}")
def test_a_value_that_lost_is_told_and_not_used(lost):
    """The value stands in conflicts.csv with its reason, and no observation of that key has it."""
    area, series, sex, period, printed, reason = lost
    columns = ("ref_area", "series", "sex", "time_period")
    wanted = (area, series, sex, period)
    used = [row["obs_value"] for row in bundle.table("observations.csv") if tuple(row[c] for c in columns) == wanted]
    told = [
        row["reason"] for row in bundle.table("conflicts.csv")
        if (*(row[c] for c in columns), row["obs_value"]) == (*wanted, printed)
    ]  # fmt: skip

    assert printed not in used
    assert [reason in text for text in told] == [True]


def test_feeling_safe_when_walking_alone_has_no_figure():
    """0.72 per cent of the inhabitants of Sweden cannot be meant, so the series has no observation at all."""
    assert not [row for row in bundle.table("observations.csv") if row["series"] == "unsdg:VC_SNS_WALN"]
