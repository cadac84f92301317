"""The places that regions name: region_info as plain values, and the masks among them."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

from django.core.files.storage import default_storage
from PIL import Image

from annotations_app.api.decoding import number, whole
from annotations_app.api.wire import BoxIn, FileIn, PointIn, RegionInfoIn, SpanIn
from annotations_app.contours import rings_of
from annotations_app.files import keep_file
from annotations_app.models import App
from annotations_app.models.data import BOX, KEYPOINTS, MASK, POINT, POLYGON, SPAN, TOKEN, RegionData
from annotations_app.text import bytes_of

_MASK_URL = re.compile(r"/masks/([0-9a-f]{64})\.png$")
_VISIBILITY = {"NOT_SET": 0, "VISIBLE": 1, "NOT_VISIBLE": 2, "NOT_PRESENT": 3}
MAX_MASK_PIXELS = 100_000_000
MAX_MASK_SIDE = 32_768


class Masks:
    """The masks of a call: checked when they are read, stored only when the call is good."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.new: dict[str, bytes] = {}

    def take(self, image: FileIn | None, where: str, unfit: type[Exception]) -> dict[str, Any]:
        """Return the shape of a mask given by its bytes or by an address of ours."""
        if image is not None and image.base64:
            content = bytes_of(image.base64)
            rings = None if content is None else _outlines(content)
            if content is None or rings is None:
                raise unfit(f"{where}.base64: it is no PNG")
            digest = hashlib.sha256(content).hexdigest()
            self.new[digest] = content
            return {"sha256": digest, "file": self.name(digest), "rings": rings}
        found = _MASK_URL.search(image.url or "") if image is not None else None
        if found is None:
            raise unfit(f"{where}: a mask has base64, or a url of this server")
        content = self.new.get(found[1]) or self._stored(found[1])
        if content is None:
            raise unfit(f"{where}.url: this app has no such mask")
        return {"sha256": found[1], "file": self.name(found[1]), "rings": _outlines(content) or []}

    def _stored(self, digest: str) -> bytes | None:
        if not default_storage.exists(self.name(digest)):
            return None
        with default_storage.open(self.name(digest)) as file:
            content: bytes = file.read()
        return content

    def name(self, digest: str) -> str:
        """Return where a mask of the app lies."""
        return mask_name(self.app, digest)

    def store(self) -> None:
        """Keep the new ones; the same content has one file."""
        for digest, content in self.new.items():
            if not default_storage.exists(self.name(digest)):
                keep_file(self.name(digest), content)


def mask_name(app: App, digest: str) -> str:
    """Return the storage name of an app's mask."""
    return f"masks/{app.pk}/{digest}.png"


def _outlines(content: bytes) -> list[list[list[float]]] | None:
    """Decode a mask and return the lines around it, by which pages draw it; None where it is no PNG."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            if max(image.size) > MAX_MASK_SIDE or image.width * image.height > MAX_MASK_PIXELS:
                return None
            image.load()
            return [[[row, col] for row, col in ring] for ring in rings_of(image)]
    except Exception:  # noqa: BLE001 - decoders raise all sorts on broken files
        return None


def place_in(sent: RegionInfoIn | None, where: str, masks: Masks, unfit: type[Exception]) -> RegionData | None:
    """Read a region's place, or None where none is given. Raises `unfit` for two places at once."""
    if sent is None:
        return None
    shapes = [name for name in ("polygon", "point", "mask", "span", "token") if getattr(sent, name) is not None]
    points = sent.keypoint_locations
    if len(shapes) + (sent.bounding_box is not None or bool(points)) > 1:
        raise unfit(f"{where}: a region has one place")
    box = _box_in(sent.bounding_box, f"{where}.bounding_box") if sent.bounding_box is not None else None
    if points:
        here = f"{where}.keypoint_locations"
        return RegionData(kind=KEYPOINTS, box=box, shape={"points": _points_in(points, here)})
    region = None
    if box is not None:
        region = RegionData(kind=BOX, box=box)
    elif sent.polygon is not None:
        corners = _points_in(sent.polygon.points or [], f"{where}.polygon.points")
        region = RegionData(kind=POLYGON, shape={"points": corners})
    elif sent.point is not None:
        region = RegionData(kind=POINT, shape=_point_in(sent.point, f"{where}.point"))
    elif sent.mask is not None:
        region = RegionData(kind=MASK, shape=masks.take(sent.mask.image, f"{where}.mask.image", unfit))
    elif sent.span is not None:
        region = RegionData(kind=SPAN, shape=_span_in(sent.span, f"{where}.span"))
    elif sent.token is not None:
        region = RegionData(kind=TOKEN, shape=_span_in(sent.token, f"{where}.token"))
    return region


def _box_in(sent: BoxIn, where: str) -> tuple[float, float, float, float]:
    return (
        number(sent.top_row, f"{where}.top_row"),
        number(sent.left_col, f"{where}.left_col"),
        number(sent.bottom_row, f"{where}.bottom_row"),
        number(sent.right_col, f"{where}.right_col"),
    )


def _points_in(sent: list[PointIn], where: str) -> list[dict[str, Any]]:
    return [_point_in(point, f"{where}[{place}]") for place, point in enumerate(sent)]


def _point_in(sent: PointIn, where: str) -> dict[str, Any]:
    kept: dict[str, Any] = {"row": number(sent.row, f"{where}.row"), "col": number(sent.col, f"{where}.col")}
    if sent.z is not None:
        kept["z"] = number(sent.z, f"{where}.z")
    if sent.visibility is not None:
        named = _VISIBILITY.get(sent.visibility) if isinstance(sent.visibility, str) else None
        kept["visibility"] = named if named is not None else whole(sent.visibility, f"{where}.visibility")
    return kept


def _span_in(sent: SpanIn, where: str) -> dict[str, Any]:
    ends = {name: whole(getattr(sent, name), f"{where}.{name}") for name in ("char_start", "char_end")}
    return {**ends, "raw_text": sent.raw_text or ""}
