"""Polygons and points in the list and in the plain form."""

from __future__ import annotations

from uuid import uuid4

import pytest

from annotations_app.models import Annotation
from tests.make import box, make_annotation, make_input
from tests.views.test_label import BASE, post


@pytest.fixture
def on(team):
    return make_input(team.app, "picture")


def test_a_polygon_and_a_point_are_rows_with_corners_and_changed_by_a_plain_form(team, on, browser):
    client = browser(team.annotator)
    shape = {"id": uuid4().hex, "rev": uuid4().hex, "kind": "put", "concepts": {}}
    dot = {**shape, "id": uuid4().hex, "rev": uuid4().hex}
    post(client, {**shape, "polygon": [[0.1, 0.1], [0.1, 0.5001], [0.5, 0.25]]}, {**dot, "point": [0.5, 0.5]})
    page = client.get(f"{BASE}label/").text
    assert 'data-shape="polygon"' in page
    assert "3 corners" in page
    assert "at 320, 240" in page

    form = f"{BASE}annotations/{shape['id']}/"
    assert "64 48\n320 48\n160 240\n" in client.get(form).text
    fields = {"rev": shape["rev"], "corners": "64 48\r\n320 48\r\n160 288\r\n"}
    assert client.post(form, fields).status_code == 302
    assert client.post(f"{BASE}annotations/{dot['id']}/", {"rev": dot["rev"], "corners": "32 24"}).status_code == 302

    found = {row.public_id: row.region.shape for row in Annotation.objects.filter(input=on, is_empty=False)}
    corners = [(point["row"], point["col"]) for point in found[shape["id"]]["points"]]
    assert corners == [(0.1, 0.1), (0.1, 0.5001), (0.6, 0.25)]
    assert found[dot["id"]] == {"row": 0.05, "col": 0.05}


@pytest.mark.parametrize("corners", ["", "1", "1 2 3", "one two", "1 2\n3 4"])
def test_a_strange_list_of_corners_is_refused(team, on, browser, corners):
    client = browser(team.annotator)
    shape = {"id": uuid4().hex, "rev": uuid4().hex, "kind": "put", "polygon": [[0.1, 0.1], [0.1, 0.5], [0.5, 0.3]]}
    post(client, {**shape, "concepts": {}})

    answer = client.post(f"{BASE}annotations/{shape['id']}/", {"rev": shape["rev"], "corners": corners})

    assert answer.status_code in (400, 409, 422)


def test_a_plain_form_changes_the_numbers_that_were_changed_and_no_others(team, on, browser):
    at = (0.123456789012, 0.234567890123, 0.456789012345, 0.567890123456)
    made = make_annotation(team.app, on, user=team.annotator, data=box("cat", at=at))
    client, address = browser(team.annotator), f"{BASE}annotations/{made.public_id}/"
    shown = {"left": "150", "top": "59", "width": "213", "height": "160"}
    for side, value in shown.items():
        assert f'name="{side}" value="{value}"' in client.get(address).text

    assert client.post(address, {"rev": made.rev.hex, **shown, "value cat": "0"}).status_code == 302
    made = Annotation.objects.get(pk=made.pk)
    assert (made.region.top, made.region.left, made.region.bottom, made.region.right) == at
    assert client.post(address, {"rev": made.rev.hex, **shown, "width": "64", "value cat": "1"}).status_code == 302

    made = Annotation.objects.get(pk=made.pk)
    assert (made.region.top, made.region.left, made.region.bottom) == at[:3]
    assert made.region.right == pytest.approx(at[1] + 0.1)


def test_a_side_that_the_page_leaves_where_it_is_keeps_all_its_digits(team, on, browser):
    at = (0.123456789012, 0.234567890123, 0.456789012345, 0.567890123456)
    made = make_annotation(team.app, on, user=team.annotator, data=box("cat", at=at))
    moved = {"rev": uuid4().hex, "base": made.rev.hex, "kind": "put", "id": made.public_id, "concepts": {"cat": 1}}

    post(browser(team.annotator), {**moved, "box": [0.1234568, 0.2345679, 0.456789, 0.75]})

    made = Annotation.objects.get(pk=made.pk)
    assert (made.region.top, made.region.left, made.region.bottom, made.region.right) == (*at[:3], 0.75)
