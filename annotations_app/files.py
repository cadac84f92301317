"""Stored files: safe on the disk before a row names them, deleted when no row does."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

MAX_BYTES = 96 * 2**20
"""The largest file that an input can be, however it comes."""


def keep_file(name: str, content: bytes) -> str:
    """Store a file in the place of an earlier try's, flush it to the disk if that is ours, and return its name."""
    default_storage.delete(name)
    try:
        default_storage.save(name, ContentFile(content))
        _flush(name)
    except OSError:  # a full disk keeps the beginning
        with suppress(OSError):
            drop_files([name])
        raise
    return name


def _flush(name: str) -> None:
    """Wait until file and folders are on the disk."""
    try:
        path, root = Path(default_storage.path(name)), Path(default_storage.path(""))
    except NotImplementedError:
        return  # a remote store answers when the file is safe
    for place in (path, *(folder for folder in path.parents if folder.is_relative_to(root))):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def drop_files(names: Iterable[str]) -> None:
    """Delete stored files and the folders that this empties; one that is not there is fine."""
    given = [name for name in names if name]
    for name in given:
        default_storage.delete(name)
    for folder in {name.rpartition("/")[0] for name in given} - {""}:
        with suppress(FileNotFoundError, NotImplementedError):
            if default_storage.listdir(folder) == ([], []):
                default_storage.delete(folder)
