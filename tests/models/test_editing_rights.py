"""Operations of the labelling page: who may do what, in which state, and with which values (editor.md 8 and 13.2)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from annotations_app.models import Act, Annotation, Change, Concept, Status
from annotations_app.models.editing import carry_out
from annotations_app.models.operation import NotTaken, Operation, operation_in
from annotations_app.text import new_id
from tests.make import box, make_annotation, make_marker
from tests.models.operations import ELSEWHERE, PLACE, delete, put, stored

# --- rights and states ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "whose", "result"),
    [
        ("annotator", "annotator", "saved"), ("annotator", "owner", "refused"), ("reviewer", "annotator", "refused"),
        ("owner", "annotator", "saved"), ("manager", "annotator", "saved"), ("viewer", "viewer", "refused"),
    ],
)  # fmt: skip
def test_who_may_change_whose(team, on, do, who, whose, result):  # noqa: PLR0917
    made = make_annotation(team.app, on, user=getattr(team, whose), data=box("car", at=PLACE))

    change = do(getattr(team, who), put(made.public_id, made.rev, ELSEWHERE))

    assert change.result == result
    assert stored(on, made.public_id).region.top == (ELSEWHERE if result == "saved" else PLACE)[0]


def test_a_model_is_answered_not_changed(team, on, do):
    made = make_annotation(team.app, on, model="detector-1", data=box("car"))

    assert do(team.owner, put(made.public_id, made.rev)).word == "not-yours"
    assert do(team.owner, delete(made.public_id, made.rev)).word == "not-yours"


def test_a_dismissed_person_saves_nothing(team, on):
    member = team.member(team.annotator)
    team.app.dismiss(team.annotator)

    assert carry_out(member, on, put()).result == "refused"
    assert not Annotation.objects.filter(input=on, user=team.annotator).exists()


def test_what_is_drawn_in_assigned_work_is_a_draft_and_otherwise_submitted_or_done(team, on, do):
    free, work = put(), put()

    do(team.annotator, free)
    make_marker(team.app, on, team.annotator)
    do(team.annotator, work)
    by_owner = do(team.owner, put())

    assert stored(on, free.id).status == Status.AWAITING_REVIEW
    assert stored(on, work.id).status == Status.PENDING
    assert by_owner.row.status == Status.SUCCESS


def test_changing_what_was_sent_back_makes_it_open_again_and_approved_work_waits_again(team, on, do):
    back = make_annotation(team.app, on, user=team.annotator, status=Status.REVIEW_DENIED, data=box("car", at=PLACE))
    approved = make_annotation(team.app, on, user=team.annotator, status=Status.SUCCESS, data=box("car", at=PLACE))

    do(team.annotator, put(back.public_id, back.rev, ELSEWHERE), put(approved.public_id, approved.rev, ELSEWHERE))

    assert stored(on, back.public_id).status == Status.PENDING
    assert stored(on, approved.public_id).status == Status.AWAITING_REVIEW


def test_answering_that_nothing_is_to_change_opens_it_again_with_the_words(team, on, do):
    back = make_annotation(team.app, on, user=team.annotator, status=Status.REVIEW_DENIED, data=box("car"))

    do(team.annotator, Operation(uuid4(), "reply", back.public_id, back.rev, comment="It is a car."))

    assert stored(on, back.public_id).status == Status.PENDING
    assert Change.objects.get(input=on, act=Act.REPLIED).reason == "It is a car."


def test_a_reviewer_decides_and_a_repeat_decides_nothing_more(team, on, do):
    made = make_annotation(team.app, on, user=team.annotator, status=Status.AWAITING_REVIEW, data=box("car"))
    review = Operation(uuid4(), "review", made.public_id, made.rev, decision="send_back", reason="too wide")

    assert do(team.reviewer, review, review).result == "saved"
    assert (
        do(team.annotator, Operation(uuid4(), "review", made.public_id, review.rev, decision="approve")).result
        == "refused"
    )

    assert stored(on, made.public_id).status == Status.REVIEW_DENIED
    assert Change.objects.filter(input=on, act=Act.SENT_BACK).count() == 1


def test_a_box_keeps_the_tool_it_was_made_with_and_its_authors_time_adds_up(team, on, do):
    drawn = put(tool="drag", ms=4000)
    moved = put(drawn.id, drawn.rev, ELSEWHERE, tool="move", ms=700)
    corrected = put(drawn.id, moved.rev, PLACE, tool="resize", ms=900)

    do(team.annotator, drawn, moved)
    do(team.manager, corrected)

    assert (stored(on, drawn.id).tool, stored(on, drawn.id).ms) == ("drag", 4700)


def test_a_decision_is_taken_back_by_whom_it_is_and_only_while_it_is_the_last(team, on, do):
    made = make_annotation(team.app, on, user=team.annotator, status=Status.AWAITING_REVIEW, data=box("car"))
    review = Operation(uuid4(), "review", made.public_id, made.rev, decision="send_back", reason="too wide")
    do(team.reviewer, review)
    reopen = Operation(uuid4(), "review", made.public_id, review.rev, decision="reopen")

    assert do(team.manager, reopen).result == "refused"
    assert do(team.reviewer, reopen, reopen).result == "saved"
    assert stored(on, made.public_id).status == Status.AWAITING_REVIEW
    again = Operation(uuid4(), "review", made.public_id, reopen.rev, decision="reopen")
    assert do(team.reviewer, again).result == "refused"
    acts = Change.objects.filter(input=on).order_by("pk").values_list("act", flat=True)
    assert list(acts) == [Act.SENT_BACK, Act.REOPENED]


def test_taking_back_that_approved_work_was_sent_back_leaves_it_approved(team, on, do):
    made = make_annotation(team.app, on, user=team.annotator, status=Status.SUCCESS, data=box("car"))
    review = Operation(uuid4(), "review", made.public_id, made.rev, decision="send_back", reason="too wide")

    do(team.reviewer, review, Operation(uuid4(), "review", made.public_id, review.rev, decision="reopen"))

    assert stored(on, made.public_id).status == Status.SUCCESS


def test_a_manager_draws_a_hint_that_its_author_finds_sent_back_and_answers(team, on, do):
    hint = put(author="annotator", tool="drag")

    assert do(team.manager, hint, hint).result == "saved"
    shown = stored(on, hint.id)
    assert (shown.user, shown.status, shown.tool, shown.rev) == (
        team.annotator,
        Status.REVIEW_DENIED,
        "hint",
        hint.rev,
    )
    change = Change.objects.get(input=on)
    assert (change.act, change.reason, change.user) == (Act.SENT_BACK, "missed object", team.manager)

    do(team.annotator, put(hint.id, hint.rev, tool="accept"))
    assert (stored(on, hint.id).status, stored(on, hint.id).tool) == (Status.PENDING, "accept")


def test_a_hint_that_was_deleted_comes_back_as_the_authors(team, on, do):
    hint = put(author="annotator")
    gone = delete(hint.id, hint.rev)

    do(team.owner, hint, gone, put(hint.id, gone.rev, author="annotator"))

    assert (stored(on, hint.id).user, stored(on, hint.id).status) == (team.annotator, Status.REVIEW_DENIED)


@pytest.mark.parametrize(
    ("who", "whom", "word"),
    [
        ("reviewer", "annotator", "not-yours"), ("annotator", "reviewer", "not-yours"), ("owner", "viewer", "state"),
        ("owner", "nobody", "state"), ("owner", "owner", "state"),
    ],
)  # fmt: skip
def test_hints_are_drawn_by_managers_for_people_who_label_here(team, on, do, who, whom, word):  # noqa: PLR0917
    assert do(getattr(team, who), put(author=whom)).word == word
    assert not Annotation.objects.filter(input=on, is_empty=False).exists()


# --- suggestions ----------------------------------------------------------------------------------------------------


def test_an_answer_takes_the_place_of_the_region_it_names(team, on, do):
    exact = (0.123456789012, 0.2, 0.5, 0.6)
    make_annotation(team.app, on, model="detector-1", data=box("car", at=exact, region_id="seen"))

    untold = do(team.annotator, Operation(uuid4(), "put", new_id(), region="seen", concepts={"car": 0.0}))
    rounded = do(team.annotator, put(region="seen", place=(0.1234568, 0.2, 0.5, 0.6)))
    moved = do(team.annotator, put(region="seen", place=ELSEWHERE))

    assert [verdict.row.data.region.box for verdict in (untold, rounded, moved)] == [exact, exact, ELSEWHERE]
    assert {verdict.row.data.region.id for verdict in (untold, rounded, moved)} == {"seen"}


def test_a_region_that_is_not_there_cannot_be_named(team, on, do):
    assert do(team.annotator, put(region="unseen")).word == "region-gone"


# --- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"place": (0.5, 0.1, 0.5, 0.2)}, "invalid"), ({"place": (-0.1, 0.1, 0.5, 0.2)}, "invalid"),
        ({"place": (0.1, 0.1, float("nan"), 0.2)}, "invalid"), ({"place": (0.1, 0.1, 0.1001, 0.2)}, "too-small"),
        ({"place": None, "concepts": {}}, "empty"), ({"concepts": {"lorry": 1.0}}, "concept-gone"),
        ({"concepts": {"car": 1.5}}, "invalid"), ({"concepts": {"a/b": 1.0}}, "invalid"),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_refused_with_a_word(team, on, do, fields, word):
    operation = put(**fields)

    verdict = do(team.annotator, operation)

    assert (verdict.result, verdict.word) == ("refused", word)
    assert stored(on, operation.id) is None


@pytest.mark.parametrize(
    "raw",
    [
        {}, {"rev": "x", "kind": "put"}, {"rev": new_id(), "kind": "burn"},
        {"rev": new_id(), "kind": "put", "id": "a/b"},
        {"rev": new_id(), "kind": "put", "id": "a", "box": [0, 0, 1]}, {"rev": new_id(), "kind": "delete"},
        {"rev": new_id(), "kind": "put", "id": "a", "worker": "owner"},
        {"rev": new_id(), "kind": "put", "id": "a", "for": "a\0b"},
        {"rev": new_id(), "kind": "comment", "comment": " "},
        {"rev": new_id(), "kind": "put", "id": "a", "ms": -1}, {"rev": new_id(), "kind": "review", "id": "a"},
    ],
)  # fmt: skip
def test_what_is_no_operation_is_refused(raw):
    with pytest.raises(NotTaken):
        operation_in(raw)


def test_one_who_may_add_concepts_makes_one_by_naming_it(team, on, do):
    verdict = do(team.owner, put(concepts={"lorry": 1.0}))

    assert verdict.result == "saved"
    assert Concept.objects.filter(app=team.app, public_id="lorry").exists()


def test_an_archived_concept_is_accepted_late(team, on, do):
    Concept.objects.get(app=team.app, public_id="car").archive()

    assert do(team.annotator, put()).result == "saved"
