"""What several tests of trouble ask the database: what the owner drew."""

from __future__ import annotations

import pytest

from annotations_app.models import Annotation


def mine(team):
    return Annotation.objects.filter(app=team.app, user=team.owner, is_empty=False, input_level=False)


def lefts(team):
    return [pytest.approx(one.region.left, abs=0.005) for one in mine(team).order_by("pk")]
