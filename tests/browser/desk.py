"""Review on the labelling page: the work that lies there, and what hands do."""

from __future__ import annotations

from annotations_app.models import Annotation, Concept, Status
from annotations_app.models.work import submit
from tests.browser.stage import Stage, hand_out_photos
from tests.make import box, make_annotation

AWAITING, DONE, DENIED = Status.AWAITING_REVIEW, Status.SUCCESS, Status.REVIEW_DENIED
PLACES = ((0.1, 0.1, 0.4, 0.4), (0.5, 0.5, 0.9, 0.9), (0.2, 0.6, 0.4, 0.8))


class Desk(Stage):
    """The labelling page of who reviews."""

    page_of_input = "review"

    def selected(self):
        """Say what the row that is selected says."""
        return self.page.locator("box-list .row:has(.pick[aria-pressed=true])")


def submit_two(team):
    """Let the annotator submit three boxes on each of two photos."""
    team.app.change(review_reasons=["too wide", "wrong concept"])
    Concept.objects.add(team.app, [("car", "Car"), ("person", "Person")])
    made = hand_out_photos(team.app, team.annotator, (1, 2))
    for on in made:
        for concept, at in zip(("car", "person", "car"), PLACES, strict=True):
            make_annotation(team.app, on, user=team.annotator, status=Status.PENDING, data=box(concept, at=at))
        submit(team.member(team.annotator), on.pk)
    return made


def statuses(on):
    return list(
        Annotation.objects.filter(input=on, input_level=False)
        .order_by("is_empty", "pk")
        .values_list("status", flat=True)
    )
