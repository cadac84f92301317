"""The history of an input in words: what was made, what became of it, and what people said about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from annotations_app.errors import Invalid
from annotations_app.models import Act, Annotation, Change, Comment, Input, Member, Status, WorkerKind
from annotations_app.models.annotation import SUBMITTED
from annotations_app.models.data import AnnotationData
from annotations_app.models.stored import read
from annotations_app.text import id_problem
from annotations_app.worklists import said_of, shape_of

LINES = 50


class Cursor(msgspec.Struct):
    """The last line shown: older ones have an earlier time, or at the same time a lower kind, or a lower key."""

    at: datetime
    kind: int
    pk: str

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """Read what `str` wrote. Raises Invalid."""
        if not text:
            return None
        try:
            at, kind, pk = text.split("_")
            return cls(datetime.fromtimestamp(int(at) / 1_000_000, UTC), int(kind), _key_in(int(kind), pk))
        except (ValueError, OverflowError, OSError):
            raise Invalid("before: it is what the page gave.") from None

    def __str__(self) -> str:
        return f"{round(self.at.timestamp() * 1_000_000)}_{self.kind}_{self.pk}"


class Line(msgspec.Struct):
    """One line of history; `before` tells the state before."""

    at: datetime
    kind: int
    pk: str
    who: str
    act: str
    annotation_id: str = ""
    reason: str = ""
    before: str = ""
    what: str = ""


MADE, CHANGED, COMMENTED = 1, 2, 3


def page_of_history(member: Member, there: Input, cursor: Cursor | None) -> tuple[list[Line], str]:
    """List the lines after a cursor, newest first, and give the cursor of the next page, or "" at the end."""
    visible = Annotation.objects.filter(app=member.app, input=there).visible_to(member)
    hidden = _hides(member, there)
    lines = [
        *_made(there, _older(visible.listed(), cursor, MADE, "created_at")),
        *_changes(member, there, cursor, hidden=hidden),
        *_comments(member, there, cursor, hidden=hidden),
    ]
    lines.sort(key=lambda line: (line.at, line.kind, line.pk.zfill(32)), reverse=True)
    more = len(lines) > LINES
    shown = lines[:LINES]
    return shown, str(Cursor(shown[-1].at, shown[-1].kind, shown[-1].pk)) if more else ""


def comments_on(member: Member, there: Input, annotation_id: str) -> list[Line]:
    """List what was said about one annotation, or about the input itself, oldest first; the last ones where many."""
    visible = Annotation.objects.filter(app=member.app, input=there).visible_to(member)
    if annotation_id and id_problem(annotation_id):
        return []
    about = visible.filter(public_id=annotation_id).values("pk")
    chosen = {"annotation__in": about} if annotation_id else {"annotation": None}
    return _comments(member, there, None, hidden=_hides(member, there), **chosen)[::-1]


def _hides(member: Member, there: Input) -> bool:
    """Tell whether a blind app hides others and their words from this person, who has submitted nothing here."""
    mine = Annotation.objects.filter(app=member.app, input=there, user=member.user, input_level=False)
    return member.is_blind and not mine.filter(status__in=SUBMITTED).exists()


def _older(rows: QuerySet[Any], cursor: Cursor | None, kind: int, at: str) -> QuerySet[Any]:
    """Cut what one table adds to a page: rows behind the cursor, newest first."""
    rows = rows.order_by(f"-{at}", "-pk")
    if cursor is None:
        return rows[: LINES + 1]
    earlier, same = Q(**{f"{at}__lt": cursor.at}), Q(**{at: cursor.at})
    if kind == cursor.kind:
        earlier |= same & Q(pk__lt=cursor.pk)
    elif kind < cursor.kind:
        earlier |= same
    return rows.filter(earlier)[: LINES + 1]


def _made(there: Input, rows: Any) -> list[Line]:
    lines = []
    for one in read(rows):
        act = "added the input" if one.input_level else "got this to label" if one.is_marker else "made"
        who = one.worker if one.worker_kind == WorkerKind.USER else f"model {one.worker}"
        lines.append(Line(one.created_at, MADE, str(one.pk), who, act, one.id, what=_what(one.data, there)))
    return lines


def _changes(member: Member, there: Input, cursor: Cursor | None, *, hidden: bool) -> list[Line]:
    rows = Change.objects.of_input(member.app, there.pk)
    if hidden:
        rows = rows.filter(before__user_id=member.user.handle)
    lines = []
    for change in _older(rows, cursor, CHANGED, "at"):
        before: dict[str, Any] = change.before
        what = _what(msgspec.convert(before.get("data") or {}, AnnotationData), there)
        status = before.get("status")
        words = Status(status).label if status in Status.values else ""
        lines.append(
            Line(
                change.at,
                CHANGED,
                str(change.pk),
                _name(member, change.user.handle if change.user else "", hidden=hidden),
                change.get_act_display().lower(),
                change.annotation_id,
                change.reason,
                before=", ".join(word for word in (words, what or "empty", _whose(change)) if word),
            )
        )
    return lines


def _whose(change: Change) -> str:
    """Say whose it was, where somebody else has it now."""
    return f"of {change.before.get('user_id', '')}" if change.act == Act.HANDED_ON else ""


def _comments(member: Member, there: Input, cursor: Cursor | None, *, hidden: bool, **chosen: Any) -> list[Line]:
    rows = Comment.objects.filter(app=member.app, input=there, **chosen).select_related("author", "annotation")
    if hidden:
        rows = rows.filter(Q(author=member.user) | Q(annotation__user=member.user))
    lines = []
    for comment in _older(rows, cursor, COMMENTED, "at"):
        who = _name(member, comment.author.handle, hidden=hidden)
        about = comment.annotation.public_id if comment.annotation else ""
        lines.append(Line(comment.at, COMMENTED, comment.pk.hex, who, "said", about, comment.text))
    return lines


def _what(data: AnnotationData, there: Input) -> str:
    """Say in words what an annotation says, and how large its box is."""
    shape = shape_of(data, there.width, there.height)
    said = [f"not {one.name}" if one.absent else one.name for one in said_of(data, {})]
    return ", ".join([*said, *([shape.in_words] if shape and shape.in_words else [])])


def _name(member: Member, handle: str, *, hidden: bool) -> str:
    """Name somebody; in a blind app others have no name before one's own work is submitted."""
    if hidden and handle != member.user.handle:
        return "somebody else"
    return handle or "a script"


def _key_in(kind: int, pk: str) -> str:
    """Check the key of a cursor: a UUID for comments, else a number that a table can hold. Raises ValueError."""
    if kind == COMMENTED and len(pk) == 32:
        return f"{int(pk, 16):032x}"
    if kind not in (MADE, CHANGED) or not 0 <= int(pk) < 2**63:
        raise ValueError("no cursor of ours")
    return str(int(pk))
