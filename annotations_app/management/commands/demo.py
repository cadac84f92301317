"""`manage.py demo`: the demo's people and apps, with fresh passwords and keys."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from annotations_app import demo
from annotations_app.management import prepare


class Command(BaseCommand):
    """Makes the demo, or makes it anew: what is there stays, passwords and keys are new, the former ones end."""

    help = "Make the demo's people and apps; passwords and keys are new each time."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="print logins and keys as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say how to get in."""
        if prepare.unapplied_migrations():
            prepare.prepare_tables()
        made = demo.make()
        if options["json"]:
            self.stdout.write(json.dumps(made))
        else:
            self.stdout.write(demo.logins_file().read_text())
