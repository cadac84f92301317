"""A real browser for the journeys: the system's Chromium, one signed-in context for each person."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finder
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from annotations_app.models import Concept, Input, Status, User
from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.stage import Stage, hand_out_photos, make_photo
from tests.conftest import Team
from tests.make import box, make_annotation, make_marker

PATIENCE = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every test here use the database in real transactions, which the server's threads see."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium once. Without one the journeys are skipped, or fail where REQUIRE_BROWSER is set."""
    path = chromium_path()
    if path is None:
        word = "There is no Chromium: install it, or name it in CHROMIUM."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(word)
        pytest.skip(word)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="package", autouse=True)
def _served_as_people_get_it(collected: Path) -> Iterator[None]:
    """Let the journeys run on the minified files; SOURCE=1 serves them as written, to look for a fault."""
    if os.environ.get("SOURCE") == "1":
        yield
        return
    files = {"STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"]}
    with override_settings(STATICFILES_DIRS=[collected], **files):
        get_finder.cache_clear()
        yield
    get_finder.cache_clear()


class Troubles(list[str]):
    """What a page complained about: errors, console errors, reports of the content policy."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: tuple[str, ...] = ()

    def watch(self, page: Page) -> None:
        """Write down every complaint of a page."""
        page.on("pageerror", lambda error: self.append(f"page error: {error}"))
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(word in message.text for word in self.expected):
            self.append(f"console: {message.text}")


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """Fail the test at its end if any page complained."""
    found = Troubles()
    yield found
    assert not found


@pytest.fixture
def person(live_server, chromium: Browser, troubles: Troubles) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a browser of its own for a signed-in person: `person(team.annotator)`."""
    contexts: list[BrowserContext] = []

    def open_for(user: User, *, width: int = 1280, height: int = 800, by: Browser = chromium, **options) -> Page:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        context = by.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        troubles.watch(page)
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def stage(team: Team, person: Callable[..., Page]) -> Stage:
    """Open a picture as the owner, with a concept to draw with."""
    return _ready_to_draw(team, person)


@pytest.fixture
def drawing(team: Team, person: Callable[..., Page], troubles: Troubles) -> Stage:
    """Do as stage, where not every request is answered."""
    troubles.expected = ("Failed to load resource",)
    return _ready_to_draw(team, person)


def _ready_to_draw(team: Team, person: Callable[..., Page]) -> Stage:
    Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus")])
    stage = Stage(person(team.owner)).open(make_photo(team.app, "street-1"))
    stage.press("1")
    return stage


@pytest.fixture
def handed_out(team: Team) -> list[Input]:
    """Hand two photos out in an app that names reasons for sending back."""
    team.app.change(review_reasons=["too wide", "wrong concept"])
    Concept.objects.add(team.app, [("car", "Car"), ("person", "Person")])
    return hand_out_photos(team.app, team.annotator, range(2))


@pytest.fixture
def wordy(team: Team, troubles: Troubles) -> Input:
    """Put long names, a box to correct and a suggestion on the first of two photos that are handed out."""
    troubles.expected = ("Failed to load resource",)
    Concept.objects.add(team.app, [("car", "Car"), ("delivery-van", "Delivery van with an open door")])
    on = make_photo(team.app, "a-rather-long-name-of-a-photo-from-the-street-in-november")
    make_marker(team.app, on, team.annotator)
    make_marker(team.app, make_photo(team.app, "street-2"), team.annotator)
    sent_back = box("delivery-van", at=(0.1, 0.1, 0.4, 0.4))
    make_annotation(team.app, on, user=team.annotator, status=Status.REVIEW_DENIED, data=sent_back)
    seen = box("car", at=(0.5, 0.5, 0.9, 0.9), region_id="seen", value=0.4)
    make_annotation(team.app, on, model="detector-1", data=seen)
    return on
