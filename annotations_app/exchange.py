"""Taking an app's data out: streamed in chunks by key, from one snapshot, with a fixed number of queries a chunk."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import msgspec
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from annotations_app.formats import answers, clarifai, coco
from annotations_app.models import (
    Annotation,
    AnnotationConcept,
    Concept,
    Input,
    Member,
    Place,
    Region,
    Status,
    User,
    WorkerKind,
)
from annotations_app.models.annotation import AnnotationQuerySet
from annotations_app.models.data import BOX, KEYPOINTS, POLYGON
from annotations_app.models.stored import read, stored_input_level

CHUNK = 2000


class Choice(msgspec.Struct):
    """What is wanted: annotations of which statuses, and the models' too or only people's."""

    statuses: tuple[int, ...] = (Status.SUCCESS,)
    models: bool = False


def as_coco(member: Member, choice: Choice) -> Iterator[bytes]:
    """Write an app as COCO JSON, piece by piece."""
    with snapshot():
        concepts = list(Concept.objects.of(member.app))
        numbers = {concept.pk: number for number, concept in enumerate(concepts, start=1)}
        categories = [coco.Category(numbers[one.pk], one.name, "", one.public_id) for one in concepts]
        now = timezone.now()
        info = {"description": member.app.name, "version": "1.0", "year": now.year, "date_created": now.isoformat()}
        pictures = _Pictures(member)
        yield from coco.document(info, categories, pictures.images(), _boxes(member, choice, pictures, numbers))


def as_api(member: Member, choice: Choice, app_url: str) -> Iterator[bytes]:
    """Write an app as the API's own JSON, piece by piece."""
    writer = clarifai.Writer(member.app.public_id, app_url)
    with snapshot():
        yield from clarifai.document(_inputs(member, writer), _annotations(member, choice, writer))


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything inside as it was at one moment, without holding up who writes."""
    if connection.in_atomic_block:  # a test's own transaction
        yield
        return
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.transaction_mode = None  # type: ignore[attr-defined] # IMMEDIATE would shut out all writers
    try:
        with transaction.atomic():
            if connection.vendor == "sqlite":
                connection.transaction_mode = mode  # type: ignore[attr-defined]
            else:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    # Between two chunks we wait for the one who downloads.
                    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def _chosen(member: Member, choice: Choice) -> AnnotationQuerySet:
    rows = Annotation.objects.filter(app=member.app, status__in=choice.statuses).visible_to(member)
    return rows if choice.models else rows.filter(worker_kind=WorkerKind.USER)


# --- COCO -----------------------------------------------------------------------------------------------------------


class _Pictures:
    """The numbers and sizes of the pictures by their keys: 16 bytes each, so that millions fit."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.pks = array("q")
        self.widths = array("I")
        self.heights = array("I")

    def images(self) -> Iterator[list[coco.Image]]:
        """List the pictures, oldest first, and remember them."""
        pictures = Input.objects.filter(app=self.member.app, width__isnull=False)
        names = pictures.order_by().values("file_name").annotate(uses=Count("pk")).filter(uses__gt=1)
        shared = set(names.values_list("file_name", flat=True))
        columns = ("pk", "public_id", "file_name", "width", "height")
        for rows in _by_key(pictures, columns):
            chunk = []
            for pk, public_id, file_name, width, height in rows:
                self.pks.append(pk)
                self.widths.append(width)
                self.heights.append(height)
                name = unique_name(public_id, file_name, shared)
                chunk.append(coco.Image(len(self.pks), name, width, height, public_id))
            yield chunk

    def find(self, pk: int) -> tuple[int, int, int] | None:
        """Return number, width and height of a picture, or None where it is none."""
        place = bisect_left(self.pks, pk)
        if place == len(self.pks) or self.pks[place] != pk:
            return None
        return place + 1, self.widths[place], self.heights[place]


def unique_name(public_id: str, file_name: str, shared: set[str]) -> str:
    """Return a relative name that no other picture has: its own, or in a folder of its id where that would not do."""
    if file_name and file_name not in shared and not {"/", "\\"} & set(file_name) and file_name not in (".", ".."):
        return file_name
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return f"{public_id}/{last if last not in ('', '.', '..') else public_id}"


_COLUMNS = ("pk", "public_id", "input_id", "status", "user_id", "model_version_id")
_PLACE = ("annotation_id", "kind", "top", "left", "bottom", "right", "shape")


