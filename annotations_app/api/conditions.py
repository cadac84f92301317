"""If-Match: a change or deletion only of the revision that the script has seen (contract 7.1 point 8)."""

from __future__ import annotations

import re

from annotations_app.errors import LabellerError

CONDITIONAL = "PatchAnnotations of exactly one annotation and with DeleteAnnotation"
#: A revision in quotes as the ETag has it, weak as proxies make it that pack answers, or bare as shells leave it.
_REVISION = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')


def revisions_in(if_match: str | None) -> frozenset[str] | None:
    """Read which revisions are meant; None is any: without If-Match, and for `*`, which asks only that it is there.

    Raises LabellerError (11102) for one that names nothing.
    """
    if if_match is None:
        return None
    found = _REVISION.findall(if_match)
    if not found:
        raise LabellerError("If-Match: name the revision that the ETag of an answer gave.")
    bare = {word for _, word in found}
    return None if "*" in bare else frozenset(quoted or word for quoted, word in found)
