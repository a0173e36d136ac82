"""What we want to know: indicators, candidate pairs of series, areas, units, terms, written by people.

In: TOML files under ``data/catalogue`` and ``data/partnerships``.
Out: a frozen `Catalogue` and `Partnership` (``load``), and a list of faults between entries (``check``).
Never: a number that is an observation, a connection, a guess at what a faulty entry may have meant.
"""
