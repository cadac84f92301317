"""Counting what an app's annotations say, as far as one may see them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q

from annotations_app.models.annotation import Annotation, AnnotationConcept
from annotations_app.models.membership import Member


def inputs_of_concepts(member: Member, concepts: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Count, for each of these concepts, the inputs on which it is said to be there, and not to be there."""
    rows = AnnotationConcept.objects.filter(app=member.app, concept__in=concepts)
    if member.is_blind:
        rows = rows.filter(annotation__in=Annotation.objects.filter(app=member.app).visible_to(member))
    there, absent = (Count("annotation__input", distinct=True, filter=meant) for meant in (Q(value__gt=0), Q(value=0)))
    counted = rows.order_by().values_list("concept").annotate(there=there, absent=absent)
    return {pk: (positive, negative) for pk, positive, negative in counted}
