"""Addresses of distribution."""

from django.urls import path

from tarazy.allocation import views

app_name = "allocation"

urlpatterns = [
    path("allocation/", views.waiting, name="waiting"),
    path("allocation/start/<uuid:uuid>/", views.start, name="start"),
    path("allocation/draws/<uuid:uuid>/", views.draw, name="draw"),
    path("allocation/draws/<uuid:uuid>/again/", views.redraw, name="redraw"),
    path("allocation/fairness/", views.fairness, name="fairness"),
    path("allocation/fairness.csv", views.fairness_csv, name="fairness_csv"),
    path("allocation/fairness.svg", views.fairness_svg, name="fairness_svg"),
    path("verify/draw/<uuid:uuid>/", views.verify_draw, name="verify_draw"),
    path("verify/draw/<uuid:uuid>/receipt.json", views.receipt, name="receipt"),
]
