"""The icons of the `lucide` package, each drawn once: copying its XML for every row cost a page more than its rows."""

from __future__ import annotations

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide as drawn

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def lucide(name: str, *, size: int | None = 24, **attributes: object) -> str:
    """Draw an icon as the package's own tag does."""
    return drawn(name, size=size, **attributes)
