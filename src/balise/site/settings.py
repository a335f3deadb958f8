"""Settings of the site; secrets and folders come from the environment.

``BALISE_SECRET_KEY`` signs what has to be signed, ``BALISE_RELEASES`` names the folders
of releases (separated as in PATH), ``BALISE_HOSTS`` the hosts the site answers to.
``DATABASE_URL`` names the database of what visitors and the secretariat write; without it
that is one file in the folder ``BALISE_STATE``. ``BALISE_HTTPS=1`` tells that a web server
in front of the site speaks HTTPS.
"""

import os
from pathlib import Path

import dj_database_url

HERE = Path(__file__).resolve().parent

DEBUG = False
SECRET_KEY = os.environ.get("BALISE_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("BALISE_HOSTS", "localhost 127.0.0.1 [::1]").split()
BALISE_RELEASES = tuple(filter(None, os.environ.get("BALISE_RELEASES", "").split(os.pathsep)))

INSTALLED_APPS = ["django.contrib.staticfiles", "balise.site.explorer"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "balise.site.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "balise.site.middleware.packed",
    "balise.site.middleware.language_of_path",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "balise.site.bodies.bounded_body",
    "django.middleware.csrf.CsrfViewMiddleware",
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
CSRF_FAILURE_VIEW = "balise.site.explorer.errors.stale_form"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("balise.site.templates.Spoken", ["balise.site.templates.Settled"])],
            "context_processors": [
                "django.template.context_processors.request",
                "balise.site.explorer.pages.frame",
            ],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

SECURE_CONTENT_TYPE_NOSNIFF = True
# A result that is carried by a page to be kept; files go to disk as they come.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR"},
        # A request that waits for another is told by no more than the time it takes.
        "waitress.queue": {"level": "ERROR"},
    },
}
