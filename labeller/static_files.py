"""What browsers fetch is made small once, when the static files are collected: minified first, then compressed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.files.storage import Storage
from whitenoise.storage import CompressedStaticFilesStorage

from labeller.minifying import look_in, smaller_script, smaller_style

OURS = ("js/", "css/")
#: Gives the names of the look that all other styles use.
LOOK = "css/base.css"


class MinifiedStaticFilesStorage(CompressedStaticFilesStorage):
    """Keeps our own scripts and styles without comments and indents; those of packages stay as they come."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Minify in place, so that what is compressed next is the small one."""
        if not dry_run:
            # As written: the collected one may be small already.
            look = look_in(text_of(*paths[LOOK])) if LOOK in paths else {}
            for name in paths:
                if name.startswith(OURS):
                    minify(Path(self.path(name)), look)
        return super().post_process(paths, dry_run, **options)


def text_of(storage: Storage, name: str) -> str:
    """Read a file that is to be collected."""
    with storage.open(name) as file:
        return str(file.read().decode("utf-8"))


def minify(file: Path, look: Mapping[str, str]) -> None:
    """Make a script or style smaller that does the same; `look` says what the names of the look become."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".js":
        file.write_text(smaller_script(text), encoding="utf-8")
    elif file.suffix == ".css":
        file.write_text(smaller_style(text, look), encoding="utf-8")
