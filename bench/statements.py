"""The statements by which `limits.py` writes: one on PostgreSQL, a prepared one a table on SQLite."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Writing:
    """One bulk of rows, for both databases; on SQLite each table says what it binds of a row and a free key."""

    as_one_statement: str
    by_tables: Sequence[tuple[str, Callable[[int, Any], tuple[Any, ...]]]]


_ANNOTATION = (
    "app_id, input_id, public_id, user_id, worker_kind, model_id, model_version_id, status, input_level, is_empty, "
    "text, task_id, embed_model_version_id, rev, tool, turn, created_at, modified_at"
)
_REGION = 'app_id, annotation_id, public_id, kind, "top", "left", bottom, "right", track_id, text, in_frame'
_SAID = 'app_id, annotation_id, concept_id, value, place, "order"'
_CHANGE = "app_id, input_id, annotation_id, act, reason, before, rev, base, at"

post_rows = Writing(
    f"""
    WITH made AS (
        INSERT INTO annotations_app_annotation ({_ANNOTATION})
        SELECT {{app}}, {{input}}, v, {{user}}, 1, '', '', 24150, false, false, '', '', '', v::uuid, '', 0, now(), now()
        FROM jsonb_array_elements_text(%s::jsonb) AS v RETURNING id
    ), region AS (
        INSERT INTO annotations_app_region ({_REGION})
        SELECT {{app}}, id, 'r', 'box', 0.1, 0.2, 0.5, 0.6, '', '', false FROM made
    ), said AS (
        INSERT INTO annotations_app_annotationconcept ({_SAID}) SELECT {{app}}, id, {{concept}}, 1.0, 2, 0 FROM made
    )
    UPDATE annotations_app_input SET seq = seq + 1 WHERE id = {{input}}
    """,
    [
        (
            f"INSERT INTO annotations_app_annotation (id, {_ANNOTATION}) VALUES (?, {{app}}, {{input}}, ?,"
            " {user}, 1, '', '', 24150, 0, 0, '', '', '', ?, '', 0, '2026-01-01', '2026-01-01')",
            lambda key, rev: (key, rev, rev),
        ),
        (
            f"INSERT INTO annotations_app_region ({_REGION})"
            " VALUES ({app}, ?, 'r', 'box', 0.1, 0.2, 0.5, 0.6, '', '', 0)",
            lambda key, rev: (key,),
        ),
        (
            f"INSERT INTO annotations_app_annotationconcept ({_SAID}) VALUES ({{app}}, ?, {{concept}}, 1.0, 2, 0)",
            lambda key, rev: (key,),
        ),
    ],
)

_SAY = f"INSERT INTO annotations_app_annotationconcept ({_SAID})"
_AGAIN = "ON CONFLICT (app_id, annotation_id, place, concept_id) DO UPDATE SET value = excluded.value"

patch_rows = Writing(
    f"""
    WITH sent AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) AS sent(id bigint, rev uuid, before jsonb)
    ), history AS (
        INSERT INTO annotations_app_change ({_CHANGE})
        SELECT a.app_id, a.input_id, a.public_id, 'changed', '', sent.before, sent.rev, a.rev, now()
        FROM annotations_app_annotation AS a JOIN sent ON sent.id = a.id WHERE a.app_id = {{app}}
    ), said AS (
        {_SAY} SELECT {{app}}, id, {{concept}}, 0.5, 1, 0 FROM sent {_AGAIN}
    ), input AS (
        UPDATE annotations_app_input SET seq = seq + 1 WHERE id = {{input}}
    )
    UPDATE annotations_app_annotation AS a SET rev = sent.rev, modified_at = now() FROM sent WHERE a.id = sent.id
    """,
    [
        (
            f"INSERT INTO annotations_app_change ({_CHANGE})"
            " SELECT app_id, input_id, public_id, 'changed', '', ?, ?, rev, created_at"
            " FROM annotations_app_annotation WHERE id = ?",
            lambda key, row: (json.dumps(row["before"]), row["rev"], row["id"]),
        ),
        (f"{_SAY} VALUES ({{app}}, ?, {{concept}}, 0.5, 1, 0) {_AGAIN}", lambda key, row: (row["id"],)),
        (
            "UPDATE annotations_app_annotation SET rev = ?, modified_at = '2026-01-02' WHERE id = ?",
            lambda key, row: (row["rev"], row["id"]),
        ),
    ],
)
