"""Which modules a labelling page begins with: browsers fetch them at once, and all others when it is ready."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

_IMPORTED = re.compile(r'(?:from|import) "(\.[^"]+)"')


def modules_of(page: dict[str, Any]) -> list[str]:
    """List what a page is ready with, by what it shows: to review or to judge boxes takes more than to draw them."""
    parts = ["editor/main.js"]
    judges = any(row.asks or row.one.by_model for row in page["rows"])
    if page["mode"] == "review" or page["readonly"] or any(row.asks for row in page["rows"]):
        parts.append("editor/later/select.js")
    if judges:
        parts.append("editor/later/suggesting.js")
    if judges or page["mode"] == "review":
        parts.append("editor/later/details.js")
    if page["mode"] == "review":
        parts.append("editor/review/review.js")
    return _closure(*parts)


@cache
def _closure(*parts: str) -> list[str]:
    """Add to modules all that they import, in the order of their names."""
    scripts = Path(settings.BASE_DIR) / "static" / "js"
    found: set[Path] = set()
    wanted = [scripts / part for part in parts]
    while wanted:
        file = wanted.pop().resolve()
        if file not in found:
            found.add(file)
            wanted += [file.parent / name for name in _IMPORTED.findall(file.read_text(encoding="utf-8"))]
    return sorted(f"js/{file.relative_to(scripts.resolve()).as_posix()}" for file in found)
