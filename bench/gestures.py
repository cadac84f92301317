"""What a person does on the labelling page, measured once: each part fills some lines of the table."""

from __future__ import annotations

import gzip
import math
import time
from itertools import pairwise

from playwright.sync_api import BrowserContext

from bench.browser import Tab
from bench.budgets import Table, percentile
from bench.quiet import quiet_tab
from bench.scene import FIRST, Scene

MANY = ("many", 1000)
STEPS = 120
SLOWER = 4
DRAWN = 40
IMAGES = 100
#: How many seconds somebody at least looks at an image: what comes next is fetched meanwhile.
LOOK = 0.3


def drag(context: BrowserContext, scene: Scene, run: int, table: Table) -> None:
    """Drag one of many boxes about, then with less CPU; then zoom."""
    tab = Tab(context)
    tab.stage.open(scene.on(*MANY))
    tab.stage.press("v")
    middle = ((FIRST[0] + FIRST[2]) / 2, (FIRST[1] + FIRST[3]) / 2)
    tab.page.locator("box-list .pick").first.click()
    _about(tab, middle, 20)
    with tab.working() as work:
        intervals = _about(tab, middle, STEPS)
    table.add("drag", work.tasks / STEPS, work.cpu / STEPS)
    table.add("drag-interval", percentile(intervals))
    with tab.slower(SLOWER):
        table.add("drag-slowly", percentile(_about(tab, middle, STEPS)))
    tab.stage.saved()
    _zoom(tab, 10)
    with tab.working() as work:
        _zoom(tab, STEPS)
    table.add("zoom", work.tasks / STEPS, work.cpu / STEPS)
    tab.close()


def _about(tab: Tab, at: tuple[float, float], steps: int) -> list[float]:
    """Drag what is there around in a circle, a step a frame, back to where it was; return the frames' intervals."""
    x, y = tab.stage.at(*at)
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.tell("count()")
    for step in range(steps):
        turn = 2 * math.pi * step / steps
        tab.page.mouse.move(x + 150 * math.sin(turn), y + 100 - 100 * math.cos(turn))
    tab.tell("count(false)")
    tab.page.mouse.move(x, y)
    tab.page.mouse.up()
    return [later - sooner for sooner, later in pairwise(tab.tell('take("frames")'))]


def _zoom(tab: Tab, steps: int) -> None:
    """Turn the wheel over the middle of the stage, five notches in, five out."""
    tab.page.mouse.move(600, 400)
    for step in range(steps):
        tab.page.mouse.wheel(0, -100 if step % 10 < 5 else 100)
        tab.tell("painted()")


def crowd(context: BrowserContext, scene: Scene, run: int, table: Table) -> None:
    """Select, hide, show again, name and delete all of many boxes."""
    tab = Tab(context)
    tab.stage.open(scene.on(f"crowd-{run}", 2000))
    tab.page.wait_for_load_state("networkidle")
    for name, key in (("select", "Control+a"), ("hide", "t"), ("show", "t"), ("relabel", "3"), ("delete", "Delete")):
        tab.stage.settled()
        with tab.working() as saving:
            with tab.working() as work:
                tab.stage.press(key)
                tab.tell("stroke")
            if name == "relabel":
                tab.tell("settled()")
        table.add(name, work.tasks, work.cpu)
        if name == "relabel":
            table.add("relabel-saved", saving.tasks, saving.cpu)
    tab.close()


def begin(context: BrowserContext, scene: Scene, run: int, table: Table) -> None:
    """Open a page in a window that has nothing yet; then draw boxes on it. Weigh the page with many boxes."""
    tab, on = Tab(context), scene.on("few", 200)
    tab.stage.open(on)
    tab.page.wait_for_load_state("networkidle")
    table.add("ready", tab.tell('take("usable")')[0])
    fetched = tab.tell("bytes")
    table.add("script", fetched["js"] / 1024)
    table.add("style", fetched["css"] / 1024)
    whole = context.request.get(tab.page.url.replace(on.public_id, scene.on(*MANY).public_id))
    table.add("html", len(gzip.compress(whole.body())) / 1024)
    tab.stage.press("v", "n", "1")
    for number in range(DRAWN):
        x, y = 300 + 80 * number, 2000 + 10 * number
        tab.stage.drag((x, y), (x + 150, y + 120))
        tab.tell("settled()")
    table.add("kept", percentile(tab.tell('take("kept")')))
    table.add("saved", percentile(tab.tell('take("saved")')))
    tab.close()


def walk(context: BrowserContext, scene: Scene, run: int, table: Table) -> None:
    """Go through many images in one tab, of a browser of its own that keeps nothing for who watches it."""
    first, *_ = [scene.on(f"next-{number}", 20) for number in range(IMAGES + 1)]
    with quiet_tab(scene.address, scene.session) as tab:
        tab.open(f"{scene.address}/apps/{scene.app.owner.handle}/{scene.app.public_id}/inputs/{first.public_id}/label/")
        tab.shows("box-editor[data-ready][data-complete]")
        time.sleep(1)
        before = tab.memory()
        tab.tell('take("usable")')
        for number in range(IMAGES):
            tab.press("f")
            tab.shows(f'box-editor[data-ready][data-address$="/next-{number + 1}/"]')
            time.sleep(LOOK)
        table.add("next", percentile(tab.tell('take("usable")')))
        table.add("memory", tab.memory() - before)
