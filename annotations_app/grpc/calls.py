"""The gRPC door of the API: the service's methods, each running the call of the same name (contract section 5).

What goes wrong is told inside the answer, as over HTTP; gRPC's own errors are left for trouble of the transport.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import grpc
import structlog
from clarifai_grpc.grpc.api import service_pb2
from django.conf import settings
from django.db import close_old_connections
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from annotations_app.api.calling import Asker, Sent, answer
from annotations_app.api.decoding import bad_format, check_size
from annotations_app.api.query_strings import QueryString
from annotations_app.api.replies import Reply, failure
from annotations_app.api.routes import ROUTES, Route
from annotations_app.errors import Code
from annotations_app.grpc.messages import message_of, query_of, reader_of, text_in
from annotations_app.incidents import note_failure

_log = structlog.get_logger()
SERVICE = "clarifai.api.V2"
_PLACE = re.compile(r"\{(\w+)\}")


def served_methods() -> dict[str, tuple[MethodDescriptor, Route]]:
    """List the methods of the service that this product has, by name."""
    methods = service_pb2.DESCRIPTOR.services_by_name["V2"].methods_by_name
    served: dict[str, tuple[MethodDescriptor, Route]] = {}
    for route in ROUTES:
        if route.name in methods:
            served.setdefault(route.name, (methods[route.name], route))
    return served


class Door(grpc.GenericRpcHandler):
    """Hands each method its call; a method that is not served is UNIMPLEMENTED."""

    def __init__(self) -> None:
        self.handlers = {
            f"/{SERVICE}/{name}": _handler(method, route) for name, (method, route) in served_methods().items()
        }

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[Any, Any] | None:
        """Find the handler of a method."""
        return self.handlers.get(handler_call_details.method)


def _handler(method: MethodDescriptor, route: Route) -> grpc.RpcMethodHandler[Any, Any]:
    reading, answered = _reading(method, route), method.output_type

    def run(request: bytes, context: grpc.ServicerContext) -> Message:
        close_old_connections()
        asker = asker_of(context)
        try:
            reply = answer(route, asker, lambda: reading(request, context))
            message = message_of(reply.envelope(asker.req_id), answered)
            context.set_trailing_metadata(_beside(reply))
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer has a status
            note_failure(asker.notes, error)
            reply = failure(Code.INTERNAL_SERVER_ISSUE)
            message = message_of(reply.envelope(asker.req_id), answered)
        finally:
            close_old_connections()
        _log_refusal(route, reply, asker)
        return message

    # Without a deserializer: nothing is unpacked for somebody without a key, and never more than a call may send.
    return grpc.unary_unary_rpc_method_handler(run, response_serializer=GetMessageClass(answered).SerializeToString)


def _beside(reply: Reply) -> tuple[tuple[str, str], ...]:
    """Write what an answer's headers say over HTTP: the revision, and that it was kept from before."""
    etag = (("etag", f'"{reply.etag}"'),) if reply.etag else ()
    return (*etag, ("idempotency-replayed", "true")) if reply.is_repeated else etag


def _log_refusal(route: Route, reply: Reply, asker: Asker) -> None:
    """Write one line for a refused or failed call, as for a request over HTTP: who and where, never what was sent."""
    if reply.http_status >= 400 and reply.code != Code.DOES_NOT_EXIST:
        write = _log.error if reply.http_status >= 500 else _log.warning
        facts = {"call": route.name, "code": int(reply.code), "req_id": asker.req_id, "address": asker.address}
        write("grpc call", **facts, **asker.notes)


def _reading(method: MethodDescriptor, route: Route) -> Callable[[bytes, grpc.ServicerContext], Sent]:
    """Return how a request of the method is read: what stands in its path, beside it and in its body."""
    kind: Any = GetMessageClass(method.input_type)
    names = _PLACE.findall(route.paths[0])
    read = reader_of(method.input_type, route.body)

    def reading(sent: bytes, context: grpc.ServicerContext) -> Sent:
        check_size(len(sent), route.body_limit)
        try:
            request = kind.FromString(sent)
        except DecodeError:
            raise bad_format("The message cannot be read.") from None
        ids = {name: text_in(str(getattr(request, name, ""))) for name in names}
        ids |= _whose(route, getattr(request, "user_app_id", None))
        query = QueryString.of(query_of(request, ("user_app_id", *names)) if route.verb == "GET" else {})
        return Sent(ids, query, read(request), _joined(context, "if-match"), _joined(context, "idempotency-key"))

    return reading


def _whose(route: Route, about: Any) -> dict[str, str]:
    """Read whom and which app a call is about, as the path of its address says over HTTP: a person, or one's app."""
    if about is None:
        return {}
    if route.app == "none":
        return {"user_id": text_in(about.user_id) or "me"}
    return {"user_id": text_in(about.user_id), "app_id": text_in(about.app_id)}


def asker_of(context: grpc.ServicerContext) -> Asker:
    """Read who asks; two Authorizations are none."""
    named = _named(context, "authorization")
    header = named[0] if len(named) == 1 else ""
    return Asker(header, _address(context.peer()), settings.URL, req_id=uuid4().hex)


def _named(context: grpc.ServicerContext, name: str) -> list[str]:
    """List what the metadata say under a name, as texts."""
    return [value for key, value in context.invocation_metadata() or () if key == name and isinstance(value, str)]


def _joined(context: grpc.ServicerContext, name: str) -> str | None:
    """Return what the metadata say under a name, as a header that is sent several times is one; None without it."""
    named = _named(context, name)
    return ", ".join(named) if named else None


def _address(peer: str) -> str:
    """Return the network address of `ipv4:127.0.0.1:1234` or `ipv6:%5B::1%5D:1234`."""
    return peer.partition(":")[2].rpartition(":")[0]
