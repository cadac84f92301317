"""Who may do what (contract section 9): one table of role x call, played on what the owner and the annotator made."""

from __future__ import annotations

from typing import Any

import pytest

from annotations_app.models import Annotation
from tests.api.asking import Answer, everything, path_of, script_of
from tests.api.state import State, make_state
from tests.conftest import Team

ROLES = ("owner", "manager", "reviewer", "annotator", "viewer")
FINE, SCOPE, DENIED = (200, 10000), (403, 11007), (403, 10020)
NOT_MINE = (403, 24156)

SEARCH = {"searches": [{"query": {"filters": [{"annotation": {"user_id": "owner"}}]}}]}
THEIRS = {"input_id": "first", "id": "of-owner"}
CONCEPTS = {"data": {"concepts": [{"id": "fresh"}]}}


def post(**members: Any) -> dict[str, Any]:
    """Write a post of one annotation."""
    return {"annotations": [{"input_id": "first", **members}]}


def patch(action: str, **members: Any) -> dict[str, Any]:
    """Write a patch of the owner's annotation."""
    return {"action": action, "annotations": [{**THEIRS, **members}]}


#: What each role is answered: owner, manager, reviewer, annotator, viewer.
TABLE: list[tuple[str, str, Any, tuple[tuple[int, int], ...]]] = [
    ("GET", "/annotations", None, (FINE,) * 5),
    ("GET", "/inputs/first/annotations/of-owner", None, (FINE,) * 5),
    ("GET", "/inputs", None, (FINE,) * 5), ("GET", "/inputs/first", None, (FINE,) * 5),
    ("GET", "/inputs/status", None, (FINE,) * 5), ("GET", "/concepts", None, (FINE,) * 5),
    ("GET", "", None, (FINE,) * 5), ("GET", "/collaborators", None, (FINE,) * 5),
    ("GET", "/myscopes", None, (FINE,) * 5),
    ("POST", "/annotations/searches", SEARCH, (FINE,) * 5), ("POST", "/inputs/searches", SEARCH, (FINE,) * 5),
    ("POST", "/concepts/searches", {"concept_query": {"name": "tree"}}, (FINE,) * 5),
    ("GET", "/concepts/status", None, (FINE,) * 5), ("GET", "/inputs/stream", None, (FINE,) * 5),
    ("GET", "/annotations/workers?additional_fields=names", None, (FINE,) * 5),
    ("PATCH", "/task/t1/annotations/status", {"action": "overwrite", "status_code": 24150},
     (FINE, NOT_MINE, NOT_MINE, NOT_MINE, SCOPE)),
    ("POST", "/annotations", post(**CONCEPTS), (FINE, FINE, FINE, FINE, SCOPE)),
    ("POST", "/annotations", post(user_id="owner"), (FINE, FINE, DENIED, DENIED, SCOPE)),
    ("POST", "/annotations", post(worker={"user": {"id": "viewer"}}), (FINE, FINE, DENIED, DENIED, SCOPE)),
    ("POST", "/annotations", post(user_id="annotator", status={"code": 24151}), (FINE, FINE, DENIED, FINE, SCOPE)),
    ("POST", "/annotations", post(model_version_id="v1"), (FINE, FINE, DENIED, DENIED, SCOPE)),
    ("POST", "/annotations", post(status={"code": 24150}), (FINE, FINE, FINE, DENIED, SCOPE)),
    *(("PATCH", "/annotations", patch(action, **CONCEPTS),
    (FINE, FINE, DENIED, DENIED, SCOPE)) for action in ("merge", "overwrite", "remove")),
    ("PATCH", "/annotations", patch("merge", status={"code": 24151}), (FINE, FINE, DENIED, DENIED, SCOPE)),
    ("PATCH", "/annotations", patch("merge", status={"code": 24158}), (FINE, FINE, FINE, DENIED, SCOPE)),
    ("PATCH", "/annotations", patch("merge", user_id="viewer"), (FINE, FINE, DENIED, DENIED, SCOPE)),
    ("PATCH", "/annotations", {"action": "merge", "annotations": [{"input_id": "second", "id": "of-annotator",
    **CONCEPTS}]},
     (FINE, FINE, DENIED, FINE, SCOPE)),
    ("DELETE", "/inputs/first/annotations/of-owner", None, (FINE, FINE, NOT_MINE, NOT_MINE, SCOPE)),
    ("DELETE", "/inputs/second/annotations/of-annotator", None, (FINE, FINE, NOT_MINE, FINE, SCOPE)),
    ("DELETE", "/annotations", {"input_ids": ["second", "first"], "ids": ["of-annotator", "of-owner"]},
     (FINE, FINE, NOT_MINE, NOT_MINE, SCOPE)),
    ("DELETE", "/annotations", {"input_ids": ["second"]}, (FINE, FINE, NOT_MINE, FINE, SCOPE)),
    ("DELETE", "/annotations", {"input_ids": ["first"]}, (FINE, FINE, NOT_MINE, NOT_MINE, SCOPE)),
    ("POST", "/concepts", {"concepts": [{"id": "fresh"}]}, (FINE, FINE, SCOPE, SCOPE, SCOPE)),
    ("PATCH", "/concepts", {"action": "overwrite", "concepts": [{"id": "tree", "name": "x"}]},
    (FINE, FINE, SCOPE, SCOPE, SCOPE)),
    ("POST", "/inputs", {"inputs": [{"data": {"text": {"raw": "hello"}}}]}, (FINE, FINE, SCOPE, SCOPE, SCOPE)),
    ("PATCH", "/inputs", {"action": "merge", "inputs": [{"id": "first", **CONCEPTS}]},
    (FINE, FINE, SCOPE, SCOPE, SCOPE)),
    ("DELETE", "/inputs/first", None, (FINE, FINE, SCOPE, SCOPE, SCOPE)),
    ("DELETE", "/inputs", {"ids": ["first"]}, (FINE, FINE, SCOPE, SCOPE, SCOPE)),
]  # fmt: skip


