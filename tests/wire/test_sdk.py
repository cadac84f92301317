"""Clarifai's high-level Python SDK, unmodified, against both processes of a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from clarifai.client.input import Inputs
from clarifai.client.search import Search
from clarifai.client.user import User as Client
from clarifai_grpc.grpc.api import resources_pb2
from PIL import Image

from annotations_app.models import Annotation, ApiKey, App, Input, User
from tests.grpc.conftest import certificate, grpc_place  # noqa: F401 - fixtures
from tests.make import make_app, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reach(live_server: Any, grpc_place: Any, settings: Any) -> dict[str, str]:  # noqa: F811
    """Tell how the SDK is pointed at the server, as the owner of an app."""
    settings.URL = live_server.url
    owner = make_user("owner", first_name="Kim")
    make_app(owner, "street")
    return {"base_url": f"http://127.0.0.1:{grpc_place.port}", "pat": ApiKey.issue(owner)[1]}


@pytest.fixture
def inputs(reach: dict[str, str]) -> Inputs:
    """Open the app's inputs."""
    return Inputs(user_id="owner", app_id="street", **reach)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay three pictures into a folder."""
    for number, colour in enumerate(("red", "green", "blue")):
        Image.new("RGB", (60 + number, 40), colour).save(tmp_path / f"picture{number}.png")
    return tmp_path


def upload(inputs: Inputs, folder: Path) -> None:
    """Upload the folder as the SDK does it in bulk: with a job, a wait and a look for what failed."""
    made = Inputs.get_image_inputs_from_folder(str(folder))
    inputs._bulk_upload(made)


def test_person_is_told_about_themselves(reach: dict[str, str]) -> None:
    assert Client(user_id="owner", **reach).get_user_info().user.id == "owner"


def test_app_is_made_described_listed_and_deleted(reach: dict[str, str]) -> None:
    client = Client(user_id="owner", **reach)

    client.create_app(app_id="fresh")
    client.patch_app(app_id="fresh", description="Fresh pictures")
    listed = {app.id: app for app in client.list_apps()}
    client.delete_app("fresh")

    assert set(listed) == {"street", "fresh"}
    assert client.app(app_id="street").id == "street"
    assert not App.objects.filter(public_id="fresh").exists()


def test_folder_is_uploaded_listed_and_downloaded(inputs: Inputs, folder: Path) -> None:
    upload(inputs, folder)

    listed = sorted(inputs.list_inputs(input_type="image"), key=lambda one: one.id)
    assert [one.id for one in listed] == ["picture0", "picture1", "picture2"]
    assert listed[2].data.image.image_info.width == 62
    assert inputs.download_inputs(listed) == [(folder / f"picture{number}.png").read_bytes() for number in range(3)]


def test_text_and_single_picture_are_uploaded(inputs: Inputs, folder: Path) -> None:
    inputs.upload_text("words", "a street at night", labels=["night"])
    inputs.upload_from_file("red", image_file=str(folder / "picture0.png"), labels=["red thing"])

    assert inputs.get_input("words").status.code == 30000
    assert [one.id for one in inputs.get_input("red").data.concepts] == ["red thing"]
    assert Input.objects.get(public_id="words").media_type == "text/plain"


def test_boxes_and_outlines_are_uploaded_listed_patched_and_deleted(inputs: Inputs, folder: Path) -> None:
    upload(inputs, folder)
    box = Inputs.get_bbox_proto("picture0", "traffic light", [0.1, 0.2, 0.6, 0.9], annot_id="box")
    outline = Inputs.get_mask_proto("picture0", "car", [[0.1, 0.1], [0.9, 0.1], [0.5, 0.8]], annot_id="outline")

    failed = inputs.upload_annotations([box, outline])
    listed = {one.id: one for one in inputs.list_annotations(batch_input=[inputs.get_input("picture0")])}
    moved = Inputs.get_bbox_proto("picture0", "traffic light", [0.3, 0.2, 0.6, 0.9], annot_id="box")
    inputs.patch_annotations([moved], action="merge")

    assert failed == []
    assert set(listed) == {"box", "outline"}
    assert listed["box"].data.regions[0].data.concepts[0].name == "traffic light"
    assert Annotation.objects.get(public_id="box").region.left == 0.3
    assert len(listed["outline"].data.regions[0].region_info.polygon.points) == 3

    inputs.delete_annotations(["picture0"], ["box"])
    assert not Annotation.objects.filter(public_id="box").exists()
    inputs.delete_annotations(["picture0"])
    assert not Annotation.objects.filter(input_level=False).exists()


def test_batch_with_a_bad_box_comes_back_whole_and_can_be_sent_again(inputs: Inputs, folder: Path) -> None:
    upload(inputs, folder)
    good = Inputs.get_bbox_proto("picture0", "car", [0.1, 0.2, 0.6, 0.9], annot_id="good")
    bad = Inputs.get_bbox_proto("picture0", "car", [0.6, 0.2, 0.1, 0.9], annot_id="bad")

    failed = inputs.upload_annotations([good, bad])
    assert [one.id for one in failed] == ["good", "bad"]
    assert not Annotation.objects.filter(input_level=False).exists()

    assert inputs.upload_annotations([good]) == inputs.upload_annotations([good]) == []
    assert Annotation.objects.filter(input_level=False).count() == 1


def test_concepts_are_renamed_and_inputs_patched_and_deleted(inputs: Inputs, folder: Path) -> None:
    upload(inputs, folder)
    said = resources_pb2.Data(concepts=[resources_pb2.Concept(id="wet", value=1)])
    inputs.patch_inputs([resources_pb2.Input(id="picture1", data=said)], action="merge")
    inputs.patch_concepts(["wet"], labels=["Wet road"])

    assert [one.name for one in inputs.get_input("picture1").data.concepts] == ["Wet road"]

    inputs.delete_inputs(list(inputs.list_inputs()))
    assert not Input.objects.exists()


def test_search_finds_pictures_by_concept_type_and_metadata(
    reach: dict[str, str], inputs: Inputs, folder: Path
) -> None:
    upload(inputs, folder)
    inputs.upload_text("words", "a street at night", labels=["night"])
    inputs.upload_annotations([Inputs.get_bbox_proto("picture1", "car", [0.1, 0.2, 0.6, 0.9])])
    search = Search(user_id="owner", app_id="street", metric="euclidean", **reach)

    def found(**one: Any) -> list[str]:
        return [hit.input.id for page in search.query(filters=[one]) for hit in page.hits]

    assert found(concepts=[{"id": "car", "value": 1}]) == ["picture1"]
    assert found(input_types=["text"]) == ["words"]
    assert len(found(input_types=["image"], input_status_code=30000)) == 3


def test_session_token_is_not_supported(reach: dict[str, str]) -> None:
    with pytest.raises(Exception, match="CONN_KEY_INVALID"):
        list(Client(user_id="owner", base_url=reach["base_url"], token="session").list_apps())


def test_owner_is_who_uploaded(inputs: Inputs, folder: Path) -> None:
    upload(inputs, folder)

    makers = Annotation.objects.filter(input_level=True).values_list("user", flat=True)
    assert set(makers) == {User.objects.get(handle="owner").pk}
