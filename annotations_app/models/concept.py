"""The app's vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from django.db import models, transaction
from django.db.models import Max, Q
from django.db.models.functions import Left
from django.utils import timezone

from annotations_app.errors import Code, Invalid, Missing
from annotations_app.models.app import App
from annotations_app.models.bulk import Update, run
from annotations_app.models.lengths import at_most
from annotations_app.text import concept_id_problem, name_problem

COLOURS = 8
NAME_START = 64
#: SQLite takes 32,766 values at most.
MOST_IN_A_STATEMENT = 10_000


class ConceptQuerySet(models.QuerySet["Concept"]):
    """Ways to ask for concepts."""

    def offered(self, app: App) -> Self:
        """List the concepts that pickers offer, in the app's order."""
        return self.filter(app=app, archived_at=None).order_by("position", "pk")

    def of(self, app: App) -> Self:
        """List all concepts of an app, in its order, archived ones last."""
        return self.filter(app=app).order_by(models.F("archived_at").asc(nulls_first=True), "position", "pk")

    @transaction.atomic
    def add(self, app: App, wanted: list[tuple[str, str]]) -> list[Concept]:
        """Add concepts by (id, name), all or none, at the end of the order. Raises Invalid (40003) for a taken id."""
        App.objects.lock(app.pk)
        ids = [public_id for public_id, _ in wanted]
        taken = set(self.filter(app=app, public_id__in=ids).values_list("public_id", flat=True))
        for place, (public_id, name) in enumerate(wanted):
            where = f"concepts[{place}]"
            if problem := concept_id_problem(public_id):
                raise Invalid(f"{where}.id: {problem}.", Code.CONCEPTS_INVALID_REQUEST)
            if problem := name_problem(name):
                raise Invalid(f"{where}.name: {problem}.", Code.CONCEPTS_INVALID_REQUEST)
            if public_id in taken:
                raise Invalid(f"{where}.id: duplicate concept '{public_id}'.", Code.CONCEPTS_INVALID_REQUEST)
            taken.add(public_id)
        return self.append(app, wanted)

    @transaction.atomic
    def rename(self, app: App, wanted: list[tuple[str, str]]) -> list[Concept]:
        """Give concepts other names by (id, name), all or none; an empty name keeps the old one.

        Raises Missing for an unknown id and Invalid (40003) for what cannot be a name.
        """
        rows = self.filter(app=app, public_id__in=[public_id for public_id, _ in wanted]).order_by("pk")
        found = {row.public_id: row for row in rows.select_for_update(no_key=True)}
        for place, (public_id, name) in enumerate(wanted):
            if public_id not in found:
                raise Missing(f"concepts[{place}].id: there is no concept '{public_id}' in this app.")
            if problem := name_problem(name):
                raise Invalid(f"concepts[{place}].name: {problem}.", Code.CONCEPTS_INVALID_REQUEST)
            found[public_id].name = name or found[public_id].name
        run([Update(Concept, [{"id": row.pk, "name": row.name} for row in found.values()])])
        return [found[public_id] for public_id, _ in wanted]

    def append(self, app: App, wanted: list[tuple[str, str]]) -> list[Concept]:
        """Store checked concepts behind the present ones, and return them as stored.

        Several writers may make the same ones at once: they come in one order, and the first one's stay.
        """
        last = self.filter(app=app).aggregate(last=Max("position"))["last"] or 0
        rows = [
            Concept(app=app, public_id=public_id, name=name or public_id, position=last + place)
            for place, (public_id, name) in enumerate(wanted, start=1)
        ]
        self.bulk_create(sorted(rows, key=lambda row: row.public_id), ignore_conflicts=True)
        stored: dict[str, Concept] = {}
        for start in range(0, len(rows), MOST_IN_A_STATEMENT):
            ids = [row.public_id for row in rows[start : start + MOST_IN_A_STATEMENT]]
            stored |= {row.public_id: row for row in self.filter(app=app, public_id__in=ids)}
        return [stored[row.public_id] for row in rows]


class Concept(models.Model):
    """A word of the app's vocabulary."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="concepts")
    public_id = models.CharField(max_length=128)
    name = models.CharField(max_length=1024)
    position = models.PositiveIntegerField(default=0)
    colour = models.PositiveSmallIntegerField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("app", Left("name", NAME_START), name="concept_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["app", "public_id"], name="concept_id_is_unique_in_its_app"),
            models.CheckConstraint(
                condition=Q(colour=None) | Q(colour__range=(1, COLOURS)), name="concept_colour_is_one_of_eight"
            ),
            at_most(128, "public_id", name="concept_id_has_1_to_128_characters", at_least=1),
            at_most(1024, "name", name="concept_name_has_at_most_1024_characters"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shade(self) -> int:
        """Return the number 1 to 24 that pages draw it in: its own colour, else by its place in the order."""
        return self.colour or (max(self.position, 1) - 1) % 24 + 1

    def rename(self, name: str) -> None:
        """Give it another name; the id stays."""
        if not name.strip():
            raise Invalid("name: write a name.", Code.CONCEPTS_INVALID_REQUEST)
        if problem := name_problem(name):
            raise Invalid(f"name: {problem}.", Code.CONCEPTS_INVALID_REQUEST)
        Concept.objects.filter(pk=self.pk).update(name=name)
        self.name = name

    def paint(self, colour: int | None) -> None:
        """Give it one of the eight colours, or the one of its place (None)."""
        if colour is not None and not 1 <= colour <= COLOURS:
            raise Invalid(f"colour: choose 1 to {COLOURS}.")
        Concept.objects.filter(pk=self.pk).update(colour=colour)
        self.colour = colour

    def archive(self) -> None:
        """Take it out of pickers; annotations keep and show it."""
        Concept.objects.filter(pk=self.pk, archived_at=None).update(archived_at=timezone.now())

    def restore(self) -> None:
        """Offer it again."""
        Concept.objects.filter(pk=self.pk).update(archived_at=None)

    def move(self, step: int) -> None:
        """Move it up (-1) or down (+1) in the order of what is offered."""
        self._place(lambda here: here + step)

    def move_to(self, place: int) -> None:
        """Put it at a place, counted from 1, in the order of what is offered; behind the last is the last."""
        self._place(lambda _: max(place, 1) - 1)

    @transaction.atomic
    def _place(self, wanted: Callable[[int], int]) -> None:
        """Give it the index that is wanted instead of the one it has, and number all places anew."""
        App.objects.lock(self.app_id)
        order = list(Concept.objects.offered(self.app))
        here = next((index for index, concept in enumerate(order) if concept.pk == self.pk), None)
        if here is None or wanted(here) < 0:
            return
        order.insert(wanted(here), order.pop(here))
        moved = [(place, one) for place, one in enumerate(order, start=1) if one.position != place]
        run([Update(Concept, [{"id": one.pk, "position": place} for place, one in moved])])
