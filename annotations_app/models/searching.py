"""Searching annotations, and inputs by what their annotations say (contract 7.1), whatever the size of the app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.lookups import Exact

from annotations_app.models.annotation import Annotation, AnnotationConcept, AnnotationQuerySet, Region
from annotations_app.models.conditions import Filter, Named, all_of, of_annotation, of_input, of_region
from annotations_app.models.data import BOX
from annotations_app.models.finding import RARE
from annotations_app.models.input import Input, InputQuerySet
from annotations_app.models.membership import Member

PROBES = 3


def search_annotations(member: Member, filters: Sequence[Filter]) -> AnnotationQuerySet:
    """List the annotations that fit every filter, oldest first, as far as the member may see them."""
    filters = [one for one in filters if one.is_set]
    named = Named(member.app, filters)
    rows = _seen(member)
    for one in filters:
        fits = of_annotation(one.annotation, named) & of_input(one.input, "input__")
        rows = rows.filter(_not(fits) if one.negate else fits)
    return rows.filter(_narrowed(filters, named)).order_by("pk")


def search_inputs(member: Member, filters: Sequence[Filter]) -> InputQuerySet:
    """List the inputs with one annotation that fits every filter, and with none that fits a negated one, oldest first.

    Of an input's annotations there are always some that say nothing of a concept, so a filter that is negated for
    each annotation by itself would let every input through; people who write `not a dog` mean the picture.
    """
    filters = [one for one in filters if one.is_set]
    named = Named(member.app, filters)
    rows, seen = Input.objects.filter(app=member.app), _seen(member)
    here = seen.filter(input=OuterRef("pk"))
    for one in filters:
        fits = of_input(one.input)
        if one.negate and one.asks_of_annotation:
            fits &= Q(Exists(here.filter(of_annotation(one.annotation, named, by_input=True))))
        rows = rows.exclude(fits) if one.negate else rows.filter(fits)
    asked = [one for one in filters if one.asks_of_annotation and not one.negate]
    if not asked:
        return rows.order_by("pk")
    # Walking the inputs finds what is frequent at once, and what is rare only after a look at nearly all of them.
    some = seen.filter(_narrowed(asked, named), all_of(of_annotation(one.annotation, named) for one in asked))
    few = list(some.order_by().values_list("input", flat=True)[: RARE + 1])
    if len(few) <= RARE:
        return rows.filter(pk__in=set(few)).order_by("pk")
    fit = all_of(of_annotation(one.annotation, named, by_input=True) for one in asked)
    return rows.filter(Exists(here.filter(fit))).order_by("pk")


def _seen(member: Member) -> AnnotationQuerySet:
    return Annotation.objects.filter(app=member.app).visible_to(member).listed()


def _not(fits: Q) -> Q:
    """Turn a condition around; one that comes out NULL does not fit."""
    verdict = Case(When(fits, then=Value(1)), default=Value(0), output_field=IntegerField())
    return Q(Exact(verdict, 0))


def _narrowed(filters: Sequence[Filter], named: Named) -> Q:
    """Name the few annotations with a rare concept or shape, or where those with a frequent one begin."""
    asked = [one.annotation for one in filters if not one.negate]
    if any(one.id or one.input_id for one in asked):
        return Q()
    first = 0
    for rows, is_ordered in islice(_ways(filters, named), PROBES):
        few = list(rows[: RARE + 1])
        if len(few) <= RARE:
            return Q(pk__in=set(few))
        first = max(first, few[0] if is_ordered else 0)
    return Q(pk__gte=first) if first else Q()


def _ways(filters: Sequence[Filter], named: Named) -> Iterator[tuple[QuerySet[Any, int], bool]]:
    """List the ways to the annotations by the indexes of concepts and regions, and whether they come in order."""
    for one in filters:
        wanted = one.annotation
        if one.negate:
            continue
        if wanted.concepts:
            said = AnnotationConcept.objects.filter(named.use(wanted.concepts), app=named.app)
            meant = [pk for value in wanted.concepts for pk in named.concepts(value)]
            yield _owners(said, is_one=len(meant) == 1)
        if len(wanted.regions) == 1 and (region := of_region(wanted.regions[0])):
            places = Region.objects.filter(region, app=named.app)
            yield _owners(places, is_one=len(wanted.regions[0].kinds) == 1 and BOX not in wanted.regions[0].kinds)


def _owners(rows: QuerySet[Any], *, is_one: bool) -> tuple[QuerySet[Any, int], bool]:
    """List the annotations of rows; what one index finds in order is left in it, all else is not worth sorting."""
    return rows.order_by(*(["annotation"] if is_one else [])).values_list("annotation_id", flat=True), is_one
