"""Hold the labelling page against its budgets, in the system's Chromium on a server and an app made for it.

    python -m bench.editor                all of it, in about five minutes on a quiet machine
    python -m bench.editor drag crowd     some of the parts: begin, drag, crowd, walk

Each part runs three times, in turns with the others, each time in a window with an empty cache. The table tells for
each line the budget, the median of the three runs, the least and the most, and, where it is about work, the CPU time
that the page's main thread got; on a busy machine that is the figure to compare. A line is "held", "over" or, at more
than one and a half times its budget, "MISSED"; the exit status is bad only where one is missed.

All pages show a photo of 12 MP (4000 × 3000) at 1280 × 800. Work is the time that the tasks of the page's main thread
took (TaskDuration of Chromium's performance metrics: scripts, style, layout, painting); frames are those that
requestAnimationFrame is told of.

begin   A page with 200 boxes: from leaving for it until it takes work and its picture is on the screen; the scripts
        and styles that it fetched until then, as they were sent (kB = 1,024 bytes); the HTML of a page with 1,000
        boxes, as a proxy would compress it. Then 40 boxes are drawn, each after the one before is saved: from letting
        go until the operation is on disk, and until the server's row is in the list; the 95th percentile of the 40.
drag    One of 1,000 boxes is dragged in a circle, 120 steps, a step a frame: work by step, and the 95th percentile of
        the time between frames; the latter again with a quarter of the CPU. Then 120 notches of the wheel, in and out.
crowd   2,000 boxes are selected, hidden, shown, named and deleted, each by one key: the work from the key until what
        it did is painted, with what begins meanwhile; for naming also until all of it is saved.
walk    Through 100 images of 20 boxes in one tab, with the key for the next one: from the key until the next image
        takes work and its picture is on the screen, the 95th percentile of the 100; and how much more memory the
        page's process has after the last one than after the first, both after collecting garbage and letting go of
        the pictures that the browser keeps decoded for another look (up to half a gigabyte, on its own account). Nobody
        listens to that tab's network, for whose sake Chromium would keep every picture that came.
"""

from __future__ import annotations

import sys

from bench.apart import run_apart
from tests.browser.chromium import chromium_path

if __name__ == "__main__":
    if chromium_path() is None:
        sys.exit("There is no Chromium: install it, or name it in CHROMIUM.")
    sys.exit(run_apart("bench.labelling", *sys.argv[1:]))
