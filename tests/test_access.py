"""Who may open which page: one line a page, one column a role."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from annotations_app.models.data import AnnotationData
from tests.make import make_input, make_stored

EVERYBODY = {"owner": 200, "manager": 200, "reviewer": 200, "annotator": 200, "viewer": 200, "stranger": 404}
MANAGERS = {**EVERYBODY, "reviewer": 403, "annotator": 403, "viewer": 403}
OWNER = {**MANAGERS, "manager": 403}

#: address below /apps/<owner>/<app>/ -> what each role is answered. Signed-out people are sent to sign in.
PAGES: dict[str, dict[str, int]] = {
    "": EVERYBODY,
    "inputs/": EVERYBODY,
    "inputs/add/": MANAGERS,
    "inputs/progress/": EVERYBODY,
    "inputs/one/about/": EVERYBODY,
    "inputs/one/history/": EVERYBODY,
    "inputs/one/label/": EVERYBODY,
    "inputs/one/annotations/": EVERYBODY,
    "inputs/one/review/": {**EVERYBODY, "annotator": 403, "viewer": 403},
    "concepts/": EVERYBODY,
    "assign/": MANAGERS,
    "queue/": EVERYBODY,
    "review/": {**EVERYBODY, "annotator": 403, "viewer": 403},
    "collaborators/": MANAGERS,
    "settings/": OWNER,
    "exchange/": {**EVERYBODY, "annotator": 403},
}


@pytest.mark.parametrize("address", PAGES)
def test_page_is_open_to_these_roles_only(address, team, stranger, browser, client):
    one = make_input(team.app, "one")
    make_stored(team.app, one, data=AnnotationData(), user=team.annotator)
    people = {**team.everybody(), "stranger": stranger}

    answers = {role: browser(user).get(f"/apps/owner/street/{address}").status_code for role, user in people.items()}
    signed_out = client.get(f"/apps/owner/street/{address}")

    assert answers == PAGES[address]
    assert signed_out.status_code == 302
    assert signed_out.headers["Location"].startswith("/accounts/login/")


def test_no_page_answers_somebody_who_is_signed_out(client, db):
    open_to_all = {"help-annotators", "help-api", "health-alive", "health-ready"}
    answered = []
    for pattern in get_resolver().url_patterns:
        for inner in getattr(pattern, "url_patterns", []):
            if getattr(inner, "name", None) in open_to_all or str(pattern.pattern).startswith(("accounts/", "v2")):
                continue
            address = "/" + str(pattern.pattern) + _filled(str(inner.pattern))
            if client.get(address).status_code == 200:
                answered.append(address)

    assert not [address for address in answered if not address.startswith(("/v2", "/invitation"))]


def _filled(pattern: str) -> str:
    """Put something in the place of each parameter of an address."""
    return "/".join("1" if part.startswith("<") else part for part in pattern.split("/"))
