"""Reads the settings that operators give as environment variables, each once, each with a clear refusal."""

import os
import secrets
from pathlib import Path
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value", bool, int)

#: name -> (default as shown in the README, what it is for). A test compares this table with the README.
DOCUMENTED: dict[str, tuple[str, str]] = {}


def text(name: str, default: str, about: str) -> str:
    """Read a setting that is text."""
    DOCUMENTED[name] = (default, about)
    return os.environ.get(name, "") or default


def switch(name: str, default: bool, about: str) -> bool:
    """Read a setting that is on or off; anything but a plain yes or no stops the start."""
    DOCUMENTED[name] = ("on" if default else "off", about)
    word = os.environ.get(name, "").strip().lower()
    if word in ("", "on", "1", "true", "yes"):
        return default if word == "" else True
    if word in ("off", "0", "false", "no"):
        return False
    raise ImproperlyConfigured(f"{name} is '{word}': write on or off.")


def number(name: str, default: int, about: str, *, least: int = 0) -> int:
    """Read a setting that is a whole number."""
    DOCUMENTED[name] = (str(default), about)
    word = os.environ.get(name, "").strip()
    if not word:
        return default
    if not word.isascii() or not word.isdigit() or int(word) < least:
        raise ImproperlyConfigured(f"{name} is '{word}': write a whole number of at least {least}.")
    return int(word)


def names(name: str, default: str, about: str) -> list[str]:
    """Read a setting that is a list with commas."""
    return [part.strip() for part in text(name, default, about).split(",") if part.strip()]


def database(name: str, sqlite: Path, about: str) -> dict[str, Any]:
    """Read the address of the database; SQLite in the data folder when there is none."""
    DOCUMENTED[name] = ("SQLite in LABELLER_DATA", about)
    address = os.environ.get(name, "")
    if not address:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(sqlite)}
    scheme = address.partition(":")[0]
    if scheme not in ("postgres", "postgresql", "sqlite"):
        raise ImproperlyConfigured(f"{name} begins with '{scheme}:': write postgresql://… or sqlite:///….")
    return dict(environ.Env.db_url_config(address))


def kept_secret(name: str, file: Path, about: str) -> str:
    """Read a secret from the environment, else from its file, made at the first start for its owner only."""
    DOCUMENTED[name] = ("made and kept in LABELLER_DATA", about)
    given = os.environ.get(name, "")
    if given:
        return given
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return file.read_text().strip()
