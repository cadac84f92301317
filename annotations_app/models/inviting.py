"""Who works in an app, as a call changes it: all that it names, or nothing (contract section 7.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import msgspec
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from annotations_app.errors import Code, Forbidden, Invalid, Missing, inside
from annotations_app.models.app import App, Collaborator
from annotations_app.models.membership import Member, check_scopes, role_of_scopes
from annotations_app.models.user import User

DIGITS = 18
Row = TypeVar("Row", User, Collaborator)


class Person(msgspec.Struct):
    """Somebody whom a call names by the collaborator's id, the user id or the e-mail address, and what they shall be.

    Empty texts and None mean: not said. `where` is the place in the call.
    """

    where: str = ""
    id: str = ""
    user_id: str = ""
    email: str = ""
    role: str = ""
    scopes: list[str] | None = None


@transaction.atomic
def add_collaborators(member: Member, wanted: Sequence[Person]) -> list[Collaborator]:
    """Let people work in the app. One who does so already, in the same role and with the same scopes, is no change.

    Raises for the first person who is unknown, is the owner, or works here in another role.
    """
    _check_right(member, "Collaborators:Add")
    users = _Found(User.objects.filter(is_active=True), wanted)
    _lock(member.app)
    live = Collaborator.objects.filter(app=member.app, user__in=users.rows, until=None).select_related("user")
    present = {row.user_id: row for row in live}
    admitted: dict[int, tuple[User, str, list[str]]] = {}
    for one in wanted:
        with inside(one.where):
            user, scopes = users.one(one), _checked(one.scopes) or []
            role = one.role or role_of_scopes(scopes)
            member.app.check_admission(user, role)
            row = present.get(user.pk)
            if user.pk in admitted:
                raise Invalid(f"user.id: '{user.handle}' stands twice in this call.")
            if row is not None and (row.role, sorted(row.scopes)) != (role, scopes):
                raise Invalid(f"user.id: '{user.handle}' works here already, as {row.role}: change that by PATCH.")
            admitted[user.pk] = (user, role, scopes)
    made = member.app.admit_all([one for pk, one in admitted.items() if pk not in present])
    present |= {row.user_id: row for row in made}
    return [present[pk] for pk in admitted]


@transaction.atomic
def change_collaborators(member: Member, wanted: Sequence[Person]) -> list[Collaborator]:
    """Give collaborators other roles and scopes. Where scopes come alone, they decide the role too (contract 9)."""
    _check_right(member, "Collaborators:Add")
    _lock(member.app)
    found = _Found(_working(member.app), wanted)
    changed: dict[int, tuple[User, str, list[str] | None]] = {}
    for one in wanted:
        with inside(one.where):
            row, scopes = found.one(one), _checked(one.scopes)
            role = one.role or (row.role if scopes is None else role_of_scopes(scopes, row.role))
            member.app.check_admission(row.user, role)
            if row.user_id in changed:
                raise Invalid(f"id: '{row.user.handle}' stands twice in this call.")
            changed[row.user_id] = (row.user, role, scopes)
    return member.app.admit_all(list(changed.values()))


@transaction.atomic
def remove_collaborators(member: Member, wanted: Sequence[Person]) -> None:
    """End people's work in the app; what they made stays."""
    _check_right(member, "Collaborators:Delete")
    _lock(member.app)
    found = _Found(_working(member.app), wanted, bare=True)
    leaving: dict[int, User] = {}
    for one in wanted:
        with inside(one.where):
            row = found.one(one)
            leaving[row.user_id] = row.user
    member.app.dismiss(*leaving.values())


def _check_right(member: Member, scope: str) -> None:
    member.require(scope)
    if not member.manages:
        raise Forbidden("Only the owner and managers decide who works in an app.", Code.INSUFFICIENT_SCOPES)


def _lock(app: App) -> None:
    """Let those who change an app's people come one after another."""
    App.objects.lock(app.pk)


def _working(app: App) -> QuerySet[Collaborator]:
    return Collaborator.objects.filter(app=app, until=None).select_related("user")


def _checked(scopes: Iterable[str] | None) -> list[str] | None:
    if scopes is None:
        return None
    check_scopes(scopes)
    return sorted(set(scopes))


class _Found(Generic[Row]):
    """The users or collaborators whom a call names, fetched in one query; `bare` if by a text each, not by a record."""

    def __init__(self, rows: QuerySet[Row], wanted: Sequence[Person], *, bare: bool = False) -> None:
        self._are_users, self._bare = rows.model is User, bare
        to_user = "" if self._are_users else "user__"
        named = Q(**{f"{to_user}handle__in": {one.user_id for one in wanted} - {""}})
        named |= Q(mail__in={one.email.lower() for one in wanted} - {""})
        if not self._are_users:
            named |= Q(pk__in={int(one.id) for one in wanted if _is_number(one.id)})
        self.rows: list[Row] = list(rows.alias(mail=Lower(f"{to_user}email")).filter(named).order_by("pk"))

    def one(self, named: Person) -> Row:
        """Return the one row that is meant. Raises Missing for nobody, Invalid for several, or for no name at all."""
        if named.id and not self._are_users:
            member, what = "id", f"there is no collaborator '{named.id}'"
            fits = [row for row in self.rows if str(row.pk) == named.id]
        elif named.user_id:
            fits = [row for row in self.rows if _user(row).handle == named.user_id]
            member, what = "user.id", f"there is no user '{named.user_id}'"
        elif named.email:
            fits = [row for row in self.rows if _user(row).email.lower() == named.email.lower()]
            member, what = "user.primary_email", f"nobody has the address '{named.email}'"
        else:
            raise Invalid(f"{self._at('user.id')}name the person by user id or e-mail address.")
        if not fits:
            raise Missing(f"{self._at(member)}{what}{'' if self._are_users else ' in this app'}.")
        if len(fits) > 1:
            raise Invalid(f"{self._at(member)}several people have this address; name the user id.")
        return fits[0]

    def _at(self, member: str) -> str:
        return "" if self._bare else f"{member}: "


def _user(row: User | Collaborator) -> User:
    return row if isinstance(row, User) else row.user


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS
