"""Posting, patching and deleting annotations through the verbs."""

import random
import re

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.errors import Forbidden
from annotations_app.models import Annotation, Change, Concept, Input, Region, Status, member_of
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
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


def test_what_one_call_makes_ends_alike_so_that_lists_pack_well_and_the_next_calls_is_not_to_be_guessed(team):
    there = make_input(team.app)
    drafts = [Draft(input_id=there.public_id, data=box("car")) for _ in range(128)]

    first = post_annotations(team.member(team.owner), drafts)
    [other] = post_annotations(team.member(team.owner), [Draft(input_id=there.public_id, data=box("car"))])

    made = [name for one in first for name in (one.id, one.rev.hex, one.data.region.id)]
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in made)
    assert len({*made}) == 3 * 128
    assert len({name[6:] for name in made}) == 1
    assert len({name[6:] for name in (made[0], other.id)}) == 2


def test_an_id_that_a_script_gave_stays_as_it_is_and_gets_a_revision_of_its_own(team):
    there = make_input(team.app)
    name = "0123456789abcdef0123456789abcdef"

    def post():
        return post_annotations(team.member(team.owner), [Draft(input_id=there.public_id, id=name, data=box("car"))])

    [first] = post()
    delete_annotations(team.member(team.owner), [(there.public_id, name)])
    [second] = post()

    assert (first.id, second.id) == (name, name)
    revisions = {first.rev, second.rev, *Change.objects.filter(app=team.app).values_list("rev", flat=True)}
    assert len(revisions) == 3
    assert name not in {rev.hex for rev in revisions}


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


def test_a_name_alone_finds_its_concept_or_makes_one_that_is_free(team):
    there = make_input(team.app)
    member = team.member(team.owner)

    def said(name):
        draft = Draft(input_id=there.public_id, data=AnnotationData(concepts=[ConceptValue("", 1, name)]))
        value = post_annotations(member, [draft])[0].data.concepts[0]
        return value.id, value.name

    assert said("a/b") == ("a-b", "a/b")
    others = [said(name) for name in ("a#b", "a?b", "a%b")]
    assert [name for _, name in others] == ["a#b", "a?b", "a%b"]
    assert len({public_id for public_id, _ in others} | {"a-b"}) == 4
    assert [said(name) for name in ("a/b", "a#b", "a?b", "a%b")] == [("a-b", "a/b"), *others]
    assert said("status") == ("status-1", "status")


def test_large_numbers_in_metadata_stay_doubles_and_the_post_can_be_repeated(team):
    there = make_input(team.app)
    member = team.member(team.owner)

    def draft():
        return Draft(input_id=there.public_id, id="m", data=AnnotationData(metadata={"n": 1e30, "m": 10**30, "k": 7}))

    post_annotations(member, [draft()])
    again = post_annotations(member, [draft()])

    assert again[0].data.metadata == {"n": 1e30, "m": 1e30, "k": 7}
    assert type(again[0].data.metadata["n"]) is float


@pytest.mark.parametrize("point", [{"row": float("nan"), "visibility": 3}, {"row": 7.0, "col": 0.5, "visibility": 3}])
def test_a_point_that_is_not_present_still_has_usable_numbers(team, point):
    data = AnnotationData(region=RegionData(kind="point", shape=point))

    with pytest.raises(NothingSaved) as refused:
        post_annotations(team.member(team.owner), [Draft(input_id=make_input(team.app).public_id, data=data)])

    assert "point.row" in refused.value.refusals[0].message


def test_approved_work_awaits_review_again_whatever_status_its_annotator_sends(team):
    one = make_stored(team.app, user=team.annotator, status=Status.SUCCESS)
    evil = DataPatch(concepts=[ConceptValue("evil", 1)])
    patch = Patch(input_id=one.input_id, id=one.id, status=Status.AWAITING_CONSENSUS_REVIEW, data=evil)

    after = patch_annotations(team.member(team.annotator), "merge", [patch])[0]

    assert after.status == Status.AWAITING_REVIEW


