"""What hands do on the labelling page, in pixels of the picture."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import Page, expect

from annotations_app.models import App, Input, User
from tests.make import box, make_annotation, make_input, make_marker

SIZE = (640, 480)


def make_photo(app: App, public_id: str, size: tuple[int, int] = SIZE) -> Input:
    """Make an input with a real picture behind it."""
    drawn = Image.linear_gradient("L").resize(size).convert("RGB")
    body = io.BytesIO()
    drawn.save(body, "JPEG")
    name = default_storage.save(f"tests/{app.pk}-{public_id}.jpg", ContentFile(body.getvalue()))
    names = {"original": name, "display": name, "thumbnail": name}
    return make_input(app, public_id, width=size[0], height=size[1], file_name=f"{public_id}.jpg", **names)


def hand_out_photos(app: App, user: User, numbers: Iterable[int]) -> list[Input]:
    """Make photos that are called street with a number, and hand them out to a person in this order."""
    made = [make_photo(app, f"street-{number}") for number in numbers]
    for one in made:
        make_marker(app, one, user)
    return made


def make_photo_with_boxes(app: App, user: User, number: int, step: float = 0.005) -> Input:
    """Make the photo street-1 with many boxes of a person, each a step further right and down than the one before."""
    on = make_photo(app, "street-1")
    for at in (step * place for place in range(number)):
        make_annotation(app, on, user=user, data=box("car", at=(at, at, at + 0.1, at + 0.2)))
    return on


class Stage:
    """The editor of one page, as a person sees and handles it."""

    page_of_input = "label"

    def __init__(self, page: Page) -> None:
        self.page = page
        self.editor = page.locator("box-editor")
        self.on: Input | None = None

    def open(self, on: Input) -> Stage:
        """Go to the labelling page of an input and wait until it is ready."""
        return self.begin(on).ready()

    def begin(self, on: Input) -> Stage:
        """Go to the labelling page of an input and wait until one can draw, whatever is still to come."""
        self.on = on
        self.page.goto(f"/apps/{on.app.owner.handle}/{on.app.public_id}/inputs/{on.public_id}/{self.page_of_input}/")
        self.page.locator("box-editor[data-ready]").wait_for()
        return self

    def ready(self) -> Stage:
        """Wait until the editor takes work, and all of it is here."""
        self.page.locator("box-editor[data-ready][data-complete]").wait_for()
        return self

    def settled(self) -> None:
        """Wait until what was asked for is on the screen."""
        self.editor.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def saved(self) -> None:
        """Wait until the server has everything."""
        self.page.locator('box-editor[data-kept="0"][data-writing="0"]').wait_for()

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Say where on the screen a pixel of the picture is."""
        frame = self.page.locator(".picture").bounding_box()
        assert frame is not None
        size = self.editor.evaluate("one => [Number(one.dataset.width), Number(one.dataset.height)]")
        return frame["x"] + x * frame["width"] / size[0], frame["y"] + y * frame["height"] / size[1]

    def draws(self, boxes: int) -> None:
        """Wait until so many places are drawn, apart from what moves."""
        expect(self.page.locator("canvas.boxes")).to_have_attribute("data-drawn", str(boxes))

    def colour(self, x: float, y: float, width: int = 1) -> list[tuple[int, int, int]]:
        """Look at pixels of the screen, side by side from where a pixel of the picture is."""
        across, down = self.at(x, y)
        shot = self.page.screenshot(caret="initial", clip={"x": across, "y": down, "width": width, "height": 1})
        seen = Image.open(io.BytesIO(shot)).convert("RGB")
        return [cast("tuple[int, int, int]", seen.getpixel((at, 0))) for at in range(width)]

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 3) -> None:
        """Press at one pixel and let go at another."""
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(*end), steps=steps)
        self.page.mouse.up()

    def click(self, x: float, y: float) -> None:
        """Click a pixel of the picture."""
        self.page.mouse.click(*self.at(x, y))

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def rows(self) -> int:
        """Count the rows that are shown."""
        return self.page.locator("box-list ol .row:visible").count()
