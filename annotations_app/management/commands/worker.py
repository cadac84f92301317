"""`manage.py worker`: the background work."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from labeller.memory import keep_few_heaps


class Command(BaseCommand):
    """Runs the background jobs until it is told to end."""

    help = "Run the background jobs."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the jobs and consume them."""
        from huey.contrib.djhuey import HUEY

        import annotations_app.tasks  # noqa: F401 - declares the jobs

        keep_few_heaps()
        consumer: dict[str, Any] = settings.HUEY["consumer"]
        HUEY.create_consumer(**consumer).run()
