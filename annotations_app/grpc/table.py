"""The service's methods as a table for people: what both doors serve, and what both refuse."""

from __future__ import annotations

import re

from clarifai_grpc.grpc.api import service_pb2
from google.api import annotations_pb2
from google.protobuf.descriptor import MethodDescriptor

from annotations_app.grpc.calls import served_methods

_HEAD = """# Calls

Every method of Clarifai's service, as `manage.py calls_table` writes it. What is served, JSON and gRPC serve
with the same answers; everything else is refused by both: HTTP 501 with code 10040, and `UNIMPLEMENTED` over gRPC.

## Served

| method | verb and path |
| --- | --- |
"""
_REST = """
## Not in this product

"""


def addresses(method: MethodDescriptor) -> list[tuple[str, str]]:
    """List verb and path of the HTTP forms of a method, ids by the names that the paths of the API give them."""
    rule = method.GetOptions().Extensions[annotations_pb2.http]
    found = []
    for one in (rule, *rule.additional_bindings):
        if verb := one.WhichOneof("pattern"):
            path = re.sub(r"\{(?:\w+\.)*(\w+)(?:=[^}]*)?\}", r"{\1}", getattr(one, verb))
            found.append((verb.upper(), path))
    return found


def markdown() -> str:
    """Write the table."""
    served = served_methods()
    methods = service_pb2.DESCRIPTOR.services_by_name["V2"].methods
    rows = [
        f"| {method.name} | {'<br>'.join(f'`{verb} {path}`' for verb, path in addresses(method))} |"
        for method in methods
        if method.name in served
    ]
    others = ", ".join(sorted(method.name for method in methods if method.name not in served))
    return f"{_HEAD}{chr(10).join(rows)}\n{_REST}{others}.\n"
