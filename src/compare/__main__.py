"""``python -m compare``.

In: the command line. Out: an exit code. Never: anything when imported.
"""

import sys

from compare.cli import main

if __name__ == "__main__":
    sys.exit(main())
