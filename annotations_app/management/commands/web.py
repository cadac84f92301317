"""`manage.py web`: the HTTP server."""

import signal
import subprocess
import sys
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from annotations_app.management import prepare


def end(number: int, frame: FrameType | None) -> None:
    """End this process in order, and with it the one that prepares."""
    sys.exit(1)


class Command(BaseCommand):
    """Serves pages and API until it is told to end."""

    help = "Serve pages and API."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--prepare", action="store_true", help="first run `manage.py prepare` if it is needed")
        parser.add_argument("--demo", action="store_true", help="with --prepare: make the demo if nobody is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look whether all is ready, then serve."""
        if problem := prepare.damage():
            raise CommandError(
                f"The database {connection.settings_dict['NAME']} is damaged: {problem}. Nothing was changed. Keep a"
                " copy of it, and put the last backup in its place; `sqlite3 FILE .recover` saves what can be read."
            )
        try:
            if options["prepare"]:
                self.prepare(demo=options["demo"])
            elif prepare.unapplied_migrations():
                raise CommandError("The database is older than the code: run `manage.py prepare` first.")
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {str(error).strip()}") from None
        if prepare.nobody_is_here():
            self.stdout.write("There is nobody here yet: `manage.py add_user HANDLE` makes the first person.")
        connection.close()
        self.serve(options["host"], options["port"])

    def prepare(self, *, demo: bool) -> None:
        """Prepare in a process of its own, so that this one stays small."""
        ready = not (prepare.unapplied_migrations() or prepare.static_files_are_old())
        if ready and not (demo and prepare.demo_is_missing()):
            return
        signal.signal(signal.SIGTERM, end)
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "prepare", *(["--demo"] if demo else [])]
        if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode:  # noqa: S603 - our own command
            raise CommandError("The installation could not be prepared; the lines above say why.")

    def serve(self, host: str, port: int) -> None:
        """Serve until the end is asked for."""
        from labeller.server import Server
        from labeller.wsgi import application

        try:
            server = Server(application, host, port)
        except OSError as error:
            raise CommandError(f"{host}:{port} cannot be opened: {error.strerror}.") from None
        from django.urls import get_resolver

        _ = get_resolver().url_patterns  # the first person waits for no import
        server.run()
