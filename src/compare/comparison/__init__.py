"""What may be said: which two observations stand beside each other, how comparable they are, and what follows.

In: the catalogue, the validated observations and their manifest.
Out: one frozen `Comparison`; its layers in order are ``pairing``, ``grading``, ``gaps``, ``assessment``, and ``build``
is the only module that knows that order.
Never: a difference where the grade forbids one, a value moved to another area, a total score or a rank of the places.
"""
