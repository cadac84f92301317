"""`manage.py prepare`: everything between new code and a server that can start."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from annotations_app.management import prepare


class Command(BaseCommand):
    """Brings tables and static files up to date, and makes the demo where it is wanted and nobody is there yet."""

    help = "Bring tables and static files up to date."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--demo", action="store_true", help="make the demo if the database holds nobody")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is not done yet."""
        if prepare.unapplied_migrations():
            self.stdout.write("Preparing the database ...")
            prepare.prepare_tables()
        if prepare.static_files_are_old():
            prepare.prepare_static_files()
        if options["demo"] and prepare.demo_is_missing():
            self.stdout.write("Making the demo ...")
            from annotations_app import demo

            demo.make()
