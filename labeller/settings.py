"""The one place that reads the environment. Each name is explained in the README's table; a test compares the two."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from labeller import VERSION, environment
from labeller.assets import version_of

BASE_DIR = Path(__file__).resolve().parent.parent

DATA = Path(
    environment.text("LABELLER_DATA", "./data", "Folder of the database, the pictures and the secrets.")
).resolve()
DEBUG = environment.switch("LABELLER_DEBUG", False, "Show errors in the browser. Never on a server that others reach.")
SECRET_KEY = environment.kept_secret("LABELLER_SECRET_KEY", DATA / "secret_key", "Signs sessions and links.")
SECRET_KEY_FALLBACKS = environment.names(
    "LABELLER_SECRET_KEY_FALLBACKS", "", "Former secret keys, with commas: what they signed stays good until they go."
)
ALLOWED_HOSTS = environment.names(
    "LABELLER_HOSTS", "localhost,127.0.0.1,[::1]", "Host names under which the server is reached, with commas."
)
HTTPS = environment.switch("LABELLER_HTTPS", True, "Serve over HTTPS only. `run.py` switches it off unless it is set.")
PROXY = environment.address(
    "LABELLER_PROXY",
    "127.0.0.1",
    "Address of the proxy that brings HTTPS; what it says about the client (`X-Forwarded-For`, `-Proto`) is believed.",
)
FETCH_URLS = environment.switch("LABELLER_FETCH_URLS", True, "Let scripts add inputs by URL.")
FETCH_HOSTS = environment.names(
    "LABELLER_FETCH_HOSTS", "", "Private hosts (`host` or `host:port`) that input URLs may name."
)
MAX_MEGAPIXELS = environment.number("LABELLER_MAX_MEGAPIXELS", 100, "Largest picture that is accepted.", least=1)
RATE_LIMIT = environment.number("LABELLER_RATE_LIMIT", 0, "API requests a second for each key; 0 is no limit.")

# --- gRPC -----------------------------------------------------------------------------------------------------------

URL = environment.url(
    "LABELLER_URL", "http://127.0.0.1:8000", "Address of the pages: answers over gRPC name pictures there."
)
GRPC_HOST = environment.text("LABELLER_GRPC_HOST", "127.0.0.1", "Address that the gRPC server listens on.")
GRPC_PORT = environment.port("LABELLER_GRPC_PORT", 18080, "Its port without TLS.")
GRPC_TLS_PORT = environment.port("LABELLER_GRPC_TLS_PORT", 18443, "Its port with TLS, once it has a certificate.")
GRPC_CERT = environment.file("LABELLER_GRPC_CERT", "File of the certificate (PEM) for gRPC over TLS.")
GRPC_KEY = environment.file("LABELLER_GRPC_KEY", "File of the certificate's key (PEM).")
environment.both_or_none("LABELLER_GRPC_CERT", "LABELLER_GRPC_KEY")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "huey.contrib.djhuey",
    "allauth",
    "allauth.account",
    "annotations_app",
]

MIDDLEWARE = [
    "annotations_app.middleware.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "annotations_app.api.door.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "annotations_app.middleware.keep_sessions_short",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "annotations_app.middleware.answer_refusals",
]

ROOT_URLCONF = "labeller.urls"
WSGI_APPLICATION = "labeller.wsgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "annotations_app.views.parts.page_context",
            ],
        },
    }
]

# --- Database -----------------------------------------------------------------------------------------------------

DATABASES = {
    "default": environment.database(
        "DATABASE_URL", DATA / "labeller.sqlite3", "Where the data is: `postgresql://user:password@host/name`."
    )
}
_database: dict[str, Any] = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        # IMMEDIATE: a transaction that reads first could not become a writer under others (trust.md section 9).
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: in WAL mode anything less loses acknowledged commits when the power fails.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-4000;"
        ),
    }
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
        **_database.get("OPTIONS", {}),
    }
_database["CONN_MAX_AGE"] = None

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}

# --- People and sessions --------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "annotations_app.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("handle", "first_name", "last_name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "annotations_app.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_SESSION_REMEMBER = True
# The key is a person at an address (accounts.py), so that strangers lock nobody out.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/m/key"}

SESSION_COOKIE_AGE = 12 * 60 * 60  # of rest: whoever works stays signed in (middleware.keep_sessions_short)
SESSION_LONGEST_AGE = 7 * 24 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "annotations_app.views.errors.csrf_failure"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^v2(/|$)", r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# --- What a browser may do with our pages ---------------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}

# --- Bodies and files -----------------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 100
API_BODY_LIMIT = 8 * 2**20
API_INPUTS_BODY_LIMIT = 128 * 2**20

MEDIA_ROOT = DATA / "media"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Browsers keep these for ever, so the address changes with the content and with all that makes or brings some of it.
_made_of = (
    BASE_DIR / "static",
    BASE_DIR / "requirements" / "run.lock",
    BASE_DIR / "labeller" / "static_files.py",
    BASE_DIR / "labeller" / "minifying.py",
)
STATIC_URL = f"/static/{VERSION}-{version_of(*_made_of)}/"
STATIC_ROOT = DATA / "static"
WHITENOISE_IMMUTABLE_FILE_TEST = r"."
WHITENOISE_INDEX_FILE = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(MEDIA_ROOT)}},
    "staticfiles": {"BACKEND": "labeller.static_files.MinifiedStaticFilesStorage"},
}

# --- Background work ------------------------------------------------------------------------------------------------

HUEY: dict[str, Any] = {
    "huey_class": "annotations_app.jobs.JobQueue",
    "name": "labeller",
    "filename": str(DATA / "jobs.sqlite3"),
    "immediate": False,
    "results": False,
    # A person who has uploaded a picture waits for its job: look twice a second, not each ten seconds.
    "consumer": {"workers": 4, "worker_type": "thread", "max_delay": 0.5},
}

# --- Words and times ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "labeller.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # The middleware writes one line for such a request, with what these would say.
        "django": {"level": "ERROR", "handlers": [], "propagate": True},
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "huey": {"level": "WARNING"},
        "PIL": {"level": "WARNING"},
    },
}
TESTING = False
