"""Comparing a column with several numbers where Django's own `in` does badly."""

from __future__ import annotations

from typing import Any

from django.db import models


class OneOf(models.Lookup):
    """`key__one_of=[…]`: as `in`, with all keys as one parameter; of thousands, each costs more than its row."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Write it with an array."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*parameters, list(self.rhs))

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        """Write it with JSON; numbers written out would be a new statement each time, and each is kept prepared."""
        column, parameters = self.process_lhs(compiler, connection)
        sql = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - only the column's name is put in
        return sql, (*parameters, str(list(self.rhs)))


class Among(models.Lookup):
    """`column__among=[…]`: as `in`, with the numbers written out, so that SQLite sees that a partial index serves."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Write the condition as the partial index writes its own."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} IN ({', '.join(str(int(number)) for number in self.rhs)})", tuple(parameters)


class Over(models.Lookup):
    """`column__over=0`: as `gt`, with the number written out, so that SQLite sees that a partial index serves."""

    lookup_name = "over"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Write the condition as the partial index writes its own."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} > {int(self.rhs)}", tuple(parameters)
