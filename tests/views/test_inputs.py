"""Adding inputs as files, one input by itself, and deleting."""

import pytest

from annotations_app import tasks
from annotations_app.models import Annotation, Input, InputStatus, Status
from tests.make import box, make_annotation, make_input
from tests.pictures import picture
from tests.views.inputs_pages import at, file

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
    assert person.post(at(team, "delete"), {"input": "cat"}).status_code == 403
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

    page = browser(team.manager).post(at(team, "delete"), {"input": ["a", "b", "a"]}, follow=True)

    assert "2 inputs deleted." in page.text
    assert list(Input.objects.values_list("pk", flat=True)) == [kept.input_id]
    assert not Annotation.objects.exclude(input=kept.input_id).exists()


@pytest.mark.parametrize(("ids", "status"), [([], 422), (["a", "never-was"], 404), (["a", "elsewhere"], 404)])
def test_unknown_input_stops_the_deletion(team, stranger, browser, ids, status):
    make_input(team.app, "a")
    make_input(stranger.apps.get(), "elsewhere")

    assert browser(team.owner).post(at(team, "delete"), {"input": ids}).status_code == status
    assert Input.objects.count() == 2


def test_an_input_shows_what_is_said_on_it_and_leads_to_its_neighbours(team, browser):
    make_input(team.app, "first")
    one = make_input(team.app, "one")
    make_input(team.app, "last")
    make_annotation(team.app, one, user=team.annotator, data=box("<b>cat"), status=Status.AWAITING_REVIEW)
    make_annotation(team.app, one, model="finder-1", data=box("dog"))

    page = browser(team.viewer).get(at(team, "detail", "one")).text

    assert "&lt;b&gt;cat" in page
    assert "by annotator" in page
    assert "by the model finder-1" in page
    assert "suggestion</span>" in page
    assert at(team, "detail", "first") in page
    assert at(team, "detail", "last") in page


def test_blind_annotator_sees_nobody_elses_work_on_an_input(team, browser):
    team.app.change(blind=True)
    make_annotation(team.app, make_input(team.app, "one"), user=team.manager, data=box("secret"))

    page = browser(team.annotator).get(at(team, "detail", "one")).text

    assert "secret" not in page
    assert "Nothing is said about this input yet." in page
