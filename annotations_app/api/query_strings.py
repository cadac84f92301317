"""Query strings: what stands beside the path, read strictly into the structs of `queries.py` (contract 1.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec
from msgspec import inspect

from annotations_app.codes import code_named
from annotations_app.errors import Code, LabellerError

LARGEST = 2**32 - 1
MAX_PARAMETERS = 5000
_DIGITS = re.compile(r"[0-9]{1,16}")
_BOOLEANS = {"": False, "false": False, "0": False, "true": True, "1": True}

Wanted = TypeVar("Wanted", bound=msgspec.Struct)


class QueryString:
    """The values of a query string by name; those that nobody asks for are ignored."""

    def __init__(self, text: str = "") -> None:
        self.values: dict[str, list[str]] = {}
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PARAMETERS, errors="replace")
        except ValueError:
            raise _too_many() from None
        for name, value in pairs:
            # NUL cannot be compared in PostgreSQL; another control character finds as little.
            self.values.setdefault(name, []).append(value.replace("\0", "\1"))

    @classmethod
    def of(cls, values: dict[str, list[str]]) -> QueryString:
        """Make one of values by name, for a door without query strings. Raises LabellerError (11102) for too many."""
        if sum(map(len, values.values())) > MAX_PARAMETERS:
            raise _too_many()
        made = cls()
        made.values = values
        return made

    def read(self, wanted: type[Wanted]) -> Wanted:
        """Read what a call asks for. Raises LabellerError (11102), naming the parameter."""
        read = {}
        for field, name, take in _readers(wanted):
            value = take(name, self.values[name]) if name in self.values else None
            if value is not None:
                read[field] = value
        return wanted(**read)


def _too_many() -> LabellerError:
    return LabellerError(f"The query has more than {MAX_PARAMETERS} parameters.")


def _text(name: str, values: list[str]) -> str:
    """Read a single text; the last one counts."""
    return values[-1]


def _texts(name: str, values: list[str]) -> list[str]:
    return values


def _switch(name: str, values: list[str]) -> bool:
    """Read a boolean: true, false, 1 or 0 in any case."""
    value = values[-1]
    if value.lower() not in _BOOLEANS or not value.isascii():
        raise LabellerError(f"{name}: write true or false.")
    return _BOOLEANS[value.lower()]


def _number(name: str, values: list[str]) -> int | None:
    """Read a number of 32 bits; empty and 0 are as good as absent."""
    value = values[-1] or "0"
    if not _DIGITS.fullmatch(value) or int(value) > LARGEST:
        raise LabellerError(f"{name}: write a whole number from 0 to {LARGEST}.", Code.INVALID_REQUEST)
    return int(value) or None


def _codes(name: str, values: list[str]) -> frozenset[int]:
    """Read status codes, by name or number."""
    try:
        return frozenset(code_named(int(text) if _DIGITS.fullmatch(text) else text) for text in values)
    except ValueError as error:
        raise LabellerError(f"{name}: {error}.") from None


_Take = Callable[[str, list[str]], Any]
_TAKES: dict[type[inspect.Type], _Take] = {
    inspect.StrType: _text,
    inspect.ListType: _texts,
    inspect.BoolType: _switch,
    inspect.IntType: _number,
    inspect.FrozenSetType: _codes,
}


@cache
def _readers(wanted: type[msgspec.Struct]) -> list[tuple[str, str, _Take]]:
    """List each field of a struct with its name in the query string and what reads it."""
    fields = msgspec.structs.fields(wanted)
    return [(field.name, field.encode_name, _TAKES[type(_plain(inspect.type_info(field.type)))]) for field in fields]


def _plain(kind: inspect.Type) -> inspect.Type:
    """Take away what is said about a type, and that it may be absent."""
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    if isinstance(kind, inspect.UnionType):
        return _plain(next(one for one in kind.types if not isinstance(one, inspect.NoneType)))
    return kind
