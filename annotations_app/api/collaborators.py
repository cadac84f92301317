"""The calls on who works in an app (contract 7.5)."""

from __future__ import annotations

from annotations_app.api.annotations import at_most_128
from annotations_app.api.checks import check_oneself, only_overwrite
from annotations_app.api.paging import page_of
from annotations_app.api.records import CollaboratorIn, UserIn
from annotations_app.api.replies import Call, Reply, success
from annotations_app.api.writing import collaboration_out, collaborator_out
from annotations_app.formats.answers import UserOut
from annotations_app.models import Collaborator
from annotations_app.models.inviting import Person, add_collaborators, change_collaborators, remove_collaborators


def list_collaborators(call: Call) -> Reply:
    """Answer with a page of the app's collaborators, and its owner."""
    page = page_of(call)
    rows = Collaborator.objects.filter(app=call.app, until=None).select_related("user").order_by("pk")
    collaborators = [collaborator_out(row, call.app) for row in page.fetch(rows)]
    return success(collaborators=collaborators, app_owner=UserOut(call.app.owner.handle), **page.next)


def post_collaborators(call: Call) -> Reply:
    """Let people work in the app, named by id or e-mail address, with a role or scopes; all or none."""
    return _answered(call, add_collaborators(call.member, _people_in(call)))


def patch_collaborators(call: Call) -> Reply:
    """Give collaborators other roles and scopes, all or none."""
    only_overwrite(call.body.action)
    return _answered(call, change_collaborators(call.member, _people_in(call)))


def delete_collaborators(call: Call) -> Reply:
    """End people's work in the app, all or none; what they made stays."""
    body = call.body
    named = [
        *(Person(f"collaborator_ids[{n}]", id=one or "-") for n, one in enumerate(body.collaborator_ids or ())),
        *(Person(f"user_emails[{n}]", email=one) for n, one in enumerate(body.user_emails or ())),
        *(Person(f"user_ids[{n}]", user_id=one) for n, one in enumerate(body.user_ids or ())),
    ]
    remove_collaborators(call.member, at_most_128(named, "collaborator_ids, user_emails, user_ids"))
    return success()


def list_collaborations(call: Call) -> Reply:
    """Answer with a page of the apps that the person was invited to."""
    check_oneself(call)
    page = page_of(call)
    rows = Collaborator.objects.filter(user=call.person, until=None).select_related("app__owner", "user").order_by("pk")
    if call.key is not None and call.key.app_id is not None:
        rows = rows.filter(app=call.key.app_id)
    return success(collaborations=[collaboration_out(row) for row in page.fetch(rows)], **page.next)


def _people_in(call: Call) -> list[Person]:
    sent = at_most_128(call.body.collaborators, "collaborators")
    return [_person_in(one, f"collaborators[{place}]") for place, one in enumerate(sent)]


def _person_in(sent: CollaboratorIn, where: str) -> Person:
    user = sent.user or UserIn()
    return Person(where, sent.id or "", user.id or "", user.email, sent.role or "", sent.scopes)


def _answered(call: Call, rows: list[Collaborator]) -> Reply:
    return success(collaborators=[collaborator_out(row, call.app) for row in rows])
