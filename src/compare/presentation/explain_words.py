"""The words of an explanation for codes that no page prints: kinds of area and publication, methods, dimensions.

In: nothing. Out: dictionaries from a code to a text that is put into words by `Language.text`.
Never: a second wording for what a page says already.
"""

from __future__ import annotations

from compare.presentation.language import mark
from compare.presentation.narrative_values import MISSING, STATUSES

#: Kinds of area.
KINDS = {
    "municipality": mark("municipality"),
    "city": mark("city"),
    "urban_centre": mark("urban centre"),
    "functional_area": mark("city with its commuting zone"),
    "county": mark("county"),
    "statistical_region": mark("statistical region"),
    "district": mark("district"),
    "cell": mark("grid cell"),
    "country": mark("country"),
}
#: What an area counts as when the level is found.
EXTENTS = {
    "city": mark("counts as the city"),
    "region": mark("larger than the city"),
    "country": mark("a whole country"),
}
#: Kinds of publication.
PUBLICATIONS = {
    "dataset": mark("dataset"),
    "register": mark("official register"),
    "census": mark("census"),
    "survey": mark("survey"),
    "model": mark("model computation"),
    "report": mark("report"),
    "press": mark("press article"),
    "statement": mark("spoken or written statement"),
}
LICENCES = {
    "open": mark("open licence"),
    "fact": mark("single figures quoted from a publication"),
    "not_read": mark("the terms of the first publisher have not been read"),
    "closed": mark("not for commercial use"),
}
CONFIDENCES = {
    "high": mark("high confidence"),
    "medium": mark("medium confidence"),
    "low": mark("low confidence"),
}
#: Letters of a status, also of those that a page leaves unsaid.
FLAGS = {"A": mark("normal value"), **STATUSES, **MISSING}
#: Where an interval that is not published comes from.
INTERVALS = {
    "wilson": mark("Wilson, from the size of the sample"),
    "garwood": mark("exact Poisson, from the number of events"),
}
DIMENSIONS = {
    "concept": mark("concept"),
    "measurement": mark("measurement"),
    "base": mark("population base"),
    "territory": mark("territory"),
    "period": mark("time"),
    "confidence": mark("confidence"),
    "age_of_figure": mark("age of the figure"),
    "level": mark("level"),
}
DIRECTIONS = {
    "higher": mark("a higher value is better"),
    "lower": mark("a lower value is better"),
    "value": mark("the aim is a value from {low} to {high}"),
    "none": mark("neither higher nor lower is better"),
}
METHODS = {
    "linear_pace": mark("linear pace"),
    "compound_rate": mark("compound rate a year (Eurostat)"),
    "un_progress": mark("progress chart of the United Nations"),
}
#: Each method's own classes.
CLASSES = {
    "achieved": mark("reached"),
    "on_track": mark("on track"),
    "moderate": mark("improving, but too slowly"),
    "stagnating": mark("hardly any progress"),
    "moving_away": mark("moving away"),
    "significant_progress": mark("significant progress"),
    "moderate_progress": mark("moderate progress"),
    "insufficient_progress": mark("insufficient progress"),
    "neutral": mark("no clear change"),
    "movement_away": mark("movement away"),
    "moderate_movement_away": mark("moderate movement away"),
    "significant_movement_away": mark("significant movement away"),
    "met_or_on_track": mark("target met or on track"),
    "fair_progress": mark("fair progress"),
    "stagnation_or_regression": mark("stagnation or regression"),
    "not_applicable": mark("not applicable"),
}
#: Which rule put the two periods beside each other.
RULES = {
    "same_span": mark("Both figures are of the same period."),
    "shared": mark("Both have a figure for {year}, the newest year that they share."),
    "fresher": mark(
        "The newest year that they share is {year}. Two unequal years are taken instead, since even the older of them "
        "is more than two years fresher."
    ),
    "nearest": mark(
        "They share no year. Of the years that lie within the tolerance, those whose older year is newest are taken."
    ),
    "overlap": mark("The two periods overlap, so that no year lies between them."),
    "beyond_tolerance": mark("No two years lie within the tolerance; the newest figure of each side is shown."),
    "period_not_stated_same_release": mark(
        "The source does not state the years. Both figures come from one release and are taken as of one period."
    ),
    "period_not_stated": mark(
        "The years of at least one figure are not stated, and the two do not come from one release."
    ),
}
