"""Ids and text as people and scripts send them: what may be stored, and how new ids are made. Knows no table."""

from __future__ import annotations

import base64
import itertools
import math
import re
import secrets
import unicodedata
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec

ID_LENGTH = 128
HEX_LENGTH = 32  # of the ids that we make, and of revisions
NAME_LENGTH = 1024
FREE_BYTES = 64 * 1024

#: Words that stand in paths of the API in the place of an id (contract 1.1).
RESERVED_IDS = frozenset({".", "..", "status", "stream", "searches", "annotations", "ids", "jobs", "workers"})
RESERVED_HANDLES = frozenset({"me", ".", ".."})

# So many digits at the end are the same in all that one page or one call makes.
_SHARED = 20
_ID = re.compile(r"[A-Za-z0-9._:@~+=-]{1,128}")
_HANDLE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BASE64: dict[int, str | None] = {**dict.fromkeys(map(ord, " \t\r\n\v\f")), ord("-"): "+", ord("_"): "/"}
_LINE_BREAK = re.compile("[\t\r\n]")


def new_id() -> str:
    """Make an id of 32 hex digits, as the editor makes them too."""
    return secrets.token_hex(16)


def new_ids() -> Iterator[str]:
    """Make ids for what one call stores: each begins with its number and ends as the others, so that lists pack well.

    Nobody can tell them before the call, and the next call's are others.
    """
    end = secrets.token_hex(13)
    return (f"{number:06x}{end}" for number in itertools.count())


def first_rev(public_id: str) -> UUID:
    """Make the first revision of an annotation whose id `new_ids` made just now: the first digit alone is another."""
    return UUID(f"f{public_id[1:]}")


def beside(public_id: str, rev: str) -> str:
    """Write a revision of 32 hex digits beside its annotation's id: without the end that both share on purpose."""
    if rev[-_SHARED:] != public_id[-_SHARED:] or len(public_id) != HEX_LENGTH:
        return rev
    return next(rev[:digits] for digits in range(1, HEX_LENGTH) if rev[digits:] == public_id[digits:])


def read_beside(public_id: str, text: str) -> UUID:
    """Read a revision that was written beside an id, or in full; ValueError where it is none."""
    if text and len(text) < len(public_id) == HEX_LENGTH:
        return UUID(text + public_id[len(text) :])
    return UUID(text)


def id_problem(value: str) -> str | None:
    """Say why this cannot be the id of an input, annotation, app or region, or None (contract 1.1)."""
    if not _ID.fullmatch(value):
        return "an id has 1 to 128 characters of A-Z a-z 0-9 . _ : @ ~ + = -"
    if value in RESERVED_IDS:
        return f"'{value}' is a reserved word"
    return None


def handle_problem(value: str) -> str | None:
    """Say why this cannot be a person's handle (the API's user id), or None."""
    if not _HANDLE.fullmatch(value):
        return "a handle has 1 to 64 characters of A-Z a-z 0-9 . _ -"
    if value in RESERVED_HANDLES:
        return f"'{value}' is a reserved word"
    return None


def concept_id_problem(value: str) -> str | None:
    """Say why this cannot be a concept's id, or None: any printable characters, spaces inside, but / ? # %."""
    if not 1 <= len(value) <= ID_LENGTH:
        return "a concept id has 1 to 128 characters"
    if value != value.strip() or value in RESERVED_IDS:
        return "a concept id has no space at its ends and is no reserved word"
    if any(letter in "/?#%" or not (letter == " " or _is_printable(letter)) for letter in value):
        return "a concept id has printable characters only, without / ? # %"
    return None


def name_problem(value: str) -> str | None:
    """Say why this cannot be a name (one line of printable text), or None."""
    if len(value) > NAME_LENGTH:
        return f"a name has at most {NAME_LENGTH} characters"
    if _CONTROL.search(value) or _LINE_BREAK.search(value):
        return "a name has no control characters"
    return None


def has_control(value: str) -> bool:
    """Tell whether a text holds NUL or another control character but tabs and line breaks."""
    return _CONTROL.search(value) is not None


def bytes_of(base64_text: str) -> bytes | None:
    """Read base64 as protobuf's JSON does, or None: either alphabet, padded or not, white space ignored."""
    plain = base64_text.translate(_BASE64).rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError:
        return None


def text_problem(value: str) -> str | None:
    """Say why this cannot be stored as free text (new lines and tabs are fine), or None."""
    if has_control(value):
        return "text has no control characters"
    if len(value.encode()) > FREE_BYTES:
        return "text has at most 64 KiB"
    return None


def struct_problem(value: dict[str, Any]) -> str | None:
    """Say why this JSON object cannot be stored (too large, control characters, no finite numbers), or None."""
    encoded = msgspec.json.encode(value)
    if len(encoded) > FREE_BYTES:
        return "it has at most 64 KiB as JSON"
    # JSON writes control characters as escapes, so most objects need no walk.
    if any(mark in encoded for mark in (b"\\u", b"\\b", b"\\f", b"\x7f", b"\xc2")) and _has_control(value):
        return "its text has no control characters"
    # It writes NaN and the infinities, which only protobuf can bring, as null.
    if b"null" in encoded and _has_no_number(value):
        return "its numbers are finite"
    return None


def doubles(value: Any) -> Any:
    """Return a JSON value with its whole numbers beyond 2^53 as the doubles that they are on the wire (contract 4).

    PostgreSQL keeps 1e30 as a number with 31 digits and gives it back as such.
    """
    if isinstance(value, int):
        return float(value) if abs(value) > 2**53 else value
    if isinstance(value, dict):
        return {key: doubles(inner) for key, inner in value.items()}
    return [doubles(inner) for inner in value] if isinstance(value, list) else value


def _has_control(value: Any) -> bool:
    if isinstance(value, str):
        return has_control(value)
    if isinstance(value, dict):
        return any(_has_control(key) or _has_control(inner) for key, inner in value.items())
    return isinstance(value, list) and any(_has_control(inner) for inner in value)


def _has_no_number(value: Any) -> bool:
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, dict):
        return any(map(_has_no_number, value.values()))
    return isinstance(value, list) and any(map(_has_no_number, value))


def _is_printable(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMNPS"
