"""The labelling page's operations: each is one small transaction, and happens once however often it arrives.

The rule (editor.md 13.3): a revision that is stored, or that history knows for this annotation, is a repeat and
"saved"; an operation that builds on the present revision is carried out; every other one is a conflict.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from annotations_app.errors import Invalid, LabellerError, Missing, Refused
from annotations_app.models import deciding, work
from annotations_app.models.annotation import Annotation, Status
from annotations_app.models.data import AnnotationData
from annotations_app.models.history import Act, Change, Comment
from annotations_app.models.input import Input
from annotations_app.models.membership import Member, member_of
from annotations_app.models.operation import MAX_MS, NotTaken, Operation, Verdict
from annotations_app.models.stored import Stored, read
from annotations_app.models.taking import renew
from annotations_app.models.user import User
from annotations_app.models.wanted import concepts_for, wanted_data
from annotations_app.models.writing import Revision, create, revise

#: The tool of what the page stores without telling one: a box without any waits to be checked.
UNTOLD = "page"
#: The tool and the reason of what a manager draws for the author, until the author has answered it.
HINT, MISSED = "hint", "missed object"


def carry_out(member: Member, on: Input, operation: Operation) -> Verdict:
    """Judge one operation and store what it asks for, all in one transaction."""
    for last in (False, True):
        try:
            with transaction.atomic():
                fresh = _locked(member, on)
                verdict = _judge(_present(member), fresh, operation)
                if verdict.result == "saved":
                    renew(member, on.pk)
                return verdict
        except NotTaken as error:
            return Verdict("refused", _visible(member, on, operation.id), error.word, error.message)
        except LabellerError as error:
            return Verdict("refused", _visible(member, on, operation.id), "state", error.message)
        except IntegrityError:
            # Lost a race on one of the unique keys: what the winner stored decides.
            if last:
                return Verdict("refused", None, "rev", "This revision belongs to something else.")
    raise AssertionError("one of the two rounds returns")


def _judge(member: Member, on: Input, operation: Operation) -> Verdict:
    if operation.kind == "submit":
        return _submit(member, on, operation)
    current = _stored(member, on, operation.id) if operation.id else None
    if operation.kind == "comment":
        return _comment(member, on, current, operation)
    seen = current is None or _visible(member, on, operation.id) is not None
    if (current and current.rev == operation.rev) or _happened(member, on, operation.id, operation.rev):
        return Verdict("saved", current if seen else None)
    if _taken(member, operation.rev):
        raise NotTaken("rev", "This revision belongs to something else.")
    grave = None if current else _grave(member, on, operation.id)
    if (current.rev if current else grave and grave.rev) != operation.base:
        return _conflict(member, on, current if seen else None, grave, operation.id)
    return _store(member, on, current, grave, operation)


def _store(member: Member, on: Input, current: Stored | None, grave: Change | None, operation: Operation) -> Verdict:
    """Check right and state, and store what is asked on top of the present revision."""
    if not member.annotates:
        raise NotTaken("not-yours", "Your role in this app does not include this.")
    if operation.kind == "review":
        return _review(member, on, operation)
    if current is None:
        return Verdict("saved", _create(member, on, grave, operation))
    _check_right(member, current)
    if operation.kind == "reply":
        return Verdict("saved", _reply(member, on, current, operation))
    if operation.kind == "put":
        return Verdict("saved", _changed(member, on, current, operation))
    revise(member, [Revision(current, None, Act.DELETED, rev=operation.rev)], {})
    return Verdict("saved")


# --- what is there --------------------------------------------------------------------------------------------------


def _present(member: Member) -> Member:
    """Look the rights up again under the lock: somebody may have been dismissed meanwhile."""
    member.app.refresh_from_db(fields=["needs_review", "blind", "taking"])
    found = member_of(member.app, member.user)
    if found is None:
        raise Missing("There is no such app, or it is not shared with you.")
    return found


def _locked(member: Member, on: Input) -> Input:
    found = Input.objects.locked(member.app, [on.pk])
    if not found:
        raise Missing("This input is gone.")
    return found[0]


def _stored(member: Member, on: Input, public_id: str) -> Stored | None:
    rows = Annotation.objects.filter(app=member.app, input=on, public_id=public_id)
    found = read(rows.select_for_update(of=("self",)))
    return found[0] if found else None


def _visible(member: Member, on: Input, public_id: str) -> Stored | None:
    rows = Annotation.objects.filter(app=member.app, input=on, public_id=public_id).visible_to(member)
    found = read(rows) if public_id else []
    return found[0] if found else None


def _happened(member: Member, on: Input, public_id: str, rev: UUID) -> bool:
    changes = Change.objects.filter(app=member.app, input=on, annotation_id=public_id)
    return changes.filter(Q(rev=rev) | Q(base=rev)).exists()


def _taken(member: Member, rev: UUID) -> bool:
    changes = Change.objects.filter(Q(rev=rev) | Q(base=rev), app=member.app)
    return Annotation.objects.filter(app=member.app, rev=rev).exists() or changes.exists()


def _grave(member: Member, on: Input, public_id: str) -> Change | None:
    """Find the deletion that ended an annotation, which undo can build on."""
    changes = Change.objects.filter(app=member.app, input=on, annotation_id=public_id)
    return changes.select_related("user").filter(act=Act.DELETED).order_by("-pk").first()


def _conflict(member: Member, on: Input, row: Stored | None, grave: Change | None, public_id: str) -> Verdict:
    last = Change.objects.filter(app=member.app, input=on, annotation_id=public_id).select_related("user")
    change = last.order_by("-pk").first() if not member.is_blind or row else None
    by = change.user.full_name if change and change.user else (row.worker if row else "")
    at = change.at if change else (row.modified_at if row else None)
    base = row.rev if row else grave.rev if grave else None
    return Verdict("conflict", row, "changed", by=by, at=f"{at:%H:%M}" if at else "", base=base.hex if base else "")


def _check_right(member: Member, one: Stored) -> None:
    if one.input_level or one.is_marker:
        raise NotTaken("state", "This is not edited here.")
    if one.by_model:
        raise NotTaken("not-yours", "A model's suggestion is answered by an annotation of one's own.")
    if one.user_pk != member.user.pk and not member.manages:
        raise NotTaken("not-yours", "Only its author, the owner and managers change this.")


# --- carrying out ---------------------------------------------------------------------------------------------------


def _create(member: Member, on: Input, grave: Change | None, operation: Operation) -> Stored | None:
    if operation.kind != "put":
        raise NotTaken("state", "This annotation is gone.")
    if operation.author and grave is None:
        return _hint(member, on, operation)
    one, former = _new(member, on, grave)
    data = wanted_data(member, on, former, operation)
    one.id, one.rev, one.data, one.is_empty = operation.id, operation.rev, data, False
    one.tool, one.ms, one.modified_at = operation.tool or UNTOLD, operation.ms, timezone.now()
    create(member.app, [one], concepts_for(member, data).pks)
    return _stored(member, on, operation.id)


def _hint(member: Member, on: Input, operation: Operation) -> Stored | None:
    """Draw for the author what was missed: it counts as submitted by them, and as sent back."""
    if not member.manages:
        raise NotTaken("not-yours", "Only the owner and managers draw hints.")
    author = User.objects.filter(handle=operation.author).exclude(pk=member.user.pk).first()
    theirs = member_of(member.app, author) if author else None
    if author is None or theirs is None or not theirs.annotates:
        raise NotTaken("state", f"There is no annotator '{operation.author}' to draw a hint for.")
    data = wanted_data(member, on, None, operation)
    one = work.pending(on.pk, author, data)
    one.id, one.status, one.tool = operation.id, int(Status.AWAITING_REVIEW), HINT
    create(member.app, [one], concepts_for(member, data).pks)
    before = _stored(member, on, operation.id)
    if before is None:
        raise AssertionError("it was stored just now")
    after = msgspec.structs.replace(before, status=int(Status.REVIEW_DENIED))
    revise(member, [Revision(before, after, Act.SENT_BACK, MISSED, operation.rev)], {})
    return after


def _new(member: Member, on: Input, grave: Change | None) -> tuple[Stored, AnnotationData | None]:
    """Make what a new annotation begins as: blank, or as it was before its deletion, with author and age."""
    one = work.pending(on.pk, member.user)
    if grave is None:
        one.status = int(work.drawn_status(member, work.holds_work(member, on.pk)))
        return one, None
    image: dict[str, Any] = grave.before
    if image["user_id"] != member.user.handle and not member.manages:
        raise NotTaken("not-yours", "Only its author, the owner and managers bring this back.")
    author = User.objects.filter(handle=image["user_id"]).first()
    if author is None:
        raise NotTaken("not-yours", "A model's suggestion is not brought back here.")
    one.user_pk, one.user_id, one.status = author.pk, author.handle, image["status"]
    one.info, one.task_id, one.embed_model_version_id = image["info"], image["task_id"], image["embed_model_version_id"]
    one.created_at = msgspec.convert(image["created_at"], type(one.created_at), strict=False)
    one.status = int(work.changed_status(member, one))
    return one, msgspec.convert(image["data"], AnnotationData)


def _changed(member: Member, on: Input, before: Stored, operation: Operation) -> Stored:
    data = wanted_data(member, on, before.data, operation)
    after = msgspec.structs.replace(before, data=data, status=int(work.changed_status(member, before)))
    is_own = before.user_pk == member.user.pk
    if before.tool in ("", UNTOLD, HINT):
        after.tool, after.ms = operation.tool or before.tool or UNTOLD, operation.ms or before.ms
    elif is_own and before.ms is not None:
        # It stays what it was made with, and what its author goes on doing to it is a part of its time.
        after.ms = min(before.ms + (operation.ms or 0), MAX_MS)
    act = Act.CHANGED if is_own else Act.CORRECTED
    revise(member, [Revision(before, after, act, rev=operation.rev)], concepts_for(member, data).pks)
    return after


def _reply(member: Member, on: Input, before: Stored, operation: Operation) -> Stored:
    if before.user_pk != member.user.pk or before.status != Status.REVIEW_DENIED:
        raise NotTaken("state", "One answers only one's own work that was sent back.")
    after = msgspec.structs.replace(before, status=int(Status.PENDING), tool=before.tool or UNTOLD)
    revise(member, [Revision(before, after, Act.REPLIED, operation.comment, operation.rev)], {})
    return after


def _review(member: Member, on: Input, operation: Operation) -> Verdict:
    if operation.decision == "approve":
        row = deciding.approve(member, on.pk, operation.id, base=operation.base, rev=operation.rev)
    elif operation.decision == "reopen":
        row = deciding.reopen(member, on.pk, operation.id, base=operation.base, rev=operation.rev)
    else:
        words = operation.reason or operation.comment
        row = deciding.send_back(member, on.pk, operation.id, words, base=operation.base, rev=operation.rev)
    return Verdict("saved", row)


def _comment(member: Member, on: Input, about: Stored | None, operation: Operation) -> Verdict:
    present = Comment.objects.filter(pk=operation.rev).first()
    if present is not None:
        if (present.app_id, present.input_id, present.author_id) != (member.app.pk, on.pk, member.user.pk):
            raise NotTaken("rev", "This revision belongs to something else.")
        return Verdict("saved", about)
    if not member.annotates:
        raise NotTaken("not-yours", "Your role in this app does not include this.")
    if operation.id and (about is None or _visible(member, on, operation.id) is None):
        raise NotTaken("state", "This annotation is gone.")
    Comment.objects.create(
        pk=operation.rev, app=member.app, input=on, annotation_id=about.pk if about else None, author=member.user,
        text=operation.comment.strip(),
    )  # fmt: skip
    return Verdict("saved", about)


def _submit(member: Member, on: Input, operation: Operation) -> Verdict:
    named = {item.id: work.Submission(item.base, item.rev) for item in operation.items}
    if named and all(_has_been(member, on, item.id, item.rev) for item in operation.items):
        return Verdict("saved")
    if not member.annotates:
        raise NotTaken("not-yours", "Your role in this app does not include this.")
    try:
        submitted = work.submit(member, on.pk, named)
    except Refused as error:
        return Verdict("conflict" if named else "refused", None, "changed", error.message)
    except Invalid as error:
        raise NotTaken("invalid", error.message) from None
    return Verdict("saved", items=[{"id": one.id, "rev": one.rev.hex} for one in submitted])


def _has_been(member: Member, on: Input, public_id: str, rev: UUID) -> bool:
    current = Annotation.objects.filter(app=member.app, input=on, public_id=public_id, user=member.user, rev=rev)
    return current.exists() or _happened(member, on, public_id, rev)