def test_a_patch_that_would_delete_needs_the_scope_to_delete(team):
    one = make_stored(team.app, data=AnnotationData(concepts=[ConceptValue("cat")]))
    member = member_of(team.app, team.owner, frozenset({"Annotations:Add", "Annotations:Get"}))
    patch = Patch(input_id=one.input_id, id=one.id, data=DataPatch(concepts=[ConceptValue("cat")]))

    with pytest.raises(Forbidden, match="Annotations:Delete"):
        patch_annotations(member, "remove", [patch], delete_if_empty=True)

    assert Annotation.objects.filter(pk__gt=0, public_id=one.id).exists()


def test_box_and_concepts_are_read_in_one_statement_so_that_no_writer_comes_between(team):
    for name in ("cat", "dog"):
        make_stored(team.app, data=box(name))

    with CaptureQueriesContext(connection) as asked:
        found = read(Annotation.objects.filter(app=team.app, is_empty=False).order_by("pk"))

    assert [one.data.region.concepts[0].id for one in found] == ["cat", "dog"]
    assert len(asked) == 1


def test_values_are_read_to_the_last_bit_and_in_the_order_they_were_said(team):
    chance = random.Random(7)
    values = [0.0, 1.0, 5e-324, 1e-7, 0.1 + 0.2, 1 / 3, *(chance.random() ** power for power in range(1, 60))]
    said = [ConceptValue(f"c{place * 7 % 65}", value, f"name {place}") for place, value in enumerate(values)]

    one = make_stored(team.app, data=AnnotationData(concepts=said))

    assert read(Annotation.objects.filter(public_id=one.id))[0].data.concepts == said


def test_concepts_of_any_number_are_looked_up_and_made(team, monkeypatch):
    for module in ("concept", "known"):
        monkeypatch.setattr(f"annotations_app.models.{module}.MOST_IN_A_STATEMENT", 3)
    there = make_input(team.app)
    values = [ConceptValue(f"c{number}" if number % 2 else "", 1, f"name {number}") for number in range(20)]

    for _ in range(2):
        draft = Draft(
            input_id=there.public_id, data=AnnotationData(concepts=[msgspec.structs.replace(v) for v in values])
        )
        [made] = post_annotations(team.member(team.owner), [draft])

        assert [value.name for value in made.data.concepts] == [f"name {number}" for number in range(20)]
    assert Concept.objects.count() == 20


def test_lists_that_are_too_long_are_refused_before_anything_is_looked_up(team):
    there = make_input(team.app)
    data = AnnotationData(concepts=[ConceptValue(f"c{number}") for number in range(1001)])

    with CaptureQueriesContext(connection) as caught, pytest.raises(NothingSaved) as nothing:
        post_annotations(team.member(team.owner), [Draft(input_id=there.public_id, data=data)])

    assert "at most 1000" in nothing.value.refusals[0].message
    assert not [query for query in caught if '"annotations_app_concept"' in query["sql"]]


def test_long_names_and_addresses_are_stored(team):
    name = "長" * 1024

    Concept.objects.add(team.app, [("long", name)])
    Input.objects.create(app=team.app, public_id="far", source_url="http://example.com/" + "x1y2" * 1200)

    assert Concept.objects.get(app=team.app).name == name


def test_a_number_that_becomes_true_is_stored_in_an_annotation_and_in_its_region(team):
    said = AnnotationData(metadata={"n": 1}, region=RegionData(kind="box", box=(0, 0, 1, 1), metadata={"n": [1]}))
    one = make_stored(team.app, data=said)
    true = DataPatch(
        metadata={"n": True}, regions=[RegionPatch(id=one.data.region.id, data=DataPatch(metadata={"n": [True]}))]
    )
    patch = Patch(input_id=one.input_id, id=one.id, data=true)

    patch_annotations(team.member(team.owner), "overwrite", [patch])

    now = read(Annotation.objects.filter(public_id=one.id))[0].data
    assert (now.metadata["n"], now.region.metadata["n"][0]) == (True, True)
    assert type(now.metadata["n"]) is type(now.region.metadata["n"][0]) is bool
