"""Writing many rows in few statements, by SQL of our own (speed.md section 2); Django's own writing is its test.

PostgreSQL gets all rows of a statement as one JSON parameter, and several tables in one statement by
data-modifying CTEs. SQLite runs in our own process, so its prepared statements cost little a row:
one `executemany` a table. Both bind doubles exactly. Callers hold the locks and the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, models
from django.db.models import Field

Row = dict[str, Any]


class Insert(msgspec.Struct):
    """Rows for one table. `parent` names the column that takes the primary key of the annotation of `rev`."""

    model: type[models.Model]
    rows: list[Row]
    parent: str = ""


class Update(msgspec.Struct):
    """New values for rows found by their primary key, which each row holds as `id`."""

    model: type[models.Model]
    rows: list[Row]


class Delete(msgspec.Struct):
    """Rows to remove: those whose `column` is one of `values`, inside one app."""

    model: type[models.Model]
    app: int
    column: str
    values: Sequence[int]


class Replace(msgspec.Struct):
    """Make `rows` all that these annotations (`owners`) have in a table; `key` is the table's unique key."""

    model: type[models.Model]
    app: int
    owners: Sequence[int]
    key: tuple[str, ...]
    rows: list[Row]


class Count(msgspec.Struct):
    """Add one to a column of the rows with these primary keys, inside one app."""

    model: type[models.Model]
    app: int
    column: str
    pks: Sequence[int]


Step = Insert | Update | Delete | Replace | Count


def run(steps: Sequence[Step]) -> None:
    """Write all steps. Inserted annotations come first, so that rows with a `parent` find them by `rev`.

    On PostgreSQL this is one statement whatever the number of rows and steps; all parts of it see the tables as
    they were before, so no step may touch rows of another.
    """
    wanted = [step for step in steps if _touches_rows(step)]
    if not wanted:
        return
    if connection.vendor == "postgresql":
        _run_as_one_statement(wanted)
    else:
        _run_table_by_table(wanted)


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


def _run_as_one_statement(steps: Sequence[Step]) -> None:
    parts: list[str] = []
    parameters: list[Any] = []
    for number, step in enumerate(steps):
        for letter, (sql, parameter) in zip("ab", _statements(step), strict=False):
            name = "made" if _makes_annotations(step) else f"step{number}{letter}"
            parts.append(f"{name} AS ({sql})")
            parameters += parameter
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT 1", parameters)


def _statements(step: Step) -> list[tuple[str, list[Any]]]:
    """Write the statements of one step, each with its parameters."""
    table = _quoted(step.model._meta.db_table)
    if isinstance(step, Delete):
        return [
            (
                f"DELETE FROM {table} WHERE app_id = %s AND {_quoted(step.column)} = ANY(%s)",
                [step.app, list(step.values)],
            )
        ]
    if isinstance(step, Count):
        column = _quoted(step.column)
        return [
            (
                f"UPDATE {table} SET {column} = {column} + 1 WHERE app_id = %s AND id = ANY(%s)",
                [step.app, list(step.pks)],
            )
        ]
    if isinstance(step, Replace):
        return _replacing(step, table)
    columns = _columns(step)
    names = ", ".join(_quoted(column) for column in columns)
    if isinstance(step, Update):
        source, sets = _recordset(step.model, columns), _sets(columns, "r", but=("id",))
        return [(f"UPDATE {table} AS t SET {sets} FROM {source} WHERE t.id = r.id", [_json(step.rows)])]
    if not step.parent:
        returning = " RETURNING id, rev" if _makes_annotations(step) else ""
        source = _recordset(step.model, columns)
        return [
            (f"INSERT INTO {table} ({names}) SELECT {names} FROM {source} ORDER BY n{returning}", [_json(step.rows)])
        ]
    # Rows of an annotation that this very statement makes are tied to it by its revision, which is unique.
    values = ", ".join("made.id" if column == step.parent else f"r.{_quoted(column)}" for column in columns)
    source = f"{_recordset(step.model, columns, step.parent)} JOIN made ON made.rev = r.of_rev"
    return [(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source} ORDER BY n", [_json(step.rows)])]


def _replacing(step: Replace, table: str) -> list[tuple[str, list[Any]]]:
    """Delete the owners' rows that are no longer wanted, and write the wanted ones over those that are there."""
    mine = f"DELETE FROM {table} AS t WHERE t.app_id = %s AND t.annotation_id = ANY(%s)"
    if not step.rows:
        return [(mine, [step.app, list(step.owners)])]
    columns, rows = list(step.rows[0]), _json(step.rows)
    names = ", ".join(_quoted(column) for column in columns)
    source = _recordset(step.model, columns)
    kept = " AND ".join(f"r.{_quoted(column)} = t.{_quoted(column)}" for column in step.key)
    sets = _sets(columns, "excluded", but=step.key)
    key = ", ".join(_quoted(column) for column in step.key)
    return [
        (f"{mine} AND NOT EXISTS (SELECT 1 FROM {source} WHERE {kept})", [step.app, list(step.owners), rows]),
        (
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {source} ORDER BY n"
            f" ON CONFLICT ({key}) DO UPDATE SET {sets}",
            [rows],
        ),
    ]


def _sets(columns: Sequence[str], source: str, but: Sequence[str]) -> str:
    return ", ".join(f"{_quoted(column)} = {source}.{_quoted(column)}" for column in columns if column not in but)


def _recordset(model: type[models.Model], columns: list[str], parent: str = "") -> str:
    """Write the FROM item that turns the JSON parameter into typed rows, numbered in the order given."""
    known = _types(model)
    types = [f"{_quoted(column)} {known[column]}" for column in columns if column != parent]
    if parent:
        types.append("of_rev uuid")
    rows = f"jsonb_to_recordset(%s::jsonb) AS ({', '.join(types)})"
    return f"ROWS FROM ({rows}) WITH ORDINALITY AS r({_aliases(columns, parent)})"


def _aliases(columns: list[str], parent: str) -> str:
    names = [_quoted(column) for column in columns if column != parent]
    return ", ".join([*names, *(["of_rev"] if parent else []), "n"])


@cache
def _types(model: type[models.Model]) -> dict[str, str]:
    """Name the database's types of a table's columns."""
    return {
        str(field.column): str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))
        for field in model._meta.concrete_fields
    }


