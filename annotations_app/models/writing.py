"""Writing: new, changed and deleted annotations with their history, in a fixed number of statements.

Callers have locked the inputs, checked rights and values, and stand in a transaction. Every path that stores an
annotation ends here, so that `seq` moves, history is written and `rev` changes, whatever the door.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone

from annotations_app.models.annotation import Annotation, AnnotationConcept, Region
from annotations_app.models.app import App
from annotations_app.models.bulk import Count, Delete, Insert, Replace, Row, Update, run
from annotations_app.models.data import RegionData
from annotations_app.models.history import Act, Change, Comment
from annotations_app.models.input import Input
from annotations_app.models.membership import Member
from annotations_app.models.stored import Stored, places_of
from annotations_app.text import new_ids

Concepts = dict[str, int]
"""Primary keys of an app's concepts by their API id."""


class Revision(msgspec.Struct):
    """One annotation as it was and as it shall be; `after` is None for a deletion."""

    before: Stored
    after: Stored | None
    act: str = Act.CHANGED
    reason: str = ""
    rev: UUID | None = None  # the new revision, where the editor made it

    @property
    def says_otherwise(self) -> bool:
        """Tell whether region or concepts differ, whose rows are then replaced."""
        return self.after is not None and self.after.data != self.before.data


def create(app: App, new: Sequence[Stored], concepts: Concepts) -> None:
    """Store new annotations; `pk` of the values is not known afterwards on PostgreSQL."""
    run(
        [
            Insert(Annotation, [_annotation_row(app, one, creating=True) for one in new]),
            Insert(Region, [_of(one, row) for one in new for row in _region_rows(app, one)], parent="annotation_id"),
            Insert(
                AnnotationConcept,
                [_of(one, row) for one in new for row in _concept_rows(app, one, concepts)],
                parent="annotation_id",
            ),
            Count(Input, app.pk, "seq", sorted({one.input_pk for one in new})),
        ]
    )


def revise(member: Member, revisions: Sequence[Revision], concepts: Concepts) -> None:
    """Store changes and deletions with their history; sets rev and modified_at of what they become."""
    if not revisions:
        return
    app, now = member.app, timezone.now()
    history, ids = [], new_ids()
    for revision in revisions:
        rev = revision.rev or UUID(next(ids))
        history.append(_change_row(member, revision, rev, now))
        if revision.after is not None:
            revision.after.rev, revision.after.modified_at = rev, now
            revision.after.is_empty = revision.after.data.is_empty
    latest = _latest(revisions)
    rewritten = [revision.after for revision in latest if revision.after is not None and revision.says_otherwise]
    gone = [revision.before.pk for revision in latest if revision.after is None]
    owners = [one.pk for one in rewritten]
    moved = [
        r.after
        for r in latest
        if r.after is not None and _differ(_region_rows(app, r.before), _region_rows(app, r.after))
    ]
    regions = [_with(one, row) for one in moved for row in _region_rows(app, one)]
    said = [_with(one, row) for one in rewritten for row in _concept_rows(app, one, concepts)]
    run(
        [
            *(Delete(model, app.pk, "annotation_id", gone) for model in (AnnotationConcept, Region, Comment)),
            Delete(Annotation, app.pk, "id", gone),
            Update(Annotation, _changed_columns(app, latest)),
            Replace(Region, app.pk, [one.pk for one in moved], ("annotation_id",), regions),
            Replace(AnnotationConcept, app.pk, owners, ("app_id", "annotation_id", "place", "concept_id"), said),
            Insert(Change, history),
            Count(Input, app.pk, "seq", sorted({revision.before.input_pk for revision in revisions})),
        ]
    )


def _latest(revisions: Sequence[Revision]) -> list[Revision]:
    """Join the steps of one annotation that a call changes more than once: first `before`, last `after`."""
    joined: dict[int, Revision] = {}
    for revision in revisions:
        first = joined.get(revision.before.pk)
        joined[revision.before.pk] = (
            revision if first is None else Revision(first.before, revision.after, revision.act, revision.reason)
        )
    return list(joined.values())


def _changed_columns(app: App, revisions: Sequence[Revision]) -> list[Row]:
    """Write the columns that differ in any of the revisions, and no others: each one named costs its indexes."""
    pairs = [
        (one.before.pk, _annotation_row(app, one.before), _annotation_row(app, one.after))
        for one in revisions
        if one.after is not None
    ]
    names = {name for _, before, after in pairs for name in after if _differ(before[name], after[name])}
    return [{"id": pk, **{name: after[name] for name in sorted(names)}} for pk, _, after in pairs]


def _differ(before: Any, after: Any) -> bool:
    """Compare what two rows hold; inside of JSON, 1 and true are not the same."""
    if before != after:
        return True
    return isinstance(before, dict | list) and msgspec.json.encode(before) != msgspec.json.encode(after)


def _annotation_row(app: App, one: Stored, *, creating: bool = False) -> Row:
    data, frame = one.data, one.data.frame
    row: Row = {
        "app_id": app.pk,
        "user_id": one.user_pk,
        "worker_kind": one.worker_kind,
        "model_id": one.model_id,
        "model_version_id": one.model_version_id,
        "status": int(one.status),
        "input_level": one.input_level,
        "is_empty": data.is_empty,
        "frame": None
        if frame is None
        else {"id": frame.id, "index": frame.index, "time": frame.time, "number": frame.number},
        "metadata": data.metadata,
        "geo": data.geo,
        "segments": data.segments,
        "text": data.text,
        "info": one.info,
        "task_id": one.task_id,
        "embed_model_version_id": one.embed_model_version_id,
        "rev": one.rev,
        "tool": one.tool,
        "ms": one.ms,
        "turn": one.turn,
        "modified_at": one.modified_at,
    }
    if creating:
        row |= {"input_id": one.input_pk, "public_id": one.id, "created_at": one.created_at}
    return row


def _region_rows(app: App, one: Stored) -> list[Row]:
    region: RegionData | None = one.data.the_region
    if region is None:
        return []
    top, left, bottom, right = region.box or (None, None, None, None)
    return [
        {
            "app_id": app.pk, "public_id": region.id, "kind": region.kind, "top": top, "left": left, "bottom": bottom,
            "right": right, "shape": region.shape, "value": region.value, "track_id": region.track_id,
            "metadata": region.metadata, "text": region.text, "in_frame": one.data.region is None,
        }
    ]  # fmt: skip


def _concept_rows(app: App, one: Stored, concepts: Concepts) -> list[Row]:
    return [
        {"app_id": app.pk, "concept_id": concepts[said.id], "value": said.value, "place": int(place), "order": order}
        for place, said, order in places_of(one.data)
    ]


def _of(one: Stored, row: Row) -> Row:
    return {**row, "of_rev": one.rev}


def _with(one: Stored, row: Row) -> Row:
    return {**row, "annotation_id": one.pk}


def _change_row(member: Member, revision: Revision, rev: UUID, now: datetime) -> dict[str, Any]:
    before = revision.before
    return {
        "app_id": member.app.pk,
        "input_id": before.input_pk,
        "annotation_id": before.id,
        "user_id": member.user.pk,
        "key_id": member.key_pk,
        "act": str(revision.act),
        "reason": revision.reason[:1024],
        "before": before.image(),
        "rev": rev,
        "base": before.rev,
        "at": now,
    }
