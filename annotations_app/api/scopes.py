"""The call that tells what a key may do (contract 7.5)."""

from __future__ import annotations

from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import app_out


def my_scopes(call: Call) -> Reply:
    """Answer with what the key may call: in its app, or in the one that was named, or in general."""
    if call.membership is None:
        return success(scopes=sorted(call.key.scopes if call.key else ()), endpoints=[])
    return success(scopes=sorted(call.member.scopes), app=app_out(call.app), endpoints=[])