@pytest.fixture
def state(team: Team) -> State:
    """Make the fixed state."""
    return make_state(team)


def ask(state: State, role: str, verb: str, path: str, body: Any) -> Answer:
    """Ask as somebody of the team, with a personal access token."""
    token = script_of(state.team.everybody()[role])
    state.before = everything()
    return token.ask(verb, path_of(state.team.app, path), body)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", TABLE, ids=[f"{row[0]} {row[1]} {str(row[2])[:60]}" for row in TABLE])
def test_role_is_answered_as_the_table_says(
    state: State, role: str, row: tuple[str, str, Any, tuple[tuple[int, int], ...]]
) -> None:
    verb, path, body, verdicts = row

    answer = ask(state, role, verb, path, body)

    expected = verdicts[ROLES.index(role)]
    assert answer.verdict == expected, answer.content
    if expected != FINE:
        assert everything() == state.before
        assert answer.details
    if expected == DENIED:
        assert 24156 in answer.item_codes()


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [("GET", "/annotations", None), ("GET", "/inputs/first", None), ("POST", "/annotations", post()),
    ("DELETE", "/inputs/first", None),
     ("PATCH", "/annotations", patch("merge", **CONCEPTS)), ("DELETE", "/annotations", {"input_ids": ["first"]}),
     ("GET", "", None),
     ("GET", "/collaborators", None), ("POST", "/annotations/searches", SEARCH),
     ("POST", "/inputs/searches", SEARCH), ("POST", "/concepts/searches", None), ("GET", "/concepts/status", None),
     ("GET", "/annotations/workers", None), ("GET", "/inputs/stream", None),
     ("PATCH", "/task/t1/annotations/status", {"action": "overwrite", "status_code": 24150}),
     ("GET", "/inputs/first/image", None), ("GET", f"/masks/{'0' * 64}.png", None)],
)  # fmt: skip
def test_stranger_finds_no_app(state: State, verb: str, path: str, body: Any) -> None:
    outsider = state.other.owner

    token = script_of(outsider).ask(verb, path_of(state.team.app, path), body)
    key = script_of(outsider, state.other).ask(verb, path_of(state.team.app, path), body)

    state.check_refused(token, 404, 11101)
    state.check_refused(key, 401, 11008)


@pytest.mark.parametrize(
    ("verb", "path"),
    [("GET", "/inputs/{}"), ("DELETE", "/inputs/{}"), ("GET", "/inputs/{}/annotations/of-owner"),
    ("GET", "/inputs/{}/annotations/of-outsider"),
     ("DELETE", "/inputs/{}/annotations/of-outsider")],
)  # fmt: skip
def test_foreign_and_missing_ids_are_told_in_the_same_words(state: State, verb: str, path: str) -> None:
    foreign = state.script.ask(verb, path.format("foreign"))
    missing = state.script.ask(verb, path.format("missing"))

    assert foreign.verdict == missing.verdict == (404, 11101)
    assert foreign.details.replace("foreign", "missing") == missing.details
    assert everything() == state.before


def test_annotators_work_waits_for_review_and_waits_again_when_changed(state: State) -> None:
    own = {"input_id": "second", "id": "of-annotator"}
    submitted = ask(state, "annotator", "POST", "/annotations", post(**CONCEPTS)).json["annotations"][0]
    approve = {"action": "merge", "annotations": [{**own, "status": {"code": "ANNOTATION_SUCCESS"}}]}
    Annotation.objects.filter(public_id="of-annotator").update(status=24157)

    assert submitted["status"]["code"] == 24157
    assert ask(state, "annotator", "PATCH", "/annotations", approve).verdict == DENIED
    assert ask(state, "reviewer", "PATCH", "/annotations", approve).json["annotations"][0]["status"]["code"] == 24150
    changed = ask(
        state, "annotator", "PATCH", "/annotations", {"action": "merge", "annotations": [{**own, **CONCEPTS}]}
    )
    assert changed.json["annotations"][0]["status"]["code"] == 24157


def test_invited_scopes_add_to_those_of_the_role(state: State) -> None:
    state.team.app.admit(state.team.annotator, "annotator", ["Inputs:Add", "Concepts:Add"])

    body = {"inputs": [{"id": "mine", "data": {"text": {"raw": "hello"}}}]}

    assert ask(state, "annotator", "POST", "/inputs", body).verdict == FINE
    assert ask(state, "annotator", "POST", "/concepts", {"concepts": [{"id": "fresh"}]}).verdict == FINE
    assert ask(state, "annotator", "DELETE", "/inputs", {"ids": ["mine"]}).verdict == SCOPE
