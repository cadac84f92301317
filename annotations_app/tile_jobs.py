"""The background job that cuts the tiles of large pictures, after the picture itself is ready."""

from __future__ import annotations

from functools import partial

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from annotations_app import tiles
from annotations_app.confined import DECODING, Died, run_confined
from annotations_app.errors import Invalid
from annotations_app.files import drop_files, keep_file
from annotations_app.models import Input
from annotations_app.models.input import MAX_ATTEMPTS

BATCH = 20
CPU_SECONDS = 60
SECONDS = 150
SPARE_MEMORY = 256 * 2**20
BYTES_A_PIXEL = 8  # the whole picture, once more while it is turned, and half of it

_log = structlog.get_logger()


def plan_tiles(row: Input) -> None:
    """Note that a large picture wants tiles, and enqueue the job."""
    if row.wants_tiles and not row.tiles:
        Input.objects.filter(pk=row.pk).update(tiles_due=timezone.now(), tiles_attempts=0)
        transaction.on_commit(partial(cut_tiles, row.pk), robust=True)


@db_task(name="cut_tiles")
def cut_tiles(pk: int) -> None:
    """Cut the tiles of one picture, unless that is done or somebody is at it."""
    row = Input.objects.filter(pk=pk).first()
    if row is None or not row.lease_tiles():
        return
    try:
        if row.tiles_attempts > MAX_ATTEMPTS:  # the worker itself died of it
            raise Died
        number = _store(row)
        kept = Input.objects.filter(pk=pk).update(tiles=number, tiles_due=None)
        if not kept:  # deleted meanwhile: its tiles were not there yet
            drop_files(row.files)
    except Died:
        _again(row)
    except (Invalid, FileNotFoundError) as error:
        _give_up(row, str(error))


@db_periodic_task(crontab(), name="look_for_overdue_tiles")
def look_for_overdue_tiles() -> None:
    """Enqueue the tiles whose job was lost, every minute."""
    for pk in Input.objects.tiles_overdue().values_list("pk", flat=True)[:BATCH]:
        cut_tiles(pk)


def _store(row: Input) -> int:
    """Cut in a child process, store each tile, and return how many there are."""
    with default_storage.open(row.original) as file:
        content = file.read()
    pixels = settings.MAX_MEGAPIXELS * 1_000_000
    with DECODING:
        made = run_confined(
            partial(tiles.cut, content, pixels),
            tiles.Cut,
            memory=SPARE_MEMORY + BYTES_A_PIXEL * pixels,
            cpu_seconds=CPU_SECONDS,
            seconds=SECONDS,
        )
    for name, tile in zip(tiles.names(row.original, row.width or 1, row.height or 1), made.tiles, strict=True):
        keep_file(name, tile)
    return len(made.tiles)


def _again(row: Input) -> None:
    if row.tiles_attempts >= MAX_ATTEMPTS:
        _give_up(row, "the decoder died of it")
    else:
        Input.objects.filter(pk=row.pk).update(tiles_due=timezone.now())
        cut_tiles(row.pk)


def _give_up(row: Input, problem: str) -> None:
    """Leave the picture without tiles: it is shown as it is."""
    Input.objects.filter(pk=row.pk).update(tiles_due=None)
    _log.warning("job failed", job="cut_tiles", input=row.public_id, problem=problem)
