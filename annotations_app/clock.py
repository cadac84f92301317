"""How long a box takes: the median seconds by tool, concept and person, over the latest ones whose time is known.

A gesture tells the page its tool and how long it took (editor.md 13.2). Only the latest ones are read, behind an index,
so that the answer takes the same time in an app of a million annotations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from statistics import median

import msgspec

from annotations_app.models import Act, Annotation, AnnotationConcept, Change, Member
from annotations_app.models.annotation import AnnotationQuerySet

LATEST = 5000
LOOKED_AT = 20_000  # a person's own annotations among which the timed ones are looked for
LINES = 15
TOOLS = {
    "drag": "Drag", "two-click": "Two clicks", "points": "Four points", "keys": "Keys", "numbers": "Number fields",
    "polygon": "Polygon", "point": "Point", "accept": "Suggestion accepted", "reject": "Suggestion rejected",
    "relabel": "Suggestion relabelled", "correct": "Suggestion corrected",
}  # fmt: skip
#: What others do to a box that was not right.
CORRECTIONS = (Act.CORRECTED, Act.SENT_BACK)


class Pace(msgspec.Struct):
    """How fast some boxes were made, and how many of them others corrected or sent back."""

    name: str
    number: int
    seconds: float
    corrected: int

    @property
    def per_cent(self) -> int:
        """Say how many of a hundred were corrected."""
        return round(100 * self.corrected / self.number)


class Clock(msgspec.Struct):
    """The paces of an app, or of one person in it."""

    all: Pace | None
    tools: list[Pace]
    concepts: list[Pace]
    people: list[Pace]


class _Timed(msgspec.Struct):
    """One annotation whose time is known."""

    pk: int
    public_id: str
    input_pk: int
    tool: str
    ms: int
    handle: str
    concept: str = ""
    corrected: bool = False


def clock(member: Member) -> Clock:
    """Tell the paces: of everybody to the owner and managers, to everybody else their own."""
    rows = _latest(member).values_list("pk", "public_id", "input", "tool", "ms", "user__handle")
    found = [_Timed(pk, name, on, tool, ms or 0, handle) for pk, name, on, tool, ms, handle in rows]
    _name(member, found)
    _correct(member, found)
    return Clock(
        _pace("Everything", found) if found else None,
        _paces(found, lambda one: TOOLS.get(one.tool, one.tool or "untold")),
        _paces(found, lambda one: one.concept or "no concept"),
        _paces(found, lambda one: one.handle) if member.manages else [],
    )


def _latest(member: Member) -> AnnotationQuerySet:
    timed = Annotation.objects.filter(app=member.app, ms__isnull=False, user__isnull=False)
    if not member.manages:
        mine = Annotation.objects.filter(app=member.app, user=member.user).order_by("-pk").values("pk")
        timed = timed.filter(pk__in=mine[:LOOKED_AT])
    return timed.order_by("-pk")[:LATEST]


def _name(member: Member, found: list[_Timed]) -> None:
    """Give each the first concept that it says is there."""
    by_pk = {one.pk: one for one in found}
    said = AnnotationConcept.objects.filter(app=member.app, annotation__in=list(by_pk), value__gt=0)
    for pk, name, public_id in said.order_by("annotation_id", "-order").values_list(
        "annotation", "concept__name", "concept__public_id"
    ):
        by_pk[pk].concept = name or public_id


def _correct(member: Member, found: list[_Timed]) -> None:
    """Mark those that somebody else corrected or sent back."""
    by_id = {(one.input_pk, one.public_id): one for one in found}
    inputs = {one.input_pk for one in found}
    changes = Change.objects.filter(app=member.app, input__in=inputs, act__in=CORRECTIONS).order_by()
    for names in changes.values_list("input", "annotation_id").distinct():
        if names in by_id:
            by_id[names].corrected = True


def _paces(found: Iterable[_Timed], name: Callable[[_Timed], str]) -> list[Pace]:
    groups: dict[str, list[_Timed]] = defaultdict(list)
    for one in found:
        groups[name(one)].append(one)
    return sorted((_pace(title, group) for title, group in groups.items()), key=lambda pace: -pace.number)[:LINES]


def _pace(name: str, group: list[_Timed]) -> Pace:
    seconds = median(one.ms for one in group) / 1000
    return Pace(name, len(group), round(seconds, 1), sum(one.corrected for one in group))
