"""What one person may do in one app: the role's rights and scopes (contract section 9), cut by those of a key."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from annotations_app.errors import Code, Forbidden, Invalid
from annotations_app.models.app import App, Collaborator, Role
from annotations_app.models.user import User

OWNER = "owner"

#: Every scope that a key or an invitation can name; "All" means all of them.
SCOPES = (
    "All",
    "Annotations:Add",
    "Annotations:Delete",
    "Annotations:Get",
    "Apps:Add",
    "Apps:Delete",
    "Apps:Get",
    "Collaborators:Add",
    "Collaborators:Delete",
    "Collaborators:Get",
    "Concepts:Add",
    "Concepts:Delete",
    "Concepts:Get",
    "Inputs:Add",
    "Inputs:Delete",
    "Inputs:Get",
    "Keys:Add",
    "Keys:Delete",
    "Keys:Get",
    "Search",
)

_EVERYTHING = frozenset(SCOPES)
_OF_OWNERS = frozenset({"All", "Apps:Add", "Apps:Delete", "Keys:Add", "Keys:Delete", "Keys:Get"})
_OF_MANAGERS = frozenset({"Collaborators:Add", "Collaborators:Delete"})
_READING = frozenset({"Annotations:Get", "Apps:Get", "Collaborators:Get", "Concepts:Get", "Inputs:Get", "Search"})
_ANNOTATING = _READING | {"Annotations:Add", "Annotations:Delete"}
_OF_ROLE = {
    OWNER: _EVERYTHING,
    Role.MANAGER.value: _EVERYTHING - _OF_OWNERS,
    Role.REVIEWER.value: _ANNOTATING,
    Role.ANNOTATOR.value: _ANNOTATING,
    Role.VIEWER.value: _READING,
}
#: What a role can have at most, whatever scopes an invitation names (contract section 9).
_AT_MOST = {
    **_OF_ROLE,
    Role.REVIEWER.value: _EVERYTHING - _OF_OWNERS - _OF_MANAGERS,
    Role.ANNOTATOR.value: _EVERYTHING - _OF_OWNERS - _OF_MANAGERS,
}


def check_scopes(scopes: Iterable[str]) -> None:
    """Raise Invalid for the first name that is no scope."""
    if unknown := sorted(set(scopes) - _EVERYTHING):
        raise Invalid(f"scopes: '{unknown[0]}' is none of {', '.join(SCOPES)}.")


def role_of_scopes(scopes: Collection[str], present: str = "") -> str:
    """Return the role of somebody whom scopes alone describe: annotator, or viewer (contract section 9).

    Managers and reviewers stay what they were named while no scope of their role is taken from them.
    """
    named = _EVERYTHING if "All" in scopes else frozenset(scopes)
    if present in (Role.MANAGER, Role.REVIEWER) and _OF_ROLE[present] <= named:
        return present
    return (Role.ANNOTATOR if "Annotations:Add" in named else Role.VIEWER).value


@dataclass(frozen=True)
class Member:
    """A person in an app: every rule about rights asks this object."""

    user: User
    app: App
    role: str
    extra_scopes: frozenset[str] = frozenset()
    key_scopes: frozenset[str] | None = None
    key_pk: int | None = None

    @cached_property
    def scopes(self) -> frozenset[str]:
        """Return what this person may call here: the role's scopes and the invitation's, as far as the key allows."""
        extra = _EVERYTHING if "All" in self.extra_scopes else self.extra_scopes
        mine = (_OF_ROLE[self.role] | extra) & _AT_MOST[self.role]
        if self.key_scopes is None or "All" in self.key_scopes:
            return mine
        return mine & self.key_scopes

    def may(self, scope: str) -> bool:
        """Tell whether a scope is among this person's."""
        return scope in self.scopes

    def require(self, scope: str) -> None:
        """Raise Forbidden (11007), naming the scope, unless the person has it."""
        if scope not in self.scopes:
            raise Forbidden(f"The scope {scope} is missing.", Code.INSUFFICIENT_SCOPES)

    @property
    def owns(self) -> bool:
        """Tell whether this is the app's owner."""
        return self.role == OWNER

    @property
    def manages(self) -> bool:
        """Tell whether this person may assign, post for others and change what others made."""
        return self.role in (OWNER, Role.MANAGER)

    @property
    def reviews(self) -> bool:
        """Tell whether this person may approve and send back."""
        return self.manages or self.role == Role.REVIEWER

    @property
    def annotates(self) -> bool:
        """Tell whether this person may draw."""
        return self.may("Annotations:Add")

    @property
    def exports(self) -> bool:
        """Tell whether this person may take the app's data out (everybody but annotators)."""
        return self.role != Role.ANNOTATOR

    @property
    def is_reviewed(self) -> bool:
        """Tell whether this person's work waits for somebody's review."""
        return self.app.needs_review and self.role == Role.ANNOTATOR

    @property
    def is_blind(self) -> bool:
        """Tell whether others' work is hidden from this person until their own is submitted."""
        return self.app.blind and self.role == Role.ANNOTATOR


def member_of(
    app: App, user: User, key_scopes: frozenset[str] | None = None, key_pk: int | None = None
) -> Member | None:
    """Find what a person is to an app, or None for a stranger."""
    if app.owner_id == user.pk:
        return Member(user, app, OWNER, frozenset(), key_scopes, key_pk)
    live = Collaborator.objects.filter(app=app, user=user, until=None).first()
    if live is None:
        return None
    return Member(user, app, live.role, frozenset(live.scopes), key_scopes, key_pk)
