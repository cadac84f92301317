"""Who may open what: one line an address and method. An address that is missing here fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from annotations_app.files import drop_files, keep_file
from annotations_app.models import ApiKey, Collaborator, Concept, Input, Invitation
from tests.make import make_input, make_stored
from tests.pictures import picture

OWNER = frozenset({"owner"})
MANAGERS = OWNER | {"manager"}
REVIEWERS = MANAGERS | {"reviewer"}
ANNOTATORS = REVIEWERS | {"annotator"}
MEMBERS = ANNOTATORS | {"viewer"}
EXPORTERS = MEMBERS - {"annotator"}
SIGNED_IN = MEMBERS | {"stranger"}
EVERYBODY = SIGNED_IN | {"nobody"}

#: (method, name of the address) -> who gets further than the door. Members who do not are answered 403, strangers
#: 404, and whoever is signed out is sent to sign in.
TABLE: dict[tuple[str, str], frozenset[str]] = {
    ("GET", "apps-overview"): MEMBERS,
    ("GET", "apps-clock"): MEMBERS,
    ("GET", "apps-settings"): OWNER,
    ("POST", "apps-settings"): OWNER,
    ("POST", "apps-delete"): OWNER,
    ("GET", "inputs-list"): MEMBERS,
    ("GET", "inputs-progress"): MEMBERS,
    ("GET", "inputs-add"): MANAGERS,
    ("POST", "inputs-add"): MANAGERS,
    ("POST", "inputs-delete"): MANAGERS,
    ("GET", "inputs-detail"): MEMBERS,
    ("GET", "inputs-display"): MEMBERS,
    ("GET", "inputs-thumbnail"): MEMBERS,
    ("GET", "inputs-tile"): MEMBERS,
    ("GET", "inputs-original"): MEMBERS,
    ("GET", "comments-listed"): MEMBERS,
    ("GET", "label-edit"): MEMBERS,
    ("GET", "label-annotations"): MEMBERS,
    ("GET", "label-annotation"): MEMBERS,
    ("POST", "label-annotation"): MEMBERS,  # as below
    ("POST", "label-changes"): MEMBERS,  # each operation is judged by itself: tests/models/test_editing_rights.py
    ("POST", "label-many-changes"): MEMBERS,  # as above
    ("POST", "label-submit"): ANNOTATORS,
    ("POST", "label-skip"): ANNOTATORS,
    ("GET", "label-go"): MEMBERS,
    ("GET", "queue-mine"): MEMBERS,
    ("POST", "queue-take"): frozenset(),  # until the app allows it: tests/models/test_taking.py
    ("GET", "review-list"): REVIEWERS,
    ("GET", "crops-grid"): REVIEWERS,
    ("GET", "crops-crop"): MEMBERS,
    ("GET", "review-input"): REVIEWERS,
    ("GET", "review-rows"): REVIEWERS,
    ("GET", "review-next"): REVIEWERS,
    ("POST", "review-approve-all"): REVIEWERS,
    ("POST", "review-send-back-all"): REVIEWERS,
    ("POST", "review-approve"): REVIEWERS,
    ("POST", "review-send-back"): REVIEWERS,
    ("GET", "assign-choose"): MANAGERS,
    ("POST", "assign-chosen"): MANAGERS,
    ("POST", "assign-give"): MANAGERS,
    ("GET", "assign-held"): MANAGERS,
    ("POST", "assign-hand-over"): MANAGERS,
    ("GET", "concepts-list"): MEMBERS,
    ("POST", "concepts-add"): MANAGERS,
    ("POST", "concepts-add-many"): MANAGERS,
    ("GET", "concepts-edit"): MANAGERS,
    ("POST", "concepts-edit"): MANAGERS,
    ("POST", "concepts-move"): MANAGERS,
    ("POST", "concepts-archive"): MANAGERS,
    ("GET", "collaborators-list"): MANAGERS,
    ("POST", "collaborators-invite"): MANAGERS,
    ("POST", "collaborators-withdraw"): MANAGERS,
    ("POST", "collaborators-role"): MANAGERS,
    ("POST", "collaborators-remove"): MANAGERS,
    ("GET", "exchange-export"): EXPORTERS,
    ("GET", "exchange-coco"): EXPORTERS,
    ("GET", "exchange-api"): EXPORTERS,
    ("GET", "history-input"): MEMBERS,
    ("GET", "apps-list"): SIGNED_IN,
    ("GET", "apps-new"): SIGNED_IN,
    ("POST", "apps-new"): SIGNED_IN,
    ("GET", "keys-list"): SIGNED_IN,
    ("POST", "keys-make"): SIGNED_IN,
    ("POST", "keys-delete"): OWNER,  # whose key it is; to everybody else there is none
    ("GET", "profile-edit"): SIGNED_IN,
    ("POST", "profile-edit"): SIGNED_IN,
    ("POST", "profile-labelling"): SIGNED_IN,
    ("POST", "profile-theme"): SIGNED_IN,
    ("GET", "label-token"): SIGNED_IN,
    ("GET", "collaborators-accept"): EVERYBODY,
    ("POST", "collaborators-join"): SIGNED_IN,
    ("GET", "help-annotators"): EVERYBODY,
    ("GET", "help-api"): EVERYBODY,
    ("GET", "health-alive"): EVERYBODY,
    ("GET", "health-ready"): EVERYBODY,
    ("GET", "account_login"): EVERYBODY,
    ("POST", "account_login"): EVERYBODY,
    ("GET", "account_signup"): EVERYBODY,
    ("POST", "account_signup"): EVERYBODY,
    ("GET", "account_inactive"): EVERYBODY,
    ("GET", "account_logout"): EVERYBODY,
    ("POST", "account_logout"): EVERYBODY,
    ("GET", "account_change_password"): SIGNED_IN,
    ("POST", "account_change_password"): SIGNED_IN,
}
NOT_SAID_TO_EXIST = {("POST", "keys-delete")}


@pytest.fixture
def place(team: Any) -> Iterator[dict[str, str | int]]:
    """Fill the app with one of everything that an address can name."""
    one = make_input(team.app, "one")
    Input.objects.filter(pk=one.pk).update(
        tiles=1, **{kind: keep_file(f"access/{kind}", picture()) for kind in ("original", "display", "thumbnail")}
    )
    tile = keep_file("access/tile-1-0-0.jpg", b"-")
    annotation = make_stored(team.app, one, user=team.annotator)
    _, secret = Invitation.issue(team.member(team.owner), "viewer")
    yield {
        "owner_id": "owner", "app_id": "street", "input_id": "one", "annotation_id": annotation.id,
        "scale": 1, "column": 0, "row": 0, "secret": secret,
        "concepts": Concept.objects.add(team.app, [("dog", "Dog")])[0].pk,
        "collaborators": Collaborator.objects.get(app=team.app, user=team.viewer).pk,
        "collaborators-withdraw": Invitation.objects.get().pk,
        "keys": ApiKey.issue(team.owner)[0].pk,
    }  # fmt: skip
    drop_files([tile, *(f"access/{kind}" for kind in ("original", "display", "thumbnail"))])


def patterns(under: Any = None) -> Iterator[URLPattern]:
    """List every address of the site."""
    for pattern in (under or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern)


def address_of(name: str, place: dict[str, str | int]) -> str:
    """Fill an address with what the app holds."""
    [pattern] = [pattern for pattern in patterns() if pattern.name == name]
    known = {**place, "pk": place.get(name) or place.get(name.partition("-")[0], 0)}
    return reverse(name, kwargs={part: known[part] for part in pattern.pattern.converters})


@pytest.mark.parametrize("line", TABLE, ids=" ".join)
def test_address_is_open_to_these_roles_only(line, team, stranger, browser, place):
    (method, name), allowed = line, TABLE[line]
    address = address_of(name, place)
    people = {**team.everybody(), "stranger": stranger}

    for role in EVERYBODY:
        with transaction.atomic():
            asking = Client() if role == "nobody" else browser(people[role])
            answer = asking.generic(method, address)
            b"".join(answer)
            transaction.set_rollback(True)
        if role in allowed:
            assert answer.status_code not in (401, 403, 404, 405), (role, answer.status_code)
            assert answer.status_code < 500, role
            assert role == "nobody" or "login" not in answer.headers.get("Location", ""), role
        elif role == "nobody":
            assert answer.headers["Location"].startswith("/accounts/login/"), answer.status_code
        else:
            hidden = role == "stranger" or line in NOT_SAID_TO_EXIST
            assert answer.status_code == (404 if hidden else 403), role


def test_every_address_and_method_stands_in_the_table(team, browser, place):
    unnamed = [str(pattern.pattern) for pattern in patterns() if not pattern.name]
    open_but_missing = []
    for name in {pattern.name for pattern in patterns()}:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            # The forms of the sign-in package take PUT as POST, and other words as GET.
            is_form = name.startswith("account_") and method not in ("GET", "POST")
            if (method, name) not in TABLE and not is_form:
                with transaction.atomic():
                    answer = browser(team.owner).generic(method, address_of(name, place))
                    transaction.set_rollback(True)
                if answer.status_code != 405:
                    open_but_missing.append((method, name, answer.status_code))

    assert not unnamed
    assert not open_but_missing
    assert {name for _, name in TABLE} == {pattern.name for pattern in patterns()}
