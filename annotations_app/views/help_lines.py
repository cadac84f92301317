"""Lines by which a call of the API can be tried: in curl, and in Python with Clarifai's own client."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

_WIDTH = 96
_KEY = '-H "Authorization: Key $KEY"'


def curl(address: str, verb: str, body: Any, query: dict[str, Any], *, key: bool) -> str:
    """Write a call for a shell in which KEY is set."""
    asked = f"?{urlencode(query, doseq=True)}" if query else ""
    parts = [f'curl{"" if verb == "GET" else f" -X {verb}"} "{address}{asked}"']
    if key:
        parts.append(_KEY)
    if body is not None:
        parts.append(f"-d '{_laid(body, 0, python=False)}'")
    line = " ".join(parts)
    return line if len(line) <= _WIDTH and "\n" not in line else " \\\n  ".join([parts[0], " ".join(parts[1:])])


def python(method: str, members: dict[str, Any]) -> str:
    """Write a call of the client whose `stub` and `key` are made."""
    named = [f"{name}={_laid(value, 8, python=True)}" for name, value in members.items()]
    request = f"service_pb2.{method}Request({', '.join(named)})"
    line = f"stub.{method}({request}, metadata=key)"
    if len(line) <= _WIDTH and "\n" not in line:
        return line
    if len(request) + 5 > _WIDTH or "\n" in request:
        inside = "".join(f"        {one},\n" for one in named)
        request = f"service_pb2.{method}Request(\n{inside}    )"
    return f"stub.{method}(\n    {request},\n    metadata=key,\n)"


def python_file(address: str, *, key: bool) -> str:
    """Write how a file is fetched, which the client has no call for."""
    headers = ', headers={"Authorization": key[0][1]}' if key else ""
    return f'requests.get("{address}"{headers})'


def _laid(value: Any, indent: int, *, python: bool) -> str:
    """Lay out a value: on one line where it fits, else each member on its own."""
    line = _on_one_line(value, python=python)
    if len(line) + indent <= _WIDTH or not isinstance(value, dict | list) or not value:
        return line
    step, end = " " * (indent + 2 + 2 * python), " " * indent
    inner = indent + 2 + 2 * python
    if isinstance(value, list):
        rows = [_laid(one, inner, python=python) for one in value]
        opening, closing = "[", "]"
    else:
        rows = [f'"{name}": {_member(name, one, inner, python=python)}' for name, one in value.items()]
        opening, closing = "{", "}"
    if len(rows) == 1 and isinstance(value, list):  # one item stands beside the bracket of its list
        return f"[{_laid(value[0], indent, python=python)}]"
    return f"{opening}\n{step}" + f",\n{step}".join(rows) + f"{',' if python else ''}\n{end}{closing}"


def _member(name: str, value: Any, indent: int, *, python: bool) -> str:
    """Lay out a member; bytes are text in JSON, and bytes in Python."""
    laid = _laid(value, indent, python=python)
    return f"b64decode({laid})" if python and name == "base64" else laid


def _on_one_line(value: Any, *, python: bool) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{name}": {_member(name, one, 0, python=python)}' for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_on_one_line(one, python=python) for one in value) + "]"
    return repr(value) if python and isinstance(value, bool) else json.dumps(value)
