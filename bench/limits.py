"""The limit: what the database alone does with our rows, by its own driver and plain SQL, in the same run.

Each verb returns work to be measured. The statements of writing are in `statements.py`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import uuid
from typing import Any

from django.db import connection

from annotations_app.models import Annotation, App
from bench import statements
from bench.clock import Side, Work

PAGE = """
SELECT a.id, a.public_id, i.public_id, u.handle, a.status, a.metadata, a.created_at, a.modified_at, r.public_id,
    r."top", r."left", r.bottom, r."right"
FROM annotations_app_annotation a JOIN annotations_app_input i ON i.id = a.input_id
LEFT JOIN annotations_app_user u ON u.id = a.user_id LEFT JOIN annotations_app_region r ON r.annotation_id = a.id
WHERE a.app_id = {app} AND {where} ORDER BY a.id LIMIT {size}
"""
SAID = """
SELECT ac.annotation_id, c.public_id, c.name, ac.value FROM annotations_app_annotationconcept ac
JOIN annotations_app_concept c ON c.id = ac.concept_id WHERE ac.annotation_id IN ({pks}) ORDER BY ac.annotation_id
"""
FIRST = """
SELECT id FROM annotations_app_annotation
WHERE app_id = {app} AND worker_kind = 1 AND NOT (input_level AND is_empty) ORDER BY id LIMIT 1 OFFSET {passed}
"""
QUEUE = """
SELECT input_id FROM annotations_app_annotation
WHERE app_id = {app} AND user_id = {user} AND status IN (24151, 24158) ORDER BY status DESC, turn, id LIMIT 1
"""
EXPORT = """
SELECT {object}('id', a.id, 'image_id', a.input_id, 'category_id', s.concept_id, 'bbox', {array}(
    round(CAST(r."left" * 4000 AS numeric), 3), round(CAST(r."top" * 3000 AS numeric), 3),
    round(CAST((r."right" - r."left") * 4000 AS numeric), 3), round(CAST((r.bottom - r."top") * 3000 AS numeric), 3)),
    'annotation_id', a.public_id, 'status', a.status)
FROM annotations_app_annotation a JOIN annotations_app_region r ON r.annotation_id = a.id
JOIN annotations_app_annotationconcept s ON s.annotation_id = a.id AND s.app_id = a.app_id
WHERE a.app_id = {app} AND a.status = 24150 AND a.worker_kind = 1
"""


class Limits:
    """A connection of its own, without Django between."""

    def __init__(self, app: App, input_pk: int, user_pk: int, concept_pk: int) -> None:
        self.app, self.input_pk, self.user_pk, self.concept_pk = app, input_pk, user_pk, concept_pk
        self.on_postgresql = connection.vendor == "postgresql"
        self.raw: Any
        if self.on_postgresql:
            import psycopg

            self.raw = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor})
            self.raw.commit()
        else:
            self.raw = sqlite3.connect(
                connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False, timeout=20
            )
            self.raw.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")

    def another(self) -> Limits:
        """Open one more connection to the same app."""
        return Limits(self.app, self.input_pk, self.user_pk, self.concept_pk)

    def side(self, work: Work) -> Side:
        """Count this process and the database as who does it."""
        return Side(work, [os.getpid()], database_pids)

    def post(self, many: int) -> Work:
        """Write so many annotations with region and concept, and commit."""
        return lambda: self._write(statements.post_rows, [uuid.uuid4().hex for _ in range(many)])

    def patch(self, ids: list[str]) -> Work:
        """Give annotations a concept and a new revision, with a line of history each, and commit."""
        rows = Annotation.objects.filter(app=self.app, public_id__in=ids)
        pks, before = list(rows.values_list("pk", flat=True)), {"data": {"concepts": [], "region": "x" * 400}}
        return lambda: self._write(
            statements.patch_rows, [{"id": pk, "rev": uuid.uuid4().hex, "before": before} for pk in pks]
        )

    def page(self, size: int, where: str = "true") -> Work:
        """Read a page of annotations with region and concepts."""
        return lambda: self._page(size, where)

    def walk(self, passed: int) -> Work:
        """Find the key at a depth by walking the index only, and read a page of 20 there."""

        def work() -> None:
            found = self._all(FIRST.format(app=self.app.pk, passed=passed))
            self._page(20, f"a.id >= {found[0][0] if found else 0}")

        return work

    def queue(self, user_pk: int) -> Work:
        """Find a person's next input."""
        return lambda: self._all(QUEUE.format(app=self.app.pk, user=user_pk))

    def export(self) -> Work:
        """Let the database write what a COCO file tells of boxes, a JSON object for each."""
        made = "json_build_{}" if self.on_postgresql else "json_{}"
        sql = EXPORT.format(app=self.app.pk, object=made.format("object"), array=made.format("array"))
        if not self.on_postgresql:
            return lambda: sum(1 for _ in self.raw.execute(sql))

        def work() -> None:
            with self.raw.cursor().copy(f"COPY ({sql}) TO STDOUT") as out:
                for _ in out:
                    pass
            self.raw.commit()

        return work

    def _all(self, sql: str) -> list[Any]:
        rows = self.raw.execute(sql).fetchall()
        if self.on_postgresql:
            self.raw.commit()
        return list(rows)

    def _page(self, size: int, where: str) -> None:
        rows = self._all(PAGE.format(app=self.app.pk, where=where, size=size))
        self._all(SAID.format(pks=", ".join(str(row[0]) for row in rows) or "0"))

    def _write(self, writing: statements.Writing, rows: list[Any]) -> None:
        names = {"app": self.app.pk, "input": self.input_pk, "user": self.user_pk, "concept": self.concept_pk}
        if self.on_postgresql:
            self.raw.execute(writing.as_one_statement.format(**names), [json.dumps(rows)])
            self.raw.commit()
            return
        self.raw.execute("BEGIN IMMEDIATE")
        first = self.raw.execute("SELECT max(id) FROM annotations_app_annotation").fetchone()[0] + 1
        for sql, bind in writing.by_tables:
            self.raw.executemany(sql.format(**names), [bind(first + place, row) for place, row in enumerate(rows)])
        self.raw.execute(f"UPDATE annotations_app_input SET seq = seq + 1 WHERE id = {self.input_pk}")
        self.raw.execute("COMMIT")


def database_pids() -> list[int]:
    """List the processes of the database; SQLite has none of its own."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity")
        return [row[0] for row in cursor.fetchall()]
