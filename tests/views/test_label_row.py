"""Rows of the labelling page's list: what they say, and how little a thousand of them weigh."""

from __future__ import annotations

import gzip
import random
import re
from uuid import UUID

import msgspec
import pytest
from django.template.loader import render_to_string

from annotations_app.models import Annotation, Concept, Status
from annotations_app.models.data import RegionData
from annotations_app.text import beside, read_beside
from annotations_app.views.label_row import Row
from annotations_app.views.label_rows import rows_of
from tests.make import box, make_annotation, make_input, make_marker, make_stored, the_member

BASE = "/apps/owner/street/inputs/picture/"
ROW = re.compile(r'<li class="row.*?</li>', re.DOTALL)


@pytest.fixture
def on(team):
    """A picture of 12 MP, and a concept."""
    Concept.objects.add(team.app, [("car", "Car")])
    return make_input(team.app, "picture", width=4000, height=3000)


def rows_in(page):
    """Take the rows of a page apart, without the blank one."""
    return ROW.findall(page.text.partition("<template>")[0])


def test_a_row_says_nothing_that_is_empty_and_no_key_of_the_database(team, on, browser):
    made = make_annotation(team.app, on, user=team.owner, data=box("car"))

    [row] = rows_in(browser(team.owner).get(f"{BASE}label/"))

    assert '=""' not in row
    assert not re.search(rf'[-"]{made.pk}"', row)
    assert 'data-shape="box"' in row
    assert 'data-editable="1"' in row
    assert row.count("<button") == 1


@pytest.mark.parametrize("page", ["label/", "annotations/"])
def test_each_row_leads_to_its_form_where_it_may_be_changed(team, on, browser, page):
    make_annotation(team.app, on, user=team.annotator, data=box("car"), id="mine.only")
    make_annotation(team.app, on, user=team.owner, data=box("car"), id="other")
    client = browser(team.annotator)

    mine, other = rows_in(client.get(f"{BASE}{page}"))

    assert f'href="{BASE}annotations/mine.only/"' in mine
    assert client.get(f"{BASE}annotations/mine.only/").status_code == 200
    assert "href" not in other


def test_only_what_a_model_proposes_and_its_answers_tell_their_region(team, on, browser):
    for person in (team.owner, team.annotator):
        make_annotation(team.app, on, user=person, data=box("car", region_id=f"by-{person.handle}"))
    make_annotation(team.app, on, model="detector-1", data=box("car", region_id="seen"))
    make_annotation(team.app, on, user=team.owner, data=box("car", region_id="seen"))

    page = browser(team.owner).get(f"{BASE}label/")

    assert re.findall(r'data-region="([^"]*)"', page.text) == ["seen", "seen"]


def test_rows_that_ask_can_be_answered_and_others_have_no_buttons_for_it(team, on, browser):
    make_annotation(team.app, on, model="detector-1", data=box("car", region_id="seen"))
    make_annotation(team.app, on, user=team.annotator, data=box("car"))

    suggestion, own = rows_in(browser(team.annotator).get(f"{BASE}label/"))

    assert "Accept Car" in suggestion
    assert "data-answer" not in own


def test_what_submit_takes_along_stands_in_its_rows(team, on, browser):
    marker = make_marker(team.app, on, team.annotator)
    make_annotation(team.app, on, user=team.owner, data=box("car"))
    made = make_stored(team.app, on, user=team.annotator, status=24151, data=box("car"))

    page = browser(team.annotator).get(f"{BASE}label/").text

    assert '<form id="submit"' in page
    assert re.findall(r'name="item" value="([^"]*)"', page) == [f"{made.id} f", f"{marker.id} {marker.rev.hex}"]


