"""Whether this installation is ready to serve, and how it becomes so."""

import pkgutil
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

LONGEST_LOOK = 1.0


def unapplied_migrations() -> bool:
    """Say whether the code is ahead of the tables; looks at names only, so it costs a start next to nothing."""
    here = {
        (config.label, module.name)
        for config in apps.get_app_configs()
        for module in pkgutil.iter_modules([f"{config.path}/migrations"])
        if not module.name.startswith("_")
    }
    return not here <= MigrationRecorder(connection).applied_migrations().keys()


def damage() -> str:
    """Say what is damaged in the file of the database, or nothing; a large file is looked at for a second only."""
    if connection.vendor != "sqlite":
        return ""
    try:
        connection.ensure_connection()
        until = time.monotonic() + LONGEST_LOOK
        connection.connection.set_progress_handler(lambda: time.monotonic() > until, 50_000)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            found = str(cursor.fetchone()[0])
    except OperationalError:  # time is up, or it cannot be opened, which the next look will tell
        found = "ok"
    except DatabaseError as error:
        found = str(error)
    finally:
        if connection.connection is not None:
            connection.connection.set_progress_handler(None, 0)
    return "" if found == "ok" else " ".join(found.split())


def static_files_are_old() -> bool:
    """Say whether the collected static files belong to other code than this."""
    mark = settings.STATIC_ROOT / "collected"
    return not mark.exists() or mark.read_text() != settings.STATIC_URL


def nobody_is_here() -> bool:
    """Say whether the database holds no people yet."""
    return not get_user_model().objects.exists()


def unfinished_demo() -> Path:
    """Return the file that stands in the data folder while the demo is being made."""
    return Path(settings.DATA) / "demo.unfinished"


def demo_is_missing() -> bool:
    """Say whether the database holds no people yet, or only half a demo that was interrupted."""
    return nobody_is_here() or unfinished_demo().exists()


def prepare_tables() -> None:
    """Bring the tables and the cache's table up to date."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def prepare_static_files() -> None:
    """Collect and compress the static files; the mark comes last, so that half a collection is done again."""
    mark = settings.STATIC_ROOT / "collected"
    mark.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(settings.STATIC_URL)
