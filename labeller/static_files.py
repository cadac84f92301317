"""What browsers fetch is made small once, when the static files are collected: minified first, then compressed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedStaticFilesStorage

from labeller.minifying import smaller_script, smaller_style

OURS = ("js/", "css/")
WAYS = {".js": smaller_script, ".css": smaller_style}


class MinifiedStaticFilesStorage(CompressedStaticFilesStorage):
    """Keeps our own scripts and styles without comments and indents; those of packages stay as they come."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Minify in place, so that what is compressed next is the small one."""
        if not dry_run:
            for name in paths:
                if name.startswith(OURS):
                    minify(Path(self.path(name)))
        return super().post_process(paths, dry_run, **options)


def minify(file: Path) -> None:
    """Make a script or style smaller that does the same."""
    way = WAYS.get(file.suffix)
    if way:
        file.write_text(way(file.read_text(encoding="utf-8")), encoding="utf-8")
