"""Settings of the site; secrets and folders come from the environment.

``BALISE_SECRET_KEY`` signs what has to be signed, ``BALISE_RELEASES`` names the folders
of releases (separated as in PATH), ``BALISE_HOSTS`` the hosts the site answers to.
"""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent

DEBUG = False
SECRET_KEY = os.environ.get("BALISE_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("BALISE_HOSTS", "localhost 127.0.0.1 [::1]").split()
BALISE_RELEASES = tuple(filter(None, os.environ.get("BALISE_RELEASES", "").split(os.pathsep)))

INSTALLED_APPS = ["django.contrib.staticfiles", "balise.site.explorer"]
MIDDLEWARE = [
    "balise.site.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "balise.site.middleware.language_of_path",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "balise.site.urls"
WSGI_APPLICATION = "balise.site.wsgi.application"
APPEND_SLASH = True
DATABASES: dict[str, object] = {}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
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
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR"}},
}
