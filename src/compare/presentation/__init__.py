"""HOW IT IS SAID: sentences, figures and tables in every language of the project.

In: a `Comparison`, whose values, grades and gaps are settled.
Out: plain text, matplotlib figures, tables and page parts in one language at a time.
Never: a request, a judgement of comparability, a number or a verb that does not come from the data.
"""
