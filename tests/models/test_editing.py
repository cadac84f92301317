"""Operations of the labelling page: once each, whatever arrives twice, late or in between (editor.md 13.3)."""

from __future__ import annotations

from uuid import uuid4

from annotations_app.models import Comment, Status
from annotations_app.models.operation import Item, Operation
from tests.make import box, make_annotation, make_marker
from tests.models.operations import ELSEWHERE, PLACE, counts, delete, put, stored

# --- repeats --------------------------------------------------------------------------------------------------------


def test_a_repeated_create_is_saved_once(team, on, do):
    first = put()
    do(team.annotator, first)
    before = counts(on)

    again = do(team.annotator, first)

    assert again.result == "saved"
    assert again.row.id == first.id
    assert counts(on) == before


def test_a_repeat_after_the_chain_went_on_changes_nothing(team, on, do):
    first = put()
    second = put(first.id, first.rev, ELSEWHERE)
    third = delete(first.id, second.rev)
    restored = put(first.id, third.rev)
    chain = [first, second, third, restored]

    for length in range(1, 5):
        do(team.annotator, chain[length - 1])
        before = counts(on), stored(on, first.id) and stored(on, first.id).rev
        for repeat in chain[:length]:
            assert do(team.annotator, repeat).result == "saved"
        assert (counts(on), stored(on, first.id) and stored(on, first.id).rev) == before

    assert stored(on, first.id).rev == restored.rev
    assert stored(on, first.id).region.top == PLACE[0]


def test_chains_of_two_annotations_interleave(team, on, do):
    one, other = put(), put()
    for operation in (one, other, put(one.id, one.rev, ELSEWHERE), put(other.id, other.rev, ELSEWHERE)):
        assert do(team.annotator, operation).result == "saved"

    assert stored(on, one.id).region.top == stored(on, other.id).region.top == ELSEWHERE[0]


def test_a_repeated_comment_is_one_comment(team, on, do):
    first = put()
    comment = Operation(uuid4(), "comment", first.id, comment="Is this one?")

    do(team.annotator, first, comment)
    again = do(team.annotator, comment)

    assert again.result == "saved"
    assert Comment.objects.get(pk=comment.rev).text == "Is this one?"


# --- conflicts ------------------------------------------------------------------------------------------------------


def test_the_second_to_change_is_told_and_nothing_is_overwritten(team, on, do):
    first = put()
    correction = put(first.id, first.rev, ELSEWHERE)
    do(team.annotator, first)
    do(team.owner, correction)

    verdict = do(team.annotator, put(first.id, first.rev, concepts={"bus": 1.0}))

    assert (verdict.result, verdict.by) == ("conflict", "owner")
    assert verdict.row.rev == correction.rev
    assert stored(on, first.id).rev == correction.rev


def test_a_change_of_what_somebody_deleted_is_a_conflict_without_a_row(team, on, do):
    first = put()
    do(team.annotator, first)
    do(team.owner, delete(first.id, first.rev))

    verdict = do(team.annotator, put(first.id, first.rev, ELSEWHERE))

    assert (verdict.result, verdict.row) == ("conflict", None)


def test_a_base_that_never_was_is_a_conflict(team, on, do):
    assert do(team.annotator, put(base=uuid4())).result == "conflict"


def test_undo_of_a_deletion_keeps_author_and_age(team, on, do):
    made = make_annotation(team.app, on, user=team.annotator, data=box("car", at=PLACE))
    gone = delete(made.public_id, made.rev)

    do(team.annotator, gone)
    do(team.owner, put(made.public_id, gone.rev, PLACE))

    back = stored(on, made.public_id)
    assert (back.user, back.created_at) == (team.annotator, made.created_at)


def test_a_blind_annotator_is_not_shown_what_others_changed(team, on, do):
    team.app.change(blind=True)
    hidden = make_annotation(team.app, on, user=team.owner, data=box("car"))

    verdict = do(team.annotator, put(hidden.public_id, uuid4()))

    assert (verdict.result, verdict.row, verdict.by) == ("conflict", None, "")


def test_a_revision_of_another_annotation_is_refused(team, on, do):
    first = put()
    do(team.annotator, first)
    stolen = put()
    stolen.rev = first.rev

    verdict = do(team.annotator, stolen)

    assert (verdict.result, verdict.word) == ("refused", "rev")
    assert stored(on, stolen.id) is None


# --- submitting -----------------------------------------------------------------------------------------------------


def test_a_submit_that_arrives_late_submits_nothing_again(team, on, do):
    marker = make_marker(team.app, on, team.annotator)
    first = put()
    do(team.annotator, first)
    items = [Item(marker.id, marker.rev, uuid4()), Item(first.id, first.rev, uuid4())]
    late = Operation(uuid4(), "submit", items=[Item(one.id, one.base, uuid4()) for one in items])
    sent = Operation(uuid4(), "submit", items=items)

    assert do(team.annotator, sent).result == "saved"
    do(team.reviewer, Operation(uuid4(), "review", first.id, items[1].rev, decision="send_back", reason="too wide"))

    assert do(team.annotator, sent).result == "saved"
    assert do(team.annotator, late).result == "conflict"
    assert stored(on, first.id).status == Status.REVIEW_DENIED


def test_others_of_mine_are_submitted_along(team, on, do):
    marker = make_marker(team.app, on, team.annotator)
    first = put()
    do(team.annotator, first)

    verdict = do(team.annotator, Operation(uuid4(), "submit", items=[Item(marker.id, marker.rev, uuid4())]))

    assert {item["id"] for item in verdict.items} == {marker.id, first.id}
    assert stored(on, first.id).status == Status.AWAITING_REVIEW


def test_the_sequence_moves_with_every_change(team, on, do):
    seen = []
    first = put()
    for operation in (first, put(first.id, first.rev, ELSEWHERE)):
        do(team.annotator, operation, operation)
        on.refresh_from_db()
        seen.append(on.seq)

    assert seen[1] == seen[0] + 1
