"""Who works in an app: the people, model versions and workflow versions that made its annotations."""

from __future__ import annotations

import msgspec
from django.db.models import Exists, Min, OuterRef, Q

from annotations_app.models.annotation import Annotation, WorkerKind
from annotations_app.models.app import Collaborator
from annotations_app.models.membership import Member
from annotations_app.models.user import User


class Worker(msgspec.Struct):
    """Somebody or something that made annotations: a person, or a version (`id`) of a model or workflow."""

    kind: int
    id: str
    user: User | None = None
    model_id: str = ""

    @property
    def place(self) -> str:
        """Return the place in the list of workers: people, models, workflows, each by their ids."""
        return f"{self.kind}:{self.id}"


def workers_of(member: Member, *, people_only: bool = False) -> list[Worker]:
    """List the workers of an app whose annotations the member may see, also those who have left."""
    app = member.app
    seen = Annotation.objects.filter(app=app).visible_to(member).listed()
    # Only who was ever admitted can have annotated, so few are asked for.
    admitted = Q(pk=app.owner_id) | Q(pk__in=Collaborator.objects.filter(app=app).values("user"))
    people = User.objects.filter(admitted, Exists(seen.filter(user=OuterRef("pk"))))
    found = [Worker(WorkerKind.USER, user.handle, user) for user in people]
    if not people_only:
        machines = Annotation.objects.filter(app=app).exclude(model_version_id="").order_by()
        versions = machines.values_list("worker_kind", "model_version_id").annotate(model=Min("model_id"))
        found += [Worker(kind, version, model_id=model) for kind, version, model in versions]
    return sorted(found, key=lambda one: one.place)
