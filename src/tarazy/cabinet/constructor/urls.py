"""Addresses of the constructor."""

from django.urls import path

from tarazy.cabinet.constructor import views

app_name = "constructor"

urlpatterns = [
    path("constructor/", views.index, name="index"),
    path("constructor/new/<slug:name>/", views.begin, name="begin"),
    path("constructor/resume/<uuid:draft_id>/<str:secret>/", views.resume, name="resume"),
    path("constructor/<uuid:draft_id>/", views.tasks, name="tasks"),
    path("constructor/<uuid:draft_id>/check/", views.check, name="check"),
    path("constructor/<uuid:draft_id>/preview.pdf", views.preview, name="preview"),
    path("constructor/<uuid:draft_id>/link/", views.link, name="link"),
    path("constructor/<uuid:draft_id>/delete/", views.delete, name="delete"),
    path("constructor/<uuid:draft_id>/question/<slug:name>/", views.question, name="question"),
    path("constructor/<uuid:draft_id>/question/<slug:name>/autosave/", views.autosave, name="autosave"),
]
