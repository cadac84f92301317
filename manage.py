#!/usr/bin/env python3
"""The administrator's command line."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labeller.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")
    except (OperationalError, ProgrammingError) as error:
        sys.exit(
            f"The database cannot be used ({error}). Run `manage.py prepare` first if it is new or older than the code."
        )


if __name__ == "__main__":
    main()
