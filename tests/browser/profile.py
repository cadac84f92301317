"""A browser with a profile of its own, which can be killed like a machine that loses its power, and started again."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Cookie, Page

from annotations_app.models import User
from tests.browser.chromium import ARGUMENTS, chromium_path

#: Where there is none, the processes of a browser are not found.
PROCESSES = Path("/proc/self/cmdline")
PATIENCE = 30_000


def kill(profile: str) -> None:
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


def session_of(user: User, address: str) -> Cookie:
    """Sign a person in, and return the cookie that says so at an address."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": address}


def start(chromium: Browser, profile: str, address: str, user: User) -> tuple[BrowserContext, Page]:
    """Start a browser on a profile for a signed-in person, and return its first page."""
    context = chromium.browser_type.launch_persistent_context(
        profile,
        executable_path=chromium_path(),
        args=ARGUMENTS,
        base_url=address,
        viewport={"width": 1280, "height": 800},
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)  # it may just have been killed, with others at work
    context.add_cookies([session_of(user, address)])
    return context, context.pages[0]
