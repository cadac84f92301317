"""A row of the labelling page's list: what it shows and hands to the script, made from a stored annotation."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import quote

from django.utils.html import format_html

from annotations_app.models import Concept, Input, Member, Status
from annotations_app.models.annotation import OPEN
from annotations_app.models.data import BOX, MASK, POINT, POLYGON, SPAN, TOKEN, ConceptValue, RegionData
from annotations_app.models.editing import HINT
from annotations_app.models.stored import Stored
from annotations_app.models.wanted import said
from annotations_app.text import beside

#: What the page's style asks of a row even where it is empty.
ALWAYS = ("shape", "concepts")


def _written(ratio: float) -> str:
    # Seven decimals, as the editor draws, without the "0." before each.
    return str(round(ratio * 10_000_000))


class Row:
    """One annotation as a row; the template only prints it."""

    def __init__(  # noqa: PLR0917
        self,
        one: Stored,
        member: Member,
        on: Input,
        known: dict[str, Concept],
        reason: str = "",
        comments: int = 0,
        corrector: str = "",
        is_approved: bool = False,
    ) -> None:
        self.one = one
        self.member = member
        self.on = on
        self.reason = reason
        self.comments = comments
        self.corrector = corrector
        self.is_approved = is_approved
        self.number = ""
        self.tells_region = True
        self._known = known

    @cached_property
    def region(self) -> RegionData | None:
        """Return the place, if there is one."""
        return self.one.data.the_region

    @property
    def facts(self) -> str:
        """Write what the script reads as attributes; those that say nothing are left out."""
        shown = {
            "id": self.one.id,
            "rev": self.rev,
            "region": self.region.id if self.region and self.tells_region else "",
            "box": self.box,
            "outline": self.outline,
            "shape": self.shape,
            "concepts": self.concepts,
            "status": self.status,
            "by": self.by,
            "editable": "1" if self.is_editable else "",
            "check": "1" if self.asks else "",
            "confidence": self.confidence,
            "decidable": "1" if self.is_decidable else "",
            "reason": self.reason,
        }
        said = {name: value for name, value in shown.items() if value or name in ALWAYS}
        return format_html("".join(f' data-{name}="{{}}"' for name in said), *said.values())

    @property
    def rev(self) -> str:
        """Write its revision, without what it shares with the id."""
        return beside(self.one.id, self.one.rev.hex)

    @cached_property
    def values(self) -> list[ConceptValue]:
        """Return the concepts with their values, the main one first."""
        return said(self.one.data)

    @cached_property
    def box(self) -> str:
        """Write top, left, bottom, right in ten-millionths, or nothing."""
        return " ".join(_written(side) for side in self.region.box) if self.region and self.region.box else ""

    @cached_property
    def shape(self) -> str:
        """Name the kind of its place, or nothing for the whole image."""
        return BOX if self.box else self.region.kind if self.region else ""

    @cached_property
    def corners(self) -> list[tuple[float, float]]:
        """Return the points of another shape as (row, column)."""
        if self.region is None or self.region.box:
            return []
        shape = self.region.shape or {}
        if self.region.kind == MASK:
            return [(row, col) for ring in self.rings for row, col in ring]
        points = [shape] if self.region.kind == POINT else shape.get("points", [])
        return [(point.get("row", 0.0), point.get("col", 0.0)) for point in points]

    @property
    def rings(self) -> list[list[tuple[float, float]]]:
        """Return the lines around a mask, those of its holes too."""
        return (self.region.shape or {}).get("rings", []) if self.region else []

    @property
    def outline(self) -> str:
        """Write the points of another shape as row,column pairs, or nothing; the lines around a mask with / between."""
        lines = self.rings if self.shape == MASK else [self.corners]
        return " / ".join(" ".join(f"{_written(row)},{_written(col)}" for row, col in line) for line in lines)

    @property
    def concepts(self) -> str:
        """Write the concepts as `id:value` pairs, ids percent-encoded."""
        return " ".join(f"{quote(value.id, safe='')}:{value.value:g}" for value in self.values)

    @property
    def by(self) -> str:
        """Say who made it, with the kind of worker."""
        return f"model:{self.one.model_version_id}" if self.one.by_model else f"user:{self.one.user_id}"

    @property
    def status(self) -> str:
        """Return the status by its name in the API."""
        return Status(self.one.status).name

    @property
    def state(self) -> str:
        """Say how far the work on it is, in the words of a review: only there the list tells it."""
        if self.one.status != Status.SUCCESS:
            return self.one.status_text
        return "approved" if self.is_approved else "done"

    @cached_property
    def is_mine(self) -> bool:
        """Tell whether the person of the page made it."""
        return self.one.user_pk == self.member.user.pk

    @property
    def is_editable(self) -> bool:
        """Tell whether the person may change it here."""
        mine = self.is_mine or (self.member.manages and not self.one.by_model)
        return mine and self.member.annotates and not self.one.input_level

    @property
    def is_open(self) -> bool:
        """Tell whether a submit of the person takes it along."""
        return self.is_mine and self.one.status in OPEN and not self.one.input_level

    @property
    def asks(self) -> bool:
        """Tell whether this is a box that the person was asked to check, or a hint, and has not answered."""
        if not self.is_mine or self.one.input_level:
            return False
        is_hint = self.one.status == Status.REVIEW_DENIED and self.one.tool == HINT
        return is_hint or (self.one.status == Status.PENDING and not self.one.tool)

    @property
    def may_ask(self) -> bool:
        """Tell whether it is a question, or becomes one again when its answer is taken back."""
        return self.one.by_model or self.asks

    @property
    def is_decidable(self) -> bool:
        """Tell whether the person of the page may approve it or send it back, once it is submitted."""
        return self.member.reviews and not (self.is_mine or self.one.by_model or self.one.input_level)

    @property
    def confidence(self) -> str:
        """Say how sure a suggestion is: the region's value, else that of the main concept."""
        if not self.one.by_model:
            return ""
        value = self.region.value if self.region else None
        if value is None and self.values:
            value = self.values[0].value
        return "" if value is None else f"{value:g}"

    @cached_property
    def main(self) -> ConceptValue | None:
        """Return the concept that gives colour and name: the first present one, else the first."""
        return next((value for value in self.values if value.value > 0), self.values[0] if self.values else None)

    @property
    def name(self) -> str:
        """Say what it is."""
        if self.main is None:
            return "no concept" if self.region else "The image as a whole"
        name = self.main.name or self.main.id
        return name if self.main.value > 0 else f"✗ {name}"

    @property
    def shade(self) -> int:
        """Return the number of its colour; 0 is the grey of what is absent."""
        concept = self._known.get(self.main.id) if self.main and self.main.value > 0 else None
        return concept.shade if concept else 0

    @property
    def is_archived(self) -> bool:
        """Tell whether it names a concept that is offered no more; what was under way is still taken."""
        named = (self._known.get(value.id) for value in self.values)
        return any(concept.archived_at is not None for concept in named if concept)

    @cached_property
    def pixels(self) -> dict[str, int] | None:
        """Return left, top, width and height in whole pixels, or None for what is no box."""
        if self.region is None or self.region.box is None or not self.on.width or not self.on.height:
            return None
        top, left, bottom, right = self.region.box
        return {
            "left": round(left * self.on.width),
            "top": round(top * self.on.height),
            "width": round((right - left) * self.on.width),
            "height": round((bottom - top) * self.on.height),
        }

    @property
    def place(self) -> str:
        """Say where a box begins."""
        return f"at left {self.pixels['left']}, top {self.pixels['top']} pixels" if self.pixels else ""

    @property
    def size(self) -> str:
        """Say its width and height, or in a few words what has none: corners, a point, the whole image."""
        if self.pixels:
            return f"{self.pixels['width']}×{self.pixels['height']}"
        if self.shape == POLYGON:
            return f"{len(self.corners)} corners"
        if self.shape == POINT:
            left, top = self.corner_pixels[0]
            return f"at {left}, {top}"
        if self.shape in (SPAN, TOKEN):
            shape = self.region.shape if self.region and self.region.shape else {}
            return f"{self.shape} “{shape.get('raw_text', '')[:24]}”"
        return self.shape or "whole image"

    @property
    def corner_pixels(self) -> list[tuple[int, int]]:
        """Return the corners of a polygon, or a point, as left and top in whole pixels."""
        width, height = self.on.width or 1, self.on.height or 1
        return [(round(col * width), round(row * height)) for row, col in self.corners]

    @property
    def has_corners(self) -> bool:
        """Tell whether its place is a list of corners that the form can show."""
        return self.shape in (POLYGON, POINT)
