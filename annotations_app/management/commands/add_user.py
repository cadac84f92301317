"""`manage.py add_user HANDLE`: a new person."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from annotations_app.errors import Invalid
from annotations_app.models import User


class Command(BaseCommand):
    """Makes a person and prints their password, which is shown only now."""

    help = "Make a person and print their password once."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("handle", metavar="HANDLE", help="what the person signs in with; the API's user id")
        parser.add_argument("--email", default="", help="e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the person."""
        if options["email"]:
            try:
                validate_email(options["email"])
            except ValidationError:
                raise CommandError(f"email: '{options['email']}' is no e-mail address.") from None
        password = secrets.token_urlsafe(15)
        try:
            User.objects.make(options["handle"], password, email=options["email"])
        except Invalid as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"{options['handle']} signs in with the password\n{password}")
