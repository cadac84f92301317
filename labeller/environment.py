"""Reads the settings that operators give as environment variables, each once, each with a clear refusal."""

import contextlib
import ipaddress
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

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


def number(name: str, default: int, about: str, *, least: int = 0, most: int | None = None) -> int:
    """Read a setting that is a whole number."""
    DOCUMENTED[name] = (str(default), about)
    word = os.environ.get(name, "").strip()
    if not word:
        return default
    if not word.isascii() or not word.isdigit() or int(word) < least:
        raise ImproperlyConfigured(f"{name} is '{word}': write a whole number of at least {least}.")
    if most is not None and int(word) > most:
        raise ImproperlyConfigured(f"{name} is '{word}': write a whole number of at most {most}.")
    return int(word)


def port(name: str, default: int, about: str) -> int:
    """Read the number of a port."""
    return number(name, default, about, least=1, most=65535)


def file(name: str, about: str) -> Path | None:
    """Read the path of a file that may be left out."""
    given = text(name, "", about)
    return Path(given).resolve() if given else None


def url(name: str, default: str, about: str) -> str:
    """Read an address of pages, without a slash at its end."""
    word = text(name, default, about).rstrip("/")
    try:
        parts = urlsplit(word)
        is_address = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        is_address = False
    if not is_address:
        raise ImproperlyConfigured(f"{name} is '{word}': write http://host:port or https://host.")
    return word


def names(name: str, default: str, about: str) -> list[str]:
    """Read a setting that is a list with commas."""
    return [part.strip() for part in text(name, default, about).split(",") if part.strip()]


def address(name: str, default: str, about: str) -> str:
    """Read the address of one machine."""
    word = text(name, default, about)
    try:
        return str(ipaddress.ip_address(word))
    except ValueError:
        raise ImproperlyConfigured(f"{name} is '{word}': write an IP address.") from None


def database(name: str, sqlite: Path, about: str) -> dict[str, Any]:
    """Read the address of the database; SQLite in the data folder when there is none."""
    DOCUMENTED[name] = ("SQLite in LABELLER_DATA", about)
    given = os.environ.get(name, "")
    if not given:
        _make_private(sqlite)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(sqlite)}
    scheme = given.partition(":")[0]
    if scheme not in ("postgres", "postgresql", "sqlite"):
        raise ImproperlyConfigured(f"{name} begins with '{scheme}:': write postgresql://… or sqlite:///….")
    try:
        return dict(environ.Env.db_url_config(given))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read ({error}): write postgresql://user:password@host/name."
        ) from None


def _make_private(file: Path) -> None:
    """Make a file for its owner only, unless it is there."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDONLY, 0o600))
    except OSError as error:
        raise ImproperlyConfigured(f"LABELLER_DATA: {file} cannot be used: {error.strerror}.") from None


def both_or_none(one: str, other: str) -> None:
    """Refuse a setting whose twin is missing."""
    if bool(os.environ.get(one)) != bool(os.environ.get(other)):
        raise ImproperlyConfigured(f"{one} and {other} belong together: set both or none.")


def kept_secret(name: str, file: Path, about: str) -> str:
    """Read a secret from the environment, else from its file, made at the first start for its owner only."""
    DOCUMENTED[name] = ("made and kept in LABELLER_DATA", about)
    given = os.environ.get(name, "")
    if given:
        return given
    try:
        if not file.exists():
            _make_secret(file)
        return file.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"LABELLER_DATA: {file} cannot be used: {error.strerror}.") from None


def _make_secret(file: Path) -> None:
    """Write a new secret whole under another name first: of two processes that start at once, one wins."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.write(secrets.token_urlsafe(50))
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
