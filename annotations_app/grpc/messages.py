"""Between protobuf messages and the structs of the API, both ways, by the names of their members (contract 4 and 5).

A member that a message does not hold is absent, with one exception: a number whose JSON default is not 0 (a concept's
value) is 0 on this wire. Numbers of 32 bits become the shortest decimals that mean the same, so that 0.6 stays 0.6.
"""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from clarifai_grpc.grpc.api.utils import extensions_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from annotations_app.api.decoding import MAX_DEPTH, bad_format

_SINGLE = struct.Struct("<f")
_FREE = "google.protobuf.Struct"
_TIME = "google.protobuf.Timestamp"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_SECOND, _LAST_SECOND = -62135596800, 253402300799

Reader = Callable[[Any], Any]


def shortest(number: float) -> float:
    """Return the double with the fewest digits that is the same number of 32 bits."""
    if not math.isfinite(number):
        return number
    for digits in (6, 7, 8):
        short = float(f"{number:.{digits}g}")
        if abs(short) <= 3.4028234e38 and _SINGLE.unpack(_SINGLE.pack(short))[0] == number:
            return short
    return float(f"{number:.9g}")


# --- reading --------------------------------------------------------------------------------------------------------


def struct_of(message: Message, wanted: type[msgspec.Struct]) -> Any:
    """Read a message as a struct of the API. Raises LabellerError (11100) for what is nested too deep."""
    return reader_of(message.DESCRIPTOR, wanted)(message)


class MessageReader:
    """Reads messages of one kind as structs of one kind: only what a message holds is looked at."""

    def __init__(self, wanted: type[msgspec.Struct]) -> None:
        self.wanted = wanted
        self.members: dict[FieldDescriptor, tuple[str, Reader]] = {}
        self.zeros: dict[str, Any] = {}

    def learn(self, descriptor: Descriptor) -> None:
        """Note how each member that the struct knows is read, and which ones are 0 where they are absent."""
        for field in msgspec.structs.fields(self.wanted):
            of = descriptor.fields_by_name.get(field.encode_name)
            if of is None:
                continue
            inner = _struct_in(msgspec.inspect.type_info(field.type))
            self.members[of] = (field.name, _reader(of, inner))
            if of.GetOptions().Extensions[extensions_pb2.cl_default_float]:
                self.zeros[field.name] = 0.0

    def __call__(self, message: Any) -> Any:
        """Read one message."""
        values = dict(self.zeros)
        for field, value in message.ListFields():
            found = self.members.get(field)
            if found is not None:
                values[found[0]] = found[1](value)
        return self.wanted(**values)


_known: dict[tuple[str, type], MessageReader] = {}


def reader_of(descriptor: Descriptor, wanted: type[msgspec.Struct]) -> MessageReader:
    """Find or make the reader; it is known before it has learned, for data holds regions that hold data."""
    key = (descriptor.full_name, wanted)
    if key not in _known:
        made = _known.setdefault(key, MessageReader(wanted))
        made.learn(descriptor)
    return _known[key]


def _struct_in(kind: msgspec.inspect.Type) -> type[msgspec.Struct] | None:
    """Find the struct that a member holds: alone, in a union or in a list."""
    if isinstance(kind, msgspec.inspect.StructType):
        return kind.cls
    if isinstance(kind, msgspec.inspect.ListType):
        return _struct_in(kind.item_type)
    if isinstance(kind, msgspec.inspect.UnionType):
        return next(filter(None, map(_struct_in, kind.types)), None)
    return None


def _reader(field: FieldDescriptor, wanted: type[msgspec.Struct] | None) -> Reader:
    read = _single_reader(field, wanted)
    if not field.is_repeated:
        return read
    return lambda values: [read(value) for value in values]


