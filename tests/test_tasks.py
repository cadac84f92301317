"""Background jobs: done once, twice, late or interrupted, they end the same."""

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone
from huey.contrib.djhuey import HUEY
from PIL import Image

from annotations_app import tasks
from annotations_app.models import Input, InputStatus, adding
from annotations_app.models.adding import InputDraft, add_inputs
from tests.pictures import encoded, picture


@pytest.fixture
def waiting(team):
    """Make an input whose job is still to come."""
    [row] = add_inputs(team.member(team.owner), [InputDraft(content=picture())])
    return row


def later(row):
    """Let the lease of a job run out."""
    Input.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_job_twice_ends_as_once(waiting):
    tasks.process_input(waiting.pk)
    first = Input.objects.filter(pk=waiting.pk).values().get()
    tasks.process_input(waiting.pk)

    assert first["status"] == InputStatus.SUCCESS
    assert Input.objects.filter(pk=waiting.pk).values().get() == first


def test_leased_job_is_left_alone(waiting):
    assert waiting.lease()

    tasks.process_input(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == (InputStatus.IN_PROGRESS, 1)


def test_job_of_a_killed_worker_is_found_again(waiting):
    waiting.lease()
    later(waiting)

    tasks.look_for_overdue_inputs()

    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == (InputStatus.SUCCESS, 2)


def test_half_done_job_is_done_over(waiting):
    folder = waiting.original.rpartition("/")[0]
    for ending in ("jpg", "png"):
        tasks.keep_file(f"{folder}/display.{ending}", b"half")

    tasks.process_input(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.status == InputStatus.SUCCESS
    assert default_storage.open(waiting.display).read() != b"half"
    assert waiting.display.startswith(f"{folder}/display.")


def test_poison_is_given_up_after_three_tries(waiting, monkeypatch):
    monkeypatch.setattr(tasks, "derive", lambda *_: os.abort())

    tasks.process_input(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == (InputStatus.FAILED, 3)
    assert waiting.problem == "The file could not be processed."


def test_what_kills_the_worker_itself_is_given_up_too(waiting):
    Input.objects.filter(pk=waiting.pk).update(attempts=3)

    tasks.look_for_overdue_inputs()

    waiting.refresh_from_db()
    assert waiting.status == InputStatus.FAILED


def test_cut_picture_becomes_the_status(team):
    noise = encoded(Image.effect_noise((400, 300), 90), "JPEG")
    [row] = add_inputs(team.member(team.owner), [InputDraft(content=noise[: len(noise) // 2])])

    tasks.process_input(row.pk)

    row.refresh_from_db()
    assert row.status == InputStatus.INVALID_ARGUMENT
    assert "cut off" in row.problem


def test_missing_file_is_told(waiting):
    default_storage.delete(waiting.original)

    tasks.process_input(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.problem) == (InputStatus.FAILED, "The stored file is missing.")


def test_input_deleted_while_its_job_runs_leaves_no_file(waiting, monkeypatch):
    derived = tasks._derived

    def deleted_meanwhile(*args):
        values = derived(*args)
        Input.objects.filter(pk=waiting.pk).delete()
        return values

    monkeypatch.setattr(tasks, "_derived", deleted_meanwhile)

    tasks.process_input(waiting.pk)

    assert not default_storage.exists(waiting.original.rpartition("/")[0])
    assert not Input.objects.filter(pk=waiting.pk).exists()


def test_file_that_does_not_fit_leaves_nothing_behind(team, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = files()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        add_inputs(team.member(team.owner), [InputDraft(content=picture())])

    assert files() == before


def test_second_file_that_does_not_fit_takes_the_first_with_it(team, monkeypatch):
    kept = adding.keep_file
    fits = iter([True, False])

    def mostly_full(name, content):
        if not next(fits):
            raise OSError(errno.ENOSPC, "No space left on device")
        return kept(name, content)

    before = files()
    monkeypatch.setattr(adding, "keep_file", mostly_full)
    with pytest.raises(OSError, match="No space"):
        add_inputs(team.member(team.owner), [InputDraft(content=picture()), InputDraft(content=picture())])

    assert files() == before
    assert not Input.objects.exists()


def test_strays_go_after_a_day_and_nothing_else_does(team, waiting):
    tasks.process_input(waiting.pk)
    waiting.refresh_from_db()
    tasks.keep_file(f"{team.app.pk}/stray/original", b"without a row")
    tasks.keep_file("masks/999999/stray.png", b"of a deleted app")
    tasks.keep_file(f"masks/{team.app.pk}/mask.png", b"of an app that is there")

    tasks.remove_stray_files()
    assert f"{team.app.pk}/stray/original" in files()

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        tasks.remove_stray_files()

    left = files()
    assert {waiting.original, waiting.display, waiting.thumbnail, f"masks/{team.app.pk}/mask.png"} <= left
    assert left.isdisjoint({f"{team.app.pk}/stray/original", "masks/999999/stray.png"})
    default_storage.delete(f"masks/{team.app.pk}/mask.png")


def files():
    """List the stored files, with their places."""
    root = Path(default_storage.path(""))
    return {str(file.relative_to(root)) for file in root.rglob("*") if file.is_file()}


def test_job_of_nothing_does_nothing(db):
    tasks.process_input(10**9)


def test_queue_holds_json_with_ids_only():
    task = tasks.process_input.s(7)

    written = HUEY.serialize_task(task)

    assert b'"args":[7]' in written
    assert list(HUEY.deserialize_task(written).args) == [7]
