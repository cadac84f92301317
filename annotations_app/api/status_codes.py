"""The calls that explain the status codes; they need no key (contract 7.5)."""

from __future__ import annotations

from annotations_app.api.replies import Call, Reply, success
from annotations_app.codes import DESCRIPTIONS
from annotations_app.errors import Missing
from annotations_app.formats.clarifai import status_out


def list_status_codes(call: Call) -> Reply:
    """Answer with what the status codes mean."""
    return success(statuses=[status_out(code) for code in DESCRIPTIONS])


def get_status_code(call: Call) -> Reply:
    """Answer with what one status code means."""
    wanted = call.ids["status_code_id"]
    code = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 0
    if code not in DESCRIPTIONS:
        raise Missing(f"There is no status code '{wanted}'.")
    return success(statuses=[status_out(code)])
