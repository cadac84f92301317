"""Sessions that end, other people in the same browser, and the line that is cut."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from annotations_app.models import Annotation, Concept
from tests.browser.kept import mine
from tests.browser.stage import Stage, hand_out_photos


def test_what_is_drawn_offline_is_kept_and_saved_later(team, drawing):
    page = drawing.page
    page.context.set_offline(True)
    drawing.drag((100, 100), (200, 180))
    drawing.drag((300, 100), (400, 180))
    page.locator("[data-chip]", has_text="2 changes kept on this device").wait_for()
    assert mine(team).count() == 0

    page.context.set_offline(False)
    drawing.saved()

    assert mine(team).count() == 2
    assert page.locator("[data-chip] [data-text]").inner_text() == "Saved"


def test_a_session_that_ended_loses_nothing(team, drawing):
    page, cookies = drawing.page, drawing.page.context.cookies()
    page.context.clear_cookies()
    drawing.drag((100, 100), (200, 180))
    page.locator("[data-chip]", has_text="Sign in to save 1 change").wait_for()

    page.context.add_cookies(cookies)
    drawing.press("Control+s")
    drawing.saved()

    assert mine(team).count() == 1


def test_what_one_person_left_is_neither_shown_to_nor_sent_by_another(team, drawing, live_server):
    page, cookies = drawing.page, drawing.page.context.cookies()
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.clear_cookies()
    drawing.drag((100, 100), (200, 180))
    page.locator("[data-chip]", has_text="Sign in to save 1 change").wait_for()

    other = Client()
    other.force_login(team.annotator, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = other.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    drawing.open(drawing.on)
    assert drawing.rows() == 0
    page.get_by_text("1 change of somebody else waits on this device").wait_for()
    drawing.drag((300, 100), (400, 200))
    drawing.saved()
    assert mine(team).count() == 0

    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    drawing.open(drawing.on)
    drawing.saved()
    assert mine(team).count() == 1


def test_signing_in_again_in_place_saves_what_was_drawn(team, drawing):
    team.owner.set_password("a long enough password")
    team.owner.save()
    page = drawing.page
    page.context.clear_cookies()
    drawing.drag((100, 100), (200, 180))
    page.get_by_role("alert").get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-sign-in] [name=password]")).to_be_focused()
    drawing.page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_text("is wrong").wait_for()
    page.get_by_label("Password").fill("a long enough password")
    page.keyboard.press("Enter")
    drawing.saved()

    drawing.drag((300, 100), (400, 180))
    drawing.saved()

    assert mine(team).count() == 2
    assert page.locator("[data-chip] [data-text]").inner_text() == "Saved"


def test_submit_and_next_work_while_the_line_is_cut(team, person, troubles):
    Concept.objects.add(team.app, [("car", "Car")])
    troubles.expected = ("Failed to load resource",)
    photos = hand_out_photos(team.app, team.annotator, range(4))
    page = person(team.annotator)
    stage = Stage(page).open(photos[0])
    stage.press("1")
    page.wait_for_timeout(3000)  # for what is fetched ahead of who stays

    page.context.set_offline(True)
    for number in range(3):
        stage.drag((100, 100), (200 + 10 * number, 180))
        stage.press("Control+Enter")
        page.wait_for_url(f"**/street-{number + 1}/label/")
        stage.ready()
    assert page.locator(".picture").evaluate("one => one.complete && one.naturalWidth > 0")
    assert Annotation.objects.filter(app=team.app, is_empty=False, input_level=False).count() == 0
    page.context.set_offline(False)
    stage.saved()

    rows = Annotation.objects.filter(app=team.app, user=team.annotator).order_by("input", "pk")
    found = [(one.input.public_id, one.is_empty, one.status) for one in rows.select_related("input")]
    done = [(f"street-{number}", empty, 24157) for number in range(3) for empty in (True, False)]
    assert found == [*done, ("street-3", True, 24151)]


def test_who_signs_out_with_unsaved_changes_is_asked(team, drawing):
    page = drawing.page
    drawing.drag((300, 100), (400, 180))
    page.locator("[popovertarget=person-menu]").click()
    page.route("**/changes/", lambda route: route.abort())
    page.keyboard.press("Escape")
    drawing.drag((100, 100), (200, 180))

    page.locator("[popovertarget=person-menu]").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("dialog").get_by_text("1 change is not saved yet").wait_for()
    page.keyboard.press("Escape")
    page.unroute("**/changes/")
    page.locator("[popovertarget=person-menu]").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: "label" not in address)

    assert mine(team).count() == 2
