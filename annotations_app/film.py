"""Where an input stands in a person's round: neighbours, number, progress, the strip of small pictures around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec
from django.db.models import Exists, OuterRef

from annotations_app.models import Annotation, Input, Member, Status
from annotations_app.models.input import LARGE, InputQuerySet
from annotations_app.open_work import open_work
from annotations_app.worklists import to_review

COUNTED = 2000  # a longer round has neighbours, but no numbers
LOOKED_AT = 50_000  # annotations of a person among which their inputs are counted
SIDE = 7
AHEAD = 3

#: What a person's work on an input comes to: the first of these that is among its statuses.
MARKS = (
    (Status.REVIEW_DENIED, "sent-back"),
    (Status.PENDING, "to-do"),
    (Status.AWAITING_REVIEW, "to-review"),
    (Status.SUCCESS, "done"),
)
SAYS = {
    "sent-back": "sent back",
    "to-do": "to do",
    "to-review": "waits for review",
    "done": "done",
    "decided": "decided",
    "": "nothing of yours",
}


class Frame(msgspec.Struct):
    """One small picture of the strip."""

    input: Input
    mark: str
    is_here: bool

    @property
    def says(self) -> str:
        """Say how far the person's work on it is."""
        return SAYS[self.mark]


class Film(msgspec.Struct):
    """The round around one input; number and total are None where the round is too long to count."""

    frames: list[Frame]
    previous: str | None
    next: str | None
    number: int | None = None
    total: int | None = None
    done: int | None = None


def film_around(member: Member, on: Input) -> Film:
    """Show where an input stands among the person's work, or among all inputs where they hold none."""
    works = Annotation.objects.open_of(member.app, member.user).exists()
    pks = _counted(member, works=works)
    before, after = _beside(member, on, pks, works=works)
    inputs = [*before, on, *after]
    marks = _marks(member, [one.pk for one in inputs])
    at = len(before)
    found = Film(
        [Frame(one, marks.get(one.pk, ""), one.pk == on.pk) for one in inputs],
        previous=inputs[at - 1].public_id if at else None,
        next=inputs[at + 1].public_id if at + 1 < len(inputs) else None,
    )
    if pks is not None:
        found.total = len(pks)
        found.number = bisect_left(pks, on.pk) + 1 if on.pk in pks else None
        still_open = open_work(member.user, [member.app])[member.app.pk]
        found.done = len(pks) - still_open.inputs if works and not still_open.more else None
    return found


def film_of_review(member: Member, on: Input) -> Film:
    """Show where an input stands among those that wait for this reviewer; one that is decided stands before them."""
    waiting, more = to_review(member)
    pks = [one.input_pk for one in waiting]
    at = pks.index(on.pk) if on.pk in pks else -1
    before, after = pks[max(0, at - SIDE) : max(0, at)], pks[at + 1 : at + 1 + SIDE]
    found = Input.objects.filter(app=member.app).in_bulk([*before, *after])
    inputs = [on if pk == on.pk else found[pk] for pk in [*before, on.pk, *after] if pk == on.pk or pk in found]
    here = inputs.index(on)
    film = Film(
        [Frame(one, "to-review" if one.pk in pks else "decided", one.pk == on.pk) for one in inputs],
        previous=inputs[here - 1].public_id if here else None,
        next=inputs[here + 1].public_id if here + 1 < len(inputs) else None,
    )
    if at >= 0 and not more:
        film.number, film.total = at + 1, len(pks)
    return film


def nth(member: Member, number: int) -> str | None:
    """Return the id of the input with this number in the person's round, or None."""
    works = Annotation.objects.open_of(member.app, member.user).exists()
    pks = _counted(member, works=works) or []
    return Input.objects.get(pk=pks[number - 1]).public_id if 1 <= number <= len(pks) else None


def without_mine(member: Member, on: Input) -> str | None:
    """Return the id of the next input of the app on which the person has nothing yet, or None."""
    mine = Annotation.objects.filter(app=member.app, input=OuterRef("pk"), user=member.user, input_level=False)
    rest = Input.objects.in_app(member.app).filter(~Exists(mine), pk__gt=on.pk)
    return rest.values_list("public_id", flat=True).first()


def ahead_in(shown: Film) -> list[Input]:
    """List the inputs of the strip after this one whose pictures are fetched before they are wanted."""
    here = next(at for at, frame in enumerate(shown.frames) if frame.is_here)
    following = [frame.input for frame in shown.frames[here + 1 : here + 1 + AHEAD]]
    return [one for one in following if one.is_ready and one.pixels <= LARGE]


def ahead(member: Member, on: Input, shown: Film) -> list[Input]:
    """List the inputs whose pictures will probably be wanted next: of the queue, else of the strip after this one."""
    found = Annotation.objects.open_of(member.app, member.user).exclude(input=on.pk).first_inputs(AHEAD)
    if not found:
        return ahead_in(shown)
    inputs = Input.objects.in_bulk(found)
    following = [inputs[pk] for pk in found if pk in inputs]
    return [one for one in following if one.is_ready and one.pixels <= LARGE]


def _counted(member: Member, *, works: bool) -> list[int] | None:
    """Return the primary keys of the round in order, or None where there are too many."""
    if works:
        mine = Annotation.objects.filter(app=member.app, user=member.user, input_level=False).order_by("pk")
        if mine[LOOKED_AT : LOOKED_AT + 1].exists():
            return None
        inputs = Input.objects.filter(pk__in=mine.values("input")[:LOOKED_AT])
    else:
        inputs = Input.objects.in_app(member.app)
    pks = list(inputs.values_list("pk", flat=True)[: COUNTED + 1])
    return sorted(pks) if len(pks) <= COUNTED else None


def _beside(member: Member, on: Input, pks: list[int] | None, *, works: bool) -> tuple[list[Input], list[Input]]:
    """Fetch the inputs before and after, nearest ones last and first."""
    rows: InputQuerySet = Input.objects.filter(app=member.app)
    if pks is not None:
        at = bisect_left(pks, on.pk)
        before, after = pks[max(0, at - SIDE) : at], [pk for pk in pks[at : at + SIDE + 1] if pk != on.pk][:SIDE]
        found = rows.in_bulk([*before, *after])
        return [found[pk] for pk in before if pk in found], [found[pk] for pk in after if pk in found]
    if works:
        mine = Annotation.objects.filter(app=member.app, input=OuterRef("pk"), user=member.user, input_level=False)
        rows = rows.filter(Exists(mine))
    earlier = list(rows.filter(pk__lt=on.pk).order_by("-pk")[:SIDE])
    return earlier[::-1], list(rows.filter(pk__gt=on.pk).order_by("pk")[:SIDE])


def _marks(member: Member, pks: Sequence[int]) -> dict[int, str]:
    rows = Annotation.objects.filter(app=member.app, input__in=pks, user=member.user, input_level=False)
    statuses: dict[int, set[int]] = {}
    for pk, status in rows.order_by().values_list("input", "status").distinct():
        statuses.setdefault(pk, set()).add(status)
    return {pk: next((word for status, word in MARKS if status in found), "") for pk, found in statuses.items()}
