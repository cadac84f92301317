"""Apps, who works in them, and how they were invited."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from annotations_app.errors import Invalid, Missing, Refused, inside
from annotations_app.models.bulk import Update, run
from annotations_app.models.lengths import at_most
from annotations_app.models.user import User
from annotations_app.text import id_problem, name_problem, text_problem

if TYPE_CHECKING:
    from annotations_app.models.membership import Member

GONE = "There is no such app, or it is not shared with you."


class AppQuerySet(models.QuerySet["App"]):
    """Ways to ask for apps."""

    def seen_by(self, user: User) -> Self:
        """List the apps that a person owns or works in, oldest first."""
        working = Collaborator.objects.filter(user=user, until=None).values("app")
        return self.filter(Q(owner=user) | Q(pk__in=working)).select_related("owner").order_by("pk")

    def lock(self, pk: int, *, no_key: bool = False) -> None:
        """Lock an app until the transaction ends. Raises Missing where it was deleted since it was looked for."""
        if not self.select_for_update(no_key=no_key).filter(pk=pk).values_list("pk", flat=True):
            raise Missing(GONE)

    @transaction.atomic
    def make(self, owner: User, public_id: str, **fields: Any) -> App:
        """Make an app. Raises Invalid for a bad or taken id or name."""
        app = App(owner=owner, public_id=public_id, **fields)
        app.name = app.name or public_id
        app.check_fields()
        if self.filter(owner=owner, public_id=public_id).exists():
            raise Invalid(f"id: you have an app '{public_id}' already.")
        app.save(force_insert=True)
        return app

    @transaction.atomic
    def describe(self, owner: User, wanted: Sequence[tuple[str, str, str]]) -> list[App]:
        """Give a person's own apps, by (id, name, description), other names and descriptions, all or none.

        An empty text keeps what there is. Raises Missing for an id that is none of theirs.
        """
        rows = self.filter(owner=owner, public_id__in=[public_id for public_id, _, _ in wanted])
        found = {row.public_id: row for row in rows.order_by("pk").select_for_update()}
        for place, (public_id, name, description) in enumerate(wanted):
            with inside(f"apps[{place}]"):
                if public_id not in found:
                    raise Missing(f"id: you have no app '{public_id}'.")
                app = found[public_id]
                app.owner = owner
                app.set(name=name or app.name, description=description or app.description)
        changed = ("name", "description", "modified_at")
        run([Update(App, [{"id": app.pk, **{name: getattr(app, name) for name in changed}} for app in found.values()])])
        return [found[public_id] for public_id, _, _ in wanted]


class OpenSuggestions(models.TextChoices):
    """What a submit does with suggestions that nobody answered."""

    ASK = "ask", "Ask the annotator"
    REJECT = "reject", "Reject them"
    LEAVE = "leave", "Leave them open"


class App(models.Model):
    """A set of inputs and concepts with one owner."""

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="apps")
    public_id = models.CharField(max_length=128)
    name = models.CharField(max_length=1024)
    description = models.TextField(blank=True)
    needs_review = models.BooleanField(default=False)
    blind = models.BooleanField(default=False)
    taking = models.BooleanField(default=False)
    review_reasons = models.JSONField(default=list, blank=True)
    open_suggestions = models.CharField(max_length=6, choices=OpenSuggestions, default=OpenSuggestions.ASK)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    objects = AppQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "public_id"], name="app_id_is_unique_for_its_owner"),
            at_most(128, "public_id", name="app_id_has_1_to_128_characters", at_least=1),
            at_most(1024, "name", name="app_name_has_at_most_1024_characters"),
            models.CheckConstraint(
                condition=Q(open_suggestions__in=OpenSuggestions.values), name="app_knows_what_to_do_with_suggestions"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def check_fields(self) -> None:
        """Raise Invalid, naming the field, unless id, name, description and reasons can be stored."""
        if problem := id_problem(self.public_id):
            raise Invalid(f"id: {problem}.")
        if problem := name_problem(self.name):
            raise Invalid(f"name: {problem}.")
        if problem := text_problem(self.description):
            raise Invalid(f"description: {problem}.")
        if len(self.review_reasons) > 9 or any(name_problem(reason) for reason in self.review_reasons):
            raise Invalid("review_reasons: up to nine short reasons, one line each.")

    def change(self, **fields: Any) -> None:
        """Change settings; raises Invalid and changes nothing where one cannot be stored, and Missing if it is gone."""
        self.set(**fields)
        changed = {name: getattr(self, name) for name in (*fields, "modified_at")}
        if not App.objects.filter(pk=self.pk).update(**changed):
            raise Missing(GONE)

    def set(self, **fields: Any) -> None:
        """Give settings other values that are not stored yet. Raises Invalid where one cannot be."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.check_fields()
        self.modified_at = timezone.now()

    def admit(self, user: User, role: str, scopes: list[str] | None = None) -> Collaborator:
        """Let somebody work in this app, or change the role of one who does. The owner is no collaborator."""
        return self.admit_all([(user, role, scopes)])[0]

    @transaction.atomic
    def admit_all(self, wanted: Sequence[tuple[User, str, list[str] | None]]) -> list[Collaborator]:
        """Do as `admit` for several people, each named once: all or none, in a fixed number of statements."""
        for user, role, _ in wanted:
            self.check_admission(user, role)
        App.objects.lock(self.pk)
        rows = Collaborator.objects.filter(app=self, user__in=[user for user, _, _ in wanted], until=None)
        found, now = {row.user_id: row for row in rows}, timezone.now()
        new, changed = [], []
        for user, role, scopes in wanted:
            row = found.get(user.pk)
            if row is None:
                row = found[user.pk] = Collaborator(app=self, user=user, role=role, scopes=scopes or [])
                new.append(row)
                continue
            row.user, row.role, row.modified_at = user, role, now
            row.scopes = row.scopes if scopes is None else scopes
            changed.append({"id": row.pk, "role": role, "scopes": row.scopes, "modified_at": now})
        Collaborator.objects.bulk_create(new)
        run([Update(Collaborator, changed)])
        return [found[user.pk] for user, _, _ in wanted]

    def check_admission(self, user: User, role: str) -> None:
        """Raise Refused for the owner, and Invalid for what is no role."""
        if user.pk == self.owner_id:
            raise Refused("The owner of an app is no collaborator of it.")
        if role not in Role.values:
            raise Invalid(f"role: '{role}' is none of {', '.join(Role.values)}.")

    def dismiss(self, *users: User) -> None:
        """End people's work in this app, all or none; what they made stays."""
        with transaction.atomic():
            live = Collaborator.objects.filter(app=self, user__in=users, until=None)
            if live.update(until=timezone.now()) < len(users):
                raise Missing("This person does not work in this app.")

    def people(self) -> models.QuerySet[User]:
        """List the owner and everybody who works here now, by handle."""
        working = Collaborator.objects.filter(app=self, until=None).values("user")
        return User.objects.filter(Q(pk=self.owner_id) | Q(pk__in=working)).order_by("handle")


