"""The limit: what the database alone does with our rows, by its own driver and plain SQL, in the same run."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection

from annotations_app.models import App
from bench.clock import Figure, measure

ANNOTATION = (
    "app_id, input_id, public_id, user_id, worker_kind, model_id, model_version_id, status, input_level, is_empty, "
    "text, task_id, embed_model_version_id, rev, tool, turn, created_at, modified_at"
)
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


class Limits:
    """A connection of its own, without Django between."""

    def __init__(self, app: App, input_pk: int, user_pk: int, concept_pk: int) -> None:
        self.app, self.input_pk, self.user_pk, self.concept_pk = app, input_pk, user_pk, concept_pk
        settings = connection.settings_dict
        self.on_postgresql = connection.vendor == "postgresql"
        self.raw: Any
        if self.on_postgresql:
            import psycopg

            self.raw = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor})
            self.raw.commit()
        else:
            self.raw = sqlite3.connect(settings["NAME"], isolation_level=None)
            self.raw.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")

    def post(self, many: int) -> Figure:
        """Write so many annotations with region and concept, and commit."""
        return measure(lambda: self._post(many), times=40)

    def page(self, size: int, where: str = "true") -> Figure:
        """Read a page of annotations with region and concepts."""
        return measure(lambda: self._page(size, where), times=40)

    def walk(self, passed: int) -> Figure:
        """Find the key at a depth by walking the index only, and read a page of 20 there."""

        def work() -> None:
            found = self._all(
                f"SELECT id FROM annotations_app_annotation WHERE app_id = {self.app.pk} AND worker_kind = 1"
                f" AND NOT (input_level AND is_empty) ORDER BY id LIMIT 1 OFFSET {passed}"
            )
            self._page(20, f"a.id >= {found[0][0] if found else 0}")

        return measure(work, times=10)

    def one_row(self, sql: str) -> Figure:
        """Run one small query."""
        return measure(lambda: self._all(sql), times=60)

    def patch(self, pks: list[int]) -> Figure:
        """Change region and status of annotations, with a line of history each, and commit."""
        return measure(lambda: self._patch(pks), times=20)

    def _all(self, sql: str) -> list[Any]:
        rows = self.raw.execute(sql).fetchall()
        if self.on_postgresql:
            self.raw.commit()
        return list(rows)

    def _page(self, size: int, where: str) -> None:
        rows = self._all(PAGE.format(app=self.app.pk, where=where, size=size))
        self._all(SAID.format(pks=", ".join(str(row[0]) for row in rows) or "0"))

    def _post(self, many: int) -> None:
        revs = [uuid.uuid4().hex for _ in range(many)]
        if self.on_postgresql:
            self._post_json(revs)
        else:
            self._post_rows(revs)

    def _post_json(self, revs: list[str]) -> None:
        app = self.app.pk
        self.raw.execute(
            f"""
            WITH made AS (
                INSERT INTO annotations_app_annotation ({ANNOTATION})
                SELECT {app}, {self.input_pk}, v, {self.user_pk}, 1, '', '', 24150, false, false, '', '', '', v::uuid,
                    '', 0, now(), now()
                FROM jsonb_array_elements_text(%s::jsonb) AS v RETURNING id
            ), region AS (
                INSERT INTO annotations_app_region (app_id, annotation_id, public_id, kind, "top", "left", bottom,
                    "right", track_id, text, in_frame)
                SELECT {app}, id, 'r', 'box', 0.1, 0.2, 0.5, 0.6, '', '', false FROM made
            )
            INSERT INTO annotations_app_annotationconcept (app_id, annotation_id, concept_id, value, place, "order")
            SELECT {app}, id, {self.concept_pk}, 1.0, 2, 0 FROM made
            """,
            [json.dumps(revs)],
        )
        self.raw.commit()

    def _post_rows(self, revs: list[str]) -> None:
        self.raw.execute("BEGIN IMMEDIATE")
        first = self.raw.execute("SELECT max(id) FROM annotations_app_annotation").fetchone()[0] + 1
        self.raw.executemany(
            f"INSERT INTO annotations_app_annotation (id, {ANNOTATION}) VALUES (?, {self.app.pk}, {self.input_pk}, ?,"
            f" {self.user_pk}, 1, '', '', 24150, 0, 0, '', '', '', ?, '', 0, '2026-01-01', '2026-01-01')",
            [(first + place, rev, rev) for place, rev in enumerate(revs)],
        )
        self.raw.executemany(
            'INSERT INTO annotations_app_region (app_id, annotation_id, public_id, kind, "top", "left", bottom,'
            ' "right", track_id, text, in_frame)'
            f" VALUES ({self.app.pk}, ?, 'r', 'box', 0.1, 0.2, 0.5, 0.6, '', '', 0)",
            [(first + place,) for place in range(len(revs))],
        )
        self.raw.executemany(
            "INSERT INTO annotations_app_annotationconcept (app_id, annotation_id, concept_id, value, place,"
            f' "order") VALUES ({self.app.pk}, ?, {self.concept_pk}, 1.0, 2, 0)',
            [(first + place,) for place in range(len(revs))],
        )
        self.raw.execute("COMMIT")

    def _patch(self, pks: list[int]) -> None:
        listed = ", ".join(str(pk) for pk in pks)
        statements = (
            f"UPDATE annotations_app_annotation SET status = 24150, modified_at = modified_at WHERE id IN ({listed})",
            f'UPDATE annotations_app_region SET "top" = 0.11 WHERE annotation_id IN ({listed})',
            "INSERT INTO annotations_app_change (app_id, input_id, annotation_id, act, reason, before, rev, base, at)"
            f" SELECT app_id, input_id, public_id, 'changed', '', '{{}}', {self._new_rev()}, rev, created_at"
            f" FROM annotations_app_annotation WHERE id IN ({listed})",
        )
        run: Callable[[str], Any] = self.raw.execute
        if not self.on_postgresql:
            run("BEGIN IMMEDIATE")
        for statement in statements:
            run(statement)
        self.raw.commit() if self.on_postgresql else run("COMMIT")

    def _new_rev(self) -> str:
        return "gen_random_uuid()" if self.on_postgresql else "lower(hex(randomblob(16)))"
