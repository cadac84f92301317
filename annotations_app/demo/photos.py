"""Fills the app of the photos: a model's suggestions, work handed out, submitted, sent back and approved.

Everything goes through the verbs that pages and scripts use, so that the demo holds nothing they could not make.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from annotations_app.models import App, Concept, Input, Member, Status, User, deciding, member_of, posting, work
from annotations_app.models.adding import Conflict, InputDraft, add_inputs
from annotations_app.models.data import BOX, AnnotationData, ConceptValue, RegionData
from annotations_app.models.drafts import Draft, ModelWorker
from annotations_app.tasks import process_input

PLAN = Path(__file__).with_name("photos.json")
PHOTOS = Path(settings.BASE_DIR) / "photos"


def fill(app: App, people: dict[str, User]) -> None:
    """Put the photos and everybody's work on them into an app, unless they are there; half a demo is completed."""
    if app.concepts.exists():
        return
    owner, reviewer, annotator = (_member(app, people[handle]) for handle in ("owner", "reviewer", "annotator"))
    _tell(json.loads(PLAN.read_text()), _add_photos(owner), owner, reviewer, annotator)


@transaction.atomic
def _tell(plan: dict[str, Any], inputs: dict[str, int], owner: Member, reviewer: Member, annotator: Member) -> None:
    """Let everybody do their part of the plan."""
    _add_concepts(owner.app, plan["concepts"])
    _suggest(owner, plan["suggestions"])
    everything = [*plan["to_label"], *plan["submitted"], *plan["sent_back"], *plan["approved"]]
    work.hand_out(owner, [inputs[name] for name in everything], [annotator.user])
    work.hand_out(
        owner,
        [inputs[name] for name in plan["to_check"]],
        [annotator.user],
        check_of=plan["suggestions"]["model_version_id"],
    )
    for name, boxes in plan["submitted"].items():
        _draw_and_submit(annotator, name, inputs[name], boxes)
    for name, story in plan["sent_back"].items():
        made = _draw_and_submit(annotator, name, inputs[name], story["boxes"])
        deciding.send_back(reviewer, inputs[name], made[story["concept"]], story["reason"])
    for name, boxes in plan["approved"].items():
        _draw_and_submit(annotator, name, inputs[name], boxes)
        deciding.approve_input(reviewer, inputs[name])


def _member(app: App, user: User) -> Member:
    member = member_of(app, user)
    assert member is not None  # noqa: S101 - the demo has just let them in
    return member


def _add_concepts(app: App, wanted: Sequence[Sequence[Any]]) -> None:
    made = Concept.objects.add(app, [(public_id, name) for public_id, name, _ in wanted])
    for concept, (_, _, colour) in zip(made, wanted, strict=True):
        concept.paint(colour)


def _add_photos(owner: Member) -> dict[str, int]:
    """Add the photos and derive their pictures here and now; return their keys by name."""
    files = sorted(PHOTOS.glob("*.jpg"))
    drafts = [InputDraft(id=_id(file.stem), file_name=file.name, content=file.read_bytes()) for file in files]
    add_inputs(owner, drafts, conflict=Conflict.SKIP)
    inputs = dict(Input.objects.filter(app=owner.app).values_list("public_id", "pk"))
    for pk in inputs.values():
        process_input.call_local(pk)
    return {file.stem: inputs[_id(file.stem)] for file in files}


def _id(name: str) -> str:
    """Make the id of a photo; a bare name may be a reserved word."""
    return f"photo-{name}"


def _suggest(owner: Member, suggestions: dict[str, Any]) -> None:
    """Post the fixed boxes of a detector, as a script would."""
    model = ModelWorker(suggestions["model_version_id"], suggestions["model_id"])
    drafts = [
        Draft(input_id=_id(name), model=model, status=Status.SUCCESS, data=_box(concept, place, confidence))
        for name, boxes in suggestions["boxes"].items()
        for concept, confidence, place in boxes
    ]
    posting.post_annotations(owner, drafts)


def _draw_and_submit(annotator: Member, name: str, input_pk: int, boxes: Iterable[Sequence[Any]]) -> dict[str, str]:
    """Draw and submit an annotator's boxes; return the id of the annotation of each concept."""
    drafts = [
        Draft(input_id=_id(name), status=Status.PENDING, data=_box(concept, place), tool="drag", ms=2500)
        for concept, place in boxes
    ]
    made = posting.post_annotations(annotator, drafts)
    work.submit(annotator, input_pk)
    return {draft.data.concept_values()[0].id: one.id for draft, one in zip(drafts, made, strict=True)}


def _box(concept: str, place: Sequence[float], value: float = 1.0) -> AnnotationData:
    top, left, bottom, right = place
    region = RegionData(kind=BOX, box=(top, left, bottom, right), concepts=[ConceptValue(concept, value)])
    return AnnotationData(region=region)