class Role(models.TextChoices):
    """What a collaborator is to an app (design.md section 4)."""

    MANAGER = "manager"
    REVIEWER = "reviewer"
    ANNOTATOR = "annotator"
    VIEWER = "viewer"


class Collaborator(models.Model):
    """A person in somebody else's app, with a role, from one day to another."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="collaborators")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="collaborations")
    role = models.CharField(max_length=9, choices=Role)
    scopes = models.JSONField(default=list, blank=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["app", "user"], condition=Q(until=None), name="person_works_once_in_an_app_at_a_time"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="collaborator_has_a_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


class Invitation(models.Model):
    """A link that lets whoever opens it first work in an app; only the hash of its secret is kept."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=9, choices=Role)
    scopes = models.JSONField(default=list, blank=True)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_has_a_known_role"),
            models.CheckConstraint(condition=Q(token_hash__length=64), name="invitation_is_kept_as_a_hash"),
        ]

    def __str__(self) -> str:
        return f"invitation of a {self.role} to {self.app}"

    @classmethod
    def issue(cls, by: Member, role: str, *, days: int = 7, scopes: list[str] | None = None) -> tuple[Invitation, str]:
        """Make an invitation and return it with the secret of its link, which is shown only now."""
        if role not in Role.values:
            raise Invalid(f"role: '{role}' is none of {', '.join(Role.values)}.")
        secret = secrets.token_urlsafe(32)
        expires: datetime = timezone.now() + timedelta(days=days)
        made = cls.objects.create(
            app=by.app, token_hash=_hash(secret), role=role, scopes=scopes or [], expires_at=expires
        )
        return made, secret

    @classmethod
    def behind(cls, secret: str) -> Invitation:
        """Find the open invitation of a link. Raises Missing for an unknown, used or expired one."""
        found = cls.objects.select_related("app__owner").filter(token_hash=_hash(secret), used_by=None).first()
        if found is None or found.expires_at <= timezone.now():
            raise Missing("This invitation is not open: it was used, has expired or never was.")
        return found

    @transaction.atomic
    def accept(self, user: User) -> Collaborator:
        """Let the person in. Of two who come at once, one succeeds; who works here already keeps the higher role."""
        if user.pk == self.app.owner_id:
            raise Refused("This is your own app.")
        taken = Invitation.objects.filter(pk=self.pk, used_by=None).update(used_by=user)
        if not taken:
            raise Refused("Somebody else has used this invitation meanwhile.")
        order = list(Role.values)
        live = Collaborator.objects.filter(app=self.app, user=user, until=None).first()
        role = min([self.role, *([live.role] if live else [])], key=order.index)
        scopes = sorted({*self.scopes, *(live.scopes if live else [])})
        return self.app.admit(user, role, scopes)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
