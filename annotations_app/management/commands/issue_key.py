"""`manage.py issue_key USER`: a key for a script."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations_app.errors import Invalid
from annotations_app.models import ApiKey, App, User


class Command(BaseCommand):
    """Makes a key and prints its secret, which is shown only now."""

    help = "Make a personal access token, or with --app a key of that app, and print its secret once."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("user", metavar="USER", help="handle of the person whose key it is")
        parser.add_argument("--app", metavar="OWNER/APP", help="the one app that the key opens")
        parser.add_argument("--scope", action="append", metavar="SCOPE", help="what it may do (repeat; default: All)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the key."""
        user = User.objects.filter(handle=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"user: there is no '{options['user']}'.")
        app = self.find_app(options["app"]) if options["app"] else None
        try:
            _, secret = ApiKey.issue(user, app, scopes=options["scope"], description="issued by the operator")
        except Invalid as error:
            raise CommandError(error.message) from None
        self.stdout.write(secret)

    def find_app(self, name: str) -> App:
        """Find the app that OWNER/APP names."""
        owner, slash, public_id = name.partition("/")
        if not slash:
            raise CommandError(f"app: '{name}' is not of the form OWNER/APP.")
        app = App.objects.filter(owner__handle=owner, public_id=public_id).first()
        if app is None:
            raise CommandError(f"app: there is no '{name}'.")
        return app