def _single_reader(field: FieldDescriptor, wanted: type[msgspec.Struct] | None) -> Reader:
    if field.message_type is not None:
        if field.message_type.full_name == _FREE:
            return free_in
        if field.message_type.full_name == _TIME:
            return lambda value: time_in(value, field.name)
        if wanted is None:
            return lambda _: None
        return reader_of(field.message_type, wanted)
    if field.type == FieldDescriptor.TYPE_FLOAT:
        return shortest
    if field.type == FieldDescriptor.TYPE_BYTES:
        return lambda value: base64.b64encode(value).decode()
    if field.type == FieldDescriptor.TYPE_STRING:
        return text_in
    return lambda value: value


def text_in(text: str) -> str:
    """Read a text: no table can hold NUL, and the next control character is refused or found as little."""
    return text.replace("\0", "\1") if "\0" in text else text


def time_in(value: Any, name: str) -> datetime:
    """Read a time to the microsecond. Raises LabellerError (11100) for one that is in no year from 1 to 9999."""
    if not (0 <= value.nanos < 10**9 and _FIRST_SECOND <= value.seconds <= _LAST_SECOND):
        raise bad_format(f"The time is out of range - at `{name}`.")
    return _EPOCH + timedelta(seconds=value.seconds, microseconds=value.nanos // 1000)


def free_in(value: Any, depth: int = 2) -> dict[str, Any]:
    """Read a JSON object of the caller's own."""
    return {text_in(key): _free_value(inner, depth + 1) for key, inner in value.fields.items()}


def _free_value(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise bad_format(f"The body is nested deeper than {MAX_DEPTH}.")
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return free_in(value.struct_value, depth)
    if kind == "list_value":
        return [_free_value(inner, depth + 1) for inner in value.list_value.values]
    if kind == "string_value":
        return text_in(value.string_value)
    return None if kind in (None, "null_value") else getattr(value, kind)


def query_of(message: Message, left_out: Iterable[str] = ()) -> dict[str, list[str]]:
    """Read what stands in a query string over HTTP: members by name, those of inner messages with dots."""
    values: dict[str, list[str]] = {}
    for field, value in message.ListFields():
        if field.name in left_out:
            continue
        for one in value if field.is_repeated else [value]:
            if field.message_type is None:
                values.setdefault(field.name, []).append(text_in(_query_text(one)))
                continue
            for name, inner in query_of(one).items():
                values.setdefault(f"{field.name}.{name}", []).extend(inner)
    return values


def _query_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- writing --------------------------------------------------------------------------------------------------------


def message_of(payload: dict[str, Any], descriptor: Descriptor) -> Message:
    """Write an answer as a message; additions of ours that the message has no room for are left out."""
    made: Callable[..., Message] = GetMessageClass(descriptor)
    values = msgspec.to_builtins(payload, builtin_types=(datetime,))
    for items in values.values():
        if isinstance(items, list):
            _count_times(items)
    try:
        return made(**values)
    except (ValueError, TypeError):
        return made(**_fitting(values, descriptor))


def _count_times(items: list[Any]) -> None:
    """Write the times of a list's items as protobuf counts them: it takes a datetime too, at five times the cost."""
    for item in items:
        if isinstance(item, dict):
            for name in ("created_at", "modified_at"):
                if isinstance(time := item.get(name), datetime):
                    item[name] = {"seconds": int(time.timestamp()), "nanos": time.microsecond * 1000}


def _fitting(values: dict[str, Any], descriptor: Descriptor) -> dict[str, Any]:
    """Leave out what a message has no member for."""
    fitting = {}
    for name, value in values.items():
        field = descriptor.fields_by_name.get(name)
        if field is None:
            continue
        inner = field.message_type
        if inner is None or inner.full_name in (_FREE, _TIME) or isinstance(value, datetime):
            fitting[name] = value
        elif field.is_repeated and isinstance(value, list):
            fitting[name] = [_fitting(one, inner) for one in value]
        else:
            fitting[name] = _fitting(value, inner)
    return fitting
