"""Whatever a person does, in whatever order, under trouble: what was kept is there, once, and no conflict is false.

`python -m tests.faults.wild` runs this for longer, with other seeds.
"""

from __future__ import annotations

import os

import pytest

from tests.browser import profile
from tests.browser.faults import Switch
from tests.browser.wild import Wild

SEEDS = [int(seed) for seed in os.environ.get("WILD_SEEDS", "11 12").split()]
GESTURES = int(os.environ.get("WILD_GESTURES", "48"))
TALLIES = []


@pytest.mark.skipif(not profile.PROCESSES.exists(), reason="The browser's processes are found in /proc.")
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_doubled_or_in_conflict(team, chromium, live_server, tmp_path, seed):
    wild = Wild(team, chromium, live_server.url, tmp_path, seed)
    TALLIES.append(wild.tally)
    wild.begin()
    Switch.plan = wild.plan

    try:
        wild.run(GESTURES)
    finally:
        Switch.plan = None
    wild.end()
    wild.context.close()

    assert wild.tally.broken == []
