"""`manage.py calls_table`: the table of calls for the documentation."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Writes the table of calls as Markdown."""

    help = "Write the table of calls (docs/calls.md)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        from annotations_app.grpc.table import markdown

        self.stdout.write(markdown(), ending="")
