"""The rows of the labelling page's list: which annotations it shows to whom, with all that their rows tell."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef

from annotations_app.models import Act, Annotation, Change, Comment, Concept, Input, Member, Status, WorkerKind
from annotations_app.models.stored import Stored, read
from annotations_app.views.label_row import Row


def concepts_of(member: Member) -> dict[str, Concept]:
    """Look up an app's concepts by id, archived ones too."""
    return {concept.public_id: concept for concept in Concept.objects.of(member.app)}


def rows_of(member: Member, on: Input) -> list[Row]:
    """List what the person may see on an input, oldest first, without markers and other people's drafts."""
    seen = Annotation.objects.filter(app=member.app, input=on, is_empty=False).visible_to(member).order_by("pk")
    mine = (member.user.pk, None)
    shown = [one for one in read(seen) if member.reviews or one.status != Status.PENDING or one.user_pk in mine]
    return _listed(_rows(member, on, shown))


def rows_under_review(member: Member, on: Input) -> list[Row]:
    """List what people made on an input, oldest first, with the markers that were submitted."""
    theirs = Annotation.objects.filter(app=member.app, input=on, input_level=False, worker_kind=WorkerKind.USER)
    found = read(theirs.exclude(is_empty=True, status=Status.PENDING).order_by("pk"))
    return _listed(_rows(member, on, found))


def rows_for(member: Member, on: Input, found: Iterable[Stored]) -> dict[int, Row]:
    """Make the rows of some annotations, by primary key."""
    return {row.one.pk: row for row in _rows(member, on, list(found))}


def _rows(member: Member, on: Input, shown: list[Stored]) -> list[Row]:
    known, reasons, comments = concepts_of(member), reasons_of(member, on, shown), _comments(member, on)
    correctors, approved = _correctors(member, on), _approved(member, on)
    return [
        Row(
            one, member, on, known, reasons.get(one.id, ""), comments.get(one.pk, 0), correctors.get(one.id, ""),
            is_approved=one.id in approved,
        )
        for one in shown
    ]  # fmt: skip


def _listed(rows: list[Row]) -> list[Row]:
    """Number the rows of a whole list; of their regions it need only tell those that models propose."""
    proposed = {row.region.id for row in rows if row.region and row.one.by_model}
    for number, row in enumerate(rows, start=1):
        row.number = str(number)
        row.tells_region = bool(row.region and row.region.id in proposed)
    return rows


def _correctors(member: Member, on: Input) -> dict[str, str]:
    """Fetch who corrected annotations of others that their authors have not changed since, by annotation id."""
    changes = Change.objects.filter(app=member.app, input=on)
    later = changes.filter(annotation_id=OuterRef("annotation_id"), act=Act.CHANGED, pk__gt=OuterRef("pk"))
    made = changes.filter(~Exists(later), act=Act.CORRECTED).select_related("user").order_by("pk")
    return {change.annotation_id: change.user.full_name for change in made.defer("before") if change.user}


def _approved(member: Member, on: Input) -> set[str]:
    """Fetch the ids of annotations that somebody approved; only who reviews is told."""
    if not member.reviews:
        return set()
    changes = Change.objects.filter(app=member.app, input=on, act=Act.APPROVED)
    return set(changes.values_list("annotation_id", flat=True))


def _comments(member: Member, on: Input) -> dict[int, int]:
    """Count the comments on annotations, by primary key."""
    rows = Comment.objects.filter(app=member.app, input=on, annotation__isnull=False).order_by()
    return dict(rows.values_list("annotation").annotate(number=Count("pk")))


def reasons_of(member: Member, on: Input, shown: Iterable[Stored]) -> dict[str, str]:
    """Fetch why work was sent back, by annotation id; the last reason counts."""
    ids = [one.id for one in shown if one.status == Status.REVIEW_DENIED]
    if not ids:
        return {}
    changes = Change.objects.filter(app=member.app, input=on, annotation_id__in=ids, act=Act.SENT_BACK).order_by("pk")
    return dict(changes.values_list("annotation_id", "reason"))
