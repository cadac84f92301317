"""The answers of the calls are those of the service, member by member, with few additions of ours."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from annotations_app.api.routes import Route
from annotations_app.grpc.calls import served_methods

OURS = {"next_cursor", "statuses"}


@pytest.mark.parametrize(("method", "route"), served_methods().values(), ids=served_methods())
def test_answer_is_the_message_of_the_service(method: Any, route: Route) -> None:
    members = {field.encode_name for field in msgspec.structs.fields(route.answer)}

    assert route.answer.__name__ == method.output_type.name
    assert members - OURS <= set(method.output_type.fields_by_name)


@pytest.mark.parametrize(("method", "route"), served_methods().values(), ids=served_methods())
def test_query_string_holds_what_the_request_of_the_service_holds(method: Any, route: Route) -> None:
    members = {field.encode_name.partition(".")[0] for field in msgspec.structs.fields(route.query)}

    assert members - {"cursor", "page"} <= set(method.input_type.fields_by_name)
