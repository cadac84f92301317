"""Where an annotation is put by the labelling page: a box, a polygon or a point, and what of it cannot be stored."""

from __future__ import annotations

from typing import Any

import msgspec

from annotations_app.models.data import BOX, KEYPOINTS, POINT, POLYGON, AnnotationData, Box, RegionData
from annotations_app.models.input import Input
from annotations_app.models.operation import NotTaken, Operation
from annotations_app.text import new_id

#: The page writes seven decimals: numbers that differ by less are the same place.
SAME = 5.1e-8

Corner = tuple[float, float]


def put_place(data: AnnotationData, operation: Operation) -> None:
    """Give data the place that an operation names; one that names none leaves it. Raises NotTaken."""
    if not isinstance(operation.polygon, msgspec.UnsetType):
        _put_polygon(data, operation.polygon)
    elif not isinstance(operation.point, msgspec.UnsetType):
        _put_point(data, operation.point)
    elif not isinstance(operation.box, msgspec.UnsetType):
        _put_box(data, operation.box)


def too_small(data: AnnotationData, on: Input) -> bool:
    """Tell whether a box or polygon is smaller than a pixel of the picture."""
    region = data.the_region
    if region is None or not on.width or not on.height:
        return False
    around = region.box
    if region.kind == POLYGON and region.shape:
        rows, cols = zip(*(_corner(point) for point in region.shape["points"]), strict=True)
        around = (min(rows), min(cols), max(rows), max(cols))
    if around is None:
        return False
    top, left, bottom, right = around
    return (bottom - top) * on.height < 0.99 or (right - left) * on.width < 0.99


def _put_box(data: AnnotationData, box: Box | None) -> None:
    region = data.the_region
    if box is None:
        if region is not None:
            raise NotTaken("shape", "A region cannot become the whole image: delete it and name the image.")
        return
    if region is None:
        data.region = RegionData(id=new_id(), kind=BOX, box=box)
    elif region.kind not in (BOX, KEYPOINTS) or region.box is None:
        raise NotTaken("shape", f"This is a {region.kind}: it cannot become a box.")
    else:
        # A side that stays keeps the digits that the page does not show.
        top, left, bottom, right = map(_settled, box, region.box)
        region.box = (top, left, bottom, right)


def _put_polygon(data: AnnotationData, corners: list[Corner]) -> None:
    before = _shape_of(data, POLYGON)
    former = before["points"] if before else []
    if len(former) != len(corners) or not all(
        _same(corner, _corner(point)) for corner, point in zip(corners, former, strict=True)
    ):
        _region_of(data, POLYGON).shape = {"points": _points(corners, former)}


def _put_point(data: AnnotationData, corner: Corner) -> None:
    before = _shape_of(data, POINT)
    if before is None or not _same(corner, _corner(before)):
        _region_of(data, POINT).shape = _moved(before or {}, corner)


def _points(corners: list[Corner], former: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make the points of a polygon; a corner that stays, or that alone is moved, keeps its depth and visibility."""
    if len(corners) == len(former):
        return [_moved(point, corner) for corner, point in zip(corners, former, strict=True)]
    known = {_rounded(_corner(point)): point for point in former}
    return [_moved(known.get(_rounded(corner), {}), corner) for corner in corners]


def _moved(point: dict[str, Any], corner: Corner) -> dict[str, Any]:
    if not point:
        return {"row": corner[0], "col": corner[1]}
    row, col = map(_settled, corner, _corner(point))
    return point if (row, col) == _corner(point) else {**point, "row": row, "col": col}


def _shape_of(data: AnnotationData, kind: str) -> dict[str, Any] | None:
    region = data.the_region
    if region is not None and region.kind != kind:
        raise NotTaken("shape", f"This is a {region.kind}: it cannot become a {kind}.")
    return region.shape if region else None


def _region_of(data: AnnotationData, kind: str) -> RegionData:
    region = data.the_region
    if region is None:
        region = data.region = RegionData(id=new_id(), kind=kind)
    return region


def _corner(point: dict[str, Any]) -> Corner:
    return point.get("row", 0.0), point.get("col", 0.0)


def _rounded(corner: Corner) -> Corner:
    return round(corner[0], 7), round(corner[1], 7)


def _settled(new: float, old: float) -> float:
    return old if abs(new - old) <= SAME else new


def _same(new: tuple[float, ...], old: tuple[float, ...]) -> bool:
    return all(abs(one - other) <= SAME for one, other in zip(new, old, strict=True))
