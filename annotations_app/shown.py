"""What the annotations of one input look like on a page that only shows them."""

from __future__ import annotations

import msgspec

from annotations_app.models import Annotation, Input, Member
from annotations_app.models.stored import Stored, read
from annotations_app.worklists import Said, Shape, concept_shades, said_of, shape_of

MOST = 500


class Shown(msgspec.Struct):
    """One annotation with its number on the picture."""

    one: Stored
    number: int
    said: list[Said]
    shape: Shape | None

    @property
    def shade(self) -> int:
        """Return the colour to draw it in; 0 where it says only what is not there."""
        return next((said.shade for said in self.said if not said.absent), 0)


def shown_on(member: Member, there: Input) -> list[Shown]:
    """List what a person may see on an input, oldest first; bare hand-outs say nothing and are left out."""
    rows = Annotation.objects.filter(app=member.app, input=there, is_empty=False).visible_to(member).order_by("pk")
    found = read(rows[:MOST])
    shades = concept_shades(member, found)
    return [
        Shown(one, number, said_of(one.data, shades), shape_of(one.data, there.width, there.height))
        for number, one in enumerate(found, start=1)
    ]
