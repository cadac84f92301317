"""What templates ask that no view should have to hand them."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse

from annotations_app.access import Right, allowed
from annotations_app.models import Member, User
from annotations_app.open_work import open_work as counted

register = template.Library()


@dataclass(frozen=True)
class Area:
    """One entry of an app's navigation."""

    name: str
    says: str
    address: str
    is_here: bool
    count: str


_AREAS: tuple[tuple[str, str, Right], ...] = (
    ("apps-overview", "Overview", "see"),
    ("queue-mine", "My queue", "annotate"),
    ("inputs-list", "Inputs", "see"),
    ("review-list", "Review", "review"),
    ("assign-choose", "Assign", "manage"),
    ("concepts-list", "Concepts", "see"),
    ("collaborators-list", "Collaborators", "manage"),
    ("exchange-export", "Export", "export"),
    ("apps-settings", "Settings", "own"),
)


@register.simple_tag(takes_context=True)
def areas(context: template.Context, member: Member) -> list[Area]:
    """List the areas of an app that this person may open, with how much waits in the queue."""
    match = context["request"].resolver_match
    here = match.url_name or "" if match else ""
    found = []
    for name, says, right in _AREAS:
        if not allowed(member, right):
            continue
        try:
            address = reverse(name, args=[member.app.owner, member.app.public_id])
        except NoReverseMatch:
            continue
        count = open_work(member) if name == "queue-mine" else ""
        found.append(Area(name, says, address, _word(name) == _word(here), count))
    return found


def _word(url_name: str) -> str:
    """Return the area of a page's name; overview and settings are areas of their own."""
    return url_name if url_name.startswith("apps-") else url_name.partition("-")[0]


@register.filter
def may(member: Member, right: Right) -> bool:
    """Tell whether the person may do this, so that no button promises more."""
    return allowed(member, right)


@register.filter
def open_work(member: Member) -> str:
    """Say on how many inputs this person has open work; a long queue is only said to be long."""
    return str(counted(member.user, [member.app])[member.app.pk])


@register.filter
def initials(user: User) -> str:
    """Return one or two letters that stand for a person."""
    names = user.full_name.split()
    return (names[0][0] + names[-1][0]) if len(names) > 1 else user.full_name[:2]
