"""Pages of lists, found by key (speed.md section 2, point 3).

Every list is one `page_of(call)`, one `fetch` (or `cut`) and `**page.next` in the answer; cursors come with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy

from annotations_app.api.decoding import whole
from annotations_app.api.queries import MAX_PER_PAGE, PER_PAGE, Paged
from annotations_app.api.query_strings import LARGEST
from annotations_app.api.wire_searches import PaginationIn
from annotations_app.errors import LabellerError

if TYPE_CHECKING:
    from annotations_app.api.replies import Call

Row = TypeVar("Row")


class Page:
    """Which part of a list is asked for: a page by its number, or what follows a cursor.

    A cursor holds the place of the last row in the list's own order, so that the next page is found by it at any
    depth, and rows that others insert meanwhile move nothing. It is signed for its list and app, and holds for
    one order of the list.
    """

    def __init__(self, call: Call, *, size: int = 0, number: int = 0, cursor: str | None = None) -> None:
        """Raise LabellerError (11102) for a size too large, a number beside a cursor, an unreadable cursor."""
        self.size = size or PER_PAGE
        if self.size > MAX_PER_PAGE:
            raise LabellerError(f"per_page: at most {MAX_PER_PAGE}.")
        if cursor is not None and number:
            raise LabellerError("cursor: it stands without page; begin with an empty one.")
        self.start = (max(number, 1) - 1) * self.size
        self.next: dict[str, str] = {}
        self._has_cursor = cursor is not None
        app = call.membership.app.pk if call.membership else ""
        self._signer = Signer(salt=f"annotations_app.place:{call.name}:{app}")
        self._order, self._place = self._read(cursor) if cursor else ([], [])

    def fetch(self, rows: QuerySet[Any], by: Callable[[Any], list[Any]] = list) -> list[Any]:
        """Return this part of rows in their order, which ends with their key; `by` fetches them.

        Where the order is the key alone, a page by number walks only an index to the page's first key.
        """
        order = _order_of(rows)
        if self._has_cursor:
            self._begin([step.written for step in order])
            behind = rows.filter(_behind(order, self._place)) if self._place else rows
            return self._ended(by(behind[: self.size + 1]), lambda last: [getattr(last, step.name) for step in order])
        if order != _BY_KEY:
            return by(rows[self.start : self.start + self.size])
        if self.start:
            first = rows.values("pk")[self.start : self.start + 1]
            rows = rows.filter(pk__gte=Subquery(first))
        return by(rows[: self.size])

    def cut(self, rows: Sequence[Row], key: Callable[[Row], Any] = attrgetter("pk")) -> list[Row]:
        """Return this part of a short list, which is in the order of its keys."""
        if not self._has_cursor:
            return list(rows[self.start : self.start + self.size])
        self._begin(["key"])
        behind = [row for row in rows if not self._place or key(row) > self._place[0]]
        return self._ended(behind[: self.size + 1], lambda last: [key(last)])

    def _begin(self, order: list[str]) -> None:
        """Note the order of the list. Raises LabellerError (11102) where the cursor comes from another one."""
        if self._place and self._order != order:
            raise _unreadable()
        self._order = order

    def _ended(self, found: list[Row], place_of: Callable[[Row], list[Any]]) -> list[Row]:
        """Drop the row that only shows that there are more, and keep the cursor that leads to it."""
        if len(found) > self.size:
            found = found[: self.size]
            self.next = {
                "next_cursor": self._signer.sign_object([self._order, msgspec.to_builtins(place_of(found[-1]))])
            }
        return found

    def _read(self, cursor: str) -> tuple[list[str], list[Any]]:
        try:
            order, place = self._signer.unsign_object(cursor)
        except BadSignature:
            raise _unreadable() from None
        return order, place


def _unreadable() -> LabellerError:
    return LabellerError("cursor: this is no cursor of this list; begin with an empty one.")


def page_of(call: Call) -> Page:
    """Read which part of a list the query string of a call asks for. Raises LabellerError (11102)."""
    query: Paged = call.query
    return Page(call, size=query.per_page, number=query.page, cursor=query.cursor)


def one_of(column: str, values: Collection[int]) -> Q:
    """Compare a column with values; one value is an equality, whose index keeps the order."""
    return Q(**{column: next(iter(values))}) if len(values) == 1 else Q(**{f"{column}__in": values})


def page_in(call: Call, sent: PaginationIn | None) -> Page:
    """Read which part of a list the body of a call asks for. Raises LabellerError (11102)."""
    sent = sent or PaginationIn()
    size, number = (whole(getattr(sent, name), f"pagination.{name}") for name in ("per_page", "page"))
    if not (0 <= size <= LARGEST and 0 <= number <= LARGEST):
        raise LabellerError(f"pagination: write whole numbers from 0 to {LARGEST}.")
    return Page(call, size=size, number=number, cursor=sent.cursor)


# --- the order of a list --------------------------------------------------------------------------------------------


class _Step(NamedTuple):
    """A column that a list is ordered by; one that may be empty comes `asc(nulls_first=True)`."""

    name: str
    is_down: bool = False

    @property
    def written(self) -> str:
        """Return the step as an order is written."""
        return f"-{self.name}" if self.is_down else self.name

    def beyond(self, value: Any) -> Q:
        if value is None:
            return Q(**{f"{self.name}__isnull": False})
        return Q(**{f"{self.name}__{'lt' if self.is_down else 'gt'}": value})


_BY_KEY = [_Step("pk")]


def _order_of(rows: QuerySet[Any]) -> list[_Step]:
    return [_step(one) for one in rows.query.order_by]


def _step(one: Any) -> _Step:
    if isinstance(one, str):
        return _Step(one.removeprefix("-"), one.startswith("-"))
    if not isinstance(one, OrderBy) or one.descending or not one.nulls_first:
        raise TypeError(f"A list has no cursor for the order {one}.")
    column: Any = one.expression
    return _Step(column.name)


def _behind(order: list[_Step], place: list[Any]) -> Q:
    """Write what comes after a place: greater in the first column, or equal there and behind in the others."""
    step, value = order[0], place[0]
    if len(order) == 1:
        return step.beyond(value)
    return step.beyond(value) | (Q(**{step.name: value}) & _behind(order[1:], place[1:]))
