"""The one tidy frame: one row per area, series, sex, age and period, with unit, status and `response_id`.

In: text tables from ``sources``, units and derivations from ``catalogue``.
Out: the validated frame (``frame``), periods, converted units, derived series, citations.
Never: a value moved to another area, filled in, or computed across areas or vintages.
"""
