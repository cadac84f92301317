import json
import stat

import pytest
from django.core.management import call_command
from django.test import Client

from annotations_app import demo
from annotations_app.models import (
    Annotation,
    ApiKey,
    App,
    Input,
    InputStatus,
    Status,
    User,
    WorkerKind,
    member_of,
    work,
)


@pytest.fixture
def made(db, capsys, settings, tmp_path):
    """Make the demo in a data folder of its own and return what the command printed last."""
    settings.DATA = tmp_path
    call_command("demo", "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def statuses(app, name):
    """Return the statuses of people's work on a photo."""
    rows = Annotation.objects.filter(
        app=app, input__public_id=f"photo-{name}", input_level=False, worker_kind=WorkerKind.USER
    )
    return set(rows.values_list("status", flat=True))


def test_photos_are_in_every_state_of_work(made):
    app = App.objects.get(public_id="photos")

    assert app.needs_review
    assert Input.objects.filter(app=app, status=InputStatus.SUCCESS).count() == 17
    assert app.concepts.exclude(colour=None).count() == 8
    assert Annotation.objects.filter(app=app, worker_kind=WorkerKind.MODEL).count() >= 20
    assert statuses(app, "dogs") == {Status.PENDING}
    assert statuses(app, "coffee") == {Status.AWAITING_REVIEW}
    assert Status.REVIEW_DENIED in statuses(app, "astronaut")
    assert statuses(app, "palace") == {Status.SUCCESS}
    assert statuses(app, "rocket") == set()


def test_annotator_begins_with_what_was_sent_back(made):
    app = App.objects.get(public_id="photos")

    queue = work.queue(member_of(app, User.objects.get(handle="annotator")))

    names = ["astronaut", "dogs", "wine", "dandelion", "stream", "mountains", "fig", "photographer"]
    assert [entry.input_id for entry in queue] == [f"photo-{name}" for name in names]


def test_json_says_who_is_who_and_what_opens_what(made):
    assert made["app"] == {"id": "sandbox", "owner_id": "owner"}
    for handle in ("owner", "reviewer", "annotator", "stranger"):
        person = User.objects.get(handle=handle)
        assert made[handle]["id"] == handle
        assert person.check_password(made[handle]["password"])
        assert ApiKey.objects.holding(made[handle]["token"]).user == person
    assert ApiKey.objects.holding(made["app_key"]).app.public_id == "sandbox"
    assert ApiKey.objects.holding(made["stranger"]["app_key"]).app.owner.handle == "stranger"
    sandbox = App.objects.get(public_id="sandbox")
    assert not sandbox.needs_review
    assert member_of(sandbox, User.objects.get(handle="stranger")) is None


def test_second_demo_changes_secrets_and_nothing_else(made, capsys):
    browser = Client()
    assert browser.login(username="owner", password=made["owner"]["password"])
    before = Annotation.objects.count(), Input.objects.count(), App.objects.count()

    call_command("demo", "--json")

    again = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (Annotation.objects.count(), Input.objects.count(), App.objects.count()) == before
    for handle in ("owner", "reviewer", "annotator", "stranger"):
        assert ApiKey.objects.holding(made[handle]["token"]) is None
        assert not User.objects.get(handle=handle).check_password(made[handle]["password"])
        assert User.objects.get(handle=handle).check_password(again[handle]["password"])
    assert ApiKey.objects.holding(made["app_key"]) is None
    assert browser.get("/").status_code == 302


def test_logins_are_kept_for_their_owner_only(made):
    file = demo.logins_file()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for handle in ("owner", "reviewer", "annotator"):
        assert made[handle]["password"] in file.read_text()
    assert made["owner"]["token"] not in file.read_text()


def test_interrupted_demo_is_made_whole_by_the_next_start(db, settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    (tmp_path / "static").mkdir()
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "static" / "collected").write_text(settings.STATIC_URL)
    with monkeypatch.context() as power_cut:
        power_cut.setattr("annotations_app.demo.making.fill", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            demo.make()

    call_command("prepare", "--demo")

    assert Input.objects.filter(app__public_id="photos", status=InputStatus.SUCCESS).count() == 17
    assert demo.logins_file().exists()
    before = ApiKey.objects.count()
    call_command("prepare", "--demo")
    assert ApiKey.objects.count() == before
    assert sorted(ApiKey.objects.values_list("description", flat=True)) == ["made by the demo"] * before
