"""Lists: filters, pages, and what cannot be read of a query."""

from __future__ import annotations

import pytest

from annotations_app.models import Input, Status
from tests.api.asking import Script, path_of, script_of
from tests.api.state import State, make_state
from tests.conftest import Team
from tests.make import box, make_annotation, make_app, make_input, make_user

BAD_QUERIES = [
    *(f"page={bad}" for bad in (
        "-1", "abc", "1.5", "1e3", "0x10", "%EF%BC%91", "1_0", "%00", 2**63, 2**64, "9" * 5000, "NaN", "true", "[1]",
        2**32,
    )),
    *(f"per_page={bad}" for bad in ("-1", 2**63, "abc", "NaN", "1.5", 1001, 10**9)),
    "ids=of-owner", "ids=of-owner&ids=x&input_ids=first", "list_all_annotations=maybe", "list_all_annotations=2",
    *(f"statuses.code={bad}" for bad in ("9" * 5000, 10**20, 2**31, "-1", "1_0", "%EF%BC%91", "%00", "")),
    "statuses=code&statuses=code", "statuses=", "statuses.code=NO_SUCH", "statuses.code=1.5",
    "&".join("ids=x&input_ids=y" for _ in range(129)), "&".join("a=1" for _ in range(6000)),
]  # fmt: skip


@pytest.fixture
def state(team: Team) -> State:
    """Make the fixed state."""
    return make_state(team)


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: query[:40])
def test_query_that_cannot_be_read_is_refused(state: State, query: str) -> None:
    answer = state.script.get(f"/annotations?{query}")

    state.check_refused(answer, 400, 11102)
    assert answer.json["annotations"] == []
    assert b"sys." not in answer.content


@pytest.mark.parametrize("query", [query for query in BAD_QUERIES if "page=" in query], ids=lambda query: query[:40])
@pytest.mark.parametrize(
    ("path", "members"),
    [("/inputs", "inputs"), ("/concepts", "concepts"), ("/users/me/apps", "apps"), ("/collaborators", "collaborators")],
)
def test_page_that_cannot_be_read_is_refused_by_every_list(state: State, path: str, members: str, query: str) -> None:
    whole = path_of(state.team.app, path) if path == "/collaborators" else path

    answer = state.script.get(f"{whole}?{query}")

    state.check_refused(answer, 400, 11102)
    assert answer.json[members] == []


@pytest.mark.parametrize("code", ["9" * 5000, 10**20, "-1", "NO_SUCH", "1.5", "%00"], ids=lambda code: str(code)[:10])
def test_inputs_of_no_status_are_an_invalid_request(state: State, code: str | int) -> None:
    answer = state.script.get(f"/inputs?status.code={code}")

    state.check_refused(answer, 400, 11102)
    assert b"sys." not in answer.content


@pytest.mark.parametrize(
    "query",
    ["", "page=0", "page=1", "page=", "per_page=0", "per_page=", "per_page=1000", "page=1&page=1",
    "list_all_annotations=True",
     "list_all_annotations=FALSE", "list_all_annotations=1", "list_all_annotations=", "return_model_output=True",
     "user_app_id.user_id=x&user_app_id.app_id=y", "user__password__startswith=a", "order_by=-pk", "fields=rev",
     "owner__api_keys__key=x", "_connector=OR", "select_related=user", "include=keys"],
)  # fmt: skip
def test_harmless_and_unknown_keys_change_nothing(state: State, query: str) -> None:
    answer = state.script.get(f"/annotations?{query}")

    assert [one["id"] for one in answer.json["annotations"]] == ["of-owner", "of-annotator"]


@pytest.mark.parametrize(
    "query",
    ["input_ids=nothing", "input_ids=", "input_ids=foreign", "input_ids=%00", "input_ids=%ff", "user_ids=nobody",
     "user_ids=outsider", "user_ids=' OR 1=1 --", "input_ids=' OR 1=1 --", "model_version_ids=v9",
     "workflow_version_ids=w",
     "ids=of-owner&input_ids=second", "ids=of-outsider&input_ids=foreign", "task_id=none", "statuses.code=24152",
     "page=2147483647&per_page=1000", "page=4294967295&per_page=1000", "page=2"],
)  # fmt: skip
def test_what_is_not_there_finds_nothing(state: State, query: str) -> None:
    answer = state.script.get("/annotations?" + query.replace(" ", "%20"))

    assert answer.verdict == (200, 10000)
    assert answer.json["annotations"] == []


