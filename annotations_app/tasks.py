"""Background jobs. Each is 'make it so': it may come late, twice, or after somebody else has done it."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.crypto import salted_hmac
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from annotations_app.confined import DECODING, Died, run_confined
from annotations_app.errors import Code, Invalid
from annotations_app.fetching import fetch
from annotations_app.files import MAX_BYTES, drop_files, keep_file
from annotations_app.imaging import Derived, check_header, derive
from annotations_app.models import App, IdempotencyKey, Input, InputStatus, User
from annotations_app.models.input import MAX_ATTEMPTS
from annotations_app.statistics import refresh
from annotations_app.strays import stray_files
from annotations_app.tile_jobs import plan_tiles

FETCHES_AT_ONCE = 2  # fewer than the worker has threads, so that hanging downloads never stop the uploads
BATCH = 500
CPU_SECONDS = 12
SECONDS = 30
SPARE_MEMORY = 256 * 2**20

_log = structlog.get_logger()
_fetching = threading.BoundedSemaphore(FETCHES_AT_ONCE)


@db_task(name="process_input")
def process_input(pk: int) -> None:
    """Fetch, decode and derive one input, unless that is done or somebody is at it."""
    row = Input.objects.select_related("app__owner").filter(pk=pk).first()
    if row is None:
        return
    if row.original or not row.source_url:
        _process(row)
    elif _fetching.acquire(blocking=False):
        try:
            while row is not None:
                _process(row)
                row = Input.objects.overdue().filter(original="").exclude(source_url="").first()
        finally:
            _fetching.release()


@db_periodic_task(crontab(), name="look_for_overdue_inputs")
def look_for_overdue_inputs() -> None:
    """Enqueue the inputs whose job was lost, every minute."""
    for pk in Input.objects.overdue().values_list("pk", flat=True)[:BATCH]:
        process_input(pk)


@db_periodic_task(crontab(minute="40", hour="3"), name="remove_stray_files")
def remove_stray_files() -> None:
    """Remove what crashes and deleted apps have left on the disk for a day."""
    strays = list(stray_files(before=timezone.now() - timedelta(days=1)))
    drop_files(strays)
    if strays:
        _log.info("stray files removed", number=len(strays))


def _process(row: Input) -> None:
    """Do the whole job of one input under a lease; one that keeps dying ends as failed."""
    if not row.lease(minutes=1 if row.original else 2):
        return
    try:
        if row.attempts > MAX_ATTEMPTS:  # the worker itself died of it
            raise Died
        row.settle(InputStatus.SUCCESS, **_made(row))
        plan_tiles(row)
    except Invalid as refusal:
        _fail(row, InputStatus(refusal.code), refusal.message)
    except Died:
        _die(row)
    except FileNotFoundError:
        _fail(row, InputStatus.FAILED, "The stored file is missing.")
    if not Input.objects.filter(pk=row.pk).exists():  # deleted meanwhile: its files were not there yet
        drop_files(row.files)


def _fail(row: Input, status: InputStatus, problem: str) -> None:
    row.settle(status, problem)
    app = f"{row.app.owner.handle}/{row.app.public_id}"
    _log.warning("job failed", job="process_input", app=app, input=row.public_id, status=int(status), problem=problem)


def _die(row: Input) -> None:
    """Try a file that killed its decoder again, behind the other jobs, three times in all."""
    if row.attempts >= MAX_ATTEMPTS:
        _fail(row, InputStatus.FAILED, "The file could not be processed.")
        return
    Input.objects.filter(pk=row.pk).update(lease_until=timezone.now())
    process_input(row.pk)


def _made(row: Input) -> dict[str, Any]:
    """Make the files of an input that are missing, and return what its row shall say of them."""
    values: dict[str, Any] = {}
    if row.original:
        with default_storage.open(row.original) as file:
            content = file.read()
    else:
        content = _fetched(row)
        values = _kept(row, content)
    media_type = values.get("media_type", row.media_type)
    if media_type.startswith("image/"):
        values |= _derived(values.get("original", row.original), content)
    return values


def _fetched(row: Input) -> bytes:
    if not settings.FETCH_URLS:
        raise Invalid("data.url: this server takes no addresses", Code.INPUT_INVALID_URL)
    return fetch(row.source_url, settings.FETCH_HOSTS, MAX_BYTES)


def _kept(row: Input, content: bytes) -> dict[str, Any]:
    """Check a downloaded file's header as an uploaded one's, and store it."""
    header = check_header(content, row.media_type.partition("/")[0], _max_pixels())
    # Not random but as hard to guess: a second try writes over the first one's file.
    folder = f"{row.app_id}/{salted_hmac('annotations_app.tasks', str(row.pk)).hexdigest()[:32]}"
    return {
        "original": keep_file(f"{folder}/original", content),
        "media_type": header.media_type,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _derived(original: str, content: bytes) -> dict[str, Any]:
    """Decode a picture in a child process and store its derivatives beside the original."""
    pixels = _max_pixels()
    with DECODING:
        made = run_confined(
            lambda: derive(content, pixels),
            Derived,
            memory=SPARE_MEMORY + 6 * pixels,
            cpu_seconds=CPU_SECONDS,
            seconds=SECONDS,
        )
    folder = original.rpartition("/")[0]
    return {
        "width": made.width,
        "height": made.height,
        "color_mode": made.color_mode,
        "display": keep_file(f"{folder}/display.{'png' if made.display_is_png else 'jpg'}", made.display),
        "thumbnail": keep_file(f"{folder}/thumbnail.jpg", made.thumbnail),
    }


def _max_pixels() -> int:
    pixels: int = settings.MAX_MEGAPIXELS * 1_000_000
    return pixels


@db_periodic_task(crontab(minute="23"), name="forget_old_answers")
def forget_old_answers() -> None:
    """Remove the answers that were kept for scripts that repeat a call, an hour after their day at the latest."""
    IdempotencyKey.objects.forget_old()


@db_task(name="count_app")
def count_app(app_pk: int, user_pk: int | None) -> None:
    """Count a large app anew, for everybody or for one annotator of a blind app."""
    app = App.objects.select_related("owner").filter(pk=app_pk).first()
    if app is not None:
        refresh(app, User.objects.filter(pk=user_pk).first() if user_pk else None)
