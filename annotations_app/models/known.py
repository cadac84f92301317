"""What a call on annotations has to know before it can judge: looked up for all items at once, inputs locked first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q
from django.db.models.functions import Left

from annotations_app.models.annotation import Annotation, Region
from annotations_app.models.app import App, Collaborator
from annotations_app.models.concept import MOST_IN_A_STATEMENT, NAME_START, Concept
from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from annotations_app.models.drafts import Draft
from annotations_app.models.input import Input
from annotations_app.models.membership import Member
from annotations_app.models.stored import Stored, read
from annotations_app.models.user import User
from annotations_app.text import concept_id_problem, new_id, new_ids

Pair = tuple[str, str]


class KnownConcepts:
    """The app's concepts that a call names, by id and by name; it makes the missing ones."""

    def __init__(self, app: App, values: Iterable[ConceptValue]) -> None:
        self.app = app
        ids = {value.id for value in values if value.id}
        names = {value.name for value in values if not value.id}
        self.pks: dict[str, int] = {}
        self._ids_by_name: dict[str, str] = {}
        self._names: dict[str, str] = {}
        # A concept that a name alone makes gets an id made from the name, which may be taken as well.
        ids.update(public_id for name in names for public_id in _ids_from(name))
        for some in _parts(ids):
            self._learn(Q(public_id__in=some))
        for some in _parts(names):
            # The index holds the beginnings of names: PostgreSQL's takes no long ones.
            self._learn(Q(beginning__in={name[:NAME_START] for name in some}, name__in=some))

    def _learn(self, wanted: Q) -> None:
        rows = Concept.objects.alias(beginning=Left("name", NAME_START)).filter(wanted, app=self.app).order_by("pk")
        for pk, public_id, name in rows.values_list("pk", "public_id", "name"):
            self.pks[public_id] = pk
            self._names[public_id] = name
            first = self._ids_by_name.setdefault(name, public_id)
            if pk < self.pks[first]:
                self._ids_by_name[name] = public_id

    def settle(self, value: ConceptValue) -> None:
        """Give a concept value that names no id the id of the concept of that name, or of the one to be made."""
        if value.id:
            return
        if value.name not in self._ids_by_name:
            # An id made from the name may belong to a concept of another name: then one that only this name makes.
            public_id = next((one for one in _ids_from(value.name) if one not in self._names), new_id())
            self._ids_by_name[value.name] = public_id
            self._names[public_id] = value.name
        value.id = self._ids_by_name[value.name]

    def make_missing(self, values: Iterable[ConceptValue]) -> None:
        """Make the concepts that are not there, and put every value's present name in."""
        values = list(values)
        missing = {value.id: value.name for value in values if value.id not in self.pks}
        if missing:
            for concept in Concept.objects.append(self.app, list(missing.items())):
                self.pks[concept.public_id] = concept.pk
                self._names[concept.public_id] = concept.name
        for value in values:
            value.name = self._names[value.id]


class Known:
    """Inputs (locked), people, taken ids and regions that the posted drafts refer to; and `ids` for what is new."""

    def __init__(self, member: Member, drafts: Sequence[Draft]) -> None:
        self.member = member
        app = member.app
        inputs = Input.objects.filter(app=app, public_id__in={draft.input_id for draft in drafts}).order_by("pk")
        self.inputs = {row.public_id: row for row in inputs.select_for_update(no_key=True).only("pk", "public_id")}
        sane = [draft.data for draft in drafts if not draft.problem and not draft.data.has_too_many_concepts]
        self.concepts = KnownConcepts(app, [value for data in sane for value in data.concept_values()])
        self.people = people_named(app, {draft.user_id for draft in drafts} - {"", member.user.handle})
        self.taken: dict[Pair, Stored] = {}
        pairs = [(draft.input_id, draft.id) for draft in drafts if draft.id and draft.input_id in self.inputs]
        if pairs:
            rows = Annotation.objects.filter(
                app=app, input__in=[row.pk for row in self.inputs.values()], public_id__in=[pair[1] for pair in pairs]
            )
            self.taken = {(one.input_id, one.id): one for one in read(rows)}
        self.regions = regions_named(member, [row.pk for row in self.inputs.values()], [d.data for d in drafts])
        self.ids = new_ids()

    def place_of(self, input_pk: int, region_id: str) -> RegionData | None:
        """Find the place of an existing region on an input."""
        return self.regions.get((input_pk, region_id))


def people_named(app: App, handles: set[str]) -> dict[str, User]:
    """Fetch the owner and collaborators of an app among these handles."""
    if not handles:
        return {}
    working = Collaborator.objects.filter(app=app, until=None).values("user")
    rows = User.objects.filter(Q(pk=app.owner_id) | Q(pk__in=working), handle__in=handles)
    return {user.handle: user for user in rows}


def regions_named(
    member: Member, input_pks: list[int], wanted: Iterable[AnnotationData | None]
) -> dict[tuple[int, str], RegionData]:
    """Fetch the places of existing regions that data names by id alone (contract 6.4), as far as the member may see."""
    regions = [data.the_region for data in wanted if data is not None]
    ids = {region.id for region in regions if region is not None and region.id and not region.kind}
    if not ids:
        return {}
    seen = Annotation.objects.filter(app=member.app, input__in=input_pks).visible_to(member)
    rows = Region.objects.filter(app=member.app, public_id__in=ids, annotation__in=seen).order_by("-pk")
    return {
        (row.annotation.input_id, row.public_id): RegionData(
            id=row.public_id,
            kind=row.kind,
            box=None if row.top is None else (row.top, row.left, row.bottom, row.right),  # type: ignore[arg-type]
            shape=row.shape,
        )
        for row in rows.select_related("annotation")
    }


def _ids_from(name: str) -> tuple[str, str]:
    """Make two concept ids from a name: what an id cannot hold becomes a dash; the second is the name's alone."""
    cleaned = "".join("-" if concept_id_problem(f"a{letter}a") else letter for letter in name.strip())[:100].strip()
    mark = hashlib.sha256(name.encode()).hexdigest()[:16]
    first = f"{cleaned}-1" if concept_id_problem(cleaned) and cleaned else cleaned or "concept"
    return first, f"{cleaned or 'concept'}-{mark}"


def _parts(values: Iterable[str]) -> Iterator[list[str]]:
    """Cut values into lists that fit into one statement."""
    there = sorted(values)
    for start in range(0, len(there), MOST_IN_A_STATEMENT):
        yield there[start : start + MOST_IN_A_STATEMENT]
