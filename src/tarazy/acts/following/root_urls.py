"""Addresses that programs look for at the root of a site, without a language."""

from __future__ import annotations

from django.contrib.sitemaps.views import index, sitemap
from django.urls import URLPattern, path

from tarazy.acts.following.views.machines import SITEMAPS, robots

urlpatterns: list[URLPattern] = [
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        index,
        {
            "sitemaps": SITEMAPS,
            "sitemap_url_name": "sitemap_of_acts",
            "template_name": "following/sitemap_index.xml",
        },
        name="sitemap",
    ),
    path(
        "sitemaps/acts.xml",
        sitemap,
        {"sitemaps": SITEMAPS, "section": "acts", "template_name": "following/sitemap.xml"},
        name="sitemap_of_acts",
    ),
]
