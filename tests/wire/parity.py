"""Requests for each call that both doors serve, as protobuf's constructors take them; ids are those of `make_world`."""

from __future__ import annotations

from typing import Any

BOX = {"region_info": {"bounding_box": {"left_col": 0.6, "bottom_row": 0.5, "right_col": 0.9}}}
OUTLINE = {"id": "p", "region_info": {"polygon": {"points": [{"row": 0.1}, {"col": 0.7}, {"row": 0.3, "col": 0.2}]}}}
SAID = {"concepts": [{"id": "tree", "value": 1.0}, {"id": "water", "value": 0.0}]}
NEW = {"id": "new", "input_id": "one", "data": {"regions": [{**BOX, "id": "r-new", "data": SAID, "value": 0.25}]}}
FREE = {"data": {"metadata": {"a": [1.5, None, {}], "b": "x"}}, "annotation_info": {"n": 0.1}}
TRACK = {"id": "t-new", "input_id": "one", "concept": {"id": "tree"}, "start_frame_nr": 1, "end_frame_nr": 9}
SEARCH = {"query": {"filters": [{"annotation": {"data": {"concepts": [{"id": "tree", "value": 1.0}]}}}]}}
PLACE = {"geo_point": {"longitude": 13.4, "latitude": 52.5}, "geo_limit": {"type": "withinMiles", "value": 0.6}}
BY_ALL = {"query": {"ranks": [{"annotation": {"data": {}}}], "filters": [
    {"annotation": {"data": {"regions": [{"region_info": {"bounding_box": {}}}]}, "status": {"code": 24150}}},
    {"input": {"data": {"image": {}}, "status": {"code": 30000}}},
    {"negate": True, "annotation": {"data": {"geo": PLACE}}},
    {"negate": True, "annotation": {"data": {"metadata": {"n": 1.5}}, "trusted": True}},
    {"last_updated_time_range": {"start_time": {"seconds": 1, "nanos": 5000}, "end_time": {"seconds": 9000000000}}},
]}}  # fmt: skip
TOKEN = {"type": "personal_access_token", "scopes": ["Annotations:Get"]}
NOWHERE = {"query": {"filters": [{"annotation": {"data": {}}}]}}
RANKED = {"query": {"ranks": [{"annotation": {"data": {"text": {"raw": "a dog"}}}}]}}
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)

