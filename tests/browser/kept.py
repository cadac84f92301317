"""What several tests of trouble compare: what the database holds of a person, and what their page shows."""

from __future__ import annotations

from itertools import chain
from urllib.parse import unquote

import pytest

from annotations_app.models import Annotation
from annotations_app.models.stored import read


def mine(team, user=None):
    return Annotation.objects.filter(app=team.app, user=user or team.owner, is_empty=False, input_level=False)


def lefts(team, user=None):
    return [pytest.approx(one.region.left, abs=0.005) for one in mine(team, user).order_by("pk")]


def concepts_said(team):
    """Say which concepts how many boxes of the owner have."""
    names = [one.concepts.get().concept.public_id for one in mine(team)]
    return {name: names.count(name) for name in names}


def held(on, user):
    """What the database holds of a person on an input: place and concepts by id."""
    rows = Annotation.objects.filter(app=on.app_id, input=on, user=user, is_empty=False, input_level=False)
    found = {}
    for one in read(rows):
        region = one.data.region
        said = region.concepts if region else one.data.concepts
        found[one.id] = (_place(region), {value.id: value.value for value in said})
    return found


def _place(region):
    if region is None:
        return ()
    if region.box:
        return tuple(region.box)
    points = region.shape.get("points", [region.shape])
    return tuple(point.get(side, 0.0) for point in points for side in ("row", "col"))


def shown(page, user):
    """What the rows of a page say of a person, in the same form."""
    rows = page.locator("box-list ol .row").evaluate_all("rows => rows.map(row => ({...row.dataset}))")
    found = {}
    for row in rows:
        if row["by"] == f"user:{user.handle}":
            pairs = [pair.rsplit(":", 1) for pair in row["concepts"].split()]
            sides = row["box"].split() if row["shape"] == "box" else row.get("outline", "").replace(",", " ").split()
            place = tuple(int(side) / 10_000_000 for side in sides)
            found[row["id"]] = (place, {unquote(name): float(value) for name, value in pairs})
    return found


def said(page):
    """What the editor of a page knows of its person, in the same form."""
    rows = page.locator("box-editor").evaluate(
        """({ editor: { store } }) => store.all().filter(({ by }) => by === store.me).map((one) => ({
          id: one.id, concepts: Object.fromEntries(one.concepts), outline: one.outline, box: one.box,
        }))"""
    )
    sides = ("top", "left", "bottom", "right")
    places = [row["outline"] or [[row["box"][side] for side in sides] if row["box"] else []] for row in rows]
    return {row["id"]: (tuple(chain(*place)), row["concepts"]) for row, place in zip(rows, places, strict=True)}


def apart(one, other):
    """List the ids that only one has, only the other has, and of which they say different things."""
    both = one.keys() & other.keys()
    changed = {name for name in both if one[name] != (pytest.approx(other[name][0], abs=1e-6), other[name][1])}
    return one.keys() - other.keys(), other.keys() - one.keys(), changed
