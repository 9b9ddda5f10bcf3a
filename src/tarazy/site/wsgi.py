"""The application as a WSGI server calls it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
application = get_wsgi_application()

from tarazy.practice.forgetting import forget_by_the_clock  # noqa: E402 - models need the application

forget_by_the_clock()
