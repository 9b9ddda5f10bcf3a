"""Addresses of courts."""

from django.urls import path

from tarazy.courts import views

app_name = "courts"

urlpatterns = [
    path("courts/", views.courts, name="courts"),
    path("courts/absences/", views.absences, name="absences"),
    path("courts/<str:code>/", views.court, name="court"),
]
