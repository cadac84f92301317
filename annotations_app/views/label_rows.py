"""The rows of the labelling page's list: which annotations it shows to whom, with all that their rows tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable

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
    return _listed(_rows(member, {on.pk: on}, shown))


def rows_under_review(member: Member, on: Input) -> list[Row]:
    """List what people made on an input, oldest first, with the markers that were submitted."""
    theirs = Annotation.objects.filter(app=member.app, input=on, input_level=False, worker_kind=WorkerKind.USER)
    found = read(theirs.exclude(is_empty=True, status=Status.PENDING).order_by("pk"))
    return _listed(_rows(member, {on.pk: on}, found))


def rows_for(member: Member, ons: dict[int, Input], found: Iterable[Stored]) -> dict[int, Row]:
    """Make the rows of some annotations of some inputs, by primary key; `ons` are these inputs by theirs."""
    return {row.one.pk: row for row in _rows(member, ons, list(found))}


def _rows(member: Member, ons: dict[int, Input], shown: list[Stored]) -> list[Row]:
    known, reasons, comments = concepts_of(member), _reasons(member, shown), _comments(member, ons)
    correctors, approved = _correctors(member, ons), _approved(member, ons)
    return [
        Row(
            one,
            member,
            ons[one.input_pk],
            known,
            reasons.get((one.input_pk, one.id), ""),
            comments.get(one.pk, 0),
            correctors.get((one.input_pk, one.id), ""),
            is_approved=(one.input_pk, one.id) in approved,
        )
        for one in shown
    ]


def _listed(rows: list[Row]) -> list[Row]:
    """Number the rows of a whole list; of their regions it need only tell those that models propose."""
    proposed = {row.region.id for row in rows if row.region and row.one.by_model}
    for number, row in enumerate(rows, start=1):
        row.number = str(number)
        row.tells_region = bool(row.region and row.region.id in proposed)
    return rows


def _correctors(member: Member, ons: Collection[int]) -> dict[tuple[int, str], str]:
    """Fetch who corrected annotations of others that their authors have not changed since, by input and id."""
    changes = Change.objects.filter(app=member.app, input__in=ons)
    later = changes.filter(
        input=OuterRef("input"), annotation_id=OuterRef("annotation_id"), act=Act.CHANGED, pk__gt=OuterRef("pk")
    )
    made = changes.filter(~Exists(later), act=Act.CORRECTED).select_related("user").order_by("pk")
    return {(one.input_id, one.annotation_id): one.user.full_name for one in made.defer("before") if one.user}


def _approved(member: Member, ons: Collection[int]) -> set[tuple[int, str]]:
    """Fetch which annotations somebody approved, by input and id; only who reviews is told."""
    if not member.reviews:
        return set()
    changes = Change.objects.filter(app=member.app, input__in=ons, act=Act.APPROVED)
    return set(changes.values_list("input", "annotation_id"))


def _comments(member: Member, ons: Collection[int]) -> dict[int, int]:
    """Count the comments on annotations, by primary key."""
    rows = Comment.objects.filter(app=member.app, input__in=ons, annotation__isnull=False).order_by()
    return dict(rows.values_list("annotation").annotate(number=Count("pk")))


def _reasons(member: Member, shown: Iterable[Stored]) -> dict[tuple[int, str], str]:
    """Fetch why work was sent back, by input and annotation id; the last reason counts."""
    back = [one for one in shown if one.status == Status.REVIEW_DENIED]
    if not back:
        return {}
    changes = Change.objects.filter(app=member.app, act=Act.SENT_BACK).order_by("pk")
    changes = changes.filter(input__in={one.input_pk for one in back}, annotation_id__in={one.id for one in back})
    return {
        (input_pk, one): reason for input_pk, one, reason in changes.values_list("input", "annotation_id", "reason")
    }
