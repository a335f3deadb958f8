"""Settings of the site; secrets and folders come from the environment.

``BALISE_SECRET_KEY`` signs what has to be signed, ``BALISE_RELEASES`` names the folders
of releases (separated as in PATH), ``BALISE_HOSTS`` the hosts the site answers to.
``DATABASE_URL`` names the database of what visitors and the secretariat write; without it
that is one file in the folder ``BALISE_STATE``. ``BALISE_HTTPS=1`` tells that a web server
in front of the site speaks HTTPS. ``BALISE_APPS`` names the applications shown: ``explorer``,
``guide``, or both. ``BALISE_ADDRESS`` is where the public finds the site; mail leads there.
``BALISE_SMTP`` names the mail server, as ``smtp://user:password@host:587``; without it
messages are shown where the site was started. ``BALISE_MAIL_FROM`` is who they come from.
``BALISE_SCAN`` names a command that checks attachments for viruses.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

HERE = Path(__file__).resolve().parent


def _local(host: str | None) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


DEBUG = False
SECRET_KEY = os.environ.get("BALISE_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("BALISE_HOSTS", "localhost 127.0.0.1 [::1]").split()
BALISE_RELEASES = tuple(filter(None, os.environ.get("BALISE_RELEASES", "").split(os.pathsep)))
BALISE_SCENARIOS = tuple(filter(None, os.environ.get("BALISE_SCENARIOS", "").split(os.pathsep)))

BALISE_APPS = tuple(os.environ.get("BALISE_APPS", "explorer guide").split())
_GUIDE = "guide" in BALISE_APPS

# The secretariat of the Guide works in Wagtail; nothing else of the site needs it.
_WAGTAIL = (
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
)
INSTALLED_APPS = [
    "balise.site",
    *(f"balise.site.{each}" for each in BALISE_APPS),
    *(("balise.site.secretariat",) if _GUIDE else ()),
    *(_WAGTAIL if _GUIDE else ()),
    "django.contrib.staticfiles",
]
_STAFF = (
    "balise.site.middleware.staff",
    "balise.site.guide.doors.Doors",
    "balise.site.guide.staff.RefusalTold",
)
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "balise.site.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "balise.site.middleware.packed",
    "balise.site.middleware.language_of_path",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    *(("balise.site.bodies.bounded_body",) if "explorer" in BALISE_APPS else ()),
    *(("balise.site.middleware.sessions_of_staff",) if _GUIDE else ()),
    "django.middleware.csrf.CsrfViewMiddleware",
    *(_STAFF if _GUIDE else ()),
]
ROOT_URLCONF = "balise.site.urls"
WSGI_APPLICATION = "balise.site.wsgi.application"
APPEND_SLASH = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATE = Path(
    os.environ.get("BALISE_STATE")
    or Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "balise"
)
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{STATE / 'balise.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, who waits for the other; readers wait for nobody.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }

_HTTPS = os.environ.get("BALISE_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "balise.site.errors.stale_form"

# Accounts are the secretariat's alone, and their cookies stay below /admin/.
SESSION_COOKIE_PATH = "/admin/"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
LOGIN_URL = "/admin/login/"
LOGIN_REDIRECT_URL = "/admin/"
_PASSWORDS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_PASSWORDS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_PASSWORDS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_PASSWORDS}.CommonPasswordValidator"},
    {"NAME": f"{_PASSWORDS}.NumericPasswordValidator"},
]

WAGTAIL_SITE_NAME = "Balise"
WAGTAILADMIN_BASE_URL = os.environ.get("BALISE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("fr", "Français")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
# What went its whole path of approval is published by it, and by nobody else.
WAGTAIL_FINISH_WORKFLOW_ACTION = "balise.site.secretariat.path.finish"
# A draft that somebody approves is not written over while they read it.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024

# What the secretariat uploads is shown to it alone; pages serve what is public themselves.
MEDIA_ROOT = STATE / "media"
MEDIA_URL = "/admin/media/"

# Messages leave from an outbox: console by default, a server if one is named.
_SMTP = urlsplit(os.environ.get("BALISE_SMTP", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _SMTP.hostname else 'console'}.EmailBackend"
EMAIL_HOST = _SMTP.hostname or ""
EMAIL_PORT = _SMTP.port or (465 if _SMTP.scheme == "smtps" else 587)
EMAIL_HOST_USER = unquote(_SMTP.username or "")
EMAIL_HOST_PASSWORD = unquote(_SMTP.password or "")
EMAIL_USE_SSL = _SMTP.scheme == "smtps"
# A server on this machine is spoken to as it is; any other over TLS.
EMAIL_USE_TLS = bool(_SMTP.hostname) and _SMTP.scheme != "smtps" and not _local(_SMTP.hostname)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("BALISE_MAIL_FROM", "balise@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Command that checks a file for viruses: it is given its path, and fails where one is found.
BALISE_SCAN = os.environ.get("BALISE_SCAN", "")

# How long private links open, and how long what people wrote is kept [days].
BALISE_LINK_DAYS = {"draft": 14, "consultation": 30, "confirmation": 60, "expert": 30}
BALISE_KEEP_DAYS = {
    what: int(os.environ.get(f"BALISE_KEEP_{what.upper()}_DAYS", days))
    for what, days in (("drafts", 90), ("attachments", 365), ("contacts", 365), ("logs", 90))
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("balise.site.templates.Spoken", ["balise.site.templates.Settled"])],
            "context_processors": [
                "django.template.context_processors.request",
                "balise.site.frame.frame",
                *(("balise.site.explorer.pages.frame",) if "explorer" in BALISE_APPS else ()),
                *(("balise.site.guide.staff.told",) if _GUIDE else ()),
            ],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
# One day for all of Canada: reviews, editions and tasks go by it.
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

SECURE_CONTENT_TYPE_NOSNIFF = True
# Files go to disk as they come; a record of the Guide with all its rows is the largest form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000 if _GUIDE else 50
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "balise.site.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_secrets"]}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR"},
        # A request that waits for another is told by no more than the time it takes.
        "waitress.queue": {"level": "ERROR"},
    },
}
