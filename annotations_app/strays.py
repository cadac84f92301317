"""Stored files that no row names, as a crash between file and row leaves them, and what a deleted app leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from annotations_app.models import App, Input

#: Who is older was looked at on many a day.
LOOKED_AT = timedelta(days=30)


def stray_files(before: datetime) -> Iterator[str]:
    """List the files of no input and the masks of no app that were stored before some moment, but not long before."""
    of_inputs, of_masks = _inside("")[0], _inside("masks")[0]  # first, so that no new app seems to be gone
    apps = set(map(str, App.objects.values_list("pk", flat=True)))
    for app in of_inputs:
        if app.isdecimal():
            yield from _of_inputs(app, before, is_there=app in apps)
    for app in of_masks:
        if app not in apps:
            yield from (f"masks/{app}/{file}" for file in _inside(f"masks/{app}")[1])


def _of_inputs(app: str, before: datetime, *, is_there: bool) -> Iterator[str]:
    since = before - LOOKED_AT
    rows = Input.objects.filter(app=int(app))
    # A row is written after its file; a day more, for clocks.
    recent = rows.filter(modified_at__gte=since - timedelta(days=1)).values_list("original", flat=True)
    named = set(recent.iterator()) if is_there else set()
    for folder in _inside(app)[0]:
        original = f"{app}/{folder}/original"
        if original in named:
            continue
        files = [f"{app}/{folder}/{file}" for file in _inside(f"{app}/{folder}")[1]]
        times = [default_storage.get_modified_time(file) for file in files]
        is_due = bool(times) and since <= max(times) < before
        if (is_due or not is_there) and not rows.filter(original=original).exists():
            yield from files


def _inside(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
