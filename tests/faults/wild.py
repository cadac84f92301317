"""Somebody who labels like mad in a browser, in every trouble at once: what was kept is there, once.

    python -m tests.faults.wild [--seeds 1 2 3 4 5] [--gestures 220]

Run by hand; ends with a non-zero status when anything was lost, doubled, or asked about without a reason. Answers are
lost, refused and late, the line is cut, the session ends, the page is reloaded, the browser is killed and started again
on the same profile, also in the middle of a gesture with many boxes, another tab and another door write to the same
boxes. The suite runs the same for a few gestures
(tests/browser/test_random.py).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

TEST = Path(__file__).resolve().parent.parent / "browser" / "test_random.py"


def main() -> int:
    """Run each seed, and say what happened in all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--gestures", type=int, default=220, help="of each seed")
    chosen = parser.parse_args()
    os.environ |= {
        "WILD_SEEDS": " ".join(map(str, chosen.seeds)),
        "WILD_GESTURES": str(chosen.gestures),
        "REQUIRE_BROWSER": "1",
    }
    failed = pytest.main(["-q", str(TEST)])
    from tests.browser.test_random import TALLIES

    happened: Counter[str] = sum((one.happened for one in TALLIES), Counter())
    for one in TALLIES:
        print(one, *one.broken, sep="\n    ")
    print(f"{sum(one.gestures for one in TALLIES)} gestures in all;", end=" ")
    print(", ".join(f"{number} {name}" for name, number in sorted(happened.items())))
    for name in ("lost", "doubled", "false_conflicts"):
        print(f"{name.replace('_', ' ')}: {sum(len(getattr(one, name)) for one in TALLIES)}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
