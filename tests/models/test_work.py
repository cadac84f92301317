"""Handing out, the queue, submitting, skipping, and review."""

import pytest

from annotations_app.errors import Forbidden, Invalid, Refused
from annotations_app.models import Act, Annotation, Change, Status
from annotations_app.models.deciding import approve, approve_input, send_back, send_back_input
from annotations_app.models.stored import read
from annotations_app.models.work import hand_out, next_input, plan_hand_out, queue, skip, submit
from tests.make import box, make_input, make_marker, make_stored


def test_work_is_split_evenly_and_nobody_gets_an_input_twice(team):
    inputs = [make_input(team.app) for _ in range(5)]
    pks = [one.pk for one in inputs]
    member = team.member(team.owner)

    plan = plan_hand_out(member, pks, [team.annotator, team.reviewer])
    hand_out(member, pks, [team.annotator, team.reviewer])
    again = plan_hand_out(member, pks, [team.annotator], everybody=True)

    assert [len(share) for _, share in plan.shares] == [3, 2]
    assert Annotation.objects.filter(app=team.app, status=Status.PENDING, user=team.annotator).count() == 3
    assert (again.total, again.held_already) == (2, 3)
    assert [entry.input_id for entry in queue(team.member(team.annotator))] == [inputs[n].public_id for n in (0, 2, 4)]


def test_a_models_boxes_are_handed_out_to_be_checked(team):
    one = make_stored(team.app, model="detector-1", data=box("car"))
    empty = make_input(team.app)

    plan = hand_out(team.member(team.manager), [one.input_pk, empty.pk], [team.annotator], check_of="detector-1")

    copy = read(Annotation.objects.filter(app=team.app, user=team.annotator))
    assert (plan.total, plan.nothing_to_check) == (1, 1)
    assert [(c.status, c.data) for c in copy] == [(Status.PENDING, one.data)]
    assert not {one.id, one.rev.hex} & {copy[0].id, copy[0].rev.hex}


def test_only_owner_and_managers_hand_out(team):
    there = make_input(team.app)

    for person in (team.reviewer, team.annotator, team.viewer):
        with pytest.raises(Forbidden):
            hand_out(team.member(person), [there.pk], [team.annotator])

    assert not Annotation.objects.filter(app=team.app, input_level=False).exists()


def test_submit_moves_all_of_my_open_work_on_the_input_and_its_marker(team):
    there = make_input(team.app)
    make_marker(team.app, there, team.annotator)
    make_stored(team.app, there, user=team.annotator, status=Status.PENDING)
    make_stored(team.app, there, user=team.reviewer, status=Status.PENDING)

    submit(team.member(team.annotator), there.pk)

    mine = Annotation.objects.filter(app=team.app, user=team.annotator)
    assert {one.status for one in mine} == {Status.AWAITING_REVIEW}
    assert Annotation.objects.filter(app=team.app, user=team.reviewer).get().status == Status.PENDING
    with pytest.raises(Refused):
        submit(team.member(team.annotator), there.pk)


def test_what_one_submit_revises_gets_revisions_that_end_alike_so_that_the_list_packs_well(team):
    there = make_input(team.app)
    before = {make_stored(team.app, there, user=team.annotator, status=Status.PENDING).rev for _ in range(20)}

    submit(team.member(team.annotator), there.pk)

    after = {one.rev for one in Annotation.objects.filter(app=team.app, user=team.annotator)}
    assert len(after) == 20
    assert not after & before
    assert len({rev.hex[6:] for rev in after}) == 1


def test_work_of_an_app_without_review_is_done_when_submitted(team):
    team.app.change(needs_review=False)
    there = make_input(team.app)
    make_marker(team.app, there, team.annotator)

    submit(team.member(team.annotator), there.pk)

    assert Annotation.objects.get(app=team.app, user=team.annotator).status == Status.SUCCESS


