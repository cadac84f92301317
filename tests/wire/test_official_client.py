"""Every example of the annotations guide, run by the official clients: Python over JSON and gRPC, and Node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from clarifai_grpc.grpc.api.status import status_code_pb2, status_pb2
from PIL import Image

from annotations_app.models import ApiKey, Role
from tests.grpc.conftest import certificate, grpc_place  # noqa: F401 - fixtures
from tests.make import box, make_annotation, make_app, make_input, make_user
from tests.wire.guide import examples, filled, mended, mended_node
from tests.wire.node_client import Node, node  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


class Guide:
    """A reader of the guide with one of the official clients."""

    def __init__(self, stub: Any, secret: str) -> None:
        self.stub = stub
        self.metadata = (("authorization", f"Key {secret}"),)
        self.secret = secret

    def follow(self, title: str) -> Any:
        """Run an example; it raises where it does not succeed. Return the answer."""
        names: dict[str, Any] = {
            "stub": self.stub, "metadata": self.metadata, "service_pb2": service_pb2, "resources_pb2": resources_pb2,
            "status_pb2": status_pb2, "status_code_pb2": status_code_pb2, "print": lambda _: None,
        }  # fmt: skip
        exec(compile(mended(examples()[title]), title, "exec"), names)
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


class NodeGuide(Guide):
    """A reader who follows the Node examples, and looks at the result with Python."""

    node: Node
    address: str

    def follow(self, title: str) -> Any:
        """Run an example; it raises where it does not succeed. Return the answer."""
        code = mended_node(examples("guide_examples_node.txt")[title])
        return self.node.ask("follow", address=self.address, secret=self.secret, code=code)


@pytest.fixture(params=["json", "grpc", "node"])
def guide(request: pytest.FixtureRequest, live_server: Any, grpc_place: Any, settings: Any) -> Guide:  # noqa: F811
    """Make the app that the guide speaks of."""
    settings.URL = live_server.url
    owner = make_user("owner")
    app = make_app(owner, "street")
    app.admit(make_user("annotator"), Role.ANNOTATOR)
    one, two = make_input(app, "one"), make_input(app, "two")
    make_annotation(app, one, id="a-one", data=box("tree", region_id="r-one"))
    make_annotation(app, one, id="a-other", data=box("bike", region_id="r-other"))
    make_annotation(app, two, id="a-two", data=box("tree", region_id="r-two"))
    make_annotation(app, two, model="v1", id="a-model", data=box("tree"))
    secret = ApiKey.issue(owner, app)[1]
    if request.param == "json":
        return Guide(service_pb2_grpc.V2Stub(ClarifaiChannel.get_json_channel(base_url=live_server.url)), secret)
    channel = ClarifaiChannel.get_insecure_grpc_channel(base="127.0.0.1", port=grpc_place.port)
    stub = service_pb2_grpc.V2Stub(channel)
    if request.param == "grpc":
        return Guide(stub, secret)
    reader = NodeGuide(stub, secret)
    reader.node, reader.address = request.getfixturevalue("node"), f"localhost:{grpc_place.tls_port}"
    return reader


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
    also = {"apple": 1} if isinstance(guide, NodeGuide) else {}  # the page's examples differ
    assert (region.id, concepts(region.data)) == ("r-one", {"tree": 1, **also})
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
    assert examples().keys() == examples("guide_examples_node.txt").keys()
    assert all(f'"{title}"' in source for title in examples())


@pytest.mark.parametrize("guide", ["node"], indirect=True)
def test_node_example_of_bulk_delete_as_printed_deletes_all_of_its_inputs(guide: NodeGuide) -> None:
    code = filled(examples("guide_examples_node.txt")["Bulk Delete Annotations by Input Ids and Annotation IDs"])

    guide.node.ask("follow", address=guide.address, secret=guide.secret, code=code)

    assert guide.ids(list_all_annotations=True) == set()


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


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("guide", ["node"], indirect=True)
def test_static_stubs_of_node_label_with_tls_and_without(guide: NodeGuide, grpc_place: Any, secure: bool) -> None:  # noqa: F811
    port = grpc_place.tls_port if secure else grpc_place.port

    said = guide.node.ask("label", address=f"localhost:{port}", secret=guide.secret, secure=secure)

    assert said.posted.status.code == said.listed.status.code == 10000
    assert len(said.listed.annotationsList) == 3


@pytest.mark.parametrize("guide", ["grpc"], indirect=True)
def test_python_client_over_tls_trusts_the_certificate(guide: Guide, grpc_place: Any) -> None:  # noqa: F811
    channel = ClarifaiChannel.get_grpc_channel(
        base=f"localhost:{grpc_place.tls_port}", root_certificates_path=str(grpc_place.certificate)
    )

    answer = service_pb2_grpc.V2Stub(channel).ListInputs(service_pb2.ListInputsRequest(), metadata=guide.metadata)

    assert [one.id for one in answer.inputs] == ["one", "two"]
