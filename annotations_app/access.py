"""Who may open what: each page begins with one of these, which return the thing or refuse.

Strangers get Missing (404), members of a lesser role Forbidden (403).
"""

from __future__ import annotations

from typing import Literal

from annotations_app.errors import Forbidden, Missing
from annotations_app.models import App, Input, Member, User, member_of

Right = Literal["see", "annotate", "review", "manage", "own", "export", "add_inputs", "delete_inputs", "add_concepts"]


def member_for(user: User, owner_id: str, app_id: str, right: Right = "see") -> Member:
    """Find what a person is to an app and check that it reaches this far."""
    app = App.objects.select_related("owner").filter(owner__handle=owner_id, public_id=app_id).first()
    member = member_of(app, user) if app else None
    if member is None:
        raise Missing("There is no such app, or it is not shared with you.")
    if not allowed(member, right):
        raise Forbidden("Your role in this app does not include this. Ask its owner for a role that does.")
    return member


def allowed(member: Member, right: Right) -> bool:
    """Tell whether a member has a right; templates ask this too, so that no button promises more."""
    return {
        "see": True,
        "annotate": member.annotates,
        "review": member.reviews,
        "manage": member.manages,
        "own": member.owns,
        "export": member.exports,
        "add_inputs": member.may("Inputs:Add"),
        "delete_inputs": member.may("Inputs:Delete"),
        "add_concepts": member.may("Concepts:Add"),
    }[right]


def input_for(user: User, owner_id: str, app_id: str, input_id: str, right: Right = "see") -> tuple[Member, Input]:
    """Find one input through its app."""
    member = member_for(user, owner_id, app_id, right)
    return member, Input.objects.named(member.app, input_id)
