"""Lists by cursor: every one, each row once, at the same cost at any depth, whatever others add meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations_app.api.queries import Paged
from annotations_app.api.routes import FULL, ROUTES
from annotations_app.models import App, Concept, Input, Role, User
from tests.api.asking import Script, path_of, script_of
from tests.conftest import Team
from tests.make import box, make_annotation, make_app, make_input, make_user

LISTS = [route for route in ROUTES if issubclass(route.query, Paged)]


@pytest.fixture
def full(team: Team, picture: Input) -> Script:
    """Fill every list of the app, and let the owner ask with a personal access token."""
    for number in range(5):
        make_app(team.owner, f"app-{number}")
        make_input(team.app)
        make_annotation(team.app, picture, user=team.owner, data=box(f"concept-{number}"))
        team.app.admit(make_user(), Role.VIEWER)
    first, second = Concept.objects.filter(app=team.app)[:2]
    first.archive()
    second.archive()
    Concept.objects.filter(app=team.app, public_id="concept-4").update(position=2)
    return script_of(team.owner)


def walk(script: Script, path: str, members: str, size: int = 2, query: str = "") -> list[list[dict[str, Any]]]:
    """Read a list to its end by cursor."""
    pages, cursor = [], ""
    for _ in range(50):
        answer = script.get(f"{path}?per_page={size}&cursor={cursor}{query}")
        assert answer.verdict == (200, 10000), answer.content
        pages.append(answer.json[members])
        if "next_cursor" not in answer.json:
            return pages
        cursor = answer.json["next_cursor"]
        assert len(pages[-1]) == size
    raise AssertionError("the list has no end")


def address(route: Any, app: App, user: User) -> str:
    """Write the address of a list."""
    path = route.path[1:] if route.path.startswith("=") else FULL + route.path.removeprefix("F")
    ids = {"user_id": user.handle, "app_id": app.public_id, "input_id": "picture"}
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", value)
    return path


@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.path)
def test_every_list_is_read_to_its_end_by_cursor(full: Script, team: Team, route: Any) -> None:
    path = address(route, team.app, team.owner)

    whole = full.get(f"{path}?per_page=1000")
    pages = walk(full, path, route.lists[0])

    assert whole.verdict == (200, 10000)
    assert "next_cursor" not in whole.json
    assert [one for page in pages for one in page] == whole.json[route.lists[0]]
    assert len(pages) == max(1, -(-len(whole.json[route.lists[0]]) // 2))
    for bad in ("x", "a:b", "%00", "e30:e30", "x" * 5000, "%ff", "1"):
        assert full.get(f"{path}?cursor={bad}").verdict == (400, 11102)
    for both in ("cursor=&page=1", "page=2&cursor="):
        assert full.get(f"{path}?{both}").verdict == (400, 11102)
    assert full.get(f"{path}?cursor=&per_page=1001").verdict == (400, 11102)


def test_lists_that_tests_fill_have_several_pages(full: Script, team: Team) -> None:
    filled = {route.path: walk(full, address(route, team.app, team.owner), route.lists[0]) for route in LISTS}

    for path in ("/annotations", "/inputs", "/concepts", "=/apps", "=/users/{user_id}/apps", "F/collaborators"):
        assert len(filled[path]) >= 3


def test_nothing_old_is_missed_or_doubled_while_others_insert(team: Team, script: Script, picture: Input) -> None:
    old = {make_annotation(team.app, picture).public_id for _ in range(7)}
    Concept.objects.add(team.app, [(f"c{number}", "") for number in range(6)])
    known = set(Concept.objects.filter(app=team.app).values_list("public_id", flat=True))
    seen: dict[str, list[str]] = {"annotations": [], "concepts": []}

    for members, found in seen.items():
        cursor: str | None = ""
        while cursor is not None:
            answer = script.get(f"/{members}?per_page=2&cursor={cursor}")
            found += [one["id"] for one in answer.json[members]]
            cursor = answer.json.get("next_cursor")
            if len(found) < 6:
                make_annotation(team.app, picture, data=box(f"new-{len(found)}"))

    for members, before in (("annotations", old), ("concepts", known)):
        assert len(seen[members]) == len(set(seen[members]))
        assert before <= set(seen[members])


def test_cursor_goes_on_where_it_was_also_after_deletions(team: Team, script: Script) -> None:
    for name in "abcdef":
        make_input(team.app, name)

    cursor = script.get("/inputs?per_page=2&cursor=").json["next_cursor"]
    assert script.delete("/inputs", {"ids": ["a", "b", "d"]}).http == 200
    rest = script.get(f"/inputs?per_page=5&cursor={cursor}").json

    assert [one["id"] for one in rest["inputs"]] == ["c", "e", "f"]
    assert "next_cursor" not in rest


def test_cursor_is_for_its_list_and_its_app_alone(full: Script, team: Team, stranger: User) -> None:
    other = make_app(team.owner, "other")
    for _ in range(3):
        make_input(other)
    path, elsewhere = path_of(team.app, "/inputs"), path_of(other, "/inputs")
    cursor = full.get(f"{path}?per_page=1&cursor=").json["next_cursor"]

    assert full.get(f"{path}?per_page=1&cursor={cursor}").http == 200
    assert full.get(f"{elsewhere}?cursor={cursor}").verdict == (400, 11102)
    assert full.get(f"{path_of(team.app, '/concepts')}?cursor={cursor}").verdict == (400, 11102)
    assert script_of(stranger).get(f"{path}?cursor={cursor}").verdict == (404, 11101)
    forged = Signer(key="guessed", salt="x").sign_object([0])
    assert full.get(f"{path}?cursor={forged}").verdict == (400, 11102)


def test_filters_hold_on_every_page(full: Script, team: Team, picture: Input) -> None:
    make_annotation(team.app, picture, model="v1")
    mine = [make_annotation(team.app, picture, user=team.annotator).public_id for _ in range(3)]
    path = path_of(team.app, "/annotations")

    pages = walk(full, path, "annotations", query="&user_ids=annotator")
    pairs = "".join(f"&input_ids=picture&ids={one}" for one in mine)
    named = walk(full, path, "annotations", query=pairs)

    assert [[one["id"] for one in page] for page in pages] == [mine[:2], mine[2:]]
    assert named == pages


def test_blind_annotator_walks_their_own_work(team: Team, picture: Input) -> None:
    team.app.change(blind=True)
    for _ in range(3):
        make_annotation(team.app, picture, user=team.owner)
        make_annotation(team.app, make_input(team.app), user=team.annotator)

    pages = walk(script_of(team.annotator), path_of(team.app, "/annotations"), "annotations")

    people = [one.get("user_id") for page in pages for one in page]
    assert people == ["annotator"] * 3


def test_concepts_come_in_the_order_of_the_app_with_archived_ones_last(team: Team, script: Script) -> None:
    for place, name in enumerate("dcba"):
        Concept.objects.create(app=team.app, public_id=name, name=name, position=place // 2)
    later = Concept.objects.create(app=team.app, public_id="later", name="x", position=0, archived_at=timezone.now())
    Concept.objects.create(app=team.app, public_id="same", name="x", position=1, archived_at=later.archived_at)

    pages = walk(script, "/concepts", "concepts", size=1)

    assert [page[0]["id"] for page in pages] == ["d", "c", "b", "a", "later", "same"]


@pytest.mark.parametrize("members", ["annotations", "inputs", "concepts"])
def test_a_page_by_cursor_costs_the_same_at_any_depth(team: Team, script: Script, picture: Input, members: str) -> None:
    for number in range(13):
        make_annotation(team.app, make_input(team.app), data=box(f"concept-{number}"))
    assert script.get(f"/{members}").http == 200
    counts, cursor = [], ""

    for _ in range(4):
        with CaptureQueriesContext(connection) as caught:
            answer = script.get(f"/{members}?per_page=3&cursor={cursor}")
        assert not any("OFFSET" in query["sql"] for query in caught)
        counts.append(len(caught))
        cursor = answer.json["next_cursor"]

    assert len(set(counts)) == 1


@pytest.mark.parametrize(
    ("begun", "gone_on"), [("order_by_id=true", ""), ("", "order_by_id=true"), ("", "descending=1")]
)
def test_cursor_of_one_order_is_none_of_another(full: Script, team: Team, begun: str, gone_on: str) -> None:
    path = path_of(team.app, "/inputs/stream?per_page=1&cursor=")
    cursor = full.get(f"{path}&{begun}").json["next_cursor"]

    answer = full.get(f"{path}{cursor}&{gone_on}")

    assert answer.verdict == (400, 11102)
    assert "cursor" in answer.details
    assert full.get(f"{path}{cursor}&{begun}").verdict == (200, 10000)
