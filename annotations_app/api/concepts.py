"""The calls on the vocabulary (contract 7.4)."""

from __future__ import annotations

from annotations_app.api.decoding import number
from annotations_app.api.paging import page_of
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import concept_out
from annotations_app.errors import LabellerError, Missing
from annotations_app.models import Concept
from annotations_app.models.data import MAX_CONCEPTS


def post_concepts(call: Call) -> Reply:
    """Add concepts, all or none."""
    wanted = _wanted(call)
    made = Concept.objects.add(call.app, [(public_id, name or public_id) for public_id, name in wanted])
    return success(concepts=[concept_out(concept, call.app) for concept in made])


def patch_concepts(call: Call) -> Reply:
    """Give concepts other names, all or none."""
    if call.body.action != "overwrite":
        raise LabellerError("action: concepts know only overwrite.")
    renamed = Concept.objects.rename(call.app, _wanted(call))
    return success(concepts=[concept_out(concept, call.app) for concept in renamed])


def list_concepts(call: Call) -> Reply:
    """Answer with a page of the vocabulary, in the app's order."""
    page, rows = page_of(call), Concept.objects.of(call.app)
    if part := call.query.text("id"):
        rows = rows.filter(public_id__icontains=part)
    return success(concepts=[concept_out(concept, call.app) for concept in page.fetch(rows)], **page.next)


def get_concept(call: Call) -> Reply:
    """Answer with one concept."""
    found = Concept.objects.filter(app=call.app, public_id=call.ids["concept_id"]).first()
    if found is None:
        raise Missing(f"There is no concept '{call.ids['concept_id']}' in this app.")
    return success(concept=concept_out(found, call.app))


def _wanted(call: Call) -> list[tuple[str, str]]:
    sent = call.body.concepts
    if not sent or len(sent) > MAX_CONCEPTS:
        raise LabellerError(f"concepts: send 1 to {MAX_CONCEPTS}.")
    for place, one in enumerate(sent):
        number(one.value, f"concepts[{place}].value")  # nothing comes of it, but it must be one
    return [(one.id or "", one.name or "") for one in sent]
