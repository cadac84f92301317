"""The cast of the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from annotations_app.models import App, Member, Role, User
from tests.make import make_app, make_user, the_member


@dataclass
class Team:
    """An app with one person of each role."""

    app: App
    owner: User
    manager: User
    reviewer: User
    annotator: User
    viewer: User

    def member(self, user: User) -> Member:
        """Return what one of them is to the app, as it stands now."""
        return the_member(App.objects.select_related("owner").get(pk=self.app.pk), user)

    def everybody(self) -> dict[str, User]:
        """Return the people by the name of their role."""
        return {name: getattr(self, name) for name in ("owner", "manager", "reviewer", "annotator", "viewer")}


@pytest.fixture
def team(db: None) -> Team:
    """Make an app that needs review, with an owner and one collaborator of each role."""
    owner = make_user("owner")
    app = make_app(owner, "street", name="Street scenes", needs_review=True)
    others = {role: make_user(role) for role in Role.values}
    for role, user in others.items():
        app.admit(user, role)
    return Team(app, owner, others["manager"], others["reviewer"], others["annotator"], others["viewer"])


@pytest.fixture
def stranger(db: None) -> User:
    """Make somebody with an app of their own and nothing to do with the team."""
    person = make_user("stranger")
    make_app(person, "elsewhere")
    return person


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """Return a function that signs a person in and returns their browser."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collect the static files as a start does, and return the folder of what people's browsers get."""
    folder = tmp_path_factory.mktemp("static")
    storage = {"BACKEND": "labeller.static_files.MinifiedStaticFilesStorage"}
    with override_settings(STATIC_ROOT=folder, STORAGES={**settings.STORAGES, "staticfiles": storage}):
        call_command("collectstatic", verbosity=0, interactive=False)
    return folder
