"""Deleting annotations and inputs: all that a call names, or nothing (contract sections 7.1 and 7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from annotations_app.errors import Code, Forbidden, Invalid, Missing, Refused
from annotations_app.files import drop_files
from annotations_app.models.add_job import InputsAddJob
from annotations_app.models.annotation import Annotation, AnnotationConcept, Region
from annotations_app.models.app import App
from annotations_app.models.concept import Concept
from annotations_app.models.history import Act, Change, Comment
from annotations_app.models.input import Input
from annotations_app.models.key import ApiKey
from annotations_app.models.membership import Member
from annotations_app.models.stored import Stored, read
from annotations_app.models.track import AnnotationTrack
from annotations_app.models.writing import Revision, revise

#: What tells which files an input has.
_FILES = ("original", "display", "thumbnail", "width", "height", "media_type", "status")


@transaction.atomic
def delete_annotations(
    member: Member, pairs: Sequence[tuple[str, str]], revisions: frozenset[str] | None = None
) -> None:
    """Delete annotations by (input id, annotation id), of these revisions only (None: of any).

    Raises for the first bad pair, and then deletes nothing.
    """
    pks = _lock(member, {pair[0] for pair in pairs})
    rows = Annotation.objects.filter(app=member.app, input__in=pks.values(), public_id__in=[pair[1] for pair in pairs])
    found = {(one.input_id, one.id): one for one in read(rows.visible_to(member).order_by("pk"))}
    for place, pair in enumerate(pairs):
        where = f"ids[{place}]: " if len(pairs) > 1 else ""
        if pair not in found:
            raise Missing(f"{where}there is no annotation '{pair[1]}' on the input '{pair[0]}'")
        if found[pair].input_level:
            raise Invalid(f"{where}the input-level annotation goes only with its input")
        _check_right(member, found[pair], where)
        found[pair].check_revision(revisions)
    _delete(member, [found[pair] for pair in dict.fromkeys(pairs)])


@transaction.atomic
def delete_annotations_of_inputs(member: Member, input_ids: Sequence[str]) -> int:
    """Delete every annotation of these inputs but the input-level ones, or nothing; return how many."""
    pks = _lock(member, set(input_ids))
    for place, input_id in enumerate(input_ids):
        if input_id not in pks:
            raise Missing(f"input_ids[{place}]: there is no input '{input_id}' in this app")
    rows = Annotation.objects.filter(app=member.app, input__in=pks.values(), input_level=False).order_by("pk")
    found = read(rows.visible_to(member))
    for one in found:
        _check_right(member, one, f"the annotation '{one.id}' of the input '{one.input_id}': ")
    _delete(member, found)
    return len(found)


@transaction.atomic
def delete_inputs(member: Member, ids: Sequence[str]) -> None:
    """Delete inputs with their annotations, history and files, all or none. Raises Missing for an unknown one."""
    member.require("Inputs:Delete")
    found = {
        row.public_id: row
        for row in Input.objects.filter(app=member.app, public_id__in=ids).order_by("pk").select_for_update()
    }
    for place, public_id in enumerate(ids):
        if public_id not in found:
            raise Missing(f"ids[{place}]: there is no input '{public_id}' in this app")
    _remove(member.app, [row.pk for row in found.values()])


def _remove(app: App, inputs: Sequence[int] | None = None) -> None:
    """Delete locked inputs, or all of an app, with what hangs on them, and their files once that is committed.

    A cascade would fetch every annotation first, and ask for them without naming the app.
    """
    these = {} if inputs is None else {"pk__in": inputs}
    theirs = {} if inputs is None else {"input__in": inputs}
    annotations = Annotation.objects.filter(app=app, **theirs)
    of_annotations = {} if inputs is None else {"annotation__in": annotations}
    rows = Input.objects.filter(app=app, **these)
    files = [name for row in rows.only(*_FILES) for name in row.files]
    doomed: tuple[QuerySet[Any], ...] = (
        AnnotationConcept.objects.filter(app=app, **of_annotations),
        Region.objects.filter(app=app, **of_annotations),
        Comment.objects.filter(app=app, **theirs),
        Change.objects.filter(app=app, **theirs),
        annotations,
        AnnotationTrack.objects.filter(app=app, **theirs),
        rows,
    )
    for each in doomed:
        each._raw_delete(each.db)
    transaction.on_commit(partial(drop_files, files), robust=True)


@transaction.atomic
def delete_app(member: Member) -> None:
    """Delete an app with everything in it; its owner only."""
    if not member.owns:
        raise Forbidden("Only the owner deletes an app.", Code.INSUFFICIENT_SCOPES)
    App.objects.lock(member.app.pk)
    list(Input.objects.in_app(member.app).select_for_update().values_list("pk", flat=True))
    _remove(member.app)
    for model in (InputsAddJob, Concept, ApiKey):
        rows = model._base_manager.filter(app=member.app)
        rows._raw_delete(rows.db)
    member.app.delete()


def _lock(member: Member, input_ids: set[str]) -> dict[str, int]:
    rows = Input.objects.filter(app=member.app, public_id__in=input_ids).order_by("pk")
    return {row.public_id: row.pk for row in rows.select_for_update(no_key=True).only("pk", "public_id")}


def _check_right(member: Member, one: Stored, where: str) -> None:
    if not member.manages and one.user_pk != member.user.pk:
        raise Forbidden(f"{where}only the owner and managers delete what others made")


def _delete(member: Member, found: Sequence[Stored]) -> None:
    revise(member, [Revision(one, None, Act.DELETED) for one in found], {})


def delete_one(member: Member, one: Stored) -> None:
    """Delete one annotation that was read inside this transaction."""
    if one.input_level:
        raise Refused("The input-level annotation goes only with its input.")
    _check_right(member, one, "")
    _delete(member, [one])
