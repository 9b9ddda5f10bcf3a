"""What search engines of others read: sitemap and robots.txt. Nobody proves to be human to read public acts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from tarazy.acts import naming
from tarazy.acts.models import Act

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# Pages that everybody may read; the rest of the court is nobody's list. With "$" that page alone: what lies behind the
# register of AI systems (uses, alarms, one's own objections) is for people of the court.
OPEN = (
    "acts/", "published/", "norms/", "feeds/", "bulk/", "ai/$", "ai/bands/$", "ai/bands.csv$", "ai/systems/", "statistics/",
)  # fmt: skip


class ActsSitemap(Sitemap[Act]):
    """Permanent links of public acts, each in the act's own language, in parts of 50,000 (the protocol's limit)."""

    limit = 50_000
    changefreq = "monthly"

    def items(self) -> QuerySet[Act]:
        """Public acts in the order of their coming."""
        return Act.objects.visible_to(None).order_by("pk").only("pk", "act_id", "language", "added")

    def location(self, item: Act) -> str:
        """The permanent link."""
        with override(item.language if item.language in naming.LANGUAGES else LANGUAGES[0]):
            return item.get_absolute_url()

    def lastmod(self, item: Act) -> object:
        """When it came."""
        return item.added

    def get_latest_lastmod(self) -> None:
        """Not told for the whole: it would mean reading every act."""
        return


SITEMAPS: dict[str, type[Sitemap[Act]]] = {"acts": ActsSitemap}


class _Robots:
    allowed: ClassVar[list[str]] = [f"/{code}/{part}" for code in LANGUAGES for part in OPEN]
    # Among the open pages, those that cost much and say nothing new.
    costly: ClassVar[list[str]] = [
        f"/{code}/{part}"
        for code in LANGUAGES
        for part in (
            "acts/results.csv",
            "acts/story/",
            "acts/*/analogues/",
            "ai/systems/*/switch/",
            "ai/systems/*/review/",
        )
    ]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public acts are allowed, every other page is not."""
    homes = [f"Allow: /{code}/$" for code in LANGUAGES]
    lines = [
        "User-agent: *",
        "Disallow: /",
        *homes,
        *(f"Allow: {path}" for path in ("/static/", "/sitemap.xml", "/sitemaps/")),
        *(f"Allow: {path}" for path in _Robots.allowed),
        *(f"Disallow: {path}" for path in _Robots.costly),
        "",
        f"Sitemap: {request.scheme}://{request.get_host()}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
