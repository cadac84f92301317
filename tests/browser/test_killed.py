"""The browser dies: what it said to have kept is there when it starts again."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from annotations_app.models import Concept
from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.kept import lefts, mine
from tests.browser.stage import Stage, make_photo

BOXES = 12


def kill(profile):
    """End every process of the browser that uses a profile, without a chance to tidy up."""
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            if f"--user-data-dir={profile}".encode() in words:
                os.kill(int(process.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue


def start(chromium, profile, live_server, user):
    kind = chromium.browser_type
    context = kind.launch_persistent_context(
        profile,
        executable_path=chromium_path(),
        args=ARGUMENTS,
        base_url=live_server.url,
        viewport={"width": 1280, "height": 800},
    )
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return context, Stage(context.pages[0])


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="The browser's processes are found in /proc.")
def test_boxes_that_were_kept_survive_a_killed_browser(team, chromium, live_server, tmp_path):
    Concept.objects.add(team.app, [("car", "Car")])
    on = make_photo(team.app, "street-1")
    profile = str(tmp_path / "profile")
    context, stage = start(chromium, profile, live_server, team.owner)
    stage.open(on).press("1")
    context.route("**/changes/", lambda route: route.abort())

    for number in range(BOXES):
        stage.drag((20 + 40 * number, 100), (50 + 40 * number, 150))
        stage.press("Escape")
    stage.page.locator('box-editor[data-writing="0"]').wait_for()
    kill(profile)
    assert mine(team).count() == 0

    context, stage = start(chromium, profile, live_server, team.owner)
    stage.open(on)
    stage.saved()

    assert lefts(team) == [(20 + 40 * number) / 640 for number in range(BOXES)]
    assert stage.rows() == BOXES
    context.close()
