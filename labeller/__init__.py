"""The Django project: settings, addresses and the WSGI entry; no business rule."""

VERSION = "0.1.0"
