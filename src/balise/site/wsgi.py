"""The site as a WSGI application, for any server that runs one."""

import os

from django.core.wsgi import get_wsgi_application

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")

application = get_wsgi_application()
