"""Searches, workers, streams and counts as the official client asks for them over its JSON channel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc
from clarifai_grpc.grpc.api.status import status_code_pb2, status_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from annotations_app.models import ApiKey, Role
from annotations_app.models.data import AnnotationData
from tests.make import box, make_annotation, make_app, make_input, make_user

pytestmark = pytest.mark.django_db(transaction=True)


class Client:
    """Somebody with the official client."""

    def __init__(self, address: str, secret: str) -> None:
        self.stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_json_channel(base_url=address))
        self.metadata = (("authorization", f"Key {secret}"),)

    def ask(self, call: str, request: Any) -> Any:
        """Ask and return the answer, which must be a success."""
        answer = getattr(self.stub, call)(request, metadata=self.metadata)
        assert answer.status.code == status_code_pb2.SUCCESS, answer.status
        return answer

    def annotations(self, *filters: Any, **members: Any) -> list[str]:
        """Search annotations, and list the ids of what is found."""
        request = service_pb2.PostAnnotationsSearchesRequest(searches=[search(*filters)], **members)
        return [hit.annotation.id for hit in self.ask("PostAnnotationsSearches", request).hits]

    def inputs(self, *filters: Any, **members: Any) -> Any:
        """Search inputs."""
        request = service_pb2.PostInputsSearchesRequest(searches=[search(*filters)], **members)
        return self.ask("PostInputsSearches", request)


def search(*filters: Any) -> Any:
    """Write a search as the SDK does, with a rank that says nothing and an algorithm."""
    ranks = [resources_pb2.Rank(annotation=resources_pb2.Annotation())]
    query = resources_pb2.Query(ranks=ranks, filters=filters)
    return resources_pb2.Search(query=query, algorithm="brute_force", metric="COSINE_DISTANCE")


def said(negate: bool = False, **data: Any) -> Any:
    """Write a filter on data."""
    annotation = resources_pb2.Annotation(data=resources_pb2.Data(**data))
    return resources_pb2.Filter(annotation=annotation, negate=negate)


def concept(public_id: str, value: float = 1) -> Any:
    """Write a filter on a concept."""
    return said(concepts=[resources_pb2.Concept(id=public_id, value=value)])


@pytest.fixture
def client(live_server: Any) -> Client:
    """Make an app at work."""
    owner = make_user("owner")
    app = make_app(owner, "street")
    app.admit(annotator := make_user("annotator", first_name="Anna"), Role.ANNOTATOR)
    one, two = make_input(app, "one"), make_input(app, "two")
    make_annotation(app, one, id="a-one", data=box("tree", "bike"), task_id="t1")
    make_annotation(app, one, id="a-not", user=annotator, data=box("tree", value=0), task_id="t1")
    make_annotation(app, two, id="a-model", model="v1", data=box("tree"))
    place = {"geo_point": {"longitude": 43.0, "latitude": 56.0}}
    make_annotation(app, two, id="a-meta", data=AnnotationData(metadata={"key": {"inner": "value"}}, geo=place))
    make_annotation(app, two, id="a-empty", user=annotator, data=AnnotationData())
    return Client(live_server.url, ApiKey.issue(owner, app)[1])


def test_filters_reach_the_server_as_they_were_meant(client: Client) -> None:
    region = resources_pb2.Region(region_info=resources_pb2.RegionInfo(bounding_box=resources_pb2.BoundingBox()))
    point = resources_pb2.GeoPoint(longitude=43, latitude=56)
    limit = resources_pb2.GeoLimit(type="withinKilometers", value=1)
    far = resources_pb2.GeoPoint(longitude=45, latitude=58)
    corners = [resources_pb2.GeoBoxedPoint(geo_point=one) for one in (point, far)]
    metadata = resources_pb2.Data()
    metadata.metadata.update({"key": {"inner": "value"}, "other": 5})
    by_person = resources_pb2.Annotation(worker=resources_pb2.Worker(user=resources_pb2.User(id="annotator")))

    assert client.annotations() == ["a-one", "a-not", "a-model", "a-meta", "a-empty"]
    assert client.annotations(concept("tree")) == ["a-one", "a-model"]
    assert client.annotations(concept("tree", 0)) == ["a-not"]
    assert client.annotations(concept("tree"), concept("bike")) == ["a-one"]
    assert client.annotations(said(True, concepts=[resources_pb2.Concept(id="bike", value=1)]), concept("tree")) == [
        "a-model"
    ]
    assert client.annotations(said(regions=[region])) == ["a-one", "a-not", "a-model"]
    assert client.annotations(said()) == ["a-meta", "a-empty"]
    assert client.annotations(said(geo=resources_pb2.Geo(geo_point=point, geo_limit=limit))) == ["a-meta"]
    assert client.annotations(said(geo=resources_pb2.Geo(geo_box=corners))) == ["a-meta"]
    assert client.annotations(said(metadata=metadata.metadata)) == ["a-meta"]
    assert client.annotations(resources_pb2.Filter(annotation=by_person)) == ["a-not", "a-empty"]
    of_task = resources_pb2.Annotation(trusted=True, task_id="t1")
    assert client.annotations(resources_pb2.Filter(annotation=of_task)) == ["a-one", "a-not"]


def test_times_and_pages_reach_the_server(client: Client) -> None:
    def between(start: datetime, end: datetime) -> Any:
        first, last = Timestamp(), Timestamp()
        first.FromDatetime(start)
        last.FromDatetime(end)
        return resources_pb2.Filter(last_updated_time_range=resources_pb2.TimeRange(start_time=first, end_time=last))

    now, hour = datetime.now(UTC), timedelta(hours=1)

    assert len(client.annotations(between(now - hour, now + hour))) == 5
    assert client.annotations(between(now + hour, now + 2 * hour)) == []
    assert client.annotations(pagination=service_pb2.Pagination(page=2, per_page=2)) == ["a-model", "a-meta"]
    assert client.annotations(pagination=service_pb2.Pagination(page=9, per_page=2)) == []


def test_inputs_are_found_and_counted(client: Client) -> None:
    ready = resources_pb2.Input(
        status=status_pb2.Status(code=status_code_pb2.INPUT_DOWNLOAD_SUCCESS),
        data=resources_pb2.Data(image=resources_pb2.Image(), text=resources_pb2.Text()),
    )

    found = client.inputs(concept("tree"), resources_pb2.Filter(input=ready))
    without = client.inputs(said(True, concepts=[resources_pb2.Concept(id="bike", value=1)]))
    count = client.inputs(concept("tree"), only_count=True)

    assert [hit.input.id for hit in found.hits] == ["one", "two"]
    assert found.hits[0].input.data.image.url.endswith("/inputs/one/image")
    assert (found.hits[0].score, found.hits[0].app_id, found.hits[0].user_id) == (1, "street", "owner")
    assert not found.hits[0].HasField("annotation")
    assert found.id
    assert found.searches[0].query.filters[1].input.status.code == status_code_pb2.INPUT_SUCCESS
    assert [hit.input.id for hit in without.hits] == ["two"]
    assert [one.estimated_total for one in count.hit_counts] == [2]
    assert not count.hits


def test_saved_and_double_searches_are_refused(client: Client) -> None:
    def code(*searches: Any) -> int:
        request = service_pb2.PostInputsSearchesRequest(searches=searches)
        return int(client.stub.PostInputsSearches(request, metadata=client.metadata).status.code)

    assert code(resources_pb2.Search(save=True)) == status_code_pb2.NOT_IMPLEMENTED
    assert code(search(), search()) == status_code_pb2.SEARCH_INVALID_REQUEST
    rank = resources_pb2.Rank(annotation=said(text=resources_pb2.Text(raw="a dog")).annotation)
    assert code(resources_pb2.Search(query=resources_pb2.Query(ranks=[rank]))) == status_code_pb2.SEARCH_INVALID_REQUEST


def test_workers_streams_and_counts(client: Client) -> None:
    workers = client.ask(
        "ListAnnotationWorkers", service_pb2.ListAnnotationWorkersRequest(additional_fields=["names"], per_page=2)
    )
    people = client.ask("ListAnnotationWorkers", service_pb2.ListAnnotationWorkersRequest(trusted_only=True))
    stream = client.ask(
        "StreamInputs", service_pb2.StreamInputsRequest(last_id="two", descending=True, order_by_id=True)
    )
    counts = client.ask("GetConceptCounts", service_pb2.GetConceptCountsRequest())

    assert [(one.user.id, one.user.first_name) for one in workers.workers] == [("annotator", "Anna"), ("owner", "")]
    assert [one.user.id for one in people.workers] == ["annotator", "owner"]
    assert [one.id for one in stream.inputs] == ["one"]
    numbers = {
        one.id: (one.concept_type_count.positive, one.concept_type_count.negative) for one in counts.concept_counts
    }
    assert numbers == {"tree": (2, 1), "bike": (1, 0)}


def test_concepts_are_found_by_name_and_a_tasks_status_is_set(client: Client) -> None:
    query = resources_pb2.ConceptQuery(name="TR*", language="en")
    pagination = service_pb2.Pagination(page=1, per_page=10)
    found = client.ask(
        "PostConceptsSearches", service_pb2.PostConceptsSearchesRequest(concept_query=query, pagination=pagination)
    )
    settled = client.ask(
        "PatchAnnotationsStatus",
        service_pb2.PatchAnnotationsStatusRequest(
            user_app_id=resources_pb2.UserAppIDSet(user_id="owner", app_id="street"), task_id="t1", action="overwrite",
            user_ids=["annotator"], status_codes=["ANNOTATION_SUCCESS"], status_code="ANNOTATION_PENDING",
        ),
    )  # fmt: skip

    assert [one.id for one in found.concepts] == ["tree"]
    assert (list(settled.user_ids), settled.updated_count) == (["annotator"], 1)
    pending = resources_pb2.Annotation(status=status_pb2.Status(code=status_code_pb2.ANNOTATION_PENDING))
    assert client.annotations(resources_pb2.Filter(annotation=pending)) == ["a-not"]
