"""COCO's JSON for object detection, written piece by piece: whatever the size, only one chunk is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

Edges = tuple[float, float, float, float]
"""top, left, bottom, right: ratios 0..1 of the upright picture."""


class Image(msgspec.Struct):
    """One picture, upright."""

    id: int
    file_name: str
    width: int
    height: int
    input_id: str


class Category(msgspec.Struct):
    """One concept."""

    id: int
    name: str
    supercategory: str
    concept_id: str


class Annotation(msgspec.Struct, omit_defaults=True):
    """One concept of one region; what COCO has no field for stands behind its own fields."""

    id: int
    image_id: int
    category_id: int
    bbox: tuple[float, float, float, float]
    area: float
    segmentation: list[list[float]]
    iscrowd: int
    annotation_id: str
    status: str
    user_id: str = ""
    model_version_id: str = ""
    score: float | None = None


def document(
    info: dict[str, Any],
    categories: Iterable[Category],
    images: Iterable[list[Image]],
    annotations: Iterable[list[Annotation]],
) -> Iterator[bytes]:
    """Write the whole file; images and annotations come in chunks, and are asked for only when it is their turn."""
    encode = msgspec.json.Encoder().encode
    yield b'{"info":' + encode(info) + b',\n"licenses":[],\n"categories":' + encode(list(categories))
    yield b',\n"images":['
    yield from joined(encode, images)
    yield b'],\n"annotations":['
    yield from joined(encode, annotations)
    yield b"]}\n"


def joined(encode: Any, chunks: Iterable[list[Any]]) -> Iterator[bytes]:
    """Write the items of chunks as the inside of one JSON list, one item a line."""
    between = b"\n"
    for chunk in chunks:
        if chunk:
            yield between + b",\n".join([encode(item) for item in chunk])
            between = b",\n"


def box_in_pixels(edges: Edges, width: int, height: int) -> tuple[float, float, float, float]:
    """Return a box as COCO has it: left, top, width, height in pixels, to the thousandth."""
    top, left, bottom, right = edges
    return (
        round(left * width, 3),
        round(top * height, 3),
        round((right - left) * width, 3),
        round((bottom - top) * height, 3),
    )


def outline_in_pixels(points: list[dict[str, Any]], width: int, height: int) -> list[float]:
    """Return a polygon as COCO has it: x, y, x, y ... in pixels."""
    return [
        number
        for point in points
        for number in (round(point.get("col", 0.0) * width, 3), round(point.get("row", 0.0) * height, 3))
    ]


def box_around(outline: list[float]) -> tuple[float, float, float, float]:
    """Return the smallest box around a polygon."""
    xs, ys = outline[::2], outline[1::2]
    return min(xs), min(ys), round(max(xs) - min(xs), 3), round(max(ys) - min(ys), 3)


def area_of(outline: list[float]) -> float:
    """Return the area of a polygon by the shoelace formula."""
    xs, ys = outline[::2], outline[1::2]
    before = zip(xs[-1:] + xs[:-1], ys[-1:] + ys[:-1], strict=True)
    return round(abs(sum(x0 * y1 - x1 * y0 for (x0, y0), x1, y1 in zip(before, xs, ys, strict=True))) / 2, 3)
