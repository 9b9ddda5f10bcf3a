"""The frame of the site with the constructor alone: its tests need no other room's pages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from tarazy.site import views

handler400, handler403 = views.bad_request, views.permission_denied
handler404, handler500 = views.not_found, views.server_error
urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("account/", include("allauth.account.urls")),
        path("account/second-factor/", include("allauth.mfa.urls")),
        path("account/sessions/", include("allauth.usersessions.urls")),
        path("", include("tarazy.people.urls")),
        path("", include("tarazy.cabinet.constructor.urls")),
    ),
]
