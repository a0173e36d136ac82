"""Where numbers come from: transcribed publications, and the answers of services as they were received.

In: files and stored answers, exactly as they were written or received.
Out: text tables with a ``publication`` or ``response_id`` on each row; or one error that names every faulty cell.
Never: a value changed, rounded, converted or filled in; an empty table where something failed.

``transcribed`` reads ``data/transcribed`` strictly; ``snapshot`` writes and reads the bundle made from it.
``session`` asks services (``session_*`` hold what it decides); ``store`` keeps what they
answered, byte for byte.
"""
