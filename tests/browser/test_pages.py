"""Every page as people meet it: both themes, wide and narrow, with axe; and what the frame's script does."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from annotations_app.models import Annotation, Collaborator, Concept
from tests.make import box, make_annotation, make_input, make_marker
from tests.pictures import picture

APP = "/apps/owner/street"
PAGES = (
    "/", "/apps/new/", "/keys/", "/profile/", "/help/", "/help/api/", "/accounts/password/change/",
    f"{APP}/", f"{APP}/inputs/", f"{APP}/inputs/add/", f"{APP}/queue/", f"{APP}/review/", f"{APP}/assign/",
    f"{APP}/assign/held/", f"{APP}/clock/", f"{APP}/crops/", f"{APP}/crops/?concept=cat",
    f"{APP}/concepts/", f"{APP}/collaborators/", f"{APP}/exchange/", f"{APP}/settings/", f"{APP}/inputs/one/history/",
    f"{APP}/inputs/one/label/", f"{APP}/inputs/one/review/",
)  # fmt: skip


@pytest.fixture
def busy(team):
    """The team with something on every page; without pictures, which other tests show."""
    one = make_input(team.app, "one")
    make_annotation(team.app, one, user=team.annotator, status=24157)
    make_marker(team.app, make_input(team.app, "two"), team.owner)
    Concept.objects.add(team.app, [(f"concept {number}", "") for number in range(12)])
    for tool, user in (("drag", team.annotator), ("accept", team.owner), ("points", team.annotator)):
        timed = make_annotation(team.app, one, user=user, data=box(tool))
        Annotation.objects.filter(pk=timed.pk).update(tool=tool, ms=2500)
    return team


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)])
def test_every_page_is_accessible_and_fits(theme, width, busy, person, troubles):
    troubles.expected = ("404 (Not Found)",)  # the pictures
    page = person(busy.owner, width=width, color_scheme=theme)
    problems = []

    for address in PAGES:
        assert page.goto(address).status == 200, address
        # Until the labelling page takes work, it is there for nobody.
        expect(page.locator("box-editor:not([data-ready])")).to_have_count(0)
        if address == f"{APP}/clock/":
            expect(page.get_by_role("row")).to_have_count(11)  # by tool, by concept, by person
        found = Axe().run(page).response["violations"]
        problems += [(address, one["id"], [node["target"] for node in one["nodes"]]) for one in found]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append((address, "wider than the window", []))

    assert not problems


def test_concepts_are_ordered_by_keyboard_and_focus_stays(busy, person):
    page = person(busy.owner)
    page.goto(f"{APP}/concepts/")
    second = Concept.objects.get(public_id="concept 0")

    page.locator(f"#down-{second.pk}").focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        expect(page.locator(f"#concepts ol > li:nth-child({place + 1})")).to_have_id(f"concept-{second.pk}")
        expect(page.locator(f"#down-{second.pk}")).to_be_focused()


def test_person_is_removed_only_after_a_yes(busy, person):
    page = person(busy.owner)
    page.goto(f"{APP}/collaborators/")

    page.get_by_role("button", name="Remove viewer").click()
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_hidden()
    assert Collaborator.objects.get(user=busy.viewer).until is None

    page.get_by_role("button", name="Remove viewer").click()
    page.locator("#confirm-yes").click()
    expect(page.get_by_role("status")).to_contain_text("viewer no longer works here.")
    assert Collaborator.objects.get(user=busy.viewer).until is not None


def test_theme_changes_at_once_and_comes_again(busy, person):
    page = person(busy.owner)
    page.goto("/")

    page.locator("[popovertarget=person-menu]").click()
    with page.expect_response("**/profile/theme/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.goto("/help/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_pages_work_without_script(busy, person):
    page = person(busy.owner, java_script_enabled=False)
    first = Concept.objects.get(public_id="concept 0")
    page.goto(f"{APP}/concepts/")

    page.locator(f"#down-{first.pk}").click()

    expect(page.locator("#concepts ol > li:nth-child(3)")).to_have_id(f"concept-{first.pk}")


def test_inputs_are_filtered_as_one_chooses_and_back_undoes_it(busy, person):
    page = person(busy.owner)
    page.goto(f"{APP}/inputs/")
    expect(page.locator(".input-tile")).to_have_count(2)

    page.get_by_label("Annotations are").select_option("awaiting review")
    expect(page.locator(".input-tile")).to_have_count(1)
    page.get_by_label("File name or id").fill("nothing like it")
    expect(page.locator("#inputs")).to_contain_text("No input is like this.")

    page.go_back()
    expect(page.locator(".input-tile")).to_have_count(1)
    page.go_back()
    expect(page.locator(".input-tile")).to_have_count(2)


def test_all_inputs_of_a_page_are_chosen_at_once_and_deleted_after_a_yes(busy, person):
    page = person(busy.owner)
    page.goto(f"{APP}/inputs/")

    page.get_by_label("Choose all on this page").check()
    page.get_by_label("Choose two").uncheck()
    page.get_by_role("button", name="Delete chosen").click()
    page.locator("#confirm-yes").click()

    expect(page.locator("#messages")).to_contain_text("1 input deleted.")
    expect(page.locator(".input-tile")).to_have_count(1)


def test_many_files_are_added_with_a_bar_and_a_verdict_for_each(team, person, tmp_path):
    good = [tmp_path / f"good{number}.jpg" for number in range(6)]
    for number, file in enumerate(good):
        file.write_bytes(picture(size=(40 + number, 30)))
    bad = tmp_path / "<img src=x>.jpg"
    bad.write_bytes(b"no picture")
    page = person(team.owner)
    page.goto(f"{APP}/inputs/add/")

    page.set_input_files("#files", [str(file) for file in [*good, bad]])
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.locator("#upload-says")).to_contain_text("6 of 7 files added, 1 not.")
    expect(page.locator("#verdicts > li")).to_have_count(7)
    expect(page.locator("#verdicts > li").first).to_contain_text("<img src=x>.jpg")
    expect(page.locator("#verdicts > li").first).to_contain_text("Not added")


def test_concepts_are_found_among_many_while_one_types(busy, person):
    Concept.objects.add(busy.app, [(f"word {number}", "") for number in range(150)])
    page = person(busy.owner)
    page.goto(f"{APP}/concepts/")
    expect(page.locator("#concepts ol > li")).to_have_count(100)

    page.get_by_label("Name or id contains").fill("word 14")

    expect(page.locator("#concepts ol > li")).to_have_count(11)


def test_work_is_moved_only_after_a_yes(busy, person):
    make_marker(busy.app, make_input(busy.app, "three"), busy.annotator)
    page = person(busy.owner)
    page.goto(f"{APP}/assign/held/")

    page.get_by_label("To whom the work of annotator goes").select_option("to reviewer")
    page.get_by_role("button", name="Move work of annotator").click()
    page.locator("#confirm-yes").click()

    expect(page.locator("#messages")).to_contain_text("1 input handed on from annotator to reviewer.")
