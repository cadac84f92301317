"""What searches and counts answer, as msgspec structs beside those in `answers.py`."""

from __future__ import annotations

from annotations_app.formats.answers import AnnotationOut, InputOut, Part


class HitOut(Part):
    """What a search found: an annotation with its input, or an input; user and app are the app's own."""

    score: float
    input: InputOut
    user_id: str
    app_id: str
    annotation: AnnotationOut | None = None


class HitCountOut(Part):
    """How many hits a search has."""

    estimated_total: int


class ConceptTypeCountOut(Part):
    """On how many inputs a concept is said to be there, and not to be there."""

    positive: int
    negative: int


class ConceptCountOut(Part):
    """How often a concept is used."""

    id: str
    name: str
    concept_type_count: ConceptTypeCountOut
