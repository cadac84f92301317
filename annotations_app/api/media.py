"""The files of an app for the key that may see it: originals of inputs, and masks."""

from __future__ import annotations

import re

from django.core.files.storage import default_storage

from annotations_app.api.places import mask_name
from annotations_app.api.replies import Call, Media, Reply
from annotations_app.errors import Missing
from annotations_app.models import Input


def get_input_file(call: Call) -> Reply:
    """Answer with the file of an input as it was sent."""
    row = Input.objects.named(call.app, call.ids["input_id"])
    if not row.original or not default_storage.exists(row.original):
        raise Missing(f"The input '{row.public_id}' has no file yet.")
    attached = not row.media_type.startswith("image/")
    kind = row.media_type or "application/octet-stream"
    return Reply({}, media=Media(row.original, kind, row.sha256, row.public_id, attached=attached))


def get_mask(call: Call) -> Reply:
    """Answer with the picture of a mask."""
    found = re.fullmatch(r"([0-9a-f]{64})\.png", call.ids["file"])
    name = mask_name(call.app, found[1]) if found else ""
    if found is None or not default_storage.exists(name):
        raise Missing("There is no such mask in this app.")
    return Reply({}, media=Media(name, "image/png", found[1], found[0]))
