"""What a search can ask of an annotation and its input (contract 7.1), and how the database is asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from annotations_app.models.annotation import AnnotationConcept, Place, Region, WorkerKind
from annotations_app.models.app import App
from annotations_app.models.concept import NAME_START, Concept
from annotations_app.models.data import BOX, KEYPOINTS, ConceptValue
from annotations_app.models.drafts import ModelWorker
from annotations_app.models.geography import Area
from annotations_app.models.input import Input
from annotations_app.models.user import User

NOTHING = Q(pk__in=[])
_NO_SEGMENTS = Q(segments__isnull=True) | Q(segments=[])
IN_REGIONS = (Place.REGION, Place.FRAME_REGION)
FAMILIES = ("text", "video", "audio")  # of media; all else is a picture


class RegionWanted(msgspec.Struct):
    """A region to look for: of one of these kinds (none: any), with this id, track and one of these concepts."""

    kinds: list[str] = []
    id: str = ""
    track_id: str = ""
    concepts: list[ConceptValue] = []


class AnnotationWanted(msgspec.Struct):
    """What an annotation must be; what is empty is not asked. Of concepts, regions and metadata's keys, one must fit.

    `is_nowhere` asks for neither region nor frame nor stretch of time.
    """

    id: str = ""
    input_id: str = ""
    user_id: str = ""
    model: ModelWorker | None = None
    task_id: str = ""
    status: int | None = None
    is_input_level: bool = False
    is_trusted: bool = False
    info: dict[str, Any] | None = None
    metadata: dict[str, Any] | None = None
    concepts: list[ConceptValue] = []
    regions: list[RegionWanted] = []
    has_frame: bool = False
    has_segments: bool = False
    has_text: bool = False
    is_nowhere: bool = False
    area: Area | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def all_concepts(self) -> list[ConceptValue]:
        """List the concepts that are named anywhere."""
        return [*self.concepts, *(value for region in self.regions for value in region.concepts)]


class InputWanted(msgspec.Struct):
    """What an input must be; of several media, one must fit."""

    id: str = ""
    status: int | None = None
    media: list[str] = []
    is_in_dataset: bool = False


class Filter(msgspec.Struct):
    """One filter of a search."""

    annotation: AnnotationWanted
    input: InputWanted
    negate: bool = False

    @property
    def asks_of_annotation(self) -> bool:
        """Tell whether anything is asked of annotations."""
        return self.annotation != AnnotationWanted()

    @property
    def is_set(self) -> bool:
        """Tell whether anything is asked at all."""
        return self.asks_of_annotation or self.input != InputWanted()


class Named:
    """The primary keys of what the filters of a search name, looked up at once."""

    def __init__(self, app: App, filters: Sequence[Filter]) -> None:
        self.app = app
        wanted = [one.annotation for one in filters]
        handles, inputs = {one.user_id for one in wanted} - {""}, {one.input_id for one in wanted} - {""}
        users = User.objects.filter(handle__in=handles).values_list("handle", "pk") if handles else ()
        self.users: dict[str, int] = dict(users)
        rows = Input.objects.filter(app=app, public_id__in=inputs).values_list("public_id", "pk") if inputs else ()
        self.inputs: dict[str, int] = dict(rows)
        self._by_id: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._look_up([value for one in wanted for value in one.all_concepts])

    def _look_up(self, values: list[ConceptValue]) -> None:
        ids, names = {one.id for one in values if one.id}, {one.name for one in values if not one.id}
        if not values:
            return
        meant = Q(public_id__in=ids)
        if names:
            meant |= Q(beginning__in={name[:NAME_START] for name in names}, name__in=names)
        rows = Concept.objects.alias(beginning=Left("name", NAME_START)).filter(meant, app=self.app)
        for pk, public_id, name in rows.values_list("pk", "public_id", "name"):
            self._by_id[public_id] = pk
            self._by_name.setdefault(name, []).append(pk)

    def concepts(self, value: ConceptValue) -> list[int]:
        """List the concepts that a value means: the one of its id, or all of its name."""
        if value.id:
            return [self._by_id[value.id]] if value.id in self._by_id else []
        return self._by_name.get(value.name, [])

    def use(self, values: Sequence[ConceptValue]) -> Q:
        """Write which uses of concepts are meant: above 0 where the value is, else of 0."""
        present = {pk for value in values if value.value > 0 for pk in self.concepts(value)}
        absent = {pk for value in values if value.value == 0 for pk in self.concepts(value)}
        meant = one_of("concept", present) & Q(value__gt=0) if present else NOTHING
        return meant | (one_of("concept", absent) & Q(value=0)) if absent else meant


def one_of(column: str, values: Iterable[Any]) -> Q:
    """Compare with several values; with one it is an equality, whose index keeps the order."""
    some = sorted(values)
    return Q(**{column: some[0]}) if len(some) == 1 else Q(**{f"{column}__in": some})


# --- annotations ----------------------------------------------------------------------------------------------------


def of_annotation(wanted: AnnotationWanted, named: Named, *, by_input: bool = False) -> Q:
    """Write what is asked of an annotation. With `by_input` it is looked for among those of one input.

    Then status and user are compared as sums, else SQLite would look up all of that status or user for each input.
    """
    itself = _of_itself(wanted, named, by_input=by_input), _of_worker(wanted, named, by_input=by_input)
    return all_of(chain(*itself, _of_data(wanted, named), _of_places(wanted, named)))


def all_of(conditions: Iterable[Q]) -> Q:
    """Ask for all of several things."""
    joined = Q()
    for one in conditions:
        joined &= one
    return joined


def _of_itself(wanted: AnnotationWanted, named: Named, *, by_input: bool) -> Iterator[Q]:
    if wanted.id:
        yield Q(public_id=wanted.id)
    if wanted.input_id:
        yield Q(input=named.inputs[wanted.input_id]) if wanted.input_id in named.inputs else NOTHING
    if wanted.status is not None:
        yield _same("status", wanted.status, by_input=by_input)
    if wanted.task_id:
        yield _in_part("task_id", wanted.task_id, by_input=by_input)
    if wanted.is_input_level:
        yield Q(input_level=True)
    if wanted.since is not None:
        yield Q(modified_at__gte=wanted.since)
    if wanted.until is not None:
        yield Q(modified_at__lte=wanted.until)


def _of_worker(wanted: AnnotationWanted, named: Named, *, by_input: bool) -> Iterator[Q]:
    if wanted.user_id:
        pk = named.users.get(wanted.user_id)
        yield NOTHING if pk is None else _same("user_id", pk, by_input=by_input)
    if (model := wanted.model) is not None:
        kind = WorkerKind.WORKFLOW if model.is_workflow else WorkerKind.MODEL
        yield Q(worker_kind=kind) & _in_part("model_version_id", model.version_id, by_input=by_input)
    if wanted.is_trusted:
        yield Q(worker_kind=WorkerKind.USER)


def _same(column: str, value: int, *, by_input: bool) -> Q:
    return Q(Exact(F(column) + 0, value)) if by_input else Q(**{column: value})


def _in_part(column: str, value: str, *, by_input: bool) -> Q:
    """Compare a column whose index leaves the empty texts out; the second half says that the index serves."""
    same = Q(**{column: value})
    return same if by_input else same & ~Q(**{column: ""})


def _of_data(wanted: AnnotationWanted, named: Named) -> Iterator[Q]:
    if wanted.info:
        yield Q(info__isnull=False) & Q(info__holds_any=[wanted.info])
    if wanted.metadata:
        of_keys = [{key: value} for key, value in wanted.metadata.items()]
        yield Q(metadata__isnull=False) & Q(metadata__holds_any=of_keys)
    if wanted.concepts:
        yield _said(wanted.concepts, named)
    if wanted.has_text:
        yield ~Q(text="")
    if wanted.area is not None:
        yield wanted.area.condition()


def _of_places(wanted: AnnotationWanted, named: Named) -> Iterator[Q]:
    regions = Region.objects.filter(app=named.app, annotation=OuterRef("pk"))
    if wanted.regions:
        any_region = Q()
        for region in wanted.regions:
            here = Q(Exists(regions.filter(of_region(region))))
            any_region |= here & _said(region.concepts, named, IN_REGIONS) if region.concepts else here
        yield any_region
    if wanted.has_frame:
        yield Q(frame__isnull=False)
    if wanted.has_segments:
        yield ~_NO_SEGMENTS
    if wanted.is_nowhere:
        yield Q(frame__isnull=True) & _NO_SEGMENTS & ~Q(Exists(regions))


def _said(values: Sequence[ConceptValue], named: Named, places: Sequence[int] = ()) -> Q:
    said = AnnotationConcept.objects.filter(named.use(values), app=named.app, annotation=OuterRef("pk"))
    return Q(Exists(said.filter(place__in=places) if places else said))


def of_region(wanted: RegionWanted) -> Q:
    """Write what is asked of a region's own row. A box may also stand beside keypoints."""
    meant = Q()
    if wanted.kinds:
        kinds = {*wanted.kinds, *([KEYPOINTS] if BOX in wanted.kinds else [])}
        meant = one_of("kind", kinds)
        if BOX in wanted.kinds and KEYPOINTS not in wanted.kinds:
            meant &= ~Q(kind=KEYPOINTS, top__isnull=True)
    if wanted.id:
        meant &= Q(public_id=wanted.id)
    if wanted.track_id:
        meant &= Q(track_id=wanted.track_id) & ~Q(track_id="")  # says that the partial index serves
    return meant


# --- inputs ---------------------------------------------------------------------------------------------------------


def of_input(wanted: InputWanted, prefix: str = "") -> Q:
    """Write what is asked of an input; `prefix` leads to it from an annotation."""
    meant = Q()
    if wanted.id:
        meant &= Q(**{f"{prefix}public_id": wanted.id})
    if wanted.status is not None:
        meant &= Q(**{f"{prefix}status": wanted.status})
    if wanted.media:
        media = Q()
        for medium in wanted.media:
            media |= _of_medium(medium, prefix)
        meant &= media
    return meant & NOTHING if wanted.is_in_dataset else meant  # there are no datasets


def _of_medium(medium: str, prefix: str) -> Q:
    starts = {family: Q(**{f"{prefix}media_type__startswith": f"{family}/"}) for family in FAMILIES}
    return starts[medium] if medium in starts else all_of(~other for other in starts.values())
