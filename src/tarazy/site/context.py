"""What the layout needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from tarazy import __version__
from tarazy.site import navigation

SHORT_NAMES = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}


def layout(request: HttpRequest) -> dict[str, Any]:
    """Navigation entries, languages for the switch, whether the data is model data and this the demo, the version."""
    return {
        "navigation": SimpleLazyObject(lambda: navigation.entries(request)),
        "languages": [
            {"code": code, "name": name, "short": SHORT_NAMES[code], "current": code == get_language()}
            for code, name in settings.LANGUAGES
        ],
        "model_data": settings.MODEL_DATA,
        "demo": settings.TARAZY_DEMO,
        "tarazy_version": __version__,
    }