def _boxes(
    member: Member, choice: Choice, pictures: _Pictures, numbers: dict[int, int]
) -> Iterator[list[coco.Annotation]]:
    """List what has a place in COCO: a concept that is there, of a box or a polygon on a picture.

    Regions and concepts are fetched by their annotations' keys: a join would be left to the planner's guess.
    """
    ids = count(1)
    names = {int(status): status.name for status in Status}
    handles: dict[int | None, str] = {None: ""}
    for chunk in _by_key(_chosen(member, choice).filter(is_empty=False), _COLUMNS):
        if new := {row[4] for row in chunk} - handles.keys():
            handles.update(User.objects.filter(pk__in=new).values_list("pk", "handle"))
        pks = [row[0] for row in chunk]
        places, said = _places(pks), _concepts_there(pks)
        made = []
        for pk, public_id, input_pk, status, user_pk, version in chunk:
            picture = pictures.find(input_pk)
            if picture is None or pk not in said or pk not in places:
                continue
            box, area, outlines = _in_pixels(places[pk], picture[1], picture[2])
            made += [
                coco.Annotation(
                    next(ids), picture[0], numbers[concept_pk], box, area, outlines, 0, public_id, names[status],
                    handles[user_pk], version, None if value == 1 else value,
                )
                for concept_pk, value in said[pk]
            ]  # fmt: skip
        yield made


def _places(pks: list[int]) -> dict[int, tuple[Any, ...]]:
    """Find the kind, box and shape of the regions that have a place in COCO, by annotation."""
    rows = Region.objects.filter(annotation__one_of=pks, in_frame=False)
    boxes = Q(kind__in=(BOX, KEYPOINTS), top__isnull=False)
    return {row[0]: row[1:] for row in rows.filter(boxes | Q(kind=POLYGON)).values_list(*_PLACE)}


def _in_pixels(place: tuple[Any, ...], width: int, height: int) -> tuple[coco.Edges, float, list[list[float]]]:
    """Return box, area and outlines of a region."""
    kind, top, left, bottom, right, shape = place
    if kind == POLYGON:
        outline = coco.outline_in_pixels(shape["points"], width, height)
        return coco.box_around(outline), coco.area_of(outline), [outline]
    box = coco.box_in_pixels((top, left, bottom, right), width, height)
    return box, round(box[2] * box[3], 3), []


def _concepts_there(pks: list[int]) -> dict[int, list[tuple[int, float]]]:
    """Find the concepts of regions whose value is not 0; where a region has none, those of its whole annotation."""
    rows = AnnotationConcept.objects.filter(annotation__one_of=pks, place__in=(Place.WHOLE, Place.REGION))
    columns = ("annotation_id", "place", "concept_id", "value")
    whole: dict[int, list[tuple[int, float]]] = defaultdict(list)
    region: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for pk, place, concept_pk, value in rows.order_by("annotation", "place", "order").values_list(*columns):
        (region if place == Place.REGION else whole)[pk].append((concept_pk, value))
    there = {pk: [one for one in said if one[1] > 0] for pk, said in {**whole, **region}.items()}
    return {pk: said for pk, said in there.items() if said}


# --- the API's JSON -------------------------------------------------------------------------------------------------

_INPUT_COLUMNS = (
    "pk", "public_id", "status", "problem", "media_type", "width", "height", "color_mode", "created_at", "modified_at",
)  # fmt: skip


def _inputs(member: Member, writer: clarifai.Writer) -> Iterator[list[answers.InputOut]]:
    for rows in _by_key(Input.objects.filter(app=member.app), _INPUT_COLUMNS, named=True):
        levels = stored_input_level(member.app, [row.pk for row in rows])
        yield [writer.input(row, levels[row.pk].data if row.pk in levels else None) for row in rows]


def _annotations(member: Member, choice: Choice, writer: clarifai.Writer) -> Iterator[list[answers.AnnotationOut]]:
    for chunk in _by_key(_chosen(member, choice).listed(), ("pk",)):
        rows = Annotation.objects.filter(pk__in=[pk for (pk,) in chunk])
        yield [writer.annotation(one) for one in read(rows.order_by("pk"))]


def _by_key(rows: Any, columns: Iterable[str], *, named: bool = False) -> Iterator[list[Any]]:
    """Fetch rows in chunks, each found by the key of the one before; the first column is the key."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk").values_list(*columns, named=named)[:CHUNK]):
        yield found
        last = found[-1][0]
