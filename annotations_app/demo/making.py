"""Makes the demo's people and apps, and their passwords and keys anew each time."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from annotations_app.demo.photos import fill
from annotations_app.management.prepare import unfinished_demo
from annotations_app.models import ApiKey, App, Role, User

NAMES = {
    "owner": "Olivia Owner",
    "reviewer": "Rafael Reviewer",
    "annotator": "Anna Annotator",
    "stranger": "Sam Stranger",
}
TEAM = {"reviewer": Role.REVIEWER, "annotator": Role.ANNOTATOR}
KEY_DESCRIPTION = "made by the demo"


def make() -> dict[str, Any]:
    """Make what is not there yet, give everybody a new password and new keys, and return them."""
    unfinished_demo().touch()  # so that an interrupted demo is made whole by the next start
    passwords = {handle: secrets.token_urlsafe(12) for handle in NAMES}
    with transaction.atomic():
        people = {handle: _person(handle, password) for handle, password in passwords.items()}
        photos = _app(people, "photos", name="Photos", needs_review=True, description="Seventeen photos to label.")
        sandbox = _app(people, "sandbox", name="Sandbox", description="For scripts to play with.")
        elsewhere = _find_or_make(people["stranger"], "elsewhere", name="Elsewhere")
    fill(photos, people)
    with transaction.atomic():
        ApiKey.objects.filter(user__in=people.values(), description=KEY_DESCRIPTION).delete()
        answer: dict[str, Any] = {
            handle: {"id": handle, "password": passwords[handle], "token": _key(person)}
            for handle, person in people.items()
        }
        answer["stranger"]["app_key"] = _key(people["stranger"], elsewhere)
        answer["app"] = {"id": sandbox.public_id, "owner_id": sandbox.owner.handle}
        answer["app_key"] = _key(people["owner"], sandbox)
    _write_logins({handle: passwords[handle] for handle in ("owner", *TEAM)})
    unfinished_demo().unlink(missing_ok=True)
    return answer


def logins_file() -> Path:
    """Return where the passwords of the demo are kept until somebody deletes them."""
    return Path(settings.DATA) / "logins.txt"


def _person(handle: str, password: str) -> User:
    """Find or make a person, with this password from now on; it ends their sessions."""
    person = User.objects.filter(handle=handle).first()
    if person is None:
        first, last = NAMES[handle].split()
        return User.objects.make(handle, password, first_name=first, last_name=last)
    person.set_password(password)
    person.is_active = True
    person.save(update_fields=["password", "is_active"])
    return person


def _find_or_make(owner: User, public_id: str, **fields: Any) -> App:
    found = App.objects.filter(owner=owner, public_id=public_id).first()
    return found or App.objects.make(owner, public_id, **fields)


def _app(people: dict[str, User], public_id: str, **fields: Any) -> App:
    app = _find_or_make(people["owner"], public_id, **fields)
    for handle, role in TEAM.items():
        app.admit(people[handle], role)
    return app


def _key(user: User, app: App | None = None) -> str:
    _, secret = ApiKey.issue(user, app, description=KEY_DESCRIPTION)
    return secret


def _write_logins(passwords: dict[str, str]) -> None:
    """Keep the passwords for their owner's eyes only."""
    width = max(map(len, passwords))
    lines = ["Sign in as", *(f"  {handle:<{width}}  {password}" for handle, password in passwords.items())]
    file = logins_file()
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write("\n".join(lines) + "\n")
    draft.replace(file)
