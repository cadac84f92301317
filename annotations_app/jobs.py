"""The queue of background jobs: a file of its own, JSON inside, ids only.

Jobs may be lost or come twice: the truth about work to do stands in the rows (an input's status, attempts and lease).
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from huey import SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer


class JsonSerializer(Serializer):
    """Writes jobs as JSON, so that whoever can write to the queue's file cannot make us run their code."""

    def _serialize(self, data: Message) -> bytes:
        return msgspec.json.encode(data._asdict())

    def _deserialize(self, data: bytes) -> Message:
        fields = msgspec.json.decode(data)
        fields["eta"] = datetime.fromisoformat(fields["eta"]) if fields["eta"] else None
        return Message(**fields)


class JobQueue(SqliteHuey):
    """The queue that `settings.HUEY` names."""

    def __init__(self, name: str, filename: str, **options: Any) -> None:
        folder = Path(filename).parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(filename, os.O_CREAT | os.O_WRONLY, 0o600))
        super().__init__(name, filename=filename, serializer=JsonSerializer(), **options)
