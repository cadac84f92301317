"""`manage.py openapi`: the description of the API for programs."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Writes the description of the API as OpenAPI 3.1."""

    help = "Write the description of the API (docs/openapi.json)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        from annotations_app.api.describing import written

        self.stdout.write(written(), ending="")
