"""The demo: three people at work on seventeen photos, an app for scripts to play with, and a stranger."""

from annotations_app.demo.making import logins_file, make

__all__ = ["logins_file", "make"]