def _json(rows: list[Row]) -> str:
    return msgspec.json.encode(rows).decode()


# --- SQLite ---------------------------------------------------------------------------------------------------------


def _run_table_by_table(steps: Sequence[Step]) -> None:
    made: dict[UUID, int] = {}
    with connection.cursor() as cursor:
        for step in steps:
            if isinstance(step, Insert) and _makes_annotations(step):
                made = _number_annotations(cursor, step)
            for sql, rows in _prepared(step, made):
                cursor.executemany(sql, rows)


def _prepared(step: Step, made: dict[UUID, int]) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Write the prepared statements of one step, each with its rows."""
    table = _quoted(step.model._meta.db_table)
    if isinstance(step, Delete):
        pairs = [(step.app, value) for value in step.values]
        return [(f"DELETE FROM {table} WHERE app_id = %s AND {_quoted(step.column)} = %s", pairs)]
    if isinstance(step, Count):
        column = _quoted(step.column)
        return [
            (
                f"UPDATE {table} SET {column} = {column} + 1 WHERE app_id = %s AND id = %s",
                [(step.app, pk) for pk in step.pks],
            )
        ]
    if isinstance(step, Replace):
        clear = Delete(step.model, step.app, "annotation_id", step.owners)
        again = [_inserting(table, step.model, step.rows)] if step.rows else []
        return [*_prepared(clear, made), *again]
    if isinstance(step, Update):
        columns = [*(column for column in step.rows[0] if column != "id"), "id"]
        sets = ", ".join(f"{_quoted(column)} = %s" for column in columns[:-1])
        return [(f"UPDATE {table} SET {sets} WHERE id = %s", _bound(step.model, step.rows, columns))]
    rows = step.rows
    if _makes_annotations(step):
        rows = [{**row, "id": made[row["rev"]]} for row in rows]
    elif step.parent:
        rows = [{**row, step.parent: made[row["of_rev"]]} for row in rows]
    return [_inserting(table, step.model, rows)]


def _inserting(table: str, model: type[models.Model], rows: list[Row]) -> tuple[str, list[tuple[Any, ...]]]:
    columns = [column for column in rows[0] if column != "of_rev"]
    names, marks = ", ".join(_quoted(column) for column in columns), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})", _bound(model, rows, columns)


def _number_annotations(cursor: Any, step: Insert) -> dict[UUID, int]:
    """Give new annotations their primary keys: we are the only writer inside this transaction."""
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [step.model._meta.db_table])
    found = cursor.fetchone()
    first = (found[0] if found else 0) + 1
    return {row["rev"]: first + place for place, row in enumerate(step.rows)}


def _bound(model: type[models.Model], rows: list[Row], columns: list[str]) -> list[tuple[Any, ...]]:
    """Turn rows into what the database adapter binds. A field's own preparing costs ten times as much a value."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    binders = [(column, _binder(fields[column])) for column in columns]
    return [tuple(row[column] if bind is None else bind(row[column]) for column, bind in binders) for row in rows]


def _binder(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """Return what turns a column's values into what SQLite stores, or None where they are that already."""
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else msgspec.json.encode(value).decode()
    if isinstance(field, models.UUIDField):
        return lambda value: None if value is None else value.hex
    if isinstance(field, models.DateTimeField):
        return lambda value: None if value is None else value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return None


# --- both -----------------------------------------------------------------------------------------------------------


def _columns(step: Insert | Update) -> list[str]:
    names = [name for name in step.rows[0] if name != "of_rev"]
    return [*names, step.parent] if isinstance(step, Insert) and step.parent else names


def _touches_rows(step: Step) -> bool:
    if isinstance(step, Delete):
        return bool(step.values)
    if isinstance(step, Replace):
        return bool(step.owners)
    return bool(step.pks if isinstance(step, Count) else step.rows)


def _makes_annotations(step: Step) -> bool:
    return isinstance(step, Insert) and step.model.__name__ == "Annotation"


def _quoted(name: str) -> str:
    """Quote a name as both databases do; Django's own way asks for the thread's connection each time."""
    return f'"{name}"'
