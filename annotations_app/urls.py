"""All addresses: the pages by area, and the /v2 API."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

AREAS = (
    "apps", "inputs", "media", "label", "comments", "queue", "review", "crops", "assign", "concepts", "collaborators",
    "keys", "exchange", "statistics", "history", "help", "profile", "health",
)  # fmt: skip

urlpatterns = [
    pattern
    for area in AREAS
    if find_spec(f"annotations_app.views.{area}")
    for pattern in import_module(f"annotations_app.views.{area}").urls
]
