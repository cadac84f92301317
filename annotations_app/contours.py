"""The outlines of masks: closed lines around what is set, in ratios of the picture, few enough to be drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

#: What is set is looked at in at most so many cells along its longer side.
GRID = 128
#: A cell belongs to the mask from this share of its pixels on.
LEAST = 255 // 4
#: A corner that lies closer to the line between its neighbours is left out, in cells.
TOLERANCE = 1.0
MOST_POINTS = 400

Spot = tuple[int, int]
Ring = list[tuple[float, float]]


def rings_of(picture: Image.Image) -> list[Ring]:
    """Return the outlines of what is not black, each a list of (row, column), the longest first; none where all is."""
    inside = _inside(picture)
    around = inside.getbbox()
    if around is None:
        return []
    scale = math.ceil(max(around[2] - around[0], around[3] - around[1]) / GRID)
    cells = inside.crop(around).reduce(scale).point(lambda value: 255 if value >= LEAST else 0)
    if cells.getbbox() is None:
        cells = Image.new("L", cells.size, 255)
    lines = sorted((_plain(line) for line in _lines(cells)), key=len, reverse=True)
    left, top = around[:2]
    rings: list[Ring] = []
    for line in lines:
        if rings and sum(map(len, rings)) + len(line) > MOST_POINTS:
            break
        corners = ((min(top + y * scale, around[3]), min(left + x * scale, around[2])) for x, y in line)
        rings.append([(round(row / picture.height, 5), round(col / picture.width, 5)) for row, col in corners])
    return rings


def _inside(picture: Image.Image) -> Image.Image:
    """Return a picture that is white where a mask is set: neither black nor transparent."""
    if picture.mode == "P":
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    shown = picture.getchannel("A").point(lambda value: 255 if value else 0) if "A" in picture.getbands() else None
    if picture.mode.startswith(("I", "F")):
        picture = picture.convert("I")
    grey = picture.convert("L").point(lambda value: 255 if value else 0)
    if shown is None:
        return grey
    return Image.composite(grey, Image.new("L", grey.size, 0), shown)


def _lines(cells: Image.Image) -> Iterator[list[Spot]]:
    """Follow the sides between what is set and what is not, with the set on the right hand, until each line closes."""
    onward = _sides(cells)
    while onward:
        start = next(iter(onward))
        line, here, came = [], start, (0, 0)
        while True:
            ways = onward[here]
            # Where two corners touch, the line turns to its own side, so that it never crosses itself.
            there = next((way for way in ways if _turns_right(came, here, way)), ways[0])
            ways.remove(there)
            if not ways:
                del onward[here]
            step = (there[0] - here[0], there[1] - here[1])
            if step != came:
                line.append(here)
            here, came = there, step
            if here == start:
                break
        yield line


def _sides(cells: Image.Image) -> dict[Spot, list[Spot]]:
    width, height = cells.size
    data = cells.tobytes()
    onward: dict[Spot, list[Spot]] = {}
    for y in range(height):
        row = data[y * width : (y + 1) * width]
        above = data[(y - 1) * width : y * width] if y else bytes(width)
        below = data[(y + 1) * width : (y + 2) * width] or bytes(width)
        for x in range(width):
            if not row[x]:
                continue
            if not above[x]:
                onward.setdefault((x, y), []).append((x + 1, y))
            if x + 1 == width or not row[x + 1]:
                onward.setdefault((x + 1, y), []).append((x + 1, y + 1))
            if not below[x]:
                onward.setdefault((x + 1, y + 1), []).append((x, y + 1))
            if x == 0 or not row[x - 1]:
                onward.setdefault((x, y + 1), []).append((x, y))
    return onward


def _turns_right(came: Spot, here: Spot, there: Spot) -> bool:
    return came[0] * (there[1] - here[1]) - came[1] * (there[0] - here[0]) > 0


def _plain(line: list[Spot]) -> list[Spot]:
    """Leave out the corners that are steps of a slanted line (Douglas and Peucker), of a closed one."""
    far = max(range(len(line)), key=lambda at: math.dist(line[0], line[at]))
    closed = [*line, line[0]]
    keep = {0, far, len(line)}
    parts = [(0, far), (far, len(line))]
    while parts:
        start, end = parts.pop()
        most, at = max(
            ((_away(closed[at], closed[start], closed[end]), at) for at in range(start + 1, end)), default=(0, 0)
        )
        if most > TOLERANCE:
            keep.add(at)
            parts += [(start, at), (at, end)]
    kept = [closed[at] for at in sorted(keep)[:-1]]
    return kept if len(kept) > 2 else line


def _away(spot: Spot, start: Spot, end: Spot) -> float:
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    if not length:
        return math.dist(spot, start)
    return abs(across * (start[1] - spot[1]) - down * (start[0] - spot[0])) / length
