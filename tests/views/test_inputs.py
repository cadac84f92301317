"""The grid of inputs, adding files, and deleting."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations_app import tasks
from annotations_app.models import Annotation, Input, InputStatus, Status, finding
from annotations_app.models.finding import InputFilter, page_of_inputs
from tests.make import box, make_annotation, make_input, make_marker
from tests.pictures import picture

JPEG = picture()


def at(team, name, *args):
    """Return the address of a page about the team's inputs."""
    return reverse(f"inputs-{name}", args=[team.app.owner, team.app.public_id, *args])


def names_in(page):
    """List the inputs that a page shows, in its order."""
    return re.findall(r'class="name" title="([^"]+)"', page.text)


def file(name="cat.jpg", content=JPEG):
    """Make a file as a browser sends it, whose kind it gets wrong."""
    return SimpleUploadedFile(name, content, content_type="text/html")


# --- the grid -------------------------------------------------------------------------------------------------------


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
        ("status=24150", ["model", "dog"]),
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


# --- adding ---------------------------------------------------------------------------------------------------------


def test_each_file_has_its_verdict(team, browser):
    files = [file(), file("note.jpg", b"hello"), file("x.svg", picture("PNG")), file("../../up.jpg", picture("BMP"))]

    page = browser(team.owner).post(at(team, "add"), {"files": files})

    assert page.status_code == 200
    assert page.text.count("Not added") == 1
    assert "This is no picture." in page.text
    assert list(Input.objects.order_by("pk").values_list("file_name", "media_type")) == [
        ("cat.jpg", "image/jpeg"),
        ("x.svg", "image/png"),
        ("up.jpg", "image/bmp"),
    ]


def test_script_gets_the_verdict_only(team, browser):
    part = browser(team.owner).post(at(team, "add"), {"files": file()}, headers={"HX-Request": "true"})

    assert part.text.strip().startswith("<li")
    assert "<html" not in part.text


def test_same_picture_is_left_out_or_told(team, browser):
    person = browser(team.owner)
    person.post(at(team, "add"), {"files": file("first.jpg")})

    left_out = person.post(at(team, "add"), {"files": file("second.jpg"), "skip": "yes"})
    told = person.post(at(team, "add"), {"files": file("third.jpg")})

    assert "The same picture is here already: first.jpg." in left_out.text
    assert "Not added" in left_out.text
    assert "The same picture is here already: first.jpg." in told.text
    assert set(Input.objects.values_list("file_name", flat=True)) == {"first.jpg", "third.jpg"}


@pytest.mark.parametrize("role", ["reviewer", "annotator", "viewer"])
def test_lesser_roles_add_and_delete_nothing(team, browser, role):
    make_input(team.app, "cat")
    person = browser(getattr(team, role))

    assert person.get(at(team, "add")).status_code == 403
    assert person.post(at(team, "add"), {"files": file()}).status_code == 403
    assert person.post(at(team, "delete"), {"ids": "cat"}).status_code == 403
    assert Input.objects.count() == 1


def test_no_files_is_told(team, browser):
    assert browser(team.owner).post(at(team, "add")).status_code == 422


@pytest.mark.parametrize("name", ["a" * 5000 + ".jpg", "x.png\0.html", "<b>.jpg", "ä ö.jpg", "", "..", "a\r\nb.jpg"])
def test_odd_file_name_breaks_nothing(team, browser, name):
    upload = file()
    upload._name = name

    page = browser(team.owner).post(at(team, "add"), {"files": upload})

    assert page.status_code in (200, 400, 422)
    assert "<b>.jpg" not in page.text


# --- one input, and its end -----------------------------------------------------------------------------------------


def test_detail_says_what_is_known_and_names_the_same_picture(team, browser):
    person = browser(team.owner)
    person.post(at(team, "add"), {"files": [file("first.jpg"), file("second.jpg")]})
    second = Input.objects.get(file_name="second.jpg")
    tasks.process_input(second.pk)

    page = person.get(at(team, "detail", second.public_id))

    assert "64 × 48 px" in page.text
    assert "first.jpg</a>" in page.text


def test_detail_says_what_is_wrong(team, browser):
    make_input(team.app, "x", status=InputStatus.OVER_LIMIT, problem="data.image: the picture is huge")

    assert "The picture is huge." in browser(team.owner).get(at(team, "detail", "x")).text


def test_chosen_inputs_are_deleted_with_their_annotations(team, browser):
    kept = make_annotation(team.app)
    for name in ("a", "b"):
        make_annotation(team.app, make_input(team.app, name))

    page = browser(team.manager).post(at(team, "delete"), {"ids": ["a", "b", "a"]}, follow=True)

    assert "2 inputs deleted." in page.text
    assert list(Input.objects.values_list("pk", flat=True)) == [kept.input_id]
    assert not Annotation.objects.exclude(input=kept.input_id).exists()


@pytest.mark.parametrize(("ids", "status"), [([], 422), (["a", "never-was"], 404), (["a", "elsewhere"], 404)])
def test_unknown_input_stops_the_deletion(team, stranger, browser, ids, status):
    make_input(team.app, "a")
    make_input(stranger.apps.get(), "elsewhere")

    assert browser(team.owner).post(at(team, "delete"), {"ids": ids}).status_code == status
    assert Input.objects.count() == 2
