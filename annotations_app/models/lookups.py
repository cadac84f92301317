"""Comparisons that Django lacks, on PostgreSQL and SQLite alike: parts of free JSON, and names with wildcards.

SQLite has neither, so its connections get two functions of ours, which it calls row by row inside its own query.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import models
from django.db.backends.signals import connection_created
from django.dispatch import receiver

Sql = tuple[str, tuple[Any, ...]]


@models.JSONField.register_lookup
class HoldsAny(models.Lookup):
    """`column__holds_any=[{...}, ...]`: one of these JSON objects is contained in the column's."""

    lookup_name = "holds_any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        """Write it with PostgreSQL's containment."""
        column, parameters = self.process_lhs(compiler, connection)
        wanted = [msgspec.json.encode(one).decode() for one in self.rhs]
        return f"{column} @> ANY(%s::jsonb[])", (*parameters, wanted)

    def as_sqlite(self, compiler: Any, connection: Any) -> Sql:
        """Write it with our function."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"labeller_holds_any({column}, %s)", (*parameters, msgspec.json.encode(self.rhs).decode())


@models.CharField.register_lookup
class Like(models.Lookup):
    """`column__like="tr*e"`: the whole text, without regard to case; an asterisk stands for any letters."""

    lookup_name = "like"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        """Write it for PostgreSQL, which folds case as its locale says."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"UPPER({column}) LIKE UPPER(%s)", (*parameters, _pattern(self.rhs))

    def as_sqlite(self, compiler: Any, connection: Any) -> Sql:
        """Write it with our function: SQLite itself folds the 26 letters only."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"labeller_folded({column}) LIKE %s ESCAPE '\\'", (*parameters, _pattern(self.rhs.casefold()))


def _pattern(text: str) -> str:
    for special in "\\%_":
        text = text.replace(special, f"\\{special}")
    return text.replace("*", "%")


def holds(stored: Any, wanted: Any) -> bool:
    """Tell whether a JSON value contains another, as PostgreSQL's @> does: objects by key, lists as sets of parts."""
    if isinstance(wanted, dict):
        return isinstance(stored, dict) and all(key in stored and holds(stored[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        return isinstance(stored, list) and all(any(holds(one, part) for one in stored) for part in wanted)
    return isinstance(stored, bool) == isinstance(wanted, bool) and bool(stored == wanted)


def _holds_any(stored: str | None, wanted: str) -> bool | None:
    if stored is None:
        return None
    decode = msgspec.json.decode
    value = decode(stored)
    return any(holds(value, one) for one in decode(wanted))


@receiver(connection_created)
def teach_sqlite(connection: Any, **_: Any) -> None:
    """Give a new connection of SQLite the functions."""
    if connection.vendor == "sqlite":
        define = connection.connection.create_function
        define("labeller_holds_any", 2, _holds_any, deterministic=True)
        define("labeller_folded", 1, str.casefold, deterministic=True)
