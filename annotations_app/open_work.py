"""How much open work somebody has: read from the index of queues, as far as a page can wait for it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from django.db.models import IntegerField, OuterRef, Subquery

from annotations_app.models import Annotation, App, User

COUNTED = 5000  # annotations of a queue that are looked at; a longer one is only said to be long


class OpenWork(msgspec.Struct, frozen=True):
    """On how many inputs of an app somebody has open work; `more`: on these and on others that were not counted."""

    inputs: int = 0
    more: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return self.inputs > 0

    def __str__(self) -> str:
        """Write the number as pages show it; nothing where there is none."""
        return f"{self.inputs}{'+' if self.more else ''}" if self.inputs else ""


NONE = OpenWork()


class _Counted(Subquery):
    """Counts among rows that are ordered and limited, which an aggregate would not leave so."""

    template = "(SELECT COUNT(%(what)s) FROM (%(subquery)s) AS first_rows)"
    output_field = IntegerField()


def open_work(user: User, apps: Iterable[App]) -> dict[int, OpenWork]:
    """Tell how much open work somebody has in each of these apps, in one query."""
    queue = Annotation.objects.open_of(OuterRef("pk"), user).values("input_id")
    rows = App.objects.filter(pk__in=[app.pk for app in apps]).annotate(
        on=_Counted(queue[:COUNTED], what="DISTINCT input_id"), seen=_Counted(queue[: COUNTED + 1], what="*")
    )
    return {pk: OpenWork(on, seen > COUNTED) for pk, on, seen in rows.values_list("pk", "on", "seen")}
