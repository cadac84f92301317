"""Tiles of large pictures: which there are, what their files are called, and how they are cut.

A picture that pages do not fetch whole is cut into tiles at its own size and at parts of it (half, a quarter) that are
larger than the display picture. Knows no table and no request; `cut` decodes, and runs where a poison picture can do
no harm (`confined.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from PIL import Image

from annotations_app.errors import Code, Invalid
from annotations_app.imaging import jpeg, scale_for_display, upright
from annotations_app.structs import ready_for_threads

SIDE = 1024


@ready_for_threads
class Cut(msgspec.Struct):
    """The tiles of a picture as JPEG files, in the order of `places`."""

    tiles: list[bytes]


def scales(width: int, height: int) -> list[int]:
    """List the parts of its size at which an upright picture has tiles: 1 is its own size, 2 half, 4 a quarter."""
    return [scale for scale in (1, 2, 4) if scale < scale_for_display((width, height))] or [1]


def places(width: int, height: int) -> Iterator[tuple[int, int, int]]:
    """List all tiles of an upright picture as (scale, column, row)."""
    for scale in scales(width, height):
        columns, rows = (-(-side // (SIDE * scale)) for side in (width, height))
        yield from ((scale, column, row) for row in range(rows) for column in range(columns))


def names(original: str, width: int, height: int) -> list[str]:
    """List the files of all tiles, which lie beside the original."""
    return [name(original, *place) for place in places(width, height)]


def name(original: str, scale: int, column: int, row: int) -> str:
    """Name the file of one tile."""
    return f"{original.rpartition('/')[0]}/tile-{scale}-{column}-{row}.jpg"


def cut(content: bytes, max_pixels: int) -> Cut:
    """Decode a whole picture and cut its tiles. Raises Invalid where that cannot be done."""
    try:
        whole, profile = upright(content, max_pixels)
    except MemoryError:
        raise Invalid("data.image: the picture takes too much memory", Code.INPUT_OVER_LIMIT) from None
    tiles: list[bytes] = []
    level, present = whole, 1
    for scale, column, row in places(*whole.size):
        if scale != present:
            level, present = level.reduce(scale // present), scale
        tiles.append(jpeg(_piece(level, column, row), profile))
    return Cut(tiles)


def _piece(level: Image.Image, column: int, row: int) -> Image.Image:
    left, top = column * SIDE, row * SIDE
    return level.crop((left, top, min(left + SIDE, level.width), min(top + SIDE, level.height)))
