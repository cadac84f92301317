"""The stage of the labelling page's operations."""

from __future__ import annotations

import pytest

from annotations_app.models import Concept
from annotations_app.models.editing import carry_out
from tests.make import make_input


@pytest.fixture
def on(team):
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    return make_input(team.app, "picture")


@pytest.fixture
def do(team, on):
    def by(user, *operations):
        return [carry_out(team.member(user), on, operation) for operation in operations][-1]

    return by
