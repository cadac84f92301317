"""Taking work: where an app allows it, people hand themselves the next input that nobody holds (editor.md 8)."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from annotations_app.errors import Forbidden
from annotations_app.models.annotation import OPEN, SUBMITTED, Annotation, AnnotationQuerySet, Status, WorkerKind
from annotations_app.models.data import AnnotationData
from annotations_app.models.history import Act, Change
from annotations_app.models.input import Input, InputStatus
from annotations_app.models.membership import Member
from annotations_app.models.stored import Stored, read
from annotations_app.models.work import pending
from annotations_app.models.writing import Revision, create, revise

KEPT_FOR = timedelta(minutes=15)  # what was taken and not begun goes to the next taker after this
RENEWED_AFTER = timedelta(minutes=1)
LOOKED_AT = 3
HINT = 300  # seconds for which the place of the last taken input is remembered


@transaction.atomic
def take_next(member: Member) -> str | None:
    """Give a person the oldest input on which nobody holds or has done work, and return its id; None: none is left.

    Of several people who take at once, each gets another input. What somebody took and let lie comes last.
    """
    if not (member.app.taking and member.annotates):
        raise Forbidden("In this app work is handed out, not taken.")
    for there in _free(member):
        if not _work_on(member, there.pk).exists():  # nobody was faster
            create(member.app, [_taken(member, pending(there.pk, member.user))], {})
            return there.public_id
    return _let_lie(member)


def _free(member: Member) -> list[Input]:
    """Lock the first inputs that nobody works on; those that others are just taking are passed over.

    The search begins where the last one ended, else it would walk all finished inputs each time.
    """
    work = _work_on(member, OuterRef("pk"))
    ready = Input.objects.filter(app=member.app, status=InputStatus.SUCCESS).exclude(Exists(work)).order_by("pk")
    free = ready.select_for_update(skip_locked=True, no_key=True, of=("self",))
    hint = f"taking:{member.app.pk}"
    behind = cache.get(hint, 0)
    found = list(free.filter(pk__gt=behind)[:LOOKED_AT])
    if not found and behind:
        found = list(free[:LOOKED_AT])
    cache.set(hint, found[0].pk - 1 if found else 0, HINT)
    return found


def _let_lie(member: Member) -> str | None:
    """Take over the oldest hand-out that somebody took, did not begin, and whose time is over."""
    now = timezone.now().isoformat()
    late = Annotation.objects.filter(app=member.app, status=Status.PENDING, is_empty=True, input_level=False)
    late = late.filter(info__taken_until__lt=now).exclude(user=member.user).order_by("pk")
    for input_pk, user_pk in list(late.values_list("input", "user")[:LOOKED_AT]):
        Input.objects.locked(member.app, [input_pk])
        theirs = read(_work_on(member, input_pk).filter(user=user_pk))
        if len(theirs) == 1 and theirs[0].is_marker and (theirs[0].info or {}).get("taken_until", now) < now:
            mine = msgspec.structs.replace(theirs[0], user_pk=member.user.pk, user_id=member.user.handle, turn=0)
            revise(member, [Revision(theirs[0], _taken(member, mine), Act.HANDED_ON)], {})
            return mine.input_id
    return None


def _work_on(member: Member, input_pk: int | OuterRef) -> AnnotationQuerySet:
    """List the open and submitted work of people on an input."""
    rows = Annotation.objects.filter(app=member.app, input=input_pk, input_level=False, worker_kind=WorkerKind.USER)
    return rows.filter(status__in=[*OPEN, *SUBMITTED])


def _taken(member: Member, marker: Stored) -> Stored:
    """Note in a marker until when it is kept for its taker."""
    until = (timezone.now() + KEPT_FOR).isoformat()
    return msgspec.structs.replace(marker, info={**(marker.info or {}), "taken_until": until})


def renew(member: Member, input_pk: int) -> None:
    """Keep what a person took for them from now on, because they have just done something on the input.

    The marker says the same as before, so it keeps its revision, under which the page will submit it.
    """
    if not member.app.taking:
        return
    now = timezone.now()
    mine = Annotation.objects.open_of(member.app, member.user).filter(input=input_pk, is_empty=True)
    for pk, info in mine.values_list("pk", "info"):
        until = (info or {}).get("taken_until")
        if isinstance(until, str) and until < (now + KEPT_FOR - RENEWED_AFTER).isoformat():
            kept = {**(info or {}), "taken_until": (now + KEPT_FOR).isoformat()}
            Annotation.objects.filter(app=member.app, pk=pk).update(info=kept)


class Gone(msgspec.Struct):
    """Work that a page may still show as its person's own: one annotation of it, and who holds it now, if anybody."""

    id: str
    to: str = ""

    @property
    def says(self) -> str:
        """Say it to the person."""
        if self.to:
            return f"This image went to {self.to} meanwhile."
        return "This image was taken back, or went to somebody else, meanwhile."


def gone_from(member: Member, input_pk: int) -> Gone | None:
    """Tell whether a person's work on an input went to somebody else, by taking or by hand, and they hold none now.

    In a blind app an annotator is not told who has it.
    """
    if Annotation.objects.open_of(member.app, member.user).filter(input=input_pk).exists():
        return None
    acts = (Act.HANDED_ON, Act.DELETED)
    changes = Change.objects.of_input(member.app, input_pk).filter(act__in=acts).exclude(user=member.user)
    for change in changes.filter(before__user_id=member.user.handle)[:LOOKED_AT]:
        rows = Annotation.objects.filter(app=member.app, input=input_pk, public_id=change.annotation_id)
        now = rows.select_related("user").first()
        if now is None and msgspec.convert(change.before["data"], AnnotationData).is_empty:
            return Gone(change.annotation_id)
        if now is not None and now.user is not None and now.user != member.user:
            return Gone(change.annotation_id, "" if member.is_blind else now.user.full_name)
    return None
