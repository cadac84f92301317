"""Export: the page, the two files, who may have them, and what they weigh."""

import json
import re
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations_app.exchange import Choice, as_coco
from annotations_app.models import Status
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from bench.workload import store
from tests.make import box, make_annotation, make_input, the_member


def exported(client, app, form="coco", **choice):
    answer = client.get(f"/apps/{app.owner}/{app.public_id}/exchange/{form}.json", choice)
    assert answer.status_code == 200
    return json.loads(answer.getvalue())


def test_coco_holds_finished_work_of_people_in_pixels(team, browser):
    there = make_input(team.app, "street-1", file_name="street.jpg", width=1000, height=500)
    made = make_annotation(team.app, there, user=team.annotator, status=Status.SUCCESS, data=box("car"))
    make_annotation(team.app, there, user=team.annotator, status=Status.PENDING)
    make_annotation(team.app, there, model="detector-1")
    make_annotation(team.app, there, data=box("tree", value=0.0))

    file = exported(browser(team.viewer), team.app)

    assert [(one["file_name"], one["width"], one["height"]) for one in file["images"]] == [("street.jpg", 1000, 500)]
    car = next(one for one in file["categories"] if one["name"] == "car")
    assert file["annotations"] == [
        {
            "id": 1, "image_id": 1, "category_id": car["id"], "bbox": [200.0, 50.0, 400.0, 200.0], "area": 80000.0,
            "segmentation": [], "iscrowd": 0, "annotation_id": made.public_id, "status": "SUCCESS",
            "user_id": "annotator",
        }
    ]  # fmt: skip


def test_other_statuses_and_models_come_by_choice(team, browser):
    there = make_input(team.app)
    make_annotation(team.app, there, user=team.annotator, status=Status.PENDING)
    make_annotation(team.app, there, model="detector-1")

    drafts = exported(browser(team.owner), team.app, status=int(Status.PENDING))
    models = exported(browser(team.owner), team.app, models="yes")

    assert [one["status"] for one in drafts["annotations"]] == ["PENDING"]
    assert [one["model_version_id"] for one in models["annotations"]] == ["detector-1"]


def test_a_polygon_is_exported_with_its_outline_box_and_area(team, browser):
    corners = [{"row": 0.0, "col": 0.0}, {"row": 0.5, "col": 0.0}, {"row": 0.5, "col": 0.5}]
    region = RegionData(kind="polygon", shape={"points": corners}, concepts=[ConceptValue("roof")])
    make_annotation(team.app, make_input(team.app, width=100, height=100), data=AnnotationData(region=region))

    [one] = exported(browser(team.owner), team.app)["annotations"]

    assert one["segmentation"] == [[0.0, 0.0, 0.0, 50.0, 50.0, 50.0]]
    assert (one["bbox"], one["area"]) == ([0.0, 0.0, 50.0, 50.0], 1250.0)


def test_file_names_in_coco_are_unique_and_lead_out_of_no_folder(team, browser):
    for public_id, file_name in (
        ("a", "cat.jpg"),
        ("b", "cat.jpg"),
        ("c", "../../etc/passwd"),
        ("d", ""),
        ("e", "x.png"),
    ):
        make_input(team.app, public_id, file_name=file_name)

    written = [one["file_name"] for one in exported(browser(team.owner), team.app)["images"]]

    assert written == ["a/cat.jpg", "b/cat.jpg", "c/passwd", "d/d", "x.png"]


def test_the_api_file_holds_inputs_and_annotations_in_wire_form(team, browser):
    there = make_input(team.app, "street-1", file_name="street.jpg")
    made = make_annotation(team.app, there, user=team.annotator, status=Status.SUCCESS, data=box("car", value=0.0))

    file = exported(browser(team.owner), team.app, "api")

    assert [one["id"] for one in file["inputs"]] == ["street-1"]
    [one] = file["annotations"]
    assert (one["id"], one["input_id"], one["user_id"]) == (made.public_id, "street-1", "annotator")
    assert one["status"] == {"code": 24150, "description": "Annotation success"}
    assert one["data"]["regions"][0]["data"]["concepts"] == [
        {"id": "car", "name": "car", "value": 0.0, "app_id": "street"}
    ]


def test_the_file_name_of_an_export_cannot_break_the_header(team, browser):
    answer = browser(team.owner).get("/apps/owner/street/exchange/coco.json")
    answer.getvalue()

    assert re.fullmatch(r'attachment; filename="street-coco-\d{4}-\d\d-\d\d\.json"', answer["Content-Disposition"])


@pytest.mark.parametrize("page", ["", "coco.json", "api.json"])
def test_everybody_but_annotators_and_strangers_exports(team, stranger, browser, page):
    address = f"/apps/owner/street/exchange/{page}"
    answers = {name: browser(person).get(address).status_code for name, person in team.everybody().items()}

    assert answers == {"owner": 200, "manager": 200, "reviewer": 200, "annotator": 403, "viewer": 200}
    assert browser(stranger).get(address).status_code == 404


def test_a_status_that_is_none_is_refused(team, browser):
    answer = browser(team.owner).get("/apps/owner/street/exchange/coco.json?status=1e9")

    assert answer.status_code == 422


@pytest.mark.parametrize("form", ["coco", "api"])
def test_an_export_of_five_asks_as_often_as_one_of_one(team, browser, form):
    client, counts = browser(team.owner), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            exported(client, team.app, form)
        counts.append(len(asked))
        for _ in range(5):
            make_annotation(team.app)
    with CaptureQueriesContext(connection) as asked:
        exported(client, team.app, form)

    assert len(asked) == counts[1]


def test_memory_stays_flat_while_a_hundred_thousand_annotations_leave(team):
    member = the_member(store(team.owner, team.annotator, "large", 100_000), team.owner)

    tracemalloc.start()
    written = sum(len(piece) for piece in as_coco(member, Choice()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert written > 18_000_000
    assert peak < 16_000_000


def test_the_page_says_how_much_of_each_there_is(team, browser):
    make_annotation(team.app, user=team.annotator, status=Status.SUCCESS)
    make_annotation(team.app, user=team.annotator, status=Status.SUCCESS)
    make_annotation(team.app, model="detector-1")

    page = browser(team.viewer).get(f"/apps/{team.app.owner}/{team.app.public_id}/exchange/").text

    assert "2 annotations by people" in page
    assert "1 suggestion;" in page
