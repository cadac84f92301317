"""What several tests of trouble ask the database: what the owner drew, or another person."""

from __future__ import annotations

import pytest

from annotations_app.models import Annotation


def mine(team, user=None):
    return Annotation.objects.filter(app=team.app, user=user or team.owner, is_empty=False, input_level=False)


def lefts(team, user=None):
    return [pytest.approx(one.region.left, abs=0.005) for one in mine(team, user).order_by("pk")]
