"""What people have put off, and why: for their own queue and for the owner's overview (editor.md 10)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import msgspec

from annotations_app.models import Act, Annotation, App, Change, Member, User

SHOWN, LOOKED_AT = 10, 500


class Skipped(msgspec.Struct):
    """One input that a person has put off, and what they said about it."""

    input_id: str
    file_name: str
    person: User
    at: datetime
    reason: str


def skipped(member: Member) -> tuple[list[Skipped], bool]:
    """List the inputs that people have put off, latest first, and tell whether there are more."""
    rows = Annotation.objects.skipped(member.app).values_list(
        "input", "user", "turn", "input__public_id", "input__file_name"
    )
    found: dict[tuple[int, int], tuple[int, str, str]] = {}
    for pk, user_pk, turn, public_id, file_name in rows[:LOOKED_AT]:
        if user_pk is not None:
            found.setdefault((pk, user_pk), (turn, public_id, file_name))
    shown = dict(list(found.items())[:SHOWN])
    people = User.objects.in_bulk({user_pk for _, user_pk in shown})
    said = skip_reasons(member.app, {pk for pk, _ in shown})
    listed = [
        Skipped(public_id, file_name, people[who[1]], datetime.fromtimestamp(turn / 1000, UTC), said.get(who, ""))
        for who, (turn, public_id, file_name) in shown.items()
    ]
    return listed, len(found) > len(shown)


def skip_reasons(app: App, input_pks: Collection[int]) -> dict[tuple[int, int], str]:
    """Fetch why people skipped inputs, by input and person; the last skip counts."""
    changes = Change.objects.filter(app=app, input__in=input_pks, act=Act.SKIPPED, user__isnull=False)
    return {
        (pk, user_pk): reason for pk, user_pk, reason in changes.order_by("pk").values_list("input", "user", "reason")
    }
