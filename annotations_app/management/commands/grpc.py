"""`manage.py grpc`: the gRPC server."""

import sys
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from annotations_app.management import prepare
from labeller.memory import keep_few_heaps, look_for_cycles_rarely
from labeller.processes import NOT_TO_BE_HAD


class Command(BaseCommand):
    """Serves Clarifai's gRPC service until it is told to end."""

    help = "Serve the API over gRPC."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Look whether all is there, then serve."""
        try:
            from annotations_app.grpc import server
        except ImportError as error:
            self.leave(f"gRPC needs the packages of requirements/grpc.lock ({error}); the rest goes on without it.")
        try:
            if prepare.unapplied_migrations():
                raise CommandError("The database is older than the code: run `manage.py prepare` first.")
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {str(error).strip()}") from None
        connection.close()
        place = server.Place(
            settings.GRPC_HOST, settings.GRPC_PORT, settings.GRPC_TLS_PORT, settings.GRPC_CERT, settings.GRPC_KEY
        )
        try:
            made = server.make_server(place)
        except server.Taken as error:
            self.leave(f"{error} Choose another with LABELLER_GRPC_PORT or LABELLER_GRPC_TLS_PORT.")
        except OSError as error:
            self.leave(f"LABELLER_GRPC_CERT and LABELLER_GRPC_KEY: {error.filename} cannot be read: {error.strerror}.")
        keep_few_heaps()
        look_for_cycles_rarely()
        server.serve(made, lambda: self.stdout.write(f"gRPC is ready: {place}"))

    def leave(self, why: str) -> NoReturn:
        """Say in one line why there is no gRPC, and end."""
        self.stderr.write(why)
        sys.exit(NOT_TO_BE_HAD)
