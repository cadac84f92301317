"""Length checks for the database: SQLite does not enforce max_length (trust.md section 9)."""

from django.db import models
from django.db.models import CharField, Q, TextField
from django.db.models.functions import Length

CharField.register_lookup(Length)
TextField.register_lookup(Length)


def at_most(length: int, field: str, *, name: str, at_least: int = 0) -> models.CheckConstraint:
    """Make the constraint that a text column holds so many characters."""
    condition = Q(**{f"{field}__length__lte": length})
    if at_least:
        condition &= Q(**{f"{field}__length__gte": at_least})
    return models.CheckConstraint(condition=condition, name=name)


def within(name: str, **most: int) -> models.CheckConstraint:
    """Make the constraint that several text columns hold no more characters than these."""
    return models.CheckConstraint(condition=Q(**{f"{field}__length__lte": most[field] for field in most}), name=name)
