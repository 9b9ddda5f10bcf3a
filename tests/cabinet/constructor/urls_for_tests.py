"""The addresses of the site, with the constructor's where the site hasn't taken them in."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from tarazy.site import urls as site_urls

handler400, handler403 = site_urls.handler400, site_urls.handler403
handler404, handler500 = site_urls.handler404, site_urls.handler500
urlpatterns = [
    *site_urls.urlpatterns,
    *i18n_patterns(path("", include("tarazy.cabinet.constructor.urls"))),
]
