"""The grid of inputs and its filters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app import tasks
from annotations_app.models import Input, Status, finding
from annotations_app.models.finding import InputFilter, page_of_inputs
from tests.make import box, make_annotation, make_input, make_marker
from tests.pictures import picture
from tests.views.inputs_pages import at, file, names_in


@pytest.mark.parametrize("role", ["owner", "manager", "reviewer", "annotator", "viewer"])
def test_everybody_in_the_app_sees_its_inputs(team, browser, role):
    make_input(team.app, "cat")

    page = browser(getattr(team, role)).get(at(team, "list"))

    assert names_in(page) == ["cat"]
    assert ("Add inputs" in page.text) == (role in ("owner", "manager"))
    assert ("Delete chosen" in page.text) == (role in ("owner", "manager"))


def test_stranger_finds_no_page(team, stranger, browser):
    make_input(team.app, "cat")

    for address in (at(team, "list"), at(team, "add"), at(team, "progress"), at(team, "detail", "cat")):
        assert browser(stranger).get(address).status_code == 404


def test_names_are_text_and_never_markup(team, browser):
    make_input(team.app, "x", file_name='<img src=x onerror="alert(1)">.jpg', problem="<script>", status=30104)

    for address in (at(team, "list"), at(team, "detail", "x")):
        page = browser(team.owner).get(address)
        assert "<img src=x" not in page.text
        assert "&lt;img src=x" in page.text


@pytest.fixture(params=[0, 2000])
def rare(request, monkeypatch):
    """Take what is found for frequent, then for rare: there is a way to find either."""
    monkeypatch.setattr(finding, "RARE", request.param)


@pytest.fixture
def said(team):
    """Make five inputs of which different things are said."""
    inputs = {name: make_input(team.app, name) for name in ("bare", "todo", "cat", "dog", "model")}
    make_marker(team.app, inputs["todo"], team.annotator)
    make_annotation(team.app, inputs["cat"], user=team.annotator, data=box("cat"), status=Status.AWAITING_REVIEW)
    make_annotation(team.app, inputs["dog"], user=team.manager, data=box("dog"), status=Status.SUCCESS)
    make_annotation(team.app, inputs["model"], model="finder-1", data=box("cat"), status=Status.SUCCESS)
    return inputs


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["model", "dog", "cat", "todo", "bare"]),
        ("status=24151", ["todo"]),
        ("status=24157", ["cat"]),
        ("status=24150", ["dog"]),
        ("status=24150&worker=@models", ["model"]),
        ("worker=@people", ["dog", "cat", "todo"]),
        ("name=model&worker=@people", []),
        ("name=bare", ["bare"]),
        ("concept=cat", ["model", "cat"]),
        ("concept=cat&status=24157", ["cat"]),
        ("concept=nothing", []),
        ("worker=annotator", ["cat", "todo"]),
        ("worker=manager&concept=dog", ["dog"]),
        ("worker=manager&concept=cat", []),
        ("worker=@models", ["model"]),
        ("worker=finder-1", ["model"]),
        ("without=yes", ["todo", "bare"]),
        ("status=&concept=&worker=", ["model", "dog", "cat", "todo", "bare"]),
        ("older=cat", ["todo", "bare"]),
        ("newer=cat", ["model", "dog"]),
        ("older=never-was", ["model", "dog", "cat", "todo", "bare"]),
    ],
)
@pytest.mark.usefixtures("rare")
def test_filter_shows_what_it_says(team, browser, said, query, shown):
    assert names_in(browser(team.owner).get(f"{at(team, 'list')}?{query}")) == shown


def test_inputs_are_found_by_a_part_of_their_file_name_in_any_case(team, browser):
    make_input(team.app, "a", file_name="Old street.jpg")
    make_input(team.app, "b", file_name="new 100%.jpg")

    client = browser(team.viewer)
    by_name, by_sign = (client.get(f"{at(team, 'list')}?name={name}") for name in ("STREET", "%25"))

    assert names_in(by_name) == ["Old street.jpg"]
    assert names_in(by_sign) == ["new 100%.jpg"]
    assert "1 input like this" in by_name.text


def test_suggestions_are_not_shown_as_done_work(team, browser, said):
    page = browser(team.owner).get(at(team, "list")).text

    tile = page.partition('title="model"')[2].partition("</li>")[0]
    assert "1 suggestion" in tile
    assert "done" not in tile


def test_chosen_inputs_go_on_to_be_handed_out(team, browser):
    for name in ("a", "b", "c"):
        make_input(team.app, name)

    page = browser(team.manager).post("/apps/owner/street/assign/chosen/", {"input": ["a", "c"]}, follow=True)

    assert "2 inputs ticked</h2>" in page.text
    assert browser(team.manager).post("/apps/owner/street/assign/chosen/").status_code == 422


@pytest.mark.parametrize("query", ["status=1", "status=x", "status=24150%27", "concept=%00", "worker=%00", "older=%00"])
def test_strange_filter_is_refused(team, browser, query):
    assert browser(team.owner).get(f"{at(team, 'list')}?{query}").status_code == 422


def test_blind_annotator_learns_nothing_from_the_grid(team, browser, said):
    team.app.change(blind=True)

    page = browser(team.annotator).get(f"{at(team, 'list')}?worker=manager")
    everything = browser(team.annotator).get(at(team, "list"))

    assert names_in(page) == []
    assert "1 done" not in everything.text.partition('title="dog"')[2].partition("</li>")[0]


def test_pages_go_both_ways_and_miss_nothing(team):
    for number in range(7):
        make_input(team.app, f"i{number}")
    member = team.member(team.owner)

    first = page_of_inputs(member, InputFilter(), size=3)
    second = page_of_inputs(member, InputFilter(), older=first.older, size=3)
    third = page_of_inputs(member, InputFilter(), older=second.older, size=3)
    back = page_of_inputs(member, InputFilter(), newer=third.newer, size=3)

    assert [[row.public_id for row in page.rows] for page in (first, second, third, back)] == [
        ["i6", "i5", "i4"],
        ["i3", "i2", "i1"],
        ["i0"],
        ["i3", "i2", "i1"],
    ]
    assert (first.newer, third.older) == ("", "")


def test_grid_takes_as_many_queries_for_five_as_for_one(team, browser):
    person = browser(team.owner)
    make_input(team.app)
    person.get(at(team, "list"))

    with CaptureQueriesContext(connection) as one:
        person.get(at(team, "list"))
    for _ in range(4):
        make_annotation(team.app)
    with CaptureQueriesContext(connection) as five:
        person.get(at(team, "list"))

    assert len(one) == len(five)


def test_waiting_pictures_are_asked_for_until_they_come(team, browser):
    person = browser(team.owner)
    person.post(at(team, "add"), {"files": [file(), file("dog.jpg", picture("PNG"))]})
    first, second = Input.objects.order_by("pk")
    tasks.process_input(first.pk)

    page = person.get(at(team, "list"))
    part = person.get(f"{at(team, 'progress')}?waiting={first.pk},{second.pk},x,,999999999999999999999")
    tasks.process_input(second.pk)
    last = person.get(f"{at(team, 'progress')}?waiting={second.pk}")

    assert f"progress/?waiting={second.pk}" in page.text
    assert f'id="input-{first.pk}"' in part.text
    assert f"progress/?waiting={second.pk}" in part.text
    assert f'id="input-{second.pk}"' in last.text
    assert "waiting=" not in last.text