@pytest.fixture
def busy(team: Team) -> Script:
    """Make annotations of several people, a model and a workflow, on three inputs."""
    one, two, three = (make_input(team.app, name) for name in ("one", "two", "three"))
    make_annotation(team.app, one, id="a", user=team.owner, task_id="t1")
    make_annotation(team.app, two, id="b", user=team.annotator, status=Status.PENDING)
    make_annotation(team.app, one, id="c", model="v1")
    make_annotation(team.app, three, id="d", user=team.reviewer)
    make_annotation(team.app, one, id="e", user=team.annotator, status=Status.SUCCESS)
    script = script_of(team.owner, team.app)
    worker = {"workflow": {"id": "flow", "version": {"id": "w1"}}}
    assert script.post("/annotations", {"annotations": [{"id": "f", "input_id": "two", "worker": worker}]}).http == 200
    level = {"id": "three", "data": {"concepts": [{"id": "tree"}], "metadata": {"a": 1}}}
    assert script.patch("/inputs", {"inputs": [level], "action": "merge"}).http == 200
    return script


def ids(script: Script, query: str) -> str:
    """List the ids that a query finds; input-level annotations are an asterisk."""
    answer = script.get(f"/annotations?{query}")
    assert answer.verdict == (200, 10000), answer.content
    return "".join("*" if one.get("input_level") else one["id"] for one in answer.json["annotations"])


@pytest.mark.parametrize(
    ("query", "found"),
    [("", "*abde"), ("list_all_annotations=true", "*abcdef"), ("input_ids=one", "ae"),
    ("input_ids=one&input_ids=two", "abe"),
     ("input_ids=one&list_all_annotations=true", "ace"), ("input_ids=three", "*d"), ("user_ids=annotator", "be"),
     ("user_ids=annotator&user_ids=reviewer", "bde"), ("model_version_ids=v1", "c"), ("workflow_version_ids=w1", "f"),
     ("user_ids=owner&model_version_ids=v1", "*ac"), ("user_ids=annotator&input_ids=one", "e"), ("task_id=t1", "a"),
     ("model_version_ids=w1", ""), ("statuses.code=ANNOTATION_PENDING", "b"),
     ("statuses.code=24151&user_ids=owner", ""),
     ("statuses.code=24151&statuses.code=ANNOTATION_SUCCESS&input_ids=one", "ae"),
     ("ids=c&input_ids=one", "c"), ("ids=e&input_ids=one&ids=a&input_ids=one&ids=zz&input_ids=two", "ae"),
     ("ids=a&ids=b&input_ids=two&input_ids=one", ""), ("ids=b&input_ids=two&statuses.code=24150", ""),
     ("per_page=2", "*a"), ("per_page=2&page=2", "bd"), ("per_page=2&page=3", "e"), ("per_page=2&page=4", ""),
     ("ids=a&ids=c&ids=e&input_ids=one&input_ids=one&input_ids=one&per_page=1&page=3", "e")],
)  # fmt: skip
def test_filters_find_what_the_contract_says_oldest_first(busy: Script, query: str, found: str) -> None:
    assert ids(busy, query) == found


def test_paging_meets_every_annotation_once(team: Team, script: Script) -> None:
    here = make_input(team.app, "here")
    for _ in range(25):
        make_annotation(team.app, here)

    pages = [
        [one["id"] for one in script.get(f"/annotations?per_page=10&page={page}").json["annotations"]]
        for page in (1, 2, 3, 4)
    ]

    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({one for page in pages for one in page}) == 25
    assert len(script.get("/annotations").json["annotations"]) == 20


