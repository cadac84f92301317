"""COCO's JSON: the golden file, and what the small functions give."""

import json
from pathlib import Path

from annotations_app.formats import coco

GOLDEN = Path(__file__).parent / "golden" / "coco.json"


def written():
    categories = [coco.Category(1, "car", "", "car"), coco.Category(2, 'Wolken ☁ "grau"', "", "cloud")]
    images = [[coco.Image(1, "street.jpg", 1000, 500, "street-1")], [], [coco.Image(2, "b/street.jpg", 640, 480, "b")]]
    box = coco.box_in_pixels((0.1, 0.2, 0.5, 0.6), 1000, 500)
    outline = coco.outline_in_pixels([{"col": 0.1}, {"row": 0.5, "col": 0.1}, {"row": 0.5, "col": 0.3}], 640, 480)
    boxes = [coco.Annotation(1, 1, 1, box, 80000.0, [], 0, "a1", "SUCCESS", "anna")]
    polygons = [
        coco.Annotation(
            2, 2, 2, coco.box_around(outline), coco.area_of(outline), [outline], 0, "a2", "SUCCESS",
            model_version_id="detector-1", score=0.75,
        )
    ]  # fmt: skip
    info = {"description": "Street scenes", "version": "1.0", "year": 2026, "date_created": "2026-01-02T03:04:05+00:00"}
    return b"".join(coco.document(info, categories, images, [boxes, polygons]))


def test_a_coco_file_is_the_golden_one():
    assert written() == GOLDEN.read_bytes()


def test_a_coco_file_is_what_coco_readers_expect():
    file = json.loads(written())

    assert {one["id"] for one in file["images"]} >= {one["image_id"] for one in file["annotations"]}
    assert {one["id"] for one in file["categories"]} >= {one["category_id"] for one in file["annotations"]}
    for one in file["annotations"]:
        left, top, width, height = one["bbox"]
        image = next(image for image in file["images"] if image["id"] == one["image_id"])
        assert 0 <= left <= left + width <= image["width"]
        assert 0 <= top <= top + height <= image["height"]
        assert one["area"] > 0


def test_an_empty_app_is_a_whole_file():
    assert json.loads(b"".join(coco.document({}, [], [], []))) == {
        "info": {},
        "licenses": [],
        "categories": [],
        "images": [],
        "annotations": [],
    }


def test_a_box_in_pixels_has_no_noise_of_binary_numbers():
    assert coco.box_in_pixels((0.1, 0.2, 0.3, 0.5), 641, 481) == (128.2, 48.1, 192.3, 96.2)
