"""What examples in docstrings need as well as tests: the settings of the site."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")
