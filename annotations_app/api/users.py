"""The call on people (contract 7.5)."""

from __future__ import annotations

from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import user_out
from annotations_app.errors import Missing
from annotations_app.models import App, User


def get_user(call: Call) -> Reply:
    """Answer with the person, or with somebody whom they work with."""
    user_id, person = call.ids["user_id"], call.person
    if user_id in ("me", person.handle):
        return success(user=user_out(person, is_self=True))
    found = User.objects.filter(handle=user_id).first()
    apps = App.objects.seen_by(person)
    if call.key is not None and call.key.app_id is not None:
        apps = apps.filter(pk=call.key.app_id)
    if found is None or not (apps & App.objects.seen_by(found)).exists():
        raise Missing(f"There is no user '{user_id}', or you share no app.")
    return success(user=user_out(found, is_self=False))
