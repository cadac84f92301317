"""`manage.py grpc_certificate DIR`: a certificate for trying TLS."""

import datetime
import os
import socket
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

DAYS = 365


class Command(BaseCommand):
    """Makes a self-signed certificate and its key, for this machine's names, to try TLS with."""

    help = "Make a self-signed certificate and key for trying gRPC over TLS."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="folder for certificate.pem and key.pem")
        parser.add_argument("--host", action="append", default=[], help="a further name or address of the server")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write both files, the key for its owner only, and say how they are used."""
        folder: Path = options["folder"]
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        try:
            from annotations_app.management import certificates
        except ImportError as error:
            raise CommandError(f"This needs the packages of requirements/grpc.lock: {error}.") from None
        names = ["localhost", "127.0.0.1", "::1", socket.gethostname(), *options["host"]]
        made = certificates.self_signed(names, datetime.timedelta(days=DAYS))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path, content, mode in ((key, made.key, 0o600), (certificate, made.certificate, 0o644)):
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
                    file.write(content)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"LABELLER_GRPC_CERT={certificate} LABELLER_GRPC_KEY={key}")
        self.stdout.write(f"Clients trust it when {certificate} is their root certificate; it ends in {DAYS} days.")