def test_blind_annotator_sees_others_work_after_their_own(team: Team) -> None:
    team.app.change(blind=True)
    here = make_input(team.app, "here")
    make_annotation(team.app, here, id="theirs", user=team.owner, data=box("cat", region_id="hidden"))
    make_annotation(team.app, here, id="machine", model="v1")
    script, path = script_of(team.annotator), path_of(team.app, "/annotations")

    def seen() -> set[str]:
        return {one["id"] for one in script.get(f"{path}?list_all_annotations=true").json["annotations"]}

    one = path_of(team.app, "/inputs/here/annotations/theirs")
    refers = {"annotations": [{"input_id": "here", "data": {"regions": [{"id": "hidden"}]}}]}
    assert seen() == {"machine"}
    assert script.get(one).verdict == script.delete(one).verdict == (404, 11101)
    assert script.post(path, refers).item_codes() == [24155]
    merge = {"action": "merge", "annotations": [{"input_id": "here", "id": "theirs", "data": {}}]}
    assert script.patch(path, merge).verdict == (404, 10020)

    mine = {"input_id": "here", "id": "mine", "status": {"code": "ANNOTATION_AWAITING_REVIEW"}}
    assert script.post(path, {"annotations": [mine]}).http == 200

    assert seen() == {"theirs", "machine", "mine"}
    assert script.get(one).http == 200


def test_other_lists_page_and_filter(team: Team, script: Script) -> None:
    for name in ("first", "second", "third"):
        make_input(team.app, name)
    Input.objects.filter(public_id="second").update(status=30104, problem="it is no picture")
    assert script.post("/concepts", {"concepts": [{"id": "Apple"}, {"id": "pineapple"}, {"id": "pear"}]}).http == 200

    def names(path: str, members: str) -> list[str]:
        return [one["id"] for one in script.get(path).json[members]]

    assert names("/inputs", "inputs") == ["first", "second", "third"]
    assert names("/inputs?per_page=2&page=2", "inputs") == ["third"]
    assert names("/inputs?page=1000&per_page=500", "inputs") == []
    assert names("/inputs?ids=third&ids=first&ids=x", "inputs") == ["first", "third"]
    assert names("/inputs?status.code=INPUT_DOWNLOAD_SUCCESS", "inputs") == ["first", "third"]
    assert names("/inputs?status.code=30104", "inputs") == ["second"]
    assert script.get("/inputs?status.code=x").verdict == (400, 11102)
    assert names("/concepts?id=APPLE", "concepts") == ["Apple", "pineapple"]
    assert names("/concepts?per_page=1&page=3", "concepts") == ["pear"]
    counts = script.get("/inputs/status").json["counts"]
    assert counts == {
        "processed": 2, "to_process": 0, "errors": 1, "processing": 0,
        "reindexed": 0, "to_reindex": 0, "reindex_errors": 0, "reindexing": 0,
    }  # fmt: skip


def test_apps_and_people_are_those_one_works_with(team: Team, script: Script) -> None:
    make_app(team.owner, "second")
    make_app(make_user("outsider"), "other")
    token, annotators = script_of(team.owner), script_of(team.annotator)

    def names(asker: Script, path: str) -> list[str]:
        return [app["id"] for app in asker.get(path).json["apps"]]

    assert (
        names(token, "/users/me/apps")
        == names(token, "/users/owner/apps")
        == names(token, "/apps")
        == ["street", "second"]
    )
    assert names(annotators, "/users/me/apps") == ["street"]
    assert names(annotators, "/users/outsider/apps") == names(token, "/users/nobody/apps") == []
    assert names(script, "/users/me/apps") == ["street"]
    assert token.get("/users/annotator").json["user"]["id"] == "annotator"
    assert token.get("/users/outsider").verdict == token.get("/users/nobody").verdict == (404, 11101)
    assert "user_detail" not in token.get("/users/annotator").json["user"]
    answer = script.get(path_of(team.app, "/collaborators"))
    assert [one["role"] for one in answer.json["collaborators"]] == ["manager", "reviewer", "annotator", "viewer"]
    assert answer.json["app_owner"] == {"id": "owner"}
    assert annotators.get(path_of(team.app)).json["app"]["id"] == "street"


@pytest.mark.django_db
def test_status_codes_need_no_key() -> None:
    codes = Script().get("/status_codes").json["statuses"]

    assert {"code": 11008, "description": "Invalid API key or Invalid API key/application pair"} in codes
    assert Script().get("/status_codes/24155").json["statuses"][0]["code"] == 24155
    assert Script().get("/status_codes/5").verdict == (404, 11101)
