"""The app's vocabulary."""

import pytest
from django.urls import reverse

from annotations_app.models import Concept
from tests.make import box, make_annotation


def address(function, *more):
    return reverse(f"concepts-{function}", args=["owner", "street", *more])


@pytest.fixture
def words(team):
    return Concept.objects.add(team.app, [("car", "Car"), ("bus", "Bus"), ("dog", "Dog")])


def order(team):
    return [one.public_id for one in Concept.objects.offered(team.app)]


def test_manager_adds_a_concept(team, browser):
    page = browser(team.manager).post(address("add"), {"name": "Traffic light", "id": "traffic-light"}, follow=True)

    assert "Traffic light" in page.text
    assert order(team) == ["traffic-light"]


def test_id_is_the_name_where_none_is_given(team, browser):
    browser(team.owner).post(address("add"), {"name": "Traffic light"})

    assert order(team) == ["Traffic light"]


@pytest.mark.parametrize(
    "sent", [{"name": ""}, {"name": "Car", "id": "car"}, {"name": "A/B"}, {"name": "x", "id": "status"}]
)
def test_bad_concept_is_refused_beside_its_field(sent, team, browser, words):
    page = browser(team.owner).post(address("add"), sent)

    assert page.status_code == 422
    assert 'class="error"' in page.text
    assert order(team) == ["car", "bus", "dog"]


def test_annotator_adds_no_concept(team, browser):
    assert browser(team.annotator).post(address("add"), {"name": "Car"}).status_code == 403
    assert order(team) == []


def test_annotator_who_was_given_the_scope_adds_one(team, browser):
    team.app.admit(team.annotator, "annotator", ["Concepts:Add"])

    assert browser(team.annotator).post(address("add"), {"name": "Car"}).status_code == 302
    assert order(team) == ["Car"]


def test_concepts_are_moved(team, browser, words):
    client = browser(team.owner)
    client.post(address("move", words[2].pk), {"to": "up"})
    page = client.post(address("move", words[0].pk), {"to": "down"}, headers={"HX-Request": "true"})

    assert page.text.lstrip().startswith('<div id="concepts"')
    assert order(team) == ["dog", "car", "bus"]


def test_first_concept_stays_first(team, browser, words):
    browser(team.owner).post(address("move", words[0].pk), {"to": "up"})

    assert order(team) == ["car", "bus", "dog"]


def test_concept_gets_another_name_and_colour(team, browser, words):
    browser(team.owner).post(address("edit", words[0].pk), {"name": "Motor car", "colour": "3"})

    words[0].refresh_from_db()
    assert (words[0].public_id, words[0].name, words[0].colour) == ("car", "Motor car", 3)


@pytest.mark.parametrize("colour", ["9", "0", "-1", "red", "²", "1.5"])
def test_colour_is_one_of_eight(colour, team, browser, words):
    page = browser(team.owner).post(address("edit", words[0].pk), {"name": "Van", "colour": colour})

    assert page.status_code == 422
    assert "choose 1 to 8" in page.text
    words[0].refresh_from_db()
    assert (words[0].name, words[0].colour) == ("Car", None)


def test_archived_concept_is_shown_apart_and_offered_again(team, browser, words):
    client = browser(team.owner)
    page = client.post(address("archive", words[1].pk), follow=True)
    assert "Archived" in page.text
    assert order(team) == ["car", "dog"]

    client.post(address("archive", words[1].pk))
    assert sorted(order(team)) == ["bus", "car", "dog"]


def test_uses_are_counted(team, browser):
    make_annotation(team.app, data=box("cat"))
    make_annotation(team.app, data=box("cat", "pet"))

    page = browser(team.viewer).get(address("list"))

    assert "2 uses<" in page.text
    assert "1 use<" in page.text


def test_many_concepts_are_added_by_lines_and_known_ones_passed_over(team, browser, words):
    page = browser(team.owner).post(address("add-many"), {"lines": "tram\n\n car \ncar\ntruck\r\n"}, follow=True)

    assert "2 concepts added; 1 was here already." in page.text
    assert order(team) == ["car", "bus", "dog", "tram", "truck"]


def test_one_bad_line_adds_none_and_is_named(team, browser, words):
    page = browser(team.owner).post(address("add-many"), {"lines": "tram\na/b"})

    assert page.status_code == 422
    assert 'class="error"' in page.text
    assert "tram\na/b" in page.text
    assert "“a/b”: a concept id has" in page.text
    assert order(team) == ["car", "bus", "dog"]


@pytest.mark.parametrize(
    ("place", "after"),
    [
        ("3", ["bus", "dog", "car"]),
        ("2", ["bus", "car", "dog"]),
        ("99", ["bus", "dog", "car"]),
        ("", ["car", "bus", "dog"]),
    ],
)
def test_concept_is_put_at_a_place(place, after, team, browser, words):
    browser(team.owner).post(address("edit", words[0].pk), {"name": "Car", "place": place})

    assert order(team) == after


@pytest.mark.parametrize("place", ["0", "-1", "x", "²", "9" * 30])
def test_strange_place_is_refused_and_nothing_saved(place, team, browser, words):
    page = browser(team.owner).post(address("edit", words[0].pk), {"name": "Other", "place": place})

    assert page.status_code == 422
    words[0].refresh_from_db()
    assert words[0].name == "Car"


def test_long_list_comes_in_pages_and_is_searched(team, browser):
    Concept.objects.add(team.app, [(f"c{number}", "") for number in range(250)])
    client = browser(team.owner)

    first, third, found = (client.get(address("list"), query).text for query in ({}, {"from": 200}, {"name": "C24"}))

    assert [text.count('<li id="concept-') for text in (first, third, found)] == [100, 50, 11]
    assert "from=100" in first
    assert '<span class="muted small">250</span>' in third


def test_acts_on_a_page_answer_with_the_same_page(team, browser):
    made = Concept.objects.add(team.app, [(f"c{number}", "") for number in range(150)])

    page = browser(team.owner).post(
        f"{address('move', made[120].pk)}?from=100", {"to": "up"}, headers={"HX-Request": "true"}
    )

    assert page.text.count('<li id="concept-') == 50


def test_concept_of_another_app_is_not_found_here(team, stranger, browser):
    theirs = Concept.objects.add(stranger.apps.get(), [("secret", "Secret")])[0]

    for function in ("edit", "move", "archive"):
        assert browser(team.owner).post(address(function, theirs.pk), {"name": "x"}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.name, theirs.archived_at) == ("Secret", None)


def test_viewer_is_offered_no_button(team, browser, words):
    page = browser(team.viewer).get(address("list"))

    assert "Move Car up" not in page.text


def test_list_takes_the_same_queries_for_few_and_for_many(team, browser, django_assert_max_num_queries):
    Concept.objects.add(team.app, [(f"c{number}", "") for number in range(50)])
    client = browser(team.viewer)

    with django_assert_max_num_queries(7):
        client.get(address("list"))