def test_sent_back_work_comes_first_and_skipped_work_last(team):
    first, second, third = (make_input(team.app) for _ in range(3))
    for there in (first, second, third):
        make_marker(team.app, there, team.annotator)
    member = team.member(team.annotator)
    skip(member, first.pk, "too dark")
    submit(member, third.pk)
    send_back_input(team.member(team.reviewer), third.pk, "missed object")

    order = [entry.input_id for entry in queue(member)]

    assert order == [third.public_id, second.public_id, first.public_id]
    assert next_input(member, but=third.pk) == second.public_id
    marker = Annotation.objects.get(app=team.app, input=first, user=team.annotator)
    assert marker.info["skip_reason"] == "too dark"


def test_reviewer_approves_one_and_sends_one_back_with_a_reason(team):
    there = make_input(team.app)
    boxes = [make_stored(team.app, there, user=team.annotator, status=Status.AWAITING_REVIEW) for _ in range(2)]
    member = team.member(team.reviewer)

    approve(member, there.pk, boxes[0].id)
    send_back(member, there.pk, boxes[1].id, "too wide")

    states = dict(Annotation.objects.filter(app=team.app, user=team.annotator).values_list("public_id", "status"))
    assert states == {boxes[0].id: Status.SUCCESS, boxes[1].id: Status.REVIEW_DENIED}
    assert Change.objects.get(app=team.app, act=Act.SENT_BACK).reason == "too wide"
    with pytest.raises(Refused):
        approve(member, there.pk, boxes[0].id)


def test_nobody_reviews_their_own_work_and_a_send_back_has_a_reason(team):
    own = make_stored(team.app, user=team.reviewer, status=Status.AWAITING_REVIEW)
    other = make_stored(team.app, user=team.annotator, status=Status.AWAITING_REVIEW)
    member = team.member(team.reviewer)

    with pytest.raises(Refused, match="own work"):
        approve(member, own.input_pk, own.id)
    with pytest.raises(Invalid, match="reason"):
        send_back(member, other.input_pk, other.id, " ")
    with pytest.raises(Forbidden):
        approve(team.member(team.annotator), other.input_pk, other.id)

    assert not Change.objects.filter(app=team.app).exists()


def test_approving_an_input_takes_everything_undecided_but_ones_own(team):
    there = make_input(team.app)
    make_stored(team.app, there, user=team.annotator, status=Status.AWAITING_REVIEW)
    make_stored(team.app, there, user=team.reviewer, status=Status.AWAITING_REVIEW)

    approve_input(team.member(team.reviewer), there.pk)

    states = dict(Annotation.objects.filter(app=team.app, input_level=False).values_list("user__handle", "status"))
    assert states == {"annotator": Status.SUCCESS, "reviewer": Status.AWAITING_REVIEW}


def test_a_skip_notes_when_and_why_and_a_later_one_does_not_keep_the_old_reason(team):
    there = make_input(team.app)
    make_marker(team.app, there, team.annotator)
    member = team.member(team.annotator)

    skip(member, there.pk, "  too dark ")
    first = Annotation.objects.get(app=team.app, input=there, user=team.annotator).info
    skip(member, there.pk)
    second = Annotation.objects.get(app=team.app, input=there, user=team.annotator).info

    assert first["skip_reason"] == "too dark"
    assert "skip_reason" not in second
    assert second["skipped_at"] > first["skipped_at"]
    assert list(Change.objects.filter(act=Act.SKIPPED).order_by("pk").values_list("reason", flat=True)) == [
        "too dark", ""
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "problem"), [("x" * 201, "reason: at most 200 characters."), ("a\nb", "reason"), ("\x00", "reason")]
)
def test_a_reason_for_skipping_is_one_short_line(team, reason, problem):
    there = make_input(team.app)
    make_marker(team.app, there, team.annotator)

    with pytest.raises(Invalid, match=problem):
        skip(team.member(team.annotator), there.pk, reason)

    assert Annotation.objects.get(app=team.app, input=there, user=team.annotator).turn == 0


def test_only_who_holds_work_skips_it(team):
    there = make_input(team.app)
    make_marker(team.app, there, team.annotator)

    with pytest.raises(Refused, match="no open work of yours"):
        skip(team.member(team.reviewer), there.pk, "too dark")
