"""Many boxes of one concept at once."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from annotations_app import crops
from annotations_app.models import Concept, Status
from tests.browser.stage import make_photo
from tests.make import box, make_input, make_stored

GRID = "/apps/owner/street/crops/"
USUAL, TALL, TINY = (0.1, 0.1, 0.3, 0.3), (0.1, 0.1, 0.9, 0.2), (0.1, 0.1, 0.11, 0.11)


@pytest.fixture
def submit(team):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])

    def make(at=USUAL, concept="car", user=None, status=Status.AWAITING_REVIEW):
        data = box(concept, at=at)
        return make_stored(team.app, make_input(team.app), user=user or team.annotator, status=status, data=data)

    return make


def ids(team, **more):
    found, following = crops.crops_of(team.member(team.reviewer), Concept.objects.get(public_id="car"), **more)
    return [crop.one.id for crop in found], following


def test_the_oddest_size_or_shape_comes_first(team, submit):
    usual = [submit() for _ in range(3)]
    tall, tiny = submit(TALL), submit(TINY)

    found, following = ids(team)

    assert found == [tiny.id, tall.id, *(one.id for one in usual)]
    assert following is None


def test_only_submitted_boxes_of_others_that_say_the_concept_are_shown(team, submit):
    submit(concept="bus")
    submit(user=team.reviewer)
    submit(status=Status.SUCCESS)
    one = submit()

    assert ids(team)[0] == [one.id]


def test_pages_follow_each_other_by_key_without_a_gap(team, submit, monkeypatch):
    monkeypatch.setattr(crops, "MOST", 2)
    made = [submit().id for _ in range(5)]

    seen, after = [], 0
    while after is not None:
        found, after = ids(team, after=after)
        seen += found

    assert sorted(seen) == sorted(made)


def test_the_grid_asks_as_often_for_five_as_for_one(team, submit, browser):
    client, counts = browser(team.reviewer), []
    client.get(GRID)
    for more in (1, 4):
        for _ in range(more):
            submit()
        with CaptureQueriesContext(connection) as asked:
            page = client.get(GRID, {"concept": "car"}).text
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert page.count("<li data-id=") == 5
    assert '<span class="chip">5 boxes</span>' in client.get(GRID).text


@pytest.mark.parametrize("query", ["?concept=gone", "?concept=a%00b", "?concept=car&after=x", "?concept=car&after=-1"])
def test_bad_addresses_are_refused(team, submit, browser, query):
    assert browser(team.reviewer).get(f"{GRID}{query}").status_code in (404, 422)


def test_a_crop_is_a_small_part_of_the_picture_and_kept_by_browsers(team, browser):
    on = make_photo(team.app, "photo", size=(1600, 1200))
    client, address = browser(team.viewer), f"/apps/owner/street/inputs/{on.public_id}/crop/"

    answer = client.get(address, {"view": "0.25,0,0.75,0.5"})
    small = client.get(address, {"view": "0.5,0.5,0.55,0.53"})

    assert Image.open(io.BytesIO(answer.content)).size == (192, 144)
    assert Image.open(io.BytesIO(small.content)).size == (48, 60)
    assert "immutable" in answer["Cache-Control"]
    for view in ("", "1,2", "0.5,0.5,0.4,0.6", "nan,0,1,1", "-1,0,1,1", "0,0,1,2"):
        assert client.get(address, {"view": view}).status_code == 422, view
