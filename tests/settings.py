"""The settings of the tests: the shipped ones in a folder of their own, quick where safety costs time."""

import atexit
import os
import shutil
import tempfile

os.environ["LABELLER_DATA"] = tempfile.mkdtemp(prefix="labeller-tests-")
os.environ["LABELLER_HTTPS"] = "off"
os.environ["LABELLER_HOSTS"] = "localhost,127.0.0.1,[::1],testserver"
atexit.register(shutil.rmtree, os.environ["LABELLER_DATA"], ignore_errors=True)

from labeller.settings import *  # noqa: E402, F403
from labeller.settings import DATA, DATABASES, HUEY, MIDDLEWARE, STORAGES  # noqa: E402

TESTING = True
SECRET_KEY = "only for the tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
HUEY = {**HUEY, "immediate": True, "filename": str(DATA / "jobs.sqlite3")}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In a file, like the real one: threads that share a database in memory lock each other out.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
# Off until a journey switches it on.
MIDDLEWARE = ["tests.browser.faults.faults", *MIDDLEWARE]
