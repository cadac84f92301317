"""The workload, held once: how many of what, the bodies that scripts send, and apps filled by SQL alone."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

from annotations_app.models import App, Concept, InputStatus, User

SIZES = (2_000, 50_000)
BOXES_AN_INPUT = 20
CONCEPTS = 12
A_BULK = 128
CLIENTS = 8
PAGES = (20, 100, 1000)


def post_body(input_id: str, many: int) -> dict[str, Any]:
    """Write a post of so many boxes with a concept, as scripts send it."""
    box = {"top_row": 0.1, "left_col": 0.2, "bottom_row": 0.5, "right_col": 0.625}
    region = {"region_info": {"bounding_box": box}, "data": {"concepts": [{"id": "c1", "value": 1}]}}
    return {"annotations": [{"input_id": input_id, "data": {"regions": [region]}}] * many}


def patch_body(made: list[dict[str, Any]], value: float) -> dict[str, Any]:
    """Write a patch that gives posted annotations a concept beside their boxes."""
    data = {"concepts": [{"id": "c2", "value": value}]}
    items = [{"input_id": one["input_id"], "id": one["id"], "data": data} for one in made]
    return {"action": "merge", "annotations": items}


def delete_body(made: list[dict[str, Any]]) -> dict[str, Any]:
    """Write the deletion of posted annotations."""
    return {"input_ids": [one["input_id"] for one in made], "ids": [one["id"] for one in made]}


def fill(owner: User, annotator: User, name: str, annotations: int) -> App:
    """Make an app with so many annotations, and let the database look at its tables once."""
    app = store(owner, annotator, name, annotations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            connection.connection.commit() if not connection.get_autocommit() else None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    return app


def store(owner: User, annotator: User, name: str, annotations: int) -> App:
    """Make an app with so many equal boxes by the annotator, spread over its inputs, each with a concept."""
    app = App.objects.make(owner, name)
    app.admit(annotator, "annotator")
    Concept.objects.append(app, [(f"c{n}", f"concept {n}") for n in range(CONCEPTS)])
    with connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(
                _for_this_database(statement),
                {
                    "app": app.pk,
                    "owner": owner.pk,
                    "annotator": annotator.pk,
                    "inputs": max(1, annotations // BOXES_AN_INPUT),
                    "annotations": annotations,
                    "status": InputStatus.SUCCESS,
                    "boxes": BOXES_AN_INPUT,
                    "concepts": CONCEPTS,
                    "now": timezone.now(),
                },
            )
    return app


def _for_this_database(statement: str) -> str:
    if connection.vendor == "postgresql":
        return (
            statement.replace("NUMBERS(inputs)", "generate_series(1, %(inputs)s) AS numbers(n)")
            .replace("NUMBERS(annotations)", "generate_series(1, %(annotations)s) AS numbers(n)")
            .replace("NEW_REV", "gen_random_uuid()")
            .replace("TEXT_OF(n)", "numbers.n::text")
        )
    numbers = (
        "(WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < %({0})s) SELECT n FROM r) AS numbers"
    )
    return (
        statement.replace("NUMBERS(inputs)", numbers.format("inputs"))
        .replace("NUMBERS(annotations)", numbers.format("annotations"))
        .replace("NEW_REV", "lower(hex(randomblob(16)))")
        .replace("TEXT_OF(n)", "CAST(numbers.n AS text)")
    )


_STATEMENTS = (
    """
    INSERT INTO annotations_app_input (app_id, public_id, file_name, status, problem, media_type, width, height,
        color_mode, bytes, sha256, source_url, original, display, thumbnail, attempts, lease_until, tiles,
        tiles_attempts, seq, created_at, modified_at)
    SELECT %(app)s, 'i' || TEXT_OF(n), 'picture.jpg', %(status)s, '', 'image/jpeg', 4000, 3000, 'RGB', 1000, '', '', '',
        '', '', 1, %(now)s, 0, 0, 0, %(now)s, %(now)s
    FROM NUMBERS(inputs)
    """,
    """
    INSERT INTO annotations_app_annotation (app_id, input_id, public_id, user_id, worker_kind, model_id,
        model_version_id, status, input_level, is_empty, text, task_id, embed_model_version_id, rev, tool, turn,
        created_at, modified_at)
    SELECT %(app)s, i.id, 'level-' || i.public_id, %(owner)s, 1, '', '', 24150, true, true, '', '', '', NEW_REV, '', 0,
        %(now)s, %(now)s
    FROM annotations_app_input AS i WHERE i.app_id = %(app)s ORDER BY i.id
    """,
    """
    INSERT INTO annotations_app_annotation (app_id, input_id, public_id, user_id, worker_kind, model_id,
        model_version_id, status, input_level, is_empty, text, task_id, embed_model_version_id, rev, tool, turn,
        created_at, modified_at)
    SELECT %(app)s, first.id + (numbers.n - 1) / %(boxes)s, 'a' || TEXT_OF(n), %(annotator)s, 1, '', '', 24150, false,
        false, '', '', '', NEW_REV, 'drag', 0, %(now)s, %(now)s
    FROM NUMBERS(annotations), (SELECT min(id) AS id FROM annotations_app_input WHERE app_id = %(app)s) AS first
    WHERE (numbers.n - 1) / %(boxes)s < %(inputs)s
    ORDER BY numbers.n
    """,
    """
    INSERT INTO annotations_app_region (app_id, annotation_id, public_id, kind, "top", "left", "bottom", "right",
        track_id, text, in_frame)
    SELECT %(app)s, a.id, 'r' || a.public_id, 'box', 0.1, 0.2, 0.5, 0.625, '', '', false
    FROM annotations_app_annotation AS a WHERE a.app_id = %(app)s AND a.input_level = false ORDER BY a.id
    """,
    """
    INSERT INTO annotations_app_annotationconcept (app_id, annotation_id, concept_id, value, place, "order")
    SELECT %(app)s, a.id, c.id, 1.0, 2, 0
    FROM annotations_app_annotation AS a
    JOIN annotations_app_concept AS c ON c.app_id = %(app)s AND c.position = a.id %% %(concepts)s + 1
    WHERE a.app_id = %(app)s AND a.input_level = false ORDER BY a.id
    """,
)