#: Of each call a request, or several; calls of people (not of an app) are asked with a personal access token.
REQUESTS: dict[str, list[dict[str, Any]]] = {
    "PostAnnotations": [
        {"annotations": [NEW]}, {"annotations": [{"input_id": "one", **FREE}]},
        {"annotations": [NEW, {"input_id": "no"}, {"input_id": "one", "status": {"code": 10000}}]}, {},
        {"annotations": [{"id": "f", "input_id": "one", "data": {"frames": [
            {"id": "f", "frame_info": {"time": 1000, "index": 3}, "data": {"regions": [{**BOX, "id": "x"}]}}]}}]},
        {"annotations": [{"id": "k", "input_id": "one", "model_version_id": "v1", "data": {"regions": [OUTLINE]}}]},
    ],
    "ListAnnotations": [
        {}, {"list_all_annotations": True, "per_page": 2, "page": 2}, {"input_ids": ["one"], "ids": ["a-one"]},
        {"user_ids": ["owner"]}, {"model_version_ids": ["v1"]}, {"ids": ["a-one"]}, {"per_page": 1001},
    ],
    "GetAnnotation": [{"input_id": "one", "annotation_id": "a-one"}, {"input_id": "one", "annotation_id": "no"}],
    "PatchAnnotations": [
        {"action": "merge", "annotations": [{"id": "a-one", "input_id": "one", "data": SAID}]},
        {"action": "overwrite", "annotations": [{"id": "a-one", "input_id": "one", "data": {"regions": [
            {**BOX, "id": "r-one"}]}}]},
        {"action": "remove", "annotations": [{"id": "a-one", "input_id": "one", "data": {"regions": [
            {"id": "r-one"}]}}], "delete_if_empty_data": True},
        {"action": "merge", "annotations": [{"id": "a-one", "input_id": "one", "status": {"code": 24151}},
                                            {"id": "no", "input_id": "one"}]},
        {"action": "other"},
    ],
    "DeleteAnnotation": [{"input_id": "one", "annotation_id": "a-one"}, {"input_id": "no", "annotation_id": "no"}],
    "DeleteAnnotations": [{"input_ids": ["one"], "ids": ["a-one"]}, {"input_ids": ["one", "two"]}, {}],
    "PatchAnnotationsStatus": [
        {"task_id": "task", "action": "overwrite", "status_code": 24151}, {"task_id": "task", "action": "merge"},
        {"task_id": "task", "action": "overwrite", "status_code": 24151, "status_codes": [24150],
         "user_ids": ["owner"]},
    ],
    "PostAnnotationsSearches": [
        {"searches": [SEARCH]}, {"searches": [SEARCH, SEARCH]}, {"searches": [{"save": True}]},
        {"searches": [BY_ALL], "pagination": {"page": 1, "per_page": 2}}, {"searches": [NOWHERE]},
        {"searches": [RANKED]},
    ],
    "ListAnnotationWorkers": [{}, {"additional_fields": ["all"]}, {"trusted_only": True}],
    "ListAnnotationTracks": [{"input_id": "one"}, {"input_id": "no"}],
    "PostAnnotationTracks": [{"input_id": "one", "annotation_tracks": [TRACK]}],
    "PatchAnnotationTracks": [{"input_id": "one", "action": "overwrite", "annotation_tracks": [
        {"id": "t-one", "end_frame_nr": 12}]}],
    "DeleteAnnotationTracks": [{"input_id": "one", "ids": ["t-one"]}, {"input_id": "one", "ids": ["no"]}],
    "PostInputs": [
        {"inputs": [{"id": "text", "data": {"text": {"raw": "hello"}, **SAID}}]},
        {"inputs": [{"id": "one", "data": {"text": {"raw": "hello"}}}, {"id": "t", "data": {"text": {"raw": "x"}}}]},
        {"inputs": [{"id": "bad", "data": {"image": {"base64": b"no picture"}}}]},
        {"inputs": [{"id": "picture", "data": {"image": {"base64": PNG}, "metadata": {"n": 1.0}}}]},
    ],
    "ListInputs": [{}, {"ids": ["one"]}, {"per_page": 1, "page": 2}],
    "GetInput": [{"input_id": "one"}, {"input_id": "no"}],
    "PatchInputs": [{"action": "merge", "inputs": [{"id": "one", "data": {"metadata": {"n": 2.5}, **SAID}}]}],
    "DeleteInput": [{"input_id": "one"}, {"input_id": "no"}],
    "DeleteInputs": [{"ids": ["one", "two"]}, {}],
    "GetInputCount": [{}],
    "StreamInputs": [{"per_page": 1}, {"last_id": "one"}, {"last_id": "no"}, {"descending": True, "order_by_id": True}],
    "PostInputsSearches": [
        {"searches": [SEARCH]}, {"searches": [BY_ALL], "only_count": True},
        {"searches": [{"query": {"filters": [{**SEARCH["query"]["filters"][0], "negate": True}]}}]},
    ],
    "ListInputsAddJobs": [{}],
    "GetInputsAddJob": [{"id": "job"}, {"id": "no"}],
    "CancelInputsAddJob": [{"id": "job"}],
    "PostConcepts": [{"concepts": [{"id": "new", "name": "New"}]}, {"concepts": [{"id": "tree"}]}],
    "ListConcepts": [{}, {"id": "RE"}],
    "GetConcept": [{"concept_id": "tree"}, {"concept_id": "no"}],
    "PatchConcepts": [{"action": "overwrite", "concepts": [{"id": "tree", "name": "Baum"}]}],
    "PostConceptsSearches": [{"concept_query": {"name": "T*"}}, {"concept_query": {"name": "*", "language": "ja"}}],
    "GetConceptCounts": [{}, {"per_page": 1, "page": 2}],
    "GetUser": [{}, {"user_app_id": {"user_id": "nobody-at-all"}}],
    "ListApps": [{}],
    "GetApp": [{}],
    "PostApps": [{"apps": [{"id": "fresh", "name": "Fresh"}]}, {"apps": [{"id": "street"}]}],
    "PatchApps": [{"action": "overwrite", "apps": [{"id": "street", "description": "All streets"}]}],
    "PatchApp": [{"action": "overwrite", "app": {"name": "Streets"}}],
    "DeleteApp": [{}],
    "ListCollaborators": [{}],
    "PostCollaborators": [{"collaborators": [{"user": {"id": "friend"}, "scopes": ["Annotations:Add"]}]}],
    "PatchCollaborators": [{"action": "overwrite", "collaborators": [{"id": "no", "scopes": ["Annotations:Get"]}]}],
    "DeleteCollaborators": [{"collaborator_ids": ["no"]}],
    "ListCollaborations": [{}],
    "ListKeys": [{}],
    "ListAppKeys": [{}],
    "GetKey": [{"key_id": "no"}],
    "PostKeys": [
        {"keys": [{"description": "a key", "scopes": ["Annotations:Get"]}]},
        {"keys": [{**TOKEN, "expires_at": {"seconds": 9000000000, "nanos": 5000}}]},
        {"keys": [{**TOKEN, "expires_at": {"seconds": 5}}]},
    ],
    "PatchKeys": [{"action": "overwrite", "keys": [{"id": "no", "description": "x"}]}],
    "DeleteKey": [{"key_id": "no"}],
    "MyScopes": [{}],
    "ListStatusCodes": [{}],
    "GetStatusCode": [{"status_code_id": "10000"}, {"status_code_id": "1"}],
}  # fmt: skip

#: Asked with a personal access token, about the person.
OF_PEOPLE = {
    "GetUser", "ListApps", "PostApps", "PatchApps", "PatchApp", "DeleteApp", "ListCollaborations", "ListKeys",
    "ListAppKeys", "GetKey", "PostKeys", "PatchKeys", "DeleteKey", "PostCollaborators", "PatchCollaborators",
    "DeleteCollaborators", "ListCollaborators",
}  # fmt: skip
