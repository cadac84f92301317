"""The calls on the vocabulary (contract 7.4)."""

from __future__ import annotations

from annotations_app.api.decoding import number
from annotations_app.api.paging import page_in, page_of
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.wire_searches import ConceptQueryIn
from annotations_app.api.writing import LANGUAGE, concept_out
from annotations_app.errors import Code, LabellerError, Missing
from annotations_app.formats.found import ConceptCountOut, ConceptTypeCountOut
from annotations_app.models import Concept
from annotations_app.models.counting import inputs_of_concepts
from annotations_app.models.data import MAX_CONCEPTS
from annotations_app.text import NAME_LENGTH


def post_concepts(call: Call) -> Reply:
    """Add concepts to the vocabulary, all or none."""
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
    if part := call.query.id:
        rows = rows.filter(public_id__icontains=part)
    return success(concepts=[concept_out(concept, call.app) for concept in page.fetch(rows)], **page.next)


def post_concepts_searches(call: Call) -> Reply:
    """Answer with the concepts of a name: any letters where an asterisk stands, of either case."""
    asked = call.body.concept_query or ConceptQueryIn()
    rows = Concept.objects.of(call.app)
    if len(asked.name or "") > NAME_LENGTH:
        raise LabellerError(f"concept_query.name: at most {NAME_LENGTH} characters.", Code.SEARCH_INVALID_REQUEST)
    if asked.name:
        rows = rows.filter(name__like=asked.name)
    if asked.language not in (None, "", "*", LANGUAGE):
        rows = rows.none()
    page = page_in(call, call.body.pagination)
    return success(concepts=[concept_out(concept, call.app) for concept in page.fetch(rows)], **page.next)


def get_concept_counts(call: Call) -> Reply:
    """Answer with a page of the vocabulary, each concept with the inputs that it is on."""
    call.member.require("Annotations:Get")
    page = page_of(call)
    concepts = page.fetch(Concept.objects.of(call.app))
    counts = inputs_of_concepts(call.member, [concept.pk for concept in concepts])
    return success(
        concept_counts=[
            ConceptCountOut(one.public_id, one.name, ConceptTypeCountOut(*counts.get(one.pk, (0, 0))))
            for one in concepts
        ],
        **page.next,
    )


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
