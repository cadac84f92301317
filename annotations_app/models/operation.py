"""What the labelling page asks for: operations as sent (editor.md 13.2), and the verdict on each."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

import msgspec

from annotations_app.errors import LabellerError
from annotations_app.models.data import Box
from annotations_app.models.stored import Stored
from annotations_app.structs import ready_for_threads
from annotations_app.text import id_problem, text_problem

MAX_MS = 24 * 60 * 60 * 1000


class Item(msgspec.Struct, forbid_unknown_fields=True):
    """One annotation that a submit names: the state that the page showed, and the revision it will have."""

    id: str
    base: UUID
    rev: UUID


@ready_for_threads
class Operation(msgspec.Struct, forbid_unknown_fields=True):
    """One intention of a person. Of box, polygon and point at most one is set; none leaves the place, a box of null
    speaks of the whole image. Corners are (row, column)."""

    rev: UUID
    kind: Literal["put", "delete", "review", "reply", "comment", "submit"]
    id: str = ""
    base: UUID | None = None
    box: Box | msgspec.UnsetType | None = msgspec.UNSET
    polygon: list[tuple[float, float]] | msgspec.UnsetType = msgspec.UNSET
    point: tuple[float, float] | msgspec.UnsetType = msgspec.UNSET
    region: str = ""
    concepts: dict[str, float] = {}
    tool: str = ""
    ms: int | None = None
    at: str = ""
    decision: Literal["approve", "send_back", "reopen"] | None = None
    reason: str = ""
    comment: str = ""
    items: list[Item] = []
    author: str = msgspec.field(default="", name="for")  # whom a hint is for

    def problem(self) -> str | None:
        """Say, naming the field, what of this could never be stored, or None."""
        for name, value in (("id", self.id), ("region", self.region), ("for", self.author)):
            if value and (problem := id_problem(value)):
                return f"{name}: {problem}."
        if self.kind in ("put", "delete", "review", "reply") and not self.id:
            return "id: name the annotation."
        if sum(not isinstance(place, msgspec.UnsetType) for place in (self.box, self.polygon, self.point)) > 1:
            return "box, polygon, point: an annotation has one place."
        if len(self.tool) > 16 or text_problem(self.tool) or not 0 <= (self.ms or 0) <= MAX_MS:
            return "tool, ms: at most 16 characters, and at most a day."
        if problem := text_problem(self.comment):
            return f"comment: {problem}."
        if self.kind == "review" and self.decision is None:
            return "decision: approve, send_back or reopen."
        if self.kind in ("comment", "reply") and not self.comment.strip():
            return "comment: write something."
        return None


class NotTaken(LabellerError):
    """An operation that the page has to show as refused, with the word by which it tells what to offer."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


class Verdict(msgspec.Struct):
    """What became of an operation; `row` is the annotation as it is stored now, if the asker may see it."""

    result: Literal["saved", "conflict", "refused"]
    row: Stored | None = None
    word: str = ""
    message: str = ""
    by: str = ""
    at: str = ""
    base: str = ""  # of a conflict: the revision that an answer builds on
    items: list[dict[str, Any]] = []


def operation_in(raw: Any) -> Operation:
    """Read one operation of a request. Raises NotTaken, naming the field."""
    try:
        operation = msgspec.convert(raw, Operation)
    except msgspec.ValidationError as error:
        raise NotTaken("invalid", f"{error}.") from None
    if problem := operation.problem():
        raise NotTaken("invalid", problem)
    return operation
