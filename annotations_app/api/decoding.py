"""Bodies: bytes to structs, strictly (contract 1.2 and 4; the facts on parsers are in the tests)."""

from __future__ import annotations

import re
from array import array
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from typing import Any, TypeVar

import msgspec

from annotations_app.codes import code_named
from annotations_app.errors import Code, LabellerError

MAX_DEPTH = 100
#: Brackets as the signed bytes 1 and -1.
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_NO_MARK = bytes(set(range(256)) - set(b'[]{}"'))
_SLICE = 2**18
_CAMEL = re.compile(rb'"[a-z]++[A-Z][A-Za-z]*+"\s*+:')
_HUMP = re.compile(r"(?<=[a-z])([A-Z])")
_HUGE = re.compile(rb"[\s:,\[-][0-9.]++[eE]\+?[0-9]{3}|(?<![0-9])[0-9]{309}")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,19})")
_NO_NUMBERS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
#: JSON objects of the caller's own, whose keys are not ours to rename.
_FREE = ("metadata", "annotation_info")

Wanted = TypeVar("Wanted", bound=msgspec.Struct)


def bad_format(message: str) -> LabellerError:
    """Make the refusal of a body that cannot be read."""
    return LabellerError(message, Code.BAD_REQUEST_FORMAT)


def check_size(sent: int, limit: int) -> None:
    """Raise LabellerError (40033) for a call that sends more bytes than it may."""
    if sent > limit:
        raise LabellerError(f"At most {limit // 2**20} MiB in one call.", Code.BODY_TOO_LARGE)


def decode(body: bytes, wanted: type[Wanted]) -> Wanted:
    """Read a body. Raises LabellerError (11100), naming the field."""
    if not body.strip():
        return wanted()
    if depth_exceeds(body, MAX_DEPTH):
        raise bad_format(f"The body is nested deeper than {MAX_DEPTH}.")
    if b"\\u0000" in body and b"\0" not in body:
        # No table can hold NUL, not even to look for it. The next control character is refused like it.
        # Escaped backslashes are put aside meanwhile: what follows them is text.
        body = body.replace(rb"\\", b"\0").replace(rb"\u0000", rb"\u0001").replace(b"\0", rb"\\")
    try:
        if not body.isascii():
            body.decode()
        if _HUGE.search(body):
            _check_size(msgspec.json.decode(body))  # the typed decoder does not look at fields that it skips
        if _CAMEL.search(body):
            return msgspec.convert(_snake(msgspec.json.decode(body)), wanted)
        return _decoder(wanted).decode(body)
    except msgspec.ValidationError as error:
        raise bad_format(f"{error}.".replace("`$.", "`").replace("Object missing", "It misses")) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise bad_format(f"The body is no JSON in UTF-8: {error}.") from None


@cache
def _decoder(wanted: type[Wanted]) -> msgspec.json.Decoder[Wanted]:
    return msgspec.json.Decoder(wanted)


def depth_exceeds(body: bytes, limit: int) -> bool:
    """Tell whether JSON is nested deeper. All but brackets and quotes is dropped, and what stands inside of texts."""
    if body.count(b"[") + body.count(b"{") <= limit:
        return False
    if b"\\" in body:
        body = body.replace(rb"\\", b"").replace(rb"\"", b"")
    marks = body.translate(_STEPS, _NO_MARK).replace(b'""', b"")
    depth = in_text = 0
    for start in range(0, len(marks), _SLICE):  # so that other threads have their turn
        pieces = marks[start : start + _SLICE].split(b'"')
        depths = list(accumulate(array("b", b"".join(pieces[in_text::2])), initial=depth))
        if max(depths) > limit:
            return True
        depth, in_text = depths[-1], (in_text + len(pieces) - 1) % 2
    return False


def _check_size(value: Any) -> None:
    """Raise DecodeError for a whole number beyond a double."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _check_size(inner)
    elif isinstance(value, int) and abs(value) > 2**1023 * 2 - 1:
        raise msgspec.DecodeError("a number is out of range")


def _snake(value: Any) -> Any:
    """Give the fields of a message their snake_case names."""
    if isinstance(value, list):
        return [_snake(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    named = {_HUMP.sub(lambda hump: f"_{hump[1].lower()}", key): inner for key, inner in value.items()}
    return {key: inner if key in _FREE else _snake(inner) for key, inner in named.items()}


def number(value: float | str | None, where: str, default: float = 0.0) -> float:
    """Read a float that may have come as text; NaN and infinities are let through, for the rules to refuse."""
    if type(value) is float:
        return value
    if value is None:
        return default
    if isinstance(value, str):
        if value in _NO_NUMBERS:
            return _NO_NUMBERS[value]
        if not _NUMBER.fullmatch(value) or abs(float(value)) == float("inf"):
            raise bad_format(f"Expected a number - at `{where}`.")
    return float(value)


def whole(value: int | float | str | None, where: str, default: int = 0) -> int:
    """Read a whole number that may have come as text."""
    if type(value) is int:
        return value
    if value is None:
        return default
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    read = number(value, where)
    if not abs(read) <= 2**63 or read != int(read):
        raise bad_format(f"Expected a whole number - at `{where}`.")
    return int(read)


def moment(value: datetime | None, where: str) -> datetime | None:
    """Read a time as UTC, as one without a zone is; the first and last days of the calendar are not in every zone."""
    if value is None or value.tzinfo is None:
        return value and value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise bad_format(f"The time is out of range - at `{where}`.") from None


def status_code(value: int | float | str | None, where: str) -> int | None:
    """Read a status code given as name or number; absent, empty and 0 are None."""
    if value is None or value == "":
        return None
    try:
        return code_named(value) or None
    except ValueError as error:
        raise bad_format(f"{error} - at `{where}`.") from None
