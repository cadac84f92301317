"""From the wanted state of a `put` to the data to be stored; what the editor does not edit stays as it is."""

from __future__ import annotations

from annotations_app.models.data import AnnotationData, ConceptValue, RegionData
from annotations_app.models.input import Input
from annotations_app.models.known import KnownConcepts, regions_named
from annotations_app.models.membership import Member
from annotations_app.models.operation import NotTaken, Operation
from annotations_app.models.placing import put_place, too_small


def wanted_data(member: Member, on: Input, before: AnnotationData | None, operation: Operation) -> AnnotationData:
    """Make the data that a `put` asks for, from what is stored or from nothing. Raises NotTaken."""
    data = before.copy() if before is not None else AnnotationData()
    if before is None and operation.region:
        data.region = _named_region(member, on, operation.region)
    put_place(data, operation)
    if operation.region and data.region is not None and before is None:
        data.region.id = operation.region
    _say(data, operation.concepts)
    if data.is_empty:
        raise NotTaken("empty", "An annotation has a place or a concept.")
    if problem := data.problem():
        raise NotTaken("invalid", f"{problem}.")
    if _places_differ(before, data) and too_small(data, on):
        raise NotTaken("too-small", "It is at least one pixel of the picture wide and high.")
    return data


def concepts_for(member: Member, data: AnnotationData) -> KnownConcepts:
    """Look up the concepts of the data; one who may add concepts adds the missing ones. Raises NotTaken."""
    values = data.concept_values()
    known = KnownConcepts(member.app, values)
    missing = [value.id for value in values if value.id not in known.pks]
    if missing and not member.may("Concepts:Add"):
        raise NotTaken("concept-gone", f"There is no concept '{missing[0]}' in this app: choose another.")
    known.make_missing(values)
    return known


def said(data: AnnotationData) -> list[ConceptValue]:
    """Return the concepts that the page shows and edits: the region's where it has any, else the whole annotation's."""
    region = data.the_region
    return region.concepts if region is not None and (region.concepts or not data.concepts) else data.concepts


def _named_region(member: Member, on: Input, public_id: str) -> RegionData:
    named = AnnotationData(region=RegionData(id=public_id))
    found = regions_named(member, [on.pk], [named]).get((on.pk, public_id))
    if found is None:
        raise NotTaken("region-gone", f"There is no region '{public_id}' on this input.")
    return found.copy()


def _say(data: AnnotationData, concepts: dict[str, float]) -> None:
    values = [ConceptValue(public_id, value) for public_id, value in concepts.items()]
    region = data.the_region
    if region is not None and (region.concepts or not data.concepts):
        region.concepts = values
    else:
        data.concepts = values


def _places_differ(before: AnnotationData | None, after: AnnotationData) -> bool:
    old, new = before.the_region if before else None, after.the_region
    return new is not None and (old is None or not new.same_place(old))
