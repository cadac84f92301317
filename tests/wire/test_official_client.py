"""Every Python example of the annotations guide, run by the official client over its JSON channel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import requests
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from clarifai_grpc.grpc.api.status import status_code_pb2, status_pb2
from PIL import Image

from annotations_app.models import ApiKey, Role
from tests.make import box, make_annotation, make_app, make_input, make_user

pytestmark = pytest.mark.django_db(transaction=True)

#: What the page means where it slips (contract section 11).
SLIPS = [
    ("data=status_pb2.Status(", "status=status_pb2.Status("), ('"{YOUR_INPUT_ID_1}". ', '"{YOUR_INPUT_ID_1}", '),
    ("metadta=", "metadata="), ("PatcchAnnotations", "PatchAnnotations"), ("annotation_id=[", "ids=["),
    ('"{YOUR_INPUT_ID_2}"]\n        ids=', '"{YOUR_INPUT_ID_2}"],\n        ids='),
]  # fmt: skip
PLACES = {
    "YOUR_INPUT_ID": "one", "YOUR_INPUT_ID_1": "one", "YOUR_INPUT_ID_2": "two", "YOUR_ANNOTATION_ID": "a-one",
    "YOUR_ANNOTATION_ID_1": "a-one", "YOUR_ANNOTATION_ID_2": "a-two", "REGION_ID": "r-one", "REGION_ID_1": "r-one",
    "REGION_ID_2": "r-other", "USER_ID": "annotator", "USER_ID_1": "annotator", "USER_ID_2": "owner",
    "MODEL_VERSION_ID_1": "v1", "MODEL_VERSION_ID_2": "v2", "EMBED_MODEL_VERSION_ID": "e1",
}  # fmt: skip


def examples() -> dict[str, str]:
    """Read the examples by their titles, without their slips."""
    text = (Path(__file__).parent / "guide_examples.txt").read_text()
    found = re.split(r"^#### (.*)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], map(mended, found[1::2]), strict=True))


def mended(code: str) -> str:
    """Mend the slips and fill the places in."""
    for slip, meant in SLIPS:
        code = code.replace(slip, meant)
    return re.sub(r"\{([A-Z_0-9]+)\}", lambda place: PLACES[place[1]], code)


class Guide:
    """A reader of the guide with the official client."""

    def __init__(self, address: str, secret: str) -> None:
        channel = ClarifaiChannel.get_json_channel(base_url=address)
        self.stub = service_pb2_grpc.V2Stub(channel)
        self.metadata = (("authorization", f"Key {secret}"),)
        self.secret = secret

    def follow(self, title: str) -> Any:
        """Run an example; it raises where it does not succeed. Return the answer."""
        names: dict[str, Any] = {
            "stub": self.stub, "metadata": self.metadata, "service_pb2": service_pb2, "resources_pb2": resources_pb2,
            "status_pb2": status_pb2, "status_code_pb2": status_code_pb2, "print": lambda _: None,
        }  # fmt: skip
        exec(compile(examples()[title], title, "exec"), names)
        return next(value for name, value in names.items() if name.endswith("_response"))

    def read(self, input_id: str, annotation_id: str) -> Any:
        """Read one annotation back."""
        request = service_pb2.GetAnnotationRequest(input_id=input_id, annotation_id=annotation_id)
        return self.stub.GetAnnotation(request, metadata=self.metadata)

    def ids(self, **filters: Any) -> set[str]:
        """List the ids of annotations that are not input-level."""
        request = service_pb2.ListAnnotationsRequest(**filters)
        answer = self.stub.ListAnnotations(request, metadata=self.metadata)
        assert answer.status.code == status_code_pb2.SUCCESS
        return {one.id for one in answer.annotations if not one.input_level}


@pytest.fixture
def guide(live_server: Any) -> Guide:
    """Make the app that the guide speaks of."""
    owner = make_user("owner")
    app = make_app(owner, "street")
    app.admit(make_user("annotator"), Role.ANNOTATOR)
    one, two = make_input(app, "one"), make_input(app, "two")
    make_annotation(app, one, id="a-one", data=box("tree", region_id="r-one"))
    make_annotation(app, one, id="a-other", data=box("bike", region_id="r-other"))
    make_annotation(app, two, id="a-two", data=box("tree", region_id="r-two"))
    make_annotation(app, two, model="v1", id="a-model", data=box("tree"))
    return Guide(live_server.url, ApiKey.issue(owner, app)[1])


def concepts(data: Any) -> dict[str, float]:
    """Return the values of concepts by id."""
    return {one.id: one.value for one in data.concepts}


def test_annotate_with_concepts(guide: Guide) -> None:
    answer = guide.follow("Annotate images with concepts")

    (made,) = answer.annotations
    assert concepts(guide.read("one", made.id).annotation.data) == {"tree": 1, "water": 0}
    assert made.embed_model_version_id == "e1"
    assert made.status.code == status_code_pb2.ANNOTATION_SUCCESS


def test_annotate_new_boxes(guide: Guide) -> None:
    answer = guide.follow("Annotate New Bounding Boxes in an Image")

    regions = [guide.read("one", made.id).annotation.data.regions[0] for made in answer.annotations]
    first, second = (region.region_info.bounding_box for region in regions)
    assert (first.top_row, first.left_col, first.bottom_row, first.right_col) == (0, 0, 0.5, 0.5)
    assert round(second.top_row, 6) == round(second.left_col, 6) == 0.6
    assert concepts(regions[0].data) == {"tree": 1, "water": 0}
    assert concepts(regions[1].data) == {"bike": 1}


def test_annotate_existing_regions(guide: Guide) -> None:
    answer = guide.follow("Annotate Existing Regions in an Image")

    regions = [guide.read("one", made.id).annotation.data.regions[0] for made in answer.annotations]
    assert [region.id for region in regions] == ["r-one", "r-other"]
    assert regions[0].region_info.bounding_box.bottom_row == 0.5
    assert concepts(regions[1].data) == {"bike": 1}


def test_annotate_as_another_user_with_a_status(guide: Guide) -> None:
    answer = guide.follow("Annotate Images with Different `user_id` and `status`.")

    made = guide.read("one", answer.annotations[0].id).annotation
    assert made.user_id == made.worker.user.id == "annotator"
    assert made.status.code == status_code_pb2.ANNOTATION_PENDING


@pytest.mark.parametrize(
    ("title", "found"),
    [("List All User Created Annotations in Your App", {"a-one", "a-other", "a-two"}),
     ("List All Annotations in Your App", {"a-one", "a-other", "a-two", "a-model"}),
     ("List User Created Annotations by Input IDs", {"a-one", "a-other", "a-two"}),
     ("List Annotations by Input IDs and Annotation IDs", {"a-one", "a-two"}),
     ("List Annotations by User IDs", {"a-one", "a-other", "a-two"}),
     ("List Annotations by Model Version IDs", {"a-model"})],
)  # fmt: skip
def test_list(guide: Guide, title: str, found: set[str]) -> None:
    answer = guide.follow(title)

    assert {one.id for one in answer.annotations} == found


def test_merge_concepts(guide: Guide) -> None:
    guide.follow("Update Annotation with Concepts")

    assert concepts(guide.read("one", "a-one").annotation.data) == {"apple": 1}


def test_merge_concepts_of_a_region(guide: Guide) -> None:
    guide.follow("Update Annotation with Concepts in a Region")

    (region,) = guide.read("one", "a-one").annotation.data.regions
    assert (region.id, concepts(region.data)) == ("r-one", {"tree": 1})
    assert region.region_info.bounding_box.bottom_row == 0.5


def test_overwrite_coordinates(guide: Guide) -> None:
    guide.follow("Update Annotation Region Coordinates")

    (region,) = guide.read("one", "a-one").annotation.data.regions
    assert (region.region_info.bounding_box.top_row, concepts(region.data)) == (0.5, {"bike": 1})


def test_set_the_status(guide: Guide) -> None:
    before = guide.read("one", "a-one").annotation

    guide.follow("Update Annotation Status")

    after = guide.read("one", "a-one").annotation
    assert after.status.code == status_code_pb2.ANNOTATION_SUCCESS
    assert after.data == before.data


def test_delete_one(guide: Guide) -> None:
    guide.follow("Delete Annotation by Input ID and Annotation ID")

    assert guide.read("one", "a-one").status.code == status_code_pb2.CONN_DOES_NOT_EXIST
    assert guide.ids() == {"a-other", "a-two"}


def test_delete_by_input_and_annotation_ids(guide: Guide) -> None:
    guide.follow("Bulk Delete Annotations by Input Ids and Annotation IDs")

    assert guide.ids(list_all_annotations=True) == {"a-other", "a-model"}


def test_delete_all_of_inputs(guide: Guide) -> None:
    guide.follow("Bulk Delete All Annotations by Input IDs")

    assert guide.ids(list_all_annotations=True) == set()


def test_every_example_is_run() -> None:
    source = Path(__file__).read_text()

    assert len(examples()) == 17
    assert all(f'"{title}"' in source for title in examples())


def test_picture_and_metadata_go_there_and_back(guide: Guide, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "picture.png")
    content = (tmp_path / "picture.png").read_bytes()
    data = resources_pb2.Data(image=resources_pb2.Image(base64=content))
    data.metadata.update({"camera": "left", "n": 1.5, "deep": {"list": [1, True, None]}})
    inputs = [resources_pb2.Input(id="fresh", data=data)]

    posted = guide.stub.PostInputs(service_pb2.PostInputsRequest(inputs=inputs), metadata=guide.metadata)
    read = guide.stub.GetInput(service_pb2.GetInputRequest(input_id="fresh"), metadata=guide.metadata)

    assert posted.status.code == status_code_pb2.SUCCESS
    assert posted.inputs[0].status.code in (30000, 30001)
    assert read.input.data.metadata["deep"]["list"][0] == 1
    url = read.input.data.image.url
    assert requests.get(url, headers={"Authorization": f"Key {guide.secret}"}, timeout=10).content == content
    assert requests.get(url, timeout=10).status_code == 401


def test_wrong_key_reads_as_a_status(guide: Guide) -> None:
    answer = guide.stub.ListAnnotations(
        service_pb2.ListAnnotationsRequest(), metadata=(("authorization", "Key wrong"),)
    )

    assert answer.status.code == status_code_pb2.CONN_KEY_INVALID
    assert answer.status.description == "Invalid API key or Invalid API key/application pair"


def test_refused_post_reads_with_a_status_for_each_item(guide: Guide) -> None:
    place = resources_pb2.BoundingBox(top_row=float("nan"), bottom_row=1, right_col=1)
    region = resources_pb2.Region(region_info=resources_pb2.RegionInfo(bounding_box=place))
    items = [
        resources_pb2.Annotation(input_id="one", data=resources_pb2.Data(regions=[region])),
        resources_pb2.Annotation(input_id="one"),
    ]

    answer = guide.stub.PostAnnotations(service_pb2.PostAnnotationsRequest(annotations=items), metadata=guide.metadata)

    assert answer.status.code == status_code_pb2.FAILURE
    assert [one.status.code for one in answer.annotations] == [24155, 24152]
