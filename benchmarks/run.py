"""Runs the benchmarks that are named, or all, and prints one table."""

from __future__ import annotations

import sys


def main(names: list[str]) -> int:
    """Print the table; 0 where every aim is met, else 1."""
    import accessible
    import cells
    import fetching
    import site_pages

    benches = {
        "requests": fetching.run_requests, "refresh": fetching.run_refresh, "cells": cells.run, "site": site_pages.run,
        "many": site_pages.run_many, "whole": site_pages.run_whole,
        "pages": accessible.run,
    }  # fmt: skip
    unknown = [name for name in names if name not in benches]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}. There are: {', '.join(benches)}.", file=sys.stderr)
        return 2
    print(f"{'what / peer':58} {'ours':>9} {'peer':>9}      {'ratio':>7}")
    missed = 0
    for name in names or benches:
        for line in benches[name]():
            print(line, flush=True)
            missed += line.missed
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
