"""What examples in docstrings need as well as tests: the site, set up."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")


def pytest_sessionstart() -> None:
    """Set the site up, once the tests have said where its state lies."""
    import django

    django.setup()
