"""Query strings read strictly, and pages found by key (speed.md section 2, point 3)."""

from __future__ import annotations

import re
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from django.db.models import QuerySet, Subquery

from annotations_app.errors import Code, LabellerError

PER_PAGE = 20
MAX_PER_PAGE = 1000
LARGEST = 2**32 - 1
MAX_PARAMETERS = 5000
_DIGITS = re.compile(r"[0-9]{1,16}")
_BOOLEANS = {"": False, "false": False, "0": False, "true": True, "1": True}

Rows = TypeVar("Rows", bound=QuerySet[Any])


class Query:
    """The query string of a call; keys that nobody asks for are ignored."""

    def __init__(self, text: str) -> None:
        self.values: dict[str, list[str]] = {}
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PARAMETERS, errors="replace")
        except ValueError:
            raise LabellerError(f"The query has more than {MAX_PARAMETERS} parameters.") from None
        for name, value in pairs:
            # NUL cannot be compared in PostgreSQL; another control character finds as little.
            self.values.setdefault(name, []).append(value.replace("\0", "\1"))

    def texts(self, name: str) -> list[str]:
        """Return a repeatable text."""
        return self.values.get(name, [])

    def text(self, name: str) -> str:
        """Return a single text; the last one counts."""
        return self.values.get(name, [""])[-1]

    def switch(self, name: str) -> bool:
        """Return a boolean. Raises LabellerError (11102) for anything but true, false, 1 and 0 in any case."""
        value = self.text(name)
        if value.lower() not in _BOOLEANS or not value.isascii():
            raise LabellerError(f"{name}: write true or false.")
        return _BOOLEANS[value.lower()]

    def number(self, name: str, default: int) -> int:
        """Return a number of 32 bits; absent, empty and 0 mean the default. Raises LabellerError (11102)."""
        value = self.text(name)
        if not value:
            return default
        if not _DIGITS.fullmatch(value) or int(value) > LARGEST:
            raise LabellerError(f"{name}: write a whole number from 0 to {LARGEST}.", Code.INVALID_REQUEST)
        return int(value) or default


class Page:
    """Which part of a list is asked for."""

    def __init__(self, query: Query) -> None:
        self.size = query.number("per_page", PER_PAGE)
        if self.size > MAX_PER_PAGE:
            raise LabellerError(f"per_page: at most {MAX_PER_PAGE}.")
        self.start = (query.number("page", 1) - 1) * self.size

    def of(self, rows: Rows) -> Rows:
        """Return this page of rows in the order of their keys: only an index is walked to the page's first key."""
        if self.start:
            first = rows.order_by("pk").values("pk")[self.start : self.start + 1]
            rows = rows.filter(pk__gte=Subquery(first))
        return rows.order_by("pk")[: self.size]

    def cut(self, rows: list[Any]) -> list[Any]:
        """Return this page of a short list."""
        return rows[self.start : self.start + self.size]

    def slice(self, rows: Rows) -> Rows:
        """Return this page of rows in their own order, for tables that stay small."""
        return rows[self.start : self.start + self.size]
