"""Scripts of the cast."""

from __future__ import annotations

import pytest

from annotations_app.models import Input
from tests.api.asking import Script, script_of
from tests.conftest import Team
from tests.make import make_input


@pytest.fixture
def script(team: Team) -> Script:
    """Return a script with an app-specific key of the owner."""
    return script_of(team.owner, team.app)


@pytest.fixture
def picture(team: Team) -> Input:
    """Return an input named picture."""
    return make_input(team.app, "picture")
