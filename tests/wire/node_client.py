"""Clarifai's Node client as a process of its own, asked line by line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "node"


class Node:
    """The running client."""

    def __init__(self, certificate: Path) -> None:
        self.process = subprocess.Popen(
            ["node", "client.cjs"],
            cwd=FOLDER,
            env={**os.environ, "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH": str(certificate), "NODE_NO_WARNINGS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **wanted: Any) -> Any:
        """Let it do something; what it throws fails the test."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **wanted}) + "\n")
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline(), object_hook=lambda value: SimpleNamespace(**value))
        assert not hasattr(said, "error"), said.error
        return said.answer


@pytest.fixture(scope="session")
def node(certificate: Path) -> Iterator[Node]:
    """Start the client once. Without node or its packages the tests are skipped, or fail where REQUIRE_NODE is set."""
    if shutil.which("node") is None or not (FOLDER / "node_modules").is_dir():
        word = "There is no node, or `npm ci` was not run in tests/wire/node (`python3 run.py test` does both)."
        if os.environ.get("REQUIRE_NODE") == "1":
            pytest.fail(word)
        pytest.skip(word)
    client = Node(certificate)
    yield client
    client.process.kill()
    client.process.communicate()
