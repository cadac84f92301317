"""The outlines of masks."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from annotations_app.contours import MOST_POINTS, rings_of


def mask(*boxes, size=(200, 100), mode="L", fill: object = 255):
    picture = Image.new(mode, size)
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill=fill)
    return picture


def around(rings):
    points = [point for ring in rings for point in ring]
    rows, cols = zip(*points, strict=True)
    return min(rows), min(cols), max(rows), max(cols)


@pytest.mark.parametrize(
    ("mode", "fill"), [("L", 255), ("L", 1), ("1", 1), ("RGB", (0, 90, 0)), ("RGBA", (9, 9, 9, 255)), ("I;16", 500)]
)
def test_a_rectangle_has_its_four_corners(mode, fill):
    [ring] = rings_of(mask((20, 10, 99, 59), mode=mode, fill=fill))

    assert sorted(ring) == [(0.1, 0.1), (0.1, 0.5), (0.6, 0.1), (0.6, 0.5)]


def test_what_is_transparent_or_black_is_not_set():
    assert rings_of(mask()) == []
    assert rings_of(mask((20, 10, 99, 59), mode="RGBA", fill=(255, 255, 255, 0))) == []


def test_parts_and_holes_have_lines_of_their_own():
    picture = mask((10, 10, 59, 89), (100, 20, 139, 59))
    ImageDraw.Draw(picture).rectangle((20, 20, 39, 49), fill=0)

    rings = rings_of(picture)

    assert len(rings) == 3
    assert around(rings) == (0.1, 0.05, 0.9, 0.7)


def test_parts_that_touch_at_a_corner_do_not_cross():
    rings = rings_of(mask((10, 10, 19, 19), (20, 20, 29, 29), size=(40, 40)))

    assert sorted(len(ring) for ring in rings) == [4, 4]


def test_a_large_circle_is_smooth_and_has_few_corners():
    picture = Image.new("L", (4000, 3000))
    ImageDraw.Draw(picture).ellipse((1000, 500, 2999, 2499), fill=255)

    [ring] = rings_of(picture)

    assert 12 <= len(ring) <= 80
    for row, col in ring:
        assert ((row * 3000 - 1500) ** 2 + (col * 4000 - 2000) ** 2) ** 0.5 == pytest.approx(1000, abs=25)


def test_dust_and_a_single_pixel_are_bounded():
    picture = Image.new("L", (1000, 1000))
    for x in range(0, 1000, 10):
        for y in range(0, 1000, 10):
            picture.putpixel((x, y), 255)
    assert sum(map(len, rings_of(picture))) <= MOST_POINTS

    [ring] = rings_of(mask((50, 50, 50, 50), size=(100, 100)))
    assert sorted(ring) == [(0.5, 0.5), (0.5, 0.51), (0.51, 0.5), (0.51, 0.51)]