@pytest.mark.parametrize(
    ("public_id", "rev", "written"),
    [
        ("00" + "0007a1b2c3" + "d" * 20, "01" + "0007a1b2c3" + "d" * 20, "01"),  # one gesture
        ("00" + "0007a1b2c3" + "d" * 20, "00" + "0009d4e5f6" + "d" * 20, "000009d4e5f6"),  # one page
        ("000003" + "e" * 26, "000009" + "e" * 26, "000009"),  # one call
        ("a" * 32, "a" * 32, "a"),
        ("a" * 32, "b" * 32, "b" * 32),
        ("mine.only", "b" * 32, "b" * 32),
        ("picture.jpg-" + "b" * 32, "b" * 32, "b" * 32),
    ],
)
def test_a_revision_is_written_without_the_end_that_its_id_has_and_read_in_full(public_id, rev, written):
    assert beside(public_id, rev) == written
    assert read_beside(public_id, written) == UUID(rev)
    assert read_beside(public_id, rev) == read_beside(public_id, str(UUID(rev))) == UUID(rev)


@pytest.mark.parametrize("text", ["", "g", "a" * 33, "mine"])
def test_what_is_no_revision_is_none_beside_an_id_either(text):
    for public_id in ("0" * 32, "mine.only"):
        with pytest.raises(ValueError, match=r"hexadecimal|int"):
            read_beside(public_id, text)


def test_submit_without_script_takes_revisions_as_rows_write_them_and_refuses_those_of_before(team, on, browser):
    make_marker(team.app, on, team.annotator)
    made = [make_stored(team.app, on, user=team.annotator, status=Status.PENDING, data=box("car")) for _ in range(2)]
    client = browser(team.annotator)
    items = re.findall(r'name="item" value="([^"]*)"', client.get(f"{BASE}label/").text)
    client.post(f"{BASE}annotations/{made[0].id}/", {"rev": made[0].rev.hex, "value car": "0"})
    fresh = re.findall(r'name="item" value="([^"]*)"', client.get(f"{BASE}label/").text)

    late = client.post(f"{BASE}submit/", {"item": items})
    in_time = client.post(f"{BASE}submit/", {"item": fresh})

    assert (late.status_code, in_time.status_code) == (409, 302)
    assert [len(item.split()[1]) for item in items] == [1, 1, 32]
    assert [len(item.split()[1]) for item in fresh] == [32, 1, 32]
    assert {one.status for one in Annotation.objects.filter(app=team.app, user=team.annotator)} == {
        Status.AWAITING_REVIEW
    }


def test_a_thousand_boxes_that_a_person_drew_weigh_less_than_a_small_photo(team, on):
    make_annotation(team.app, on, user=team.owner, data=box("car"))
    member, chance = the_member(team.app, team.owner), random.Random(1)
    [ordinary] = rows_of(member, on)
    page = f"{chance.getrandbits(80):020x}"
    rows = []
    for number in range(1000):
        # As js/ids.js makes them: the gesture, what nobody can tell of it, and the page.
        gesture = f"{number:04x}{chance.getrandbits(24):06x}{page}"
        row = Row(_another(ordinary.one, chance, f"00{gesture}", f"01{gesture}"), member, on, ordinary._known)
        row.number, row.tells_region = str(number + 1), False
        rows.append(row)

    listed = render_to_string("label/_annotations.html", {"member": member, "address": BASE, "rows": rows, "seq": 1})

    assert listed.count("<li") == 1000
    assert len(gzip.compress(listed.encode())) / 1024 < 48.8


def _another(one, chance, public_id, rev):
    """Make another box by chance as hands draw them: no pixel's edge is where it begins."""
    left, top = chance.uniform(0, 3500), chance.uniform(0, 2500)
    right, bottom = left + chance.uniform(24, 400), top + chance.uniform(24, 400)
    place = (top / 3000, left / 4000, bottom / 3000, right / 4000)
    region = RegionData(id="", kind="box", box=place, concepts=one.data.region.concepts)
    data = msgspec.structs.replace(one.data, region=region)
    return msgspec.structs.replace(one, data=data, id=public_id, rev=UUID(rev))
