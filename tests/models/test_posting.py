"""Posting, patching and deleting annotations through the verbs."""

import pytest

from annotations_app.models import Annotation, Change, Concept, Region
from annotations_app.models.data import ConceptValue, RegionData
from annotations_app.models.drafts import DataPatch, Draft, NothingSaved, Patch, RegionPatch
from annotations_app.models.patching import patch_annotations
from annotations_app.models.posting import post_annotations
from annotations_app.models.removing import delete_annotations
from annotations_app.models.stored import read
from tests.make import box, make_input, make_stored


def test_posted_annotations_are_read_back_as_they_were_sent(team):
    there = make_input(team.app)
    drafts = [Draft(input_id=there.public_id, data=box("car", "red car", at=(0.1, 0.2, 0.6, 0.7))) for _ in range(5)]

    stored = post_annotations(team.member(team.owner), drafts)

    found = read(Annotation.objects.filter(app=team.app, input_level=False).order_by("pk"))
    assert [one.id for one in found] == [one.id for one in stored]
    assert [one.data for one in found] == [one.data for one in stored]
    assert found[0].data.region.box == (0.1, 0.2, 0.6, 0.7)
    assert Concept.objects.filter(app=team.app).count() == 2
    there.refresh_from_db()
    assert there.seq == 2


def test_one_bad_item_saves_nothing_and_says_which(team):
    there = make_input(team.app)
    good = Draft(input_id=there.public_id, data=box("car"))
    bad = Draft(input_id=there.public_id, data=box("bus", at=(0.5, 0.2, 0.1, 0.7)))

    with pytest.raises(NothingSaved) as refused:
        post_annotations(team.member(team.owner), [good, bad])

    assert refused.value.refusals[0] is None
    assert "top_row" in refused.value.refusals[1].message
    assert not Concept.objects.filter(app=team.app).exists()
    assert not Annotation.objects.filter(app=team.app, input_level=False).exists()


def test_a_repeated_draft_is_good_and_other_content_under_its_id_is_refused(team):
    there = make_input(team.app)
    member = team.member(team.owner)
    post_annotations(member, [Draft(input_id=there.public_id, id="a1", data=box("car"))])

    again = post_annotations(member, [Draft(input_id=there.public_id, id="a1", data=box("car"))])
    with pytest.raises(NothingSaved):
        post_annotations(member, [Draft(input_id=there.public_id, id="a1", data=box("bus"))])

    assert again[0].id == "a1"
    assert Annotation.objects.filter(app=team.app, input_level=False).count() == 1


def test_a_patch_writes_history_and_moves_the_revision(team):
    one = make_stored(team.app, user=team.annotator, data=box("car"))
    move = DataPatch(
        regions=[
            RegionPatch(
                place=RegionData(kind="box", box=(0, 0, 1, 1)), data=DataPatch(concepts=[ConceptValue("red", 0)])
            )
        ]
    )

    after = patch_annotations(team.member(team.owner), "merge", [Patch(input_id=one.input_id, id=one.id, data=move)])[0]

    change = Change.objects.get(app=team.app)
    assert (change.base, change.rev) == (one.rev, after.rev)
    assert change.before["data"]["region"]["box"] == [0.1, 0.2, 0.5, 0.6]
    found = read(Annotation.objects.filter(app=team.app, public_id=one.id))[0]
    assert found.data.region.box == (0, 0, 1, 1)
    assert [(value.id, value.value) for value in found.data.region.concepts] == [("car", 1), ("red", 0)]
    assert found.data.region.id == one.data.region.id


def test_an_annotator_cannot_delete_what_the_owner_made(team):
    one = make_stored(team.app)

    with pytest.raises(Exception, match="only the owner and managers"):
        delete_annotations(team.member(team.annotator), [(one.input_id, one.id)])

    assert Region.objects.filter(app=team.app).exists()
    delete_annotations(team.member(team.owner), [(one.input_id, one.id)])
    assert not Region.objects.filter(app=team.app).exists()
    assert Change.objects.get(app=team.app).act == "deleted"
