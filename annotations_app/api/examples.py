"""What the description of the API shows of each call: ids and bodies that can be tried, in an app made to play in.

Whoever tries the calls in the order post, get, patch, delete makes these things, sees them, and removes them again.
"""

from __future__ import annotations

from typing import Any

#: The ids that stand in paths: what is tried, and what each means.
IDS = {
    "user_id": ("me", "Whose it is: a user's id, or `me`."),
    "app_id": ("try-it", "The app."),
    "input_id": ("try-input", "The input."),
    "annotation_id": ("try-annotation", "The annotation."),
    "concept_id": ("tree", "The concept."),
    "task_id": ("try-task", "The task that annotations name."),
    "id": ("try-job", "The job: what inputs were posted with as `inputs_add_job_id`."),
    "file": (f"{'0' * 64}.png", "The name that the mask's `url` ends with."),
    "key_id": ("KEY_ID", "The key, by its id of the list."),
    "status_code_id": ("10000", "The code."),
}
_GREEN = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mPQqzXCihiGlgQAlgM3QYr963wAAAAASUVORK5CYII="
_BOX = {"top_row": 0.1, "left_col": 0.2, "bottom_row": 0.5, "right_col": 0.6}
_TREE = {"id": "tree", "value": 1}
_REGION = {"region_info": {"bounding_box": _BOX}, "data": {"concepts": [_TREE]}}
_ANNOTATION = {"id": "try-annotation", "input_id": "try-input"}
_TRACK = {"id": "try-track", "concept": {"id": "tree"}, "start_frame_nr": 0, "end_frame_nr": 30}
_COLLEAGUE = {"user": {"id": "colleague"}, "scopes": ["Annotations:Add"]}
_SEARCH = {"query": {"filters": [{"annotation": {"data": {"concepts": [_TREE]}}}]}}

#: The body of each call that has one.
BODIES: dict[str, dict[str, Any]] = {
    "PostAnnotations": {
        "annotations": [
            {
                **_ANNOTATION,
                "data": {"regions": [{"region_info": {"bounding_box": _BOX}, "data": {"concepts": [_TREE]}}]},
            }
        ]
    },
    "PatchAnnotations": {
        "action": "merge",
        "annotations": [{**_ANNOTATION, "data": {"metadata": {"checked": True}}}],
    },
    "DeleteAnnotations": {"input_ids": ["try-input"], "ids": ["try-annotation"]},
    "PatchAnnotationsStatus": {"action": "overwrite", "status_code": 24151},
    "PostAnnotationsSearches": {"searches": [_SEARCH], "pagination": {"per_page": 10}},
    "PostAnnotationTracks": {"annotation_tracks": [_TRACK]},
    "PatchAnnotationTracks": {
        "action": "overwrite",
        "annotation_tracks": [{"id": "try-track", "status": {"code": 24303}}],
    },
    "DeleteAnnotationTracks": {"input_id": "try-input", "ids": ["try-track"]},
    "PostInputs": {
        "inputs": [{"id": "try-input", "data": {"image": {"base64": _GREEN}, "concepts": [_TREE]}}],
        "inputs_add_job_id": "try-job",
    },
    "PatchInputs": {
        "action": "merge",
        "inputs": [{"id": "try-input", "data": {"metadata": {"camera": "north"}}}],
    },
    "DeleteInputs": {"ids": ["try-input"]},
    "PostInputsSearches": {"searches": [_SEARCH], "pagination": {"per_page": 10}},
    "PostConcepts": {"concepts": [{"id": "tree", "name": "Tree"}]},
    "PatchConcepts": {"action": "overwrite", "concepts": [{"id": "tree", "name": "Trees"}]},
    "PostConceptsSearches": {"concept_query": {"name": "tr*"}},
    "PostApps": {"apps": [{"id": "try-it", "name": "Trying the API"}]},
    "PatchApps": {"action": "overwrite", "apps": [{"id": "try-it", "name": "Still trying"}]},
    "PatchApp": {"action": "overwrite", "app": {"description": "Made by the examples; delete it when you like."}},
    "PostCollaborators": {"collaborators": [_COLLEAGUE]},
    "PatchCollaborators": {"action": "overwrite", "collaborators": [{**_COLLEAGUE, "scopes": ["Annotations:Get"]}]},
    "DeleteCollaborators": {"user_emails": ["colleague@example.com"]},
    "PostKeys": {"keys": [{"type": "personal_access_token", "description": "try-it", "scopes": ["Inputs:Get"]}]},
    "PatchKeys": {"action": "overwrite", "keys": [{"id": "KEY_ID", "description": "another name"}]},
}
