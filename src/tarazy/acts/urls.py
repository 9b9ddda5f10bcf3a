"""Addresses of the bank of acts."""

from django.urls import path

from tarazy.acts import views

app_name = "acts"

urlpatterns = [
    path("acts/", views.search, name="search"),
    path("acts/results.csv", views.results_csv, name="results_csv"),
    path("acts/story/", views.story, name="story"),
    path("acts/<path:act_id>/analogues/", views.analogues, name="analogues"),
    path("acts/<path:act_id>/verify/", views.verify, name="verify"),
    path("acts/<path:act_id>/", views.act, name="act"),
    path("norms/<str:code>/<str:article>/", views.norm, name="norm"),
]
