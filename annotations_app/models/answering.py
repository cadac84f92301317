"""What people answered to what models suggested: told by the region that both name (editor.md section 7)."""

from __future__ import annotations

import msgspec
from django.db import connection
from django.db.models import Count

from annotations_app.models.annotation import Annotation, AnnotationConcept, Region, Status, WorkerKind
from annotations_app.models.app import App
from annotations_app.models.user import User
from annotations_app.structs import ready_for_threads

MODELS_SHOWN = 15

_TABLES = {
    "annotation": Annotation._meta.db_table,
    "region": Region._meta.db_table,
    "said": AnnotationConcept._meta.db_table,
    "user": int(WorkerKind.USER),
    "pending": int(Status.PENDING),
}

# Begins with the suggestions, by the index of models: an app without any is told at once. What somebody was asked to
# check names the model's region too, and is an answer only once it was looked at or submitted.
_ANSWERS = """
    SELECT m.model_version_id AS version,
        CASE WHEN EXISTS (SELECT 1 FROM {said} c WHERE c.annotation_id = a.id AND c.value = 0)
            AND NOT EXISTS (SELECT 1 FROM {said} c WHERE c.annotation_id = a.id AND c.value > 0)
            THEN 1 ELSE 0 END AS no,
        CASE WHEN r.kind <> s.kind
            OR COALESCE(r.top, -1) <> COALESCE(s.top, -1) OR COALESCE(r.left, -1) <> COALESCE(s.left, -1)
            OR COALESCE(r.bottom, -1) <> COALESCE(s.bottom, -1) OR COALESCE(r.right, -1) <> COALESCE(s.right, -1)
            OR (r.shape IS NOT NULL AND s.shape IS NOT NULL AND r.shape <> s.shape)
            OR EXISTS (SELECT 1 FROM {said} c WHERE c.annotation_id = a.id AND c.value > 0 AND NOT EXISTS (
                SELECT 1 FROM {said} d WHERE d.annotation_id = m.id AND d.concept_id = c.concept_id AND d.value > 0))
            THEN 1 ELSE 0 END AS other
    FROM {annotation} m
    JOIN {region} s ON s.annotation_id = m.id
    JOIN {region} r ON r.app_id = s.app_id AND r.public_id = s.public_id
    JOIN {annotation} a ON a.id = r.annotation_id AND a.input_id = m.input_id
    WHERE m.app_id = %s AND NOT (m.model_version_id = '') AND NOT m.input_level
        AND a.worker_kind = {user} AND NOT a.input_level AND NOT (a.status = {pending} AND a.tool = '')
""".format(**_TABLES)  # noqa: S608 - only names of tables and numbers are put in


@ready_for_threads
class Answered(msgspec.Struct):
    """How many regions a model version suggested, and what people answered; of several people each answer counts."""

    version: str
    suggestions: int
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0

    @property
    def answers(self) -> int:
        """Count the answers."""
        return self.accepted + self.corrected + self.rejected

    @property
    def shares(self) -> list[tuple[int, int]]:
        """List how many were accepted, corrected and rejected, each with its share of the answers in per cent."""
        numbers = (self.accepted, self.corrected, self.rejected)
        return [(number, round(100 * number / max(self.answers, 1))) for number in numbers]


def answered_in(app: App, only: User | None = None) -> list[Answered]:
    """Count for each model version what it suggested and what was answered, most suggestions first, in two queries."""
    made = Annotation.objects.filter(app=app, input_level=False, region__isnull=False).exclude(model_version_id="")
    counted = made.order_by().values_list("model_version_id").annotate(number=Count("pk"))
    found = {version: Answered(version, number) for version, number in counted}
    mine = f"{_ANSWERS} AND a.user_id = %s" if only else _ANSWERS
    sql = f"SELECT version, no, other, COUNT(*) FROM ({mine}) answers GROUP BY version, no, other"  # noqa: S608 - no word of a person's
    with connection.cursor() as cursor:
        cursor.execute(sql, [app.pk, *([only.pk] if only else [])])
        for version, no, other, number in cursor.fetchall():
            one = found.get(version)
            if one is None:
                continue
            if no:
                one.rejected += number
            elif other:
                one.corrected += number
            else:
                one.accepted += number
    return sorted(found.values(), key=lambda one: (-one.suggestions, one.version))[:MODELS_SHOWN]
